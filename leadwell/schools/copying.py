"""Rows for PostgreSQL's COPY in its binary form: nothing is spelt out, so nothing is read again.

The form is PostgreSQL's own (its manual, COPY, file formats): a row is the number of its fields,
then for each its length (-1 for null) and its bytes; an array is its dimensions, then its items in
the same way. All numbers are big-endian.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, chain, pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

BEGIN = b"PGCOPY\n\xff\r\n\x00" + bytes(8)
END = b"\xff\xff"

_NULL = b"\xff\xff\xff\xff"
_FLOAT8, _INT2, _INT8 = 701, 21, 20
_EPOCH = np.datetime64("2000-01-01", "D")


def rows(fields: Sequence[list[bytes]]) -> bytes:
    """Rows from their fields, one list for each column."""
    head = len(fields).to_bytes(2, "big")
    return b"".join(chain.from_iterable(zip([head] * len(fields[0]), *fields, strict=True)))


def whole(column: Any, n_bytes: int) -> list[bytes]:
    """Whole numbers of 2, 4 or 8 bytes; masked ones are null."""
    numbers = np.ma.asarray(column)
    items = np.empty(len(numbers), dtype=[("length", ">i4"), ("number", f">i{n_bytes}")])
    items["length"], items["number"] = n_bytes, numbers.filled(0)
    return _with_nulls(_pieces(items.tobytes(), n_bytes + 4), numbers)


def days(column: Any) -> list[bytes]:
    """Dates; masked ones are null."""
    dates = np.ma.asarray(column)
    count = (dates.filled(_EPOCH).astype("datetime64[D]") - _EPOCH).astype(np.int64)
    return whole(np.ma.array(count, mask=np.ma.getmaskarray(dates)), 4)


def texts(column: Any) -> list[bytes]:
    """Texts; None and masked ones are null."""
    return [
        _NULL if text is None else len(said := text.encode()).to_bytes(4, "big") + said
        for text in np.ma.asarray(column).tolist()
    ]


def whole_lists(column: Iterable[Sequence[int]]) -> list[bytes]:
    """Arrays of bigint, most of them empty and none with nulls."""
    made: dict[tuple[int, ...], bytes] = {}
    keys = (tuple(map(int, each)) for each in column)
    return [made.get(key) or made.setdefault(key, _whole_list(key)) for key in keys]


def floats(columns: Sequence[Any]) -> list[bytes]:
    """An array of double precision a row, from its columns; masked items are null."""
    n, m = len(columns[0]), len(columns)
    words = np.empty((n, 6 + 3 * m), dtype=">i4")
    is_null = np.empty((n, m), dtype=bool)
    numbers = np.empty((n, m), dtype=">f8")
    for at, column in enumerate(map(np.ma.asarray, columns)):
        is_null[:, at] = np.ma.getmaskarray(column)
        numbers[:, at] = column.filled(0)
    n_nulls = is_null.sum(axis=1)
    words[:, 0] = 20 + 12 * m - 8 * n_nulls
    words[:, 1:6] = 1, 0, _FLOAT8, m, 1
    words[:, 2] = n_nulls > 0
    words[:, 6::3] = np.where(is_null, -1, 8)
    words[:, 7::3] = numbers.view(">i4")[:, 0::2]
    words[:, 8::3] = numbers.view(">i4")[:, 1::2]
    is_there = np.ones(words.shape, dtype=bool)
    is_there[:, 7::3] = is_there[:, 8::3] = ~is_null
    ends = accumulate((words[:, 0] + 4).tolist(), initial=0)
    data = words[is_there].tobytes()
    return [data[start:end] for start, end in pairwise(ends)]


def smallints(columns: Sequence[NDArray]) -> list[bytes]:
    """An array of smallint a row, from its columns, none with nulls."""
    n, m = len(columns[0]), len(columns)
    items = np.empty((n, m), dtype=[("length", ">i4"), ("number", ">i2")])
    items["length"] = 2
    for at, column in enumerate(columns):
        items["number"][:, at] = column
    head = np.array([20 + 6 * m, 1, 0, _INT2, m, 1], dtype=">i4").tobytes()
    return [head + piece for piece in _pieces(items.tobytes(), 6 * m)]


def _whole_list(numbers: Sequence[int]) -> bytes:
    if not numbers:
        return np.array([12, 0, 0, _INT8], dtype=">i4").tobytes()
    head = np.array([20 + 12 * len(numbers), 1, 0, _INT8, len(numbers), 1], dtype=">i4").tobytes()
    return head + b"".join(
        bytes([0, 0, 0, 8]) + each.to_bytes(8, "big", signed=True) for each in numbers
    )


def _pieces(data: bytes, size: int) -> list[bytes]:
    return [data[at : at + size] for at in range(0, len(data), size)]


def _with_nulls(pieces: list[bytes], column: Any) -> list[bytes]:
    mask = np.ma.getmask(column)
    if mask is np.ma.nomask:
        return pieces
    return [
        _NULL if is_null else piece for piece, is_null in zip(pieces, mask.tolist(), strict=True)
    ]


def stream(chunks: Iterable[Sequence[list[bytes]]]) -> Iterator[bytes]:
    """A whole COPY from chunks of fields."""
    yield BEGIN
    for fields in chunks:
        yield rows(fields)
    yield END

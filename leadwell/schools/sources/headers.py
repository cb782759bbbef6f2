"""Finding columns by name, whatever the case, the spacing or the year's spelling."""

from collections.abc import Iterable, Mapping, Sequence

from leadwell.schools.sources.refusal import Problem, Refused, shortened

BYTE_ORDER_MARK = "\ufeff"


def fold(name: str) -> str:
    """A header name as it is compared: lower case, single spaces, no mark at the front."""
    return " ".join(name.removeprefix(BYTE_ORDER_MARK).split()).casefold()


def match(
    header: Sequence[str], aliases: Mapping[str, Sequence[str]], required: Iterable[str]
) -> dict[str, int]:
    """Where each field stands in the header.

    header: names as written. aliases: for each field, the names it has had, in any order; a
    field found under two of them at once is refused, since only one can be right.
    required: fields the file must have; other fields are left out of the answer when absent.

    Raises Refused naming every required column that is missing.
    """
    places: dict[str, list[int]] = {}
    for index, name in enumerate(header):
        places.setdefault(fold(name), []).append(index)
    found: dict[str, int] = {}
    for field, names in aliases.items():
        hits = [
            index for folded in dict.fromkeys(map(fold, names)) for index in places.get(folded, [])
        ]
        if len(hits) > 1:
            twice = " and ".join(shortened(header[index]) for index in hits)
            raise Refused(
                f"This file has the same column more than once: {twice}. "
                "Download it again, or remove the copy."
            )
        if hits:
            found[field] = hits[0]
    _refuse_missing([aliases[field][0] for field in required if field not in found])
    return found


def _refuse_missing(names: Sequence[str]) -> None:
    if not names:
        return
    noun = "column" if len(names) == 1 else "columns"
    raise Refused(
        f"This file has no {noun} {', '.join(names)}. "
        "Check that it is the right file, or download it again.",
        [Problem(1, name, "", "this column is missing") for name in names],
    )

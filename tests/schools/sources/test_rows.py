"""Lines that are copied as they stand, against the csv module reading every one of them."""

import csv
import io
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from leadwell.schools.sources import files
from leadwell.schools.sources.refusal import Refused
from tests.schools.sources.damage import damages, quick

CELLS = st.sampled_from(
    ["", " ", "1", "67%", "SUPP", "Alder", "é", "‘a’", "x" * 40, "\u2028", "\x85"]
)
QUOTED = st.sampled_from(['""', '"a, b"', '"two\nlines"', '"two\r\nlines"', '"the ""old"""', '"é"'])
ROWS = st.lists(st.lists(CELLS | CELLS | QUOTED, max_size=6), max_size=12)
BREAKS = st.sampled_from(["\n", "\r\n"])
HEADER = ["a", "b", "c", "d"]


@st.composite
def tables(draw):
    """A file of comma-separated values, some of its rows short, long, blank or quoted."""
    lines = [",".join(HEADER), *(",".join(row) for row in draw(ROWS))]
    end = draw(BREAKS)
    text = end.join(lines) + (end if draw(st.booleans()) else "")
    encoding = draw(st.sampled_from(["utf-8", "utf-8-sig", "cp1252"]))
    return text.encode(encoding, "replace")


def outcome(content: bytes, **options):
    """Everything a reading tells and writes, or the words it refuses with."""
    with TemporaryDirectory() as folder:
        path = Path(folder, "download.csv")
        path.write_bytes(content)
        try:
            found = files.read_table(path, to=Path(folder, "clean.csv"), **options)
        except Refused as refused:
            return str(refused), refused.problems, refused.n_problems
        told = [getattr(found, name) for name in found.__slots__ if name != "path"]
        return told, list(csv.reader(io.StringIO(found.path.read_text("utf-8"), newline="")))


@given(
    content=tables(),
    may_be_short=st.booleans(),
    spill_column=st.sampled_from([None, "d"]),
    damage=st.none() | damages,
)
@example(content=b"a,b,c,d\n,,,\n1,2,3", may_be_short=True, spill_column=None, damage=None)
@example(content=b'a,b,c,d\n1,2,3,4\n1,2,"', may_be_short=True, spill_column=None, damage=None)
@quick
def test_copying_lines_gives_what_the_csv_module_gives(content, may_be_short, spill_column, damage):
    """A file of which a column may be left out is read by the csv module alone: here none is."""
    content = damage.to(content) if damage else content
    options = {"may_be_short": may_be_short, "spill_column": spill_column}
    slow = outcome(content, **options, leave_out=lambda name: False)
    assert outcome(content, **options) == slow


def test_a_line_too_long_for_one_cell_is_whole_when_its_cells_are_short_enough():
    header = ",".join(f"c{n}" for n in range(40))
    row = ",".join(["x" * 5_000] * 40)
    told, rows = outcome(f"{header}\n{row}\n".encode(), may_be_short=False)
    assert told[2] == 1
    assert {len(cell) for cell in rows[1][1:]} == {5_000}


@pytest.mark.parametrize("n_before", [0, 3])
def test_the_line_of_a_row_after_quoted_lines_is_its_own(n_before):
    content = "a,b\n" + "1,2\n" * n_before + '3,"two\nlines\nor three"\n4,5\n'
    _, rows = outcome(content.encode(), may_be_short=False)
    assert [row[0] for row in rows[-2:]] == [str(n_before + 2), str(n_before + 5)]

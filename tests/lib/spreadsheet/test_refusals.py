"""What is refused, with the row and in words somebody can act on."""

import io
import zipfile
from datetime import date

import pytest

from leadwell.lib.spreadsheet import Refused, marks, read, unpacking
from tests.lib.spreadsheet.making import LAYOUT, SHEET, by_hand, damaged, made

GOOD = made(("k" * 16, "123456", "Ada Marsh", "", "", "", ""), ("m" * 16, "", "Bo", "", "", "", ""))


def refusal(content: bytes) -> Refused:
    with pytest.raises(Refused) as caught:
        read(content, LAYOUT)
    return caught.value


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "no spreadsheet"),
        (b"URN,Name\r\n1,2\r\n", "no spreadsheet"),
        (unpacking.OLD_OR_LOCKED + b"\0" * 600, "locked with a password"),
        (b"PK\x03\x04 and then nothing", "damaged"),
        (GOOD[: len(GOOD) // 2], "damaged"),
    ],
)
def test_what_is_no_such_file_is_refused(content, words):
    assert words in str(refusal(content))


def test_a_file_that_is_not_ours_is_refused():
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as packed:
        packed.writestr("word/document.xml", "<a/>")
    assert "no spreadsheet" in str(refusal(held.getvalue()))
    other = damaged(GOOD, "xl/workbook.xml", lambda xml: xml.replace(b"About this file", b"Notes"))
    assert "no list that was taken out here" in str(refusal(other))


def test_macros_and_another_calendar_are_refused():
    macros = damaged(
        GOOD, "[Content_Types].xml", lambda xml: xml.replace(b"sheet.main+xml", b"sheet.macroEnabled.main+xml")
    )  # fmt: skip
    assert "macros" in str(refusal(macros))
    old = damaged(
        GOOD,
        "xl/workbook.xml",
        lambda xml: xml.replace(b"<workbookPr ", b'<workbookPr date1904="1" '),
    )
    assert "1904" in str(refusal(old))


def test_a_file_that_would_have_another_one_read_is_refused():
    entity = b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><worksheet'
    turned = damaged(GOOD, SHEET, lambda xml: xml.replace(b"<worksheet", entity, 1))
    assert "damaged" in str(refusal(turned))


def test_what_unpacks_to_more_than_a_list_needs_is_never_unpacked():
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/sharedStrings.xml", b"\0" * (unpacking.MOST_UNPACKED + 1))
    assert len(held.getvalue()) < 100_000
    assert "larger than a list" in str(refusal(held.getvalue()))


def test_a_hundred_thousand_rows_are_refused():
    rows = b"".join(b'<row r="%d"><c><v>1</v></c></row>' % n for n in range(1, 100_001))
    wide = damaged(
        GOOD, SHEET, lambda xml: xml[: xml.index(b"<sheetData>") + 11] + rows + xml[xml.index(b"</sheetData>") :]
    )  # fmt: skip
    assert "more than 10,000 rows" in str(refusal(wide))
    far = damaged(
        GOOD, SHEET,
        lambda xml: xml.replace(b"</sheetData>", b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'),
    )  # fmt: skip
    assert "more than 10,000 rows" in str(refusal(far))


def test_the_hidden_sheet_is_bounded_too():
    xml = b'<worksheet><sheetData><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>'
    assert "more than 10,000 rows" in str(
        refusal(damaged(GOOD, "xl/worksheets/sheet3.xml", lambda _: xml))
    )


def test_formulas_errors_merged_and_hidden_rows_are_named_each_by_its_row():
    def fill(book, sheet):
        sheet.write_formula(1, 2, "=1+1", None, "Ada Marsh")
        sheet.write_formula(2, 2, "=1/0", None, "#DIV/0!")
        sheet.merge_range(3, 1, 3, 2, "123456")
        sheet.write_string(4, 2, "Bo")
        sheet.set_row(4, None, None, {"hidden": True})
        sheet.set_column(3, 3, None, None, {"hidden": True})

    found = refusal(by_hand(fill)).problems
    said = {(one.row, one.column): one.why for one in found}
    assert "a formula" in said[2, "Column C"]
    assert "merged" in said[4, "B4:C4"]
    assert "hidden" in said[5, ""]
    assert "hidden" in said[0, "Column D"]
    assert sum(one.row == 3 for one in found) == 2, "an error, and the formula behind it"


def test_headings_that_are_missing_or_twice_are_named():
    def twice(book, sheet):
        sheet.write_string(0, 2, "NAME ")
        sheet.write_string(0, 3, "Name")
        sheet.write_string(1, 1, "123456")

    found = refusal(by_hand(twice)).problems
    assert {(one.row, one.column, one.why) for one in found} == {
        (1, "Name", "This heading is there twice."), (1, "Last day", "This heading is missing."),
    }  # fmt: skip


def test_columns_are_found_by_their_headings_and_what_was_added_is_not_read():
    def fill(book, sheet):
        sheet.write_string(0, 6, "My notes")
        sheet.write_string(3, 2, "Ada Marsh")
        sheet.write_string(3, 6, "call her")

    sheet = read(by_hand(fill), LAYOUT)
    assert (sheet.rows[0].number, sheet.rows[0].values["name"]) == (4, "Ada Marsh")
    assert sheet.unread == ("My notes",)


@pytest.mark.parametrize(
    ("place", "value", "words"),
    [
        (2, 7700900123, "dropped a zero"),
        (2, True, "true or false"),
        (3, 46000.25, "Write the day"),
        (3, "31/02/2026", "Write the day"),
        (4, "about five", "in digits"),
        (5, "Acting", "Choose one of: In post, Interim."),
    ],
)
def test_a_cell_that_says_something_else_is_named_by_row_and_column(place, value, words):
    sheet = read(by_hand(lambda book, sheet: sheet.write(1, place, value)), LAYOUT)
    (problem,) = sheet.problems
    assert (problem.row, problem.column) == (2, LAYOUT.columns[place].title)
    assert words in problem.why


@pytest.mark.parametrize(
    "text", ["2026-09-01", "1/9/2026", "01.09.2026", "1 September 2026", "1 Sep 2026"]
)
def test_a_day_is_read_as_people_write_it(text):
    sheet = read(by_hand(lambda book, sheet: sheet.write_string(1, 3, text)), LAYOUT)
    assert sheet.rows[0].values["on"] == date(2026, 9, 1)


@pytest.mark.parametrize(("place", "letters"), [(1, "A"), (26, "Z"), (27, "AA"), (703, "AAA")])
def test_columns_are_called_as_the_program_calls_them(place, letters):
    assert marks.column_letters(place) == f"Column {letters}"

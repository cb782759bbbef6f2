import csv
import io
from datetime import date
from decimal import Decimal

import pytest

from leadwell.web import csv_out, exports

SCHOOLS = ("School", "Change")


def written(rows, **extra):
    return "".join(csv_out.lines(SCHOOLS, rows, **extra))


def read(text):
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))


@pytest.mark.parametrize(
    "text",
    [
        "=1+1", "+44 1234", "@SUM(A1)", "\tindented", "\rreturn", "-2+3", "−4", " =1+1", "\n=1+1",
        "＝1+1", "－1",
    ],
)  # fmt: skip
def test_text_that_a_spreadsheet_would_run_is_made_harmless(text):
    assert csv_out.cell(text) == f"'{text}"


@pytest.mark.parametrize("text", ["Marlpit Lane", "St Mary-le-Bow", "3=4", "", "Ash + Elm"])
def test_other_text_stays_as_it_is(text):
    assert csv_out.cell(text) == text


@pytest.mark.parametrize(
    ("value", "cell"),
    [(-3.5, -3.5), (-4, -4), (70.0, 70), (Decimal("-0.1"), Decimal("-0.1")), (0, 0)],
)
def test_numbers_stay_numbers_negative_ones_too(value, cell):
    assert csv_out.cell(value) == cell
    assert not isinstance(csv_out.cell(value), str)


@pytest.mark.parametrize("value", [None, float("nan"), float("inf")])
def test_what_is_no_figure_is_an_empty_cell(value):
    assert csv_out.cell(value) == ""


def test_dates_are_written_so_that_nobody_mistakes_the_day_for_the_month():
    assert csv_out.cell(date(2026, 11, 5)) == "2026-11-05"


def test_negative_numbers_are_not_quoted_and_text_is():
    assert '"Marlpit Lane",-3.5\r\n' in written([("Marlpit Lane", -3.5)])


def test_a_semicolon_cannot_begin_a_new_cell_where_lists_are_separated_so():
    assert '"Ash;=1+1",1' in written([("Ash;=1+1", 1)])


def test_the_header_is_the_first_line_and_the_attribution_the_last():
    rows = read(written([("Marlpit Lane", 2)], notes=["Per cent of pupils."]))
    assert rows[0] == list(SCHOOLS)
    assert rows[-3:] == [[], ["Per cent of pupils."], [csv_out.ATTRIBUTION]]


def test_headers_and_notes_are_made_harmless_too():
    text = "".join(csv_out.lines(["=School"], [], notes=["=note"]))
    assert read(text)[0] == ["'=School"]
    assert ["'=note"] in read(text)


def test_a_file_begins_with_a_byte_order_mark_so_that_excel_reads_its_accents():
    response = csv_out.download(SCHOOLS, [("Café", 1)], name="schools")
    body = response.content
    assert body.startswith(b"\xef\xbb\xbf")
    assert "Café" in body.decode("utf-8-sig")


def test_a_file_is_whole_and_counted_before_any_of_it_is_sent():
    """So that it is read, and logged with how many rows it has, in one transaction."""
    response = csv_out.download(SCHOOLS, (("Marlpit", i) for i in range(250)), name="schools")
    assert exports.n_rows_of(response) == 250
    assert exports.is_file(response)
    assert response.content.count(b"Marlpit") == 250


def test_a_table_that_breaks_off_half_way_is_not_sent():
    def rows():
        yield ("Marlpit Lane", 1)
        raise RuntimeError("the connection is lost")

    with pytest.raises(RuntimeError):
        csv_out.download(SCHOOLS, rows(), name="schools")


def test_only_published_figures_name_their_publisher():
    assert csv_out.ATTRIBUTION not in written([], is_published=False)
    assert csv_out.ATTRIBUTION in written([])


def test_a_name_from_outside_cannot_break_the_header_of_the_answer():
    response = csv_out.download(SCHOOLS, [], name='a"b\r\nX: 1; é/../')
    assert response["Content-Disposition"] == 'attachment; filename="a-b-X-1.csv"'
    assert response["Content-Type"] == "text/csv; charset=utf-8"


def test_nul_characters_are_left_out():
    assert csv_out.cell("Ash\0 Lane") == "Ash Lane"

"""Whatever way a figure about pupils leaves, the same figures are hidden in it."""

import csv
import io
import json
import re
from dataclasses import replace

import pytest
from django.template.loader import render_to_string

from leadwell.evidence.disclosure.policy import Tier
from leadwell.evidence.disclosure.register import Register
from leadwell.evidence.disclosure.release import release
from leadwell.evidence.disclosure.table import PUPILS, Kind, Row, Table, Tally
from leadwell.evidence.figure import Figure
from leadwell.web import exports
from leadwell.web.csv_out import ATTRIBUTION
from leadwell.web.pdf import press
from leadwell.web.released import files, invented
from leadwell.web.released.chart import drawing_of
from leadwell.web.released.page import Shown
from leadwell.web.released.table import Line, ReleasedTable
from tests.web.read_pdf import words

TAG = re.compile(r"<[^>]+>")
CELL = re.compile(r'<td role="cell"[^>]*>(.*?)</td>')


@pytest.fixture(params=list(Tier), ids=str)
def shown(request) -> Shown:
    return invented.shown(request.param)


def hidden_of(table: ReleasedTable) -> list[tuple[str, str]]:
    return [
        (row.title, line.title)
        for row in table.rows
        for line, cell in zip(table.columns, table.cells(row), strict=True)
        if cell.is_hidden
    ]


def grid(table: ReleasedTable, told) -> list[tuple[str, str]]:
    """Rows and columns of which `told`, a list a row, is hidden by the channel's own sign."""
    return [
        (row.title, line.title)
        for row, cells in zip(table.rows, told, strict=True)
        for line, is_hidden in zip(table.columns, cells, strict=True)
        if is_hidden
    ]


def by_page(table):
    html = render_to_string("_released.html", {"shown": Shown(table)})
    rows = html.split('<th role="rowheader"')[1:]
    return grid(table, [[TAG.sub("", each).split()[0] == "c" for each in CELL.findall(row)]
                        for row in rows])  # fmt: skip


def by_csv(table):
    text = files.csv_file(table).content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))[: len(table.rows)]
    return grid(table, [[row[line.title] == "c" for line in table.columns] for row in rows])


def by_json(table):
    rows = json.loads(files.json_file(table).content)["rows"]
    suppressed = {"value": None, "reason": "suppressed"}
    return grid(table, [[row["figures"][line.title] == suppressed for line in table.columns]
                        for row in rows])  # fmt: skip


def by_paper(table):
    section = files.document(table, made_on=invented.AS_AT).sections[0]
    return grid(table, [[text == "c" for text, _ in row[1:]] for row in section.rows])


def by_letter(table):
    told = [line.split(": ", 1)[1].rstrip(".").split("; ") for line in table.sentences]
    return grid(table, [[each.endswith(" c") for each in row] for row in told])


def by_chart(table):
    drawn = [drawing_of(table, line.key, ident="x").rows for line in table.columns]
    return grid(table, [[of_column[i][1] == "hidden" for of_column in drawn]
                        for i in range(len(table.rows))])  # fmt: skip


@pytest.mark.parametrize("channel", [by_page, by_csv, by_json, by_paper, by_letter, by_chart])
def test_every_way_out_hides_the_same_figures(shown, channel):
    assert channel(shown.table) == hidden_of(shown.table)


def test_what_each_reader_gets_of_the_same_pupils():
    def told(tier):
        table = invented.shown(tier).table
        return [next(cell for cell in table.cells(row) if cell.column == "expected").words
                if not table.release.cell(row.key, "expected").is_hidden else "c"
                for row in table.rows]  # fmt: skip

    assert told(Tier.SCHOOL)[1:] == ["31%, 8 of 26", "62%, 31 of 50", "0%, 0 of 18", "25%, 1 of 4"]
    assert told(Tier.PROGRAMME)[1:] == ["31%, 8 of 26", "62%, 31 of 50", "≤5%", "c"]
    assert told(Tier.PUBLIC)[1:] == ["about 10 of 25", "60%, about 30 of 50", "≤5%", "c"]


def test_a_hidden_figure_has_no_bar_and_picture_and_words_say_so(shown):
    drawing, table = shown.drawing, shown.table
    hidden = [title for title, column in hidden_of(table) if column == "At the expected standard"]
    untold = sum(table.release.cell(row.key, "expected").value is None for row in table.rows)
    for picture in (str(drawing.wide), str(drawing.narrow)):
        assert picture.count("<rect") == len(table.rows) - untold
        assert picture.count(">Hidden<") == len(hidden)
    for title in hidden:
        assert f"{title}: hidden" in drawing.desc


def test_the_page_says_why_once_for_those_who_look_and_at_each_figure_for_those_who_listen():
    shown = invented.shown(Tier.PROGRAMME)
    html = render_to_string("_released.html", {"shown": shown})
    why = "Hidden so that no pupil can be recognised: it is about fewer than 6 pupils"
    assert html.count(f'<span class="visually-hidden"> {why}') == len(hidden_of(shown.table))
    assert html.count(f"<li>{why}") == 1


def test_a_school_is_told_everything_and_no_note_about_hiding():
    table = invented.shown(Tier.SCHOOL).table
    assert (hidden_of(table), table.notes) == ([], ())


def test_the_true_numbers_of_hidden_figures_are_in_no_file():
    """Those four pupils, the one of them who reached it, and their mean of 91.3."""
    table = invented.shown(Tier.PROGRAMME).table
    csv_text = files.csv_file(table).content.decode()
    html = render_to_string("_released.html", {"shown": invented.shown(Tier.PROGRAMME)})
    paper = str(files.document(table, made_on=invented.AS_AT))
    for text in (csv_text, html, paper, json.dumps(files.data(table)), str(table.sentences)):
        assert "91.3" not in text
        assert "25%" not in text
        assert "1 of 4" not in text


def test_paper_says_what_the_page_says():
    shown = invented.shown(Tier.PUBLIC)
    made = files.document(shown.table, made_on=invented.AS_AT, drawing=shown.drawing)
    text = words(press.made(made))
    for said in ("about 10 of 25", "60%", "about 30 of 50", "≤5%", "rounded to the nearest 5",
                 "fewer than 6 pupils"):  # fmt: skip
        assert said in text
    assert ATTRIBUTION not in text


def test_a_number_that_was_not_released_cannot_be_shown():
    table = invented.shown(Tier.PUBLIC).table
    with pytest.raises(TypeError, match="Only figures that were released"):
        replace(table, release={("all", ""): 76})
    with pytest.raises(KeyError):
        replace(table, rows=(Line("nobody", "Nobody"),))


def test_files_say_how_many_rows_they_have(shown):
    assert exports.n_rows_of(files.csv_file(shown.table)) == 5
    answer = files.json_file(shown.table)
    assert (exports.n_rows_of(answer), exports.is_file(answer)) == (5, True)
    made = files.document(shown.table, made_on=invented.AS_AT)
    assert exports.n_rows_of(press.download(made)) == 5


def test_a_figure_of_the_department_is_shown_as_published_with_its_source():
    figure = Figure(71, "percent", denominator=30)
    rows = (Row("all", frozenset({"a"}), Kind.COHORT, published={"met": figure}),)
    counted = Table({"a": Tally(30, {"met": 21})}, rows, outcomes=("met",))
    table = ReleasedTable(
        release(counted, tier=Tier.PUBLIC, register=Register()),
        name="x", title="Year 6", rows=(Line("all", "All"),), columns=(Line("met", "Expected"),),
        source="Performance tables.", as_at=invented.AS_AT,
    )  # fmt: skip
    text = files.csv_file(table).content.decode()
    assert "71" in text
    assert ATTRIBUTION in text


def test_large_groups_have_the_same_decimal_in_picture_and_table():
    counted = Table({"a": Tally(120, {"met": 77}), "b": Tally(60, {"met": 31})}, (
        Row("a", frozenset({"a"}), Kind.GROUP), Row("b", frozenset({"b"}), Kind.GROUP),
    ), outcomes=("met",))  # fmt: skip
    table = ReleasedTable(
        release(counted, tier=Tier.PROGRAMME, register=Register()),
        name="x", title="Year 6", rows=(Line("a", "A"), Line("b", "B")),
        columns=(Line(PUPILS, "Pupils"), Line("met", "Expected")),
        source="Counted.", as_at=invented.AS_AT,
    )  # fmt: skip
    told = [cells[1] for cells in drawing_of(table, "met", ident="x").rows]
    assert told == ["64.2% (77 of 120)", "52% (31 of 60)"]

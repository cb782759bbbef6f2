"""A paper as page, PDF, Word document and rows: the same words everywhere, hostile ones as text."""

import io
import zipfile
from dataclasses import replace
from datetime import date
from xml.etree import ElementTree as ET

import pytest
from django.template.loader import render_to_string
from hypothesis import given, settings
from hypothesis import strategies as st

from leadwell.web.paper import docx_out, keeping, rows
from leadwell.web.paper.paper import Chart, Colour, Grid, Paper, Part, Points, Words
from leadwell.web.pdf import press
from leadwell.web.pdf.setting import UNWRITTEN
from tests.web.read_pdf import read, sides, tags, words

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DC = "{http://purl.org/dc/elements/1.1/}"
HOSTILE = "<w:p>&amp; ]]> \x00\x07\x0b \u202eevil \U0001f600 عربي #set page() *not bold*"
SVG = (
    '<svg class="wid" viewBox="0 0 40 10" role="img"><title>T</title><desc>D</desc>'
    '<text x="1" y="5">69</text></svg>'
)


def paper(*, said="The work goes as agreed.", parts=None):
    chart = Chart("Maths", SVG, SVG, "It rose from 60 to 69", "Shaded: the range.",
                  Grid("Maths", ("Year", "Our school"), (("2024/25", "69%"),)))  # fmt: skip
    return Paper(
        name="report",
        kicker="Report to governors",
        title="Number Sense at Tansy Hill",
        lede=said,
        colours=(
            Colour("Taking part", "amber", "Some of it.", "down from Green", "down"),
            Colour("Difference", "grey", "Too early."),
        ),
        colours_note="Not of any teacher.",
        parts=parts
        or (
            Part("What happened", (Words(said), Points(("One visit", "Two actions")))),
            Part("What is changing", (Grid("In classes", ("What", "Now"), (("Talk", said),)),)),
            Part("You could ask", (Points(("Why?", "When?"), is_numbered=True),)),
            Part("Pupils", (chart,)),
        ),
        ends=("Issued by the head.",),
        as_at=date(2026, 11, 30),
        is_published=True,
    )


def opened(made: bytes) -> dict[str, ET.Element]:
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        assert archive.testzip() is None
        return {name: ET.fromstring(archive.read(name)) for name in archive.namelist()}


def styled(made: bytes) -> list[tuple[str, str]]:
    """Each paragraph of a Word document: its style and its words."""
    found = []
    for one in opened(made)["word/document.xml"].iter(f"{W}p"):
        style = one.find(f"{W}pPr/{W}pStyle")
        name = style.get(f"{W}val") if style is not None else ""
        found.append((name, "".join(text.text or "" for text in one.iter(f"{W}t"))))
    return found


def test_what_is_kept_as_json_is_the_same_paper():
    content = keeping.content_of(paper())
    assert keeping.paper_of(content) == paper()
    assert content["parts"][0]["blocks"][0] == {
        "kind": "words",
        "text": "The work goes as agreed.",
    }


def test_a_word_document_has_headings_lists_and_tables_as_such():
    made = docx_out.written(paper())
    headings = [text for style, text in styled(made) if style.startswith("Heading")]
    assert headings == ["What happened", "What is changing", "You could ask", "Pupils", "Maths"]
    assert ("Title", "Number Sense at Tansy Hill") in styled(made)
    root = opened(made)["word/document.xml"]
    for table in root.iter(f"{W}tbl"):
        first, *others = table.findall(f"{W}tr")
        assert first.find(f"{W}trPr/{W}tblHeader") is not None
        assert all(row.find(f"{W}trPr") is None for row in others)
        n_columns = len(table.findall(f"{W}tblGrid/{W}gridCol"))
        assert {len(row.findall(f"{W}tc")) for row in (first, *others)} == {n_columns}
    numbered = [one.get(f"{W}val") for one in root.iter(f"{W}numId")]
    assert numbered == ["1", "1", "2", "2"]


def test_a_word_document_says_its_language_and_its_title():
    files = opened(docx_out.written(paper()))
    assert files["docProps/core.xml"].findtext(f"{DC}title") == "Number Sense at Tansy Hill"
    assert files["docProps/core.xml"].findtext(f"{DC}language") == "en-GB"
    lang = next(files["word/styles.xml"].iter(f"{W}lang"))
    assert lang.get(f"{W}val") == "en-GB"
    known = {one.get(f"{W}styleId") for one in files["word/styles.xml"].iter(f"{W}style")}
    used = {style for style, _ in styled(docx_out.written(paper())) if style}
    assert used <= known
    levels = [one.get(f"{W}val") for one in files["word/styles.xml"].iter(f"{W}outlineLvl")]
    assert levels == ["0", "1"]


def test_every_part_of_a_word_document_is_named_and_reached():
    files = opened(docx_out.written(paper()))
    types = files["[Content_Types].xml"]
    named = {one.get("PartName") for one in types if one.tag.endswith("Override")}
    assert named == {f"/{name}" for name in files if not name.endswith((".rels", "_Types].xml"))}
    for source in ("_rels/.rels", "word/_rels/document.xml.rels"):
        folder = "word/" if source.startswith("word") else ""
        assert {folder + one.get("Target") for one in files[source]} <= set(files)


def test_hostile_words_are_words_everywhere():
    shown = paper(said=HOSTILE)
    [lede] = [text for style, text in styled(docx_out.written(shown)) if style == "Lede"]
    assert lede == "<w:p>&amp; ]]>  evil \U0001f600 عربي #set page() *not bold*"
    printed = words(press.printed(shown))
    assert "#set page() *not bold*" in printed
    assert "<w:p>&amp; ]]>" in printed
    assert UNWRITTEN in printed
    page = render_to_string("web/paper/_paper.html", {"paper": shown})
    assert "&lt;w:p&gt;&amp;amp;" in page
    assert "<w:p>" not in page


@settings(max_examples=30, deadline=None)
@given(st.text(max_size=80))
def test_any_text_makes_a_word_document_that_opens(text):
    made = docx_out.written(paper(said=text))
    [lede] = [said for style, said in styled(made) if style == "Lede"]
    kept = docx_out.UNFIT.sub("", text)
    assert lede == kept.replace("\r\n", "\n").replace("\r", "\n")


def test_the_same_paper_gives_the_same_bytes():
    assert docx_out.written(paper()) == docx_out.written(paper())
    assert press.printed(paper()) == press.printed(paper())


def test_a_pdf_is_tagged_and_says_what_it_is():
    made = press.printed(paper())
    assert {"H1", "H2", "P", "L", "Table", "TH", "Figure"} <= set(tags(made))
    found = read(made)
    assert found.metadata.title == "Number Sense at Tansy Hill"
    assert found.trailer["/Root"]["/Lang"] == "en-GB"
    text = words(made)
    for part in ("Taking part", "Amber", "down from Green", "Issued by the head.", "Page 1 of 1"):
        assert part in text


def test_letters_become_smaller_before_a_third_side_begins():
    long = tuple(
        Part(f"Part {n}", (Words("Some forty words about what a school does this term. " * 8),))
        for n in range(9)
    )
    points = Points(tuple(f"Point {n} of what happened this term" for n in range(4)))
    crowded = tuple(replace(part, blocks=(*part.blocks, points)) for part in long)
    assert len(sides(press.printed(paper(parts=crowded)))) == 2


def test_rows_have_every_word():
    told = list(rows.rows_of(paper()))
    assert ("Taking part", "Amber, down from Green. Some of it.") in told
    assert ("What is changing", "Talk. Now: The work goes as agreed.") in told
    assert ("Pupils", "It rose from 60 to 69") in told


@pytest.mark.parametrize("level", ["green", "amber", "red", "grey"])
def test_each_colour_has_its_word_on_page_and_paper(level):
    shown = replace(paper(), colours=(Colour("Taking part", level, "So."),))
    assert level.capitalize() in words(press.printed(shown))
    assert level.capitalize() in render_to_string("web/paper/_paper.html", {"paper": shown})

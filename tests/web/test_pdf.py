import io
import json
from dataclasses import replace
from datetime import date

import pytest
import typst
from PIL import Image

from leadwell.web.csv_out import ATTRIBUTION, INVENTED
from leadwell.web.pdf import press, typeface
from leadwell.web.pdf.document import MOST_ROWS, Column, Document, Picture, Section, left_out
from leadwell.web.pdf.setting import UNWRITTEN, set_for
from tests.web.read_pdf import letter_sizes, read, sides, tags, words

NOT_SHOWN = "\N{WHITE SQUARE}"


def rows(n, name="Marlpit Lane"):
    return [
        [(f"{name} {i}", "Puddlecote, Larkshire"), ("62%", "(47 to 75)"), ("", "Too few pupils")]
        for i in range(n)
    ]


def document(*, held=None, **changes):
    columns = [Column("School", 3), Column("Result"), Column("Gap")]
    return replace(
        Document(
            name="overview 2024/25",
            title="Reading, 2024/25",
            made_on=date(2026, 11, 22),
            facts=[("Order", "Name, A to Z"), ("Source", "Tables 2024/25, loaded 21 Nov 2026")],
            columns=columns,
            sections=[Section("Each school", rows(3) if held is None else held)],
            opening=["3 of 41 schools are below England.", "38 are too close to tell."],
            caution=["This order is not a ranking."],
            notes=["In brackets, the 95% range."],
        ),
        **changes,
    )


def of_name(name):
    """A table whose one school is called so."""
    return press.made(document(held=[[(name, "Larkshire"), ("62%", ""), ("", "")]]))


def test_it_says_all_that_it_was_given():
    text = words(press.made(document()))
    for said in (
        "Reading, 2024/25", "Name, A to Z", "loaded 21 Nov 2026", "Made on Sun 22 Nov 2026",
        "3 of 41 schools are below England.", "38 are too close to tell.",
        "This order is not a ranking.", "Each school", "Marlpit Lane 2", "Puddlecote, Larkshire",
        "62%", "(47 to 75)", "Too few pupils", "In brackets, the 95% range.", "Page 1 of 1",
    ):  # fmt: skip
        assert said in text


def test_it_has_a_title_a_language_and_tags_for_those_who_listen():
    made = press.made(document())
    root = read(made).trailer["/Root"]
    assert read(made).metadata.title == "Reading, 2024/25"
    assert root["/Lang"] == "en-GB"
    assert root["/MarkInfo"]["/Marked"].value
    assert b"pdfuaid" in root["/Metadata"].get_object().get_data()
    found = tags(made)
    assert [found.count(name) for name in ("Title", "Table", "THead", "TH")] == [1, 1, 1, 3]
    assert found.count("TR") == 4
    assert found.index("Title") < found.index("Table")


def test_a_long_table_repeats_its_header_and_every_side_has_its_number_and_its_source():
    made = press.made(document(held=rows(100)))
    found = sides(made)
    assert len(found) > 4
    for i, side in enumerate(found, start=1):
        assert f"Page {i} of {len(found)}" in side
        assert ATTRIBUTION in side
    for side in found[1:-1]:
        assert "School Result Gap" in side
        assert side.startswith("Reading, 2024/25 Made on")
    assert all(f"Marlpit Lane {i} " in words(made) for i in range(100))


def test_no_row_is_cut_in_two_by_the_end_of_a_side():
    for side in sides(press.made(document(held=rows(60)))):
        assert side.count("Marlpit Lane") == side.count("Puddlecote") == side.count("62%")


def test_the_invented_country_is_said_to_be_invented_on_every_side(settings):
    settings.MODE = "demo"
    assert all(INVENTED in side for side in sides(press.made(document(held=rows(60)))))


def test_what_is_left_out_is_said_on_every_side_and_where_it_all_is():
    sentence = left_out(MOST_ROWS + 100, "Name, A to Z")
    found = sides(press.made(document(held=rows(60), left_out=sentence)))
    assert "first 500 of 600" in sentence
    assert "CSV file has all" in sentence
    assert all(sentence in side for side in found)
    assert left_out(MOST_ROWS, "Name, A to Z") == ""


@pytest.mark.parametrize("is_wide", [True, False])
def test_a_table_with_no_rows_or_no_heading_is_no_trouble(is_wide):
    text = words(press.made(document(held=[], opening=[], caution=[], is_wide=is_wide)))
    assert "Each school" not in text
    assert "Reading, 2024/25" in text


@pytest.mark.parametrize(
    "name",
    [
        '#eval("1+1") Primary', "*bold* _it_ $x^2$", "<label> @ref", "= Heading", "- item // no",
        "\\u{41} #include", '"]} {"title": "x"', "https://example.org", "a -> b <= c", "2x3 -- 4...",
        "`raw` ~ ''quoted''", "</text><script>", "Ysgol Tŷ'r Ŵyn", "Café Škola Łódź Ωμέγα Школа",
    ],
)  # fmt: skip
def test_text_from_outside_stays_text(name):
    assert name in words(of_name(name))


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Marlpit 😀 Lane", f"Marlpit {NOT_SHOWN} Lane"),
        ("日本 Primary", f"{NOT_SHOWN * 2} Primary"),
        ("שלום Primary", f"{NOT_SHOWN * 4} Primary"),
        ("private \ue000 use", f"private {NOT_SHOWN} use"),
        ("half \ud800 pair", f"half {NOT_SHOWN} pair"),
    ],
)
def test_a_letter_the_typeface_lacks_is_a_square_and_a_sentence_says_so(name, shown):
    text = words(of_name(name))
    assert shown in text
    assert UNWRITTEN in text


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Marl\u202epit Lane", "Marlpit Lane"),
        ("Marl\0pit\x07 Lane", "Marlpit Lane"),
        ("Marlpit\u200b\u00ad Lane\ufeff", "Marlpit Lane"),
        ("Marlpit\n\tLane\u2028x", "Marlpit Lane x"),
        ("Cafe\u0301", "Café"),
    ],
)
def test_what_only_steers_text_is_left_out(name, shown):
    text = words(of_name(name))
    assert shown in text
    assert UNWRITTEN not in text


def pictures(shown):
    """Its sides as they look."""
    said = json.dumps(set_for(shown, typeface.load(press.SEMI_BOLD)))
    fonts = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[press.FONTS]
    )
    compiler = typst.Compiler(
        press.FOLDER / "table.typ",
        root=press.FOLDER,
        font_paths=fonts,
        sys_inputs={"document": said},
    )
    found = compiler.compile(format="png", ppi=72)
    each = found if isinstance(found, list) else [found]
    return [Image.open(io.BytesIO(png)).convert("RGB") for png in each]


def ink(picture, box):
    return picture.convert("L").crop(box).getextrema()[0] < 200


@pytest.mark.parametrize("is_wide", [True, False])
def test_a_very_long_word_is_broken_and_runs_into_nothing(is_wide):
    long = "W" * 300
    shown = document(
        held=[[(long, long), ("", ""), (long, "")]],
        title=long, opening=[long, long], notes=[long], caution=[long], facts=[(long[:10], long)],
        columns=[Column("School", 3), Column("", 1), Column(long[:40], 1)],
        is_wide=is_wide,
    )  # fmt: skip
    for picture in pictures(shown):
        width, height = picture.size
        assert not ink(picture, (width - 42, 0, width, height))
    assert words(press.made(shown)).replace(" ", "").count("W") >= 300 * 8


def test_a_cell_longer_than_a_side_goes_on_on_the_next():
    long = " ".join(f"word{i}" for i in range(2_000))
    text = words(press.made(document(held=[[(long, ""), ("", ""), ("", "")]])))
    assert "word0 " in text
    assert "word1999" in text


def drawing(name, width, height):
    return (
        f'<svg class="{name}" viewBox="0 0 {width} {height}"><rect class="own" width="40"'
        f' height="40"/><text class="sm" y="90">Marlpit 😀 <tspan>{name}</tspan></text></svg>'
    )


def test_a_picture_has_its_words_its_colours_and_letters_large_enough():
    chart = Picture(
        "Over time", wide=drawing("wid", 720, 300), narrow=drawing("nar", 328, 300),
        alt="62% in 2024/25.", caption="Dots: this school.",
    )  # fmt: skip
    made = press.made(document(pictures=[chart, chart]))
    assert "Over time" in words(made)
    assert "Dots: this school." in words(made)
    assert tags(made).count("Figure") == 2
    assert min(letter_sizes(made)) >= 9.5
    first, *_ = pictures(document(pictures=[chart]))
    assert (29, 79, 145) in {colour for _, colour in first.getcolors(1 << 20)}


def test_no_letter_is_smaller_than_nine_and_a_half_points():
    assert min(letter_sizes(press.made(document(held=rows(40))))) >= 9.5


def test_the_file_is_named_as_the_csv_is():
    response = press.download(document(name="overview 2024/25 é"))
    assert response["Content-Disposition"] == 'attachment; filename="overview-2024-25.pdf"'
    assert response["Content-Type"] == "application/pdf"
    assert response.content.startswith(b"%PDF-")


def test_without_the_typeface_nothing_is_made_and_the_reason_names_the_way_out(
    monkeypatch, tmp_path
):
    monkeypatch.setattr(press, "FONTS", tmp_path)
    monkeypatch.setattr(press, "SEMI_BOLD", tmp_path / "inter-600.ttf")
    with pytest.raises(press.NotMade, match="make"):
        press.made(document())


def test_what_typst_refuses_is_not_sent():
    broken = Picture("Chart", wide="<svg >x", narrow="<svg >x", alt="A chart", caption="")
    with pytest.raises(press.NotMade, match="Typst made no PDF"):
        press.made(document(pictures=[broken]))


def test_a_file_that_takes_too_long_is_given_up(monkeypatch):
    monkeypatch.setattr(press, "LONGEST", 0.001)
    with pytest.raises(press.NotMade, match="seconds"):
        press.made(document())

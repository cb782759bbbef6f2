import pytest

from leadwell.web.pdf import press, tokens, typeface


@pytest.fixture(scope="module")
def face():
    return typeface.load(press.SEMI_BOLD)


def test_it_knows_which_letters_there_are(face):
    assert all(ord(letter) in face.glyphs for letter in "Aé’–−ŵŷ…□Ω")
    assert not any(ord(letter) in face.glyphs for letter in "日ש😀")


def test_wide_letters_are_wider_than_narrow_ones(face):
    assert face.width("WWW") > face.width("mmm") > face.width("iii") > 0
    assert face.width("School") == pytest.approx(3.7, abs=0.5)


def test_only_words_too_wide_are_broken_and_not_a_letter_is_lost(face):
    text = "Marlpit Llanfairpwllgwyngyll School"
    broken = face.broken(text, 6.0)
    assert broken.replace("\u200b", "") == text
    assert "Marlpit " in broken
    assert all(face.width(piece) <= 6.0 for piece in broken.replace(" ", "\u200b").split("\u200b"))
    assert face.broken(text, 60.0) == text


def test_ends_even_when_no_letter_fits(face):
    assert face.broken("Wm", 0.1).replace("\u200b", "") == "Wm"


def test_colours_and_classes_are_the_pages_own():
    assert tokens.light()["ink"] == "#18212e"
    assert tokens.light()["ground"] == "#fff"
    style = tokens.chart_style()
    assert ".dot,.lus{fill:#1d4f91}" in style
    assert "var(" not in style
    assert "@" not in style
    assert style.count("{") == style.count("}")

"""Reading a drawing back: what a test can see of it."""

import xml.etree.ElementTree as ET
from collections.abc import Iterator

from leadwell.web.charts.drawing import Drawing

LETTER = 6.6  # units, roughly, of a letter of 13
LEEWAY = 6.0


def pictures(drawing: Drawing) -> list[ET.Element]:
    """The wide and the narrow picture, parsed: so they are well-formed."""
    return [ET.fromstring(drawing.wide), ET.fromstring(drawing.narrow)]


def texts(picture: ET.Element) -> list[str]:
    return ["".join(text.itertext()) for text in picture.iter("text")]


def of_class(picture: ET.Element, name: str) -> list[ET.Element]:
    return [e for e in picture.iter() if name in e.get("class", "").split()]


def size(picture: ET.Element) -> tuple[float, float]:
    _, _, width, height = map(float, picture.get("viewBox", "").split())
    return width, height


def assert_well_drawn(drawing: Drawing) -> None:
    """What holds for every chart of the house."""
    for picture, width in zip(pictures(drawing), (720, 328), strict=True):
        assert size(picture)[0] == width
        assert_named(drawing, picture)
        assert_classes_only(picture)
        assert not list(_outside(picture))
    ids = [e.get("id") for p in pictures(drawing) for e in p.iter() if e.get("id")]
    assert len(ids) == len(set(ids)) == 4
    assert all(len(row) == len(drawing.columns) for row in drawing.rows)


def assert_named(drawing: Drawing, picture: ET.Element) -> None:
    title, desc = picture.find("title"), picture.find("desc")
    assert title is not None
    assert desc is not None
    assert title.text
    assert desc.text
    assert picture.get("role") == "img"
    assert picture.get("aria-labelledby") == f"{title.get('id')} {desc.get('id')}"
    assert title.get("id", "").startswith(drawing.ident)


def assert_classes_only(picture: ET.Element) -> None:
    """The policy forbids style attributes; colours belong to the theme."""
    for element in picture.iter():
        assert element.tag in {
            *("svg", "title", "desc", "text", "line", "path", "rect", "circle", "g"),
        }
        assert not {"style", "fill", "stroke", "onload"} & set(element.attrib)


def _outside(picture: ET.Element) -> Iterator[str]:
    """Words that, roughly measured, leave the frame. Turned words are measured upwards."""
    width, height = size(picture)
    for text in picture.iter("text"):
        words = "".join(text.itertext())
        x, y = float(text.get("x", "0")), float(text.get("y", "0"))
        long = len(words) * LETTER
        before = {"middle": long / 2, "end": long}.get(text.get("text-anchor", ""), 0)
        if text.get("transform"):
            start, end, room = y + before - long, y + before, height
        else:
            start, end, room = x - before, x - before + long, width
        if start < -LEEWAY or end > room + LEEWAY or not 0 < y < height:
            yield words

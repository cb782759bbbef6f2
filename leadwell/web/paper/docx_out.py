"""A paper as a Word document (Office Open XML, ISO/IEC 29500), for whoever pastes it into a pack.

Headings are heading styles, tables have header rows, the language is British English and the title
is in the properties, so that it reads aloud as it looks. Every text goes in as text: elements are
built, never written out of strings. The same paper gives the same bytes.
"""

import re
import zipfile
from collections.abc import Iterable, Iterator
from io import BytesIO
from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring

from django.http import HttpResponse

from leadwell.web import csv_out, exports
from leadwell.web.paper.paper import Block, Chart, Grid, Paper, Points

MIME = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
CORE = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
DC = "http://purl.org/dc/elements/1.1/"
DCTERMS = "http://purl.org/dc/terms/"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
PART = "application/vnd.openxmlformats-officedocument.wordprocessingml"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
LANGUAGE = "en-GB"
EPOCH = (1980, 1, 1, 0, 0, 0)
"""The day of every file within, so that the same paper gives the same bytes."""
A4 = {"w": "11906", "h": "16838"}
MARGIN, WIDTH = "907", 10_092
"""In twentieths of a point: 16 mm, and what is left between two of them."""
BULLETS, NUMBERS = "1", "2"
# What XML has no place for, and signs that turn the words after them round.
UNFIT = re.compile(
    "[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|[\u200e\u200f\u202a-\u202e\u2066-\u2069]"
)
STYLES = (
    # name in the file, name in Word, what it is based on, half-points, bold, outline level
    ("Title", "Title", "Normal", 36, True, None),
    ("Heading1", "heading 1", "Normal", 26, True, 0),
    ("Heading2", "heading 2", "Normal", 22, True, 1),
    ("Lede", "Lede", "Normal", 24, False, None),
    ("Quiet", "Quiet", "Normal", 18, False, None),
)

for prefix, uri in {"w": W, "cp": CORE, "dc": DC, "dcterms": DCTERMS, "xsi": XSI}.items():
    register_namespace(prefix, uri)


def download(paper: Paper) -> HttpResponse:
    """The paper as a file."""
    response = HttpResponse(written(paper), content_type=MIME)
    response["Content-Disposition"] = csv_out.disposition(paper.name, "docx")
    return exports.counted(response, 1)


def written(paper: Paper) -> bytes:
    held = BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, root in _files(paper).items():
            text = tostring(root, encoding="utf-8", xml_declaration=True)
            archive.writestr(zipfile.ZipInfo(name, EPOCH), text, zipfile.ZIP_DEFLATED)
    return held.getvalue()


def _files(paper: Paper) -> dict[str, Element]:
    return {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relationships(
            (f"{OFFICE}/officeDocument", "word/document.xml"),
            (f"{PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
        ),
        "docProps/core.xml": _core(paper),
        "word/document.xml": _document(paper),
        "word/styles.xml": _styles(),
        "word/numbering.xml": _numbering(),
        "word/_rels/document.xml.rels": _relationships(
            (f"{OFFICE}/styles", "styles.xml"), (f"{OFFICE}/numbering", "numbering.xml")
        ),
    }


def _document(paper: Paper) -> Element:
    root = Element(_w("document"))
    body = SubElement(root, _w("body"))
    body.extend(_all(paper))
    section = SubElement(body, _w("sectPr"))
    _add(section, "pgSz", **A4)
    _add(section, "pgMar", **dict.fromkeys(("top", "right", "bottom", "left"), MARGIN),
         header="454", footer="454", gutter="0")  # fmt: skip
    return root


def _all(paper: Paper) -> Iterator[Element]:
    yield _paragraph(paper.kicker, "Quiet")
    yield _paragraph(paper.title, "Title")
    yield _paragraph(paper.lede, "Lede")
    for colour in paper.colours:
        change = f", {colour.change}" if colour.change else ""
        yield _paragraph(f"{colour.name}: {colour.level.capitalize()}{change}. {colour.meaning}")
    if paper.colours:
        yield _paragraph(paper.colours_note, "Quiet")
    for part in paper.parts:
        yield _paragraph(part.heading, "Heading1")
        for block in part.blocks:
            yield from _block(block)
    for line in (*paper.ends, *csv_out.last_lines(is_published=paper.is_published)):
        yield _paragraph(line, "Quiet")


def _block(block: Block) -> Iterable[Element]:
    match block:
        case Points(items, is_numbered):
            return [_paragraph(item, lists=NUMBERS if is_numbered else BULLETS) for item in items]
        case Grid():
            return [_table(block), _paragraph("")]
        case Chart():
            return [
                _paragraph(block.heading, "Heading2"),
                _paragraph(block.alt),
                _table(block.figures),
                _paragraph(block.caption, "Quiet"),
            ]
    return [_paragraph(block.text)]


def _paragraph(text: str, style: str = "", *, lists: str = "", is_bold: bool = False) -> Element:
    paragraph = Element(_w("p"))
    if style or lists:
        about = SubElement(paragraph, _w("pPr"))
        if style:
            _add(about, "pStyle", val=style)
        if lists:
            numbered = SubElement(about, _w("numPr"))
            _add(numbered, "ilvl", val="0")
            _add(numbered, "numId", val=lists)
    run = SubElement(paragraph, _w("r"))
    if is_bold:
        _add(SubElement(run, _w("rPr")), "b")
    said = SubElement(run, _w("t"), {SPACE: "preserve"})
    said.text = UNFIT.sub("", text)
    return paragraph


def _table(grid: Grid) -> Element:
    table = Element(_w("tbl"))
    about = SubElement(table, _w("tblPr"))
    _add(about, "tblW", w=str(WIDTH), type="dxa")
    borders = SubElement(about, _w("tblBorders"))
    for side in ("top", "bottom", "insideH"):
        _add(borders, side, val="single", sz="4", space="0", color="BFC6CE")
    _add(about, "tblLook", val="0020", firstRow="1", firstColumn="1")
    _add(about, "tblCaption", val=UNFIT.sub("", grid.caption))
    columns = SubElement(table, _w("tblGrid"))
    width = str(WIDTH // max(1, len(grid.columns)))
    for _ in grid.columns:
        _add(columns, "gridCol", w=width)
    for n, row in enumerate((grid.columns, *grid.rows)):
        table.append(_row(row, width, is_header=n == 0))
    return table


def _row(cells: Iterable[str], width: str, *, is_header: bool) -> Element:
    row = Element(_w("tr"))
    if is_header:
        about = SubElement(row, _w("trPr"))
        _add(about, "cantSplit")
        _add(about, "tblHeader")
    for n, text in enumerate(cells):
        cell = SubElement(row, _w("tc"))
        _add(SubElement(cell, _w("tcPr")), "tcW", w=width, type="dxa")
        cell.append(_paragraph(text, is_bold=is_header or n == 0))
    return row


def _styles() -> Element:
    root = Element(_w("styles"))
    usual = SubElement(SubElement(root, _w("docDefaults")), _w("rPrDefault"))
    letters = SubElement(usual, _w("rPr"))
    _add(letters, "rFonts", ascii="Arial", hAnsi="Arial", cs="Arial")
    _add(letters, "sz", val="21")
    _add(letters, "lang", val=LANGUAGE, eastAsia=LANGUAGE, bidi=LANGUAGE)
    plain = SubElement(
        root, _w("style"), {_w("type"): "paragraph", _w("styleId"): "Normal", _w("default"): "1"}
    )
    _add(plain, "name", val="Normal")
    _add(SubElement(plain, _w("pPr")), "spacing", after="100", line="264", lineRule="auto")
    for name, called, based_on, size, is_bold, level in STYLES:
        style = SubElement(root, _w("style"), {_w("type"): "paragraph", _w("styleId"): name})
        _add(style, "name", val=called)
        _add(style, "basedOn", val=based_on)
        about = SubElement(style, _w("pPr"))
        if level is not None:
            _add(about, "keepNext")
            _add(about, "spacing", before="240", after="80")
            _add(about, "outlineLvl", val=str(level))
        letters = SubElement(style, _w("rPr"))
        if is_bold:
            _add(letters, "b")
        _add(letters, "sz", val=str(size))
    return root


def _numbering() -> Element:
    root = Element(_w("numbering"))
    for ident, kind, text in ((BULLETS, "bullet", "•"), (NUMBERS, "decimal", "%1.")):
        levels = SubElement(root, _w("abstractNum"), {_w("abstractNumId"): ident})
        level = SubElement(levels, _w("lvl"), {_w("ilvl"): "0"})
        _add(level, "start", val="1")
        _add(level, "numFmt", val=kind)
        _add(level, "lvlText", val=text)
        _add(SubElement(level, _w("pPr")), "ind", left="360", hanging="360")
    for ident in (BULLETS, NUMBERS):
        _add(SubElement(root, _w("num"), {_w("numId"): ident}), "abstractNumId", val=ident)
    return root


def _core(paper: Paper) -> Element:
    root = Element(f"{{{CORE}}}coreProperties")
    day = f"{paper.as_at.isoformat()}T00:00:00Z"
    SubElement(root, f"{{{DC}}}title").text = UNFIT.sub("", paper.title)
    SubElement(root, f"{{{DC}}}creator").text = "Leadwell"
    SubElement(root, f"{{{DC}}}language").text = LANGUAGE
    for name in ("created", "modified"):
        said = SubElement(root, f"{{{DCTERMS}}}{name}", {f"{{{XSI}}}type": "dcterms:W3CDTF"})
        said.text = day
    return root


def _content_types() -> Element:
    root = Element("Types", {"xmlns": f"{PACKAGE}/content-types"})
    for ending, kind in (
        ("rels", "application/vnd.openxmlformats-package.relationships+xml"),
        ("xml", "application/xml"),
    ):
        SubElement(root, "Default", {"Extension": ending, "ContentType": kind})
    for name, kind in (
        ("/word/document.xml", f"{PART}.document.main+xml"),
        ("/word/styles.xml", f"{PART}.styles+xml"),
        ("/word/numbering.xml", f"{PART}.numbering+xml"),
        ("/docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml"),
    ):
        SubElement(root, "Override", {"PartName": name, "ContentType": kind})
    return root


def _relationships(*targets: tuple[str, str]) -> Element:
    root = Element("Relationships", {"xmlns": f"{PACKAGE}/relationships"})
    for n, (kind, target) in enumerate(targets, start=1):
        SubElement(root, "Relationship", {"Id": f"r{n}", "Type": kind, "Target": target})
    return root


def _add(parent: Element, name: str, **attributes: str) -> Element:
    return SubElement(parent, _w(name), {_w(key): value for key, value in attributes.items()})


def _w(name: str) -> str:
    return f"{{{W}}}{name}"

"""What may be attached: told by its bytes, pictures without where and when, bombs refused."""

import io
import zipfile
import zlib

import pytest
from PIL import Image, PngImagePlugin

from leadwell.lib import attached as attaching
from leadwell.lib.attached import Kind, Refused, attached

PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def picture(form, size=(40, 20), mode="RGB", **options):
    """Left half dark, right half light."""
    made = Image.new(mode, size, "white")
    made.paste("black", (0, 0, size[0] // 2, size[1]))
    to = io.BytesIO()
    made.save(to, form, **options)
    return to.getvalue()


def word(*names, text="<w:document/>"):
    to = io.BytesIO()
    with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names or ("[Content_Types].xml", "word/document.xml"):
            archive.writestr(name, text)
    return to.getvalue()


def opened(kept):
    return Image.open(io.BytesIO(kept.data))


@pytest.mark.parametrize(
    ("data", "kind"),
    [(PDF, Kind.PDF), (picture("JPEG"), Kind.JPEG), (picture("PNG"), Kind.PNG),
     (word(), Kind.DOCX)],
)  # fmt: skip
def test_four_kinds_are_known_by_their_bytes(data, kind):
    assert attached(data).kind == kind


@pytest.mark.parametrize("data", [PDF, word()])
def test_a_pdf_and_a_word_file_are_kept_as_they_are(data):
    assert attached(data).data == data


def test_nothing_is_left_of_where_and_when_a_photograph_was_taken():
    exif = Image.Exif()
    exif[0x010F] = "Zanzibar Cameras"
    exif[0x0132] = "2026:11:20 09:00:00"
    exif.get_ifd(0x8825)[1] = "N"
    data = picture("JPEG", exif=exif, comment=b"Zanzibar", icc_profile=b"Zanzibar" * 40)
    assert b"Zanzibar" in data
    kept = attached(data)
    assert b"Zanzibar" not in kept.data
    assert b"2026:11:20" not in kept.data
    assert dict(opened(kept).getexif()) == {}


def test_nothing_is_left_of_the_words_in_a_png():
    said = PngImagePlugin.PngInfo()
    said.add_text("Author", "Zanzibar")
    said.add_itxt("XML:com.adobe.xmp", "Zanzibar")
    exif = Image.Exif()
    exif[0x010F] = "Zanzibar"
    data = picture("PNG", pnginfo=said, icc_profile=b"Zanzibar" * 40, exif=exif)
    assert b"Zanzibar" not in attached(data).data


def test_a_photograph_stands_as_it_was_taken():
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera was turned: a quarter clockwise to be upright
    kept = opened(attached(picture("JPEG", exif=exif)))
    assert kept.size == (20, 40)
    assert kept.getpixel((10, 5))[0] < 60 < 200 < kept.getpixel((10, 35))[0]


def test_what_can_be_seen_through_stays_so():
    data = io.BytesIO()
    Image.new("RGBA", (4, 4), (255, 0, 0, 0)).save(data, "PNG")
    assert opened(attached(data.getvalue())).getpixel((1, 1)) == (255, 0, 0, 0)


@pytest.mark.parametrize("mode", ["L", "LA", "P", "1", "CMYK"])
def test_pictures_in_other_colours_are_written_too(mode):
    form = "JPEG" if mode == "CMYK" else "PNG"
    data = io.BytesIO()
    Image.new(mode, (4, 4)).save(data, form)
    assert opened(attached(data.getvalue())).size == (4, 4)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "HEIC"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500), "old kind"),
        (b"<html><script>alert(1)</script>", "none of them"),
        (b"GIF89a", "none of them"),
        (b"", "none of them"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "none of them"),
        (word("[Content_Types].xml", "xl/workbook.xml"), "none of them"),
        (word("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"), "macros"),
        (word()[:60], "damaged"),
        (picture("JPEG")[:200], "damaged"),
        (picture("PNG")[:60], "damaged"),
        (b"\xff\xd8\xff" + bytes(200), "damaged"),
        (PDF[:-8], "damaged"),
        (PDF.replace(b"/Root", b"/Encrypt 5 0 R/Root"), "password"),
        (PDF + bytes(attaching.MOST_BYTES), "larger than 10 MB"),
    ],
)
def test_anything_else_is_refused_with_what_to_do(data, reason):
    with pytest.raises(Refused, match=reason):
        attached(data)


def test_a_picture_that_would_fill_the_memory_is_refused_before_it_is_decoded():
    bomb = bytearray(picture("PNG", size=(1, 1)))
    for width in (7_000, 12_000, 60_000):  # above ours, above Pillow's warning, above its limit
        bomb[16:24] = width.to_bytes(4, "big") * 2
        chunk = bytes(bomb[12:29])
        bomb[29:33] = zlib.crc32(chunk).to_bytes(4, "big")
        with pytest.raises(Refused, match="40 million"):
            attached(bytes(bomb))


def test_an_archive_that_unpacks_to_too_much_is_refused():
    with pytest.raises(Refused, match="larger than"):
        attached(word(text="0" * (attaching.MOST_UNPACKED // 2 + 1)))

"""What may be attached to a form, told by its bytes and never by its name.

A picture is decoded and written anew, so that nothing is left of where, when and with what it was
taken; which way up it stands is kept. A PDF and a Word file are kept as they are.
"""

import io
import re
import zipfile
from dataclasses import dataclass
from enum import Enum

from PIL import Image, ImageOps

MOST_BYTES = 10_000_000
MOST_PIXELS = 40_000_000
"""Most telephones' pictures have 12 million. Decoded, 40 are 120 MB."""
MOST_UNPACKED, MOST_ENTRIES = 200_000_000, 5_000
"""Of a Word file, which is an archive."""

LOCKED_PDF = re.compile(rb"/Encrypt\s*(\d+\s+\d+\s+R|<<)")
HEIC = (b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"avif")
OLD_OFFICE = b"\xd0\xcf\x11\xe0"
"""Word files of before 2007, and newer ones with a password."""
BOMBS = (Image.DecompressionBombError, Image.DecompressionBombWarning)
CANNOT_READ = (OSError, SyntaxError, ValueError, EOFError)
"""What the decoder raises at a picture that is none."""


class Kind(Enum):
    """What a file is: ending and media type."""

    PDF = ("pdf", "application/pdf")
    JPEG = ("jpg", "image/jpeg")
    PNG = ("png", "image/png")
    DOCX = (
        "docx",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    )

    @classmethod
    def of(cls, ending: str) -> "Kind":
        """Raises StopIteration for an ending of none."""
        return next(kind for kind in cls if kind.ending == ending)

    @property
    def ending(self) -> str:
        return self.value[0]

    @property
    def media_type(self) -> str:
        return self.value[1]


class Refused(ValueError):
    """Cannot be attached; str() says why and what to do."""


@dataclass(frozen=True, slots=True)
class Attached:
    kind: Kind
    data: bytes


def attached(data: bytes) -> Attached:
    """What is kept of these bytes. Raises Refused."""
    if len(data) > MOST_BYTES:
        raise Refused(TOO_LARGE)
    kind = kind_of(data)
    if kind in (Kind.JPEG, Kind.PNG):
        data = _written_anew(data, kind)
        if len(data) > MOST_BYTES:
            raise Refused(TOO_LARGE)
    return Attached(kind, data)


TOO_LARGE = "This file is larger than 10 MB. Make it smaller, or attach the part that matters."
NOT_KNOWN = "Attach a PDF, a JPEG or PNG picture or a Word file (.docx). This file is none of them."
IS_HEIC = (
    "This is a HEIC picture, as some phones take them. Share or export it as JPEG and attach that."
)
IS_OLD = "This Word file is of the old kind (.doc) or has a password. Save it as .docx without one."
IS_LOCKED = "This PDF has a password or is protected. Save it without, and attach that."
IS_DAMAGED = "This file is damaged and cannot be opened. Save it again, and attach that."
HAS_MACROS = "This Word file has macros in it. Save it as .docx without them, or as a PDF."
TOO_MANY_PIXELS = "This picture has more than 40 million points. Make it smaller, and attach that."


def kind_of(data: bytes) -> Kind:
    if data.startswith(b"\xff\xd8\xff"):
        return Kind.JPEG
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return Kind.PNG
    if data.startswith(b"%PDF-"):
        return _pdf(data)
    if data.startswith(b"PK\x03\x04"):
        return _docx(data)
    if data[4:8] == b"ftyp" and data[8:12] in HEIC:
        raise Refused(IS_HEIC)
    raise Refused(IS_OLD if data.startswith(OLD_OFFICE) else NOT_KNOWN)


def _pdf(data: bytes) -> Kind:
    if LOCKED_PDF.search(data):
        raise Refused(IS_LOCKED)
    if b"%%EOF" not in data[-2048:]:
        raise Refused(IS_DAMAGED)
    return Kind.PDF


def _docx(data: bytes) -> Kind:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise Refused(IS_DAMAGED) from error
    names = {entry.filename for entry in entries}
    if not {"[Content_Types].xml", "word/document.xml"} <= names:
        raise Refused(NOT_KNOWN)
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise Refused(HAS_MACROS)
    unpacked = sum(entry.file_size for entry in entries)
    if len(entries) > MOST_ENTRIES or unpacked > MOST_UNPACKED:
        raise Refused(TOO_LARGE)
    return Kind.DOCX


def _written_anew(data: bytes, kind: Kind) -> bytes:
    try:
        with Image.open(io.BytesIO(data), formats=[kind.name]) as found:
            if found.width * found.height > MOST_PIXELS:  # known before it is decoded
                raise Image.DecompressionBombError
            upright = ImageOps.exif_transpose(found).convert(_mode(found, kind))
    except BOMBS as error:
        raise Refused(TOO_MANY_PIXELS) from error
    except CANNOT_READ as error:
        raise Refused(IS_DAMAGED) from error
    upright.info = {}  # place, day, camera, comments, profiles: a writer would copy some of them
    written = io.BytesIO()
    upright.save(written, kind.name, **({"quality": 88} if kind == Kind.JPEG else {}))
    return written.getvalue()


def _mode(picture: Image.Image, kind: Kind) -> str:
    """Colours as the format holds them; transparency where there is some."""
    if picture.mode in ("L", "RGB"):
        return picture.mode
    return "RGBA" if kind == Kind.PNG else "RGB"

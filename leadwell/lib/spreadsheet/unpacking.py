"""An XLSX file as its parts: never more of them, and never larger, than a list could need.

What a file says of its own sizes is asked before anything is read, and nothing is read beyond it.
The parts are packed anew before another program reads them, so that both read the same bytes.
"""

import io
import zipfile

from leadwell.lib.spreadsheet.refusal import Refused

MOST_BYTES = 20_000_000
MOST_UNPACKED = 60_000_000
MOST_PARTS = 300
OLD_OR_LOCKED = b"\xd0\xcf\x11\xe0"
"""How both an .xls file and a locked .xlsx file begin."""
READ = (".xml", ".rels")
MACROS = b"macroEnabled"
TYPES = "[Content_Types].xml"

NO_SPREADSHEET = "This is no spreadsheet we can read. Save it as “Excel workbook (.xlsx)”."
LOCKED = (
    "This file is locked with a password, or saved in the old .xls format. Take the password off, "
    "save it as “Excel workbook (.xlsx)”."
)
DAMAGED = "This file is damaged. Take the list out again, or save the file once more."
TOO_LARGE = "This file is larger than a list of ours can be. Take the list out again."


def parts_of(content: bytes) -> dict[str, bytes]:
    """What is in the file, by name. Raises Refused."""
    if len(content) > MOST_BYTES:
        raise Refused(f"The file is larger than {MOST_BYTES // 1_000_000} MB. {TOO_LARGE}")
    if content.startswith(OLD_OR_LOCKED):
        raise Refused(LOCKED)
    if not content.startswith(b"PK"):
        raise Refused(NO_SPREADSHEET)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            return _read(packed)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, OSError, ValueError) as error:
        raise Refused(DAMAGED) from error
    except (NotImplementedError, RuntimeError) as error:
        raise Refused(LOCKED) from error
    except Exception as error:
        # What unpacks is not ours: zlib.error, struct.error, lzma's and whatever else it raises.
        if isinstance(error, Refused):
            raise
        raise Refused(DAMAGED) from error


def packed_again(parts: dict[str, bytes]) -> io.BytesIO:
    """The same parts, whole and in plain, for another program."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_STORED) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    held.seek(0)
    return held


def _read(packed: zipfile.ZipFile) -> dict[str, bytes]:
    listed = packed.infolist()
    if len(listed) > MOST_PARTS or sum(one.file_size for one in listed) > MOST_UNPACKED:
        raise Refused(TOO_LARGE)
    if len({one.filename.casefold() for one in listed}) < len(listed):
        raise Refused(DAMAGED)
    parts = {one.filename: packed.read(one) for one in listed if one.filename.endswith(READ)}
    if TYPES not in parts:
        raise Refused(NO_SPREADSHEET)
    if MACROS in parts[TYPES]:
        raise Refused("This file holds macros. Save it as “Excel workbook (.xlsx)”, without them.")
    return parts

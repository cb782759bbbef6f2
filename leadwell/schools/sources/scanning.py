"""One pass over the bytes of a file: whether they are whole text, in which letters, and their hash."""

import codecs
import hashlib
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from leadwell.schools.sources.refusal import Refused
from leadwell.schools.sources.sniffing import CONTROL_BYTES

AGAIN = "Download it again."
_CHUNK = 1 << 20
_UTF8_READ_AS_CP1252 = re.compile(rb"[\xc2-\xc5][\x80-\xbf]|\xe2\x80[\x80-\xbf]")


@dataclass(slots=True)
class Scan:
    """What the pass tells.

    encoding: "utf-8-sig", "utf-8" or "cp1252", as found.
    """

    encoding: str = "utf-8"
    n_bytes: int = 0
    ends_with_line_break: bool = False
    n_lone_returns: int = 0
    digest: Any = field(default_factory=hashlib.sha256)

    @property
    def sha256(self) -> str:
        return str(self.digest.hexdigest())


def scan_bytes(path: Path) -> Scan:
    """Hash the bytes and find their encoding.

    Raises Refused for control bytes, broken line breaks, and letters of no one encoding.
    """
    scan = Scan()
    decoder = codecs.getincrementaldecoder("utf-8")()
    is_utf8 = True
    with path.open("rb") as source:
        while chunk := source.read(_CHUNK):
            # A carriage return and its line feed may fall on either side of a chunk's edge.
            chunk += source.read(1) if chunk.endswith(b"\r") else b""
            if len(chunk.translate(None, CONTROL_BYTES)) != len(chunk):
                raise Refused(_where_damaged(path, CONTROL_BYTES))
            scan.n_lone_returns += chunk.count(b"\r") - chunk.count(b"\r\n")
            if not scan.n_bytes and chunk.startswith(codecs.BOM_UTF8):
                scan.encoding = "utf-8-sig"
            scan.digest.update(chunk)
            scan.n_bytes += len(chunk)
            scan.ends_with_line_break = chunk[-1:] in b"\r\n"
            is_utf8 = is_utf8 and _decodes(decoder, chunk)
    if scan.n_lone_returns:
        raise Refused(f"This file holds line breaks of a broken kind, so it is damaged. {AGAIN}")
    is_utf8 = is_utf8 and _decodes(decoder, b"", final=True)
    if not is_utf8:
        scan.encoding = _older_encoding(path, has_mark=scan.encoding == "utf-8-sig")
    return scan


def _decodes(decoder: codecs.IncrementalDecoder, chunk: bytes, *, final: bool = False) -> bool:
    try:
        decoder.decode(chunk, final)
    except UnicodeDecodeError:
        return False
    return True


def _older_encoding(path: Path, *, has_mark: bool) -> str:
    """cp1252, when the whole file is that: never a UTF-8 file with a broken letter in it."""
    with path.open("rb") as source:
        for number, line in enumerate(source, start=1):
            if line.isascii():
                continue
            try:
                line.decode("cp1252")
            except UnicodeDecodeError:
                has_mark = True
            if has_mark or _UTF8_READ_AS_CP1252.search(line):
                raise Refused(
                    f"This file holds letters that cannot be read, about line {number}: "
                    f"it is damaged, or two files were joined. {AGAIN}"
                )
    return "cp1252"


def _where_damaged(path: Path, forbidden: bytes) -> str:
    with path.open("rb") as source:
        for number, line in enumerate(source, start=1):
            if len(line.translate(None, forbidden)) != len(line):
                return f"This file is damaged: line {number} holds bytes that are not text. {AGAIN}"
    return f"This file is damaged: it holds bytes that are not text. {AGAIN}"

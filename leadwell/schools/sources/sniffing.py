"""What a file really is, told from its first bytes, whatever its name says."""

import json
import re
from pathlib import Path

from leadwell.schools.sources.refusal import Refused

MAX_BYTES = 400_000_000
"""The largest file this reads. The whole national register is about 80 MB: five times that is
some other file, and reading it would only fill the disk."""

HEAD_BYTES = 65_536
CONTROL_BYTES = bytes(code for code in [*range(32), 127] if code not in b"\t\n\r")
"""Bytes that no text file of ours holds."""

_SAVE_AS_CSV = "Open it, save it as CSV UTF-8, and take that in instead."
_SIGNATURES = {
    b"PK\x05\x06": "This is an empty zip file. Download the file again.",
    b"\x1f\x8b": "This is a gzip file. Unpack it, and take in the .csv inside.",
    b"%PDF": "This is a PDF. Download the table as CSV instead.",
    b"\xff\xfe": f"This is Unicode text with two bytes a letter. {_SAVE_AS_CSV}",
    b"\xfe\xff": f"This is Unicode text with two bytes a letter. {_SAVE_AS_CSV}",
}


def sniff(path: Path) -> None:
    """Raise Refused unless the file may be a table of text: judged by its size and first bytes."""
    try:
        n_bytes = path.stat().st_size
        with path.open("rb") as source:
            head = source.read(HEAD_BYTES)
    except OSError as error:
        raise Refused(f"This file cannot be opened: {error.strerror}.") from error
    if n_bytes > MAX_BYTES:
        raise Refused(
            f"This file is too large: {n_bytes / 1e6:,.0f} MB, where {MAX_BYTES / 1e6:,.0f} MB is "
            "the most Leadwell reads. Check that it is the right file."
        )
    sentence = _not_a_table(head)
    if sentence:
        raise Refused(sentence)


def _not_a_table(head: bytes) -> str | None:
    """Why these first bytes are no table of text, or None when they may be one."""
    text = head.removeprefix(b"\xef\xbb\xbf").strip()
    if not text:
        return "This file is empty. Download it again."
    if head.startswith(b"PK\x03\x04"):
        return _zip(head)
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        return _old_office(head)
    for signature, sentence in _SIGNATURES.items():
        if head.startswith(signature):
            return sentence
    if text[:1] in (b"{", b"["):
        return _json(text)
    if text.startswith(b"<"):
        return _markup(text)
    if head.translate(None, CONTROL_BYTES) != head:
        return "This is not a text file: it may be encrypted or damaged. Download it again as CSV."
    return None


def _zip(head: bytes) -> str:
    if b"xl/" in head or b"[Content_Types].xml" in head or b"opendocument" in head:
        return f"This is a spreadsheet, not a CSV file. {_SAVE_AS_CSV}"
    return "This is a zip file. Unpack it, and take in the .csv inside."


def _old_office(head: bytes) -> str:
    if "EncryptedPackage".encode("utf-16-le") in head:
        return f"This is a spreadsheet locked with a password. {_SAVE_AS_CSV}"
    return f"This is an old or locked spreadsheet, not a CSV file. {_SAVE_AS_CSV}"


def _json(text: bytes) -> str:
    try:
        body = json.loads(text)
    except (ValueError, RecursionError):
        body = None
    message = body.get("message") if isinstance(body, dict) else None
    if isinstance(message, str):
        return (
            "This is an error message from the download page saved under a .csv name: "
            f"{_short(message)}. Download it again."
        )
    return (
        "This is JSON, perhaps an error from the download page, not a CSV file. Download it again."
    )


def _markup(text: bytes) -> str:
    lowered = text[:1024].lower()
    if b"<html" not in lowered and b"<!doctype html" not in lowered:
        return "This is an XML file, not a CSV file. Download the table as CSV instead."
    title = re.search(rb"<title[^>]*>(.*?)</title>", text, re.IGNORECASE | re.DOTALL)
    named = f": {_short(title[1].decode('utf-8', 'replace'))}" if title else ""
    return f"This is a web page saved under a .csv name{named}. Download the file again."


def _short(text: str) -> str:
    words = " ".join(text.split())
    return (words if len(words) <= 80 else f"{words[:79]}…").rstrip(".")

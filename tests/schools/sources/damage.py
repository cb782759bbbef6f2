"""Ways a download goes wrong, and a slow second opinion on what a damaged file says."""

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from leadwell.schools.sources.refusal import Refused

quick = settings(
    max_examples=300,
    database=None,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
few = settings(quick, max_examples=25)


@dataclass(frozen=True)
class Damage:
    """What happens at one place of a file: it stops there, or the byte there becomes another."""

    place: int
    byte: int | None

    def to(self, content: bytes) -> bytes:
        place = self.place % len(content)
        if self.byte is None:
            return content[:place]
        return content[:place] + bytes([self.byte]) + content[place + 1 :]


telling_bytes = st.sampled_from(b',"\r\n \x00\xe9')
# What stands in cells already: these make another figure or code of one, or none that can be.
likely_bytes = st.sampled_from(b"0123456789%-.SUPNAEzcx")
damages = st.builds(
    Damage,
    place=st.integers(0, 2**40),
    byte=st.none() | telling_bytes | likely_bytes | st.integers(0, 255),
)


def slow_rows(content: bytes) -> list[list[str]]:
    """What the bytes say, read whole and with no checks.

    Header first, without empty names at its end; rows with nothing in them are dropped.
    """
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        rows = csv.reader(io.StringIO(text, newline=""), strict=True)
        header, *filled = [row for row in rows if any(row)]
        while not header[-1]:
            header.pop()
        return [header, *filled]
    raise AssertionError("a file of no encoding was taken in")


def rows_or_refusal(
    content: bytes, read: Callable[[Path, Path], list[list[str]]]
) -> list[list[str]] | None:
    """Rows as the reader took them in, header first; None when it refused.

    Any other exception is left to fail the test.
    """
    with TemporaryDirectory() as folder:
        path = Path(folder, "download.csv")
        path.write_bytes(content)
        try:
            return read(path, Path(folder))
        except Refused:
            return None

"""Key Stage 2 results in whichever layout they come."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event

from leadwell.schools.sources import ees_long, ks2_wide
from leadwell.schools.sources.files import Kind, read_header, recognise, wrong_kind
from leadwell.schools.sources.results import Results


@contextmanager
def begun(
    path: Path, *, academic_year: int | None, accept_incomplete: bool
) -> Iterator[Callable[[], Results]]:
    """Read a file in a thread of its own while the block lasts; ask for the Results when needed.

    Asking waits, and raises Refused when that is how it ended. The block begins once the clean copy
    is written: that is Python's work, and beside more of it would take twice as long.
    """
    copied = Event()
    with TemporaryDirectory(prefix="leadwell-") as folder, ThreadPoolExecutor(1) as aside:
        reading = aside.submit(
            read,
            path,
            scratch=Path(folder),
            academic_year=academic_year,
            accept_incomplete=accept_incomplete,
            when_copied=copied.set,
        )
        reading.add_done_callback(lambda _: copied.set())  # also when it was refused before
        copied.wait()
        yield reading.result


def read(
    path: Path,
    *,
    scratch: Path,
    academic_year: int | None,
    accept_incomplete: bool,
    when_copied: Callable[[], None] = lambda: None,
) -> Results:
    """Read a results file whole, or raise Refused: it says which file this is instead.

    when_copied: called once the clean copy is written, and all that is left is DuckDB's to do.
    """
    kind = recognise(read_header(path))
    if kind == Kind.EES_LONG:
        return ees_long.read(
            path, scratch=scratch, academic_year=academic_year, when_copied=when_copied
        )
    if kind != Kind.KS2_WIDE:
        raise wrong_kind(kind, Kind.KS2_WIDE)
    return ks2_wide.read(
        path,
        scratch=scratch,
        academic_year=academic_year,
        accept_incomplete=accept_incomplete,
        when_copied=when_copied,
    )

"""Key Stage 2 results in whichever layout they come."""

from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from leadwell.schools.sources import ees_long, ks2_wide
from leadwell.schools.sources.files import Kind, read_header, recognise, wrong_kind
from leadwell.schools.sources.results import Results


@contextmanager
def begun(
    path: Path, *, academic_year: int | None, accept_incomplete: bool
) -> Iterator[Callable[[], Results]]:
    """Read a file in threads of its own while the block lasts; ask for the Results when needed.

    Asking waits, and raises Refused when that is how it ended. A second thread writes every
    text once the cells are known, which nobody waits for until it is kept.
    """
    with TemporaryDirectory(prefix="leadwell-") as folder, ThreadPoolExecutor(2) as threads:
        reading = threads.submit(
            read,
            path,
            scratch=Path(folder),
            academic_year=academic_year,
            accept_incomplete=accept_incomplete,
            aside=threads,
        )
        yield reading.result


def read(
    path: Path,
    *,
    scratch: Path,
    academic_year: int | None,
    accept_incomplete: bool,
    aside: Executor | None = None,
) -> Results:
    """Read a results file whole, or raise Refused: it says which file this is instead.

    aside: where what is not needed at once may be done; Results.raw_parquet waits for it.
    """
    kind = recognise(read_header(path))
    if kind == Kind.EES_LONG:
        return ees_long.read(path, scratch=scratch, academic_year=academic_year)
    if kind != Kind.KS2_WIDE:
        raise wrong_kind(kind, Kind.KS2_WIDE)
    return ks2_wide.read(
        path,
        scratch=scratch,
        academic_year=academic_year,
        accept_incomplete=accept_incomplete,
        aside=aside,
    )

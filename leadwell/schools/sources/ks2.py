"""Key Stage 2 results in whichever layout they come."""

from pathlib import Path

from leadwell.schools.sources import ees_long, ks2_wide
from leadwell.schools.sources.files import Kind, read_header, recognise, wrong_kind
from leadwell.schools.sources.results import Results


def read(
    path: Path, *, scratch: Path, academic_year: int | None, accept_incomplete: bool
) -> Results:
    """Read a results file whole, or raise Refused: it says which file this is instead."""
    kind = recognise(read_header(path))
    if kind == Kind.EES_LONG:
        return ees_long.read(path, scratch=scratch, academic_year=academic_year)
    if kind != Kind.KS2_WIDE:
        raise wrong_kind(kind, Kind.KS2_WIDE)
    return ks2_wide.read(
        path, scratch=scratch, academic_year=academic_year, accept_incomplete=accept_incomplete
    )

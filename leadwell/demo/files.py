"""Write the invented country as the files a real one would come in."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from leadwell.demo import country, levels, links, register, results


@dataclass(frozen=True, slots=True)
class ResultsFile:
    """One academic year's Key Stage 2 file. status: provisional, revised or final."""

    academic_year: int
    status: str
    path: Path


@dataclass(frozen=True, slots=True)
class Files:
    """Paths of what was written; results oldest first."""

    register: Path
    links: Path
    results: tuple[ResultsFile, ...]


def write(folder: Path, *, seed: int, today: date, n_schools: int = 16_800) -> Files:
    """Write the register, its links and a results file a year into `folder`, which is made.

    The same seed, day and size give the same bytes. n_schools: open mainstream schools with
    Key Stage 2, from 60. today: results count as published from 1 September after the tests.
    Raises ValueError if n_schools is too small for the trial schools.
    """
    folder.mkdir(parents=True, exist_ok=True)
    made = country.make(seed=seed, today=today, n_schools=n_schools)
    on = today.strftime("%Y%m%d")
    register_path = folder / f"edubasealldata{on}.csv"
    links_path = folder / f"links_edubasealldata{on}.csv"
    register_path.write_bytes(register.register_text(made).encode("cp1252"))
    links_path.write_bytes(links.links_text(made).encode("cp1252"))
    written = []
    for year, text in results.texts(made):
        status = levels.status(year, today)
        path = folder / f"{year}-{year + 1}_england_ks2{status}.csv"
        path.write_bytes(text.encode("utf-8-sig"))
        written.append(ResultsFile(academic_year=year, status=status, path=path))
    return Files(register=register_path, links=links_path, results=tuple(written))

"""Scratch homes: a database of their own under /tmp, filled by the real commands, gone afterwards."""

import csv
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from benchmarks import processes
from leadwell.demo import files as demo_files
from leadwell.demo import trial_schools
from leadwell.lib.academic_year import label

ROOT = Path(__file__).resolve().parent.parent
COMMAND = [sys.executable, "-c", "from leadwell.config.cli import main; main()"]
DATABASE = "from leadwell.lib import embedded; embedded.{}()"
ANALYZE = """
import psycopg
from leadwell.lib import embedded
with psycopg.connect(embedded.url(), autocommit=True) as connection:
    connection.execute("vacuum analyze")
"""
TODAY = date(2026, 11, 22)
SEED = 1
FEW = 41  # the trial schools


@dataclass(frozen=True, slots=True)
class Home:
    """One installation of Leadwell, in production mode and alone."""

    path: Path

    @property
    def env(self) -> dict[str, str]:
        kept = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("LEADWELL_", "DJANGO_", "PYTHON")) and name != "DATABASE_URL"
        }
        return kept | {
            "LEADWELL_HOME": str(self.path),
            "LEADWELL_MODE": "production",
            "LEADWELL_SECOND_FACTOR": "offered",
            "PYTHONPATH": str(ROOT),
            # Compiled once, as an installed package is, and not into the checkout.
            "PYTHONPYCACHEPREFIX": str(self.path.with_name("bytecode")),
        }

    @property
    def env_not_compiled(self) -> dict[str, str]:
        """The same with every module compiled anew by every process."""
        nowhere = {"PYTHONPYCACHEPREFIX": str(self.path.with_name("no-bytecode"))}
        return self.env | nowhere | {"PYTHONDONTWRITEBYTECODE": "1"}

    def leadwell(self, *words: str | Path, is_compiled: bool = True) -> processes.Run:
        """One command, as a person at a terminal gives it. Raises Failed."""
        env = self.env if is_compiled else self.env_not_compiled
        return processes.run([*COMMAND, *words], env=env, log=self.path.with_suffix(".log"))

    def python(self, *words: str) -> str:
        """Python within this installation; what it printed on standard output."""
        done = subprocess.run(
            [sys.executable, *words], env=self.env, stdout=subprocess.PIPE, text=True, check=True
        )
        return done.stdout

    @contextmanager
    def database(self) -> Iterator[None]:
        """The database runs while the block lasts; no command may be given meanwhile."""
        self.python("-c", DATABASE.format("start"))
        try:
            yield
        finally:
            self.python("-c", DATABASE.format("stop"))

    def peopled(self, n_schools: int) -> processes.Run:
        """People and programmes of so many schools, made in the country that is loaded."""
        make = "import benchmarks.peopled as p; p.main()"
        code = f"from leadwell.lib import embedded\nwith embedded.running():\n    {make}"
        command = [sys.executable, "-c", code, "make", str(n_schools)]
        return processes.run(command, env=self.env, log=self.path.with_suffix(".log"))

    def analyze(self) -> None:
        """What the server does by itself within minutes of so many new rows."""
        self.python("-c", ANALYZE)

    def collect_static(self) -> None:
        self.python("-m", "leadwell.config.owner", "collectstatic", "--noinput", "--verbosity=0")

    def load(self, files: demo_files.Files, *, results: bool = True) -> None:
        self.leadwell("import-register", files.register)
        self.leadwell("import-links", files.links)
        for file in files.results if results else ():
            options = ("--year", label(file.academic_year), "--status", file.status)
            self.leadwell("import-results", file.path, *options)


class Homes:
    """What benchmarks share in one run: the files, and installations with them loaded."""

    def __init__(self, *, n_schools: int) -> None:
        self.n_schools = n_schools
        self._folder = ExitStack()

    def __enter__(self) -> "Homes":
        self.folder = Path(tempfile.mkdtemp(dir="/tmp", prefix="lwb"))
        self.folder.chmod(0o711)  # the database's own account has to pass
        self._folder.callback(shutil.rmtree, self.folder)
        return self

    def __exit__(self, *failure: object) -> None:
        self._folder.close()

    @cached_property
    def files(self) -> demo_files.Files:
        """The invented country as files: a register, links, and a wide file for each year."""
        folder = self.folder / "files"
        return demo_files.write(folder, seed=SEED, today=TODAY, n_schools=self.n_schools)

    @cached_property
    def large(self) -> Home:
        """Everything loaded, with the static files where the web server finds them."""
        return self._ready("large", self.files)

    @cached_property
    def small(self) -> Home:
        """The same, of the trial schools only."""
        return self._ready("small", only_trial_schools(self.files, self.folder / "few"))

    def empty(self, name: str) -> Home:
        """A new home with tables and nothing in them."""
        home = Home(self.folder / name)
        self._folder.callback(_make_sure_it_has_ended, home)
        home.leadwell("check-data", "--json")
        return home

    @contextmanager
    def copy(self, home: Home, name: str) -> Iterator[Home]:
        """A home as another one was, for one use. Neither may be running."""
        copied = Home(self.folder / name)
        subprocess.run(["cp", "-a", home.path, copied.path], check=True)
        os.sync()  # else the database would wait for the copying when it writes
        try:
            yield copied
        finally:
            _make_sure_it_has_ended(copied)
            shutil.rmtree(copied.path)

    def _ready(self, name: str, files: demo_files.Files) -> Home:
        home = self.empty(name)
        home.load(files)
        home.collect_static()
        return home


def _make_sure_it_has_ended(home: Home) -> None:
    if home.path.exists():
        with suppress(subprocess.CalledProcessError):
            home.python("-c", DATABASE.format("stop"))


def only_trial_schools(files: demo_files.Files, folder: Path) -> demo_files.Files:
    """The same files with every row about any other school left out; areas and England stay."""
    folder.mkdir()
    first = trial_schools.FIRST_URN
    urns = {str(urn) for urn in range(first, first + FEW + 2)}  # and the one that is an academy now

    def cut(path: Path, encoding: str, *, also: Mapping[str, set[str]] = {}) -> Path:
        to = folder / path.name
        with (
            path.open(encoding=encoding, newline="") as old,
            to.open("w", encoding=encoding, newline="") as new,
        ):
            rows = csv.reader(old)
            header = next(rows)
            at = header.index("URN")
            kept = {header.index(name): values for name, values in also.items()}
            writer = csv.writer(new)
            writer.writerow(header)
            writer.writerows(
                row
                for row in rows
                if row[at] in urns or any(row[i] in values for i, values in kept.items())
            )
        return to

    return demo_files.Files(
        register=cut(files.register, "cp1252"),
        links=cut(files.links, "cp1252"),
        results=tuple(
            demo_files.ResultsFile(
                file.academic_year,
                file.status,
                cut(file.path, "utf-8-sig", also={"RECTYPE": {"3", "4", "5"}}),
            )
            for file in files.results
        ),
    )

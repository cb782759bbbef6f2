"""What is read under codes, as tables: the page and its files are made from the same rows."""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from leadwell.accounts.models import User
from leadwell.evaluation.coded import access
from leadwell.evaluation.coded.bands import FEWEST
from leadwell.lib import academic_year
from leadwell.programmes.models import Programme
from leadwell.schools.models import School

Cell = str | int
SPRING, SUMMER, AUTUMN = 1, 4, 9
"""Months in which a term begins, here: what a school's own calendar says would tell which it is."""


@dataclass(frozen=True, slots=True)
class Table:
    """One file. columns: the school's code, what it is called where that may be known, the rest.
    n_withheld: schools of which it has rows that are not told, since they are too few."""

    key: str
    title: str
    about: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    n_withheld: int = 0


@dataclass(frozen=True, slots=True)
class Codes:
    """of: the code of each standing school that has one, by its number. named: schools whose names
    whoever reads may know, by their numbers."""

    of: Mapping[int, str]
    named: Mapping[int, School]

    def table(
        self,
        key: str,
        title: str,
        about: str,
        columns: tuple[str, ...],
        found: Iterable[tuple[School, Sequence[Cell]]],
    ) -> Table:
        """In the order of the codes, and of what is found within: of schools that have one. Rows of
        fewer schools without a name than bands are shared by are withheld: whose they are could be
        known."""
        told = [(school, cells) for school, cells in found if school.pk in self.of]
        nameless = {school.pk for school, _ in told if school.pk not in self.named}
        if len(nameless) >= FEWEST:
            nameless = set()
        rows = [
            (*self._before(school), *cells) for school, cells in told if school.pk not in nameless
        ]
        rows.sort(key=lambda row: str(row[0]))
        heads = ("Code", "School", "URN") if self.named else ("Code",)
        return Table(key, title, about, (*heads, *columns), tuple(rows), len(nameless))

    def _before(self, school: School) -> tuple[Cell, ...]:
        code, known = self.of[school.pk], self.named.get(school.pk)
        if not self.named:
            return (code,)
        return (code, str(known), known.urn) if known else (code, "", "")


def codes_of(user: User, programme: Programme) -> Codes:
    """Of two rows that became one school the code that was given first counts."""
    given = list(access.codes_for(user, programme).order_by("-given_at", "-pk"))
    of = {one.standing_school.pk: one.code for one in given}
    return Codes(of, access.named_for(user, programme, given))


def term(when: date | datetime | None) -> str:
    """ "Autumn 2026/27"; "" where there is no day."""
    if when is None:
        return ""
    day = timezone.localdate(when) if isinstance(when, datetime) else when
    if day.month >= AUTUMN:
        name = "Autumn"
    else:
        name = "Spring" if SPRING <= day.month < SUMMER else "Summer"
    return f"{name} {academic_year.label(academic_year.of(day))}"


def yes(said: object) -> str:
    return "yes" if said else "no"


def known(code: str, among: Container[str]) -> str:
    """A code where it is one of these; what is none could be somebody's words."""
    return code if not code or code in among else "other"


def kinds(given: Iterable[str], among: Container[str]) -> str:
    return "; ".join(sorted({known(code, among) for code in given}))


def numbered(schools: Iterable[int]) -> Iterator[int]:
    """Counts the things of each school from 1, in their order."""
    n: dict[int, int] = {}
    for school in schools:
        n[school] = n.get(school, 0) + 1
        yield n[school]

"""Where the figures of a page came from and as at which day, in one line for its caption."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from leadwell.lib import academic_year as years
from leadwell.lib import words
from leadwell.schools.models import PublishedYear, SourceFile
from leadwell.web.templatetags.leadwell import MONTHS

PUBLICATION = "School performance tables"
NOTHING = "Nothing is loaded yet"


@dataclass(frozen=True, slots=True, order=True)
class Edition:
    """One year's results, as published and loaded: "2024/25 revised, loaded 21 Nov 2026".

    status: "" where nobody said whether they are provisional, revised or final.
    """

    academic_year: int
    loaded_on: date
    status: str

    @property
    def name(self) -> str:
        return f"{years.label(self.academic_year)} {self.status}".strip()


def edition(source: SourceFile, academic_year: int) -> Edition:
    """A source's results of one year; loaded on a day as the clocks in England say it."""
    return Edition(academic_year, timezone.localdate(source.loaded_at), source.status)


def line(rows: Iterable[PublishedYear]) -> str:
    """ "School performance tables 2024/25 revised, loaded 21 Nov 2026", for the rows shown.

    Other files that some of their figures are from are named too. Take the rows with
    select_related("source"): the database is asked once here, and only for those others.
    """
    shown = list(rows)
    wanted = {pk for row in shown for pk in row.also_from}
    others = SourceFile.objects.in_bulk(wanted) if wanted else {}
    return line_of(
        edition(source, row.academic_year)
        for row in shown
        for source in (row.source, *(others[pk] for pk in row.also_from if pk in others))
    )


def line_of(editions: Iterable[Edition]) -> str:
    """The same for editions: those loaded on one day stand together, oldest year first."""
    by_day: dict[date, list[str]] = {}
    for each in sorted(set(editions)):
        by_day.setdefault(each.loaded_on, []).append(each.name)
    if not by_day:
        return NOTHING
    parts = [f"{words.listed(names)}, loaded {_day(on)}" for on, names in by_day.items()]
    return f"{PUBLICATION} {'; '.join(parts)}"


def _day(on: date) -> str:
    return f"{on.day} {MONTHS[on.month - 1]} {on.year}"

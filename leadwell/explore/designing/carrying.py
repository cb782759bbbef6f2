"""What each half-term carries: how much is asked of one school, how many of its strands begin, how
many days specialists need.

A half-term's planned load is of a school of the usual size in this programme alone, by its design:
days out of class for visits, events and meetings. The load of the radar is another sum: of one
school, of all that is asked of it, with the days of visits that were agreed. The colours are the
same (docs/reference/radar.md).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from leadwell.explore.designing.design import Design
from leadwell.explore.designing.school_year import Calendar, Span
from leadwell.explore.radar.half_terms import SHORT
from leadwell.explore.radar.limits import Limits, limits
from leadwell.explore.radar.load import Level, Load
from leadwell.lib import academic_year, words
from leadwell.programmes.models import Intensity, Strand, WarningAnswer
from leadwell.web.templatetags.leadwell import day_and_year

Kind = WarningAnswer.Kind
Found = Iterable[tuple[str, str, str]]
A_VISIT = Decimal(1)  # the day of a specialist that a visit is, as in an offer


@dataclass(frozen=True, slots=True)
class Carried:
    """One half-term. load: planned, of one school; strands: that begin in it. needed: days of specialists,
    in all schools; there_are: their days that fall into it by its school days; None where nobody
    has said."""

    span: Span
    asked: Intensity
    load: Load
    level: Level
    strands: tuple[Strand, ...]
    needed: Decimal | None
    there_are: Decimal | None

    @property
    def label(self) -> str:
        return SHORT[self.span.number - 1]

    @property
    def said(self) -> str:
        """ "2 visits, 1 event and 1 meeting"; "nothing"."""
        counted = (
            (self.asked.n_visits, "visit"), (self.asked.n_events, "event"),
            (self.asked.n_meetings, "meeting"),
        )  # fmt: skip
        return words.listed([words.count(n, what) for n, what in counted if n]) or "nothing"

    @property
    def is_short_of_specialists(self) -> bool:
        if self.needed is None or self.there_are is None:
            return False
        return self.needed > self.there_are


@dataclass(frozen=True, slots=True)
class Year:
    """The half-terms of one year of the programme, those before its first day left out. there_are:
    days of visits that specialists have in it; None where nobody has said."""

    number: int
    half_terms: tuple[Carried, ...]
    there_are: Decimal | None

    @property
    def label(self) -> str:
        first = academic_year.of(self.half_terms[0].span.first)
        return f"Year {self.number}, {academic_year.label(first)}"

    @property
    def is_said(self) -> bool:
        """Whether anything is asked of a school in it."""
        return any(one.asked.n_asked for one in self.half_terms)

    @property
    def needed(self) -> Decimal | None:
        every = [one.needed for one in self.half_terms if one.needed is not None]
        return sum(every, Decimal()) if every else None

    @property
    def staff_days(self) -> float:
        """Out of class, of one school, in the whole year."""
        return sum(one.load.days for one in self.half_terms)


def years_of(design: Design, calendar: Calendar) -> tuple[Year, ...]:
    """Of each year in which the programme goes on. It asks nothing."""
    begin, days = _beginnings(design, calendar), design.programme.specialist_days
    there_are = None if days is None else Decimal(days)  # as it was set, before it was saved
    start = calendar.begins(design.programme.starts_on)
    return tuple(
        Year(number, found, there_are)
        for number in range(1, design.programme.n_years + 1)
        if (found := tuple(_carried(design, calendar, number, begin, start, there_are)))
    )


def warnings(design: Design, calendar: Calendar) -> Found:
    """Half-terms that ask too much, strands that begin together or too late, days that specialists
    lack."""
    yield from _late(design, calendar)
    for year in years_of(design, calendar):
        for one in year.half_terms:
            yield from _load(one, limits())
            yield from _together(one)
        yield from _specialists(year, design.n_schools)


def _carried(
    design: Design,
    calendar: Calendar,
    year: int,
    begin: dict[tuple[int, int], list[Strand]],
    start: tuple[int, int],
    days: Decimal | None,
) -> Iterable[Carried]:
    counting = limits()
    n_days = sum(span.n_days for span in calendar.spans if span.year == year)
    for asked in design.asked(year):
        at, span = (year, asked.half_term), calendar.span(year, asked.half_term)
        if at < start and not asked.n_asked:
            continue
        load = Load(
            n=1,
            n_strands=sum(len(every) for since, every in begin.items() if since <= at),
            days=float(staff_days(design, asked)),
            n_unsaid=0,
            weight=counting.day_weight(None),
        )
        yield Carried(
            span, asked, load, load.level(counting), tuple(begin.get(at, ())),
            needed=design.n_schools * asked.n_visits * A_VISIT if design.n_schools else None,
            there_are=None if days is None else round(days * span.n_days / n_days, 1),
        )  # fmt: skip


def staff_days(design: Design, asked: Intensity) -> Decimal:
    """Days out of class that one school's staff give in such a half-term."""
    programme = design.programme
    return (
        asked.n_visits * programme.visit_staff_days
        + asked.n_events * programme.event_staff_days
        + asked.n_meetings * programme.meeting_staff_days
    )


def _beginnings(design: Design, calendar: Calendar) -> dict[tuple[int, int], list[Strand]]:
    """Strands by the year and half-term they begin in: the programme's first, where nobody has
    said another, and for what was to begin before it."""
    start = calendar.begins(design.programme.starts_on)
    found: dict[tuple[int, int], list[Strand]] = {}
    for strand in design.strands:
        found.setdefault(max(strand.begins or start, start), []).append(strand)
    return found


def _load(one: Carried, counting: Limits) -> Found:
    if one.level == Level.GREEN or not one.asked.n_asked:
        return
    strands = words.count(one.load.n_strands, "strand")
    days = words.count_of(one.load.days, "day")
    yield (
        Kind.LOAD,
        f"{one.span.year}-{one.span.number} {one.load.total:g}",
        (
            f"{one.span} asks much of a school: {strands} and {days} out of class for "
            f"{one.said} come to a planned load of {one.load.total:g}. {counting.colours}"
        ),
    )


def _late(design: Design, calendar: Calendar) -> Found:
    """Strands of which no half-term of the programme sees anything."""
    ends_on = design.programme.ends_on
    last = max((one.year, one.number) for one in calendar.spans if one.first <= ends_on)
    for strand in design.strands:
        if strand.begins and strand.begins > last:
            year, half_term = strand.begins
            yield (
                Kind.LATE,
                f"{strand.pk} {year}-{half_term} {ends_on}",
                (
                    f"“{strand}” begins in {strand.begins_in}, and the programme ends on "
                    f"{day_and_year(ends_on)}: no school would see anything of it. Let it begin "
                    "earlier, or take it out."
                ),
            )


def _together(one: Carried) -> Found:
    if len(one.strands) > 1:
        every = words.listed([f"“{strand}”" for strand in one.strands])
        keys = " ".join(str(strand.pk) for strand in one.strands)
        yield (
            Kind.TOGETHER,
            f"{one.span.year}-{one.span.number} {keys}"[:80],
            (
                f"{every} begin in the same half-term, {one.span}. One new thing at a time goes "
                "deeper."
            ),
        )


def _specialists(year: Year, n_schools: int) -> Found:
    """Of the whole year where it lacks days; else of each half-term that does."""
    if not year.needed:
        return
    schools, needed = words.count(n_schools, "school"), plain(year.needed)
    if year.there_are is None:
        yield (
            Kind.SPECIALISTS,
            f"{year.number} {needed}/?",
            (
                f"{year.label}: visits to {schools} take specialists {needed} days, and nobody has "
                "said how many they have."
            ),
        )
    elif year.needed > year.there_are:
        yield (
            Kind.SPECIALISTS,
            f"{year.number} {needed}/{plain(year.there_are)}",
            (
                f"{year.label}: visits to {schools} take specialists {needed} days. They have "
                f"{plain(year.there_are)}."
            ),
        )
    else:
        for one in year.half_terms:
            if one.is_short_of_specialists:
                yield _short(one, schools)


def _short(one: Carried, schools: str) -> tuple[str, str, str]:
    needed, there_are = plain(one.needed or Decimal()), plain(one.there_are or Decimal())
    return (
        Kind.SPECIALISTS,
        f"{one.span.year}-{one.span.number} {needed}/{there_are}",
        (
            f"{one.span}: visits to {schools} take specialists {needed} days. Of their days of the "
            f"year about {there_are} fall into it."
        ),
    )


def plain(days: Decimal) -> str:
    """ "82", "18.5"."""
    return f"{days.normalize():f}"

"""The design against the school year: what will be too much, too late or in the wrong week.

Each warning says what it is about, so that an answer given to it counts for as long as that stays.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from leadwell.explore.designing.design import Design
from leadwell.lib import academic_year as years
from leadwell.lib import words
from leadwell.lib.school_days import SchoolDays
from leadwell.programmes import measures
from leadwell.programmes.models import HALF_TERMS, Instrument, Programme, WarningAnswer
from leadwell.schools.models import HalfTerm
from leadwell.web.templatetags.leadwell import day_and_year

Kind = WarningAnswer.Kind
NEAR = 20  # school days from 1 September within which a programme may start
SUMMER = (6, 7, 8)
USUAL_STRANDS = 3
TEST_HALF_TERM, MUCH_IN_IT = 5, 2
A_WEEK, SHORT_WEEKS, MUCH_IN_SHORT = 5, 5, 3
PUBLISHED = (12, 1)  # when a summer's results are settled for every school
KS2 = 2

USUAL = (
    ((9, 1), (10, 23)), ((11, 2), (12, 18)), ((1, 5), (2, 12)), ((2, 22), (3, 31)),
    ((4, 15), (5, 22)), ((6, 1), (7, 21)),
)  # fmt: skip
"""First and last day of each half-term, where nobody has loaded the dates."""
TERMS = (HalfTerm.Term.AUTUMN, HalfTerm.Term.SPRING, HalfTerm.Term.SUMMER)


@dataclass(frozen=True, slots=True)
class Span:
    """A half-term of one year. number: 1 to 6. n_days: school days in it."""

    year: int
    number: int
    first: date
    last: date
    n_days: int

    @property
    def n_weeks(self) -> float:
        return self.n_days / A_WEEK

    def __str__(self) -> str:
        return f"{HALF_TERMS[self.number - 1]} of {years.label(years.of(self.first))}"


@dataclass(frozen=True, slots=True)
class Calendar:
    """The half-terms of a programme's years. of: whose dates they are; "" where all are the usual
    ones. assumed: the academic years of which no dates are known."""

    spans: tuple[Span, ...]
    days: SchoolDays
    of: str
    assumed: tuple[int, ...]

    def span(self, year: int, half_term: int) -> Span:
        return next(one for one in self.spans if (one.year, one.number) == (year, half_term))

    @property
    def sentence(self) -> str:
        if not self.assumed:
            return f"By the term dates of {self.of}."
        said = words.listed([years.label(year) for year in self.assumed])
        usual = f"Term dates of {said} are not loaded: the usual ones are taken."
        return f"{usual} Other years by the dates of {self.of}." if self.of else usual


@dataclass(frozen=True, slots=True)
class Warned:
    """One warning. answer: what was said to it; "" while nothing is."""

    kind: str
    about: str
    text: str
    answer: str = ""

    @property
    def ident(self) -> str:
        return f"{self.kind}-{self.about}".lower().replace(" ", "-").replace("_", "-")


def calendar_of(programme: Programme) -> Calendar:
    """By the council of most of its schools; before any takes part, by the usual dates. Two
    queries."""
    areas = programme.enrolments.filter(left_on=None).values_list(
        "school__local_authority_id", "school__local_authority__name"
    )
    first = programme.first_year
    wanted = range(first - 1, first + programme.n_years)
    found = Counter(area for area in areas.order_by() if area[0]).most_common(1)
    rows: list[HalfTerm] = []
    if found:
        (area, name), _ = found[0]
        rows = list(HalfTerm.objects.filter(local_authority=area, academic_year__in=wanted))
    return reckon(first, programme.n_years, rows, of=name if found else "")


def reckon(first: int, n_years: int, rows: Sequence[HalfTerm], *, of: str) -> Calendar:
    """first: the academic year the programme begins in. rows: half-terms of one council."""
    dated = {
        (row.academic_year, 2 * TERMS.index(HalfTerm.Term(row.term)) + row.number):
        (row.starts_on, row.ends_on) for row in rows
    }  # fmt: skip
    its = range(first, first + n_years)
    known = {year for year, _ in dated if year in its}
    # With the year before, in whose July a programme may begin.
    where = {
        (year, n): dated.get((year, n)) or _usual(year, n)
        for year in (first - 1, *its)
        for n in range(1, 7)
    }
    days = SchoolDays(tuple(sorted(where.values())))
    spans = tuple(
        Span(year - first + 1, n, *span, n_days=days.between(*span))
        for (year, n), span in where.items()
        if year in its
    )
    assumed = tuple(year for year in its if year not in known)
    return Calendar(spans, days, of if known else "", assumed)


def warnings(design: Design, calendar: Calendar) -> tuple[Warned, ...]:
    """What to think over, each with its answer where it has one. It asks nothing."""
    given = {(one.warning, one.about): one.answer for one in design.answers}
    return tuple(
        Warned(kind, about, text, given.get((kind, about), ""))
        for kind, about, text in (
            *_starts(design, calendar), *_ends(design), *_strands(design),
            *_test_weeks(design, calendar), *_half_terms(design, calendar), *_tight(design),
        )
    )  # fmt: skip


Found = Iterable[tuple[str, str, str]]


def _starts(design: Design, calendar: Calendar) -> Found:
    on = design.programme.starts_on
    before, ahead = (years.first_day(years.of(on) + n) for n in (0, 1))
    n = min(calendar.days.between(before, on), calendar.days.between(on, ahead))
    if n > NEAR:
        yield (
            Kind.STARTS,
            on.isoformat(),
            (
                f"It starts on {day_and_year(on)}, {n} school days from 1 September. Schools that "
                "begin in the middle of a year have found it hard to get going."
            ),
        )


def _ends(design: Design) -> Found:
    on = design.programme.ends_on
    if on.month not in SUMMER:
        yield (
            Kind.ENDS,
            on.isoformat(),
            (
                f"It ends on {day_and_year(on)}, before or after the summer. The last year’s results "
                "would not be its own."
            ),
        )


def _strands(design: Design) -> Found:
    if (n := len(design.strands)) > USUAL_STRANDS:
        yield Kind.STRANDS, str(n), f"It has {n} strands. Three or fewer go deeper."


def _test_weeks(design: Design, calendar: Calendar) -> Found:
    """Only where pupils of Key Stage 2 are among those it is for."""
    if KS2 not in design.programme.key_stages:
        return
    for year in range(1, design.programme.n_years + 1):
        span = calendar.span(year, TEST_HALF_TERM)
        tests = years.exam_date(years.of(span.first))
        asked = design.asked(year)[TEST_HALF_TERM - 1].n_asked
        if _measures_pupils(design, year, TEST_HALF_TERM) or asked > MUCH_IN_IT:
            yield (
                Kind.TEST_WEEK,
                tests.isoformat(),
                (
                    f"The Key Stage 2 tests are in the week of {day_and_year(tests)}, in "
                    f"{span}. {_much(design, year, asked)} Nothing can be asked in that week."
                ),
            )


def _much(design: Design, year: int, asked: int) -> str:
    said = []
    if _measures_pupils(design, year, TEST_HALF_TERM):
        said.append("pupils are measured once more")
    if asked > MUCH_IN_IT:
        said.append(f"a school is asked {asked} times")
    sentence = words.listed(said)
    return f"{sentence[0].upper()}{sentence[1:]} in it."


def _measures_pupils(design: Design, year: int, half_term: int) -> bool:
    return any(
        (point.year, point.half_term) == (year, half_term)
        for one in design.instruments
        if one.asks == Instrument.Asks.PUPILS and one.code != "KS2"
        for point in one.points.all()
    )


def _half_terms(design: Design, calendar: Calendar) -> Found:
    for year in range(1, design.programme.n_years + 1):
        for one in design.asked(year):
            span = calendar.span(year, one.half_term)
            about = f"{year}-{one.half_term} {one.n_asked}"
            if one.n_asked > span.n_weeks:
                yield (
                    Kind.FULL,
                    about,
                    (
                        f"{span} has {span.n_days} school days. A school is asked {one.n_asked} times "
                        "in it: more than once a week."
                    ),
                )
            elif span.n_weeks < SHORT_WEEKS and one.n_asked >= MUCH_IN_SHORT:
                yield (
                    Kind.SHORT,
                    about,
                    (
                        f"{span} has only {span.n_days} school days. A school is asked "
                        f"{one.n_asked} times in it."
                    ),
                )


def _tight(design: Design) -> Found:
    """A published result of the first year is there at its end at the earliest."""
    seen_on = date(design.programme.first_year + 1, *PUBLISHED)
    for aim in design.aims:
        known = aim.known_measure
        if known and known.source == measures.Source.PUBLISHED and aim.due_on < seen_on:
            yield (
                Kind.TIGHT,
                f"{aim.pk} {aim.due_on}",
                (
                    f"“{aim}” is due on {day_and_year(aim.due_on)}. Published results of its first "
                    f"year are settled in {seen_on:%B %Y}."
                ),
            )


def _usual(academic_year: int, number: int) -> tuple[date, date]:
    first, last = (
        date(academic_year + (month < years.START_MONTH), month, day)
        for month, day in USUAL[number - 1]
    )
    return first, last

"""The design against the school year: what will be too much, too late or in the wrong week.

Each warning says what it is about, so that an answer given to it counts for as long as that stays.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from leadwell.explore.designing import carrying
from leadwell.explore.designing.design import Design
from leadwell.explore.designing.school_year import Calendar
from leadwell.lib import academic_year as years
from leadwell.lib import words
from leadwell.programmes import measures
from leadwell.programmes.models import Instrument, WarningAnswer
from leadwell.web.templatetags.leadwell import day_and_year

Kind = WarningAnswer.Kind
NEAR = 20  # school days from 1 September within which a programme may start
SUMMER = (6, 7, 8)
USUAL_STRANDS = 3
TEST_HALF_TERM, MUCH_IN_IT = 5, 2
SHORT_WEEKS, MUCH_IN_SHORT = 5, 3
PUBLISHED = (12, 1)  # when a summer's results are settled for every school
KS2 = 2


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


def warnings(design: Design, calendar: Calendar) -> tuple[Warned, ...]:
    """What to think over, each with its answer where it has one. It asks nothing."""
    given = {(one.warning, one.about): one.answer for one in design.answers}
    return tuple(
        Warned(kind, about, text, given.get((kind, about), ""))
        for kind, about, text in (
            *_starts(design, calendar), *_ends(design), *_strands(design),
            *_test_weeks(design, calendar), *_half_terms(design, calendar), *_tight(design),
            *carrying.warnings(design, calendar),
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

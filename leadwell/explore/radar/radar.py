"""Schools with how much is asked of them in each half-term of a year, as one person may know it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple

from django.db.models import Sum

from leadwell.accounts.models import User
from leadwell.explore.models import InitiativesAnswer
from leadwell.explore.models.overload import Clash
from leadwell.explore.radar.asked import Asked, asked_of, lives
from leadwell.explore.radar.clash import clash
from leadwell.explore.radar.half_terms import HalfTerms, half_terms_of
from leadwell.explore.radar.limits import Limits, limits
from leadwell.explore.radar.load import Asking, Level, Load, loads
from leadwell.lib import academic_year as years
from leadwell.programmes.models import Programme
from leadwell.schools.models import School


class Offered(NamedTuple):
    """What a school is offered by a programme: days of visits, over all years from this day on."""

    starts_on: date
    days: float


@dataclass(frozen=True)
class SchoolLoad:
    """One school in one academic year, seen on a day. answer: the newest word on its other
    initiatives, of whatever year. programme: for which a clash is looked for; None: for each of
    those that are known by name."""

    school: School
    academic_year: int
    on: date
    asked: tuple[Asked, ...]
    half_terms: HalfTerms
    loads: tuple[Load, ...]
    answer: InitiativesAnswer | None
    limits: Limits
    programme: Programme | None = None

    @cached_property
    def is_over(self) -> tuple[bool, ...]:
        """Of each half-term, whether it is behind us."""
        return tuple(spans[-1][1] < self.on if spans else True for spans in self._year)

    @cached_property
    def highest(self) -> Load:
        """Of the half-terms that are not over; once all are, of the whole year."""
        to_come = [load for load, over in zip(self.loads, self.is_over, strict=True) if not over]
        return max(to_come or self.loads, key=lambda load: load.total)

    @cached_property
    def level(self) -> Level:
        return self.highest.level(self.limits)

    @cached_property
    def clash(self) -> Clash:
        first = max(self.on, years.first_day(self.academic_year))
        last = years.last_day(self.academic_year)
        found = {
            clash(
                subject,
                (each.project for each in self.asked if each.programme != number),
                first=first, last=last, limits=self.limits,
            )
            for number, subject in self._asking
        }  # fmt: skip
        return next((each for each in (Clash.SAME_SUBJECT, Clash.TWO_OTHERS) if each in found),
                    Clash.NONE)  # fmt: skip

    @property
    def needs_the_board(self) -> bool:
        return self.clash != Clash.NONE or self.level == Level.RED

    @property
    def is_answered(self) -> bool:
        """Whether somebody said in this academic year which other initiatives there are."""
        return bool(self.answer and years.of(self.answer.said_on) >= years.of(self.on))

    @property
    def is_size_known(self) -> bool:
        return bool(self.school.n_pupils)

    @property
    def is_assumed(self) -> bool:
        """Whether the half-terms are the usual ones, for none are loaded."""
        return self.half_terms.is_assumed(self.academic_year)

    @property
    def _year(self) -> tuple[tuple[tuple[date, date], ...], ...]:
        return self.half_terms.of(self.academic_year)

    @property
    def _asking(self) -> set[tuple[int, str]]:
        if self.programme:
            return {(self.programme.pk, self.programme.subject)}
        return {(each.programme, each.subject) for each in self.asked if each.programme}


def radar(
    user: User,
    schools: Iterable[School],
    *,
    academic_year: int,
    on: date,
    programme: Programme | None = None,
    joins: bool = False,
    offered: Offered | None = None,
) -> list[SchoolLoad]:
    """Four queries, however many schools, in their order. schools: standing ones of which this
    person sees what is asked. joins: with this programme as if they took part in it, by its design
    or by what is offered; two queries more."""
    schools = list(schools)
    first, last = years.first_day(academic_year), years.last_day(academic_year)
    numbers = [school.pk for school in schools]
    asked = asked_of(user, numbers, first=first, last=last)
    if programme and joins:
        _join(asked, programme, offered)
    spans = [each.asking for every in asked.values() for each in every]
    half_terms = half_terms_of(
        [(school.pk, school.local_authority_id) for school in schools],
        first=years.of(min([first, *(each.first for each in spans)])),
        last=years.of(max([last, *(each.last for each in spans)])),
    )
    answers = _answers(numbers)
    counting = limits()
    return [
        SchoolLoad(
            school, academic_year, on, tuple(asked[school.pk]), half_terms[school.pk],
            loads(
                (each.asking for each in asked[school.pk]),
                half_terms[school.pk].of(academic_year),
                school_days=half_terms[school.pk].school_days,
                n_pupils=school.n_pupils,
                limits=counting,
            ),
            answers.get(school.pk), counting, programme,
        )
        for school in schools
    ]  # fmt: skip


def _join(asked: dict[int, list[Asked]], programme: Programme, offered: Offered | None) -> None:
    """Each that does not take part yet, to the programme's last day. Its days are the visits of the
    design, from the first day, where nobody has offered others; None where there is no design."""
    n_strands = programme.strands.count()
    if offered is None:
        visits = programme.intensities.aggregate(n=Sum("n_visits"))["n"]
        offered = Offered(programme.starts_on, float(visits or 0))
    first, visits, last = offered.starts_on, offered.days, programme.ends_on
    for school, every in asked.items():
        if not any(each.programme == programme.pk and not each.has_left for each in every):
            every.append(
                Asked(
                    school, programme.name, programme.subject,
                    Asking(first, last, last, n_strands, visits or None), programme.is_paid_from_outside,
                    programme=programme.pk, code=programme.code,
                )
            )  # fmt: skip


def _answers(schools: list[int]) -> dict[int, InitiativesAnswer]:
    """The newest of each."""
    newest = (
        InitiativesAnswer.objects.filter(lives(schools))
        .order_by("school_id", "-said_on", "-pk")
        .distinct("school_id")
        .select_related("school", "said_by")
    )
    in_order = sorted(newest, key=lambda each: (each.said_on, each.pk))
    return {row.school.continued_by_id or row.school_id: row for row in in_order}

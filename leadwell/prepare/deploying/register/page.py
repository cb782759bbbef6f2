"""The register as pages show it: everybody on it, and one line whole."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.urls import reverse

from leadwell.accounts.models import User
from leadwell.lib import academic_year as years
from leadwell.lib import codes
from leadwell.lib.verdict import Verdict
from leadwell.people.models import Person
from leadwell.prepare.deploying import capacity
from leadwell.prepare.deploying.capacity import Capacity, plain
from leadwell.prepare.deploying.register import access, rules
from leadwell.prepare.models import (
    Credential,
    DeclaredInterest,
    Specialist,
    SpecialistQuerySet,
    TrainingAttended,
)
from leadwell.programmes.models import Programme
from leadwell.programmes.models.intensity import HALF_TERMS
from leadwell.web import csv_out
from leadwell.web.templatetags.leadwell import day_and_year

A_PAGE = 50
SOON = timedelta(days=60)
"""Before a check or a credential runs out, who keeps the register is told."""
COLUMNS = ("Specialist", "Home school", "Trust", "Subjects", "Specialisms", "Phases",
           "Check counts until", "Interests said on")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """One specialist in the list, on a day. capacity: of this academic year, for who reads that."""

    specialist: Specialist
    on: date
    capacity: Capacity | None = None

    @property
    def check(self) -> str:
        until = self.specialist.checked_until
        if until is None:
            return "No check seen yet"
        if until < self.on:
            return f"Expired on {day_and_year(until)}"
        return f"Check counts until {day_and_year(until)}"

    @property
    def days(self) -> str:
        """ "3 of 15 left"; "" for who does not read it."""
        if (one := self.capacity) is None:
            return ""
        return f"{plain(one.left)} of {plain(one.available)} left"

    @property
    def is_to_look_at(self) -> bool:
        """Whether the check is missing, over, or soon over."""
        until = self.specialist.checked_until
        return until is None or until <= self.on + SOON

    @property
    def trust(self) -> str:
        home = self.specialist.home
        return str(home.trust) if home and home.trust else ""


@dataclass(frozen=True, slots=True)
class RegisterPage:
    lines: tuple[Line, ...]
    page: Page
    n_to_look_at: int
    label: str
    may_register: Verdict
    n_to_register: int
    programmes: tuple[Programme, ...]


@dataclass(frozen=True, slots=True)
class Year:
    """Days available in one academic year, half-term by half-term; none before they are said."""

    capacity: Capacity
    days: tuple[tuple[str, Decimal | None], ...]
    url: str

    @property
    def academic_year(self) -> int:
        return self.capacity.academic_year

    @property
    def is_said(self) -> bool:
        return not self.capacity.is_guide

    @property
    def said(self) -> str:
        """ "Autumn 1: 2, Autumn 2: 3"."""
        return ", ".join(
            f"{name}: {'not said' if days is None else plain(days)}" for name, days in self.days
        )

    @property
    def label(self) -> str:
        return years.label(self.academic_year)


@dataclass(frozen=True, slots=True)
class SpecialistPage:
    """is_whole: whether more of it is shown than what a school they are sent to reads."""

    line: Line
    is_whole: bool
    phases: tuple[str, ...]
    credentials: tuple[Credential, ...]
    trainings: tuple[TrainingAttended, ...]
    interests: tuple[DeclaredInterest, ...]
    years: tuple[Year, ...]
    may_change: Verdict
    may_say_days: Verdict
    may_say_skills: Verdict


def register_page(user: User, on: date, *, number: str = "1") -> RegisterPage:
    """A constant number of queries, however many are on it."""
    mine = access.specialists_for(user).listed()
    page = Paginator(mine.at_hand(), A_PAGE).get_page(number)
    may = rules.may_register_any(user)
    year = years.of(on)
    shown = {one.pk: one for one in page}
    whole = access.whole_for(user).filter(pk__in=shown).order_by().values_list("pk", flat=True)
    days = capacity.of([shown[pk] for pk in whole], year)
    checked = mine.filter(checked_until__gt=on + SOON)
    return RegisterPage(
        lines=tuple(Line(one, on, days.get(pk)) for pk, one in shown.items()),
        label=years.label(year),
        page=page,
        n_to_look_at=mine.count() - checked.count(),
        may_register=may,
        n_to_register=people_to_register(user).count() if may else 0,
        programmes=tuple(access.programmes_kept_for(user).order_by("name")) if may else (),
    )


def people_to_register(user: User) -> QuerySet[Person]:
    """Who has a place among specialists within reach, and no line."""
    places = access.to_register_for(user).order_by().values("person")
    return Person.objects.filter(pk__in=places).order_by("name", "pk")


def specialist_page(user: User, specialist: Specialist, on: date) -> SpecialistPage:
    is_whole = access.reads_whole(user, specialist)
    return SpecialistPage(
        line=Line(specialist, on),
        is_whole=is_whole,
        phases=tuple(codes.said("phase", each, on=on) for each in specialist.phases),
        credentials=tuple(specialist.credentials.all()),
        trainings=tuple(specialist.trainings.all()) if is_whole else (),
        interests=tuple(
            specialist.interests.filter(ended_on=None).select_related("school", "trust")
        )
        if is_whole
        else (),
        years=_years(specialist, on) if is_whole else (),
        may_change=rules.may_change(user, specialist),
        may_say_days=rules.may_say_days(user, specialist),
        may_say_skills=rules.may_say_skills(user, specialist),
    )


def as_csv(found: SpecialistQuerySet, on: date) -> HttpResponse:
    lines = (Line(one, on) for one in found.at_hand())
    rows = (
        [
            str(line.specialist), str(line.specialist.home or ""), line.trust,
            "; ".join(line.specialist.subjects), "; ".join(line.specialist.specialisms),
            "; ".join(line.specialist.phases), line.specialist.checked_until,
            line.specialist.interests_said_on,
        ]
        for line in lines
    )  # fmt: skip
    return csv_out.download(
        COLUMNS, rows, name=f"register of specialists {on:%Y-%m-%d}", is_published=False
    )


def _years(specialist: Specialist, on: date) -> tuple[Year, ...]:
    """This academic year and the next."""
    this = years.of(on)
    said = {
        (one.academic_year, one.half_term): one.days
        for one in specialist.days_available.filter(academic_year__in=(this, this + 1))
    }
    return tuple(
        Year(
            capacity.of([specialist], year)[specialist.pk],
            tuple((name, said.get((year, n))) for n, name in enumerate(HALF_TERMS, 1)),
            reverse("prepare:specialist-days", args=[specialist.pk, year]),
        )
        for year in (this, this + 1)
    )


def known_days(specialist: Specialist, academic_year: int) -> dict[int, Decimal]:
    rows: Iterable[tuple[int, Decimal]] = specialist.days_available.filter(
        academic_year=academic_year
    ).values_list("half_term", "days")
    return dict(rows)

"""Whose term dates a school's days are counted by, and the page on which it gives its own."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.urls import reverse

from leadwell.accounts.models import User
from leadwell.lib import academic_year as years
from leadwell.people.roles.forms import Day
from leadwell.people.running import rules
from leadwell.schools import calendar
from leadwell.schools.models import HalfTerm, School
from leadwell.schools.sources.term_dates import Part

HALVES = tuple((term, number) for term in HalfTerm.Term for number in (1, 2))
"""In order of days: autumn 1 to summer 2."""
NAMES = {1: "first half", 2: "second half"}


@dataclass(frozen=True, slots=True)
class Counted:
    """sentence: whose dates are used, where they are not the school's own and it could have some;
    "" otherwise. url, next_url: where those of this academic year and of the next are given, ""
    for who may not. next_year: "2027/28"."""

    sentence: str
    url: str
    next_url: str
    next_year: str


def counted(user: User, school: School, on: date) -> Counted:
    """By whose dates promises of this academic year are counted. An academy sets its own; any other
    school follows its council. One query."""
    year = years.of(on)
    said, url, following = _said(school, calendar.half_terms(school, year)), "", ""
    if rules.may_say_terms(user, school):
        url = reverse("people:term-dates", args=[school.urn])
        following = f"{url}?year={year + 1}"
    return Counted(said, url, following, years.label(year + 1))


def _said(school: School, rows: list[HalfTerm]) -> str:
    if not rows:
        return (
            f"No term dates of {school} are known here: school days are counted as weekdays that "
            "are no bank holiday."
        )
    if rows[0].school_id or not school.trust_id:
        return ""
    return (
        f"School days are counted by the term dates of {school.local_authority} council: {school} "
        "is an academy and has not given its own."
    )


class TermDatesForm(forms.Form):
    """First and last day of each half-term of one academic year."""

    def __init__(self, data: Any, *, academic_year: int, known: Iterable[HalfTerm]) -> None:
        super().__init__(data, initial=dict(_initial(known)))
        self.academic_year = academic_year
        for term, number in HALVES:
            name = f"{term.label}, {NAMES[number]}"
            for which, label in (("first", "first day"), ("last", "last day")):
                self.fields[f"{term}_{number}_{which}"] = Day(label=f"{name}: {label}")

    def clean(self) -> dict[str, Any]:
        asked, before = self.cleaned_data, None
        for term, number in HALVES:
            for which in ("first", "last"):
                name = f"{term}_{number}_{which}"
                if (day := asked.get(name)) is None:
                    continue
                if years.of(day) != self.academic_year:
                    self.add_error(name, f"This is no day of {years.label(self.academic_year)}")
                elif (before and day < before) or (which == "first" and day == before):
                    self.add_error(name, "This day comes after the one above it")
                before = day
        return asked

    @property
    def parts(self) -> tuple[Part, ...]:
        said = self.cleaned_data
        return tuple(
            Part(
                self.academic_year, str(term), number, said[f"{term}_{number}_first"],
                said[f"{term}_{number}_last"],
            )
            for term, number in HALVES
        )  # fmt: skip


def _initial(known: Iterable[HalfTerm]) -> Iterator[tuple[str, date]]:
    for row in known:
        yield f"{row.term}_{row.number}_first", row.starts_on
        yield f"{row.term}_{row.number}_last", row.ends_on

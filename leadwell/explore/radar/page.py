"""How much is asked of schools, as pages show it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.core.paginator import Page, Paginator

from leadwell.accounts.models import User
from leadwell.explore.radar import access
from leadwell.explore.radar.clash import SAID
from leadwell.explore.radar.half_terms import NAMES, SHORT
from leadwell.explore.radar.load import Level
from leadwell.explore.radar.radar import SchoolLoad, radar
from leadwell.lib import academic_year as years
from leadwell.lib import words
from leadwell.people.access import holds
from leadwell.people.permissions import Operation
from leadwell.programmes.models import Hub, Programme
from leadwell.schools.models import School
from leadwell.web.charts.drawing import Drawing
from leadwell.web.charts.heat import Box, Heat, heat

A_PAGE = 50
BY_NAME, MOST = "", "most"
SHOWN = ("name", "urn", "n_pupils", "local_authority")
"""Of schools in their thousands no more is read than the page says."""


class WhichForm(forms.Form):
    """Which schools, in which year. What cannot be meant, such as another's hub, is not asked."""

    programme = forms.ModelChoiceField(
        Programme.objects.none(), required=False, empty_label="Any", to_field_name="code"
    )
    hub = forms.ModelChoiceField(Hub.objects.none(), required=False, empty_label="Any")
    school = forms.CharField(label="School: part of its name", required=False, max_length=120)
    year = forms.TypedChoiceField(label="School year", coerce=int, required=False)
    order = forms.ChoiceField(
        choices=[(BY_NAME, "A to Z"), (MOST, "Most asked of first")], required=False
    )

    def __init__(self, data: Any, *, user: User, on: date) -> None:
        super().__init__(data)
        self.user, self.on = user, on
        now = years.of(on)
        self.fields["programme"].queryset = access.programmes_for(user)  # type: ignore[attr-defined]
        self.fields["hub"].queryset = access.hubs_for(user)  # type: ignore[attr-defined]
        self.fields["year"].choices = [  # type: ignore[attr-defined]
            (year, years.label(year)) for year in (now, now + 1)
        ]
        self.is_valid()
        self.academic_year: int = self.cleaned_data.get("year") or now

    @property
    def programme_asked(self) -> Programme | None:
        found: Programme | None = self.cleaned_data.get("programme")
        return found

    @property
    def asks(self) -> bool:
        return any(self.data.get(name) for name in self.fields)

    @property
    def asked_said(self) -> list[tuple[str, str]]:
        """What was asked for, as names and words."""
        asked = self.cleaned_data
        given = {name: str(asked.get(key) or "") for name, key in (
            ("Programme", "programme"), ("Hub", "hub"), ("Name has", "school"),
        )}  # fmt: skip
        said = [(name, words) for name, words in given.items() if words]
        return [("School year", years.label(self.academic_year)), *said]

    @property
    def order_said(self) -> str:
        names = dict(self.fields["order"].choices)  # type: ignore[attr-defined]
        said: str = names[self.cleaned_data.get("order") or BY_NAME]
        return said

    def found(self) -> list[SchoolLoad]:
        """All of them, in the order that was asked for."""
        asked = self.cleaned_data
        first = max(self.on, years.first_day(self.academic_year))
        schools = access.asked_for(
            self.user, first=first, last=years.last_day(self.academic_year),
            programme=self.programme_asked, hub=asked.get("hub"),
        )  # fmt: skip
        if part := asked.get("school"):
            schools = schools.filter(name__icontains=part)
        loads = radar(
            self.user, schools.only(*SHOWN).order_by("name", "pk"), academic_year=self.academic_year,
            on=self.on, programme=self.programme_asked,
        )  # fmt: skip
        if asked.get("order") == MOST:
            loads.sort(key=lambda each: -each.highest.total)
        return loads


@dataclass(frozen=True, slots=True)
class Shown:
    """What is asked of a school, in words and as a picture."""

    load: SchoolLoad

    @property
    def school(self) -> School:
        return self.load.school

    @property
    def year(self) -> str:
        return years.label(self.load.academic_year)

    @property
    def drawing(self) -> Drawing:
        return picture(self.load)

    @property
    def fullest(self) -> str:
        return fullest(self.load)

    @property
    def what(self) -> str:
        return what(self.load)

    @property
    def remarks(self) -> list[str]:
        return remarks(self.load)


@dataclass(frozen=True, slots=True)
class Line(Shown):
    """A school on the radar. n_reasons: how many its programmes gave, of those this person reads."""

    n_reasons: int

    @property
    def reasons_said(self) -> str:
        """ "2 reasons given"."""
        return f"{words.count(self.n_reasons, 'reason')} given" if self.n_reasons else ""


@dataclass(frozen=True, slots=True)
class Found:
    """All of them, in the order that was asked for: what the page and its files begin with."""

    form: WhichForm
    loads: tuple[SchoolLoad, ...]

    @property
    def n(self) -> int:
        return len(self.loads)

    @property
    def sentence(self) -> str:
        """How many there are, and how many of them are asked too much; "" where there is none."""
        if not self.n:
            return "No school of this kind." if self.form.asks else ""
        said = f"{words.count(self.n, 'school')} in {years.label(self.form.academic_year)}."
        counted = ((self._n(Level.RED), "Red"), (self._n(Level.AMBER), "Amber"))
        parts = [f"{n} {words.verb(n, 'is', 'are')} {colour}" for n, colour in counted if n]
        if not parts:
            return f"{said} No half-term to come asks more of any than we call usual."
        return f"{said} At the fullest of the half-terms to come {words.listed(parts)}."

    def lines(self, loads: Iterable[SchoolLoad]) -> tuple[Line, ...]:
        """Of these. One query."""
        loads = list(loads)
        numbers = [each.school.pk for each in loads]
        reasons = _n_reasons(self.form.user, numbers, self.form.programme_asked)
        return tuple(Line(each, reasons.get(each.school.pk, 0)) for each in loads)

    def _n(self, level: Level) -> int:
        return sum(each.level == level for each in self.loads)


@dataclass(frozen=True, slots=True)
class Radar:
    """A page of them."""

    found: Found
    page: Page
    lines: tuple[Line, ...]
    may_give_reason: bool

    @property
    def sentence(self) -> str:
        return self.found.sentence

    @property
    def rows(self) -> tuple[tuple[str, ...], ...]:
        """Figures of the pictures."""
        return tuple((str(line.school), *figures(line.load)) for line in self.lines)

    @property
    def columns(self) -> tuple[str, ...]:
        return ("School", *NAMES)


def radar_page(form: WhichForm, *, number: str) -> Radar:
    """A constant number of queries, however many schools."""
    found = Found(form, tuple(form.found()))
    page = Paginator(found.loads, A_PAGE).get_page(number)
    programme = form.programme_asked
    return Radar(
        found,
        page,
        found.lines(page.object_list),
        may_give_reason=bool(programme)
        and holds(form.user, "overload_reason", Operation.CREATE, on=programme),
    )


def _n_reasons(user: User, schools: list[int], programme: Programme | None) -> dict[int, int]:
    found = access.reasons_for(user).filter(school__in=School.objects.lives_of(schools))
    if programme:
        found = found.filter(programme=programme)
    counted: dict[int, int] = {}
    for school, standing in found.order_by().values_list("school_id", "school__continued_by_id"):
        counted[standing or school] = counted.get(standing or school, 0) + 1
    return counted


def picture(load: SchoolLoad) -> Drawing:
    title = f"Asked of {load.school} in {years.label(load.academic_year)}"
    cells = zip(NAMES, SHORT, load.loads, load.is_over, strict=True)
    return heat(
        Heat(
            f"asked-{load.school.pk}",
            title,
            tuple(
                Box(name, short, f"{each.total:.1f}", each.level(load.limits), is_over)
                for name, short, each, is_over in cells
            ),
        )
    )


def figures(load: SchoolLoad) -> tuple[str, ...]:
    """ "9.5, Amber" for each half-term."""
    return tuple(f"{each.total:.1f}, {each.level(load.limits).capitalize()}" for each in load.loads)


def fullest(load: SchoolLoad) -> str:
    """ "9.5, Amber": of the half-terms to come."""
    return f"{load.highest.total:.1f}, {load.level.capitalize()}"


def what(load: SchoolLoad) -> str:
    """ "2 programmes and 1 other initiative"."""
    n_declared = sum(bool(each.initiative) for each in load.asked)
    parts = []
    if n := len(load.asked) - n_declared:
        parts.append(words.count(n, "programme"))
    if n_declared:
        parts.append(words.count(n_declared, "other initiative"))
    return words.listed(parts) if parts else "Nothing that we know of"


def remarks(load: SchoolLoad) -> list[str]:
    """What must be known with a figure: each a sentence."""
    said = [SAID[load.clash]] if load.clash else []
    if not load.is_answered:
        said.append("Not asked this year about other initiatives.")
    if n := sum(each.asking.days is None for each in load.asked):
        said.append(f"Of {n} of them nobody has said how many days.")
    if not load.is_size_known:
        said.append(f"Size not known: counted as {load.limits.usual_pupils} pupils.")
    return said

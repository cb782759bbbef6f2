"""The register of specialists as a spreadsheet: by the forms and actions of its pages."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from leadwell.accounts.models import User
from leadwell.lib import academic_year as years
from leadwell.lib import codes
from leadwell.lib.spreadsheet import Column, Kind, Part, Value
from leadwell.people import access as people
from leadwell.people.models import Person
from leadwell.people.spreadsheets.listing import Change, Line, Listing, Plan
from leadwell.people.spreadsheets.row import AskedRow
from leadwell.prepare.deploying.register import access, actions, rules
from leadwell.prepare.deploying.register.forms import (
    CheckForm,
    DaysForm,
    FactsForm,
    TrainingsForm,
    training_line,
)
from leadwell.prepare.models import Context, DaysAvailable, Specialist
from leadwell.programmes.models import Programme
from leadwell.programmes.models.intensity import HALF_TERMS

BETWEEN = "; "
CONTEXTS = {label.partition(":")[0]: value for value, label in Context.choices}
SEVERAL = ("subjects", "specialisms")
FACTS = (
    "phases", *SEVERAL, "contexts", "based_at", "designation", "n_trained", "observed_on",
    "references",
)  # fmt: skip
CHECK = ("checked_on", "checked_until", "checked_by")
DAYS = tuple(f"half_term_{n}" for n in range(1, len(HALF_TERMS) + 1))
NOBODY = (
    "Nobody with this address has a place among the specialists of your hubs and no line yet. Give "
    "the place first."
)
FIXED = {"email": "Somebody else is another row: add it without a key."}


def columns(programme: Programme) -> tuple[Column, ...]:
    """The half-terms are named with their year, so that a list of last year is not taken for this."""
    return columns_of(years.of(people.today()))


def columns_of(academic_year: int) -> tuple[Column, ...]:
    year = years.label(academic_year)
    return (
        Column("name", "Specialist", Kind.TEXT, Part.SHOWN, 24),
        Column("home", "Works at", Kind.TEXT, Part.SHOWN, 28),
        Column("email", "E-mail address", Kind.TEXT, Part.FIXED, 28,
               hint="Of somebody with a place among the specialists of a hub."),
        Column("phases", "Phases", width=22, hint="Such as Primary; Secondary."),
        Column("subjects", "Subjects", width=22, hint="As programmes call them, with ; between."),
        Column("specialisms", "Specialisms", width=30, hint="With ; between."),
        Column("contexts", "Kinds of school they know", width=30,
               hint=f"Any of: {BETWEEN.join(CONTEXTS)}."),
        Column("based_at", "URN they set out from", Kind.CODE, width=12,
               hint="Only where it is not their own school."),
        Column("designation", "How designated", width=30),
        Column("trainings", "Sessions for trainers, with their days", width=40,
               hint="Day first, with ; between: 2026-10-01 Coaching, day 1."),
        Column("n_trained", "Sessions for trainers on days not known", Kind.NUMBER, width=12),
        Column("observed_on", "Observed at work on", Kind.DAY, width=13),
        Column("references", "Who speaks for their work", width=30),
        Column("checked_on", "Check seen on", Kind.DAY, width=13,
               hint="Not the certificate, nor its number."),
        Column("checked_until", "Check counts until", Kind.DAY, width=13),
        Column("checked_by", "Who saw it", width=24),
        *(
            Column(key, f"Days, {name} {year}", Kind.NUMBER, width=12)
            for key, name in zip(DAYS, HALF_TERMS, strict=True)
        ),
    )  # fmt: skip


def lines(user: User, programme: Programme, on: date) -> list[Line]:
    """Every line of the programme that this person keeps, A to Z; their own is not among them."""
    there = access.others_kept_in(user, programme, on=on).at_hand()
    mine = list(there.prefetch_related("trainings").order_by("person__name", "pk"))
    known: dict[int, dict[int, Decimal]] = {}
    rows = DaysAvailable.objects.filter(specialist__in=mine, academic_year=years.of(on))
    for pk, half_term, days in rows.values_list("specialist", "half_term", "days"):
        known.setdefault(pk, {})[half_term] = days
    phases = _phases(on)
    return [_line(one, known.get(one.pk, {}), phases) for one in mine]


def plan(user: User, programme: Programme, changes: Sequence[Change], on: date) -> Plan:
    made = Plan()
    titles = {column.key: column.title for column in columns(programme)}
    waiting = {
        role.person.email.casefold(): role.person
        for role in access.to_register_for(user).select_related("person")
        if role.person.email
    }
    for change in changes:
        asked = _Asked(change, titles, on)
        if change.line:
            asked.change_line(change.line.thing)
        else:
            asked.register(waiting.get(str(change.values["email"]).casefold()))
        made.problems += asked.problems
        if not asked.problems:
            made.doings += asked.doings
    return made


Step = Callable[[Specialist, User, datetime], object]


class _Asked(AskedRow):
    """What one row asks for: cleaned by the forms of the pages, done by their actions in turn."""

    def __init__(self, change: Change, titles: Mapping[str, str], on: date) -> None:
        super().__init__(change, titles)
        self.on = on
        self.steps: list[Step] = []

    def change_line(self, specialist: Specialist) -> None:
        changed = self.change.changed
        if changed & set(FACTS):
            facts = self._facts(Specialist.objects.get(pk=specialist.pk))
            self.steps.append(
                lambda one, by, at: actions.change(specialist=one, by=by, at=at, **facts)
            )
        if "trainings" in changed:
            self._trainings()
        if changed & set(CHECK):
            self._check()
        if changed & set(DAYS):
            self._days()
        self.do(lambda by, at: self._go_through(specialist, by, at))

    def register(self, person: Person | None) -> None:
        if person is None:
            self.problem("email", NOBODY)
            return
        facts = self._facts(Specialist(person=person))
        if self._says(("trainings",)):
            self._trainings()
        if self._says(CHECK):
            self._check()
        if self._says(DAYS):
            self._days()
        self.do(
            lambda by, at: self._go_through(
                actions.register(person=person, by=by, at=at, **facts), by, at
            )
        )

    def _go_through(self, one: Specialist, by: User, at: datetime) -> None:
        for step in self.steps:
            step(one, by, at)

    def _facts(self, instance: Specialist) -> dict[str, Any]:
        said = self._data(*FACTS)
        said |= {key: "\n".join(_parts(said[key])) for key in SEVERAL}
        said["phases"] = self._codes("phases", _phases(self.on))
        said["contexts"] = self._codes("contexts", CONTEXTS)
        said["n_trained"] = said["n_trained"] or "0"
        form = FactsForm(said, instance=instance, today=self.on)
        self.add(form)
        return {} if self.problems else form.facts

    def _trainings(self) -> None:
        said = {"trainings": "\n".join(_parts(str(self.change.values["trainings"])))}
        form = TrainingsForm(said, today=self.on)
        self.add(form)
        if not self.problems:
            trainings = form.cleaned_data["trainings"]
            self.steps.append(
                lambda one, by, at: actions.say_trainings(
                    specialist=one, trainings=trainings, by=by, at=at
                )
            )

    def _check(self) -> None:
        form = CheckForm(self._data(*CHECK), today=self.on)
        self.add(form)
        if not self.problems:
            seen = dict(form.cleaned_data)
            self.steps.append(
                lambda one, by, at: actions.say_checked(specialist=one, by=by, at=at, **seen)
            )

    def _days(self) -> None:
        form = DaysForm(self._data(*DAYS), academic_year=years.of(self.on), known={})
        self.add(form)
        if not self.problems:
            year, days = years.of(self.on), form.days
            self.steps.append(
                lambda one, by, at: actions.say_days(
                    specialist=one, academic_year=year, days=days, by=by, at=at
                )
            )

    def _codes(self, key: str, known: Mapping[str, str]) -> list[str]:
        """Names to what they are kept as; of one that is not known, a problem."""
        by_name = {name.casefold(): code for name, code in known.items()}
        found = []
        for part in _parts(str(self.change.values[key])):
            if code := by_name.get(part.casefold()):
                found.append(code)
            else:
                self.problem(key, f"“{part[:40]}” is none of: {BETWEEN.join(known)}.")
        return found

    def _data(self, *keys: str) -> dict[str, Any]:
        """As a browser would send it."""
        return {key: _text(self.change.values[key]) for key in keys}

    def _says(self, keys: Sequence[str]) -> bool:
        return any(self.change.values[key] != "" for key in keys)


def _parts(text: str) -> list[str]:
    return [part for each in text.split(BETWEEN.strip()) if (part := " ".join(each.split()))]


def _text(value: Value) -> str:
    """A number without a needless point: a school's URN, and days in quarters."""
    if isinstance(value, float):
        return f"{Decimal(str(value)).normalize():f}"
    return str(value)


def _phases(on: date) -> dict[str, str]:
    return {name: code for code, name in codes.choices("phase", on=on)}


def _line(one: Specialist, days: Mapping[int, Decimal], phases: Mapping[str, str]) -> Line:
    names = {code: name for name, code in phases.items()}
    kinds = {code: name for name, code in CONTEXTS.items()}
    values: dict[str, Value] = {
        "name": str(one), "home": str(one.home or ""), "email": one.person.email,
        "phases": BETWEEN.join(names.get(each, each) for each in one.phases),
        "subjects": BETWEEN.join(one.subjects), "specialisms": BETWEEN.join(one.specialisms),
        "contexts": BETWEEN.join(kinds[each] for each in one.contexts),
        "based_at": str(one.based_at.urn) if one.based_at else "",
        "designation": one.designation, "n_trained": float(one.n_trained),
        "observed_on": one.observed_on or "", "references": one.references,
        "checked_on": one.checked_on or "", "checked_until": one.checked_until or "",
        "checked_by": one.checked_by,
        "trainings": BETWEEN.join(training_line(each) for each in one.trainings.all()),
    }  # fmt: skip
    values |= {key: float(days[n]) if n in days else "" for n, key in enumerate(DAYS, 1)}
    return Line(one.pk, str(one), values, one, (one.person_id,))


SPECIALISTS = Listing(
    key="specialists",
    title="Register of specialists",
    noun="specialist",
    address="prepare:specialists-spreadsheet",
    back="reporting:programme",
    lede="What each can do, that a check was seen, and days in each half-term can be changed, and people "
    "put on the register who have a place among specialists. Credentials and interests are said on "
    "their pages.",
    may=rules.may_keep,
    columns=columns,
    lines=lines,
    plan=plan,
    is_blank=lambda values: not any(value not in ("", 0) for value in values.values()),
    describe=lambda values: str(values["email"]),
    fixed=FIXED,
)

"""How one thing led to the next: note of visit, agreed action, decision, next note. From either
end, and to each reader only what is open to them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from leadwell.accounts.models import User
from leadwell.deliver.models import Note, NoteAction
from leadwell.deliver.models.note import NoteQuerySet
from leadwell.deliver.notes import access as noting
from leadwell.govern.boards import access as deciding
from leadwell.govern.boards.lists import DecisionLine
from leadwell.govern.models import Decision
from leadwell.govern.models.decision import DecisionQuerySet
from leadwell.govern.placing import placed_decisions
from leadwell.people.phrased import asked
from leadwell.people.placing import at_hand
from leadwell.prepare import access as agreeing
from leadwell.prepare.models import AgreedAction
from leadwell.programmes.models import Enrolment
from leadwell.web.templatetags.leadwell import day, day_and_year


@dataclass(frozen=True, slots=True)
class Step:
    """One step. when: what it is, and its day. text: what it says; "" where that is not for the
    reader. url: "" where the reader may not open it. after: how far it is."""

    when: str
    text: str
    url: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Chain:
    """Steps in order of time."""

    steps: tuple[Step, ...]

    @property
    def n(self) -> int:
        return len(self.steps)


@dataclass(frozen=True, slots=True)
class Seen:
    """What of one school's work a reader may know. dated: notes they may know of, oldest first;
    opened: those of them they read. agreed: actions by the note that agreed them, in its words."""

    on: date
    dated: tuple[Note, ...]
    opened: frozenset[int]
    agreed: tuple[NoteAction, ...]
    actions: frozenset[int]
    decisions: tuple[Decision, ...]

    def note(self, pk: int | None) -> Note | None:
        return next((note for note in self.dated if note.pk == pk), None)

    def decisions_on(self, action: AgreedAction) -> list[Decision]:
        return [one for one in self.decisions if action.pk in (one.about_id, one.action_id)]

    def origin(self, action: AgreedAction) -> NoteAction | None:
        return next((one for one in self.agreed if one.action_id == action.pk), None)

    def next_after(self, day_of: date) -> Note | None:
        return next((note for note in self.dated if note.visit.on > day_of), None)


def seen(user: User, enrolment: Enrolment, on: date) -> Seen:
    """A constant number of queries, however much there is. Notes of which somebody knows neither words nor date are
    not there at all."""
    dated = asked(_dated, user, on, enrolment.pk)
    at_hand(at_hand(dated, "visit"), "enrolment", [enrolment])
    agreed = asked(_agreed, user, on, enrolment.pk)
    at_hand(agreed, "version", at_hand(dated, "shown"))
    decisions = asked(_decided, user, on, enrolment.pk)
    at_hand(decisions, "enrolment", [enrolment])
    placed_decisions(decisions)
    at_hand(decisions, "about", at_hand(agreed, "action"))
    at_hand(decisions, "action")
    return Seen(
        on=on,
        dated=tuple(dated),
        opened=frozenset(pk for (pk,) in asked(_opened, user, on, enrolment.pk)),
        agreed=tuple(agreed),
        actions=frozenset(pk for (pk,) in asked(_planned, user, on, enrolment.pk)),
        decisions=tuple(decisions),
    )


def _dated(user: User, on: date, enrolment: int) -> NoteQuerySet:
    known = noting.states_for(user).filter(visit__enrolment=enrolment, shown__isnull=False)
    return known.order_by("visit__on", "pk")


def _agreed(user: User, on: date, enrolment: int) -> QuerySet[NoteAction]:
    """By every note of the school, whoever asks: what may be said of it is decided where it is."""
    return NoteAction.objects.filter(version__shown_by__visit__enrolment=enrolment)


def _opened(user: User, on: date, enrolment: int) -> QuerySet[Note, Any]:
    mine = noting.notes_for(user).filter(visit__enrolment=enrolment, shown__isnull=False)
    return mine.order_by().values_list("pk")


def _planned(user: User, on: date, enrolment: int) -> QuerySet[AgreedAction, Any]:
    plan = agreeing.actions_for(user).filter(enrolment=enrolment)
    return plan.order_by().values_list("pk")


def _decided(user: User, on: date, enrolment: int) -> DecisionQuerySet:
    mine = deciding.decisions_for(user).filter(enrolment=enrolment)
    return mine.order_by("decided_on", "pk")


def of_note(known: Seen, note: Note) -> tuple[Chain, ...]:
    """One for each action agreed in it, and for each decision that stands on it alone."""
    actions = [one.action for one in known.agreed if one.version.note_id == note.pk]
    numbers = {action.pk for action in actions}
    alone = [
        one for one in known.decisions if one.note_id == note.pk and one.about_id not in numbers
    ]
    chains = [of_action(known, action) for action in actions]
    return tuple(chain for found in chains for chain in found) + tuple(
        of_decision(known, decision) for decision in alone
    )


def of_action(known: Seen, action: AgreedAction) -> tuple[Chain, ...]:
    """One for each decision about it; one all the same where there is none."""
    return tuple(
        Chain(tuple(_steps(known, action=action, decision=decision)))
        for decision in known.decisions_on(action) or (None,)
    )


def of_decision(known: Seen, decision: Decision) -> Chain:
    return Chain(tuple(_steps(known, action=decision.about, decision=decision)))


def of_school(known: Seen) -> tuple[Chain, ...]:
    """What is open: decisions, the one due soonest first, then late actions no decision is about."""
    decisions = sorted((one for one in known.decisions if one.is_open), key=lambda one: one.due_on)
    raised = {pk for one in known.decisions for pk in (one.about_id, one.action_id)}
    late = [
        one.action
        for one in known.agreed
        if one.action.is_open and one.action.due_on < known.on and one.action_id not in raised
    ]
    chains = [of_decision(known, one) for one in decisions]
    chains += [chain for action in late for chain in of_action(known, action)]
    return tuple(chain for chain in chains if chain.n > 1)


def _steps(
    known: Seen, *, action: AgreedAction | None, decision: Decision | None
) -> Iterator[Step]:
    origin = known.origin(action) if action else None
    number = origin.version.note_id if origin else decision.note_id if decision else None
    note = known.note(number)
    if note:
        yield _note(known, note, "Note of visit")
    asked = decision.action if decision and decision.action_id else None
    if action and action != asked:
        yield from _action(known, action, "Agreed action")
    if decision:
        yield _decision(known, decision)
        yield from _answer(known, decision)
    last = decision.decided_on if decision else note.visit.on if note else None
    if last and (following := known.next_after(last)):
        yield _note(known, following, "Next note")


def _note(known: Seen, note: Note, called: str) -> Step:
    """Its date to whoever may know of it; its place to whoever reads it."""
    return Step(
        f"{called}, {day(note.visit.on)}",
        "Read it" if note.pk in known.opened else "",
        note.get_absolute_url() if note.pk in known.opened else "",
        note.get_state_display(),
    )


def _action(known: Seen, action: AgreedAction, called: str) -> Iterator[Step]:
    """In the list's words to whoever sees the list; to who reads the note, in the note's."""
    when = f"{called}, due {day(action.due_on)}"
    far = action.get_state_display()
    if action.pk in known.actions:
        yield Step(when, action.what, action.get_absolute_url(), far)
        return
    origin = known.origin(action)
    if origin and origin.version.note_id in known.opened:
        yield Step(when, origin.what, after=far)


def _decision(known: Seen, decision: Decision) -> Step:
    return Step(
        f"Decision, {day(decision.decided_on)}",
        decision.text,
        decision.get_absolute_url(),
        DecisionLine(decision, known.on).how_far,
    )


def _answer(known: Seen, decision: Decision) -> Iterator[Step]:
    """What the school agreed for it, or is asked to agree."""
    if decision.action:
        found = tuple(_action(known, decision.action, "Agreed for it"))
        agreed_on = decision.action.agreed_on
        yield from found or (Step(f"Agreed for it, {day_and_year(agreed_on)}", ""),)
    elif decision.is_waiting:
        yield Step("Asked of the school", decision.asks_for, after="Not agreed yet")

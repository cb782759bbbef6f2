"""Making a version of what was written: within the action that shares a note."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from uuid import uuid5

from django.core.exceptions import PermissionDenied

from leadwell.accounts.models import User
from leadwell.deliver import actions as visits
from leadwell.deliver.models import (
    Note,
    NoteAction,
    NoteActivity,
    NoteAnswer,
    NoteIngredient,
    NoteInView,
    NoteRisk,
    NoteVersion,
    Visit,
)
from leadwell.deliver.models.version import ASPECTS
from leadwell.deliver.notes.content import Agreed, Answer, Content
from leadwell.deliver.notes.hashing import Whole, sha256
from leadwell.prepare import actions as prepare
from leadwell.prepare.models import AgreedAction, Origin, ProgressSaid
from leadwell.prepare.needs import of as needs_of
from leadwell.programmes.models import Enrolment

TAKEN_OUT = "Taken out of the note before it was signed"
TAKEN_BACK = "The note was taken back before anybody read it"
UNANSWERED = (
    "“{}” is under way at this school and not answered yet. Say under “Since last time” how it "
    "goes, and share the note then."
)


def open_actions(visit: Visit, note: Note | None) -> list[AgreedAction]:
    """What is to be answered in the note of a visit: all that is under way, but for what the note
    itself agreed in an earlier version."""
    found = visit.enrolment.actions.open().order_by("due_on", "pk").select_related("owner")
    if note and note.shown_id:
        found = found.exclude(agreed_in__version__note=note)
    return list(found)


def version_of(note: Note, content: Content, *, number: int, by: User, at: datetime) -> NoteVersion:
    """What came of the visit, kept in all its places: a version, what was said of earlier actions,
    the new ones, the next visit."""
    version = _version(note, content, number=number, by=by, at=at)
    whole = Whole(
        version,
        people_met=tuple(content.people_met),
        activities=tuple(
            NoteActivity(version=version, what=what, minutes=minutes)
            for what, minutes in content.activities.items()
        ),
        ingredients=tuple(
            NoteIngredient(
                version=version, ingredient_id=one.ingredient, level=one.level,
                n_classes=one.n_classes, n_visited=content.n_classes,
            )
            for one in content.observed
        ),
        answers=_answers(note, content, version, by=by, at=at),
        agreed=_agreed(note, content, version, by=by, at=at),
        in_view=tuple(_in_view(content, version)),
    )  # fmt: skip
    version.sha256 = sha256(whole)
    version.save(force_insert=True)
    NoteInView.objects.bulk_create(whole.in_view)
    version.people_met.set(content.people_met)
    NoteActivity.objects.bulk_create(whole.activities)
    NoteIngredient.objects.bulk_create(whole.ingredients)
    NoteAnswer.objects.bulk_create(whole.answers)
    NoteAction.objects.bulk_create(whole.agreed)
    if content.risk:
        NoteRisk.objects.create(
            version=version, text=content.risk.text, is_for_school=content.risk.is_for_school
        )
    return version


def _version(note: Note, content: Content, *, number: int, by: User, at: datetime) -> NoteVersion:
    stands = {
        name: value
        for aspect in ASPECTS
        for name, value in (
            (aspect, content.stands[aspect].rag),
            (f"{aspect}_reason", content.stands[aspect].reason),
        )
    }
    return NoteVersion(
        note=note, number=number, shared_at=at, shared_by=by.person, purpose=content.purpose,
        gap_task=content.gap_task, gap_task_note=content.gap_task_note,
        n_classes=content.n_classes, seen=content.seen, adaptations=content.adaptations,
        changes_ingredient=content.changes_ingredient, strengths=list(content.strengths),
        readiness=list(content.readiness), readiness_note=content.readiness_note,
        next_on=content.next_on, next_focus=content.next_focus,
        active_seconds=content.active_seconds, **stands,
    )  # fmt: skip


def _in_view(content: Content, version: NoteVersion) -> Iterator[NoteInView]:
    for pk, says in content.in_view.priorities.items():
        yield NoteInView(version=version, priority_id=pk, says=says)
    for pk, says in content.in_view.ingredients.items():
        yield NoteInView(version=version, ingredient_id=pk, says=says)


def _answers(
    note: Note, content: Content, version: NoteVersion, *, by: User, at: datetime
) -> tuple[NoteAnswer, ...]:
    """Each of the open ones is answered. What a former version said and nothing has changed since
    stands; what it ended is carried on."""
    asked = {action.pk: action for action in open_actions(note.visit, note)}
    given = {answer.action: answer for answer in content.answers}
    for pk, action in asked.items():
        if pk not in given:
            raise PermissionDenied(UNANSWERED.format(action.what))
    before = _said_before(note)
    said = {pk: one for pk, one in before.items() if pk not in asked}
    for pk, action in asked.items():
        said[pk] = _say(action, given[pk], before.get(pk), by=by, at=at)
    return tuple(
        NoteAnswer(version=version, action_id=pk, said=one, for_aspects=_aspects(content, str(pk)))
        for pk, one in said.items()
    )


def _said_before(note: Note) -> dict[int, ProgressSaid]:
    if not note.shown_id:
        return {}
    answers = NoteAnswer.objects.filter(version=note.shown_id).select_related("said")
    return {one.action_id: one.said for one in answers}


def _say(
    action: AgreedAction, answer: Answer, before: ProgressSaid | None, *, by: User, at: datetime
) -> ProgressSaid:
    if before and (before.how, before.text) == (answer.how, answer.text):
        return before
    prepare.say_progress(action=action, how=answer.how, text=answer.text, by=by, at=at)
    return action.said.latest("pk")


def _agreed(
    note: Note, content: Content, version: NoteVersion, *, by: User, at: datetime
) -> tuple[NoteAction, ...]:
    """Into the school's one list of actions: new ones are agreed, those of a former version change
    with it, and what is no longer among them is dropped."""
    known = _agreed_before(note)
    kept = {one.known for one in content.agreed if one.known}
    for pk, action in known.items():
        if pk not in kept and action.is_open:
            prepare.drop_action(action=action, because=TAKEN_OUT, by=by, at=at)
    rows = []
    for n, one in enumerate(content.agreed, start=1):
        action = _agree(note.enrolment, one, known, by=by, at=at)
        rows.append(
            NoteAction(
                version=version,
                action=action,
                what=one.what,
                owner=action.owner,
                due_on=one.due_on,
                for_aspects=_aspects(content, f"new-{n}"),
                **one.needs.as_fields,
            )
        )
    return tuple(rows)


def drop_agreed(note: Note, *, by: User, at: datetime) -> None:
    """What the note had agreed is not agreed after all."""
    for action in _agreed_before(note).values():
        if action.is_open:
            prepare.drop_action(action=action, because=TAKEN_BACK, by=by, at=at)


def _agreed_before(note: Note) -> dict[int, AgreedAction]:
    if not note.shown_id:
        return {}
    rows = NoteAction.objects.filter(version=note.shown_id).select_related("action__owner")
    return {row.action_id: row.action for row in rows}


def _agree(
    enrolment: Enrolment, one: Agreed, known: Mapping[int, AgreedAction], *, by: User, at: datetime
) -> AgreedAction:
    if one.known is None:
        return prepare.agree_action(
            enrolment=enrolment, what=one.what, owner=one.owner, due_on=one.due_on,
            support=one.support, needs=one.needs, origin=Origin.VISIT, by=by, at=at,
        )  # fmt: skip
    action = known[one.known]
    if action.is_open:
        if (action.what, action.due_on, action.support, needs_of(action)) != (
            one.what, one.due_on, list(one.support), one.needs
        ):  # fmt: skip
            prepare.change_action(
                action=action, what=one.what, due_on=one.due_on, support=list(one.support),
                by=by, at=at, **one.needs.as_fields,
            )  # fmt: skip
        if one.owner != action.owner:
            prepare.give_action(action=action, owner=one.owner, by=by, at=at)
    return AgreedAction.objects.select_related("owner").get(pk=action.pk)


def _aspects(content: Content, action: str) -> list[str]:
    return [aspect for aspect in ASPECTS if content.stands[aspect].action == action]


def plan_next(note: Note, content: Content, *, by: User, at: datetime) -> None:
    """The next visit, unless one is planned for that day."""
    if content.next_on is None:
        return
    visit = note.visit
    there = Visit.objects.to_come().filter(
        enrolment=visit.enrolment, specialist=visit.specialist, on=content.next_on
    )
    if not there.exists():
        visits.plan_next_visit(
            sent_id=uuid5(visit.sent_id, content.next_on.isoformat()), enrolment=visit.enrolment, specialist=visit.specialist,
            on=content.next_on, days=visit.days, purpose=content.next_focus, by=by, at=at,
        )  # fmt: skip

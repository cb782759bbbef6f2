"""A version back into the words of the form: to be changed and shared anew, or taken back."""

from datetime import datetime

from leadwell.accounts.acting import acting_as
from leadwell.accounts.models import User
from leadwell.deliver.models import Note, NoteRisk, NoteVersion
from leadwell.deliver.models.version import ASPECTS
from leadwell.deliver.notes.parts import PARTS
from leadwell.deliver.notes.parts.following import HUB, SCHOOL
from leadwell.deliver.notes.parts.in_view import VIEW_ASKED
from leadwell.people import access
from leadwell.people.drafts.actions import Device, drop_draft, keep_draft
from leadwell.people.drafts.words import Words
from leadwell.prepare import needs

YES = "on"


def words_of(version: NoteVersion) -> dict[str, Words]:
    """By the slug of the part: what its author would have typed."""
    return {
        "before": _before(version),
        "done": _done(version),
        "seen": _seen(version),
        "agreed": _agreed(version),
        "standing": _standing(version),
        "following": _following(version),
    }


def give_back(version: NoteVersion, *, by: User, at: datetime) -> None:
    """Its words as its author's draft again, but for parts of which there is a newer draft. What it
    agreed is agreed anew when it is shared."""
    about, said = version.note.visit_id, words_of(version)
    with acting_as(by.pk):
        for part in PARTS:
            if access.drafts_for(by).of(part.draft, about).exists():
                continue
            words = said[part.slug].items()
            kept = {name: value for name, value in words if not name.endswith("-known")}
            keep_draft(
                form=part.draft, about=about, words=kept, base=0, device=Device("taken back"),
                by=by, at=at,
            )  # fmt: skip


def drop_drafts(note: Note, *, by: User) -> None:
    """They are shared now."""
    with acting_as(by.pk):
        for part in PARTS:
            drop_draft(form=part.draft, about=note.visit_id, by=by)


def _before(version: NoteVersion) -> Words:
    words: Words = {"gap_task": version.gap_task, "gap_task_note": version.gap_task_note}
    for one in version.answers.select_related("said"):
        words[f"how-{one.action_id}"] = one.said.how
        words[f"text-{one.action_id}"] = one.said.text
    return words


def _done(version: NoteVersion) -> Words:
    met = version.people_met.values_list("pk", flat=True)
    words: Words = {
        "purpose": version.purpose,
        "purpose_was": version.note.visit.purpose,
        "days": str(version.note.visit.days),
        "people_met": [str(pk) for pk in met],
    }
    if in_view := list(version.in_view.all()):
        words[VIEW_ASKED] = YES
        words["priorities"] = [str(one.priority_id) for one in in_view if one.priority_id]
        words["ingredients"] = [str(one.ingredient_id) for one in in_view if one.ingredient_id]
    for one in version.activities.all():
        words[f"minutes-{one.what}"] = str(one.minutes)
    return words


def _seen(version: NoteVersion) -> Words:
    words: Words = {
        "seen": version.seen,
        "n_classes": _chosen(version.n_classes),
        "adaptations": version.adaptations,
    }
    if version.changes_ingredient:
        words["changes_ingredient"] = YES
    for one in version.ingredients.all():
        words[f"level-{one.ingredient_id}"] = one.level
        words[f"classes-{one.ingredient_id}"] = _chosen(one.n_classes)
    for n, strength in enumerate(version.strengths, start=1):
        words[f"strength-{n}"] = strength
    return words


def _chosen(n: int) -> str:
    """None is what nobody chose."""
    return str(n) if n else ""


def _agreed(version: NoteVersion) -> Words:
    words: Words = {}
    for n, one in enumerate(version.agreed.select_related("action"), start=1):
        words[f"a{n}-known"] = str(one.action_id)
        words[f"a{n}-what"] = one.what
        words[f"a{n}-owner"] = str(one.owner_id)
        words[f"a{n}-due_on"] = one.due_on.isoformat()
        words[f"a{n}-support"] = list(one.action.support)
        for name in needs.FIELDS:
            said = getattr(one.action, name)
            words[f"a{n}-{name}"] = "" if said is None else f"{said.normalize():f}"
    return words


def _standing(version: NoteVersion) -> Words:
    words: Words = {}
    agreed = list(version.agreed.all())
    answers = list(version.answers.all())
    for aspect in ASPECTS:
        words[aspect] = getattr(version, aspect)
        words[f"{aspect}-reason"] = getattr(version, f"{aspect}_reason")
        for n, one in enumerate(agreed, start=1):
            if aspect in one.for_aspects:
                words[f"{aspect}-action"] = f"new-{n}"
        for answer in answers:
            if aspect in answer.for_aspects:
                words[f"{aspect}-action"] = str(answer.action_id)
    return words


def _following(version: NoteVersion) -> Words:
    words: Words = {
        "next_focus": version.next_focus,
        "readiness": list(version.readiness),
        "readiness_note": version.readiness_note,
    }
    if version.next_on:
        words["next_on"] = version.next_on.isoformat()
    else:
        words["is_last"] = YES
    if risk := NoteRisk.objects.filter(version=version).first():
        words["risk"] = risk.text
        words["risk_for"] = SCHOOL if risk.is_for_school else HUB
    return words

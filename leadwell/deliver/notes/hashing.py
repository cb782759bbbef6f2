"""The hash of all that a version says: what a signature is under."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from leadwell.deliver.models import (
    NoteAction,
    NoteActivity,
    NoteAnswer,
    NoteIngredient,
    NoteInView,
    NoteVersion,
)

FIELDS = (
    "note_id", "number", "purpose", "gap_task", "gap_task_note", "n_classes", "seen",
    "adaptations", "changes_ingredient", "strengths", "engagement", "engagement_reason",
    "implementation", "implementation_reason", "impact", "impact_reason", "readiness",
    "readiness_note", "next_on", "next_focus",
)  # fmt: skip


NEEDS = ("support_days", "cover_days", "cost_gbp")


@dataclass(frozen=True, slots=True)
class Whole:
    """A version with its parts, kept already or not yet. people_met: their numbers."""

    version: NoteVersion
    people_met: tuple[int, ...]
    activities: tuple[NoteActivity, ...]
    ingredients: tuple[NoteIngredient, ...]
    answers: tuple[NoteAnswer, ...]
    agreed: tuple[NoteAction, ...]
    in_view: tuple[NoteInView, ...] = ()


def whole(version: NoteVersion) -> Whole:
    """As it is kept."""
    return Whole(
        version,
        tuple(version.people_met.values_list("pk", flat=True)),
        tuple(version.activities.all()),
        tuple(version.ingredients.all()),
        tuple(version.answers.select_related("said")),
        tuple(version.agreed.all()),
        tuple(version.in_view.all()),
    )


def sha256(of: Whole) -> str:
    """64 hex digits, the same for the same words. The hub's own line is no part of it: nobody at
    the school signs what they do not read."""
    said = {
        **{name: _plain(getattr(of.version, name)) for name in FIELDS},
        "people_met": sorted(of.people_met),
        "activities": sorted([one.what, one.minutes] for one in of.activities),
        "ingredients": sorted(
            [one.ingredient_id, one.level, one.n_classes, one.n_visited] for one in of.ingredients
        ),
        "answers": sorted(
            [one.action_id, one.said.how, one.said.text, *sorted(one.for_aspects)]
            for one in of.answers
        ),
        "agreed": sorted(_agreed(of.agreed)),
        **_in_view(of.in_view),
    }
    text = json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _in_view(things: Iterable[NoteInView]) -> dict[str, Any]:
    """Nothing where nothing was kept of it: a note of before has the hash it had."""
    said = sorted(
        ["ingredient", one.ingredient_id, one.says]
        if one.priority_id is None
        else ["priority", one.priority_id, one.says]
        for one in things
    )
    return {"in_view": said} if said else {}


def _agreed(actions: Iterable[NoteAction]) -> Iterable[list[Any]]:
    for one in actions:
        day = one.due_on.isoformat()
        yield [one.action_id, one.what, one.owner_id, day, *sorted(one.for_aspects), *_needs(one)]


def _needs(action: NoteAction) -> Iterable[list[str]]:
    """Nothing where nothing was said: a note of before this was kept has the hash it had. By two
    decimals, whichever way a number was written."""
    said = [(name, getattr(action, name)) for name in NEEDS]
    yield from ([name, f"{value:.2f}"] for name, value in said if value is not None)


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value

"""What a note says, as a form has cleaned it and before it is kept."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from leadwell.deliver.models import GapTask, NoteIngredient, Rag
from leadwell.people.models import Person
from leadwell.people.roles.actions import Newcomer
from leadwell.prepare.models import ProgressSaid
from leadwell.prepare.needs import NOTHING, Needs


@dataclass(frozen=True, slots=True)
class InView:
    """What of the plan and the programme a visit was about: their numbers, and how each reads."""

    priorities: Mapping[int, str] = field(default_factory=dict)
    ingredients: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Answer:
    """How an earlier action goes. action: its number."""

    action: int
    how: ProgressSaid.How
    text: str = ""


@dataclass(frozen=True, slots=True)
class Observed:
    """How far an active ingredient was seen. n_classes: of those visited."""

    ingredient: int
    level: NoteIngredient.Level
    n_classes: int = 0


@dataclass(frozen=True, slots=True)
class Agreed:
    """An action agreed on the visit. known: its number, where an earlier version agreed it."""

    what: str
    owner: Person | Newcomer
    due_on: date
    support: tuple[str, ...] = ()
    needs: Needs = NOTHING
    known: int | None = None


@dataclass(frozen=True, slots=True)
class Stand:
    """One of the three colours. action: what is done about it: the number of an earlier action,
    or "new-1" for the first of those agreed now; "" where nothing need be done."""

    rag: Rag
    reason: str = ""
    action: str = ""


@dataclass(frozen=True, slots=True)
class Risk:
    text: str
    is_for_school: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """One whole note. stands: by aspect. activities: minutes by the code of the activity.
    days: how long the visit was. next_on: None after the last visit."""

    answers: tuple[Answer, ...]
    gap_task: GapTask
    gap_task_note: str = ""
    purpose: str
    days: Decimal
    in_view: InView = field(default_factory=InView)
    people_met: tuple[int, ...] = ()
    activities: Mapping[str, int]
    seen: str
    n_classes: int = 0
    observed: tuple[Observed, ...] = ()
    adaptations: str = ""
    changes_ingredient: bool = False
    strengths: tuple[str, ...]
    agreed: tuple[Agreed, ...]
    stands: Mapping[str, Stand]
    readiness: tuple[str, ...] = ()
    readiness_note: str = ""
    risk: Risk | None = None
    next_on: date | None
    next_focus: str
    active_seconds: int = field(default=0)

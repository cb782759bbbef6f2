"""What merging somebody would move, before it is done."""

from dataclasses import dataclass

from leadwell.people.models import Person
from leadwell.prepare.merging.access import actions_of
from leadwell.prepare.merging.actions import FACTS
from leadwell.prepare.models import AgreedAction
from leadwell.web.templatetags.leadwell import day_and_year


@dataclass(frozen=True, slots=True)
class Preview:
    """moves: each action, and how far it is. facts: what whoever stays is given."""

    named: Person
    known: Person
    moves: tuple[AgreedAction, ...]
    facts: tuple[str, ...]

    @property
    def lines(self) -> list[tuple[str, str]]:
        return [(one.what, _how_far(one)) for one in self.moves]


def preview(named: Person, known: Person) -> Preview:
    actions = actions_of(named).select_related("enrolment__school__continued_by")
    labels = tuple(
        label for name, label in FACTS.items() if getattr(named, name) and not getattr(known, name)
    )
    return Preview(named, known, tuple(actions.order_by("due_on", "pk")), labels)


def _how_far(action: AgreedAction) -> str:
    where = f"{action.enrolment.standing_school}. {action.get_state_display()}"
    return where if action.ended_on else f"{where}, due {day_and_year(action.due_on)}"

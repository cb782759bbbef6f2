"""One visit, as its page shows it."""

from dataclasses import dataclass
from datetime import date

from leadwell.accounts.models import User
from leadwell.deliver import rules
from leadwell.deliver.models import Note, Postponement, Visit
from leadwell.deliver.notes import access as read_notes
from leadwell.deliver.notes import rules as note_rules
from leadwell.deliver.notes import standing
from leadwell.deliver.notes.standing import Standing
from leadwell.deliver.transitions import TRANSITIONS
from leadwell.lib import words
from leadwell.lib.verdict import Verdict
from leadwell.people import access
from leadwell.people.permissions import Operation
from leadwell.prepare.access import actions_for
from leadwell.prepare.deploying.agreeing.rules import may_go_there
from leadwell.prepare.models import AgreedAction


@dataclass(frozen=True, slots=True)
class VisitPage:
    """locked: why nobody goes there on its day, as the register of specialists is now; "" where
    somebody may. sees_school: whether the list of the school's visits is open to the reader. last_time: how
    things stood at the visit before, as far as the reader may read that note; under_way: actions
    of the school that are. Both only until there is a note of this visit to read."""

    visit: Visit
    postponements: tuple[Postponement, ...]
    sees_school: bool
    locked: str
    may_confirm: Verdict
    may_postpone: Verdict
    may_cancel: Verdict
    may_change: Verdict
    may_say_happened: Verdict
    is_past: bool
    note: Note | None
    may_write_note: Verdict
    last_time: tuple[Standing, ...]
    under_way: tuple[AgreedAction, ...]

    @property
    def buttons(self) -> dict[str, str]:
        """What each step is called, by its verb."""
        return {verb: step.button for verb, step in TRANSITIONS.items()}

    @property
    def sentence(self) -> str:
        """What stands about it today, in one breath."""
        match self.visit.state:
            case Visit.State.CANCELLED:
                return f"Cancelled: {self.visit.cancelled_because}"
            case Visit.State.HAPPENED:
                return (
                    f"It happened. {self.visit.get_days_display()} counts towards the agreed days."
                )
        if self.is_past:
            return "Its day is over, and nobody has said yet whether it happened."
        is_confirmed = self.visit.state == Visit.State.CONFIRMED
        said = "Confirmed." if is_confirmed else f"{rules.waits_for(self.visit)} it."
        if n := len(self.postponements):
            said += f" Put off {words.count(n, 'time')} already."
        return said


def visit_page(user: User, visit: Visit, *, today: date) -> VisitPage:
    note = read_notes.notes_for(user).filter(visit=visit).first()
    is_ahead = visit.state != Visit.State.CANCELLED and not (note and note.shown_id)
    before = read_notes.shown_before(user, visit) if is_ahead else None
    return VisitPage(
        visit=visit,
        postponements=tuple(visit.postponements.all()),
        sees_school=access.holds(user, "visit", Operation.READ, on=visit.enrolment),
        locked=_locked(visit),
        may_confirm=rules.may_confirm(user, visit),
        may_postpone=rules.may_postpone(user, visit),
        may_cancel=rules.may_cancel(user, visit),
        may_change=rules.may_change(user, visit),
        may_say_happened=rules.may_say_happened(user, visit, today=today),
        is_past=visit.on < today,
        note=note,
        may_write_note=note_rules.may_write(user, visit, on=today),
        last_time=standing.of(before, None) if before else (),
        under_way=_under_way(user, visit) if is_ahead else (),
    )


def _locked(visit: Visit) -> str:
    if visit.state in {Visit.State.CANCELLED, Visit.State.HAPPENED}:
        return ""
    return may_go_there(visit.enrolment, visit.specialist, on=visit.on).reason


def _under_way(user: User, visit: Visit) -> tuple[AgreedAction, ...]:
    found = visit.enrolment.actions.open().filter(pk__in=actions_for(user).order_by().values("pk"))
    return tuple(found.order_by("due_on", "pk").select_related("owner"))

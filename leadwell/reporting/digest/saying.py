"""How each kind of want is said in mail: by its own title, or by a number where its title quotes
what somebody wrote, or names who asked for what."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from leadwell.accounts.models import User
from leadwell.deliver import wants as visits
from leadwell.deliver.effects import what_came_of
from leadwell.deliver.notes import wants as notes
from leadwell.evaluation import wants as evaluating
from leadwell.explore.choosing import wants as choosing
from leadwell.explore.interest import wants as interest
from leadwell.explore.peer_reviewing import wants as peers
from leadwell.explore.reviewing import wants as reviewing
from leadwell.govern import wants as reports
from leadwell.govern.boards import wants as decisions
from leadwell.lib import words
from leadwell.people import wants
from leadwell.people.mail.letters import Line
from leadwell.people.mail.wants import not_delivered
from leadwell.people.notices import wants as telling
from leadwell.people.privacy.wants import desk
from leadwell.people.training import wants as training
from leadwell.people.wants import Want
from leadwell.prepare import wants as agreed
from leadwell.prepare.deploying import wants as sending
from leadwell.prepare.memoranda import wants as memoranda
from leadwell.prepare.offering import wants as offering
from leadwell.prepare.planning import wants as planning
from leadwell.reporting.board.wants import look_first

Source = Callable[[User, date], Iterable[Want]]


@dataclass(frozen=True, slots=True)
class AsCount:
    """All of them as one line: "3 actions are yours to do". page: the name of an address."""

    one: str
    many: str
    page: str = "reporting:home"


AS_TITLED = None
SAID: Mapping[Source, AsCount | None] = {
    desk: AsCount(
        "breach, request or complaint waits at your desk",
        "breaches, requests or complaints wait at your desk",
        "people:privacy",
    ),
    agreed.mine: AsCount(
        "action of yours is due", "actions of yours are due", "prepare:my-actions"
    ),
    agreed.came_to_me: AS_TITLED,
    agreed.late_in_my_hubs: AS_TITLED,
    sending.to_sign: AS_TITLED,
    sending.to_follow: AS_TITLED,
    sending.checks: AS_TITLED,
    sending.lapses: AS_TITLED,
    memoranda.to_sign: AS_TITLED,
    memoranda.to_reaffirm: AS_TITLED,
    memoranda.to_answer: AS_TITLED,
    memoranda.to_ring: AS_TITLED,
    memoranda.of_my_hubs: AS_TITLED,
    memoranda.nobody_to_turn_to: AS_TITLED,
    memoranda.to_draft: AS_TITLED,
    wants.handover_steps: AS_TITLED,
    wants.missing_contacts: AS_TITLED,
    wants.programmes_without_controllers: AS_TITLED,
    wants.roles_ending: AS_TITLED,
    wants.invitations: AS_TITLED,
    visits.to_confirm: AS_TITLED,
    visits.purposes: AS_TITLED,
    visits.not_said: AS_TITLED,
    notes.to_write: AS_TITLED,
    notes.to_sign: AS_TITLED,
    notes.to_read: AS_TITLED,
    notes.to_check: AS_TITLED,
    notes.long_waiting: AS_TITLED,
    notes.to_ask_again: AS_TITLED,
    what_came_of: AsCount(
        "action is done, and nobody has said what came of it",
        "actions are done, and nobody has said what came of them",
    ),
    reports.to_write: AS_TITLED,
    reports.to_issue: AS_TITLED,
    reports.to_answer: AS_TITLED,
    reports.to_receive: AS_TITLED,
    reports.late_in_my_hubs: AS_TITLED,
    decisions.decisions_of_mine: AsCount(
        "decision of a board is yours to carry out",
        "decisions of boards are yours to carry out",
        "govern:decisions",
    ),
    decisions.actions_asked_for: AsCount(
        "action is asked for by a board",
        "actions are asked for by a board",
        "govern:decisions",
    ),
    look_first: AS_TITLED,
    choosing.heads_to_tell: AS_TITLED,
    choosing.sets_to_approve: AS_TITLED,
    choosing.schools_to_answer: AS_TITLED,
    choosing.answers_to_send: AS_TITLED,
    choosing.to_ask_again: AS_TITLED,
    reviewing.to_write: AS_TITLED,
    reviewing.to_meet: AS_TITLED,
    reviewing.to_sign: AS_TITLED,
    peers.to_say: AS_TITLED,
    peers.to_answer: AS_TITLED,
    peers.to_close: AS_TITLED,
    peers.to_take_home: AS_TITLED,
    offering.to_answer: AS_TITLED,
    offering.ran_out: AS_TITLED,
    interest.to_answer: AS_TITLED,
    interest.to_look_at: AS_TITLED,
    planning.to_approve: AS_TITLED,
    planning.to_review: AS_TITLED,
    evaluating.results_came: AS_TITLED,
    telling.to_issue: AS_TITLED,
    training.to_confirm: AS_TITLED,
    not_delivered: AS_TITLED,
}
"""Every source of the first page, in the same order; one that is missing here fails the build."""


def lines(user: User, on: date) -> Iterator[Line]:
    """What wants this person today, by their access of this moment."""
    for source, said in SAID.items():
        found = list(source(user, on))
        if said is AS_TITLED:
            yield from (Line(want.title, want.url, want.due_on, want.late) for want in found)
        elif found:
            yield _counted(said, found)


def _counted(said: AsCount, found: list[Want]) -> Line:
    days = sorted(want.due_on for want in found if want.due_on)
    return Line(
        words.count(len(found), said.one, said.many),
        reverse(said.page),
        days[0] if days else None,
        any(want.late for want in found),
    )

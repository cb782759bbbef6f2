"""The first page: what wants this person, from every floor, and the way to their pages."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.urls import reverse

from leadwell.accounts.models import User
from leadwell.deliver import access as delivering
from leadwell.deliver import wants as visits
from leadwell.deliver.effects import what_came_of, without_effect
from leadwell.deliver.notes import wants as notes
from leadwell.evaluation import wants as evaluating
from leadwell.explore.choosing import access as chosen
from leadwell.explore.choosing import wants as choosing
from leadwell.explore.interest import wants as interest
from leadwell.explore.models import Candidate
from leadwell.explore.peer_reviewing import wants as peers
from leadwell.explore.radar import access as looking
from leadwell.explore.reviewing import wants as reviewing
from leadwell.govern import access as governing
from leadwell.govern import wants as reports
from leadwell.govern.boards import access as deciding
from leadwell.govern.boards import wants as decisions
from leadwell.lib import words
from leadwell.people import access, wants
from leadwell.people.held import grants
from leadwell.people.mail.wants import not_delivered
from leadwell.people.models import Role
from leadwell.people.notices import wants as telling
from leadwell.people.permissions import Operation, Reach
from leadwell.people.phrased import Question, ask_ahead, is_any
from leadwell.people.privacy.rules import may_sit_at_a_desk
from leadwell.people.privacy.wants import desk
from leadwell.people.roles import ended
from leadwell.people.rules import may_load_data
from leadwell.people.training import wants as training
from leadwell.people.wants import Want
from leadwell.prepare import access as agreeing
from leadwell.prepare import wants as agreed
from leadwell.prepare.deploying import wants as sending
from leadwell.prepare.deploying.agreeing import access as sent
from leadwell.prepare.deploying.register import access as registered
from leadwell.prepare.memoranda import wants as memoranda
from leadwell.prepare.offering import wants as offering
from leadwell.prepare.planning import wants as planning
from leadwell.prepare.round import access as planning_rounds
from leadwell.programmes.models import Enrolment, Programme
from leadwell.reporting.board import access as boards
from leadwell.reporting.board.wants import look_first
from leadwell.schools.models import SourceFile

READ = Operation.READ
SOURCES: tuple[Callable[[User, date], Iterable[Want]], ...] = (
    desk,
    agreed.mine,
    agreed.came_to_me,
    agreed.late_in_my_hubs,
    sending.to_sign,
    sending.to_follow,
    sending.checks,
    sending.lapses,
    memoranda.to_sign,
    memoranda.to_reaffirm,
    memoranda.to_answer,
    memoranda.to_ring,
    memoranda.of_my_hubs,
    memoranda.nobody_to_turn_to,
    memoranda.to_draft,
    wants.handover_steps,
    wants.missing_contacts,
    wants.programmes_without_controllers,
    wants.roles_ending,
    wants.invitations,
    visits.to_confirm,
    visits.purposes,
    visits.not_said,
    notes.to_write,
    notes.to_sign,
    notes.to_read,
    notes.to_check,
    notes.long_waiting,
    notes.to_ask_again,
    what_came_of,
    reports.to_write,
    reports.to_issue,
    reports.to_answer,
    reports.to_receive,
    reports.late_in_my_hubs,
    decisions.decisions_of_mine,
    decisions.actions_asked_for,
    look_first,
    choosing.heads_to_tell,
    choosing.sets_to_approve,
    choosing.schools_to_answer,
    choosing.answers_to_send,
    choosing.to_ask_again,
    reviewing.to_write,
    reviewing.to_meet,
    reviewing.to_sign,
    peers.to_say,
    peers.to_answer,
    peers.to_close,
    peers.to_take_home,
    offering.to_answer,
    offering.ran_out,
    interest.to_answer,
    interest.to_look_at,
    planning.to_approve,
    planning.to_review,
    evaluating.results_came,
    telling.to_issue,
    training.to_confirm,
    not_delivered,
)
"""Every floor's own; a new one adds a line here."""


QUESTIONS: tuple[Question, ...] = (
    agreed.due,
    agreed.came_lately,
    agreed.late,
    sending.waiting,
    sending.due,
    sending.expiring,
    memoranda.unsigned,
    memoranda.not_stood_by,
    memoranda.unanswered,
    memoranda.long_unsigned,
    memoranda.told_lately,
    memoranda.posts_ended,
    memoranda.without_any,
    wants.open_steps,
    wants.records_kept,
    wants.without_controllers,
    wants.ending,
    wants.not_followed,
    visits.said_to_school,
    visits.said_to_specialist,
    visits.without_purpose,
    visits.past,
    notes.bare,
    notes.begun,
    notes.unsigned,
    notes.unread,
    notes.long_unmoved,
    notes.signed,
    notes.overdue,
    notes.changed,
    notes.changed_in_my_hubs,
    without_effect,
    reports.unwritten,
    reports.unissued,
    reports.unanswered,
    reports.issued,
    reports.late,
    decisions.due,
    decisions.to_agree,
    choosing.untold,
    choosing.put_forward,
    choosing.unapproved,
    choosing.unheard,
    choosing.unsent,
    choosing.long_ago,
    reviewing.unwritten,
    reviewing.both_in,
    reviewing.unsigned,
    peers.unsaid,
    peers.unanswered,
    peers.unclosed,
    peers.untaken,
    offering.unanswered,
    offering.over,
    interest.unanswered,
    interest.unscreened,
    planning.unapproved,
    planning.owed,
    evaluating.waiting,
    telling.unissued,
    training.due,
    ended.lately,
)
"""What most of them ask, and the page itself about roles that ended: of nearly everybody, all but
a few have no answer."""


def _parts(user: User, on: date) -> QuerySet[Enrolment]:
    return access.enrolments_for(user)


def _programmes(user: User, on: date) -> QuerySet[Programme]:
    return access.programmes_for(user)


def _boards(user: User, on: date) -> QuerySet[Programme]:
    return boards.boards_for(user)


def _results(user: User, on: date) -> QuerySet[Candidate]:
    return chosen.results_for(user)


WAYS: tuple[Question, ...] = (_parts, _programmes, _boards, _results)
"""What somebody must have some of to be led to its page."""


@dataclass(frozen=True, slots=True)
class Step:
    """One of the steps from an empty installation to one that is used."""

    text: str
    why: str
    url: str
    is_done: bool


@dataclass(frozen=True, slots=True)
class Way:
    """A page of theirs. what: what is there."""

    text: str
    what: str
    url: str


@dataclass(frozen=True, slots=True)
class Home:
    """steps: () once all are done, and for whoever does not look after the installation."""

    wants: tuple[Want, ...]
    steps: tuple[Step, ...]
    ways: tuple[Way, ...]
    roles: str

    @property
    def heading(self) -> str:
        if self.steps:
            n = sum(step.is_done for step in self.steps)
            return f"{n} of {len(self.steps)} steps done to begin" if n else "Four steps to begin"
        if not self.wants:
            return "Nothing wants you today"
        verb = words.verb(len(self.wants), "wants", "want")
        return f"{words.count(len(self.wants), 'thing')} {verb} you"

    @property
    def n_late(self) -> int:
        return sum(want.late for want in self.wants)


def home(user: User, on: date) -> Home:
    """A constant number of queries, however many schools or people."""
    ask_ahead((*QUESTIONS, *WAYS), user, on)
    found = (want for source in SOURCES for want in source(user, on))
    steps = first_steps(user)
    return Home(
        wants=tuple(wants.in_order(found)),
        steps=() if all(step.is_done for step in steps) else steps,
        ways=tuple(_ways(user, on)),
        roles=_roles(user),
    )


def first_steps(user: User) -> tuple[Step, ...]:
    """From an empty installation to colleagues who sign in; for who looks after it."""
    if not may_load_data(user):
        return ()
    kinds = set(access.sources_for(user).order_by().values_list("kind", flat=True).distinct())
    others = access.people_for(user).filter(user__isnull=False, user__is_administrator=False)
    upload = reverse("people:upload")
    return (
        Step("Load the register of schools", "Every school in England, with its numbers",
             upload, SourceFile.Kind.REGISTER in kinds),
        Step("Load results", "A year of published results, or several",
             upload, SourceFile.Kind.RESULTS in kinds),
        Step("Open a programme", "Its name, its dates and who leads it",
             reverse("people:open-programme"), access.programmes_for(user).exists()),
        Step("Invite people", "Who leads the programme first: they invite the others",
             reverse("people:invite"), others.exists()),
    )  # fmt: skip


def _ways(user: User, on: date) -> Iterable[Way]:
    yield from _ways_of_work(user, on)
    yield from _ways_of_boards(user, on)
    yield from _ways_to_look_up(user, on)


def _ways_of_work(user: User, on: date) -> Iterable[Way]:
    at_school = any(one.schools for one in access.held(user))
    if at_school or is_any(_parts, user, on):
        yield Way(
            "My schools", "How far each is, and what is late", reverse("reporting:my-schools")
        )
    if access.holds(user, "plan", Operation.CHANGE):
        yield Way("My actions", "What was agreed that you do", reverse("prepare:my-actions"))
    if agreeing.oversees(user):
        yield Way(
            "Actions of my schools", "The longest past its day first", reverse("prepare:of-schools")
        )
    if looking.has_radar(user):
        what = "When they are asked how much, by everything together"
        yield Way("What is asked of schools", what, reverse("explore:radar"))
    if delivering.has_visits(user):
        yield Way("Visits", "When, who goes, and what for", reverse("deliver:my-visits"))
    if delivering.has_staff(user):
        yield Way("Days of my staff", "As specialists elsewhere", reverse("deliver:staff-days"))
    if sent.has_deployments(user):
        what = "Specialists sent to schools, and how far each agreement is"
        yield Way("Deployments", what, reverse("prepare:deployments"))
    if planning_rounds.has_rounds(user):
        what = "Who might go where, for all schools at once"
        yield Way("Plan the round", what, reverse("prepare:rounds"))
    if registered.has_register(user) or registered.is_listed(user):
        what = "What each can do, checks and days"
        yield Way("Register of specialists", what, reverse("prepare:specialists"))


def _ways_of_boards(user: User, on: date) -> Iterable[Way]:
    if governing.has_reports(user):
        what = "How the work goes in each school, a report a term"
        yield Way("Governors’ reports", what, reverse("govern:reports"))
    if is_any(_boards, user, on):
        what = "Schools to look at first, and how the others are"
        yield Way("The board’s page", what, reverse("reporting:boards"))
    if boards.leads_trust(user):
        yield Way("My trust", "Its schools in all programmes", reverse("reporting:trust"))
    if is_any(_results, user, on):
        what = "For which programme, how far, and why"
        yield Way("How my schools were chosen", what, reverse("explore:results"))
    if deciding.has_decisions(user):
        yield Way("Decisions", "Of boards, about schools", reverse("govern:decisions"))


def _ways_to_look_up(user: User, on: date) -> Iterable[Way]:
    if is_any(_programmes, user, on):
        yield Way("Programmes", "What they are, who runs them", reverse("reporting:programmes"))
    if any(grant.reach != Reach.SELF for _, grant in grants(access.held(user), "account", READ)):
        yield Way("People", "Who has which role, and where", reverse("people:people"))
    if may_sit_at_a_desk(user):
        yield Way("Data protection", "Requests, breaches and complaints", reverse("people:privacy"))
    yield Way("Overview", "Published results, school beside school", reverse("reporting:overview"))
    yield Way("Find a school", "By name, place or number", reverse("reporting:search"))
    yield Way("Data", "Which public files figures are from", reverse("people:imports"))
    yield Way("Who looked", "Who opened records about you", reverse("reporting:looked"))


def _roles(user: User) -> str:
    """ "headteacher and specialist"; "" for whoever has none today."""
    held = {one.role for one in access.held(user)}
    names = [role.label[0].lower() + role.label[1:] for role in Role if role in held]
    return words.listed(names)

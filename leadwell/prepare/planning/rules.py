"""Who may write a plan, agree and approve it. Who first, then when."""

from collections.abc import Collection
from datetime import date

from leadwell.accounts.models import User
from leadwell.explore.models import PeerAnswer, PeerFinding
from leadwell.lib import words
from leadwell.lib.verdict import YES, Verdict, no
from leadwell.people.access import holds
from leadwell.people.models import Role
from leadwell.people.permissions import Operation
from leadwell.people.running.rules import may_work_at
from leadwell.prepare import rules as actions
from leadwell.prepare.models import Plan, Priority
from leadwell.prepare.models.plan import MOST_LIVE, MOST_WRITTEN
from leadwell.prepare.planning import access, transitions
from leadwell.programmes.models import Enrolment, Programme
from leadwell.schools.models import School
from leadwell.web.charts.drawing import sentence as in_a_sentence

WRITERS = "Only a specialist of this school, or who leads the subject there, can do this."
WORKERS = "Only the school’s leaders and its specialists can do this."
TOO_MANY = (
    f"Three priorities are the most that a school gets done at once. A {{nth}} can be written, and "
    f"the head approves {MOST_LIVE} at most: which of them waits?"
)
NTH = {4: "fourth", 5: "fifth"}


def may_open(user: User, enrolment: Enrolment, *, on: date) -> Verdict:
    if not holds(user, access.KEY, Operation.CREATE, on=enrolment):
        return no(WRITERS)
    if not enrolment.is_open_on(on):
        return no(f"{enrolment.standing_school} is not in {enrolment.programme} today.")
    if Plan.objects.open().filter(enrolment=enrolment).exists():
        return no("There is a plan already. Close it before you open another.")
    return YES


def may_take_up(user: User, finding: PeerFinding, *, on: date) -> Verdict:
    """Whether a priority can be written now that rests on this finding of a peer review."""
    enrolment = finding.review.enrolment
    if not holds(user, access.KEY, Operation.CHANGE, on=enrolment):
        return no(WORKERS)
    if not (may := is_a_source(finding)):
        return may
    plan = Plan.objects.open().filter(enrolment=enrolment).at_hand().first()
    return may_add(user, plan) if plan else may_open(user, enrolment, on=on)


def is_a_source(finding: PeerFinding) -> Verdict:
    """Whether a priority can rest on it."""
    if not finding.review.is_told:
        return no("It has to be said to the school first.")
    answer = getattr(finding, "answer", None)
    if answer and answer.how == PeerAnswer.How.DECLINE:
        return no("The school has declined this finding.")
    return YES


def may_write(user: User, plan: Plan) -> Verdict:
    if not holds(user, access.KEY, Operation.CHANGE, on=plan.enrolment):
        return no(WORKERS)
    return _moment("write", plan)


def may_add(user: User, plan: Plan) -> Verdict:
    """One more priority: the sixth of a school is one too many, in all its programmes."""
    if not (may := may_write(user, plan)):
        return may
    if n_open(plan.standing_school) >= MOST_WRITTEN:
        return no(
            f"{plan.standing_school} has {MOST_WRITTEN} priorities already, and nobody keeps more. "
            "Put one aside first."
        )
    return YES


def n_open(school: School) -> int:
    return Priority.objects.at_school(school).open().count()


def warning(n: int) -> str:
    """What is said of so many priorities; "" up to three."""
    return TOO_MANY.format(nth=NTH[min(n, MOST_WRITTEN)]) if n > MOST_LIVE else ""


def is_for_focus(programme: Programme, pupils: str, group: str, why_not: str) -> Verdict:
    """Whether a priority is for the programme's own pupils, or says why not. group: which, where
    the priority is for one of its own: only the same words are the same pupils."""
    focus, everybody = programme.focus_group, Programme.FocusGroup.ALL
    is_same = pupils == focus and _plain(group) == _plain(programme.own_group)
    if focus != Programme.FocusGroup.CUSTOM:
        is_same = pupils == focus
    if everybody in (focus, pupils) or is_same or why_not:
        return YES
    return no(
        f"{programme} is for {in_a_sentence(programme.pupils)}. Include them, or say why not."
    )


def _plain(group: str) -> str:
    return " ".join(group.casefold().split())


def is_within(programme: Programme, due_on: date) -> Verdict:
    if programme.starts_on <= due_on <= programme.ends_on:
        return YES
    return no(
        f"Choose a day within the programme: {programme.starts_on:%-d %B %Y} to "
        f"{programme.ends_on:%-d %B %Y}."
    )


def rests_on(sources: Collection[object], ingredients: Collection[object]) -> Verdict:
    if not sources:
        return no(
            "Say what it rests on: a criterion of a signed review, a finding of a peer review, or "
            "a published result."
        )
    for one in sources:
        if isinstance(one, PeerFinding) and not (may := is_a_source(one)):
            return may
    if not ingredients:
        return no("Say which active ingredient of the programme it is about.")
    return YES


def may_say_yes(user: User, plan: Plan) -> Verdict:
    side = access.side_of(user, plan)
    if side is None:
        return no("Whoever leads the subject and the specialist say yes to a plan.")
    if not (may := _moment("agree", plan)):
        return may
    given = plan.school_yes_by if side == Role.SUBJECT_LEADER else plan.specialist_yes_by
    if given:
        return no("Your side has said yes already.")
    return YES if plan.priorities.open().exists() else no("Write a priority first.")


def may_redraft(user: User, plan: Plan) -> Verdict:
    if not holds(user, access.KEY, Operation.CHANGE, on=plan.enrolment):
        return no(WORKERS)
    return _moment("redraft", plan)


def may_approve(user: User, plan: Plan) -> Verdict:
    if not holds(user, access.KEY, Operation.SIGN, on=plan.enrolment):
        return no("Only the head approves a plan.")
    if not (may := _moment("approve", plan)):
        return may
    return are_few(plan)


def are_few(plan: Plan) -> Verdict:
    """One to three under way at the school once the head says yes."""
    here = plan.priorities.open().count()
    others = Priority.objects.at_school(plan.standing_school).live().exclude(plan=plan).count()
    if not here:
        return no("There is no priority in it.")
    if here + others <= MOST_LIVE:
        return YES
    elsewhere = f", and {others} under way in other programmes" if others else ""
    n = words.count(here, "priority", "priorities")
    return no(
        f"It has {n}{elsewhere}. {MOST_LIVE} are the most that can be under way: put "
        f"{here + others - MOST_LIVE} aside first."
    )


def is_shown(shown: str, now: str) -> Verdict:
    """Whether what somebody has read is what the plan says. shown, now: hashes."""
    if shown == now:
        return YES
    return no("Something was changed since you opened it. Read it again, and approve that.")


def may_begin(user: User, plan: Plan) -> Verdict:
    if not holds(user, access.KEY, Operation.CHANGE, on=plan.enrolment):
        return no(WORKERS)
    if not (may := _moment("begin", plan)):
        return may
    return may_work_at(plan.enrolment)


def may_review(user: User, plan: Plan) -> Verdict:
    if not holds(user, access.KEY, Operation.CHANGE, on=plan.enrolment):
        return no(WORKERS)
    if not (may := _moment("review", plan)):
        return may
    return YES if plan.priorities.live().exists() else no("No priority is under way.")


def may_close(user: User, plan: Plan) -> Verdict:
    if not holds(user, access.KEY, Operation.CHANGE, on=plan.enrolment):
        return no(WORKERS)
    if not (may := _moment("close", plan)):
        return may
    if plan.priorities.open().exists():
        return no("Say of every priority first that it is reached or put aside.")
    return YES


def may_change_priority(user: User, priority: Priority) -> Verdict:
    if not (may := may_write(user, priority.plan)):
        return may
    return YES if priority.is_open else no("This priority has ended.")


def may_end(user: User, priority: Priority) -> Verdict:
    return _beside("end", user, priority)


def may_say_sip(user: User, priority: Priority) -> Verdict:
    return _beside("say_sip", user, priority)


def may_act(user: User, priority: Priority, *, on: date) -> Verdict:
    """Agree an action for it, in the school's one list."""
    if not (may := actions.may_agree(user, priority.plan.enrolment, on=on)):
        return may
    if priority.state != Priority.State.LIVE:
        return no("Actions are agreed once the head has approved the priority.")
    return _moment("act", priority.plan)


def _beside(verb: str, user: User, priority: Priority) -> Verdict:
    if not holds(user, access.KEY, Operation.CHANGE, on=priority.plan.enrolment):
        return no(WORKERS)
    if not priority.is_open:
        return no("This priority has ended.")
    return _moment(verb, priority.plan)


def _moment(verb: str, plan: Plan) -> Verdict:
    if transitions.allows(verb, plan):
        return YES
    return no(f"The plan is at “{plan.get_state_display()}”: that cannot be done with it now.")

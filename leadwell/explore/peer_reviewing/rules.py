"""Who may plan a peer review, write in it, answer it and close it. Who first, then when."""

from datetime import date

from leadwell.accounts.models import User
from leadwell.explore.models import PeerFinding, PeerReview, PeerReviewer
from leadwell.explore.models.peer_review import FEWEST_KINDS
from leadwell.explore.peer_reviewing import access, transitions
from leadwell.lib import words
from leadwell.lib.verdict import YES, Verdict, no
from leadwell.people import access as people
from leadwell.people.permissions import Operation
from leadwell.programmes.models import Enrolment, Programme
from leadwell.schools.models import School
from leadwell.web.templatetags.leadwell import day_and_year

WRITERS = "Only the head, senior leaders of the school and its specialists do this."
FOUND_BY_OTHERS = (
    "Somebody else wrote this finding: they change it, or a specialist of the school does. The "
    "school answers it once it was said aloud."
)
SCHOOL = "Only the head and senior leaders answer for the school."
HEAD = "Only the head closes a peer review."
READERS = "Peer reviews are read by the school, its specialists, and once closed by those who lead."
TAKERS = "Only the head and senior leaders write what their school is taking home."


def may_read(user: User, programme: Programme) -> Verdict:
    return YES if access.reads(user, programme) else no(READERS)


def may_plan(user: User, enrolment: Enrolment, *, on: date) -> Verdict:
    if not access.writes_for(user, enrolment):
        return no(WRITERS)
    if not enrolment.is_open_on(on):
        return no(f"{enrolment.standing_school} is not in {enrolment.programme} today.")
    return YES


def may_write(user: User, review: PeerReview, verb: str) -> Verdict:
    """What whoever plans and writes does: by the verb of the table."""
    if not access.writes_for(user, review.enrolment):
        return no(WRITERS)
    return _moment(verb, review)


def may_change_finding(user: User, finding: PeerFinding, verb: str = "write_finding") -> Verdict:
    """Who wrote it, and the school's specialists. verb: to change it, or to take it out."""
    if not (may := may_write(user, finding.review, verb)):
        return may
    if finding.by == user.person or access.looks_after(user, finding.review.enrolment):
        return YES
    return no(FOUND_BY_OTHERS)


def may_come_from(review: PeerReview, home: School | None) -> Verdict:
    """Whether somebody of that school can review this one. Whoever asks."""
    if home and home == review.standing_school:
        return no("A reviewer comes from outside: this is the school that is reviewed.")
    return YES


def may_arrive(user: User, review: PeerReview, *, on: date) -> Verdict:
    if not (may := may_write(user, review, "arrive")):
        return may
    if not review.reviewers.exists():
        return no("Name who reviews first.")
    if not review.questions.exists():
        return no("Write a question first.")
    if on < review.starts_on:
        return no(f"The first day is {day_and_year(review.starts_on)}.")
    return YES


def may_give_feedback(user: User, review: PeerReview) -> Verdict:
    if not (may := may_write(user, review, "give_feedback")):
        return may
    if not review.findings.exists():
        return no("Write at least one finding first.")
    if len(review.evidence) < FEWEST_KINDS or not review.limits:
        return no("Say what the findings rest on first: two kinds of evidence, and its limits.")
    return YES


def was_spoken(
    review: PeerReview, leader_told_on: date, senior_told_on: date, because: str, *, on: date
) -> Verdict:
    """Whether the days on which the findings were said can be right. Whoever asks."""
    for day in (leader_told_on, senior_told_on):
        if day < review.starts_on:
            return no(f"Nobody can be told before the first day, {day_and_year(review.starts_on)}.")
        if day > on:
            return no("Say this once both have been told: a day to come is no day yet.")
    same = leader_told_on == senior_told_on == review.ends_on
    if not same and not because:
        last = day_and_year(review.ends_on)
        return no(f"Both are told on the last day, {last}. Say why that was not so.")
    return YES


def may_answer(user: User, finding: PeerFinding) -> Verdict:
    return _for_school(user, finding.review, "answer_finding")


def may_respond(user: User, review: PeerReview) -> Verdict:
    if not (may := _for_school(user, review, "respond")):
        return may
    if n := review.findings.filter(answer=None).count():
        said = words.count(n, "finding is", "findings are")
        return no(f"{said} not answered yet.")
    return YES


def may_set_workshop(user: User, review: PeerReview) -> Verdict:
    return may_write(user, review, "set_workshop")


def may_close(user: User, review: PeerReview) -> Verdict:
    if not people.holds(user, access.KEY, Operation.SIGN, on=review.enrolment):
        return no(HEAD)
    return _moment("close", review)


def may_take_home(user: User, review: PeerReview) -> Verdict:
    """As the school that was reviewed."""
    if not access.answers_for(user, review.enrolment):
        return no(TAKERS)
    return _moment("take_home", review)


def may_take_home_as_giver(user: User, reviewer: PeerReviewer) -> Verdict:
    """As the school a reviewer came from."""
    if not access.given_for(user, operation=Operation.CREATE).filter(pk=reviewer.pk).exists():
        return no(TAKERS)
    if transitions.allows("take_home", reviewer.review):
        return YES
    return no("This can be written once the findings were said to the school.")


def may_print(review: PeerReview) -> Verdict:
    """Whether there is something to print."""
    if review.is_told:
        return YES
    return no("Nothing was said to the school yet: it can be printed from then on.")


def _for_school(user: User, review: PeerReview, verb: str) -> Verdict:
    if not access.answers_for(user, review.enrolment):
        return no(SCHOOL)
    return _moment(verb, review)


def _moment(verb: str, review: PeerReview) -> Verdict:
    if transitions.allows(verb, review):
        return YES
    state = review.get_state_display()
    return no(f"The peer review is at “{state}”: that cannot be done with it now.")

"""Who may open a review, give a view, agree and sign. Who first, then when."""

from collections.abc import Collection
from datetime import date

from leadwell.accounts.models import User
from leadwell.explore.models import (
    Headline,
    Point,
    Review,
    ReviewState,
    ReviewView,
    Rubric,
)
from leadwell.explore.models.review import MOST_NEEDS
from leadwell.explore.reviewing import access, shelf, transitions
from leadwell.explore.reviewing.rubrics import Criterion
from leadwell.explore.reviewing.rubrics import Rubric as RubricFile
from leadwell.explore.reviewing.shelf import of_rubric
from leadwell.lib import words
from leadwell.lib.verdict import YES, Verdict, no
from leadwell.people import access as people
from leadwell.people.models import Person
from leadwell.people.permissions import Operation
from leadwell.programmes.models import Enrolment, Programme

State = ReviewState
WRITERS = "Only who leads the subject, senior leaders of the school and its specialists do this."
READERS = "Reviews are read by the school, its specialists, and those who lead or oversee the work."
AUTHOR = "This view is somebody else’s. Nobody reads or writes it but its author until both are in."


def may_read(user: User, programme: Programme) -> Verdict:
    return YES if access.reads_counts(user, programme) else no(READERS)


def may_open(user: User, enrolment: Enrolment, *, on: date) -> Verdict:
    if not people.holds(user, access.KEY, Operation.CREATE, on=enrolment):
        return no(WRITERS)
    if not enrolment.is_open_on(on):
        return no(f"{enrolment.standing_school} is not in {enrolment.programme} today.")
    return YES


def may_name(enrolment: Enrolment, school: Person, second: Person, *, on: date) -> Verdict:
    """Whether these two can give the two views. Whoever asks."""
    if school == second:
        return no("Two people give the two views. Choose somebody else for one of them.")
    known = access.voices_at(enrolment, on=on)
    if school not in known or second not in known:
        return no("A view is given by who leads the subject, a senior leader or a specialist.")
    if not access.is_of_school(school, enrolment, on=on):
        return no("The school’s view is given by somebody who works at the school.")
    return YES


def may_repeat(before: Review | None, point: str) -> Verdict:
    """Whether a review can stand at this point after that one."""
    if point == Point.BASELINE:
        return no("There is a review at the start already.") if before else YES
    if before is None:
        return no("There is no review at the start to repeat.")
    if not before.is_signed:
        return no("The last review has to be signed before it is repeated.")
    if before.point == Point.END or before.point == point:
        return no("It was reviewed at that point already.")
    return YES


def may_name_voice(user: User, review: Review, voice: str) -> Verdict:
    if not access.writes_for(user, review.enrolment):
        return no(WRITERS)
    view = next(one for one in review.views.all() if one.voice == voice)
    if view.submitted_at or not transitions.allows("name_voice", review):
        return no("This view is in: it stays with its author.")
    return YES


def may_write_view(user: User, review: Review) -> Verdict:
    """Of one's own view, until it is in."""
    if not access.writes_for(user, review.enrolment):
        return no(WRITERS)
    view = access.view_of(user, review)
    if view is None:
        return no(AUTHOR)
    if view.submitted_at:
        return no("Your view is in: it stays as it is. What is different now is for the meeting.")
    return YES


def may_hand_in(user: User, review: Review) -> Verdict:
    if not (may := may_write_view(user, review)):
        return may
    return YES if hand_in(review, access.view_of(user, review)) else _moment("meet", review)


def hand_in(review: Review, view: ReviewView | None) -> str:
    """The verb of the table that handing this view in is today; "" for none."""
    if view is None:
        return ""
    other = next(one for one in review.views.all() if one != view)
    if view.voice == ReviewView.Voice.SCHOOL:
        verb = "hand_in_last" if other.submitted_at else "hand_in_school"
    else:
        verb = "hand_in_second" if other.submitted_at else "hand_in_second_first"
    return verb if transitions.allows(verb, review) else ""


def may_meet(user: User, review: Review, *, on: date) -> Verdict:
    if not access.leads_meeting(user, review, on=on):
        return no("The specialist opens both views, with those who gave them.")
    missing = [str(one) for one in review.views.all() if not one.submitted_at]
    if missing:
        return no(f"Not in yet: {words.listed(missing)}.")
    return _moment("meet", review)


def may_agree_level(user: User, review: Review) -> Verdict:
    if not access.writes_for(user, review.enrolment):
        return no(WRITERS)
    return _moment("agree_level", review)


def may_write_headlines(user: User, review: Review) -> Verdict:
    if not access.writes_for(user, review.enrolment):
        return no(WRITERS)
    return _moment("write_headlines", review)


def may_agree(user: User, review: Review) -> Verdict:
    if not access.writes_for(user, review.enrolment):
        return no(WRITERS)
    if not (may := _moment("agree", review)):
        return may
    return is_whole(
        not_agreed(review), list(review.headlines.order_by().values_list("kind", flat=True))
    )


def not_agreed(review: Review) -> list[Criterion]:
    agreed = set(review.agreed.order_by().values_list("criterion", flat=True))
    return [each for each in of_rubric(review.rubric).criteria if each.key not in agreed]


def is_whole(missing: Collection[Criterion], headlines: Collection[str]) -> Verdict:
    """Whether a meeting has come to its end. headlines: their kinds."""
    if missing:
        n = words.count(len(missing), "criterion is", "criteria are")
        first = "; ".join(each.title for each in list(missing)[:3])
        return no(f"{n} not agreed yet: {first}{' and others' if len(missing) > 3 else ''}.")
    counted = [headlines.count(kind) for kind in (Headline.Kind.STRENGTH, Headline.Kind.NEED)]  # type: ignore[attr-defined]
    if not counted[0]:
        return no("Write at least one strength to share.")
    if not 1 <= counted[1] <= MOST_NEEDS:
        return no("Write one to three headline needs.")
    return YES


def may_reopen(user: User, review: Review) -> Verdict:
    if not access.writes_for(user, review.enrolment):
        return no(WRITERS)
    return _moment("reopen", review)


def may_sign(user: User, review: Review) -> Verdict:
    if not people.holds(user, access.KEY, Operation.SIGN, on=review.enrolment):
        return no("Only the head signs a review.")
    return _moment("sign", review)


def is_agreed(review: Review) -> Verdict:
    """Whether there is something to print."""
    if review.state in (State.AGREED, State.SIGNED):
        return YES
    return no("Nothing is agreed yet: the profile is there once the joint meeting has ended.")


def may_compare(review: Review) -> Verdict:
    """Whether something can be said of what has changed."""
    if review.before_id is None:
        return no("This is the first review: there is none before it to compare with.")
    return is_agreed(review)


def is_shown(review: Review, shown: str, now: str) -> Verdict:
    """Whether what somebody has read is what is agreed. shown, now: hashes."""
    if shown == now:
        return YES
    return no("Something was changed since you opened it. Read it again, and sign that.")


def may_add_rubric(user: User) -> Verdict:
    if people.holds(user, "programme", Operation.CREATE):
        return YES
    return no("Only those who lead a programme bring a rubric of their own, or take one back.")


def is_new(rubric: RubricFile) -> Verdict:
    """No two have the same key and version."""
    if Rubric.objects.filter(key=rubric.key, version=rubric.version).exists() or shelf.find(
        rubric.key, rubric.version
    ):
        return no(f"{rubric.name} is here already. Give this one the next version, or another key.")
    return YES


def may_take_back(user: User, rubric: Rubric) -> Verdict:
    if not (may := may_add_rubric(user)):
        return may
    if rubric.added_by_id is None:
        return no(f"{rubric} came with Leadwell.")
    return no(f"{rubric} was taken back already.") if rubric.taken_back_at else YES


def _moment(verb: str, review: Review) -> Verdict:
    if transitions.allows(verb, review):
        return YES
    return no(f"The review is at “{review.get_state_display()}”: that cannot be done with it now.")

"""The life of a peer review: planned, found, said aloud, answered, and what the database keeps."""

from contextlib import contextmanager
from datetime import date, timedelta
from functools import partial

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, IntegrityError, transaction

from leadwell.audit.models import Event
from leadwell.explore.models import (
    PeerAnswer,
    PeerFinding,
    PeerReview,
    PeerState,
    PeerStep,
    TakenHome,
)
from leadwell.explore.peer_reviewing import access, actions, rules
from leadwell.explore.peer_reviewing.actions import Planned, Reviewer
from leadwell.explore.peer_reviewing.transitions import BESIDE, NEEDS, TRANSITIONS
from leadwell.people.models import Person
from tests.explore.peer_reviewing.conftest import DAY, FOUND, PLAN, signed_in
from tests.factories import NOON, make_person, make_school
from tests.peer_reviewed import make_peer_review

pytestmark = pytest.mark.django_db
A_DAY = timedelta(1)


@contextmanager
def broken(name):
    """The database refuses it by this name."""
    with pytest.raises(DatabaseError, match=name), transaction.atomic():
        yield


def test_from_the_plan_to_the_head_who_closes_it(world):
    review = world.planned()
    assert review.state == "planned"
    actions.begin(review=review, by=world.deputy, at=NOON)
    actions.say_own(review=review, said={1: "Some do"}, by=world.deputy, at=NOON)
    actions.arrive(review=review, by=world.specialist, at=NOON)
    actions.write_finding(review=review, said=FOUND, by=world.specialist, at=NOON)
    ground = {"evidence": ["books", "pupils"], "limits": "Two classes"}
    actions.say_ground(review=review, by=world.specialist, at=NOON, **ground)
    both = {"leader_told_on": DAY, "senior_told_on": DAY}
    actions.give_feedback(review=review, by=world.specialist, at=NOON, **both)
    finding = PeerFinding.objects.get()
    actions.answer_finding(finding=finding, how="part", because="Yes", by=world.deputy, at=NOON)
    actions.respond(review=review, by=world.deputy, at=NOON)
    actions.set_workshop(review=review, on=DAY + 30 * A_DAY, by=world.head, at=NOON)
    actions.close(review=review, by=world.head, at=NOON)
    review = PeerReview.objects.get()
    assert (review.state, review.questions.get().own_view) == ("closed", "Some do")
    verbs = set(PeerStep.objects.values_list("verb", flat=True))
    assert {"plan", "begin", "arrive", "give_feedback", "respond", "close"} <= verbs
    logged = Event.objects.filter(subject_type="explore.peerreview")
    assert verbs == set(logged.values_list("verb", flat=True))
    assert "Talk in pairs" not in str(list(logged.values_list("detail", flat=True)))


def test_the_school_has_ten_school_days_to_answer(world):
    """From Friday 20 November 2026 ten weekdays on: Friday 4 December."""
    assert (DAY, world.told().answer_by) == (date(2026, 11, 20), date(2026, 12, 4))


def test_both_are_told_the_same_day_or_it_is_said_why(world):
    review = world.found()
    say = {"review": review, "by": world.specialist, "at": NOON}
    with pytest.raises(PermissionDenied, match="day to come"):
        actions.give_feedback(leader_told_on=DAY, senior_told_on=DAY + A_DAY, **say)
    with pytest.raises(PermissionDenied, match="before the first day"):
        actions.give_feedback(leader_told_on=DAY - A_DAY, senior_told_on=DAY, **say)
    assert PeerReview.objects.get().state == "on_site"
    late = {"at": NOON + 2 * A_DAY, "review": review, "by": world.specialist}
    days = {"leader_told_on": DAY, "senior_told_on": DAY + A_DAY}
    with pytest.raises(PermissionDenied, match="Say why"):
        actions.give_feedback(**days, **late)
    actions.give_feedback(late_because="The head was at a funeral", **days, **late)
    assert PeerReview.objects.get().state == "feedback"


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"leader_told_on": None}, "feedback_was_spoken_to_both"),
        ({"senior_told_on": None}, "feedback_was_spoken_to_both"),
        ({"senior_told_on": DAY + A_DAY}, "feedback_is_spoken_the_same_day"),
        ({"evidence": ["books"]}, "feedback_rests_on_two_kinds"),
        ({"limits": ""}, "feedback_rests_on_two_kinds"),
        ({"answer_by": None}, "feedback_was_spoken_to_both"),
    ],
)
def test_the_database_knows_no_feedback_that_was_not_spoken(world, fields, name):
    review = world.found()
    said = {"state": "feedback", "leader_told_on": DAY, "senior_told_on": DAY, "answer_by": DAY}
    with broken(name):
        PeerReview.objects.filter(pk=review.pk).update(**said | fields)
    PeerReview.objects.filter(pk=review.pk).update(**said)


def test_the_database_goes_no_step_without_what_it_takes(world):
    review = world.planned()
    rows = PeerReview.objects.filter(pk=review.pk)
    review.reviewers.all().delete()
    with broken("reviewers_and_questions_are_named_first"):
        rows.update(state="on_site")
    told = {"leader_told_on": DAY, "senior_told_on": DAY, "answer_by": DAY,
            "evidence": ["books", "pupils"], "limits": "Few"}  # fmt: skip
    bare = make_peer_review(state="on_site")
    with broken("feedback_is_about_findings"):
        PeerReview.objects.filter(pk=bare.pk).update(state="feedback", **told)
    unanswered = make_peer_review(state="feedback", n=2)
    with broken("every_finding_is_answered"):
        PeerReview.objects.filter(pk=unanswered.pk).update(state="response")
    with broken("cancelled_for_a_reason"):
        rows.update(state="cancelled")
    with broken("ends_after_it_begins"):
        rows.update(ends_on=DAY - A_DAY)


def test_what_was_said_to_the_school_never_changes(world):
    review = world.told()
    rows, findings = PeerReview.objects.filter(pk=review.pk), PeerFinding.objects.all()
    for change in (
        lambda: findings.update(better="nothing"),
        lambda: findings.delete(),
        lambda: rows.update(limits="None at all"),
        lambda: rows.update(leader_told_on=DAY + A_DAY, late_because="x"),
        lambda: rows.update(state="on_site"),
        lambda: review.questions.update(text="Another"),
        lambda: review.reviewers.all().delete(),
    ):
        with broken("what_was_found_stays"):
            change()
    answer = {"how": "accept", "because": "Yes", "by": world.head.person, "at": NOON}
    PeerAnswer.objects.create(finding=review.findings.get(), **answer)
    rows.update(state="response")
    with broken("what_was_found_stays"):
        PeerAnswer.objects.update(how="decline")
    rows.update(state="closed")
    with broken("peer_review_that_is_over_stays"):
        rows.update(workshop_on=DAY)
    for table in (PeerAnswer, TakenHome, PeerStep, PeerReview):
        with broken("permission denied"):
            table.objects.all()._raw_delete(table.objects.db)


def test_a_finding_says_all_three_and_has_no_place_for_a_grade(world):
    review = world.on_site()
    row = {"review": review, "number": 1, "by": world.head.person, "at": NOON}
    said = {"working": "a", "evidence": "b", "better": "c", "to_whom": "both"}
    for name in ("working", "evidence", "better"):
        with broken("finding_says_all_three"):
            PeerFinding.objects.create(**row, **said | {name: ""})
    with broken("finding_is_for_somebody"):
        PeerFinding.objects.create(**row, **said | {"to_whom": "nobody"})
    every = [*PeerReview._meta.fields, *PeerFinding._meta.fields, *PeerAnswer._meta.fields]
    names = {field.name for field in every}
    assert not names & {"grade", "level", "judgement", "score", "rating"}


def test_three_questions_are_the_most(world):
    four = Planned("peer", DAY, DAY, ["One?", "Two?", "Three?", "Four?"])
    with pytest.raises(IntegrityError), transaction.atomic():
        actions.plan(enrolment=world.enrolment, said=four, by=world.head, at=NOON)
    assert not PeerReview.objects.exists()  # whole or not at all
    review = actions.plan(
        enrolment=world.enrolment, said=Planned("hmi", DAY, DAY, ["One?", "Two?"]), by=world.head,
        at=NOON,
    )  # fmt: skip
    actions.change(review=review, said=PLAN, by=world.head, at=NOON)
    assert [one.text for one in review.questions.all()] == PLAN.questions


def test_reviewers_come_from_outside_and_a_known_one_is_the_same_person(world):
    review = world.planned()
    add = {"review": review, "by": world.deputy, "at": NOON}
    with pytest.raises(PermissionDenied, match="comes from outside"):
        actions.add_reviewer(said=Reviewer("Ann Other", world.enrolment.school), **add)
    known = make_person(name="Sorrel Vane", home_school=world.home)
    assert actions.add_reviewer(said=Reviewer("sorrel vane", world.home), **add).person == known
    with pytest.raises(IntegrityError), transaction.atomic():
        actions.add_reviewer(said=Reviewer("Sorrel Vane", world.home), **add)
    inspector = actions.add_reviewer(said=Reviewer("Sorrel Vane", None, "HMI"), **add)
    assert inspector.person != known
    assert (inspector.home, inspector.home_school) == ("HMI", None)
    with broken("reviewer_comes_from_somewhere"):
        review.reviewers.create(person=Person.objects.create(name="Nobody"))


def test_nobody_arrives_before_the_first_day(world):
    later = Planned("peer", DAY + A_DAY, DAY + A_DAY, ["Why?"])
    review = actions.plan(enrolment=world.enrolment, said=later, by=world.head, at=NOON)
    actions.begin(review=review, by=world.head, at=NOON)
    review.refresh_from_db()
    assert "Name who reviews" in rules.may_arrive(world.head, review, on=DAY).reason
    said = Reviewer("Wren Ashby", make_school())
    actions.add_reviewer(review=review, said=said, by=world.head, at=NOON)
    assert "The first day is" in rules.may_arrive(world.head, review, on=DAY).reason
    assert rules.may_arrive(world.head, review, on=DAY + A_DAY)


def test_who_does_what_is_told_to_who_does_not(world):
    review = world.told()
    finding = review.findings.select_related("review__enrolment").get()
    assert "answer for the school" in rules.may_answer(world.specialist, finding).reason
    assert "answer for the school" in rules.may_answer(world.leader, finding).reason
    assert rules.may_answer(world.deputy, finding)
    assert "1 finding is not answered yet" in rules.may_respond(world.head, review).reason
    assert rules.may_close(world.deputy, review).reason == rules.HEAD
    assert "at “Feedback given”" in rules.may_close(world.head, review).reason
    plan = rules.may_plan(world.leader, world.enrolment, on=DAY)
    assert plan.reason.startswith("Only the head, senior leaders")
    assert not rules.may_plan(world.lead, world.enrolment, on=DAY)
    with pytest.raises(PermissionDenied, match="Only the head, senior leaders"):
        actions.plan(enrolment=world.enrolment, said=PLAN, by=world.leader, at=NOON)


def test_spoken_first_then_read(world):
    review = world.found()
    assert access.findings_for(world.specialist, review).count() == 1
    assert not access.findings_for(world.leader, review).exists()
    review = make_peer_review(state="feedback", enrolment=world.enrolment)
    assert access.findings_for(world.leader, review).count() == 1


def test_the_school_that_is_reviewed_neither_reads_nor_changes_what_others_found(world):
    """Its deputy may write down what a reviewer without an account found, and no more."""
    review = world.found()
    [theirs] = review.findings.all()
    own = actions.write_finding(review=review, said=FOUND, by=world.deputy, at=NOON)
    for user, seen in ((world.deputy, [own]), (world.head, []), (world.specialist, [theirs, own])):
        assert list(access.findings_for(user, review).order_by("number")) == seen
    for act in (actions.drop_finding, partial(actions.change_finding, said=FOUND)):
        with pytest.raises(PermissionDenied, match="Somebody else wrote this finding"):
            act(finding=theirs, by=world.deputy, at=NOON)
    actions.change_finding(finding=own, said=FOUND, by=world.deputy, at=NOON)
    actions.drop_finding(finding=own, by=world.specialist, at=NOON)
    page = signed_in(world.deputy).get(review.get_absolute_url()).text
    assert "Talk in pairs" not in page
    assert "What was found is said aloud before it is read" in page


def test_each_school_takes_home_its_own(world):
    review = world.told()
    reviewer = review.reviewers.get()
    actions.take_home(review=review, text="Reasons on the wall", by=world.head, at=NOON)
    actions.take_home_as_giver(reviewer=reviewer, text="Our own", by=world.other_head, at=NOON)
    again = {"reviewer": reviewer, "text": "A review of ours", "by": world.other_head, "at": NOON}
    actions.take_home_as_giver(**again)
    taken = {one.school.name: one.text for one in review.taken_home.all()}
    assert taken == {"Tansy Hill": "Reasons on the wall", "Alder Brook": "A review of ours"}
    for user in (world.head, world.specialist, world.lead):
        assert not rules.may_take_home_as_giver(user, reviewer)
    assert not rules.may_take_home(world.other_head, review)
    assert not access.reviews_for(world.other_head).exists()
    early = make_peer_review(state="on_site", home=world.home)
    may = rules.may_take_home_as_giver(world.other_head, early.reviewers.get())
    assert "once the findings were said" in may.reason
    with broken("what_was_found_stays"):
        TakenHome.objects.create(
            review=early, school=world.home, text="x", by=world.head.person, at=NOON
        )


def test_a_review_is_cancelled_for_a_reason_until_it_was_said(world):
    review = world.on_site()
    actions.cancel(review=review, because="Snow", by=world.head, at=NOON)
    assert PeerReview.objects.get().cancelled_because == "Snow"
    told = make_peer_review(state="feedback", enrolment=world.enrolment)
    with pytest.raises(PermissionDenied, match="cannot be done with it now"):
        actions.cancel(review=told, because="Snow", by=world.head, at=NOON)


def test_every_step_of_the_table_says_what_it_needs():
    assert set(NEEDS) == set(TRANSITIONS)
    assert all(one.button for one in (*TRANSITIONS.values(), *BESIDE.values()))
    reached = {step.after for step in TRANSITIONS.values()}
    assert reached == set(PeerState) - {PeerState.PLANNED}

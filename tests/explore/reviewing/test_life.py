"""The life of a review: blind until both views are in, agreed, signed, and frozen by the database."""

from contextlib import contextmanager

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, IntegrityError, connection, transaction

from leadwell.accounts.acting import acting_as
from leadwell.audit.models import Event
from leadwell.explore.models import (
    AgreedLevel,
    Headline,
    Review,
    ReviewState,
    ReviewView,
    Rubric,
    ViewRating,
)
from leadwell.explore.reviewing import access, actions, rules, shelf
from leadwell.explore.reviewing.hashing import sha256
from leadwell.explore.reviewing.transitions import BESIDE, NEEDS, TRANSITIONS
from leadwell.people.models import Role
from tests.explore.reviewing.conftest import told
from tests.factories import NOON, holder_of, make_colleague
from tests.reviewed import make_review

pytestmark = pytest.mark.django_db


@contextmanager
def broken(name):
    """The database refuses it by this name."""
    with pytest.raises(DatabaseError, match=name), transaction.atomic():
        yield


def seen_by(user):
    """Numbers of ratings by the database alone, whatever a query forgets."""
    with acting_as(user.pk if user else None), connection.cursor() as cursor:
        cursor.execute("select count(*) from explore_viewrating")
        return cursor.fetchone()[0]


def test_two_views_become_one_signed_starting_point(world):
    review = world.open()
    n = len(shelf.of_rubric(review.rubric).criteria)
    assert (review.state, n) == ("opened", 18)
    world.hand_in(review, world.leader)
    assert review.state == "school_view"
    world.hand_in(review, world.manager)
    assert review.state == "second_view"
    review = Review.objects.get()
    actions.meet(review=review, by=world.specialist, at=NOON)
    for each in shelf.of_rubric(review.rubric).criteria:
        actions.agree_level(review=review, said=told(each.key, 2), by=world.leader, at=NOON)
    actions.write_headlines(
        review=review, strengths=["Books"], needs=[("Time", "")], by=world.manager, at=NOON
    )
    actions.agree(review=review, by=world.manager, at=NOON)
    actions.sign(review=review, shown=sha256(review), authenticated_at=NOON, by=world.head, at=NOON)
    review.refresh_from_db()
    assert review.is_signed
    assert review.signature.sha256 == sha256(review)
    assert "appraisal" in review.signature.statement
    told_of = Event.objects.filter(subject_type="explore.review").values_list("verb", flat=True)
    assert {"open", "hand_in_school", "hand_in_second", "meet", "agree", "sign"} <= set(told_of)


def test_until_both_are_in_a_view_is_its_authors_alone_even_for_the_database(world):
    review = world.open()
    world.hand_in(review, world.leader)
    assert seen_by(world.leader) == 18
    for other in (world.manager, world.specialist, world.head, world.lead, None):
        assert seen_by(other) == 0
    with acting_as(world.manager.pk):
        assert not access.ratings_for(world.manager, review).exists()
    world.hand_in(review, world.manager, 3)
    assert (seen_by(world.leader), seen_by(world.manager), seen_by(world.head)) == (18, 18, 0)
    actions.meet(review=review, by=world.specialist, at=NOON)
    assert seen_by(world.leader) == seen_by(world.head) == 36


def test_nobody_writes_into_somebody_elses_view(world):
    review = world.open()
    view = review.views.get(voice="school")
    with acting_as(world.manager.pk), pytest.raises(DatabaseError), transaction.atomic():
        ViewRating.objects.create(view=view, criterion="strategy", level=0)
    world.hand_in(review, world.leader)
    with acting_as(world.leader.pk), broken("permission denied"):
        ViewRating.objects.filter(view=view).update(level=4)
    with acting_as(world.leader.pk), broken("row-level security"):
        ViewRating.objects.create(view=view, criterion="one-more", level=0)
    with broken("view_that_is_in_stays"):
        ReviewView.objects.filter(pk=view.pk).update(by=world.specialist.person)


def test_the_second_view_may_come_in_first(world):
    review = world.open()
    world.hand_in(review, world.manager)
    assert review.state == "opened"
    world.hand_in(review, world.leader)
    assert review.state == "second_view"


@pytest.mark.parametrize(
    ("level", "kinds", "text", "name"),
    [
        (3, ["books"], "Seen", "two_kinds_of_evidence"),
        (4, [], "Seen", "two_kinds_of_evidence"),
        (1, [], "Seen", "rests_on_evidence"),
        (2, ["books"], "", "rests_on_evidence"),
        (5, ["books", "plans"], "Seen", "has_a_level"),
    ],
)
def test_what_a_level_rests_on_is_held_by_the_database(level, kinds, text, name):
    said = {"criterion": "strategy", "level": level, "evidence": kinds, "text": text}
    view = make_review().views.get(voice="school")
    with acting_as(view.by.user_id), broken(name):
        ViewRating.objects.create(view=view, **said)
    with broken(name):
        AgreedLevel.objects.create(review=make_review(state="meeting"), by=view.by, at=NOON, **said)


def test_views_are_not_opened_before_both_are_in(world):
    review = world.open()
    world.hand_in(review, world.leader)
    may = rules.may_meet(world.specialist, review, on=NOON.date())
    assert may.reason.startswith("Not in yet: Second view")
    with broken("views_are_opened_once_both_are_in"):
        Review.objects.filter(pk=review.pk).update(state="meeting")
    world.hand_in(review, world.manager)
    assert "specialist" in rules.may_meet(world.leader, review, on=NOON.date()).reason
    world.specialist.person.roles.update(ends_on=NOON.date().replace(day=1))
    assert not rules.may_meet(world.leader, review, on=NOON.date())  # who opened it has left too


def test_the_meeting_ends_once_everything_is_agreed_and_not_before(world):
    review = world.met()
    assert "18 criteria are not agreed yet" in rules.may_agree(world.leader, review).reason
    for each in shelf.of_rubric(review.rubric).criteria:
        actions.agree_level(review=review, said=told(each.key, 0), by=world.leader, at=NOON)
    assert "strength" in rules.may_agree(world.leader, review).reason
    with pytest.raises(IntegrityError):
        actions.write_headlines(
            review=review, strengths=["Books"], needs=[("One", "")] * 4, by=world.leader, at=NOON
        )
    assert not review.headlines.exists()  # whole or not at all
    actions.write_headlines(
        review=review, strengths=["Books"], needs=[("One", "")] * 3, by=world.leader, at=NOON
    )
    assert rules.may_agree(world.leader, review)


def test_what_was_signed_never_changes(world):
    review = world.signed()
    strategy = AgreedLevel.objects.filter(review=review, criterion="strategy")
    with broken("signed_review_stays"):
        strategy.update(level=4)
    with broken("signed_review_stays"):
        AgreedLevel.objects.filter(review=review).update(text="Otherwise")
    with broken("permission denied"):
        strategy.delete()
    with broken("signed_review_stays"):
        Headline.objects.filter(review=review).delete()
    with broken("signed_review_stays"):
        Headline.objects.create(review=review, kind="need", number=3, text="One more")
    with broken("signed_review_stays"):
        Review.objects.filter(pk=review.pk).update(state="meeting")
    with broken("permission denied"):
        Rubric.objects.filter(pk=review.rubric_id).update(text="other words")
    assert sha256(Review.objects.get()) == review.signature.sha256


def test_the_database_knows_no_signed_review_without_a_signature(world):
    review = world.agreed()
    with broken("signed_review_has_a_signature"):
        Review.objects.filter(pk=review.pk).update(state="signed")


def test_the_head_signs_what_was_read_and_nobody_else_signs(world):
    review = world.agreed()
    for other in (world.leader, world.manager, world.specialist, world.lead):
        assert rules.may_sign(other, review).reason == "Only the head signs a review."
    with pytest.raises(PermissionDenied, match="changed since you opened it"):
        actions.sign(review=review, shown="0" * 64, authenticated_at=NOON, by=world.head, at=NOON)
    actions.reopen(review=review, by=world.leader, at=NOON)
    review.refresh_from_db()
    assert "Joint meeting" in rules.may_sign(world.head, review).reason


def test_a_review_is_repeated_by_the_same_version_after_it_is_signed(world):
    review = world.agreed()
    two = {"school": world.leader.person, "second": world.manager.person, "at": NOON}
    with pytest.raises(PermissionDenied, match="has to be signed"):
        actions.review_again(before=review, point="mid", by=world.leader, **two)
    actions.sign(review=review, shown=sha256(review), authenticated_at=NOON, by=world.head, at=NOON)
    again = actions.review_again(before=review, point="mid", by=world.leader, **two)
    assert (again.rubric, again.before) == (review.rubric, review)
    other = Rubric.objects.create(
        key="other", version=1, title="Other", text="x", sha256="0" * 64, added_at=NOON
    )
    with broken("review_again_is_by_the_same_rubric"):
        Review.objects.create(
            enrolment=review.enrolment, rubric=other, point="end", before=review,
            opened_by=review.opened_by, opened_on=NOON.date(),
        )  # fmt: skip
    with pytest.raises(IntegrityError), transaction.atomic():
        actions.open_review(
            enrolment=world.enrolment, shelved=shelf.find("disadvantaged-pupils", 1),
            by=world.leader, **two,
        )  # fmt: skip


def test_the_two_views_are_of_two_people_who_work_with_the_school(world):
    on, part = NOON.date(), world.enrolment
    me, manager, stranger = world.leader.person, world.manager.person, make_colleague()
    assert "Two people" in rules.may_name(part, me, me, on=on).reason
    assert "specialist" in rules.may_name(part, me, stranger, on=on).reason
    elsewhere = rules.may_name(part, world.specialist.person, manager, on=on)
    assert "works at the school" in elsewhere.reason
    assert rules.may_name(part, me, world.specialist.person, on=on)
    with broken("two_views_are_of_two_people"):
        review = world.open()
        ReviewView.objects.filter(review=review, voice="second").update(by=me)


def test_who_gives_a_view_can_change_until_it_is_in(world):
    review = world.open()
    other = holder_of(Role.SENIOR_LEADER, school=world.enrolment.school).person
    actions.name_voice(review=review, voice="second", person=other, by=world.leader, at=NOON)
    assert review.views.get(voice="second").by == other
    world.hand_in(review, world.leader)
    review = Review.objects.get()
    assert "is in" in rules.may_name_voice(world.leader, review, "school").reason


def test_every_step_of_the_table_says_what_it_needs():
    assert set(NEEDS) == set(TRANSITIONS)
    assert all(one.button for one in (*TRANSITIONS.values(), *BESIDE.values()))
    reached = {step.after for step in TRANSITIONS.values()}
    assert reached == set(ReviewState) - {ReviewState.OPENED}

"""Whatever is tried afterwards, by whomever, in whatever order, a signed review stays as it was."""

from functools import partial

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from leadwell.accounts.acting import acting_as
from leadwell.explore.models import (
    AgreedLevel,
    Headline,
    Review,
    ReviewSignature,
    ReviewStep,
    ReviewView,
    Rubric,
    ViewRating,
)
from leadwell.explore.reviewing import actions
from leadwell.explore.reviewing.hashing import sha256
from leadwell.people.models import Person
from leadwell.programmes.models import Programme
from leadwell.schools.models import School
from tests.explore.reviewing.conftest import told
from tests.factories import NOON

PARTS = {
    Review: "pk",
    AgreedLevel: "review",
    Headline: "review",
    ReviewSignature: "review",
    ReviewStep: "review",
    ReviewView: "review",
    ViewRating: "view__review",
}
"""What a signed review is made of, and the way from each to it."""
USERS = ("leader", "manager", "specialist", "head", "lead")
ACTIONS = {
    "agree_level": {"said": told("strategy", 4)},
    "write_headlines": {"strengths": ["Another"], "needs": [("Another", "strategy")]},
    "meet": {},
    "agree": {},
    "reopen": {},
    "hand_in": {"said": [told("strategy", 4)]},
    "sign": {"shown": "0" * 64, "authenticated_at": NOON},
}


def act(world, review, user):
    """Whatever changes a review, each in its turn."""
    by = getattr(world, user)
    for action, said in ACTIONS.items():
        with pytest.raises(PermissionDenied), acting_as(by.pk):
            getattr(actions, action)(review=review, by=by, at=NOON, **said)


def write_into_it(world, review, user):
    """Every column of every part, each by itself, and every row away; as that user's own request."""
    with acting_as(getattr(world, user).pk):
        for model, way in PARTS.items():
            rows = model._default_manager.filter(**{way: review.pk}).order_by()
            for field in model._meta.concrete_fields:
                if not field.primary_key:
                    refused(partial(rows.update, **{field.attname: other(field)}), rows)
            refused(partial(rows._raw_delete, rows.db), rows)


def refused(change, rows):
    """By the database, or nothing was changed."""
    before = list(rows.values())
    try:
        with transaction.atomic():
            change()
    except (DatabaseError, ValueError):
        pass
    assert sorted(map(str, rows.values())) == sorted(map(str, before))


def other(field):
    """A value of the column's kind that hardly stands there."""
    kinds = {
        "CharField": "mid", "TextField": "mid", "PositiveSmallIntegerField": 3,
        "PositiveIntegerField": 77, "ArrayField": ["mid"], "DateField": NOON.date(),
        "DateTimeField": NOON,
    }  # fmt: skip
    return kinds.get(field.get_internal_type())


def rename_everything(world, review, user):
    """What was agreed stays; people and places may be called otherwise."""
    Person.objects.update(name="Somebody")
    School.objects.update(name="Another school")
    Programme.objects.update(name="Another name")


def take_the_rubric_back(world, review, user):
    Rubric.objects.update(taken_back_at=NOON)


def review_again(world, review, user):
    """The same once more, agreed otherwise and signed."""
    if not review.again.exists():
        two = {"school": world.leader.person, "second": world.manager.person}
        again = actions.review_again(before=review, point="mid", by=world.leader, at=NOON, **two)
        world.signed(again, strategy=3)


STEPS = (act, write_into_it, rename_everything, take_the_rubric_back, review_again)


def kept(review):
    rows = {
        (model.__name__, row["id"]): str(row)
        for model, way in PARTS.items()
        for row in model._default_manager.filter(**{way: review.pk}).values()
    }
    found = Review.objects.get(pk=review.pk)
    assert sha256(found) == found.signature.sha256
    return rows | {"words": (found.rubric.text, found.rubric.sha256)}


@settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@example(steps=[(rename_everything, "head"), (review_again, "head"),
                (take_the_rubric_back, "lead"), (write_into_it, "leader")])  # fmt: skip
@example(steps=[(act, user) for user in USERS])
@given(steps=st.lists(
    st.tuples(st.sampled_from(STEPS), st.sampled_from(USERS)), min_size=1, max_size=6
))  # fmt: skip
def test_a_signed_review_never_changes(world, steps):
    with transaction.atomic():
        review = world.signed()
        before = kept(review)
        assert len(before) > 40
        for step, user in steps:
            step(world, review, user)
            assert kept(review) == before, step.__name__
        transaction.set_rollback(True)

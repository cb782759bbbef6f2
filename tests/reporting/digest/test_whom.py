"""Nobody who has something to be told is left out of a round, and no letter quotes anybody."""

from collections.abc import Iterator

import pytest
from django.utils import timezone

from leadwell.accounts.acting import acting_as
from leadwell.reporting.digest.saying import lines
from leadwell.reporting.digest.sending import digest
from leadwell.reporting.digest.whom import might_want
from tests.walk import visit_lists
from tests.walk.crowd import Crowd, crowded
from tests.walk.markers import TOKEN

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def crowd(django_db_setup, django_db_blocker) -> Iterator[Crowd]:
    with crowded(django_db_blocker) as made:
        visit_lists.plant(made)
        yield made


def test_everybody_with_something_to_be_told_is_asked(crowd):
    today = timezone.localdate()
    asked = set(might_want(today))
    told = {who for who, user in crowd.people.items() if list(lines(user, today))}
    left_out = {who for who in told if crowd.people[who].pk not in asked}
    assert len(told) > 10
    assert not left_out
    assert len(asked) < len(crowd.people)


def test_no_letter_quotes_what_somebody_wrote(crowd):
    today = timezone.localdate()
    for who, user in crowd.people.items():
        with acting_as(user.pk):
            letter = digest(user, today)
        if letter:
            assert not TOKEN.search(letter.subject), who
            for word in ("Plan zq", "Talk about zq", "explain zq", "Parent zq", "Too much about"):
                assert word not in letter.text, who

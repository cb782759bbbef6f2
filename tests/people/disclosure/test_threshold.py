"""How few pupils is too few: raised by the officer, never below six."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from leadwell.audit.models import Event
from leadwell.people.disclosure import actions, rules
from leadwell.people.disclosure.releasing import policy
from leadwell.people.models import Role, Threshold
from tests.factories import (
    NOON,
    holder_of,
    make_administrator,
    make_organisation,
    make_programme,
    make_school,
    make_user,
)

pytestmark = pytest.mark.django_db
PAGE = reverse("people:disclosure")
REASON = "Two of our schools have very small year groups."


@pytest.fixture
def officer():
    return holder_of(Role.DATA_PROTECTION_OFFICER, organisation=make_organisation())


def test_six_holds_until_somebody_raises_it(officer):
    assert policy().threshold == 6
    actions.set_threshold(fewest=10, reason=REASON, by=officer, at=NOON)
    assert policy().threshold == 10


def test_it_can_be_lowered_to_six_again_and_the_history_stays(officer):
    actions.set_threshold(fewest=10, reason=REASON, by=officer, at=NOON)
    actions.set_threshold(fewest=6, reason=REASON, by=officer, at=NOON + timedelta(hours=1))
    assert policy().threshold == 6
    assert [each.fewest for each in Threshold.objects.all()] == [6, 10]


@pytest.mark.parametrize("fewest", [0, 5, 31])
def test_the_database_refuses_less_than_six_and_more_than_a_class(officer, fewest):
    with pytest.raises(IntegrityError), transaction.atomic():
        actions.set_threshold(fewest=fewest, reason=REASON, by=officer, at=NOON)
    assert policy().threshold == 6


def test_the_page_says_so_in_words(client, officer):
    client.force_login(officer)
    page = client.post(PAGE, {"fewest": 5, "reason": REASON})
    assert "Groups of fewer than 6 pupils are always hidden." in page.text
    page = client.post(PAGE, {"fewest": 10, "reason": "Because"})
    assert "Say why in at least 20 letters." in page.text
    assert not Threshold.objects.exists()


def test_it_is_logged_with_what_it_was(officer):
    actions.set_threshold(fewest=8, reason=f" {REASON} ", by=officer, at=NOON)
    event = Event.objects.get(verb="set how few is too few")
    assert event.actor == officer.email
    assert event.detail == {"before": 6, "fewest": 8}
    assert Threshold.objects.get(pk=event.subject_id).reason == REASON


def test_everybody_reads_how_few_is_too_few_and_who_said_so(client, officer):
    actions.set_threshold(fewest=8, reason=REASON, by=officer, at=NOON)
    client.force_login(make_user())
    page = client.get(PAGE)
    assert "Figures about fewer than 8 pupils are hidden" in page.text
    assert REASON in page.text
    assert "Only a data protection officer of the organisation that leads" in page.text
    assert '<form method="post" action="/hidden-figures/"' not in page.text


def test_the_officer_changes_it_by_page(client, officer):
    client.force_login(officer)
    assert client.post(PAGE, {"fewest": 12, "reason": REASON}).url == PAGE
    assert policy().threshold == 12


@pytest.mark.parametrize(
    "somebody",
    [
        lambda: holder_of(Role.PROGRAMME_LEAD, programme=make_programme()),
        lambda: holder_of(Role.DATA_PROTECTION_OFFICER, school=make_school()),
        make_administrator,
    ],
    ids=["programme lead", "a school's own officer", "administrator"],
)
def test_nobody_else_does(client, somebody):
    user = somebody()
    assert not rules.may_set_threshold(user)
    with pytest.raises(PermissionDenied):
        actions.set_threshold(fewest=10, reason=REASON, by=user, at=NOON)
    client.force_login(user)
    assert client.post(PAGE, {"fewest": 10, "reason": REASON}).status_code == 403


@pytest.mark.parametrize(
    "verb", ["update people_threshold set fewest = 6", "delete from people_threshold"]
)
def test_what_was_set_cannot_be_rewritten(officer, verb):
    actions.set_threshold(fewest=10, reason=REASON, by=officer, at=NOON)
    with pytest.raises(Exception, match="permission denied"), transaction.atomic():
        connection.cursor().execute(verb)

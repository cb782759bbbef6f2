"""Reasons that are asked for on pages about no school, and what goes wrong with data, are looked over."""

import pytest
from django.urls import reverse

from leadwell.people.models import Breach, BrokenGlass, Role, RuleChange, Threshold
from leadwell.schools.models import IdentityDecision
from tests.accounts.signing_in import by_password
from tests.factories import holder_of, make_organisation, make_user
from tests.guarded import NUMBERED, WORDS, make_named, warned_then_sent
from tests.people.glass.test_break_glass import GLASS, sam
from tests.people.privacy.test_problems import REPORT, saying
from tests.people.test_joins import OLD, join_page, two

pytestmark = pytest.mark.django_db
__all__ = ["sam", "two"]

NUMBER = {"words": NUMBERED, "warned": "“A123456789012”", "kinds": {"upn": 1}}


@pytest.fixture
def officer():
    return holder_of(Role.DATA_PROTECTION_OFFICER, organisation=make_organisation())


def test_why_few_is_too_few_is_looked_over(client, officer):
    client.force_login(officer)
    sent = {"fewest": 10, "reason": NUMBERED}
    warned_then_sent(client, reverse("people:disclosure"), sent, **NUMBER)
    assert Threshold.objects.get().reason == NUMBERED


def test_why_something_is_kept_for_another_time_is_looked_over(client, officer):
    client.force_login(officer)
    sent = {"months": 60, "because": NUMBERED}
    warned_then_sent(client, reverse("people:rule-change", args=["log"]), sent, **NUMBER)
    assert RuleChange.objects.get().because == NUMBERED


def test_why_the_glass_is_broken_is_looked_over(client, sam, officer):
    by_password(client, sam)
    warned_then_sent(client, GLASS, {"reason": NUMBERED}, **NUMBER)
    assert BrokenGlass.objects.get().reason == NUMBERED


def test_why_two_schools_are_one_is_looked_over(as_alice, two):
    make_named(two[0])
    warned_then_sent(as_alice, join_page(), {"first": OLD, "reason": WORDS})
    assert IdentityDecision.objects.get().reason == WORDS


def test_what_went_wrong_is_looked_over_and_written_down_as_it_was_said(client):
    client.force_login(make_user())
    warned_then_sent(client, REPORT, saying(what=NUMBERED), **NUMBER)
    assert Breach.objects.get().what == NUMBERED

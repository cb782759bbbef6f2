"""What the schools of the demonstration have agreed: enough to look at each kind."""

from collections.abc import Iterator

import pytest

from leadwell.demo import fixture
from leadwell.demo.fixture import Scale
from leadwell.people.models import Role, RoleHeld
from leadwell.prepare import page, rules, wants
from leadwell.prepare.models import AgreedAction
from leadwell.programmes.models import Programme
from tests.demo.conftest import SEED, TODAY
from tests.demo.peopled import undone


@pytest.fixture(scope="module")
def programme(country) -> Iterator[Programme]:
    with undone():
        fixture.make(seed=SEED, today=TODAY, scale=Scale.TRUST)
        yield Programme.objects.get(code="KS2M")


def test_every_school_has_something_done_and_something_to_do(programme):
    lead = programme.roles.get(role=Role.PROGRAMME_LEAD).person.user
    for part in programme.enrolments.filter(left_on=None):
        lines = page.lines(AgreedAction.objects.filter(enrolment=part), TODAY, lead)
        assert lines.finished
        assert 2 <= len(lines.open) < rules.MOST_OPEN


def test_a_hub_lead_finds_something_late(programme):
    leads = RoleHeld.objects.live_on(TODAY).filter(role=Role.HUB_LEAD, hub__programme=programme)
    found = [want for held in leads for want in wants.late_in_my_hubs(held.person.user, TODAY)]
    assert found
    assert "more than 10 school days late" in found[0].title


def test_a_subject_leader_finds_something_to_do(programme):
    leads = RoleHeld.objects.live_on(TODAY).filter(role=Role.SUBJECT_LEADER)
    assert any(list(wants.mine(held.person.user, TODAY)) for held in leads)

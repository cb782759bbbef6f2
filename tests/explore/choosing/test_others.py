"""What else a school takes part in, as readiness asks it: the same as the radar counts."""

from datetime import timedelta

import pytest

from leadwell.explore.choosing.others import others_of
from leadwell.explore.radar.asked import FROM_OUTSIDE
from leadwell.programmes.models import Programme
from tests.factories import NOON, make_candidate, make_enrolment, make_programme

pytestmark = pytest.mark.django_db

TODAY = NOON.date()
DAYS = {"starts_on": TODAY, "ends_on": TODAY + timedelta(days=300)}


def of_a_school_also_in(**fields):
    candidate = make_candidate(programme=make_programme(**DAYS))
    other = make_programme(**DAYS | fields)
    make_enrolment(programme=other, school=candidate.school, joined_on=TODAY)
    return others_of(candidate, on=TODAY)


@pytest.mark.parametrize("rule_set", Programme.RuleSet.values)
def test_any_project_but_a_trusts_own_is_paid_for_from_outside(rule_set):
    [other] = of_a_school_also_in(rule_set=rule_set)
    assert other.name == "another programme"
    assert other.is_funded == (rule_set != "trust-internal") == (rule_set in FROM_OUTSIDE)


def test_a_programme_that_was_stopped_asks_nothing():
    assert of_a_school_also_in(state="stopped", state_because="No money") == ()

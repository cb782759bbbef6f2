"""The three sizes of the demonstration, each the same whenever it is made."""

from datetime import date, timedelta

import pytest

from leadwell.accounts.models import User
from leadwell.demo import choosing_world, fixture, world
from leadwell.demo.fixture import Scale
from leadwell.demo.terms import Terms
from leadwell.explore.models import Candidate, Initiative
from leadwell.people import access
from leadwell.people.models import Role, RoleHeld
from leadwell.programmes.models import Enrolment
from tests.demo.conftest import SEED, TODAY
from tests.demo.peopled import digest, undone


def test_the_same_seed_and_day_make_the_same_world_and_another_seed_another(country):
    def made(seed: int) -> str:
        with undone():
            fixture.make(seed=seed, today=TODAY, scale=Scale.TRUST)
            return digest()

    assert made(3) == made(3)
    assert made(3) != made(4)


def test_a_trust_of_four_has_about_seventy_accounts(country):
    with undone():
        fixture.make(seed=SEED, today=TODAY, scale=Scale.TRUST)
        assert 65 <= User.objects.count() <= 80
        assert Enrolment.objects.count() == 4
        chief = RoleHeld.objects.get(role=Role.CHIEF_EXECUTIVE).person
        assert access.enrolments_for(chief.user).count() == 4


def test_a_trust_of_four_has_initiatives_and_no_programme_that_follows(country):
    with undone():
        fixture.make(seed=SEED, today=TODAY, scale=Scale.TRUST)
        choosing_world.choose(today=TODAY)
        assert Initiative.objects.exists()
        assert not Candidate.objects.exists()


def test_a_world_that_is_there_is_not_made_again(country):
    with undone():
        fixture.make(seed=SEED, today=TODAY, scale=Scale.TRUST)
        before = digest()
        fixture.make(seed=SEED, today=TODAY, scale=Scale.TRUST)
        assert digest() == before


@pytest.mark.parametrize(
    "today", [date(2026, 2, 1), date(2026, 3, 20), date(2026, 9, 1), date(2026, 12, 31)]
)
def test_the_programme_is_five_to_seventeen_months_old_on_any_day(today):
    terms = Terms(today)
    age = today - terms.first_day
    assert timedelta(days=150) < age < timedelta(days=520)
    assert terms.at(terms.last_day).date() < today


def test_sizes_that_there_are_not_are_refused_with_those_there_are():
    with pytest.raises(ValueError, match="4, 41, 3100"):
        world.scale(40, n_schools=16_800)
    with pytest.raises(ValueError, match="3400 schools or more"):
        world.scale(3_100, n_schools=60)
    assert world.scale(3_100, n_schools=16_800) == Scale.NATION

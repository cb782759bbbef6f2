"""Two people promise days of one specialist at once: each day is promised once."""

from collections.abc import Callable
from decimal import Decimal
from threading import Barrier, Thread

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction

from leadwell.people.models import Role
from leadwell.prepare.deploying import capacity
from leadwell.prepare.deploying.agreeing import actions
from leadwell.prepare.deploying.register import actions as register
from leadwell.prepare.models import Deployment
from tests.factories import NOON, holder_of, make_enrolment, make_school

pytestmark = pytest.mark.django_db(transaction=True)
LAST = 8
"""Of the 15 days of the guide, so that the same again does not fit."""


@pytest.fixture
def elsewhere(enrolment):
    """Another school of the hub, for which somebody else arranges."""
    return make_enrolment(hub=enrolment.hub, school=make_school(name="Larch Lane"))


@pytest.fixture
def manager(enrolment):
    return holder_of(Role.PROJECT_MANAGER, programme=enrolment.programme)


class AtOnce(Thread):
    """Does it on a connection of its own, and keeps why it was refused."""

    def __init__(self, act: Callable[[], object]) -> None:
        super().__init__()
        self.act, self.refused, self.done = act, "", False

    def run(self) -> None:
        try:
            self.act()
            self.done = True
        except PermissionDenied as refusal:
            self.refused = str(refusal).replace("\xa0", " ")
        finally:
            connection.close()


def taken(specialist) -> Decimal:
    return capacity.of([specialist], 2026)[specialist.pk].taken


def test_of_two_who_propose_the_last_days_at_once_the_second_waits_and_is_refused(
    propose, elsewhere, manager, specialist, hub_lead
):
    second = AtOnce(lambda: propose(enrolment=elsewhere, by=manager, days=LAST))
    with transaction.atomic():
        propose(days=LAST)
        second.start()
        second.join(0.5)
        assert second.is_alive()  # it waits for the first
    second.join(20)
    assert "8 of 15 days of 2026/27 are taken: 8 more would be 16." in second.refused
    assert Deployment.objects.get().proposed_by == hub_lead.person
    assert taken(specialist) == LAST


def test_where_the_first_is_not_done_after_all_the_second_has_the_days(
    propose, elsewhere, manager, specialist
):
    second = AtOnce(lambda: propose(enrolment=elsewhere, by=manager, days=LAST))
    with transaction.atomic():
        propose(days=LAST)
        second.start()
        second.join(0.3)
        transaction.set_rollback(True)
    second.join(20)
    assert (second.done, second.refused) == (True, "")
    assert Deployment.objects.get().proposed_by == manager.person
    assert taken(specialist) == LAST


def test_of_several_who_begin_at_the_same_moment_one_is_done(
    propose, enrolment, elsewhere, manager, hub_lead, specialist
):
    """Nobody is told to wait: they run as the database lets them."""
    begin = Barrier(4)

    def proposes(of, by):
        def act() -> None:
            begin.wait(20)
            propose(enrolment=of, by=by, days=LAST)

        return AtOnce(act)

    every = [
        proposes(of, by) for of in (enrolment, elsewhere) for by in (hub_lead, manager)
    ]  # fmt: skip
    for one in every:
        one.start()
    for one in every:
        one.join(30)
    assert [one.done for one in every].count(True) == 1
    assert all("would be 16" in one.refused for one in every if not one.done)
    assert taken(specialist) == LAST


def test_one_that_asks_for_more_days_and_one_that_is_new_do_not_both_have_them(
    propose, elsewhere, manager, hub_lead, specialist
):
    known = propose(days=4)
    terms = {"priorities": ["Bar modelling"], "outcomes": "Books in July"}
    more = AtOnce(
        lambda: actions.change_deployment(
            deployment=known, days={2026: Decimal(12)}, by=hub_lead, at=NOON, **terms
        )
    )
    with transaction.atomic():
        propose(enrolment=elsewhere, by=manager, days=LAST)
        more.start()
        more.join(0.5)
        assert more.is_alive()
    more.join(20)
    assert "8 of 15 days of 2026/27 are taken: 12 more would be 20." in more.refused
    assert taken(specialist) == 4 + LAST
    assert known.days.get().agreed == 4


def test_days_that_the_register_takes_away_meanwhile_are_promised_to_nobody(
    propose, manager, hub_lead, specialist, elsewhere
):
    late = AtOnce(lambda: propose(enrolment=elsewhere, by=manager, days=LAST))
    with transaction.atomic():
        register.say_days(
            specialist=specialist, academic_year=2026, days={1: Decimal(5)}, by=hub_lead, at=NOON
        )
        late.start()
        late.join(0.5)
        assert late.is_alive()
    late.join(20)
    assert "0 of 5 days of 2026/27 are taken: 8 more would be 8." in late.refused
    assert not Deployment.objects.exists()

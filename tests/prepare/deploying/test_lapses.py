"""A check or credential that ends inside an agreement: said before, locked from the day after, and
open again with a new one. To the specialist, the hub lead and the head alike."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from leadwell.deliver import actions as visits
from leadwell.deliver import rules as visiting
from leadwell.deliver.models import Side, Visit
from leadwell.prepare.deploying import wants
from leadwell.prepare.deploying.agreeing import access
from leadwell.prepare.deploying.agreeing.rules import may_go_there
from leadwell.prepare.deploying.register import actions as register
from leadwell.prepare.models import Deployment
from tests.factories import NOON, make_visit
from tests.prepare.conftest import said

pytestmark = pytest.mark.django_db
LAST = date(2026, 11, 30)
THEN = NOON + timedelta(days=14)
"""Some day after: a Friday in December."""
LOCKED = "Work at the school is locked."


@pytest.fixture(params=["check", "credential"])
def lapsing(request, active, specialist):
    """An agreement that goes on to July, of which one of the two ends on the last day of November."""
    if request.param == "check":
        specialist.checked_until = LAST
        specialist.save()
    else:
        specialist.credentials.update(ends_on=LAST)
    active.refresh_from_db()
    return active


def why(deployment, on) -> str:
    person = deployment.specialist.person
    return may_go_there(deployment.enrolment, person, on=on).reason.replace("\xa0", " ")


def titles(user, on):
    return [one.title for one in wants.lapses(user, on)]


def test_it_holds_on_its_last_day_and_is_locked_from_the_day_after(lapsing):
    assert not why(lapsing, LAST)
    locked = why(lapsing, LAST + timedelta(days=1))
    assert "does not work at Tansy Hill on Tue 1 Dec 2026" in locked
    assert "is for days up to Mon 30 Nov 2026" in locked


def test_all_three_are_told_and_of_the_days_before_it_the_two_who_renew_it(
    lapsing, hub_lead, host_head
):
    own = lapsing.specialist.person.user
    before = LAST + timedelta(days=1) - access.LAPSES_WITHIN
    for user in (own, hub_lead):
        assert titles(user, before - timedelta(days=1)) == []
        assert titles(user, before) == [f"To be renewed: {lapsing}"]
    assert titles(host_head, LAST) == []
    for user in (own, hub_lead, host_head):
        assert titles(user, LAST + timedelta(days=1)) == [f"Work is locked: {lapsing}"]


def test_the_page_says_so_to_all_three(lapsing, client, hub_lead, host_head):
    for user in (lapsing.specialist.person.user, hub_lead, host_head):
        client.force_login(user)
        assert LOCKED not in said(client.get(lapsing.get_absolute_url()))
    with time_machine.travel(THEN, tick=False):
        for user in (lapsing.specialist.person.user, hub_lead, host_head):
            client.force_login(user)
            assert LOCKED in said(client.get(lapsing.get_absolute_url()))
            there = client.get(reverse("prepare:deployments"))
            assert "Locked: a check or credential is over" in said(there)


def test_no_visit_is_planned_or_confirmed_and_both_are_again_with_a_new_one(
    lapsing, hub_lead, specialist
):
    own, person = specialist.person.user, specialist.person
    planned = make_visit(
        enrolment=lapsing.enrolment, specialist=person, on=date(2026, 12, 11),
        day_set_by=Side.SCHOOL,
    )  # fmt: skip

    def plan(by):
        visits.plan_visit(
            sent_id=uuid4(), enrolment=lapsing.enrolment, specialist=person, days=Decimal("0.5"),
            on=date(2026, 12, 14), by=by, at=THEN,
        )  # fmt: skip

    with time_machine.travel(THEN, tick=False):
        for by in (own, hub_lead):
            with pytest.raises(PermissionDenied, match="is for days up to"):
                plan(by)
            assert "is for days up to" in visiting.may_confirm(by, planned).reason
        register.say_checked(
            specialist=specialist, checked_on=THEN.date(), checked_until=date(2029, 8, 31),
            checked_by="Robin Ash, head", by=hub_lead, at=THEN,
        )  # fmt: skip
        register.add_credential(
            specialist=specialist, kind="SLE", issuer="Larkwater", starts_on=THEN.date(),
            by=hub_lead, at=THEN,
        )  # fmt: skip
        plan(hub_lead)
        assert visiting.may_confirm(own, planned)
    assert Visit.objects.count() == 2


def test_the_visit_says_why_nobody_goes(lapsing, client, hub_lead, host_head):
    person = lapsing.specialist.person
    visit = make_visit(enrolment=lapsing.enrolment, specialist=person, on=date(2026, 12, 11))
    with time_machine.travel(lapsing.starts_on, tick=False):
        for user in (person.user, hub_lead, host_head):
            client.force_login(user)
            there = said(client.get(visit.get_absolute_url()))
            assert "on Fri 11 Dec 2026" in there
            assert "does not work at Tansy Hill" in there


def test_what_took_place_is_still_written_down(lapsing):
    """A note is not lost to a check: that a visit happened is said as it was."""
    person = lapsing.specialist.person
    visit = make_visit(enrolment=lapsing.enrolment, specialist=person, on=date(2026, 12, 2))
    with time_machine.travel(THEN, tick=False):
        assert visiting.may_say_happened(person.user, visit, today=THEN.date())


def test_of_somebody_without_an_agreement_nothing_is_known_here(lapsing):
    Deployment.objects.filter(pk=lapsing.pk).update(state="suspended", because="Unwell")
    assert not why(lapsing, THEN.date())
    assert not Deployment.objects.filter(access.lapsed_by(THEN.date())).exists()

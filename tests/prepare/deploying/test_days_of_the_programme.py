"""Nobody is sent before the programme begins, or after it ends."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction

from leadwell.prepare.deploying.agreeing import actions
from tests.factories import NOON
from tests.prepare.deploying.conftest import TERMS
from tests.sent import make_deployment

pytestmark = pytest.mark.django_db


def refused(act, **said):
    with pytest.raises(PermissionDenied) as reason, transaction.atomic():
        act(**said)
    return str(reason.value).replace("\xa0", " ")


DAYS = "Number Sense is from Tue 1 Sept 2026 to Fri 21 July 2028."


@pytest.fixture
def number_sense(enrolment):
    enrolment.programme.name = "Number Sense"
    enrolment.programme.save()


def test_nobody_is_proposed_for_days_outside_the_programme(propose, number_sense):
    before = {"starts_on": date(2026, 8, 31), "review_on": date(2026, 12, 1)}
    assert refused(propose, **before) == f"The first day is before the programme: {DAYS}"
    after = {"ends_on": date(2028, 7, 22)}
    assert refused(propose, **after) == f"The last day is after the programme: {DAYS}"
    assert propose(ends_on=date(2028, 7, 21)).ends_on == date(2028, 7, 21)


def test_nor_is_an_agreement_changed_to_such_days(propose, hub_lead, number_sense):
    made = propose()
    asked = {"deployment": made, "days": {2026: Decimal(8)}, "by": hub_lead, "at": NOON}
    said = refused(actions.change_deployment, ends_on=date(2028, 7, 22), **asked)
    assert said == f"The last day is after the programme: {DAYS}"
    said = refused(actions.change_deployment, starts_on=date(2026, 8, 31), **asked)
    assert said == f"The first day is before the programme: {DAYS}"
    made.refresh_from_db()
    assert (made.starts_on, made.ends_on) == (TERMS["starts_on"], TERMS["ends_on"])


def test_one_that_is_too_long_already_is_put_right_and_then_changed(enrolment, hub_lead):
    made = make_deployment(enrolment=enrolment, ends_on=date(2028, 8, 31))
    made.specialist.checked_until = date(2029, 8, 31)
    made.specialist.save()
    actions.change_deployment(
        deployment=made, days={2026: Decimal(8)}, ends_on=date(2028, 7, 21), by=hub_lead, at=NOON
    )
    made.refresh_from_db()
    assert made.ends_on == date(2028, 7, 21)

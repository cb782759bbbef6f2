from datetime import date
from decimal import Decimal

import pytest
from django.utils import timezone

from leadwell.people.models import Role
from leadwell.prepare.round import actions
from leadwell.programmes.models import Enrolment
from tests.factories import (
    holder_of,
    make_enrolment,
    make_hub,
    make_programme,
    make_school,
)
from tests.sent import make_specialist

AT = timezone.make_aware(timezone.datetime(2026, 11, 10, 9))


@pytest.fixture
def hub(db):
    return make_hub(make_programme(subject="Mathematics"), name="Coast")


@pytest.fixture
def hub_lead(hub):
    return holder_of(Role.HUB_LEAD, hub=hub)


@pytest.fixture
def school_at(hub):
    """A school of the hub, so many kilometres along a road from the first."""

    def make(name: str, km: int, **fields: object) -> Enrolment:
        school = make_school(name=name, easting=400_000 + 1000 * km, northing=100_000)
        return make_enrolment(school=school, hub=hub, joined_on=date(2026, 9, 1), **fields)

    return make


@pytest.fixture
def specialist_at(hub):
    """On the register with so many days a year, from a school of no hub."""

    def make(name: str, km: int, days: int):
        home = make_school(name=f"{name}’s own", easting=400_000 + 1000 * km, northing=100_000)
        made = make_specialist(hub=hub, home=home)
        made.person.name = name
        made.person.save()
        made.days_available.create(academic_year=2026, half_term=1, days=days)
        return made

    return make


@pytest.fixture
def plan(hub, hub_lead):
    def ask(**fields: object):
        said = {"programme": hub.programme, "hub": hub, "first_day": date(2026, 11, 16),
                "usual_days": Decimal(8), "by": hub_lead, "at": AT}  # fmt: skip
        return actions.ask_for_round(**said | fields)

    return ask


@pytest.fixture
def planned(plan):
    """Asked for, and worked out at once."""

    def do(*, say=lambda what: True, **fields: object):
        made = plan(**fields)
        actions.carry_out(round_id=made.pk, at=AT, say=say)
        made.refresh_from_db()
        return made

    return do

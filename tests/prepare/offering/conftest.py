"""A programme with a budget and rates, in which two schools may be offered a place."""

from datetime import date
from decimal import Decimal

import pytest

from leadwell.explore.models import Assessment
from leadwell.people.models import Role
from leadwell.prepare.models import Rates
from tests.factories import (
    NOON,
    holder_of,
    make_candidate,
    make_hub,
    make_programme,
    make_school,
)

STARTS, ANSWER_BY = date(2026, 11, 30), date(2026, 12, 11)
PRICES = {
    "place_gbp": Decimal(100), "visit_day_gbp": Decimal(300), "cover_day_gbp": Decimal(200),
    "coaching_gbp": Decimal(0), "session_gbp": Decimal(50), "specialist_days": Decimal(20),
}  # fmt: skip


@pytest.fixture
def programme(db):
    made = make_programme(
        name="Larkwater Numbers", code="LARK", rule_set="trust-internal", budget_gbp=20_000
    )
    Rates.objects.create(programme=made, **PRICES)
    made.intensities.create(year=1, half_term=1, n_events=2)
    made.intensities.create(year=1, half_term=3, n_events=1)
    return made


@pytest.fixture
def lead(programme):
    return holder_of(Role.PROGRAMME_LEAD, programme=programme)


@pytest.fixture
def manager(programme):
    return holder_of(Role.PROJECT_MANAGER, programme=programme)


@pytest.fixture
def ready(programme):
    """Makes a school that may be offered a place: 98 pupils, found ready."""
    hub = make_hub(programme, name="Coast")

    def make(n_pupils=98, **school):
        candidate = make_candidate(
            programme=programme, hub=hub, school=make_school(n_pupils=n_pupils, **school),
            state="eligible",
        )  # fmt: skip
        Assessment.objects.create(
            candidate=candidate, leadership="secure", hours=2, inspection="not_due", change="none",
            colour="green", findings=[], head_called_on=NOON.date(), head_called_by="Robin Ash",
            by=candidate.nominated_by, at=NOON, climate=[4, 4, 4, 4],
        )  # fmt: skip
        type(candidate).objects.filter(pk=candidate.pk).update(state="assessed")
        candidate.refresh_from_db()
        return candidate

    return make


@pytest.fixture
def small(ready):
    """Of two in the set, the one the tests are about."""
    ready(300, name="Heron Bank")
    return ready(98, name="Little Combe")


@pytest.fixture
def head(small):
    return holder_of(Role.HEADTEACHER, school=small.school)

from datetime import date

import pytest

from leadwell.people.models import Role
from leadwell.schools.models import HalfTerm
from tests.factories import holder_of, make_enrolment, make_role, make_school


@pytest.fixture
def enrolment(db):
    return make_enrolment(school=make_school(name="Tansy Hill"))


@pytest.fixture
def specialist(enrolment):
    """Sent to Tansy Hill."""
    return make_role(Role.SPECIALIST, enrolment=enrolment).person


@pytest.fixture
def subject_leader(enrolment):
    return holder_of(Role.SUBJECT_LEADER, school=enrolment.school)


@pytest.fixture
def hub_lead(enrolment):
    return holder_of(Role.HUB_LEAD, hub=enrolment.hub)


@pytest.fixture
def terms(enrolment):
    """Tansy Hill's own, with a holiday from 19 December to 3 January."""
    for number, (term, first, last) in enumerate(
        (
            ("autumn", date(2026, 11, 2), date(2026, 12, 18)),
            ("spring", date(2027, 1, 4), date(2027, 2, 12)),
            ("spring", date(2027, 2, 22), date(2027, 7, 21)),
        )
    ):
        HalfTerm.objects.create(
            school=enrolment.school, academic_year=2026, term=term, number=number + 1,
            starts_on=first, ends_on=last,
        )  # fmt: skip

"""A school with a subject leader, and something agreed there."""

import re
from html import unescape

import pytest

from leadwell.people.models import Role
from tests.factories import holder_of, make_action, make_enrolment, make_school


@pytest.fixture
def enrolment(db):
    return make_enrolment(school=make_school(name="Tansy Hill", urn=900_101))


@pytest.fixture
def leader(enrolment):
    return holder_of(Role.SUBJECT_LEADER, school=enrolment.school)


@pytest.fixture
def as_leader(client, leader):
    client.force_login(leader)
    return client


@pytest.fixture
def action(enrolment, leader):
    return make_action(enrolment=enrolment, owner=leader.person, what="Plan the fractions unit")


def said(response) -> str:
    plain = re.sub(r"<[^>]*>", " ", response.text)
    return " ".join(unescape(plain).replace("\xa0", " ").split())

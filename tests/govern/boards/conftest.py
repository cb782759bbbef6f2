from datetime import date

import pytest
from django.test import Client

from leadwell.deliver.models import Rag
from leadwell.deliver.notes.content import Stand
from leadwell.govern.boards import actions
from leadwell.govern.boards.actions import Said
from leadwell.govern.models import Result
from leadwell.people.models import Role
from tests.factories import NOON, holder_of


@pytest.fixture
def member(enrolment):
    """Sits on the strategic board."""
    return holder_of(Role.STRATEGIC_BOARD_MEMBER, programme=enrolment.programme)


@pytest.fixture
def adviser(enrolment):
    """Sits in the steering group."""
    return holder_of(Role.STEERING_GROUP_MEMBER, programme=enrolment.programme)


@pytest.fixture
def lead(enrolment):
    return holder_of(Role.PROGRAMME_LEAD, programme=enrolment.programme)


@pytest.fixture
def said(lead):
    """Words of a decision; `said(is_published=True)` and so on for others."""

    def make(**fields):
        fields = {
            "text": "Pay for cover until February", "options": "Pay; pay for three; ask the trust",
            "result": Result.UNANIMOUS, "owner": lead.person, "due_on": date(2026, 12, 10),
            "decided_on": NOON.date(),
        } | fields  # fmt: skip
        return Said(**fields)

    return make


@pytest.fixture
def decide(enrolment, member, said):
    """Records a decision about Tansy Hill."""

    def make(**fields):
        return actions.record_decision(enrolment=enrolment, said=said(**fields), by=member, at=NOON)

    return make


@pytest.fixture
def stands():
    """Three colours as a note says them."""

    def make(*colours):
        aspects = ("engagement", "implementation", "impact")
        return {
            aspect: Stand(Rag(colour), "It is so" if colour in {"amber", "red"} else "")
            for aspect, colour in zip(aspects, colours, strict=True)
        }

    return make


@pytest.fixture
def signed_in():
    """A client of one's own for each person."""

    def sign_in(user):
        client = Client()
        client.force_login(user)
        return client

    return sign_in

"""A programme that is being designed, and the people who design, approve and sign."""

import pytest

from leadwell.explore.designing import actions, retaining
from leadwell.people.models import Role
from leadwell.programmes.models import Controller
from tests.factories import (
    NOON,
    holder_of,
    make_aim,
    make_instrument,
    make_intensity,
    make_programme,
    make_strand,
)

WORDS = {
    "purpose": "Figures of groups, to see what changes", "necessity": "No names are needed",
    "consultation": "Heads and unions in June", "risks": "Three pupils of a school are known there",
    "safeguards": "Codes in the place of names",
}  # fmt: skip


@pytest.fixture
def programme(db):
    return make_programme(name="Number Sense", code="NUM-26")


@pytest.fixture
def lead(programme):
    return holder_of(Role.PROGRAMME_LEAD, programme=programme)


@pytest.fixture
def as_lead(client, lead):
    client.force_login(lead)
    return client


@pytest.fixture
def board(programme):
    return holder_of(Role.STRATEGIC_BOARD_MEMBER, programme=programme)


@pytest.fixture
def officer(programme):
    return holder_of(Role.DATA_PROTECTION_OFFICER, organisation=programme.lead_organisation)


@pytest.fixture
def designed(programme):
    """Everything said that the board asks for, but for data."""
    for name, value in {
        "problem": "Few explain", "evidence_of_need": "Visits", "key_stages": [2],
        "phases_of_education": ["primary"],
        "n_schools_planned": 12, "steering_group_meets": "half-termly",
        "strategic_board_meets": "termly", "budget_gbp": 90_000, "fund_gbp": 100_000,
        "specialist_days": 200,
    }.items():  # fmt: skip
        setattr(programme, name, value)
    programme.save()
    kpi = {"measured_by": "K25", "owner": "PM", "source": "actions", "target": 90, "baseline": 0}
    make_aim(programme, **kpi)
    make_aim(programme, term="long", **kpi)
    make_strand(programme, n_ingredients=3)
    for year in (1, 2):
        make_intensity(programme, year=year, n_visits=2)
    make_instrument(programme, points=((1, 1), (1, 6)))
    return programme


@pytest.fixture
def answered_for(designed):
    for party in ("lead", "school"):
        Controller.objects.create(
            programme=designed, party=party, name=party, position="controller"
        )
    return designed


@pytest.fixture
def assessment(answered_for, lead):
    return actions.write_assessment(programme=answered_for, by=lead, at=NOON, **WORDS)


@pytest.fixture
def safe(answered_for, assessment, lead, officer):
    """A design that may use data, and says how long."""
    sign(assessment, officer)
    confirm(answered_for, lead)
    answered_for.refresh_from_db()
    return answered_for


def confirm(programme, lead):
    shown = retaining.fingerprint(retaining.of_programmes())
    actions.confirm_retention(programme=programme, shown=shown, by=lead, at=NOON)


def sign(assessment, officer, outcome="go", advice=""):
    from datetime import date

    actions.sign_assessment(
        assessment=assessment, outcome=outcome, advice=advice, review_on=date(2027, 9, 1),
        by=officer, at=NOON,
    )  # fmt: skip

from datetime import date
from decimal import Decimal

import pytest

from leadwell.explore.choosing import actions
from leadwell.explore.choosing.actions import Nomination, Said
from leadwell.people.models import Role
from leadwell.people.roles.actions import Newcomer
from tests.factories import (
    NOON,
    holder_of,
    make_hub,
    make_programme,
    make_school,
    publish,
)

TODAY = NOON.date()


@pytest.fixture
def programme(db):
    return make_programme(
        name="Larkwater Reads", code="LARK", subject="Mathematics", rule_set="SSIF-2017"
    )


@pytest.fixture
def hub(programme):
    return make_hub(programme, name="Coast")


@pytest.fixture
def lead(programme):
    return holder_of(Role.PROGRAMME_LEAD, programme=programme)


@pytest.fixture
def manager(programme):
    return holder_of(Role.PROJECT_MANAGER, programme=programme)


@pytest.fixture
def board(programme):
    return holder_of(Role.STRATEGIC_BOARD_MEMBER, programme=programme)


@pytest.fixture
def stranger():
    return holder_of(Role.PROGRAMME_LEAD, programme=make_programme())


def nomination(**fields):
    return Nomination(
        **{
            "organisation": "Larkshire Council", "nominator": Newcomer("Rowan Pike"),
            "reason": "Its maths has fallen three years running", "head_told_on": TODAY,
        } | fields
    )  # fmt: skip


def answers(**fields):
    """All well: Green."""
    return Said(
        **{
            "leadership": "secure", "hours": Decimal(2), "head_called_on": TODAY,
            "head_called_by": "Robin Ash", "working_party": "Head, maths lead, a governor",
            "has_authority": True, "climate": [4, 4, 4, 5],
        } | fields
    )  # fmt: skip


def low_results(school, *, years=(2022, 2023, 2024)):
    """Below the floor in the last year: 40% and progress of -6."""
    for year in years:
        publish(school, year, eligible_pupils=30, rwm_expected=40, maths_expected=45,
                maths_average=99, maths_progress=-6, reading_progress=-1, writing_progress=-1)  # fmt: skip


@pytest.fixture
def put(programme, hub, manager):
    """Puts a new school forward."""

    def make(school=None, **fields):
        return actions.nominate(
            programme=programme, school=school or make_school(),
            said=nomination(**{"hub": hub} | fields), by=manager, at=NOON,
        )  # fmt: skip

    return make


@pytest.fixture
def screened(put, manager):
    """Puts a school forward and says what was found: it meets a criterion, or none."""

    def make(is_eligible=True, school=None, **fields):
        candidate = put(school, **fields)
        actions.screen(candidate=candidate, by=manager, at=NOON)
        ticked = {"inadequate": "Report of 3 March 2026"} if is_eligible else {}
        actions.find(
            candidate=candidate, ticked=ticked, because="It meets none", by=manager, at=NOON,
            intelligence="" if is_eligible else "Two of four teachers are new",
            no_data="No results are published for an infant school",
        )  # fmt: skip
        candidate.refresh_from_db()
        return candidate

    return make


@pytest.fixture
def assessed(screened, manager):
    """The same, and ready."""

    def make(is_eligible=True, school=None, said=None, **fields):
        candidate = screened(is_eligible, school, **fields)
        actions.assess(candidate=candidate, said=said or answers(), by=manager, at=NOON)
        candidate.refresh_from_db()
        return candidate

    return make


@pytest.fixture
def chosen(assessed, board, programme):
    """Four ready schools in a set the board has approved."""
    found = [assessed() for _ in range(4)]
    actions.approve_set(programme=programme, words="", by=board, at=NOON)
    return found


SEPTEMBER = date(2026, 9, 1)
HEARD = {
    "name": "Story Sacks", "subject": "Reading", "funder": "charity", "n_staff": 3, "staff_days": 12,
    "starts_on": date(2026, 9, 1), "ends_on": date(2027, 7, 21),
    "told_by": "The council’s list of projects", "told_on": date(2026, 11, 12),
}  # fmt: skip
"""What a programme heard of."""

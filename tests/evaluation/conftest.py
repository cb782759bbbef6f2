from datetime import date

import pytest

from leadwell.evaluation import actions
from leadwell.evaluation.actions import Fixing
from leadwell.evaluation.models import Recruitment
from leadwell.people.models import Role
from leadwell.schools.models import School
from tests.factories import NOON, holder_of, make_enrolment, make_hub, make_programme
from tests.schools.conftest import load_links, load_long, load_register, load_results
from tests.schools.register_files import row
from tests.schools.sources.makers import school as results_of

__all__ = ["load_links", "load_long", "load_register", "load_results"]

URNS = range(900101, 900141)
TREATED = range(900101, 900105)


@pytest.fixture
def programme(db):
    return make_programme(name="Larkwater Reads", code="LARK")


@pytest.fixture
def lead(programme):
    return holder_of(Role.PROGRAMME_LEAD, programme=programme)


@pytest.fixture
def evaluator(programme):
    return holder_of(Role.EVALUATOR, programme=programme)


@pytest.fixture
def board(programme):
    return holder_of(Role.STRATEGIC_BOARD_MEMBER, programme=programme)


@pytest.fixture
def stranger():
    return holder_of(Role.PROGRAMME_LEAD, programme=make_programme())


@pytest.fixture
def enrolled(programme, load_register):
    """Forty schools on the register; four join in October 2017, one of which leaves again."""
    load_register(*(row(urn) for urn in URNS))
    hub = make_hub(programme)
    for n, urn in enumerate(TREATED):
        left = {"left_on": date(2018, 3, 1), "why_left": "capacity"} if n == 0 else {}
        joined = School.objects.get(urn=urn)
        make_enrolment(hub=hub, school=joined, joined_on=date(2017, 10, 2), **left)
    return programme


@pytest.fixture
def publish_year(load_results):
    """Shares at the expected standard of all forty for a year: each its own level, and a little of its own."""

    def publish(year, more=0):
        return load_results(
            *(
                results_of(
                    urn,
                    PTRWM_EXP=str(
                        60 + urn % 5 + (urn * 7 * year) % 3 + (more if urn in TREATED else 0)
                    )
                    + "%",
                )
                for urn in URNS
            ),
            year=year,
        )

    return publish


def fixing(**fields):
    return Fixing(
        **{"measures": ["rwm_expected"], "recruitment": Recruitment.UNKNOWN, "draws": 99} | fields
    )


@pytest.fixture
def fix(enrolled, lead):
    """Fixes the question of the programme, by who leads it."""

    def make(**fields):
        return actions.fix_question(programme=enrolled, said=fixing(**fields), by=lead, at=NOON)

    return make

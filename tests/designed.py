"""A programme whose design says all that the board asks for."""

from datetime import date

from leadwell.accounts.models import User
from leadwell.explore.designing import actions, retaining
from leadwell.explore.models import ImpactAssessment
from leadwell.programmes.models import Programme
from tests.factories import NOON, make_aim, make_instrument, make_intensity, make_strand
from tests.promised import make_controller

SAID = {
    "problem": "Few explain", "evidence_of_need": "Visits", "key_stages": [2],
    "phases_of_education": ["primary"], "n_schools_planned": 12,
    "steering_group_meets": "half-termly", "strategic_board_meets": "termly",
    "budget_gbp": 90_000, "fund_gbp": 100_000, "specialist_days": 200,
}  # fmt: skip

WORDS = {
    "purpose": "Figures of groups, to see what changes", "necessity": "No names are needed",
    "consultation": "Heads and unions in June", "risks": "Three pupils of a school are known there",
    "safeguards": "Codes in the place of names",
}  # fmt: skip


def design(programme: Programme) -> Programme:
    """All but for data."""
    for name, value in SAID.items():
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


def answer_for(programme: Programme) -> Programme:
    """Who answers for data: the lead organisation and each school."""
    for party in ("lead", "school"):
        make_controller(programme, party=party)
    return programme


def assess(programme: Programme, *, lead: User) -> ImpactAssessment:
    return actions.write_assessment(programme=programme, by=lead, at=NOON, **WORDS)


def make_safe(programme: Programme, *, lead: User, officer: User) -> None:
    """Of one for whose data somebody answers: it may use them, and says how long."""
    sign(assess(programme, lead=lead), officer)
    confirm(programme, lead)


def sign(
    assessment: ImpactAssessment, officer: User, outcome: str = "go", advice: str = ""
) -> None:
    actions.sign_assessment(
        assessment=assessment, outcome=outcome, advice=advice, review_on=date(2027, 9, 1),
        by=officer, at=NOON,
    )  # fmt: skip


def confirm(programme: Programme, lead: User) -> None:
    """How long what is kept."""
    shown = retaining.fingerprint(retaining.of_programmes())
    actions.confirm_retention(programme=programme, shown=shown, by=lead, at=NOON)

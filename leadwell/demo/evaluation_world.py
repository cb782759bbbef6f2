"""The question of the first programme: fixed as its schools began, before results were loaded, and
answered once they are. Its evaluator knows the schools by their codes."""

from datetime import datetime

from leadwell.demo.people_world import Scene
from leadwell.demo.programme_world import Made
from leadwell.evaluation import actions
from leadwell.evaluation.actions import Fixing
from leadwell.evaluation.coded.actions import give_codes
from leadwell.evaluation.models import Evaluation, Recruitment
from leadwell.people import access

MEASURES = ("maths_expected", "rwm_expected")
YEARS_BEFORE = 2
"""Its schools were chosen in the spring, by the results of the summer before."""
SEPTEMBER, FIXED_ON = 9, 22


def fix(scene: Scene, made: Made) -> None:
    terms = scene.terms
    at = terms.at(terms.day(1, SEPTEMBER, FIXED_ON))
    actions.fix_question(
        programme=made.programme,
        said=Fixing(
            measures=MEASURES,
            recruitment=Recruitment.YEAR,
            recruited_on=terms.first_day.year - YEARS_BEFORE,
        ),
        by=made.lead,
        at=at,
    )
    give_codes(programme=made.programme, by=made.lead, at=at)


def answer(*, at: datetime) -> None:
    """Have the worker answer it, as the button on its page does. Call it once results are loaded."""
    for question in Evaluation.objects.current().filter(findings=None):
        lead = question.fixed_by.user
        if lead is not None:
            access.remember(lead)
            actions.ask_to_run(evaluation=question, by=lead, at=at)

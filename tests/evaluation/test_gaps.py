"""The gap within schools may be asked about wherever measures are chosen, where both are published."""

import json

import numpy as np
import pytest
from django.urls import reverse

from leadwell.evaluation import actions, answering, frames, gaps, outcomes, shown, telling
from leadwell.evaluation.actions import Fixing
from leadwell.evaluation.forms import QuestionForm
from leadwell.evaluation.frames import NotComparable
from leadwell.evaluation.models import Recruitment
from leadwell.evidence.panel import Why
from tests.config.test_json_schemas import check
from tests.factories import NOON, make_user
from tests.schools.sources.makers import school

pytestmark = pytest.mark.django_db
GAP = "rwm_expected_gap"
URNS = list(range(900_101, 900_161))
TWELVE = URNS[::5]


def of(urn, dis, other, **cells):
    return school(urn, PTRWM_EXP_FSM6CLA1A=dis, PTRWM_EXP_NotFSM6CLA1A=other, **cells)


def rows(year, *, narrower=0, hidden=()):
    """Sixty schools whose gap is about 20 points, by chance a few more or less; the twelve's has
    narrowed since 2018/19."""
    rng = np.random.default_rng(year)
    moved = rng.normal(0, 3, (2, len(URNS)))
    found = []
    for at, urn in enumerate(URNS):
        more = narrower if urn in TWELVE and year == 2018 else 0
        dis, other = 50 + at % 7 + moved[0, at] + more, 70 + at % 5 + moved[1, at]
        cells = {"PTRWM_EXP": f"{60 + at % 6}%", "TELIG": "45", "TFSM6CLA1A": str(10 + at % 4)}
        is_hidden = urn in hidden
        found.append(
            of(urn, "SUPP" if is_hidden else f"{dis:.0f}%", "SUPP" if is_hidden else f"{other:.0f}%",
               **cells)
        )  # fmt: skip
    return found


@pytest.fixture
def county(load_results):
    def load(**changes):
        for year in (2015, 2016, 2017, 2018):
            load_results(*rows(year, **changes), year=year)

    return load


def answered(measures=(GAP,), **changes):
    said = {"is_recruitment_known": True, "draws": 199} | changes
    asking = answering.Asking(urns=TWELVE, start=2018, measures=list(measures), **said)
    made = answering.answer(asking)
    told = json.loads(json.dumps(telling.as_json(made), allow_nan=False))
    check(told, "evaluate")
    return told


def test_a_gap_is_there_only_where_both_its_parts_are_published(load_results):
    load_results(
        of(900101, "50%", "72%", TELIG="40", TFSM6CLA1A="10"),
        of(900102, "SUPP", "72%", TELIG="40", TFSM6CLA1A="10"),
        of(900103, "50%", "SUPP", TELIG="40", TFSM6CLA1A="10"),
        of(900104, "50%", "72%", TELIG="40", TFSM6CLA1A="SUPP"),
        year=2017,
    )
    panel = frames.school_frame([GAP], before=2018).panel
    assert panel.outcomes == (GAP,)
    np.testing.assert_array_equal(panel.values[:, 0, 0], [-22, np.nan, np.nan, np.nan])
    assert panel.why[:, 0, 0].tolist() == [
        Why.VALUE, Why.SUPPRESSED, Why.SUPPRESSED, Why.NOT_GIVEN,
    ]  # fmt: skip
    assert panel.pupils[0, 0] == 10 * 30 / 40  # as noisy as a mean of so many in one group


def test_more_disadvantaged_pupils_than_pupils_are_not_known(load_results):
    load_results(of(900101, "50%", "72%", TELIG="8", TFSM6CLA1A="10"), year=2017)
    panel = frames.school_frame([GAP], before=2018).panel
    assert panel.why.ravel().tolist() == [Why.NOT_GIVEN]


def test_a_gap_that_narrowed_is_said_so_and_no_number_of_pupils_is_made_up(county):
    county(narrower=12)
    told = answered()
    [answer] = told["answers"]
    assert answer["headline"] == (
        "The gap between disadvantaged and other pupils in the share of pupils reaching the expected "
        "standard in reading, writing and maths probably narrowed more than in similar schools"
    )
    assert answer["estimate"]["estimate"] == pytest.approx(12, abs=4)
    assert answer["estimate"]["n_pupils"] is None
    assert "gap_seldom_published" in answer["caveats"]
    assert "small_cohorts_pooled" not in answer["caveats"]
    assert not any("pupils after the start" in each for each in answer["sentences"])
    assert answer["measured_in"] == "percent_gap"
    assert "counted by both groups of the gap" in " ".join(told["matched_on"])
    assert "as a gap counts them" in told["compared"][0]["similar"][0]["why"]
    drawn = shown.of(told)
    assert drawn.first.pictures[0].heading.startswith("Gap in percentage points: those that took")


def test_where_few_of_the_schools_have_a_gap_nothing_is_said_of_it(county):
    county(narrower=12, hidden=TWELVE[:6])
    [answer] = answered()["answers"]
    assert answer["verdict"] == "cannot tell"
    assert any("Too few pupils to publish" in each for each in answer["sentences"])


def test_a_gap_is_asked_about_with_results_of_disadvantaged_pupils_and_no_others(county):
    county()
    told = answered([GAP, "rwm_expected_disadvantaged"])
    assert [each["outcome"] for each in told["answers"]] == [GAP, "rwm_expected_disadvantaged"]
    with pytest.raises(NotComparable, match="A gap is asked about with other gaps"):
        answered([GAP, "rwm_expected"])


def test_what_has_no_gap_is_no_outcome(county):
    county()
    for key in ("rwm_expected_disadvantaged_gap", "eligible_pupils_gap", "nothing_gap"):
        with pytest.raises(NotComparable, match="There is no outcome"):
            answered([key])


def test_every_result_for_both_groups_has_a_gap_and_a_form_offers_three():
    offered = dict(outcomes.choices())
    assert [key for key in offered if gaps.gap_of(key)] == [
        "rwm_expected_gap", "reading_average_gap", "maths_average_gap",
    ]  # fmt: skip
    assert offered["maths_average_gap"] == (
        "Gap between disadvantaged and other pupils: average scaled score in maths"
    )
    assert gaps.gap_of("writing_progress_gap") is not None
    assert outcomes.measured_in("writing_progress_gap") == "progress_points_gap"


def test_both_forms_say_what_is_not_asked_together(client, county):
    county()
    client.force_login(make_user())
    page = client.get(reverse("evaluation:compare", query={
        "schools": ", ".join(map(str, TWELVE)), "start": "2018/19", "outcome": GAP,
        "also": "maths_average",
    }))  # fmt: skip
    assert gaps.NOT_TOGETHER in page.text
    form = QuestionForm(
        {"primary": "maths_average", "also": [GAP], "recruitment": "other"}, first_start=2018
    )
    assert form.errors["also"] == [gaps.NOT_TOGETHER]


def test_a_gap_is_a_question_of_a_programme_and_its_page(enrolled, lead, client):
    with pytest.raises(NotComparable, match="A gap is asked about"):
        fixed(enrolled, lead, [GAP, "rwm_expected"])
    question = fixed(enrolled, lead, [GAP])
    client.force_login(lead)
    page = client.get(question.get_absolute_url())
    assert "Gap between disadvantaged and other pupils: reaching the expected" in page.text


def fixed(programme, by, measures):
    said = Fixing(measures=measures, recruitment=Recruitment.UNKNOWN, draws=99)
    return actions.fix_question(programme=programme, said=said, by=by, at=NOON)

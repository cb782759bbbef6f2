"""Schools that a sponsor took over: one school through it or not, and either way counted."""

import json

import numpy as np
import pytest
from typer.testing import CliRunner

from leadwell.config import cli
from leadwell.evaluation import actions, answering, frames, shown, sponsored, telling
from leadwell.evaluation.actions import Fixing
from leadwell.evaluation.forms import QuestionForm
from leadwell.evaluation.models import Recruitment
from leadwell.evaluation.trying.forms import TryForm
from leadwell.evidence.panel import Why
from leadwell.schools.models import Join
from tests.config.test_json_schemas import check
from tests.evaluation.schools import URNS, rows
from tests.factories import NOON
from tests.schools.register_files import academy, closed, row
from tests.schools.sources.makers import school

pytestmark = pytest.mark.django_db
FIRST, SECOND, THIRD, CONVERTED, NEW = 900101, 900201, 900202, 900102, 900203


@pytest.fixture
def taken_over(load_register, load_links, load_results):
    """One school that converted and was taken over by a sponsor; one that converted alone."""
    load_register(
        closed(FIRST, "31-10-2016"), academy(SECOND, number="2101"), closed(CONVERTED, "31-10-2017"),
        academy(NEW, number="2102"), row(900103),
    )  # fmt: skip
    load_links((FIRST, SECOND, "Successor"), (CONVERTED, NEW, "Successor"))
    for year, one, other in ((2015, FIRST, CONVERTED), (2017, SECOND, NEW)):
        load_results(
            school(one, PTRWM_EXP="55%"), school(other, PTRWM_EXP="60%"), school(900103), year=year
        )
    Join.objects.filter(old_urn=FIRST).update(kind=Join.Kind.SPONSOR_LED)


def test_rows_before_a_sponsor_are_those_under_any_number_it_had_by_then(db):
    Join.objects.create(old_urn=FIRST, new_urn=SECOND, kind=Join.Kind.CONVERTER)
    Join.objects.create(old_urn=SECOND, new_urn=THIRD, kind=Join.Kind.SPONSOR_LED)
    Join.objects.create(old_urn=CONVERTED, new_urn=NEW, kind=Join.Kind.CONVERTER)
    urns = np.array([[FIRST, SECOND, THIRD], [CONVERTED, NEW, 0]])
    assert sponsored.before_sponsors(urns).tolist() == [[True, True, False], [False] * 3]


def test_a_school_is_one_through_its_sponsor_or_new_with_it(taken_over):
    whole = frames.school_frame(["rwm_expected"], before=2017)
    cut = frames.school_frame(["rwm_expected"], before=2017, is_through_sponsors=False)
    at = whole.urns.tolist().index(SECOND)
    assert whole.panel.outcome("rwm_expected")[at].tolist() == [55, 55]
    assert cut.panel.why[at, :, 0].tolist() == [Why.NEW, Why.VALUE]
    assert whole.is_sponsored.tolist() == cut.is_sponsored.tolist()
    assert whole.is_sponsored.sum() == 1
    others = [each for each in range(3) if each != at]
    np.testing.assert_array_equal(cut.panel.values[others], whole.panel.values[others])


@pytest.fixture
def county(load_register, load_links, load_results):
    """75 schools, two of which a sponsor takes over before 2017/18: one of the list, one other."""
    old = {URNS[30]: 900301, URNS[5]: 900302}
    closes = [closed(urn, "31-10-2017") for urn in old]
    opens = [
        academy(urn, number=f"{3100 + n}", by="sponsor", opened="01-11-2017")
        for n, urn in enumerate(old.values())
    ]
    load_register(*closes, *opens, *(row(urn) for urn in URNS if urn not in old))
    load_links(*((before, after, "Successor") for before, after in old.items()))
    for year in (2015, 2016, 2017, 2018):
        made = rows(year)
        if year >= 2018:
            made = [one | {"URN": str(old.get(int(one["URN"]), one["URN"]))} for one in made]
        load_results(*made, year=year)


def told(**changes):
    asking = answering.Asking(
        urns=URNS[30:42], start=2018, measures=["reading_average"], draws=199, **changes
    )
    said = json.loads(json.dumps(telling.as_json(answering.answer(asking)), allow_nan=False))
    check(said, "evaluate")
    return said


def test_both_numbers_are_said_whichever_way_it_is_asked(county):
    with_them, without = told(), told(is_through_sponsors=False)
    assert with_them["sponsors"] == {"are_counted": True, "took_part": 1, "others": 1}
    assert without["sponsors"] == {"are_counted": False, "took_part": 1, "others": 1}
    assert dict(shown.of(with_them).facts)[sponsored.LABEL] == (
        "1 of the list and 1 of all others, in these years; their results from before count as "
        "theirs"
    )
    assert "are left out" in dict(shown.of(without).facts)[sponsored.LABEL]
    assert [each["urn"] for each in without["left_out"]] == [900301]
    assert with_them["left_out"] == []


def test_the_command_asks_either_way(county):
    typed = ["evaluate", "--schools", ",".join(map(str, URNS[30:42])), "--start", "2018/19",
             "--outcome", "reading_average", "--draws", "99", "--json"]  # fmt: skip
    said = json.loads(CliRunner().invoke(cli.app, [*typed, "--without-before-sponsors"]).output)
    assert not said["sponsors"]["are_counted"]


def test_it_is_part_of_what_is_fixed(enrolled, lead):
    said = Fixing(measures=["rwm_expected"], recruitment=Recruitment.UNKNOWN, draws=99,
                  is_through_sponsors=False)  # fmt: skip
    question = actions.fix_question(programme=enrolled, said=said, by=lead, at=NOON)
    assert not question.is_through_sponsors
    form = QuestionForm(None, first_start=2018, replaces=question)
    assert form.initial["sponsors"] == sponsored.WITHOUT_BEFORE
    changed = actions.change_question(
        evaluation=question, because="As one school", by=lead, at=NOON,
        said=Fixing(measures=["rwm_expected"], recruitment=Recruitment.UNKNOWN, draws=99),
    )  # fmt: skip
    assert changed.is_through_sponsors


def test_both_forms_ask_it_and_take_it_for_granted_that_they_count():
    asked = {"primary": "maths_average", "recruitment": "other"}
    assert QuestionForm(asked, first_start=2018).is_valid()
    form = QuestionForm(asked | {"sponsors": "without"}, first_start=2018)
    assert form.is_valid()
    assert not form.said.is_through_sponsors
    form = TryForm({"sponsors": "never"}, years=[2015, 2016])
    assert "sponsors" in form.errors

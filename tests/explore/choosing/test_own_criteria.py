"""A programme whose fund has no criteria writes its own, in versions, until its board has decided."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from leadwell.explore.choosing import actions, rule_sets, rules, the_set
from leadwell.explore.choosing.criteria_form import CriteriaForm
from leadwell.explore.choosing.own_criteria import KINDS, YEARS, Row, data_of, row_of
from leadwell.explore.choosing.rules_of import rules_of
from leadwell.explore.choosing.screening import look
from leadwell.explore.models import OwnCriteria
from leadwell.people.models import Role
from leadwell.schools import catalogue
from tests.explore.choosing.conftest import answers, low_results
from tests.explore.choosing.test_pages import page_of, signed_in, told
from tests.factories import NOON, holder_of, make_person, make_school, publish

pytestmark = pytest.mark.django_db
ROWS = (
    Row("Has lost two of its four teachers"),
    Row("Below England in maths", "below_england", "maths_expected", 5, "3-2"),
    Row("Fell by ten points or more", "fall", "own", 10),
)
CUSTOM = rule_sets.current("custom")


@pytest.fixture
def programme(programme):
    programme.rule_set = "custom"
    programme.save()
    return programme


@pytest.fixture
def lead(programme, lead):
    return lead


def write(programme, by, rows=ROWS, because="Small schools far apart", at=NOON):
    return actions.write_criteria(programme=programme, rows=rows, because=because, by=by, at=at)


def refused(act, **said):
    with pytest.raises(PermissionDenied) as reason, transaction.atomic():
        act(**said)
    return str(reason.value)


def form_of(programme, **changed):
    """As a browser sends the page back."""
    form = CriteriaForm(None, now=rules_of(programme).current, measures=())
    sent = {name: form[name].value() or "" for name in form.fields} | {"because": "Another view"}
    return sent | changed


def test_criteria_are_written_and_a_school_is_screened_by_them(programme, put, lead, manager):
    assert rules_of(programme).current == CUSTOM
    write(programme, lead)
    now = rules_of(programme).current
    assert now.name == "Criteria of Larkwater Reads, version 1"
    assert [row_of(one) for one in now.criteria] == list(ROWS)
    assert (now.least_schools, now.board_approves) == (4, True)
    school = make_school()
    publish_england(5)
    low_results(school)
    seen = look(put(school))
    assert [line.decided.is_met for line in seen.lines][1:] == [True, False]


def publish_england(above):
    for year in (2022, 2023, 2024):
        publish(None, year, record_type=5, maths_expected=45 + above, rwm_expected=60)


def test_a_change_is_the_next_version_and_a_screening_keeps_its_own(
    programme, screened, lead, manager
):
    write(programme, lead)
    candidate = by_person(screened, programme, "own-1")
    others = (Row("Was asked for by its trust"), *ROWS[1:])
    write(programme, lead, others, "The trusts were heard", NOON + timedelta(hours=1))
    assert rules_of(programme).current.version == 2
    page = signed_in(manager).get(candidate.get_absolute_url()).text
    assert "Criteria of Larkwater Reads, version 1" in page
    assert "Has lost two of its four teachers" in page
    listed = signed_in(manager).get(page_of("choosing", "LARK")).text
    assert "Has lost two of its four teachers" in listed
    shown = signed_in(manager).get(page_of("set", "LARK")).text
    assert "Criteria of Larkwater Reads, version 2" in shown
    assert "Was asked for by its trust" in shown


def by_person(screened, programme, code):
    """A school that a person found to meet this criterion."""
    candidate = screened(is_eligible=False)
    found = candidate.programme
    assert found == programme
    actions.screen_again(candidate=candidate, because="A letter", by=boss(programme), at=NOON)
    actions.find(
        candidate=candidate, ticked={code: "Letter of 3 March"}, no_data="An infant school",
        by=boss(programme), at=NOON,
    )  # fmt: skip
    candidate.refresh_from_db()
    return candidate


def boss(programme):
    return holder_of(Role.PROJECT_MANAGER, programme=programme)


def test_a_criterion_that_stays_keeps_its_code_and_a_new_one_has_one_of_its_own(programme, lead):
    write(programme, lead)
    first = [one.code for one in rules_of(programme).current.criteria]
    assert first == ["own-1", "own-2", "own-3"]
    write(programme, lead, (ROWS[2], Row("Another"), ROWS[0]))
    assert [one.code for one in rules_of(programme).current.criteria] == ["own-3", "own-4", "own-1"]
    back = tuple(row_of(one) for one in CUSTOM.criteria[:3])
    write(programme, lead, back)
    codes = [one.code for one in rules_of(programme).current.criteria]
    assert codes == [one.code for one in CUSTOM.criteria[:3]]


def test_what_a_board_has_approved_changes_no_more(programme, assessed, lead, board):
    rule = {"least_schools": 1, "least_share_pct": 50, "most_minutes": 30, "because": "A trial"}
    actions.set_rule(programme=programme, by=lead, at=NOON, **rule)
    assessed(is_eligible=False)
    actions.approve_set(programme=programme, words="", by=board, at=NOON)
    for act, said in (
        (actions.set_rule, rule | {"least_schools": 2}),
        (actions.write_criteria, {"rows": ROWS, "because": "Late"}),
    ):
        reason = refused(act, programme=programme, by=lead, at=NOON, **said)
        assert "stay as they were then" in reason
    assert the_set.rule_of(programme).least_schools == 1
    shown = signed_in(lead).get(page_of("set", "LARK")).text
    assert page_of("own-criteria", "LARK") not in shown
    assert page_of("set-rule", "LARK") not in shown


def test_what_was_found_by_earlier_criteria_is_not_counted_as_none(programme, screened, lead):
    write(programme, lead)
    candidate = by_person(screened, programme, "own-1")
    actions.assess(candidate=candidate, said=answers(), by=boss(programme), at=NOON)
    others = (Row("Was asked for by its trust"), *ROWS[1:])
    write(programme, lead, others, "The trusts were heard", NOON + timedelta(hours=1))
    page = " ".join(signed_in(lead).get(page_of("set", "LARK")).text.split())
    assert "1 school was screened by earlier rules and is not counted here" in page


def test_only_who_leads_a_programme_without_rules_of_a_fund_writes_them(programme, lead, manager):
    assert "who leads" in refused(actions.write_criteria, programme=programme, rows=ROWS,
                                  because="No", by=manager, at=NOON)  # fmt: skip
    programme.rule_set = "SSIF-2017"
    programme.save()
    assert "those of the fund" in rules.may_write_criteria(lead, programme).reason


def test_a_fund_that_a_programme_has_changed_to_counts_again(programme, lead):
    write(programme, lead)
    programme.rule_set = "RISE"
    programme.save()
    assert rules_of(programme).current.key == "RISE"
    assert rules_of(programme).of("programme", 1).criteria[0].says == ROWS[0].says


def test_the_database_holds_what_criteria_are(programme, lead):
    fields = {"programme": programme, "version": 1, "because": "So", "by": make_person(),
              "at": NOON, "criteria": data_of(ROWS, [])}  # fmt: skip
    for broken in ({"because": ""}, {"version": 0}, {"criteria": data_of(ROWS[:2], [])},
                   {"criteria": data_of(ROWS[:1], []) * 11}):  # fmt: skip
        with pytest.raises(IntegrityError), transaction.atomic():
            OwnCriteria.objects.create(**fields | broken)
    OwnCriteria.objects.create(**fields)
    with pytest.raises(IntegrityError), transaction.atomic():
        OwnCriteria.objects.create(**fields)


def test_they_are_kept_with_the_log_or_not_at_all(programme, lead, monkeypatch):
    monkeypatch.delattr("leadwell.audit.log.record")
    with pytest.raises(AttributeError), transaction.atomic():
        write(programme, lead)
    assert not OwnCriteria.objects.exists()


def test_the_page_begins_with_those_of_now_and_keeps_a_new_version(programme, lead):
    client = signed_in(lead)
    assert "Write the programme’s own criteria" in client.get(page_of("set", "LARK")).text
    page = client.get(page_of("own-criteria", "LARK"))
    assert "Is what the programme was made for" in page.text
    same = client.post(page_of("own-criteria", "LARK"), form_of(programme))
    assert "These are the criteria as they are" in same.text
    changed = form_of(programme, **{"says-5": "Has a new head", "says-1": ""})
    client.post(page_of("own-criteria", "LARK"), changed)
    codes = [one.code for one in rules_of(programme).current.criteria]
    assert codes == ["below-england", "falling", "wide-gap", "own-1"]
    again = client.get(page_of("own-criteria", "LARK")).text
    assert "Version 1, 4 criteria" in again
    assert "Another view" in again


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"because": ""}, "Say why these are the criteria"),
        ({"says-1": "", "says-2": "", "how-2": "", "line-2": ""}, "three criteria at least"),
        ({"says-2": ""}, "Write what criterion 2 says"),
        ({"line-2": ""}, "Write the number by which criterion 2 is decided"),
        ({"line-2": "many"}, "Write a number, such as 15"),
        ({"how-2": ""}, "Choose the figure to which the number of criterion 2 belongs"),
        ({"says-5": "is what the programme was made for"}, "Two criteria say the same"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_lost(programme, lead, changed, words):
    answer = signed_in(lead).post(page_of("own-criteria", "LARK"), form_of(programme, **changed))
    assert words in answer.text
    assert "Disadvantaged pupils fifteen points or more behind" in answer.text
    assert not OwnCriteria.objects.exists()


def test_the_wrong_role_is_told_why_and_a_stranger_cannot_tell_it_exists(
    programme, manager, stranger
):
    there = page_of("own-criteria", "LARK")
    answer = signed_in(manager).get(there)
    assert (answer.status_code, "who leads" in answer.text) == (403, True)
    client = signed_in(stranger)
    far, absent = client.get(there), client.get(page_of("own-criteria", "NONE"))
    assert (far.status_code, told(far)) == (404, told(absent))


MEASURES = st.sampled_from(["own", *catalogue.load().by_key])
SAYS, LINES = st.text(min_size=1), st.integers(-50, 99)
TESTED = st.tuples(SAYS, st.sampled_from(KINDS[:3]), MEASURES, LINES, st.sampled_from(list(YEARS)))
FALLS = st.tuples(SAYS, st.just("fall"), MEASURES, LINES)


@given(st.lists(st.one_of(TESTED, FALLS, st.tuples(SAYS)), max_size=10))
def test_what_is_written_is_read_as_it_was(rows):
    rows = list(dict.fromkeys(Row(*row) for row in rows))
    made = rule_sets.criteria(data_of(rows, [CUSTOM]))
    assert [row_of(one) for one in made] == rows


def test_it_is_plain_which_measure_is_the_programmes_own(programme, lead, client):
    client.force_login(lead)
    type(programme).objects.filter(pk=programme.pk).update(rule_set="custom", subject="Reading")
    text = " ".join(client.get(page_of("own-criteria", "LARK")).text.split())
    assert "The programme’s first measure, now:" in text
    assert "below the school’s other pupils in the programme’s first measure, now:" in text

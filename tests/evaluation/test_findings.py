"""What is found is kept once, to the byte, and says under which question it was found."""

import json

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from leadwell.audit.models import Event
from leadwell.evaluation import actions, jobs, keeping, shown
from leadwell.evaluation.frames import NotComparable
from leadwell.evaluation.models import Finding, Run
from leadwell.evaluation.wants import results_came
from leadwell.people.models import RoleHeld
from leadwell.schools.models import School
from tests.config.test_json_schemas import check
from tests.evaluation.conftest import fixing
from tests.evaluation.kept import REFUSED
from tests.factories import NOON, make_enrolment, make_finding, make_programme

pytestmark = pytest.mark.django_db


def find(evaluation, **options):
    return actions.find(
        evaluation=evaluation, as_of=options.pop("as_of", None), asked_by=None, actor="a test",
        at=NOON, **options,
    )  # fmt: skip


@pytest.fixture
def question(fix, publish_year):
    """Fixed before there were results after the start; two years before it, two after."""
    for year in (2015, 2016):
        publish_year(year)
    evaluation = fix()
    for year in (2017, 2018):
        publish_year(year)
    return evaluation


def test_a_finding_says_what_the_command_says_with_its_question(question):
    finding = find(question)
    said = finding.data
    check(said, "evaluate")
    assert [each["outcome"] for each in said["answers"]] == ["rwm_expected"]
    assert said["question"] | {"files": None} == {
        "programme": "LARK", "version": 1, "fixed_on": "2026-11-20", "changed_because": None,
        "changed_after_results": False, "years_loaded_by_then": ["2015/16", "2016/17"],
        "n_schools": 4, "list_sha256": question.list_sha256, "k": 5, "caliper": 1.0, "draws": 99,
        "files": None,
    }  # fmt: skip
    assert [each["kind"] for each in finding.files] == ["register", *["results"] * 4]
    assert finding.as_of == 2018
    assert finding.sha256 == keeping.sha256(finding.said)
    assert keeping.lines(finding)[0].startswith("Larkwater Reads: version 1 of the question")


def test_from_the_same_data_comes_the_same_to_the_byte_and_is_kept_once(question):
    finding = find(question)
    assert find(question) == finding
    made = keeping.ready(question)
    again = keeping.text_of(question, made, keeping.answering.worked_out(made.posed))
    assert again == finding.said
    assert made.inputs_sha256 == finding.inputs_sha256
    assert Finding.objects.count() == 1
    assert Event.objects.filter(verb="answered").count() == 1


def test_from_other_data_comes_another_finding_and_the_first_stays(question, publish_year):
    first = find(question)
    publish_year(2022)
    second = find(question)
    assert (first.as_of, second.as_of) == (2018, 2022)
    assert Finding.objects.count() == 2


def test_later_years_are_left_aside_and_give_what_they_gave(question, publish_year):
    first = find(question)
    publish_year(2022)
    assert find(question, as_of=2018) == first


def test_a_question_changed_after_results_says_so_in_verdict_and_words(question, lead):
    changed = actions.change_question(
        evaluation=question, said=fixing(seed=1), because="Another seed", by=lead, at=NOON
    )
    said = find(changed).data
    assert said["question"]["changed_after_results"]
    assert said["question"]["changed_because"] == "Another seed"
    assert "after_results" in said["answers"][0]["caveats"]
    assert "results were known" in " ".join(said["answers"][0]["sentences"])
    assert keeping.LATE in keeping.lines(find(changed))
    assert "after_results" not in find(question).data["answers"][0]["caveats"]


def test_a_school_in_another_programme_is_compared_with_nobody(question):
    first = find(question)
    other = make_programme()
    make_enrolment(programme=other, school=School.objects.get(urn=900120))
    second = find(question)
    assert second.inputs_sha256 != first.inputs_sha256


def test_without_results_there_is_a_sentence(fix):
    with pytest.raises(NotComparable, match="No results are loaded"):
        find(fix())


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"sha256": 64 * "0"}, "finding_is_what_its_hash_says"),
        ({"inputs_sha256": "?"}, "finding_has_its_hashes"),
    ],
)
def test_the_database_refuses_a_finding_that_is_not_what_it_says(question, fields, name):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        make_finding(question, **fields)


def test_who_asks_twice_has_one_run(question, lead, evaluator):
    first = actions.ask_to_run(evaluation=question, by=lead, at=NOON)
    assert actions.ask_to_run(evaluation=question, by=evaluator, at=NOON) == first
    assert Run.objects.count() == 1


def test_only_who_changes_questions_has_them_answered(question, board):
    with pytest.raises(PermissionDenied, match="Only who leads the programme and its evaluator"):
        actions.ask_to_run(evaluation=question, by=board, at=NOON)


def test_the_run_tells_how_far_it_is_and_ends_with_its_finding(question, lead):
    run = actions.ask_to_run(evaluation=question, by=lead, at=NOON)
    told = []
    actions.carry_out(run_id=run.pk, at=NOON, say=told.append)
    run.refresh_from_db()
    assert (run.state, run.finding) == (Run.State.DONE, Finding.objects.get())
    assert run.finding.asked_by == lead.person
    assert len(told) == 2


def test_a_run_begun_by_a_worker_that_died_is_done_once_by_another(question, lead):
    """The first got as far as keeping what it found."""
    run = actions.ask_to_run(evaluation=question, by=lead, at=NOON)
    Run.objects.update(state=Run.State.RUNNING)
    known = find(question)
    for _ in range(2):
        actions.carry_out(run_id=run.pk, at=NOON, say=lambda _: None)
    run.refresh_from_db()
    assert (run.state, run.finding) == (Run.State.DONE, known)
    assert Finding.objects.count() == 1


def test_a_run_of_somebody_whose_role_has_ended_is_refused_with_the_reason(question, lead):
    run = actions.ask_to_run(evaluation=question, by=lead, at=NOON)
    RoleHeld.objects.filter(person=lead.person).update(ends_on="2026-11-01")
    actions.carry_out(run_id=run.pk, at=NOON, say=lambda _: None)
    run.refresh_from_db()
    assert run.state == Run.State.REFUSED
    assert "Only who leads" in run.refusal
    assert not Finding.objects.exists()


def test_results_that_have_come_want_who_has_the_question_answered(
    fix, lead, board, stranger, publish_year
):
    publish_year(2016)
    question = fix()
    assert results_came(lead, NOON.date()) == []
    publish_year(2017)
    [want] = results_came(lead, NOON.date())
    assert want.title == "Results of 2017/18 have come for Larkwater Reads"
    assert results_came(board, NOON.date()) == results_came(stranger, NOON.date()) == []
    find(question)
    assert results_came(lead, NOON.date()) == []


def test_what_fails_on_our_side_ends_the_run_with_a_sentence(question, lead, monkeypatch):
    run = actions.ask_to_run(evaluation=question, by=lead, at=NOON)
    monkeypatch.delattr("leadwell.evaluation.keeping.ready")

    class Context:
        class job:
            attempts = 0

    with pytest.raises(AttributeError):
        jobs.run.func(Context, run_id=run.pk)
    run.refresh_from_db()
    assert (run.state, run.refusal) == (Run.State.REFUSED, jobs.OUR_FAULT)


def test_the_text_kept_is_what_is_printed(question):
    finding = find(question)
    assert json.dumps(finding.data, ensure_ascii=False) == finding.said


def test_what_tests_keep_where_nothing_matters_has_the_shape_of_every_finding():
    check(json.loads(REFUSED), "evaluate")
    assert shown.of(json.loads(REFUSED)).title.endswith("no answer")

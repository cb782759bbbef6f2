"""A question is fixed once, whole, and never changed; the database knows what was known by then."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, ProgrammingError, connection, transaction

from leadwell.audit.models import Event
from leadwell.evaluation import actions, listing
from leadwell.evaluation.frames import NotComparable
from leadwell.evaluation.models import EvaluatedSchool, Evaluation, Recruitment
from leadwell.people.models import Role
from leadwell.schools.models import School
from tests.evaluation.conftest import TREATED, fixing
from tests.factories import (
    NOON,
    holder_of,
    make_enrolment,
    make_evaluation,
    make_programme,
)

pytestmark = pytest.mark.django_db


def checked():
    """What the database would say when the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")


def test_a_question_is_about_every_school_that_joined_the_one_that_left_too(fix):
    evaluation = fix()
    assert [(each.urn, each.start) for each in evaluation.schools.all()] == [
        (urn, 2017) for urn in TREATED
    ]
    assert (evaluation.version, evaluation.first_start, evaluation.n_schools) == (1, 2017, 4)
    assert evaluation.list_sha256 == listing.sha256_of(dict.fromkeys(TREATED, 2017))
    assert Event.objects.filter(verb="fixed", subject_id=str(evaluation.pk)).count() == 1
    checked()


@pytest.mark.parametrize(
    ("joined_on", "year"),
    [
        (date(2017, 9, 1), 2017),
        (date(2018, 5, 13), 2017),
        (date(2018, 5, 14), 2018),
        (date(2018, 8, 31), 2018),
    ],
)
def test_a_school_that_joins_once_tests_have_begun_starts_with_the_next_year(joined_on, year):
    assert listing.first_year(joined_on) == year


def test_a_partner_school_is_not_asked_about_and_nobody_is_compared_with_it(enrolled, fix):
    partner = School.objects.get(urn=900120)
    make_enrolment(hub=enrolled.hubs.first(), school=partner, part="partner")
    assert fix().n_schools == 4
    assert listing.elsewhere(enrolled) == [900120]


def test_a_school_that_came_back_began_when_it_first_joined(enrolled):
    back = School.objects.get(urn=TREATED[0])
    make_enrolment(hub=enrolled.hubs.first(), school=back, joined_on=date(2020, 9, 7))
    assert [each.start for each in listing.listed(enrolled)] == [2017] * 4


@pytest.mark.parametrize(
    ("year", "is_after"), [(None, False), (2016, False), (2017, True), (2018, True)]
)
def test_whether_it_is_fixed_after_results_is_what_the_database_sees(
    fix, publish_year, year, is_after
):
    if year:
        publish_year(year)
    evaluation = fix()
    assert evaluation.is_after_results is is_after
    assert evaluation.years_loaded == ([year] if year else [])


def test_nobody_says_by_hand_that_results_were_not_known(enrolled, publish_year):
    publish_year(2017)
    evaluation = make_evaluation(enrolled, is_after_results=False, years_loaded=[])
    assert evaluation.is_after_results
    assert evaluation.years_loaded == [2017]


def test_a_change_is_a_version_beside_the_one_before_with_its_reason(fix, lead):
    first = fix()
    second = actions.change_question(
        evaluation=first, said=fixing(measures=["maths_average"]), because="The aim is maths",
        by=lead, at=NOON,
    )  # fmt: skip
    first.refresh_from_db()
    assert (second.version, second.replaces, second.because) == (2, first, "The aim is maths")
    assert first.measures == ["rwm_expected"]
    assert not first.is_current
    assert list(Evaluation.objects.current()) == [second]
    assert not second.is_after_results
    with pytest.raises(PermissionDenied, match="later version"):
        actions.change_question(
            evaluation=first, said=fixing(measures=["gps_average"]), because="Once more",
            by=lead, at=NOON,
        )  # fmt: skip


def test_a_change_after_results_is_marked_though_the_new_list_starts_later(
    fix, lead, enrolled, publish_year
):
    first = fix()
    publish_year(2017)
    enrolled.enrolments.update(joined_on=date(2020, 9, 7), left_on=None, why_left="")
    second = actions.change_question(
        evaluation=first, said=fixing(), because="They began later", by=lead, at=NOON
    )
    assert not first.is_after_results
    assert second.first_start == 2020
    assert second.is_after_results


def test_a_change_that_changes_nothing_is_refused_and_nothing_is_kept(fix, lead):
    first = fix()
    with pytest.raises(PermissionDenied, match="Nothing is different"):
        actions.change_question(
            evaluation=first, said=fixing(), because="To be sure", by=lead, at=NOON
        )
    assert Evaluation.objects.get() == first


def test_a_second_question_beside_the_first_is_refused(fix):
    fix()
    with pytest.raises(PermissionDenied, match="fixed already"):
        fix()


def test_without_schools_there_is_nothing_to_ask(programme, lead):
    with pytest.raises(PermissionDenied, match="No school has joined"):
        actions.fix_question(programme=programme, said=fixing(), by=lead, at=NOON)


def test_what_cannot_get_better_is_no_outcome(fix):
    with pytest.raises(NotComparable, match="not a result"):
        fix(measures=["eligible_pupils"])


@pytest.mark.parametrize(
    "role", [Role.STRATEGIC_LEAD, Role.STRATEGIC_BOARD_MEMBER, Role.PROJECT_MANAGER]
)
def test_only_who_leads_it_and_its_evaluator_fix_it(enrolled, role, evaluator):
    other = holder_of(role, programme=enrolled)
    with pytest.raises(PermissionDenied, match="Only who leads the programme and its evaluator"):
        actions.fix_question(programme=enrolled, said=fixing(), by=other, at=NOON)
    actions.fix_question(programme=enrolled, said=fixing(), by=evaluator, at=NOON)


def test_a_question_that_is_not_logged_is_not_fixed(fix, monkeypatch):
    monkeypatch.delattr("leadwell.audit.log.record")
    with pytest.raises(AttributeError):
        fix()
    assert not Evaluation.objects.exists()


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"version": 2}, "a version follows the one before it"),
        ({"because": "It is better"}, "evaluation_that_is_changed_says_why"),
        ({"recruitment": "year"}, "names_the_year_schools_were_chosen_by"),
        ({"recruited_on": 2016}, "names_the_year_schools_were_chosen_by"),
        ({"recruitment": "year", "recruited_on": 2017}, "chooses_schools_before_they_begin"),
        ({"measures": []}, "asks_about_something"),
        ({"n_schools": 0}, "is_about_schools"),
        ({"list_sha256": "none"}, "has_a_hash_of_its_list"),
    ],
)
def test_the_database_refuses_a_question_that_cannot_be(enrolled, fields, name):
    with pytest.raises(IntegrityError, match=name):
        make_evaluation(enrolled, **fields)


def test_a_version_follows_one_of_its_own_programme(enrolled, fix):
    first, other = fix(), make_programme()
    make_enrolment(programme=other)
    with pytest.raises(IntegrityError, match="a version follows the one before it"):
        make_evaluation(other, version=2, replaces=first, because="It is theirs")


@pytest.mark.parametrize("fields", [{"n_schools": 5}, {"first_start": 2016}])
def test_the_list_is_whole_when_it_is_fixed(enrolled, fields):
    make_evaluation(enrolled, **fields)
    with pytest.raises(IntegrityError, match="the list of schools of a question is fixed with it"):
        checked()


def test_nobody_is_added_to_the_list_later(fix):
    evaluation = fix()
    checked()
    more = School.objects.get(urn=900130)
    with (
        pytest.raises(IntegrityError, match="the list of schools of a question is fixed with it"),
        transaction.atomic(),
    ):
        EvaluatedSchool.objects.create(evaluation=evaluation, school=more, urn=900130, start=2018)


@pytest.mark.parametrize("table", ["evaluation", "evaluatedschool", "finding"])
@pytest.mark.parametrize(
    "change", ["update evaluation_{} set id = id", "delete from evaluation_{}"]
)
def test_the_site_changes_and_removes_nothing_of_it(table, change):
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(change.format(table))


def test_a_question_chosen_by_results_says_by_which(fix):
    evaluation = fix(recruitment=Recruitment.YEAR, recruited_on=2016)
    assert evaluation.recruited_on == 2016

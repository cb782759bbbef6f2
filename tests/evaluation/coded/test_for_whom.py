"""Schools under codes are for who evaluates and who leads, and nobody puts names beside codes."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from leadwell.audit.models import Look
from leadwell.evaluation.coded.access import MADE_OF
from leadwell.evaluation.coded.actions import give_codes
from leadwell.evaluation.shown import Shown
from leadwell.people.models import Role
from leadwell.people.permissions import Operation, Reach, record
from tests.evaluation.coded.conftest import (
    file_of,
    page_of,
)
from tests.factories import (
    NOON,
    holder_of,
    make_action,
    make_candidate,
    make_enrolment,
    make_evaluation,
    make_finding,
    make_programme,
    make_role,
    make_school,
)
from tests.planned import make_plan
from tests.reviewed import make_review

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "role", [Role.STRATEGIC_BOARD_MEMBER, Role.PROJECT_MANAGER, Role.FINANCE_OFFICER]
)
def test_others_of_the_programme_are_told_why_not(coded, role):
    user = holder_of(role, programme=coded)
    page = page_of(user, coded)
    assert page.status_code == 403
    assert "Only who leads a programme and who evaluates it" in page.text
    with pytest.raises(PermissionDenied, match="Who leads the programme"):
        give_codes(programme=coded, by=user, at=NOON)


def test_who_evaluates_gives_no_codes_and_is_told_who_does(programme, evaluator):
    page = " ".join(page_of(evaluator, programme).text.split())
    assert "Who leads the programme gives its schools their codes." in page
    with pytest.raises(PermissionDenied, match="Who leads the programme"):
        give_codes(programme=programme, by=evaluator, at=NOON)


@pytest.mark.parametrize("role", [Role.STRATEGIC_BOARD_MEMBER, Role.PROJECT_MANAGER])
def test_who_reads_names_by_another_role_reads_none_under_a_code(coded, evaluator, role):
    make_role(role, person=evaluator.person, programme=coded)
    page = page_of(evaluator, coded)
    assert page.status_code == 403
    assert "Another of your roles reads schools of this programme by name." in page.text


@pytest.mark.parametrize("name", ["finding", "finding-pdf", "finding-docx"])
def test_a_finding_names_no_school_to_who_evaluates(coded, evaluator, lead, name, monkeypatch):
    found = make_finding(make_evaluation(coded))
    asked = []
    monkeypatch.setattr(Shown, "of_groups", lambda told: asked.append(1) or told)
    address = reverse(f"evaluation:{name}", args=[found.pk])
    for user, is_of_groups in ((lead, 0), (evaluator, 1)):
        client = Client()
        client.force_login(user)
        client.get(address)
        assert len(asked) == is_of_groups


def test_an_evaluator_of_another_programme_cannot_tell_that_it_is_there(coded):
    stranger = holder_of(Role.EVALUATOR, programme=make_programme())
    assert page_of(stranger, coded).status_code == 404
    assert file_of(stranger, coded, "schools")[0].status_code == 404


def test_a_table_that_there_is_not_is_not_found(coded, evaluator):
    assert file_of(evaluator, coded, "coaching")[0].status_code == 404


def test_that_it_was_opened_and_taken_away_is_written_down(coded, evaluator):
    page_of(evaluator, coded)
    _, _, rows = file_of(evaluator, coded, "levels")
    taken = Look.objects.get(page="evaluation:coded-csv")
    assert taken.n_rows == len(rows)


def test_what_it_grants_is_granted_by_the_rows_it_is_made_of():
    """Nobody reads here what the table keeps from them elsewhere."""
    for key in MADE_OF:
        granted = {
            grant.role: grant.without
            for grant in record(key).granting(Operation.READ)
            if grant.reach == Reach.PROGRAMME
        }
        for grant in record("coded_school").grants:
            assert granted[grant.role] <= grant.without, (key, grant.role, grant.operation)


def test_however_many_schools_the_questions_are_as_many(
    coded, lead, evaluator, django_assert_max_num_queries
):
    client = Client()
    client.force_login(evaluator)
    address = reverse("evaluation:coded", args=[coded.code])
    client.get(address)
    with django_assert_max_num_queries(40) as asked:
        client.get(address)
    few = len(asked)
    for n in range(4):
        part = make_enrolment(programme=coded, school=make_school(), joined_on=date(2026, 9, 7))
        make_review(enrolment=part, state="signed")
        make_plan(enrolment=part, n=2, state="live")
        make_action(enrolment=part, what=f"Plan {n}")
        make_candidate(programme=coded, school=make_school(), state="assessed")
    give_codes(programme=coded, by=lead, at=NOON)
    client.get(address)  # which years are loaded is asked once after each change
    with django_assert_max_num_queries(few):
        client.get(address)

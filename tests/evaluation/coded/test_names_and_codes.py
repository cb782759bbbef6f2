"""A code is given once and stays; a school is named to who evaluates where all of it let that be."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from leadwell.audit.models import Event
from leadwell.evaluation.coded.access import are_all_named
from leadwell.evaluation.coded.actions import give_codes
from leadwell.evaluation.models import SchoolCode
from leadwell.people.models import Role
from leadwell.prepare.memoranda import writing
from leadwell.prepare.models import Memorandum
from leadwell.programmes.models import Enrolment
from leadwell.schools.models import School
from tests.evaluation.coded.conftest import (
    code_of,
    file_of,
    four_schools,
    page_of,
)
from tests.factories import (
    NOON,
    holder_of,
    make_candidate,
    make_enrolment,
    make_programme,
    make_school,
)
from tests.promised import make_memorandum

pytestmark = pytest.mark.django_db


def agree(part, *, is_named, programme):
    programme.is_evaluation_named = part.programme.is_evaluation_named = is_named
    made = make_memorandum(enrolment=part)
    Memorandum.objects.filter(pk=made.pk).update(
        state="active", active_since=NOON.date(), in_force=made.shown
    )
    programme.is_evaluation_named = True
    programme.save()


@pytest.fixture
def named(coded):
    """The programme is one in which names may be known; one school has agreed to that."""
    for part, said in zip(coded.enrolments.order_by("pk")[:2], (True, False), strict=True):
        agree(part, is_named=said, programme=coded)
    return coded


def test_a_school_is_named_to_the_evaluator_once_its_memorandum_says_so(named, evaluator):
    page = page_of(evaluator, named)
    assert "1 of 7 is named to you." in page.text
    _, _, schools = file_of(evaluator, named, "schools")
    assert {row["School"]: row["URN"] for row in schools if row["School"]} == {
        "Wren Primary": "900201"
    }


def test_who_is_named_does_not_count_among_the_three(named, evaluator):
    """Three schools of the size of Wren are left without a name; with two, theirs is left out."""
    _, _, schools = file_of(evaluator, named, "schools")
    sizes = [row["Pupils on roll"] for row in schools if not row["School"]]
    assert sizes.count("106 to 210 pupils") == 3
    agree(named.enrolments.order_by("pk")[2], is_named=True, programme=named)
    _, _, schools = file_of(evaluator, named, "schools")
    assert {row["School"] for row in schools} == {"Wren Primary", "Plover Primary", ""}
    sizes = [row["Pupils on roll"] for row in schools if not row["School"]]
    assert "106 to 210 pupils" not in sizes


def test_a_finding_names_schools_once_every_school_that_joined_may_be_named(named, evaluator):
    assert not are_all_named(evaluator, named)
    for part in named.enrolments.order_by("pk")[1:]:
        Memorandum.objects.filter(enrolment=part).update(
            state="ended", ended_on=NOON.date(), ended_because="To be signed anew"
        )
        agree(part, is_named=True, programme=named)
    assert are_all_named(evaluator, named)
    assert not are_all_named(evaluator, make_programme())


def test_nobody_is_named_where_one_or_two_would_be_left():
    programme = four_schools(code="FOUR", n_at_work=0)
    lead = holder_of(Role.PROGRAMME_LEAD, programme=programme)
    evaluator = holder_of(Role.EVALUATOR, programme=programme)
    give_codes(programme=programme, by=lead, at=NOON)
    first, *others = programme.enrolments.order_by("pk")
    for part in others:
        agree(part, is_named=True, programme=programme)
    assert "No school is named to you." in page_of(evaluator, programme).text
    agree(first, is_named=True, programme=programme)
    assert "4 of 4 are named to you." in page_of(evaluator, programme).text


def test_a_school_is_named_for_all_its_parts_or_not_at_all(named, evaluator):
    """One that joined, left and joined again signed once that it may be named, and once not."""
    first = named.enrolments.get(school__urn=900201)
    Enrolment.objects.filter(pk=first.pk).update(left_on=date(2026, 10, 1), why_left="capacity")
    make_enrolment(programme=named, school=first.school, joined_on=date(2026, 11, 2))
    assert "No school is named to you." in page_of(evaluator, named).text


def test_nobody_is_named_whose_programme_does_not_name_or_whose_memorandum_has_ended(
    named, evaluator
):
    Memorandum.objects.update(state="ended", ended_on=NOON.date(), ended_because="It left")
    assert "No school is named to you." in page_of(evaluator, named).text
    Memorandum.objects.update(state="active", ended_on=None, ended_because="")
    named.is_evaluation_named = False
    named.save()
    assert "No school is named to you." in page_of(evaluator, named).text


def test_a_memorandum_keeps_whether_it_lets_the_school_be_named(programme):
    part = programme.enrolments.first()
    programme.is_evaluation_named = True
    programme.save()
    part.refresh_from_db()
    made = writing.written(make_memorandum(enrolment=part), number=2, on=NOON.date())
    assert made.is_evaluation_named is True
    assert "with the names of schools." in str(writing.frozen(made))


# Codes


def test_codes_are_given_once_and_stay(programme, lead):
    assert give_codes(programme=programme, by=lead, at=NOON) == 7
    before = {one.school_id: one.code for one in SchoolCode.objects.all()}
    assert give_codes(programme=programme, by=lead, at=NOON) == 0
    for _ in range(3):
        make_enrolment(programme=programme, school=make_school(), joined_on=date(2026, 10, 1))
    assert give_codes(programme=programme, by=lead, at=NOON) == 3
    assert before.items() <= {one.school_id: one.code for one in SchoolCode.objects.all()}.items()
    logged = Event.objects.filter(verb="gave codes").order_by("pk")
    assert [one.detail for one in logged] == [{"n": 7}, {"n": 3}]


def test_no_code_is_given_to_one_school_or_two_whose_it_could_only_be(coded, lead):
    make_enrolment(programme=coded, school=make_school(), joined_on=date(2026, 10, 1))
    page = " ".join(page_of(lead, coded).text.split())
    assert "1 school has no code yet and is in no table." in page
    assert "Codes are given to 3 schools at once, or more" in page
    assert "Give it a code" not in page
    with pytest.raises(PermissionDenied, match="3 schools at once"):
        give_codes(programme=coded, by=lead, at=NOON)


def test_who_is_named_already_does_not_hide_whose_a_new_code_is(coded, lead):
    """Three wait, of which two are named at once: the third would be known."""
    coded.is_evaluation_named = True
    coded.save()
    for n in range(3):
        part = make_enrolment(programme=coded, school=make_school(), joined_on=date(2026, 10, 1))
        agree(part, is_named=n < 2, programme=coded)
    with pytest.raises(PermissionDenied, match="3 schools at once"):
        give_codes(programme=coded, by=lead, at=NOON)


def test_nobody_is_named_where_it_would_tell_the_last_of_those_coded_together(
    coded, lead, evaluator
):
    coded.is_evaluation_named = True
    coded.save()
    parts = [
        make_enrolment(programme=coded, school=make_school(), joined_on=date(2026, 10, 1))
        for _ in range(3)
    ]
    give_codes(programme=coded, by=lead, at=NOON + timedelta(days=1))
    for part in parts[:2]:
        agree(part, is_named=True, programme=coded)
    assert "No school is named to you." in page_of(evaluator, coded).text


def test_a_school_has_another_code_in_another_programme(coded):
    other = make_programme(name="Larkwater Counts", code="COUNT")
    for school in School.objects.filter(urn__in=(900201, 900202, 900203)):
        make_enrolment(programme=other, school=school)
    give_codes(programme=other, by=holder_of(Role.PROGRAMME_LEAD, programme=other), at=NOON)
    codes = SchoolCode.objects.filter(school__urn=900201)
    assert {one.programme_id for one in codes} == {coded.pk, other.pk}


def test_an_academy_keeps_the_code_of_the_school_it_took_over(coded, evaluator):
    code = code_of(900201)
    academy = make_school(name="Wren Academy", urn=900299)
    School.objects.filter(urn=900201).update(continued_by=academy, is_open=False)
    _, _, reviews = file_of(evaluator, coded, "reviews")
    assert code in {row["Code"] for row in reviews}
    assert "no code yet" not in page_of(evaluator, coded).text


def test_a_school_that_left_and_joined_again_is_one_that_joined_first(coded, evaluator, lead):
    first = coded.enrolments.get(school__urn=900201)
    Enrolment.objects.filter(pk=first.pk).update(left_on=date(2026, 12, 1), why_left="capacity")
    make_enrolment(programme=coded, school=first.school, joined_on=date(2027, 1, 6))
    _, _, schools = file_of(lead, coded, "schools")
    [row] = [row for row in schools if row["Code"] == code_of(900201)]
    assert (row["Joined"], row["Left"]) == ("Autumn 2026/27", "not left")


def test_put_forward_twice_a_school_is_as_it_was_for_the_part_it_has(coded, lead):
    part = coded.enrolments.get(school__urn=900201)
    make_candidate(
        programme=coded, school=part.school, state="accepted", enrolment=part, is_eligible=True
    )
    make_candidate(programme=coded, school=part.school, state="refused", because="Not again")
    _, _, schools = file_of(lead, coded, "schools")
    [row] = [row for row in schools if row["Code"] == code_of(900201)]
    assert row["How far"] == "Accepted"


def test_the_button_gives_them_and_then_is_gone(programme, lead):
    client = Client()
    client.force_login(lead)
    page = client.get(reverse("evaluation:coded", args=["LARK"]))
    assert "7 schools have no code yet and are in no table." in " ".join(page.text.split())
    answer = client.post(reverse("evaluation:give-codes", args=["LARK"]), follow=True)
    assert "7 schools have a code now." in answer.text
    assert "no code yet" not in answer.text


@pytest.mark.parametrize("wrong", ["ABCD", "BCD", "bcdf", "B1DF"])
def test_the_database_takes_no_code_that_could_be_a_word_or_a_number(programme, lead, wrong):
    with pytest.raises(DatabaseError, match=r"code_says_nothing|too long"), transaction.atomic():
        SchoolCode.objects.create(
            programme=programme, school=make_school(), code=wrong, given_by=lead.person,
            given_at=NOON,
        )  # fmt: skip


def test_the_site_changes_no_code_and_removes_none(coded):
    one = SchoolCode.objects.first()
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        SchoolCode.objects.filter(pk=one.pk).update(code="BCDF")
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        one.delete()

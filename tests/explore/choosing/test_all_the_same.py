"""Of a school that would be asked too much with one programme more: seen when it is chosen, and
asked all the same only for a reason that the board reads."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from leadwell.explore.choosing import actions, all_the_same
from leadwell.explore.models import Initiative, OverloadReason
from leadwell.explore.radar.load import Level
from leadwell.people.models import Role
from leadwell.programmes.models import Strand
from tests.explore.choosing.conftest import TODAY
from tests.explore.choosing.test_pages import page_of, signed_in
from tests.explore.choosing.test_set_files import rows_of, text_of
from tests.factories import (
    NOON,
    holder_of,
    make_enrolment,
    make_initiative,
    make_overload_reason,
    make_programme,
)

pytestmark = pytest.mark.django_db
TEXT = "The two projects of the trust stop at Christmas"
TOO_MUCH = "which is Red. Say why it is asked all the same"


@pytest.fixture
def full(chosen, programme):
    """The first of four ready schools, of which five projects of its trust ask something already."""
    for name in ("Number talk", "Reasoning"):
        Strand.objects.create(programme=programme, name=name)
    school = chosen[0].school
    school.n_pupils = 210
    school.save()
    for n in range(5):
        make_initiative(
            school=school, name=f"Project {n}", subject="Art", funder="trust", n_staff=1,
            staff_days=0, starts_on=date(2026, 9, 1), ends_on=date(2027, 7, 21),
        )  # fmt: skip
    return chosen[0]


def refused(act, **said):
    with pytest.raises(PermissionDenied) as reason:
        act(**said)
    return str(reason.value)


def test_what_is_asked_counts_the_programme_as_if_the_school_took_part(full, lead):
    """Five projects with a strand each, and one programme with two: 6 + 7 = 13, and a sixth: 15."""
    seen = all_the_same.load_of(lead, full, on=TODAY)
    assert {load.total for load in seen.loads} == {13.0}
    assert seen.level == Level.AMBER
    make_initiative(school=full.school, subject="Art", funder="trust", n_staff=1, staff_days=0)
    assert all_the_same.load_of(lead, full, on=TODAY).highest.total == 15.0
    part = make_enrolment(programme=full.programme, school=full.school, joined_on=date(2026, 9, 1))
    assert all_the_same.load_of(lead, full, on=TODAY).highest.total == 15.0, part


def test_its_days_are_the_visits_of_the_design_until_others_are_offered(full, lead):
    """Twelve visits from September 2026 to July 2028, spread evenly over its school days: about one
    a half-term, which a school of 210 pupils feels as one."""
    for half_term in range(1, 7):
        for year in (1, 2):
            full.programme.intensities.create(year=year, half_term=half_term, n_visits=1)
    seen = all_the_same.load_of(lead, full, on=TODAY)
    assert sum(load.days for load in seen.loads) == pytest.approx(6, abs=0.2)
    assert all(13.6 <= load.total <= 14.4 for load in seen.loads)


def test_a_school_that_would_be_red_is_offered_no_place_before_somebody_says_why(full, lead, board):
    more = make_initiative(school=full.school, subject="Art", funder="trust", staff_days=0)
    assert TOO_MUCH in refused(actions.offer, candidate=full, by=lead, at=NOON)
    page = signed_in(lead).get(page_of("candidate", full.pk)).text
    assert "15.0 in its fullest half-term" in page
    answer = signed_in(lead).post(page_of("all-the-same", full.pk), {"text": TEXT})
    assert answer.status_code == 302
    given = OverloadReason.objects.get()
    assert (given.load, given.level, given.programme) == (15, "red", full.programme)
    actions.offer(candidate=full, by=lead, at=NOON)
    assert TEXT in signed_in(lead).get(page_of("candidate", full.pk)).text
    assert more


def test_a_reason_for_less_than_is_asked_now_does_not_count_any_more(full, lead):
    make_initiative(school=full.school, subject="Art", funder="trust", staff_days=0)
    actions.say_all_the_same(candidate=full, text=TEXT, by=lead, at=NOON)
    make_initiative(school=full.school, subject="Music", funder="trust", staff_days=0)
    assert TOO_MUCH in refused(actions.offer, candidate=full, by=lead, at=NOON)
    actions.say_all_the_same(candidate=full, text="And the choir waits", by=lead, at=NOON)
    actions.offer(candidate=full, by=lead, at=NOON)


def test_amber_needs_no_reason_and_may_have_one_and_green_takes_none(full, chosen, manager, lead):
    actions.say_all_the_same(candidate=full, text=TEXT, by=manager, at=NOON)
    actions.offer(candidate=full, by=lead, at=NOON)
    said = refused(actions.say_all_the_same, candidate=chosen[1], text=TEXT, by=manager, at=NOON)
    assert "would be asked no more than usual" in said
    said = refused(actions.say_all_the_same, candidate=full, text=TEXT, by=manager, at=NOON)
    assert "No reason is asked for now" in said


def test_its_board_reads_the_reason_on_the_page_and_on_the_paper(full, lead, board):
    make_initiative(school=full.school, subject="Art", funder="trust", staff_days=0)
    actions.say_all_the_same(candidate=full, text=TEXT, by=lead, at=NOON)
    client = signed_in(board)
    page = client.get(page_of("set", "LARK")).text
    assert "Asked although much is asked of them" in page
    assert TEXT in page
    [row] = [row for row in rows_of(client) if row["Asked all the same because"]]
    assert (row["School"], row["Asked with this programme"]) == (str(full.school), "15.0, Red")
    assert f"{full.school} is asked all the same (15.0, Red with this programme): {TEXT}" in (
        text_of(client)
    )


def test_a_board_reads_no_reason_of_a_school_that_is_in_no_set(full, lead, board):
    make_initiative(school=full.school, subject="Art", funder="trust", staff_days=0)
    actions.say_all_the_same(candidate=full, text=TEXT, by=lead, at=NOON)
    there = page_of("overload", "LARK")
    assert TEXT in signed_in(board).get(there).text
    actions.reserve(candidate=full, because="Next year", by=lead, at=NOON)
    assert TEXT not in signed_in(board).get(there).text
    assert TEXT in signed_in(lead).get(there).text


def test_it_is_not_counted_of_a_school_whose_choosing_is_over(full, lead):
    actions.decline(candidate=full, because="Too much at once", by=lead, at=NOON)
    page = signed_in(lead).get(page_of("candidate", full.pk)).text
    assert "With this programme" not in page


def test_a_reason_from_before_it_was_put_forward_is_not_for_now(full, lead):
    make_initiative(school=full.school, subject="Art", funder="trust", staff_days=0)
    make_overload_reason(
        programme=full.programme, school=full.school, load=20, level="red",
        said_on=full.nominated_on - timedelta(days=1),
    )  # fmt: skip
    assert TOO_MUCH in refused(actions.offer, candidate=full, by=lead, at=NOON)


@pytest.mark.parametrize(
    ("starts", "year", "n_to_come"),
    [(date(2026, 9, 1), 2026, 5), (date(2027, 1, 4), 2026, 4), (date(2027, 9, 1), 2027, 6)],
)
def test_only_half_terms_in_which_the_programme_runs_are_looked_at(
    full, lead, starts, year, n_to_come
):
    type(full.programme).objects.filter(pk=full.programme_id).update(starts_on=starts)
    full.programme.refresh_from_db()
    seen = all_the_same.load_of(lead, full, on=TODAY)
    assert (seen.academic_year, seen.is_over.count(False)) == (year, n_to_come)


def test_from_june_on_a_place_is_for_the_school_year_to_come(full, lead):
    seen = all_the_same.load_of(lead, full, on=date(2027, 6, 14))
    assert (seen.academic_year, seen.is_over.count(False)) == (2027, 6)


def test_who_left_and_is_to_come_again_counts_again(full, lead):
    make_enrolment(
        programme=full.programme, school=full.school, joined_on=date(2026, 9, 1),
        left_on=date(2026, 9, 30), why_left="capacity",
    )  # fmt: skip
    assert all_the_same.load_of(lead, full, on=TODAY).highest.total == 13.0


def test_other_programmes_have_no_name_where_it_is_chosen(full, lead):
    other = make_programme(name="Secret Oracy", code="SECRET", subject="Oracy")
    make_enrolment(programme=other, school=full.school, joined_on=date(2026, 9, 1))
    page = signed_in(lead).get(page_of("candidate", full.pk)).text
    assert "2 programmes and 5 other initiatives" in page
    assert "Secret" not in page


@pytest.mark.parametrize("role", [Role.HUB_LEAD, Role.STRATEGIC_BOARD_MEMBER, Role.HEADTEACHER])
def test_nobody_else_says_why(full, hub, role):
    scope = {
        Role.HUB_LEAD: {"hub": hub},
        Role.STRATEGIC_BOARD_MEMBER: {"programme": full.programme},
        Role.HEADTEACHER: {"school": full.school},
    }[role]
    user = holder_of(role, **scope)
    said = refused(actions.say_all_the_same, candidate=full, text=TEXT, by=user, at=NOON)
    assert "Only who leads or manages this programme" in said
    assert signed_in(user).get(page_of("all-the-same", full.pk)).status_code in {403, 404}


def test_a_stranger_cannot_tell_that_there_is_a_candidate(full, stranger):
    assert signed_in(stranger).get(page_of("all-the-same", full.pk)).status_code == 404
    assert Initiative.objects.exists()

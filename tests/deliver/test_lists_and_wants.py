"""Schools that nobody visits, what visits want of somebody, and sums of days."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from leadwell.deliver import lists, wants
from leadwell.deliver.ledger import Ledger, in_days
from leadwell.lib.school_days import SchoolDays
from leadwell.programmes.models import Enrolment, StageSpan
from leadwell.schools.calendar import school_days, school_days_of
from tests.factories import make_enrolment, make_school, make_visit

BEGUN = date(2026, 11, 2)  # a Monday, and the first day of the terms
A_DAY = timedelta(days=1)


@pytest.fixture
def delivering(enrolment):
    StageSpan.objects.create(enrolment=enrolment, stage="deliver", starts_on=BEGUN)
    return enrolment


@pytest.mark.django_db
def test_a_school_is_listed_after_thirty_school_days_and_not_before(delivering, terms, hub_lead):
    """34 school days to 18 December without the first; two weeks of holiday; so the 31st after
    2 November is 15 December."""
    assert lists.unvisited(hub_lead, date(2026, 12, 14)) == []
    [found] = lists.unvisited(hub_lead, date(2026, 12, 15))
    assert (found.n_school_days, found.since, found.was_visited) == (31, BEGUN, False)
    [later] = lists.unvisited(hub_lead, date(2027, 1, 3))
    assert later.n_school_days == 34


@pytest.mark.django_db
def test_a_visit_that_happened_counts_and_one_to_come_is_told(delivering, terms, hub_lead):
    on = date(2026, 12, 16)
    make_visit(enrolment=delivering, on=date(2026, 11, 9), state="cancelled", cancelled_because="x")
    make_visit(enrolment=delivering, on=date(2027, 1, 12))
    make_visit(enrolment=delivering, on=date(2027, 1, 5), starts_at="09:00")
    [found] = lists.unvisited(hub_lead, on)
    assert found.next_on == date(2027, 1, 5)
    make_visit(enrolment=delivering, on=date(2026, 11, 10), state="happened")
    assert lists.unvisited(hub_lead, on) == []
    [found] = lists.unvisited(hub_lead, date(2027, 1, 13))
    assert (found.since, found.was_visited) == (date(2026, 11, 10), True)


@pytest.mark.django_db
def test_partner_schools_and_those_that_have_not_begun_are_not_listed(hub_lead, enrolment):
    partner = make_enrolment(hub=enrolment.hub, part=Enrolment.Part.PARTNER)
    StageSpan.objects.create(enrolment=partner, stage="deliver", starts_on=BEGUN)
    StageSpan.objects.create(enrolment=enrolment, stage="prepare", starts_on=BEGUN)
    assert lists.unvisited(hub_lead, date(2027, 3, 1)) == []


@pytest.mark.django_db
def test_a_list_of_many_schools_costs_no_more_queries_than_one(
    delivering, hub_lead, django_assert_num_queries
):
    for _ in range(3):
        more = make_enrolment(hub=delivering.hub)
        StageSpan.objects.create(enrolment=more, stage="deliver", starts_on=BEGUN)
    with django_assert_num_queries(3):  # the roles held, the schools, their terms
        assert len(lists.unvisited(hub_lead, date(2027, 3, 1))) == 4


@pytest.mark.django_db
def test_terms_of_many_schools_are_those_of_each(enrolment, terms):
    other = make_school()
    together = school_days_of([enrolment.school, other])
    assert together == {each.pk: school_days(each) for each in (enrolment.school, other)}
    assert len(together[enrolment.school_id].spans) == 3
    assert together[other.pk] == SchoolDays()


# Wants


@pytest.mark.django_db
def test_a_school_is_asked_to_confirm_and_nobody_else(
    enrolment, subject_leader, hub_lead, specialist
):
    on = date(2026, 11, 20)
    make_visit(enrolment=enrolment, on=on)
    make_visit(enrolment=enrolment, on=on + A_DAY, state="confirmed")
    [want] = wants.to_confirm(subject_leader, on)
    assert want.title.replace("\xa0", " ") == "Confirm the visit on Fri 20 Nov 2026"
    assert wants.to_confirm(subject_leader, on + A_DAY) == []
    assert wants.to_confirm(hub_lead, on) == wants.to_confirm(specialist.user, on) == []


@pytest.mark.django_db
def test_the_specialist_is_asked_for_the_purpose_three_school_days_before(
    enrolment, specialist, terms, hub_lead
):
    """The visit is on the second day of term: 17 and 18 December are the two before the first."""
    visit = make_visit(enrolment=enrolment, on=date(2027, 1, 5))
    assert wants.purposes(specialist.user, date(2026, 12, 16)) == []
    [want] = wants.purposes(specialist.user, date(2026, 12, 17))
    assert want.late
    assert wants.purposes(hub_lead, date(2026, 12, 17)) == []
    visit.purpose, visit.purpose_by = "Look at books", specialist
    visit.save()
    assert wants.purposes(specialist.user, date(2026, 12, 17)) == []


@pytest.mark.django_db
def test_the_specialist_is_asked_for_the_note_of_a_visit_past_its_day(enrolment, specialist):
    on = date(2026, 11, 20)
    make_visit(enrolment=enrolment, on=on)
    assert wants.not_said(specialist.user, on - A_DAY) == []
    [today] = wants.not_said(specialist.user, on)
    assert (today.why, today.late) == ("It is today", False)
    [want] = wants.not_said(specialist.user, on + A_DAY)
    assert want.title == "Write the note of the visit to Tansy Hill"


# Days


@pytest.mark.parametrize(
    ("agreed", "used", "planned", "sentence"),
    [
        ("6", "2.50", "1.00", "2.5 of 6 days used, 1 planned, 2.5 left."),
        ("1", "0", "1", "0 of 1 day used, 1 planned, 0 left."),
        ("10", "8", "2.25", "8 of 10 days used, 2.25 planned: 0.25 days more than agreed."),
        (
            None,
            "1.00",
            "0",
            "1 day used and 0 planned; how many are agreed is not written down yet.",
        ),
    ],
)
def test_days_are_told_in_a_sentence(agreed, used, planned, sentence):
    told = Ledger(agreed and Decimal(agreed), Decimal(used), Decimal(planned))
    assert told.sentence == sentence


def test_ten_days_keep_their_nought():
    assert in_days(Decimal("10.00")) == in_days(Decimal("10")) == "10 days"

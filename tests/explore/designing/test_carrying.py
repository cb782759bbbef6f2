"""What each half-term carries, worked by hand."""

from datetime import date
from decimal import Decimal
from html import unescape

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from leadwell.explore.designing import actions, carrying, design, rules, school_year, stress
from leadwell.explore.radar.limits import limits
from leadwell.people.models import Role
from leadwell.programmes.models import Strand
from tests.factories import (
    NOON,
    holder_of,
    make_intensity,
    make_programme,
    make_strand,
)

pytestmark = pytest.mark.django_db


def years(programme):
    return carrying.years_of(design.of(programme), school_year.calendar_of(programme))


def warned(programme, kind):
    found = design.of(programme)
    every = stress.warnings(found, school_year.calendar_of(programme))
    return [" ".join(one.text.split()) for one in every if one.kind == kind]


def said(response):
    return " ".join(unescape(response.text).split())


def test_a_half_term_of_three_strands_and_three_days_is_one_whole_programme():
    """A visit 0.5, an event 2, a meeting 0.5: 3 days. 1 programme + 3 strands + 3 days = 7."""
    programme = make_programme()
    for _ in range(3):
        make_strand(programme)
    made = make_intensity(programme, n_visits=1, n_events=1, n_meetings=1)
    first = years(programme)[0].half_terms[0]
    assert (first.load.days, first.load.total, first.level) == (3, 7, "green")
    assert first.said == "1 visit, 1 event and 1 meeting"
    assert warned(programme, "load") == []
    made.n_visits = 3  # one day more: 8, which is Amber
    made.save()
    [text] = warned(programme, "load")
    assert text == (
        "Autumn 1 of 2026/27 asks much of a school: 3 strands and 4 days out of class for "
        "3 visits, 1 event and 1 meeting come to a planned load of 8. Amber from 8, Red from 14."
    )


def test_the_limits_are_those_of_the_radar():
    """1 programme, 0 strands: 13 days are Red from 14."""
    programme = make_programme(event_staff_days=1)
    made = make_intensity(programme, n_events=12)
    assert years(programme)[0].half_terms[0].level == "amber"
    made.n_events = 13
    made.save()
    one = years(programme)[0].half_terms[0]
    assert (one.load.total, one.level) == (limits().red_from, "red")


def test_a_strand_counts_from_the_half_term_it_begins_in():
    programme = make_programme()
    make_strand(programme)
    make_strand(programme, begins_year=1, begins_half_term=3)
    make_strand(programme, begins_year=2, begins_half_term=1)
    first, second = years(programme)
    assert [one.load.n_strands for one in first.half_terms] == [1, 1, 2, 2, 2, 2]
    assert [one.load.n_strands for one in second.half_terms] == [3] * 6
    assert warned(programme, "together") == []


def test_two_strands_that_begin_together_are_warned_of():
    """One with the programme, that is in its first half-term; one said to begin in that."""
    programme = make_programme()
    make_strand(programme, name="Talk")
    make_strand(programme, name="Books", begins_year=1, begins_half_term=1)
    assert warned(programme, "together") == [
        "“Talk” and “Books” begin in the same half-term, Autumn 1 of 2026/27. One new thing at a "
        "time goes deeper."
    ]


def test_what_starts_in_january_begins_with_the_spring():
    """Spring 1, by the usual dates, 5 January to 12 February 2027: the third half-term of year 1.
    What comes before is not shown, unless something is asked in it all the same."""
    programme = make_programme(starts_on=date(2027, 1, 4))
    make_strand(programme)
    [first, _] = years(programme)
    assert [one.span.number for one in first.half_terms] == [3, 4, 5, 6]
    assert first.half_terms[0].load.n_strands == 1
    make_intensity(programme, half_term=2, n_visits=1)
    assert [one.span.number for one in years(programme)[0].half_terms] == [2, 3, 4, 5, 6]


def test_specialist_days_are_schools_times_visits_beside_those_there_are():
    """Ten schools, two visits in Autumn 1: 20 days. By the usual dates the half-terms of 2026/27
    have 39, 35, 29, 26, 26 and 37 school days, 192 together: of 100 days of specialists
    100 x 39 / 192 = 20.3 fall into Autumn 1, of 97 days 19.7."""
    programme = make_programme(n_schools_planned=10, specialist_days=Decimal(100))
    make_intensity(programme, n_visits=2)
    spans = school_year.calendar_of(programme).spans
    assert [span.n_days for span in spans if span.year == 1] == [39, 35, 29, 26, 26, 37]
    first = years(programme)[0].half_terms[0]
    assert (first.needed, first.there_are) == (20, Decimal("20.3"))
    assert warned(programme, "specialists") == []
    programme.specialist_days = Decimal(97)
    programme.save()
    assert warned(programme, "specialists") == [
        "Autumn 1 of 2026/27: visits to 10 schools take specialists 20 days. Of their days of "
        "the year about 19.7 fall into it."
    ]


@pytest.mark.parametrize(
    ("there_are", "said"),
    [
        (None, "take specialists 60 days, and nobody has said how many they have."),
        (Decimal(59), "take specialists 60 days. They have 59."),
    ],
)
def test_a_year_that_lacks_days_is_warned_of_once(there_are, said):
    """Ten schools, one visit in each of six half-terms: 60."""
    programme = make_programme(n_schools_planned=10, specialist_days=there_are)
    for n in range(1, 7):
        make_intensity(programme, half_term=n, n_visits=1)
    assert warned(programme, "specialists") == [f"Year 1, 2026/27: visits to 10 schools {said}"]
    assert years(programme)[0].needed == 60


def test_without_a_number_of_schools_no_days_of_specialists_are_counted():
    programme = make_programme()
    make_intensity(programme, n_visits=2)
    assert (years(programme)[0].needed, warned(programme, "specialists")) == (None, [])


def test_an_answer_holds_until_what_it_is_about_changes(lead, programme):
    make_strand(programme)
    made = make_intensity(programme, n_events=4)  # 1 + 1 + 8 days = 10
    [one] = [
        each
        for each in stress.warnings(design.of(programme), school_year.calendar_of(programme))
        if each.kind == "load"
    ]
    actions.answer_warning(
        programme=programme, warning=one.kind, about=one.about, answer="Before the tests",
        by=lead, at=NOON,
    )  # fmt: skip

    def answers():
        found = stress.warnings(design.of(programme), school_year.calendar_of(programme))
        return [each.answer for each in found if each.kind == "load"]

    assert answers() == ["Before the tests"]
    made.n_events = 5
    made.save()
    assert answers() == [""]


def test_nothing_is_approved_while_strands_begin_together(board, lead, safe):
    """Each of the new warnings stands in the way as the older ones do."""
    make_strand(safe, n_ingredients=3)
    actions.take_step(programme=safe, verb="design", by=lead, at=NOON)
    safe.refresh_from_db()
    told = rules.may_step(board, safe, "approve")
    assert "1 warning waits for an answer" in told.reason
    assert "begin in the same half-term" in told.reason
    with pytest.raises(PermissionDenied):
        actions.take_step(programme=safe, verb="approve", by=board, at=NOON)


# Pages


def test_what_each_thing_takes_is_said_and_the_table_follows(as_lead, programme):
    make_intensity(programme, n_visits=1, n_events=1)
    page = reverse("explore:design-days", args=[programme.code])
    assert "Two people for a day are 2." in said(as_lead.get(page))
    sent = {
        "visit_staff_days": "1", "event_staff_days": "3", "meeting_staff_days": "0.25",
        "specialist_days": "90",
    }  # fmt: skip
    assert as_lead.post(page, sent).url.endswith("/work/#carried")
    programme.refresh_from_db()
    assert (programme.event_staff_days, programme.specialist_days) == (3, 90)
    for name in ("design-work", "design-check", "design"):
        text = said(as_lead.get(reverse(f"explore:{name}", args=[programme.code])))
        assert "A visit takes a school 1 day out of class, an event 3 days" in text
        assert "Specialists have 90 days of visits a year." in text
        assert "1 visit and 1 event" in text
    for wrong, words in (
        ("21", "Write 0 to 20 days."),
        ("much", "such as 2 or 0.5"),
        ("", "0 for none"),
    ):
        answer = as_lead.post(page, sent | {"event_staff_days": wrong})
        assert (answer.status_code, words in said(answer)) == (200, True)


def test_only_who_designs_says_what_things_take(client, programme):
    page = reverse("explore:design-days", args=[programme.code])
    client.force_login(holder_of(Role.STRATEGIC_BOARD_MEMBER, programme=programme))
    assert (client.get(page).status_code, client.post(page, {}).status_code) == (403, 403)
    client.force_login(holder_of(Role.PROGRAMME_LEAD, programme=make_programme()))
    nowhere = reverse("explore:design-days", args=["NOWHERE"])
    assert client.get(page).status_code == client.get(nowhere).status_code == 404


def test_a_strand_says_when_it_begins(as_lead, programme):
    page = reverse("people:add-strand", args=[programme.code])
    assert "Year 2, autumn 1" in said(as_lead.get(page))
    as_lead.post(page, {"name": "Talk", "begins": "2-1"})
    made = Strand.objects.get()
    assert (made.begins, made.begins_in) == ((2, 1), "year 2, autumn 1")
    assert "From year 2, autumn 1" in said(
        as_lead.get(reverse("explore:design-strands", args=[programme.code]))
    )
    change = reverse("people:change-strand", args=[made.pk])
    assert 'value="2-1" selected' in as_lead.get(change).text
    as_lead.post(change, {"name": "Talk", "begins": ""})
    made.refresh_from_db()
    assert made.begins is None
    assert "Select a valid choice" in said(as_lead.post(change, {"name": "Talk", "begins": "9-9"}))


@pytest.mark.parametrize("fields", [{"begins_year": 1}, {"begins_year": 1, "begins_half_term": 7}])
def test_a_strand_begins_in_a_half_term_or_with_the_programme(fields):
    with pytest.raises(IntegrityError, match="strand_begins_in_a_half_term"), transaction.atomic():
        make_strand(**fields)


@pytest.mark.parametrize(
    ("fields", "name"),
    [({"visit_staff_days": 21}, "school_gives_twenty_days_at_most_at_a_time"),
     ({"specialist_days": -1}, "specialists_have_no_less_than_no_day")],
)  # fmt: skip
def test_no_days_are_kept_that_nobody_could_give(fields, name):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        make_programme(**fields)


def test_a_longer_design_asks_the_database_no_more(as_lead, programme):
    page = reverse("explore:design-work", args=[programme.code])

    def n_queries():
        with CaptureQueriesContext(
            connection,
        ) as asked:
            as_lead.get(page)
        return len(asked)

    make_strand(programme)
    make_intensity(programme)
    as_lead.get(page)
    few = n_queries()
    for n in range(2, 7):
        make_strand(programme, begins_year=1, begins_half_term=n)
        make_intensity(programme, half_term=n, n_visits=3)
    assert n_queries() == few


@pytest.mark.parametrize(
    ("begins", "is_late"), [((2, 6), False), ((3, 1), True), ((2, 3), False), (None, False)]
)
def test_a_strand_that_begins_after_the_programme_has_ended_is_warned_of(begins, is_late):
    programme = make_programme(starts_on=date(2026, 9, 1), ends_on=date(2028, 7, 21))
    year, half_term = begins or (None, None)
    make_strand(programme, name="Bar models", begins_year=year, begins_half_term=half_term)
    found = warned(programme, "late")
    assert bool(found) == is_late
    if is_late:
        assert found == [
            "“Bar models” begins in year 3, autumn 1, and the programme ends on Fri 21 July 2028: "
            "no school would see anything of it. Let it begin earlier, or take it out."
        ]


def test_so_is_one_after_the_last_day_within_the_last_year():
    programme = make_programme(starts_on=date(2026, 9, 1), ends_on=date(2028, 2, 11))
    make_strand(programme, begins_year=2, begins_half_term=4)
    make_strand(programme, begins_year=2, begins_half_term=3)
    assert len(warned(programme, "late")) == 1

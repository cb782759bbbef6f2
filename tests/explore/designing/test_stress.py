"""The design against the school year, worked by hand."""

from datetime import date

import pytest

from leadwell.explore.designing import design, school_year, stress
from leadwell.schools.models import HalfTerm
from tests.factories import (
    make_aim,
    make_area,
    make_enrolment,
    make_instrument,
    make_intensity,
    make_programme,
    make_school,
    make_strand,
)

pytestmark = pytest.mark.django_db


def warned(programme):
    found = design.of(programme)
    return {one.kind: one for one in stress.warnings(found, school_year.calendar_of(programme))}


def words(one):
    return " ".join(one.text.split())


def test_from_september_to_july_nothing_is_warned_of():
    assert warned(make_programme()) == {}


@pytest.mark.parametrize(
    ("starts_on", "is_near"),
    [
        # Without term dates the usual ones hold: Tue 1 Sept 2026 is day 1, Mon 28 Sept day 20.
        (date(2026, 9, 28), True),
        (date(2026, 9, 29), False),
        # Before it, August has none; 21 July is the last day of the summer term.
        (date(2026, 8, 3), True),
        (date(2026, 7, 1), True),  # 1 to 21 July are 15 school days, and 1 September
        (date(2026, 6, 1), False),
        (date(2027, 1, 4), False),
    ],
)
def test_a_start_within_twenty_school_days_of_september_is_near(starts_on, is_near):
    programme = make_programme(starts_on=starts_on)
    assert ("starts" not in warned(programme)) == is_near


@pytest.mark.parametrize(
    ("ends_on", "is_summer"),
    [(date(2028, 5, 31), False), (date(2028, 6, 1), True), (date(2028, 8, 31), True),
     (date(2028, 12, 20), False)],
)  # fmt: skip
def test_it_ends_from_june_to_august(ends_on, is_summer):
    assert ("ends" not in warned(make_programme(ends_on=ends_on))) == is_summer


def test_more_than_three_strands_are_many():
    programme = make_programme()
    for n in range(1, 4):
        make_strand(programme, begins_year=1, begins_half_term=n)
    assert warned(programme) == {}
    make_strand(programme, begins_year=1, begins_half_term=4)
    assert warned(programme)["strands"].text == "It has 4 strands. Three or fewer go deeper."


def test_the_half_term_of_the_tests_is_for_the_tests():
    """The second Monday of May 2027 is the 10th."""
    programme = make_programme(key_stages=[2])
    make_intensity(programme, half_term=5, n_visits=2)
    assert warned(programme) == {}
    make_instrument(programme, points=((1, 5),))
    said = words(warned(programme)["test_week"])
    assert "in the week of Mon 10 May 2027, in Summer 1 of 2026/27." in said
    assert "Pupils are measured once more in it." in said
    programme.key_stages = [1]
    programme.save()
    assert warned(programme) == {}


def test_the_tests_themselves_are_not_once_more():
    programme = make_programme(key_stages=[2])
    make_instrument(programme, code="KS2", points=((1, 5),))
    assert warned(programme) == {}


def test_a_half_term_holds_one_thing_a_week():
    """Autumn 2, by the usual dates, 2 November to 18 December 2026: 35 school days, 7 weeks."""
    programme = make_programme()
    made = make_intensity(programme, half_term=2, n_visits=3, n_events=2, n_meetings=2)
    assert warned(programme) == {}
    made.n_visits = 4
    made.save()
    full = warned(programme)["full"]
    assert full.text == (
        "Autumn 2 of 2026/27 has 35 school days. A school is asked 8 times in it: more than once "
        "a week."
    )
    assert full.about == "1-2 8"


def test_a_short_half_term_is_short_by_the_council_s_own_dates():
    """Spring 1 of four weeks, 4 to 29 January 2027: 20 school days."""
    area = make_area()
    HalfTerm.objects.create(
        local_authority=area, academic_year=2026, term="spring", number=1,
        starts_on=date(2027, 1, 4), ends_on=date(2027, 1, 29),
    )  # fmt: skip
    programme = make_programme()
    make_enrolment(programme=programme, school=make_school(local_authority=area))
    make_intensity(programme, half_term=3, n_visits=3)
    assert warned(programme)["short"].text == (
        "Spring 1 of 2026/27 has only 20 school days. A school is asked 3 times in it."
    )
    calendar = school_year.calendar_of(programme)
    assert calendar.sentence == (
        "Term dates of 2027/28 are not loaded: the usual ones are taken. Other years by the dates "
        "of Larkshire."
    )


def test_an_aim_in_published_results_is_not_due_before_there_are_any():
    programme = make_programme()
    make_aim(programme, text="More talk", measured_by="maths_expected", due_on=date(2027, 7, 1))
    make_aim(programme, measured_by="maths_expected", due_on=date(2027, 12, 1))
    make_aim(programme, measured_by="K25", due_on=date(2026, 10, 1))
    assert words(warned(programme)["tight"]) == (
        "“More talk” is due on Thu 1 July 2027. Published results of its first year are settled "
        "in December 2027."
    )


def test_what_starts_in_july_begins_with_the_year_after_the_holidays():
    programme = make_programme(starts_on=date(2026, 7, 6), ends_on=date(2028, 7, 21))
    assert (programme.first_year, programme.n_years) == (2026, 2)
    assert make_programme(starts_on=date(2026, 6, 30)).first_year == 2025

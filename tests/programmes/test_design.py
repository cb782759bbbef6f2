"""What a design cannot say: the database refuses it, whoever writes."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from leadwell.programmes import measures
from leadwell.programmes.measures import Counts, Source
from leadwell.programmes.models import Programme, WarningAnswer
from tests.factories import (
    make_aim,
    make_instrument,
    make_intensity,
    make_programme,
    make_strand,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme():
    """From 1 September 2026 to 21 July 2028, followed for three years: to the end of 2031."""
    return make_programme()


@pytest.mark.parametrize(
    ("focus_group", "own_group", "name"),
    [
        ("custom", "", "programme_says_which_group_of_its_own"),
        ("all", "Pupils new to English", "only_a_group_of_its_own_is_described"),
    ],
)
def test_a_group_of_its_own_is_described_and_no_other(programme, focus_group, own_group, name):
    new = {"focus_group": focus_group, "own_group": own_group}
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Programme.objects.filter(pk=programme.pk).update(**new)
    with pytest.raises(IntegrityError, match=name):
        make_programme(**new)


def test_whom_a_programme_is_for_is_said_in_its_own_words():
    assert make_programme(focus_group="send").pupils == "Pupils with special educational needs"
    own = make_programme(focus_group="custom", own_group="Pupils new to English")
    assert own.pupils == "Pupils new to English"


@pytest.mark.parametrize("due_on", [date(2026, 8, 31), date(2032, 1, 1)])
def test_no_aim_is_due_outside_the_programme_and_its_follow_up(programme, due_on):
    with pytest.raises(IntegrityError, match="aim_is_within_the_programme"):
        make_aim(programme, due_on=due_on)


def test_an_aim_may_be_due_on_the_first_day_and_on_the_last(programme):
    make_aim(programme, due_on=date(2026, 9, 1))
    make_aim(programme, due_on=date(2031, 12, 31))
    assert programme.last_aim_on == date(2031, 12, 31)


def test_no_programme_moves_away_from_its_aims(programme):
    make_aim(programme, due_on=date(2031, 7, 1))
    with pytest.raises(IntegrityError, match="aim_is_within_the_programme"), transaction.atomic():
        Programme.objects.filter(pk=programme.pk).update(follow_up_years=2)
    programme.follow_up_years = 2
    with pytest.raises(ValidationError, match="due on 1 July 2031, which would be outside"):
        programme.full_clean()


def test_an_aim_is_measured_by_one_of_the_list(programme):
    aim = make_aim(programme, measured_by="K40")
    assert aim.known_measure.says == "At the expected standard"
    aim.measured_by = "K99"
    with pytest.raises(ValidationError, match="Choose a measure of the list"):
        aim.full_clean()
    with pytest.raises(IntegrityError, match="aim_is_measured_by_a_key"):
        make_aim(programme, measured_by="Gut feeling")


def test_an_aim_is_a_kpi_once_it_can_be_followed(programme):
    aim = make_aim(programme, measured_by="K25", owner="PM", source="actions", target=90)
    assert not aim.is_kpi
    aim.baseline_plan = "The first half-term"
    assert aim.is_kpi
    aim.baseline_plan, aim.baseline = "", Decimal(0)
    assert aim.is_kpi


def test_every_measure_says_where_it_comes_from_and_what_it_counts():
    known = measures.every()
    assert {"K01", "K73", "maths_expected", "maths_expected_disadvantaged"} <= set(known)
    assert "disadvantaged_pct" not in known
    assert known["maths_average"].source == Source.PUBLISHED
    assert known["K11"].counts == Counts.PEOPLE
    assert all(one.says and one.unit and one.shown for one in known.values())


def test_measures_are_chosen_from_two_groups():
    (published, _), (ours, rows) = measures.choices()
    assert (published, ours) == ("Published results of schools", "Measures of programmes")
    assert ("K05", "K05 Schools that stay (per cent)") in rows


def test_pupils_are_measured_in_three_half_terms_of_a_year_whatever_with(programme):
    first = make_instrument(programme, points=((1, 1), (1, 3), (1, 6), (2, 2)))
    make_instrument(programme, code="PIRA", points=((1, 1), (1, 6)))  # the same half-terms
    with pytest.raises(IntegrityError, match="three_half_terms_at_most"), transaction.atomic():
        make_instrument(programme, code="MTC", points=((1, 5),))
    with pytest.raises(IntegrityError, match="three_half_terms_at_most"), transaction.atomic():
        first.points.filter(half_term=1).update(half_term=4)


def test_staff_may_be_asked_in_others_until_it_is_pupils_who_are_asked(programme):
    make_instrument(programme, points=((1, 1), (1, 3), (1, 6)))
    survey = make_instrument(programme, code="CUSTOM", name="Pulse", asks="staff", points=((1, 2),))
    survey.asks = "pupils"
    with pytest.raises(IntegrityError, match="three_half_terms_at_most"):
        survey.save()


def test_another_programme_counts_by_itself(programme):
    another = make_programme()
    for one in (programme, another):
        make_instrument(one, points=((1, 1), (1, 3), (1, 6)))
    assert [one.instruments.count() for one in (programme, another)] == [1, 1]


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"year": 0}, "intensity_is_of_a_half_term"),
        ({"half_term": 7}, "intensity_is_of_a_half_term"),
        ({"n_visits": 21}, "school_is_asked_twenty_times"),
        ({"specialist_as": "leads"}, "specialist_drives_shares_or_sounds"),
    ],
)
def test_an_intensity_is_of_a_half_term_and_can_be_borne(programme, fields, name):
    with pytest.raises(IntegrityError, match=name):
        make_intensity(programme, **fields)


def test_a_half_term_is_said_once(programme):
    assert make_intensity(programme, n_visits=1, n_meetings=2).n_asked == 3
    with pytest.raises(IntegrityError, match="half_term_of_a_programme_is_said_once"):
        make_intensity(programme)


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"code": "CUSTOM"}, "instrument_of_ones_own_has_a_name"),
        ({"code": ""}, "instrument_is_of_the_list"),
        ({"asks": "all"}, "instrument_asks_somebody_or_nobody"),
        ({"error_band": 0}, "error_band_is_above_nothing"),
    ],
)
def test_an_instrument_is_of_the_list_or_has_a_name(programme, fields, name):
    with pytest.raises(IntegrityError, match=name):
        make_instrument(programme, **fields)


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"fund_gbp": 10, "budget_gbp": 11}, "programme_spends_what_the_fund_gives_at_most"),
        ({"budget_gbp": -1}, "programme_spends_no_less_than_nothing"),
        ({"fund_gbp": -1}, "fund_gives_no_less_than_nothing"),
        ({"n_schools_planned": 0}, "programme_is_for_a_school_or_more"),
        ({"paused_in": "delivering"}, "programme_that_goes_on_is_not_paused"),
    ],
)
def test_a_programme_cannot_say(fields, name):
    with pytest.raises(IntegrityError, match=name):
        make_programme(**fields)


def test_a_warning_is_answered_once_and_in_words(programme):
    said = {"programme": programme, "warning": "starts", "about": "2027-01-04"}
    WarningAnswer.objects.create(**said, answer="The money comes in January.")
    with pytest.raises(IntegrityError, match="warning_is_answered_once"), transaction.atomic():
        WarningAnswer.objects.create(**said, answer="Again")
    with pytest.raises(IntegrityError, match="warning_is_answered_in_words"):
        WarningAnswer.objects.create(**said | {"about": ""}, answer="")


def test_a_programme_reaches_into_two_school_years(programme):
    assert programme.n_years == 2
    assert make_strand(programme, n_ingredients=3).ingredients.count() == 3

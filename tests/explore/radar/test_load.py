"""How a load is counted: by hand, by a slow twin, and what holds whatever is asked."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadwell.explore.radar.half_terms import HalfTerms, usual
from leadwell.explore.radar.limits import limits, read
from leadwell.explore.radar.load import Asking, Level, days_within, loads

LIMITS = limits()
YEAR = HalfTerms({})
FIRST, LAST = date(2026, 9, 1), date(2027, 7, 21)


def counted(asking, n_pupils=210, half_terms=None, school_days=YEAR.school_days):
    return loads(
        asking, half_terms or usual(2026), school_days=school_days, n_pupils=n_pupils,
        limits=LIMITS,
    )  # fmt: skip


# A year of two half-terms, the first of 10 school days (two weeks) and the second of 30 (six).
TWO = (
    ((date(2026, 9, 7), date(2026, 9, 18)),),
    ((date(2026, 11, 2), date(2026, 12, 11)),),
)


def weekdays_of_two(first, last):
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    spans = [span for half_term in TWO for span in half_term]
    return sum(day.weekday() < 5 and any(a <= day <= b for a, b in spans) for day in days)


def test_a_hand_worked_case():
    """A programme of three strands and 8 days over both half-terms, which are 10 and 30 of its 40
    school days: 2 days, then 6. An initiative of 5 days in the second week of November alone. The
    school has 420 pupils, so that a day counts a half.

        first:  1 programme  + 3 strands + 2 x 1/2        = 5.0
        second: 2 of them    + 4 strands + (6 + 5) x 1/2  = 11.5
    """
    programme = Asking(date(2026, 9, 1), date(2026, 12, 31), date(2026, 12, 31), 3, 8)
    week = date(2026, 11, 9), date(2026, 11, 13)
    first, second = counted(
        [programme, Asking(*week, week[1], 1, 5)], 420, TWO, weekdays_of_two
    )  # fmt: skip
    assert (first.n, first.n_strands, first.days, first.total) == (1, 3, 2, 5.0)
    assert (second.n, second.n_strands, second.days, second.total) == (2, 4, 11, 11.5)
    assert [each.level(LIMITS) for each in (first, second)] == [Level.GREEN, Level.AMBER]


@pytest.mark.parametrize(
    ("n_pupils", "weight"),
    [(30, 2), (105, 2), (140, 1.5), (210, 1), (420, 0.5), (630, 1 / 3), (1500, 1 / 3), (None, 1),
     (0, 1)],
)  # fmt: skip
def test_a_day_is_felt_by_the_size_of_a_school_within_bounds(n_pupils, weight):
    assert LIMITS.day_weight(n_pupils) == pytest.approx(weight)


def test_a_whole_programme_is_green_and_two_are_red():
    one = Asking(FIRST, LAST, LAST, 3, 18)
    assert {each.level(LIMITS) for each in counted([one])} == {Level.GREEN}
    assert {each.level(LIMITS) for each in counted([one] * 2)} <= {Level.AMBER, Level.RED}
    assert counted([one] * 2)[1].level(LIMITS) == Level.RED


def test_what_ended_early_asks_nothing_more_and_as_much_as_before_until_then():
    whole = counted([Asking(FIRST, LAST, LAST, 1, 20)])
    cut = counted([Asking(FIRST, LAST, date(2026, 12, 31), 1, 20)])
    assert cut[:2] == whole[:2]
    assert [each.total for each in cut[2:]] == [0, 0, 0, 0]


def test_days_that_nobody_has_said_count_none_and_are_told():
    first, *_ = counted([Asking(FIRST, LAST, LAST, 2, None)])
    assert (first.total, first.days, first.n_unsaid) == (3.0, 0, 1)


def test_what_is_wholly_in_the_holidays_asks_nothing_of_a_half_term():
    august = date(2027, 8, 2), date(2027, 8, 20)
    assert {each.total for each in counted([Asking(*august, august[1], 1, 9)])} == {0}


def test_a_strandless_programme_counts_as_one_strand():
    assert counted([Asking(FIRST, LAST, LAST, 0, 0)])[0].total == 2.0


ASKINGS = st.builds(
    lambda start, length, cut, strands, days: Asking(
        FIRST + timedelta(days=start),
        FIRST + timedelta(days=start + length),
        FIRST + timedelta(days=start + min(cut, length)),
        strands,
        days,
    ),
    st.integers(-400, 400), st.integers(0, 800), st.integers(0, 800), st.integers(0, 6),
    st.none() | st.floats(0, 200),
)  # fmt: skip
SIZES = st.none() | st.integers(1, 2500)


@given(st.lists(ASKINGS, max_size=6), ASKINGS, SIZES)
def test_one_more_never_asks_less(asking, one_more, n_pupils):
    before, after = counted(asking, n_pupils), counted([*asking, one_more], n_pupils)
    assert all(a.total <= b.total for a, b in zip(before, after, strict=True))


@given(st.lists(ASKINGS, max_size=6), st.randoms(), SIZES)
def test_the_order_does_not_matter(asking, random, n_pupils):
    mixed = list(asking)
    random.shuffle(mixed)
    assert counted(mixed, n_pupils) == counted(asking, n_pupils)


@given(ASKINGS)
def test_days_add_up_to_what_was_agreed_over_all_half_terms(asking):
    whole = Asking(asking.first, asking.last, asking.last, 1, asking.days)
    every = [spans for year in range(2025, 2031) for spans in usual(year)]
    within = sum(days_within(whole, spans, YEAR.school_days) for spans in every)
    has_days = YEAR.school_days(whole.first, whole.last)
    assert within == pytest.approx((whole.days or 0) if has_days else 0)


@given(st.lists(ASKINGS, max_size=4), SIZES)
def test_agrees_with_counting_day_by_day(asking, n_pupils):
    """The slow way: every school day of the year is looked at by itself."""
    fast = counted(asking, n_pupils)
    for spans, load in zip(usual(2026), fast, strict=True):
        [(first, last)] = spans
        days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
        days = [day for day in days if YEAR.school_days(day, day)]
        n = strands = 0
        asked = 0.0
        for each in asking:
            on = [day for day in days if each.first <= day <= each.until]
            if on:
                n, strands = n + 1, strands + max(each.n_strands, 1)
                spread = sum(
                    YEAR.school_days(each.first + timedelta(days=i), each.first + timedelta(days=i))
                    for i in range((each.last - each.first).days + 1)
                )
                asked += sum((each.days or 0) / spread for _ in on)
        slow = n + strands + asked * LIMITS.day_weight(n_pupils)
        assert load.total == pytest.approx(slow, abs=0.0501)


ROW = {
    "usual_pupils": 210, "fewest_pupils": 105, "most_pupils": 630, "amber_from": 8,
    "red_from": 14, "most_others": 1, "source": "a test", "same_subject": [["maths", "number"]],
}  # fmt: skip


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"fewest_pupils": 0}, "sizes"),
        ({"most_pupils": 200}, "sizes"),
        ({"red_from": 8}, "Amber before"),
        ({"same_subject": [["maths"], ["number", "maths"]]}, "two lines"),
    ],
)
def test_limits_that_contradict_one_another_are_refused(change, said):
    assert read(dict(ROW)).amber_from == 8
    with pytest.raises(ValueError, match=said):
        read(ROW | change)

"""Who fits a school: every reason against, and the sum worked by hand."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from leadwell.prepare.deploying.matching.kernel import Known, Need, Weights, match, weights

NEED = Need(
    school=1, trust=7, subject="Mathematics", specialisms=("bar modelling", "fluency"),
    phase="primary", contexts=frozenset({"mixed_age", "small"}), place=(400_000, 100_000),
    first_day=date(2026, 11, 2), last_day=date(2027, 7, 16), days={2026: Decimal(8)},
)  # fmt: skip
ANN = Known(
    key=1, name="Ann", home=2, trust=8, subjects=("mathematics",), specialisms=("Bar Modelling",),
    phases=("primary",), contexts=frozenset({"mixed_age"}), place=(410_000, 100_000),
    checked_until=date(2027, 7, 31), credentials=((date(2025, 9, 1), None),),
    left={2026: Decimal(9)}, share_left=0.6, schools_worked=frozenset({1}),
)  # fmt: skip


def test_the_sum_by_hand():
    fit = match(NEED, [ANN]).shortlist[0]
    points = {part.name: part.points for part in fit.parts}
    # 10 km of straight line are 14 km of road: 18.7 minutes at 45 km an hour, said as 20.
    assert fit.minutes == 20
    assert points == {
        "Subject and specialisms": pytest.approx(20 + 20 / 2),
        "Kind of school": pytest.approx(10 + 15 / 2),
        "Travel": pytest.approx(15 * (1 - 20 / 45)),
        "Continuity": 15,
        "Days left": pytest.approx(5 * 0.6),
    }
    assert fit.points == pytest.approx(30 + 17.5 + 8.3 + 15 + 3, abs=0.05)
    assert [part.why for part in fit.parts][:3] == [
        "Mathematics; bar modelling",
        "knows the phase; 1 of 2 of what the school is",
        "20 minutes",
    ]


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"home": 1}, "works there"),
        ({"trust": 7}, "works in the same trust"),
        ({"checked_until": date(2026, 11, 1)}, "check expired"),
        ({"checked_until": None}, "no check seen"),
        ({"credentials": ()}, "no credential that holds"),
        ({"credentials": ((date(2024, 9, 1), date(2026, 8, 31)),)}, "no credential that holds"),
        ({"left": {2026: Decimal("7.5")}}, "no days left"),
        ({"schools_refused": frozenset({1})}, "declined by the school before"),
        ({"interest_schools": frozenset({1})}, "declared an interest"),
        ({"interest_trusts": frozenset({7})}, "declared an interest"),
        ({"has_said_interests": False}, "has not said whether there are interests"),
        ({"schools_now": frozenset({1})}, "is there already"),
        ({"is_listed": False}, "has left the register"),
    ],
)
def test_each_reason_against_is_said(changed, reason):
    found = match(NEED, [replace(ANN, **changed)])
    assert not found.shortlist
    assert found.unavailable[0].reasons == (reason,)
    assert found.why_not(1) == reason


@pytest.mark.parametrize(
    ("changed", "until"),
    [
        ({}, None),
        ({"checked_until": date(2027, 7, 16)}, None),
        ({"checked_until": date(2027, 7, 15)}, date(2027, 7, 15)),
        ({"credentials": ((date(2025, 9, 1), date(2027, 3, 1)),)}, date(2027, 3, 1)),
        ({"credentials": ((date(2025, 9, 1), date(2027, 3, 1)), (date(2026, 9, 1), None))}, None),
        ({"checked_until": date(2027, 2, 1),
          "credentials": ((date(2025, 9, 1), date(2027, 3, 1)),)}, date(2027, 2, 1)),
        ({"credentials": ((date(2025, 9, 1), date(2027, 3, 1)), (date(2027, 3, 2), None))}, None),
        ({"credentials": ((date(2025, 9, 1), date(2027, 3, 1)), (date(2027, 3, 3), None))},
         date(2027, 3, 1)),
    ],
)  # fmt: skip
def test_who_holds_on_the_first_day_and_not_to_the_last_is_said_to(changed, until):
    assert match(NEED, [replace(ANN, **changed)]).shortlist[0].fit_until == until


def test_a_programme_of_the_trust_may_send_its_own_staff_but_nobody_to_their_own_school():
    own = replace(NEED, is_within_trust=True)
    assert match(own, [replace(ANN, trust=7)]).shortlist
    assert match(own, [replace(ANN, trust=7, home=1)]).why_not(1) == "works there"


def test_three_are_proposed_in_an_order_that_does_not_hang_on_how_they_are_listed():
    five = [replace(ANN, key=n, name=f"Ann {n}", share_left=n / 10) for n in range(1, 6)]
    found = match(NEED, five)
    assert [fit.known.key for fit in found.shortlist] == [5, 4, 3]
    assert [fit.known.key for fit in found.others] == [2, 1]
    assert match(NEED, five[::-1]) == found
    alike = [replace(ANN, key=n, name=name) for n, name in enumerate("cab")]
    assert [fit.known.name for fit in match(NEED, alike).shortlist] == ["a", "b", "c"]


def test_from_45_minutes_on_travel_has_no_points_and_an_unknown_place_says_so():
    far = replace(ANN, place=(460_000, 100_000))
    assert match(NEED, [far]).shortlist[0].parts[2].points == 0
    nowhere = match(NEED, [replace(ANN, place=None)]).shortlist[0]
    assert (nowhere.minutes, nowhere.parts[2].why) == (None, "a place is not known")


def test_weights_are_a_hundred_and_another_set_of_them_counts_otherwise():
    assert weights().total == 100
    near = Weights(
        version=2, fit=0, context=0, travel=100, continuity=0, balance=0, most_minutes=45,
        shortlist=1,
    )  # fmt: skip
    next_door = replace(ANN, key=2, name="Ben", place=NEED.place, subjects=())
    assert match(NEED, [ANN, next_door], near).shortlist[0].points == 100

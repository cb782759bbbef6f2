"""How much goes with a place, by size: the table as it is written, and what is refused of one."""

from copy import deepcopy
from decimal import Decimal

import pytest

from leadwell.prepare.models import Given
from leadwell.prepare.offering import allocation, bands
from leadwell.prepare.offering.allocation import Prices, Varied, Where
from leadwell.prepare.offering.bands import NoSize
from leadwell.prepare.offering.room import DaysThere, Room

BANDS = [
    {"code": "A", "up_to": 9, "places": 1, "visits": 4, "cover": 6, "coaching": 3, "sessions": 0},
    {"code": "B", "places": 2, "visits": 5, "cover": 9, "coaching": 3, "sessions": 1},
]
TABLE = {"id": "t-1", "title": "Table", "bands": BANDS}


@pytest.mark.parametrize(
    ("n_pupils", "phase", "code", "amounts"),
    [
        (1, "Primary", "XS", (1, 4, 6, 3, 0)),
        (104, "Primary", "XS", (1, 4, 6, 3, 0)),
        (105, "Primary", "S", (2, 5, 10, 4, 1)),
        (210, "Primary", "S", (2, 5, 10, 4, 1)),
        (211, "Primary", "M", (2, 6, 12, 6, 1)),
        (420, "Middle deemed primary", "M", (2, 6, 12, 6, 1)),
        (421, "Primary", "L", (3, 7, 16, 8, 2)),
        (630, "Primary", "L", (3, 7, 16, 8, 2)),
        (631, "Primary", "XL", (4, 8, 20, 10, 2)),
        (98, "Secondary", "XL", (4, 8, 20, 10, 2)),
        (None, "Secondary", "XL", (4, 8, 20, 10, 2)),
    ],
)
def test_a_school_is_in_the_band_of_its_size(n_pupils, phase, code, amounts):
    band = bands.current().band_of(school="Tansy Hill", n_pupils=n_pupils, phase=phase)
    assert band.code == code
    assert tuple(band.amounts[kind] for kind in Given) == amounts
    assert (band.paired_places, band.shares_sessions) == ((1, True) if code == "XS" else (0, False))


@pytest.mark.parametrize("n_pupils", [None, 0])
def test_no_size_is_guessed(n_pupils):
    with pytest.raises(NoSize, match="how many pupils Tansy Hill has, and no size is guessed"):
        bands.current().band_of(school="Tansy Hill", n_pupils=n_pupils, phase="Primary")


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        (lambda t: t["bands"][0].update(visit=3), "visit not known"),
        (lambda t: t["bands"][0].pop("cover"), "cover not said"),
        (lambda t: t["bands"][0].update(visits="4"), "whole numbers"),
        (lambda t: t["bands"][0].update(visits=True), "whole numbers"),
        (lambda t: t["bands"][0].update(visits=-1), "whole numbers"),
        (lambda t: t["bands"][1].update(up_to=90), "open upwards"),
        (lambda t: t["bands"][0].pop("up_to"), "nothing comes after the largest"),
        (lambda t: t["bands"].insert(1, t["bands"][0] | {"code": "C", "up_to": 5}), "ends before"),
        (lambda t: t["bands"].insert(1, t["bands"][0] | {"up_to": 12}), "a size is written twice"),
        (lambda t: t.update(extra=1), "has id, title and bands"),
    ],
)
def test_a_table_that_cannot_be_right_is_refused(broken, said):
    table = deepcopy(TABLE)
    broken(table)
    with pytest.raises(ValueError, match=said):
        bands.build([table])
    with pytest.raises(ValueError, match="a table is written twice"):
        bands.build([TABLE, TABLE])


def test_lines_and_what_they_cost_are_what_one_would_work_out_by_hand():
    band = bands.build([TABLE])[0].band("A")
    pounds = dict(zip(Given, map(Decimal, (100, 300, 200, 0, 50)), strict=True))
    prices = Prices(pounds, {1: 3})
    lines = allocation.by_size(band, (1, 2), prices)
    # year 1: 1 place at 3 events, 4 visits, 6 days of cover = 300 + 1200 + 1200; year 2 no events
    assert allocation.total(lines) == 2_700 + 2_400
    assert allocation.of_kind(lines, Given.VISITS) == {1: 4, 2: 4}
    where = Where(2, Given.VISITS)
    fewer = allocation.varied(lines, {where: Varied(Decimal("2.5"), "One class")}, prices)
    assert allocation.total(fewer) == 5_100 - Decimal("1.5") * 300
    changed = [line for line in fewer if line.because]
    assert [(one.where, one.amount, one.by_size) for one in changed] == [(where, Decimal("2.5"), 4)]
    as_before = allocation.varied(lines, {where: Varied(Decimal(4), "No reason")}, prices)
    assert as_before == lines


def typed(days):
    """Where the register has nobody."""
    return DaysThere({}, Decimal(days))


def test_the_room_says_what_is_missing_in_pounds_days_and_year():
    lines = allocation.by_size(
        bands.build([TABLE])[0].band("A"), (1,), Prices(dict.fromkeys(Given, Decimal(100)), {1: 1})
    )  # 1 + 4 + 6 + 3 + 0 = £1,400, 4 days
    room = Room(Decimal(2_000), Decimal(600), typed(10), {1: Decimal(6)}, 2026)
    assert room.fits(lines)
    dear = Room(Decimal(2_000), Decimal("600.01"), typed(10), {}, 2026).fits(lines)
    assert "costs £1,400, and £1,399.99 of the budget of £2,000 is not promised" in dear.reason
    busy = Room(Decimal(2_000), Decimal(0), typed(10), {1: Decimal("6.5")}, 2026).fits(lines)
    assert "In 2026/27 this offer takes 4 days of visits, and specialists have 3.5" in busy.reason
    assert "plans to spend" in Room(None, Decimal(), typed(9), {}, 2026).fits(lines).reason
    assert "Say first" in Room(Decimal(9), Decimal(), None, {}, 2026).fits(lines).reason

"""How long one drives between two places of which only the coordinates are known.

A rule of thumb, not a route: roads are 1.4 times as long as the straight line, and one gets along
at 45 km an hour; rounded up to 5 minutes. Sea, estuaries and hills are not in it.
"""

from math import ceil, hypot

ROADS = 1.4
KM_PER_HOUR = 45
STEP = 5
FORMULA = (
    "Straight line between the coordinates of the register, times 1.4 for roads, at 45 km an hour, "
    "rounded up to 5 minutes. An estuary or a hill is not in it: ask somebody who drives there."
)
Place = tuple[int, int]
"""Easting and northing of the national grid, in metres."""


def minutes(a: Place, b: Place) -> int:
    """By car, in whole steps of five minutes; 0 at the same place."""
    km = hypot(a[0] - b[0], a[1] - b[1]) / 1000 * ROADS
    return STEP * ceil(km / KM_PER_HOUR * 60 / STEP - 1e-9)

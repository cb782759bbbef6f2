"""What one change by hand would cost. Pure: arrays in, arrays out."""

import numpy as np

from leadwell.prepare.round.arrays import NOBODY, ROUNDING, Chosen, Round
from leadwell.prepare.round.by_hand import greedily, improved


def changed(asked: Round, chosen: Chosen, *, school: int, specialist: int) -> Chosen:
    """A good assignment, found at once, in which this specialist goes to this school.

    Where they have not the days, they leave those of their schools that have least of them; who is
    left without somebody gets who is free, and then what helps is changed. Another might be better
    still: see Assigned.at_least for how little the sum can fall.
    Raises ValueError where they cannot go there.
    """
    if not asked.can[specialist, school]:
        raise ValueError("this specialist cannot go to this school")
    others = _without(asked, school=school, specialist=specialist)
    then = chosen.copy()
    then[school] = NOBODY
    while others.spare(then)[specialist] < -ROUNDING:
        mine = np.flatnonzero(then == specialist)
        then[mine[np.argmin(asked.points[specialist, mine])]] = NOBODY
    then = improved(others, greedily(others, given=then))
    then[school] = specialist
    return then


def _without(asked: Round, *, school: int, specialist: int) -> Round:
    """All but this school, for which this specialist has given the days."""
    points, left = asked.points.copy(), asked.left.copy()
    points[:, school] = np.nan
    left[specialist] -= asked.days[school]
    return Round(points, asked.days, np.maximum(left, 0.0))

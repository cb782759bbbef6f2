"""The lowest point of a curve over one variance, which may be zero.

Likelihoods of a variance can have more than one low point and often are lowest at zero, where an
ordinary search goes astray. A coarse grid finds every valley, and the slope each valley's floor.
"""

from collections.abc import Callable

from scipy.optimize import brentq

from leadwell.evidence.panel import Floats

Curve = Callable[[float], float]


def lowest(*, height: Curve, slope: Curve, grid: Floats) -> float | None:
    """Where `height` is lowest from grid[0] on; None if it still falls at the end of the grid.

    slope: the derivative of height. grid: from 0, ascending; two valleys in a step count as one.
    """
    near = float(grid[1]) * 1e-9  # a floor is found to this, or to 13 digits
    slopes = [slope(at) for at in grid]
    if slopes[-1] < 0:
        return None
    floors = [float(grid[0])] if slopes[0] >= 0 else []
    for i in range(len(slopes) - 1):
        if slopes[i] < 0 <= slopes[i + 1]:
            floors.append(float(brentq(slope, grid[i], grid[i + 1], xtol=near, rtol=1e-13)))
    return min(floors, key=height)

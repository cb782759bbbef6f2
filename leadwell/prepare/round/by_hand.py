"""What somebody would do by hand: the best pair first; and then what helps, one change at a time."""

import numpy as np
from numpy.typing import NDArray

from leadwell.prepare.round.arrays import NOBODY, ROUNDING, SERVED, Chosen, Round

MOST_CHANGES = 2_000
LEAST_GAIN = 1e-9
Floats = NDArray[np.float64]


def greedily(asked: Round, *, by: Floats | None = None, given: Chosen | None = None) -> Chosen:
    """The best pair first, then the best that is left. by: shape as points, what best is, if not
    by points. given: an assignment that this goes on from."""
    wanted = asked.points if by is None else by
    n_schools = asked.days.size
    chosen = np.full(n_schools, NOBODY, dtype=np.int64) if given is None else given.copy()
    spare = asked.spare(chosen)
    specialists, schools = np.nonzero(asked.can)
    order = np.argsort(-wanted[specialists, schools], kind="stable")
    for specialist, school in zip(specialists[order], schools[order], strict=True):
        wants = asked.days[school]
        if chosen[school] == NOBODY and wants <= spare[specialist] + ROUNDING:
            chosen[school] = specialist
            spare[specialist] -= wants
    return chosen


def improved(asked: Round, chosen: Chosen) -> Chosen:
    """Again and again the change that helps most, until none does: somebody else goes to a school; a
    school goes without so that another gets somebody; two schools change who goes there."""
    worth = np.where(asked.can, SERVED + np.nan_to_num(asked.points), -np.inf)
    chosen = chosen.copy()
    for _ in range(MOST_CHANGES):
        changes = (
            _moved(asked, worth, chosen),
            _ousted(asked, worth, chosen),
            _swapped(asked, worth, chosen),
        )
        gain, changed = max(changes, key=lambda one: one[0])
        if gain <= LEAST_GAIN:
            break
        chosen = changed
    return chosen


def _moved(asked: Round, worth: Floats, chosen: Chosen) -> tuple[float, Chosen]:
    """One school to one specialist who has the days."""
    gains = worth - _now(worth, chosen)[None, :]
    gains = np.where(asked.days[None, :] <= asked.spare(chosen)[:, None] + ROUNDING, gains, -np.inf)
    specialist, school = np.unravel_index(np.argmax(gains), gains.shape)
    return _with(chosen, float(gains[specialist, school]), (int(school), int(specialist)))


def _ousted(asked: Round, worth: Floats, chosen: Chosen) -> tuple[float, Chosen]:
    """One school to a specialist who leaves another for it."""
    now = _now(worth, chosen)
    served = np.flatnonzero(chosen != NOBODY)
    others = np.flatnonzero(chosen == NOBODY)
    if not (served.size and others.size):
        return -np.inf, chosen
    who = chosen[served]
    gains = worth[who][:, others] - now[served][:, None]
    room = asked.spare(chosen)[who] + asked.days[served]
    gains = np.where(asked.days[others][None, :] <= room[:, None] + ROUNDING, gains, -np.inf)
    out, into = np.unravel_index(np.argmax(gains), gains.shape)
    changes = (int(served[out]), NOBODY), (int(others[into]), int(who[out]))
    return _with(chosen, float(gains[out, into]), *changes)


def _swapped(asked: Round, worth: Floats, chosen: Chosen) -> tuple[float, Chosen]:
    """Two schools change who goes there."""
    served = np.flatnonzero(chosen != NOBODY)
    if served.size < 2:
        return -np.inf, chosen
    who, days = chosen[served], asked.days[served]
    mine = _now(worth, chosen)[served]
    theirs = worth[who][:, served]
    gains = theirs + theirs.T - mine[:, None] - mine[None, :]
    room = asked.spare(chosen)[who] + days
    fits = days[None, :] <= room[:, None] + ROUNDING
    gains = np.where(fits & fits.T & (who[:, None] != who[None, :]), gains, -np.inf)
    one, other = np.unravel_index(np.argmax(gains), gains.shape)
    changes = (int(served[one]), int(who[other])), (int(served[other]), int(who[one]))
    return _with(chosen, float(gains[one, other]), *changes)


def _now(worth: Floats, chosen: Chosen) -> Floats:
    """shape (n_schools,): what each school adds to the sum as it is."""
    return np.where(chosen == NOBODY, 0.0, worth[chosen, np.arange(chosen.size)])


def _with(chosen: Chosen, gain: float, *changes: tuple[int, int]) -> tuple[float, Chosen]:
    then = chosen.copy()
    for school, specialist in changes:
        then[school] = specialist
    return gain, then

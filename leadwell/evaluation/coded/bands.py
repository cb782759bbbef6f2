"""What a school is like, in bands so broad that three schools at least share what is said. Pure."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

FEWEST = 3
"""Schools that share what is said of one of them."""
LEFT_OUT = "left out"
UNKNOWN = "not known"
SIZES = (105, 210, 420)
"""Pupils on roll: a class every other year, one a year, two a year."""
SHARES = (10, 20, 30, 40)
"""Per cent of pupils with free school meals."""
DISTANCES = (0, 10, 20)
"""Percentage points below England."""
HALF = Decimal("0.5")

Profile = tuple[str, ...]


def size(n_pupils: int | None) -> str:
    """ "106 to 210 pupils"."""
    if n_pupils is None:
        return UNKNOWN
    lower = max((each for each in SIZES if n_pupils > each), default=None)
    upper = min((each for each in SIZES if n_pupils <= each), default=None)
    if lower is None:
        return f"up to {upper} pupils"
    return f"more than {lower} pupils" if upper is None else f"{lower + 1} to {upper} pupils"


def share(percent: Decimal | None) -> str:
    """ "from 10% to below 20%"."""
    if percent is None:
        return UNKNOWN
    lower = max((each for each in SHARES if percent >= each), default=None)
    upper = min((each for each in SHARES if percent < each), default=None)
    if lower is None:
        return f"below {upper}%"
    return f"{lower}% or more" if upper is None else f"from {lower}% to below {upper}%"


def beside_england(ours: float | None, england: float | None, *, in_percent: bool) -> str:
    """Of a published measure. Only percentages are said in more than two bands: how far ten points
    are differs between measures."""
    if ours is None or england is None:
        return UNKNOWN
    below = england - ours
    if below <= 0:
        return "at England or above"
    if not in_percent:
        return "below England"
    near = max(each for each in DISTANCES if below > each)
    far = min((each for each in DISTANCES if below <= each), default=None)
    if far is None:
        return f"more than {near} points below England"
    return f"{'up' if near == 0 else f'{near}'} to {far} points below England"


def way_gone(baseline: Decimal, target: Decimal, now: Decimal | None) -> str:
    """From where a priority began to where it is to be."""
    if now is None:
        return ""
    gone = (now - baseline) / (target - baseline)
    if gone >= 1:
        return "all"
    if gone <= 0:
        return "none"
    return "less than half" if gone < HALF else "half or more"


def shared(profiles: Mapping[str, Profile], *, fewest: int = FEWEST) -> dict[str, Profile]:
    """By code, the same with so many of the last entries left out that each profile, as it is said,
    is that of `fewest` at least. All are left out where there are fewer than that.

    Who knows every school can work out in which of these groups it is, and no more: each school is
    in one of at least `fewest`.
    """
    if len(profiles) < fewest:
        return {code: _said(profile, 0) for code, profile in profiles.items()}
    return _shared(profiles, 0, fewest)


def _shared(alike: Mapping[str, Profile], n: int, fewest: int) -> dict[str, Profile]:
    """Of `fewest` at least, which are alike in their first n entries."""
    if all(len(profile) == n for profile in alike.values()):
        return dict(alike)
    groups: dict[str, list[str]] = {}
    for code in sorted(alike):
        groups.setdefault(alike[code][n], []).append(code)
    large = sorted((each for each in groups.values() if len(each) >= fewest), key=len)
    here = [code for each in groups.values() if len(each) < fewest for code in each]
    if 0 < len(here) < fewest:
        here += _company(large, fewest - len(here), fewest)
    told = {code: _said(alike[code], n) for code in here}
    for each in large:
        told |= _shared({code: alike[code] for code in each}, n + 1, fewest)
    return told


def _company(large: list[list[str]], n: int, fewest: int) -> list[str]:
    """Takes out of the groups who stays with those that are too few: the first of the largest
    group by their codes, which are chance, where it can spare them; else the smallest group."""
    if large and len(large[-1]) - n >= fewest:
        taken, large[-1] = large[-1][:n], large[-1][n:]
        return taken
    return large.pop(0) if large else []


def _said(profile: Sequence[str], n: int) -> Profile:
    return (*profile[:n], *(LEFT_OUT for _ in profile[n:]))

"""Rounding half up, as the Department rounds; and what a rounded number still gives away."""

from math import floor


def to_five(n: int) -> int:
    """The nearest multiple of 5."""
    return 5 * ((n + 2) // 5)


def is_rough(n: int) -> bool:
    """Whether a per cent of so many pupils, worked out from fives, could mislead: below 50 it may be
    21 points from the true one (7 of 13), from there on 8 at most."""
    return to_five(n) < 50


def within_five(shown: int) -> tuple[int, int]:
    """Lowest and highest count that is shown as this multiple of 5."""
    return max(0, shown - 2), shown + 2


def half_up(value: float, decimals: int = 0) -> float:
    scale: int = 10**decimals
    return floor(value * scale + 0.5) / scale


def per_cent(part: int, n: int, decimals: int = 0) -> float:
    """100 part / n, rounded half up, by whole numbers so that no half is lost in a float."""
    scale: int = 10**decimals
    return (200 * part * scale + n) // (2 * n) / scale


def within_per_cent(shown: float, n: int, decimals: int = 0) -> tuple[int, int]:
    """Fewest and most of n pupils that are shown as this percentage; (0, n) if none is."""
    near = int(shown * n / 100)
    reach = n // (200 * 10**decimals) + 2
    fits = [
        part
        for part in range(max(0, near - reach), min(n, near + reach) + 1)
        if per_cent(part, n, decimals) == shown
    ]
    return (fits[0], fits[-1]) if fits else (0, n)


def decimals_for(n: int) -> int:
    """One decimal from 100 pupils on; whole percentages below."""
    return 1 if n >= 100 else 0

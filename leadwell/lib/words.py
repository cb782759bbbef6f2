"""Numbers with their nouns, and several things in one sentence."""

from collections.abc import Sequence


def count(n: int, one: str, many: str = "") -> str:
    """ "1 school", "2,041 schools"; `many` where it is not just an s more ("1 entry", "2 entries")."""
    return f"{n:,} {one if n == 1 else many or one + 's'}"


def count_of(amount: float, one: str) -> str:
    """ "1 day", "3.5 days", "0.5 days": of what comes in parts."""
    return f"{amount:,g} {one if amount == 1 else one + 's'}"


def verb(n: int, one: str, many: str) -> str:
    """The count's verb: verb(1, "is", "are")."""
    return one if n == 1 else many


def listed(parts: Sequence[str]) -> str:
    """ "a, b and c"."""
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if parts[1:] else parts)

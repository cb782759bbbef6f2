"""Which figures are hidden for their own sake, and which lose their numbers but keep their per cent."""

from leadwell.evidence.disclosure.policy import Policy, Tier
from leadwell.evidence.disclosure.table import Kind, Row


def hides_row(row: Row, n: int, policy: Policy) -> bool:
    """Some pupils, but too few: no figure about them. So too where the source hides them."""
    return policy.is_small(n) or row.is_hidden_by_source


def hides_outcome(row: Row, met: int, n: int, tier: Tier, policy: Policy) -> bool:
    """Too few pupils of a group reached it, or too few did not. A whole cohort's headline is shown,
    as the Department shows it. Several schools together are a group to the public: in fives, 8 of
    12 would be 10 of 10 and 100%."""
    is_a_group = row.kind is Kind.GROUP or (tier is Tier.PUBLIC and row.kind is Kind.SET)
    return is_a_group and is_telling(met, n, policy)


def is_telling(met: int, n: int, policy: Policy) -> bool:
    return policy.is_small(met) or policy.is_small(n - met)


def has_fraction(met: int, n: int, policy: Policy) -> bool:
    """Whether "13 of 20" may stand beside the per cent."""
    return not is_telling(met, n, policy)


def is_extreme(row: Row, met: int, n: int, policy: Policy) -> bool:
    """None or all of a small group: told as "≤5%" or "≥95%"."""
    return row.kind is Kind.GROUP and met in (0, n) and 0 < n < policy.extreme_below


def stands_alone(row: Row, met: int, n: int, tier: Tier, policy: Policy) -> bool:
    """A school's headline that the public sees as the Department would print it, without counts.

    Three of 20 in fives is 5 of 20, and 25% where the Department prints 15%. So the per cent is the
    true one, and no count stands in its row, for with one the three could be worked out.
    """
    return tier is Tier.PUBLIC and row.kind is Kind.COHORT and n > 0 and is_telling(met, n, policy)


def refusal_of_filters(n_pupils: int, n_characteristics: int, policy: Policy) -> str:
    """Why one school's pupils cannot be filtered by so many characteristics; "" if they can."""
    if n_characteristics < 2 or n_pupils >= policy.extreme_below:
        return ""
    return (
        f"Fewer than {policy.extreme_below} pupils can be looked at by one characteristic at a time,"
        " not by two. Choose one."
    )

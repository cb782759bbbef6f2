"""What a shown figure tells a reader who knows the rules: between how many and how many pupils.

Where in doubt it is told: a per cent tells its number of pupils as to somebody who knows how many
there are, since sizes of year groups are published elsewhere.
"""

from leadwell.evidence.disclosure import primary, rounding
from leadwell.evidence.disclosure.policy import Policy, Tier
from leadwell.evidence.disclosure.table import Row, Table

Range = tuple[int, int]


def by_count(table: Table, row: Row, tier: Tier, policy: Policy) -> Range:
    """By a shown row, of its number of pupils."""
    n = table.count(row)
    counts = [table.count(row, outcome) for outcome in table.outcomes]
    if tier is not Tier.PUBLIC or n == 0:
        return n, n
    if any(primary.stands_alone(row, met, n, tier, policy) for met in counts):
        return n, n
    low, high = rounding.within_five(rounding.to_five(n))
    if any(primary.is_extreme(row, met, n, policy) for met in counts):
        high = min(high, policy.extreme_below - 1)
    return max(low, policy.threshold), high


def by_outcome(table: Table, row: Row, outcome: str, tier: Tier, policy: Policy) -> Range:
    """By a shown per cent, of the number of pupils who reached it."""
    n, met = table.count(row), table.count(row, outcome)
    if primary.is_extreme(row, met, n, policy):
        return met, met
    if tier is not Tier.PUBLIC:
        if primary.has_fraction(met, n, policy):
            return met, met
        decimals = rounding.decimals_for(n)
        return rounding.within_per_cent(rounding.per_cent(met, n, decimals), n, decimals)
    if primary.stands_alone(row, met, n, tier, policy):
        return rounding.within_per_cent(rounding.per_cent(met, n), n)
    if met in (0, n):
        return met, met  # a few, or all but a few, would be hidden or stand alone
    low, high = rounding.within_five(rounding.to_five(met))
    return max(low, policy.threshold), min(high, n)

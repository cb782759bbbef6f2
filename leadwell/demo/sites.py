"""The sites of the invented country: one for each school that ever was, whatever its URNs.

Everything is drawn for all sites at once, and nothing depends on the day, so that a world made a
year later has the same past.
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from leadwell.demo import kinds, trial_schools
from leadwell.demo.geography import Land, words
from leadwell.demo.kinds import KINDS, Kind

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Days = NDArray[np.datetime64]

NEVER = np.datetime64("NaT", "D")
LONG_AGO = np.datetime64("1900-01-01")  # what the register says when nobody knows

# Cohorts at the 0th, 5th, 25th, 50th, 75th, 95th and 100th percentile of schools; the middle five
# were measured on real schools, 2017 to 2019.
_COHORT_AT = (0.0, 0.012, 0.05, 0.25, 0.5, 0.75, 0.95, 1.0)
_COHORTS = (3.0, 5.5, 13.5, 28.0, 47.5, 60.0, 85.0, 120.0)
_MAINSTREAM_MIX = ((Kind.PRIMARY, 0.925), (Kind.JUNIOR, 0.06), (Kind.MIDDLE, 0.01))
# Schools without Key Stage 2 results, and special schools, for each mainstream school with them.
OTHER_KINDS = {Kind.SPECIAL: 0.048, Kind.INFANT: 0.06, Kind.FIRST: 0.027, Kind.SECONDARY: 0.085}
_TYPE_MIX = {
    kinds.COMMUNITY: 0.44,
    kinds.AIDED: 0.20,
    kinds.CONTROLLED: 0.13,
    kinds.FOUNDATION: 0.05,
    kinds.CONVERTER: 0.13,
    kinds.SPONSORED: 0.05,
}
_SPECIAL_TYPE_MIX = {
    kinds.SPECIAL_COMMUNITY: 0.75,
    kinds.SPECIAL_FOUNDATION: 0.07,
    kinds.SPECIAL_CONVERTER: 0.13,
    kinds.SPECIAL_SPONSORED: 0.05,
}


@dataclass(slots=True)
class Sites:
    """Arrays of one row a site, shape (n,) each; the first 41 are the trial schools.

    kind, first_type, religion: indexes into kinds.KINDS, TYPES and RELIGIONS.
    authority, town, trust: indexes into the land and the trusts. The trust is the one to join.
    strength: lasting standing in results, in SDs of schools. prior: of its intake, likewise.
    year_group: pupils in a year on average (in Year 6, where it has one); n_on_roll: pupils.
    disadvantaged_share, eal_share, mobile_share: 0 to 1.
    opened_on: NaT where the register does not say. closed_on: NaT while open.
    first_cohort: academic year of its first Key Stage 2 results.
    number: establishment number within its authority.
    """

    kind: Ints
    authority: Ints
    town: Ints
    name: list[str]
    religion: Ints
    strength: Floats
    prior: Floats
    year_group: Floats
    n_on_roll: Ints
    disadvantaged_share: Floats
    eal_share: Floats
    mobile_share: Floats
    first_type: Ints
    trust: Ints
    opened_on: Days
    closed_on: Days
    first_cohort: Ints
    number: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))

    def __len__(self) -> int:
        return self.kind.size

    def has_key_stage_2(self) -> NDArray[np.bool_]:
        """shape (n,): whether children sit the tests there."""
        return self.kind <= Kind.SPECIAL


def draw(rng: np.random.Generator, land: Land, kind: Ints, trusts_at: Ints) -> Sites:
    """Sites of these kinds. trusts_at: shape (n_trusts,), the region each trust is at home in."""
    n = kind.size
    region_of = np.array([authority.region for authority in land.authorities])
    town = _towns(rng, land, n)
    authority = land.town_authority[town]
    region = region_of[authority]
    year_group = _year_groups(rng, kind)
    first_type = _types(rng, kind)
    religion = _religions(rng, first_type)
    lean = np.array([r.disadvantage for r in land.regions])[region]
    lift = np.array([r.lift for r in land.regions])[region]
    strength = rng.standard_normal(n) + lift
    multiple = np.array([facts.year_groups for facts in KINDS])[kind]
    return Sites(
        kind=kind,
        authority=authority,
        town=town,
        name=_names(rng, kind, religion),
        religion=religion,
        strength=strength,
        prior=0.3 * strength + 0.95 * rng.standard_normal(n),
        year_group=year_group,
        n_on_roll=np.maximum(9, year_group * multiple * rng.uniform(0.95, 1.04, n)).astype(int),
        disadvantaged_share=_logistic(-1.45 + 0.8 * lean + 0.62 * rng.standard_normal(n)),
        eal_share=_logistic(-2.4 + 1.5 * lean + 1.3 * rng.standard_normal(n)),
        mobile_share=_mobile_shares(rng, n),
        first_type=first_type,
        trust=_trusts(rng, region, trusts_at),
        opened_on=_openings(rng, first_type),
        closed_on=np.full(n, NEVER),
        first_cohort=np.zeros(n, dtype=np.int64),
    )


def mainstream_kinds(rng: np.random.Generator, n: int) -> Ints:
    """shape (n,): kinds of n mainstream schools with Key Stage 2, the trial schools first."""
    trial = [s.kind for s in trial_schools.load().schools]
    chosen, shares = zip(*_MAINSTREAM_MIX, strict=True)
    drawn = rng.choice([*chosen, Kind.ALL_THROUGH], n, p=[*shares, 1 - sum(shares)])
    drawn[: len(trial)] = [Kind[kind] for kind in trial]
    return drawn.astype(np.int64)


def _logistic(x: Floats) -> Floats:
    share: Floats = 1 / (1 + np.exp(-x))
    return share


def _towns(rng: np.random.Generator, land: Land, n: int) -> Ints:
    weight = np.exp(0.5 * rng.standard_normal(land.town_authority.size))
    return rng.choice(weight.size, n, p=weight / weight.sum())


def _year_groups(rng: np.random.Generator, kind: Ints) -> Floats:
    size = np.interp(rng.random(kind.size), _COHORT_AT, _COHORTS)
    for larger, by in ((Kind.JUNIOR, 1.45), (Kind.MIDDLE, 1.8), (Kind.INFANT, 1.2)):
        size[kind == larger] = np.maximum(20, size[kind == larger]) * by
    size[kind == Kind.SPECIAL] = rng.gamma(5, 2, kind.size)[kind == Kind.SPECIAL]
    size[kind == Kind.SECONDARY] = rng.normal(170, 45, kind.size).clip(60)[kind == Kind.SECONDARY]
    return size.clip(2, 320)


def _types(rng: np.random.Generator, kind: Ints) -> Ints:
    mainstream = rng.choice(list(_TYPE_MIX), kind.size, p=list(_TYPE_MIX.values()))
    special = rng.choice(list(_SPECIAL_TYPE_MIX), kind.size, p=list(_SPECIAL_TYPE_MIX.values()))
    return np.where(kind == Kind.SPECIAL, special, mainstream)


def _religions(rng: np.random.Generator, first_type: Ints) -> Ints:
    luck = rng.random(first_type.size)
    aided = np.where(luck < 0.52, kinds.CATHOLIC, kinds.ANGLICAN)
    academy = np.where(luck < 0.12, kinds.CATHOLIC, np.where(luck < 0.4, kinds.ANGLICAN, 0))
    return np.select(
        [
            first_type == kinds.AIDED,
            first_type == kinds.CONTROLLED,
            first_type == kinds.CONVERTER,
        ],
        [aided, np.full_like(aided, kinds.ANGLICAN), academy],
        kinds.NO_RELIGION,
    )


def _mobile_shares(rng: np.random.Generator, n: int) -> Floats:
    """Pupils who came late. A few schools have mostly these, and too few with a Key Stage 1."""
    share = _logistic(-2.75 + 0.6 * rng.standard_normal(n))
    share[rng.random(n) < 0.006] = 0.8
    return share


def _names(rng: np.random.Generator, kind: Ints, religion: Ints) -> list[str]:
    """A name for each site; plain pairs of words are dealt out before any comes round again."""
    told = words()
    pairs = [f"{first} {last}" for first in told["school_first"] for last in told["school_last"]]
    order = rng.permutation(len(pairs))
    saints = rng.integers(len(told["saint"]), size=kind.size)
    between = ("", "Church of England ", "Catholic ")
    return [
        (
            f"St {told['saint'][saints[i]]}'s"
            if religion[i] == kinds.CATHOLIC
            else pairs[order[i % len(pairs)]]
        )
        + f" {between[religion[i]]}{KINDS[kind[i]].title}"
        for i in range(kind.size)
    ]


def _trusts(rng: np.random.Generator, region: Ints, trusts_at: Ints) -> Ints:
    """A trust at home in the site's region; the first trust is the trial's own."""
    weight = np.exp(rng.standard_normal(trusts_at.size))
    weight[0] = 0
    chosen = np.zeros(region.size, dtype=np.int64)
    for where in np.unique(region):
        here = np.flatnonzero(region == where)
        share = np.where(trusts_at == where, weight, 0)
        chosen[here] = rng.choice(share.size, here.size, p=share / share.sum())
    return chosen


def _openings(rng: np.random.Generator, first_type: Ints) -> Days:
    """Academies opened from 2011 to 2014; for most others nobody wrote the day down."""
    n = first_type.size
    known = np.datetime64("1952-09-01") + rng.integers(0, 20_000, n)
    opened = np.where(rng.random(n) < 0.18, known, NEVER)
    opened[rng.random(n) < 0.018] = LONG_AGO
    month = np.datetime64("2011-09") + rng.integers(0, 36, n)
    is_academy = np.array([facts.is_academy for facts in kinds.TYPES])[first_type]
    return np.where(is_academy, month.astype("datetime64[D]"), opened)

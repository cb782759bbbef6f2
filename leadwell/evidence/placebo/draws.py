"""What chance does: as many schools as took part, drawn from those that did not, again and again.

Every draw is a programme that never was. Each placebo school carries one treated school's start
year and weight; where noise was given, also its noise: a placebo of 60 pupils that stands for a
school of 15 is made to move as much as a school of 15 does.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod

import numpy as np
from scipy.sparse import csr_array

from leadwell.evidence.panel import NOBODY, NONE, Flags, Floats, Ints, Panel
from leadwell.evidence.placebo.att import Att
from leadwell.evidence.placebo.changes import Changes
from leadwell.evidence.placebo.null import Null, Unit
from leadwell.evidence.ratio import ratio
from leadwell.evidence.usual import DRAWS

AT_ONCE = 2_000_000  # placebo schools drawn before they are added up: bounds memory


def draw(
    panel: Panel,
    changes: Sequence[Changes],
    found: Att,
    *,
    unit: Unit = "school",
    strata: int = 1,
    draws: int = DRAWS,
    seed: int = 0,
    left_out: Ints = NOBODY,
) -> Null:
    """The estimate of `found` for placebo schools, `draws` times, all columns from the same draws.

    changes: those `found` was made of. left_out: rows that cannot be placebos, beside the treated.
    unit: "school"; or "trust": each treated trust is replaced by a trust with between half and
    twice as many schools, whose schools count as they would in an estimate of their own, scaled
    by the noise of that estimate (without noise given, by the number of schools in it).
    strata: bands of equal numbers of schools by size, within which a placebo is drawn.

    Placebos have a figure in every column the treated have. They are drawn with replacement: as
    many as took part, drawn without, would vary too little when they are much of the pool. Where
    there are no more than `draws` different draws, all are taken and none is left to the seed.
    What is drawn depends neither on the order of schools nor on their numbers.

    Source: Conley and Taber (2011), Review of Economics and Statistics 93, 113-125; scaled by
    noise as Ferman and Pinto (2019), Review of Economics and Statistics 101, 452-467.
    Raises ValueError where there are fewer placebos than treated, or noise is 0.
    """
    if draws < 1 or strata < 1 or (unit == "trust" and strata > 1):
        raise ValueError("draws and strata are 1 or more, and trusts have no bands of size")
    size = _size(panel)
    slots = _slots(panel, changes, found, unit, size)
    donors = _donors(panel, changes, found, slots, unit=unit, left_out=left_out, size=size)
    pools = _pools(size, slots, donors, strata=strata, unit=unit)
    sizes = [pool.size for pool in pools]
    is_exact = prod(sizes) <= draws
    drawn = np.empty((prod(sizes) if is_exact else draws, len(found.columns)))
    rng = np.random.default_rng(seed)
    step = max(1, AT_ONCE // len(pools))
    for first in range(0, len(drawn), step):
        block = drawn[first : first + step]
        if is_exact:
            picks = np.unravel_index(np.arange(first, first + len(block)), sizes)
        else:
            picks = tuple(rng.integers(size, size=len(block)) for size in sizes)
        chosen = np.column_stack([pool[pick] for pool, pick in zip(pools, picks, strict=True)])
        _add_up(donors.at[chosen], slots.scale, donors.scaled, out=block)
    return Null(
        drawn,
        unit=unit,
        strata=strata,
        seed=seed,
        n_pool=min(sizes),
        n_drawn=len(pools),
        is_exact=is_exact,
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Slots:
    """Places in a programme that a placebo can take: u schools, or trusts.

    scale: shape (starts, u, c). What a placebo's scaled change counts with, under each start.
    n_schools: shape (u,). row: shape (u,). A row of the panel in it.
    """

    scale: Floats
    n_schools: Ints
    row: Ints


@dataclass(frozen=True, slots=True, eq=False)
class _Donors:
    """d schools, or trusts, in an order that is their own. at: shape (d,), where each is in scaled.

    scaled: shape (starts, d, c). Changes over their noise. n_schools: shape (d,). row: shape (d,).
    A row of the panel in it.
    """

    scaled: Floats
    at: Ints
    n_schools: Ints
    row: Ints


def _clusters(panel: Panel) -> Ints:
    """A number for each trust; one of its own for each school in none."""
    alone = panel.trust.max(initial=NONE) + 1 + np.arange(panel.size)
    return np.where(panel.trust == NONE, alone, panel.trust)


def _slots(
    panel: Panel, changes: Sequence[Changes], found: Att, unit: Unit, size: Floats
) -> _Slots:
    of = _clusters(panel)[found.rows] if unit == "trust" else found.rows
    has_figure = found.weights.any(axis=1)
    _, first, slot = np.unique(of, return_index=True, return_inverse=True)
    square = np.zeros((len(changes), first.size, len(found.columns)))
    start = np.array([[one.start for one in changes].index(year) for year in found.starts.tolist()])
    np.add.at(square, (start, slot), (found.shares * found.sds) ** 2)
    n_schools = np.bincount(slot, has_figure).astype(np.int64)
    kept = np.flatnonzero(n_schools)
    # Neither row numbers nor school numbers may decide who gets which draw.
    kept = kept[_by_content(square[:, kept], size[found.rows[first[kept]]])]
    return _Slots(np.sqrt(square[:, kept]), n_schools[kept], found.rows[first[kept]])


def _donors(
    panel: Panel,
    changes: Sequence[Changes],
    found: Att,
    slots: _Slots,
    *,
    unit: Unit,
    left_out: Ints,
    size: Floats,
) -> _Donors:
    cluster = _clusters(panel)
    may = np.ones(panel.size, dtype=np.bool_)
    may[left_out] = may[found.rows] = False
    if unit == "trust":
        may &= ~np.isin(cluster, cluster[found.rows])
    wanted = np.asarray(slots.scale.any(axis=1))  # (starts, c)
    for one, columns in zip(changes, wanted, strict=True):
        lacks = np.isnan(one.values)
        lacks |= np.isnan(one.weights)
        lacks |= np.isnan(one.sds)
        may &= ~(lacks & columns).any(axis=1)
    rows = np.flatnonzero(may)
    if not rows.size:
        raise ValueError("no school that did not take part has all the figures that are wanted")
    if unit == "trust":
        _, first, group = np.unique(cluster[rows], return_index=True, return_inverse=True)
    else:
        first = group = np.arange(rows.size)
    belongs = csr_array((np.ones(rows.size), (group, np.arange(rows.size))))
    scaled = np.empty((len(changes), first.size, wanted.shape[1]))
    for one, columns, out in zip(changes, wanted, scaled, strict=True):
        _scale(one, rows, columns, belongs if unit == "trust" else None, out=out)
    n_schools = np.bincount(group)
    order = _by_content(scaled, n_schools, size[rows[first]])
    return _Donors(scaled, order, n_schools[order], rows[first[order]])


def _by_content(numbers: Floats, *more: Floats | Ints) -> Ints:
    """An order that depends on what each has, shape (starts, each, c), not on where it stands."""
    total = numbers.sum(axis=(0, 2))
    order = np.argsort(total)
    if (np.diff(total[order]) > 0).all():
        return order
    each = numbers.transpose(0, 2, 1).reshape(-1, total.size)
    return np.lexsort([*more, *each, total])


def _scale(
    one: Changes, rows: Ints, columns: Flags, belongs: csr_array | None, *, out: Floats
) -> None:
    """Change of each donor over its noise; 0 in columns not wanted.

    belongs: a row for each donor with its schools, whose weighted mean it is; None for one each.
    """
    change, noise = one.values[rows], one.sds[rows]
    change[:, ~columns], noise[:, ~columns] = 0.0, 1.0
    if belongs is not None:
        weights = np.where(columns, one.weights[rows], 1.0)
        share = weights / (belongs.T @ (belongs @ weights))
        change, noise = belongs @ (share * change), np.sqrt(belongs @ (share * noise) ** 2)
    if not noise.all():
        raise ValueError("a school's results have no noise at all: chance cannot be told")
    np.divide(change, noise, out=out)


def _pools(size: Floats, slots: _Slots, donors: _Donors, *, strata: int, unit: Unit) -> list[Ints]:
    """The donors that may stand in each slot."""
    if unit == "trust":
        n, of_slot = donors.n_schools, slots.n_schools
        pools = {
            int(one): np.flatnonzero((2 * n >= one) & (n <= 2 * one)) for one in np.unique(of_slot)
        }
    else:
        edges = np.quantile(size[donors.row], np.arange(1, strata) / strata)
        band = np.searchsorted(edges, size[donors.row], side="right")
        of_slot = np.searchsorted(edges, size[slots.row], side="right")
        pools = {int(one): np.flatnonzero(band == one) for one in np.unique(of_slot)}
    for one, pool in pools.items():
        _refuse_few(pool.size, int(np.count_nonzero(of_slot == one)), unit)
    return [pools[int(one)] for one in of_slot]


def _refuse_few(n_donors: int, n_treated: int, unit: Unit) -> None:
    if n_donors < n_treated:
        raise ValueError(
            f"{n_treated} {unit}{'s' * (n_treated > 1)} took part, and only {n_donors} of their size did not and have "
            "all the figures that are wanted: chance cannot be told"
        )


def _size(panel: Panel) -> Floats:
    """Mean pupils of a school over the years they are known, 0 where they never are."""
    known = np.where(panel.pupils > 0, panel.pupils, 0.0)
    return ratio(known.sum(axis=1), np.count_nonzero(known, axis=1), otherwise=0.0)


def _add_up(chosen: Ints, scale: Floats, scaled: Floats, *, out: Floats) -> None:
    """Sum over slots and starts of scale times the chosen donors' change, for each draw and column.

    A sparse matrix with a row for each draw: only its numbers differ between columns.
    """
    start, slot = np.nonzero(scale.any(axis=2))
    at = chosen[:, slot] + scaled.shape[1] * start
    ends = np.arange(len(out) + 1) * slot.size
    flat = scaled.reshape(-1, scaled.shape[2])
    matrix = csr_array((np.empty(at.size), at.ravel(), ends), shape=(len(out), len(flat)))
    counts = matrix.data.reshape(len(out), -1)
    for column in range(flat.shape[1]):
        counts[:] = scale[start, slot, column]
        out[:, column] = matrix @ np.ascontiguousarray(flat[:, column])

"""The distance of method.py on arrays: every mainstream school of a year weighed at once.

The arrays are read once after a load and kept by each process: 1.5 MB a year. They hold every
school; which of them a person may see is asked of the database last, of the nearest.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import lru_cache

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from leadwell.reporting.similar import method
from leadwell.reporting.similar.method import Intake
from leadwell.schools.version import Version

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
FIELDS = tuple(field.name for field in fields(Intake))


@dataclass(frozen=True, slots=True, eq=False)
class Country:
    """Mainstream schools with results in a year. ids: shape (n,), in the order of their URNs.
    things: by FIELDS, shape (n,), NaN where not published. places: of the open ones, by phase and
    then by region, both in words. spread: the interquartile range of each thing, over all n."""

    ids: Ints
    things: Mapping[str, Floats]
    places: Mapping[str, Mapping[str, Ints]]
    spread: Intake

    def intake(self, at: int, *, without_earlier: bool) -> Intake:
        """One school's. without_earlier: where its points at age 7 are what it is compared by."""
        known = {name: float(values[at]) for name, values in self.things.items()}
        if without_earlier and not np.isnan(known["age_7"]):
            known["earlier"] = np.nan
        return Intake(**{name: None if np.isnan(x) else x for name, x in known.items()})


@lru_cache(maxsize=6)
def country(loaded: Version, academic_year: int) -> Country:
    """Two queries, 60 ms for the whole country; none until anything is loaded again."""
    with connection.cursor() as cursor:
        cursor.execute(_SPREAD, [academic_year])
        spread = Intake(*cursor.fetchone())
        cursor.execute(_SCHOOLS, [academic_year])
        rows = cursor.fetchall()
    by_phase: dict[str, dict[str, list[int]]] = {}
    for at, (_, phase, region, is_open, *_) in enumerate(rows):
        if is_open:
            by_phase.setdefault(phase, {}).setdefault(region, []).append(at)
    things = np.array([row[4:] for row in rows], dtype=np.float64).reshape(-1, len(FIELDS))
    return Country(
        ids=np.array([row[0] for row in rows], dtype=np.int64),
        things={name: np.ascontiguousarray(things[:, i]) for i, name in enumerate(FIELDS)},
        places={
            phase: {region: np.array(places) for region, places in regions.items()}
            for phase, regions in by_phase.items()
        },
        spread=spread,
    )


def in_order(
    whole: Country, own: Intake, *, school_id: int, phase: str, region: str
) -> Iterator[tuple[int, bool]]:
    """Places in `whole` of all that may be found, and whether in the region: those first, and
    nearest first. Schools elsewhere are weighed only if anybody asks for them."""
    regions = whole.places.get(phase, {})
    near = [regions[region]] if region and region in regions else []
    yield from ((at, True) for at in _sorted(whole, own, near, school_id))
    far = [places for name, places in regions.items() if not near or name != region]
    yield from ((at, False) for at in _sorted(whole, own, far, school_id))


def _sorted(whole: Country, own: Intake, groups: Sequence[Ints], school_id: int) -> list[int]:
    if not groups:
        return []
    places = np.sort(np.concatenate(groups))  # by URN, where two are as near
    apart = _apart(whole, own, places)
    is_another = ~np.isnan(apart) & (whole.ids[places] != school_id)
    places, apart = places[is_another], apart[is_another]
    found: list[int] = places[np.argsort(apart, kind="stable")].tolist()
    return found


def _apart(whole: Country, own: Intake, places: Ints) -> Floats:
    """Fast twin of method.distance, from one school to many; NaN where nothing is known of both."""
    weights = method.load()
    total, weight = np.zeros(places.size), np.zeros(places.size)
    for key, part in _parts(whole, own, places).items():
        is_known = ~np.isnan(part)
        total[is_known] += weights.of(key) * part[is_known]
        weight[is_known] += weights.of(key)
    apart: Floats = np.divide(total, weight, out=np.full(places.size, np.nan), where=weight > 0)
    return apart


def _parts(whole: Country, own: Intake, places: Ints) -> dict[str, Floats]:
    """How far each thing is apart, in spreads."""

    def apart(name: str) -> Floats:
        ours, wide = getattr(own, name), getattr(whole.spread, name)
        if ours is None or not wide:
            return np.full(places.size, np.nan)
        parts: Floats = np.abs(whole.things[name][places] - ours) / wide
        return parts

    start = apart("earlier")
    if own.age_7 is not None:
        start = np.where(np.isnan(whole.things["age_7"][places]), start, apart("age_7"))
    return {"pupils": apart("pupils"), "fsm6": apart("fsm6"), "sen": apart("sen"), "start": start}


_RANGES = ", ".join(
    f"percentile_cont(0.75) within group (order by {name})"
    f" - percentile_cont(0.25) within group (order by {name})"
    for name in FIELDS
)
_THINGS = "coalesce(i.pupils, s.n_pupils) as pupils, i.fsm6, i.sen, i.age_7, i.earlier"
_OF_THE_YEAR = """
  from schools_intake i join schools_school s on s.id = i.school_id
  where i.academic_year = %s and i.stands and i.is_mainstream and i.result is not null"""

_SPREAD = f"select {_RANGES} from (select {_THINGS} {_OF_THE_YEAR}) all_schools"
_SCHOOLS = f"""
select s.id, s.phase_of_education, s.region, s.is_open and not s.is_special, {_THINGS}
{_OF_THE_YEAR} order by s.urn"""

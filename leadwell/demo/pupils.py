"""One year's Year 6: invented pupils drawn school by school, and only their sums kept."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from leadwell.demo.levels import Levels

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
Floats32 = NDArray[np.float32]

GROUPS = ("", "B", "G", "L", "M", "H", "NA", "FSM6CLA1A", "NotFSM6CLA1A", "EAL", "MOBN")
MEASURES = (
    "n", "rwm_exp", "rwm_high", "read_exp", "read_high", "gps_exp", "gps_high", "mat_exp",
    "mat_high", "writ_exp", "writ_high", "read_sum", "gps_sum", "mat_sum", "read_n", "gps_n",
    "mat_n", "covered", "readprog", "writprog", "matprog",
)  # fmt: skip
EXTRAS = ("prior_sum", "sci_exp", "sen_e", "sen_k", "read_at", "gps_at", "mat_at", "eal_unknown")

# By subject: reading, GPS, maths, writing. The SDs of reading and maths are those the published
# national shares at 100 and 110 imply; of progress, those behind the published intervals.
PUPIL_SD = np.array([8.0, 8.4, 7.1, 7.6], dtype=np.float32)
FROM_PRIOR = 0.64  # correlation with Key Stage 1
SHARED = 0.54  # of what Key Stage 1 does not explain, common to the subjects
DISADVANTAGE = (0.42, 0.27)  # SDs lower at Key Stage 1, and again by Key Stage 2
GIRLS = np.array([0.2, 0.2, -0.06, 0.35], dtype=np.float32)
PRIOR_MEAN, PRIOR_SD, PRIOR_OF_SCHOOLS = 16.4, 3.4, 0.21
SPECIAL_PRIOR, SPECIAL_SCORE = -2.9, -12.0
LOWEST_SCORE, LOWEST_IN_AVERAGE, HIGHEST_SCORE = 59, 80, 120


@dataclass(frozen=True, slots=True)
class Schools:
    """Schools with a Year 6, shape (n,) each. points: shape (4, n), distance from the country."""

    cohort: Ints
    is_special: Flags
    prior: Floats
    points: Floats
    disadvantaged_share: Floats
    eal_share: Floats
    mobile_share: Floats


@dataclass(frozen=True, slots=True)
class Sums:
    """What is published is made of these.

    by_group: shape (len(GROUPS), len(MEASURES), n). extras: shape (len(EXTRAS), n).
    progress_sd: shape (3,). The country's pupil SD of progress in reading, writing and maths.
    """

    by_group: Floats
    extras: Floats
    progress_sd: Floats

    def of(self, measure: str, group: str = "") -> Floats:
        """shape (n,): the sum of a measure over the pupils of a group."""
        sums: Floats = self.by_group[GROUPS.index(group), MEASURES.index(measure)]
        return sums

    def extra(self, name: str) -> Floats:
        """shape (n,): one of the sums kept for all pupils only."""
        sums: Floats = self.extras[EXTRAS.index(name)]
        return sums


def draw(rng: np.random.Generator, schools: Schools, levels: Levels) -> Sums:
    """Draw every pupil, set the country to its levels, and add the pupils up by school."""
    school = np.repeat(np.arange(schools.cohort.size), schools.cohort)
    who = _Pupils(rng, schools, school)
    scores, writing = _scores(rng, schools, who, levels)
    progress, sd = _progress(scores, writing, who)
    wrote_well = writing >= _exceeded_by(writing[~who.special], levels.writing_higher)
    measures = _measures(scores, (writing >= 99.5, wrote_well), progress, who)
    by_group = np.zeros((len(GROUPS), len(MEASURES), schools.cohort.size))
    chosen = {"": None, "B": ~who.girl, "L": who.low, "H": who.high, "NA": ~who.has_prior}
    chosen |= {"FSM6CLA1A": who.disadvantaged, "EAL": who.eal, "MOBN": ~who.mobile}
    for group, members in chosen.items():
        by_group[GROUPS.index(group)] = _sum(measures, school, schools.cohort.size, members)
    return Sums(
        by_group=_with_the_rest(by_group),
        extras=_sum(_extras(rng, schools, who, scores, levels), school, schools.cohort.size),
        progress_sd=sd,
    )


class _Pupils:
    """Who the pupils are; one row a pupil in every array."""

    def __init__(self, rng: np.random.Generator, schools: Schools, school: Ints) -> None:
        n = school.size
        luck = rng.random((5, n), dtype=np.float32)
        self.school = school
        self.special = schools.is_special[school]
        self.girl = luck[0] < np.where(self.special, 0.28, 0.49)
        self.disadvantaged = luck[1] < schools.disadvantaged_share[school]
        self.eal = luck[2] < schools.eal_share[school]
        self.mobile = luck[3] < schools.mobile_share[school]
        came_from_abroad = np.where(schools.mobile_share > 0.5, 0.75, 0.35)[school]
        self.has_prior = luck[4] >= np.where(self.mobile, came_from_abroad, 0.02)
        lower = DISADVANTAGE[0] * self.disadvantaged - SPECIAL_PRIOR * self.special
        self.prior = rng.standard_normal(n, dtype=np.float32)
        self.prior += (PRIOR_OF_SCHOOLS * schools.prior[school] - lower).astype(np.float32)
        points = PRIOR_MEAN + PRIOR_SD * self.prior
        self.prior_points = points.clip(3, 21)
        self.low = self.has_prior & (self.prior_points < 12)
        self.high = self.has_prior & (self.prior_points >= 18)


def _scores(
    rng: np.random.Generator, schools: Schools, who: _Pupils, levels: Levels
) -> tuple[Floats32, Floats32]:
    """Whole scaled scores in reading, GPS and maths, shape (3, n); and a latent mark in writing.

    The country is set to its level by moving every mainstream score by as much.
    """
    n = who.school.size
    common = np.sqrt(SHARED) * rng.standard_normal(n, dtype=np.float32)
    latent = np.empty((4, n), dtype=np.float32)
    target = (levels.reading, levels.gps, levels.maths, levels.writing)
    left_over = np.sqrt(1 - FROM_PRIOR**2)
    for s in range(4):
        own = np.sqrt(1 - SHARED) * rng.standard_normal(n, dtype=np.float32)
        mark = FROM_PRIOR * who.prior + left_over * (common + own)
        mark += GIRLS[s] * who.girl - DISADVANTAGE[1] * who.disadvantaged - 0.05 * who.eal
        mark = PUPIL_SD[s] * mark + schools.points[s].astype(np.float32)[who.school]
        mark += SPECIAL_SCORE * who.special
        mark += 99.5 - _exceeded_by(mark[~who.special], target[s])
        latent[s] = mark
    return np.rint(latent[:3]).clip(LOWEST_SCORE, HIGHEST_SCORE), latent[3]


def _exceeded_by(values: Floats32, percent: float) -> np.float32:
    """The value that `percent` of values are above."""
    rank = min(values.size - 1, int(values.size * (1 - percent / 100)))
    return np.float32(np.partition(values, rank)[rank])


def _progress(scores: Floats32, writing: Floats32, who: _Pupils) -> tuple[Floats32, Floats]:
    """Score less the mean of pupils alike at Key Stage 1, shape (3, n); and its SD.

    Rows are reading, writing, maths. Pupils without a Key Stage 1 result get 0 and do not count.
    """
    alike = ((who.prior_points - 3) * 2).astype(np.int64)
    counted = alike[who.has_prior]
    size = np.maximum(np.bincount(counted, minlength=40), 1)
    marks = np.stack([scores[0], writing.clip(LOWEST_SCORE, HIGHEST_SCORE), scores[2]])
    sd = np.empty(3)
    for s in range(3):
        total = np.bincount(counted, weights=marks[s][who.has_prior], minlength=40)
        marks[s] -= (total / size).astype(np.float32)[alike]
        marks[s][~who.has_prior] = 0
        sd[s] = np.sqrt((marks[s].astype(np.float64) ** 2).sum() / max(1, counted.size - 1))
    return marks, sd


def _measures(
    scores: Floats32, wrote: tuple[Flags, Flags], progress: Floats32, who: _Pupils
) -> Floats32:
    """shape (len(MEASURES), n): what each pupil adds to each sum."""
    expected = scores >= 100
    higher = scores >= 110
    tested = scores >= LOWEST_IN_AVERAGE
    rows = [
        np.ones(who.school.size, dtype=np.float32),
        expected[0] & expected[2] & wrote[0],
        higher[0] & higher[2] & wrote[1],
        *(row for s in range(3) for row in (expected[s], higher[s])),
        *wrote,
        *(scores * tested),
        *tested,
        who.has_prior,
        *progress,
    ]
    return np.array(rows, dtype=np.float32)


def _extras(
    rng: np.random.Generator,
    schools: Schools,
    who: _Pupils,
    scores: Floats32,
    levels: Levels,
) -> Floats32:
    """shape (len(EXTRAS), n): what is kept for all pupils only."""
    n = who.school.size
    luck = rng.random((3, n), dtype=np.float32)
    science = scores[0] + scores[2] + 8 * luck[0]
    plan = who.special | (luck[1] < 0.03)
    absent = luck[2] < np.where(who.special, 0.3, 0.004)
    rows = [
        who.prior_points * who.has_prior,
        (science >= _exceeded_by(science[~who.special], levels.science)) & ~who.special,
        plan,
        ~plan & (luck[1] < np.where(who.low, 0.5, 0.14)),
        absent,
        absent & (luck[2] < 0.003),
        absent & (luck[2] > 0.001),
        ~who.eal & (luck[0] < 0.004),
    ]
    return np.array(rows, dtype=np.float32)


def _sum(values: Floats32, school: Ints, n_schools: int, members: Flags | None = None) -> Floats:
    """Sums by school, shape (n_measures, n_schools). school: sorted, one a pupil."""
    if members is not None:
        chosen = np.flatnonzero(members)
        values, school = values.take(chosen, axis=1), school[chosen]
    sums = np.zeros((values.shape[0], n_schools))
    if school.size:
        starts = np.flatnonzero(np.diff(school, prepend=-1))
        sums[:, school[starts]] = np.add.reduceat(values, starts, axis=1)
    return sums


def _with_the_rest(by_group: Floats) -> Floats:
    """Fill in the groups that are what others leave over."""
    everyone = by_group[0]
    of = {group: by_group[i] for i, group in enumerate(GROUPS)}
    of["G"][:] = everyone - of["B"]
    of["M"][:] = everyone - of["L"] - of["H"] - of["NA"]
    of["NotFSM6CLA1A"][:] = everyone - of["FSM6CLA1A"]
    return by_group

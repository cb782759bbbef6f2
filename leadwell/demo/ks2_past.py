"""What one year's results file repeats from the years before it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from leadwell.demo import cells, ks2_header, ks2_measures
from leadwell.demo.cells import BLANK, NA, SHOWN, SUPP, Floats, Ints, Words
from leadwell.demo.kinds import TYPES
from leadwell.demo.ks2_rows import YearOfRows

POOLED = ("n", "rwm_exp", "rwm_high", "read_sum", "read_n", "mat_sum", "mat_n")


@dataclass(slots=True)
class Past:
    """What later files repeat, by academic year. Rows are sites, then authorities, then England.

    words: for each measure repeated, shape (n_rows,). entry: shape (n_sites,), the URN it was
    under. pooled: shape (len(POOLED), n_rows), sums for the three-year averages.
    """

    words: dict[int, dict[str, Words]] = field(default_factory=dict)
    entry: dict[int, Ints] = field(default_factory=dict)
    pooled: dict[int, Floats] = field(default_factory=dict)


def keys(year: YearOfRows, present: Ints) -> Ints:
    """shape (n_rows,): where each row of a file is kept. present: authorities with a row."""
    n_sites, n_authorities = len(year.country.sites), len(year.country.land.authorities)
    england = n_sites + n_authorities + np.arange(2)
    return np.concatenate([year.with_results, n_sites + present, england])


def _n_keys(year: YearOfRows) -> int:
    return len(year.country.sites) + len(year.country.land.authorities) + 2


def remember(
    past: Past, year: YearOfRows, key: Ints, own: Mapping[str, Words], rows: ks2_measures.Rows
) -> None:
    """Keep what later files will repeat of this one. own: its columns."""
    size = _n_keys(year)
    kept: dict[str, Words] = {}
    by_folded = {name.upper(): words for name, words in own.items()}
    for name in ks2_header.repeated(2024):
        kept[name] = np.full(size, "", dtype=object)
        if name.upper() in by_folded:
            kept[name][key] = by_folded[name.upper()]
    if rows.has_progress:
        for name in (f"{measure}_DESCR" for measure in ks2_header.PROGRESS):
            kept[name] = np.full(size, "", dtype=object)
            kept[name][key] = own[name]
    pooled = np.zeros((len(POOLED), size))
    pooled[:, key] = [rows.sums.of(measure) for measure in POOLED]
    past.words[year.academic_year] = kept
    past.pooled[year.academic_year] = pooled
    past.entry[year.academic_year] = year.entry


def _carries_on(year: YearOfRows, key: Ints, past: Past, earlier: int) -> Ints:
    """Why a row repeats nothing from `earlier`: blank for a sponsored academy that is newer."""
    n_sites = len(year.country.sites)
    site = np.minimum(key, n_sites - 1)
    now = year.entry[site]
    sponsored = np.array([facts.is_sponsored for facts in TYPES])[year.country.entries.type[now]]
    is_cut = (key < n_sites) & sponsored & (past.entry[earlier][site] != now)
    return np.where(is_cut, BLANK, SHOWN)


def earlier_years(year: YearOfRows, key: Ints, past: Past) -> dict[str, Words]:
    """The columns that repeat earlier results: converters keep theirs, sponsored academies not."""
    columns: dict[str, Words] = {}
    for ending in ks2_header.endings(year.academic_year):
        earlier = 2000 + ending - 1
        if earlier not in past.words:
            for name in ks2_header.repeated(year.academic_year):
                columns[f"{name}_{ending}"] = np.full(key.size, "NA", dtype=object)
            continue
        why = _carries_on(year, key, past, earlier)
        for name, words in past.words[earlier].items():
            columns[f"{name}_{ending}"] = np.where(why == SHOWN, words[key], "")
    return columns


def three_years(year: YearOfRows, key: Ints, past: Past) -> dict[str, Words]:
    """Pupils of three years taken together; not available unless all three were published."""
    three = [year.academic_year - back for back in range(3)]
    names = [f"{name}_3YR" for name in ("TELIG", "PTRWM_EXP", "PTRWM_HIGH")]
    names += ["READ_AVERAGE_3YR", "MAT_AVERAGE_3YR"]
    if any(y not in past.pooled for y in three):
        return dict.fromkeys(names, np.full(key.size, "NA", dtype=object))
    parts = [past.pooled[y][:, key] for y in three]
    pooled = dict(zip(POOLED, np.sum(parts, axis=0), strict=True))
    why = np.where(pooled["n"] < ks2_measures.FEWEST_SHOWN, SUPP, SHOWN)
    for part, earlier in zip(parts, three, strict=True):
        cut = (part[0] == 0) | (_carries_on(year, key, past, earlier) == BLANK)
        why = np.where(cut, BLANK, why)
    none_tested = np.where((pooled["read_n"] < 6) & (why == SHOWN), NA, why)
    words = (
        cells.counts(pooled["n"], np.where(why == SUPP, SHOWN, why)),
        cells.percents(pooled["rwm_exp"], pooled["n"], why),
        cells.percents(pooled["rwm_high"], pooled["n"], why),
        cells.averages(pooled["read_sum"], pooled["read_n"], none_tested),
        cells.averages(pooled["mat_sum"], pooled["mat_n"], none_tested),
    )
    return dict(zip(names, words, strict=True))

"""Key Stage 2 results of the invented country: one file's text for every year there were any."""

from collections.abc import Iterator, Mapping

import numpy as np

from leadwell.demo import addresses, ks2_header, ks2_measures, ks2_past, ks2_rows, levels, pupils
from leadwell.demo import standing as standings
from leadwell.demo.cells import Floats, Ints, Words
from leadwell.demo.country import Country
from leadwell.demo.kinds import Kind
from leadwell.demo.ks2_rows import YearOfRows
from leadwell.demo.standing import Standing

ALL_SCHOOLS_MORE = 1.006  # England with independent schools has this many times the pupils
CUT_SHARE = 0.005  # of school rows that end early, as some do in the published files
MOST_CUT = 60

Line = tuple[tuple[int, ...], str]  # what it is sorted by, and its text


def texts(country: Country) -> Iterator[tuple[int, str]]:
    """Each academic year with results out by the country's day, and its file's text.

    Lines end in carriage return and line feed but for the last, which has no ending.
    """
    years = levels.years(country.today)
    places = addresses.draw(country)
    past = ks2_past.Past()
    last = max(years, default=standings.FIRST_YEAR)
    for at in standings.by_year(country.seed, country.sites, last):
        if at.academic_year in years:
            year = YearOfRows(country, places, at.academic_year)
            yield at.academic_year, _text(year, at, past)


def _text(year: YearOfRows, at: Standing, past: ks2_past.Past) -> str:
    rng = np.random.default_rng([year.country.seed, 6, year.academic_year])
    cohort = ks2_rows.cohorts(year, rng)
    told = levels.of(year.academic_year)
    sums = _draw(year, at, cohort, rng, told)
    authority = year.country.authority_on(year.exam_day)[year.with_results]
    rows, present = _with_aggregates(year, sums, authority, told)
    key = ks2_past.keys(year, present)
    own = dict(ks2_measures.columns(rows))
    ks2_past.remember(past, year, key, own, rows)
    own |= ks2_past.earlier_years(year, key, past)
    own |= ks2_past.three_years(year, key, past)
    own |= _identities(year, cohort, authority, present, rng)
    header = ks2_header.header(year.academic_year)
    lines = _full_lines(year, header, own, rng)
    lines += _short_lines(year, header, rng)
    lines.sort(key=lambda line: line[0])
    return "\r\n".join([",".join(header), *(text for _, text in lines)])


def _draw(
    year: YearOfRows,
    at: Standing,
    cohort: Ints,
    rng: np.random.Generator,
    told: levels.Levels,
) -> pupils.Sums:
    sites, use = year.country.sites, year.with_results
    schools = pupils.Schools(
        cohort=cohort,
        is_special=sites.kind[use] == Kind.SPECIAL,
        prior=sites.prior[use],
        points=at.points[:, use] + standings.shocks(rng, cohort),
        disadvantaged_share=sites.disadvantaged_share[use],
        eal_share=sites.eal_share[use],
        mobile_share=sites.mobile_share[use],
    )
    return pupils.draw(rng, schools, told)


def _with_aggregates(
    year: YearOfRows, sums: pupils.Sums, authority: Ints, told: levels.Levels
) -> tuple[ks2_measures.Rows, Ints]:
    """Rows for the schools, then each authority present, then England as RECTYPE 4 and 5."""
    present, which = np.unique(authority, return_inverse=True)
    order = np.argsort(which, kind="stable")
    starts = np.searchsorted(which[order], np.arange(present.size))

    def add_up(values: Floats) -> Floats:
        local = np.add.reduceat(values[..., order], starts, axis=-1)
        england = values.sum(axis=-1, keepdims=True)
        return np.concatenate([values, local, england * ALL_SCHOOLS_MORE, england], axis=-1)

    n, site = authority.size, year.with_results
    of = np.arange(n + present.size + 2)
    odd = np.append(site, np.zeros(present.size + 2, dtype=np.int64))
    odd_special = (odd % 41 == 7) & (year.country.sites.kind[odd] == Kind.SPECIAL)
    rows = ks2_measures.Rows(
        sums=pupils.Sums(add_up(sums.by_group), add_up(sums.extras), sums.progress_sd),
        is_england=of >= n + present.size,
        is_authority=(of >= n) & (of < n + present.size),
        is_unpublished=odd_special,
        is_redacted=(odd + year.academic_year) % 3_000 == 2_999,
        has_no_entries=(odd + year.academic_year) % 2_500 == 2_499,
        has_progress=told.has_progress,
    )
    return rows, present


def _identities(
    year: YearOfRows, cohort: Ints, authority: Ints, present: Ints, rng: np.random.Generator
) -> dict[str, Words]:
    """Who each row is: schools, then authorities, then England. Aggregates are mostly a space."""
    use = year.with_results
    columns = year.identity(year.entry[use])
    own_year = cohort + (rng.random(use.size) < 0.1) - (rng.random(use.size) < 0.05)
    on_roll = year.on_roll(use, rng)
    for name, pupils_there in (("TOTPUPS", on_roll), ("TPUPYEAR", own_year)):
        local = [pupils_there[authority == which].sum() for which in present]
        both = [int(pupils_there.sum() * ALL_SCHOOLS_MORE), pupils_there.sum()]
        columns[name] = _words([*pupils_there, *local, *both])
    codes = [year.country.land.authorities[a].code for a in present]
    names = [year.country.land.authorities[a].name for a in present]
    kinds_of_row = ["3"] * len(present) + ["4", "5"]
    space = [" "] * len(kinds_of_row)
    own = {"RECTYPE": kinds_of_row, "LEA": [*codes, " ", " "], "SCHNAME": [*names, " ", " "]}
    for name, words in columns.items():
        if words.size == use.size:
            columns[name] = np.concatenate([words, _words(own.get(name, space))])
    return columns


def _words(values: list[object]) -> Words:
    words = np.empty(len(values), dtype=object)
    words[:] = [str(value) for value in values]
    return words


def _full_lines(
    year: YearOfRows, header: tuple[str, ...], own: Mapping[str, Words], rng: np.random.Generator
) -> list[Line]:
    """A line for every row with results; a few lose their last cells."""
    n = own["RECTYPE"].size
    n_schools = year.with_results.size
    blank = [""] * n
    folded = {name.upper(): words.tolist() for name, words in own.items()}
    columns = [folded.get(name.upper(), blank) for name in header]
    cut = np.where(rng.random(n_schools) < CUT_SHARE, rng.integers(1, MOST_CUT + 1, n_schools), 0)
    rows = list(zip(*columns, strict=True))
    for i in np.flatnonzero(cut).tolist():
        rows[i] = rows[i][: -int(cut[i])]
    keys = _order(year, own["RECTYPE"], own["LEA"], own["ESTAB"])
    return [(key, ",".join(row)) for key, row in zip(keys, rows, strict=True)]


def _short_lines(year: YearOfRows, header: tuple[str, ...], rng: np.random.Generator) -> list[Line]:
    """Schools with no Year 6, and URNs too new for results: they stop at the count of pupils."""
    entries = np.concatenate([year.entry[year.growing], year.brand_new])
    columns = year.identity(entries)
    columns["TOTPUPS"] = _words([*year.on_roll(year.growing, rng), *["NEW"] * year.brand_new.size])
    columns["TPUPYEAR"] = _words(["0"] * entries.size)
    folded = {name.upper(): words.tolist() for name, words in columns.items()}
    until = header.index("TOTPUPS")
    rows = zip(*(folded[name.upper()] for name in header[: until + 2]), strict=True)
    keys = _order(year, columns["RECTYPE"], columns["LEA"], columns["ESTAB"])
    return [
        (key, ",".join(row[:-1] if row[until] == "NEW" else row))
        for key, row in zip(keys, rows, strict=True)
    ]


def _order(
    year: YearOfRows, record_type: Words, authority: Words, number: Words
) -> list[tuple[int, ...]]:
    """By authority, its own row last; England at the end, the other way round in 2016/17."""
    backwards = -1 if year.academic_year == 2016 else 1
    keys: list[tuple[int, ...]] = []
    for kind, where, school in zip(record_type, authority, number, strict=True):
        if kind in "45":
            keys.append((10_000, int(kind) * backwards, 0))
        else:
            keys.append((int(where), int(kind), 0 if kind == "3" else int(school)))
    return keys

"""What check-data reports, against counts made by other means."""

import csv
from collections import Counter

import pytest

from leadwell.schools import actions, checking
from leadwell.schools.models import PublishedYear
from tests.factories import NOON
from tests.schools.register_files import academy, closed
from tests.schools.sources.makers import school

pytestmark = pytest.mark.django_db

FILES = {2016: "2016-936-ks2.csv", 2017: "2017-936-ks2.csv", 2018: "2018-936-ks2.csv"}


def test_a_school_that_changed_its_urn_is_followed_by_its_chain_only(
    load_register, load_links, load_results
):
    load_register(closed(900101, "31-10-2017"), academy(900201, number="2101"))
    load_links((900101, 900201, "Successor"))
    load_results(school(900101), school(900300), year=2016)
    load_results(school(900201), school(900300), year=2018)

    found = checking.check()

    assert found.panels["999"] == {"by_urn": 1, "by_chain": 2}
    assert found.years["2016/17"]["rows"] == {"mainstream": 2, "england_all": 1, "england_state": 1}
    assert found.years["2016/17"]["areas"] == {"999": {"rows": 2, "with_rwm": 2}}
    assert found.register["joins"] == {"converter": 1}


def test_cells_are_counted_by_reason(load_results):
    load_results(school(900101), school(900102, PTRWM_EXP="SUPP"), school(900103, PTRWM_EXP="NP"))
    assert checking.check().cells["2018/19"]["rwm_expected"] == {"value": 1, "supp": 1, "np": 1}


def test_nothing_loaded_is_said_plainly():
    assert checking.check().lines() == ["0 schools from 0 URNs, 0 of them not on the register yet."]


@pytest.fixture
def surrey(shared_data):
    """The real files of one county, loaded in an order nobody would choose."""

    def load(action, path, **what):
        return action(path=path, name=path.name, by="a test", at=NOON, **what)

    links = shared_data / "gias" / "links_edubasealldata_20191225.csv"
    register = shared_data / "gias" / "gias_search_surrey_20220420.csv"
    load(actions.import_links, links)
    for year in (2018, 2016):
        results = shared_data / "ks2" / FILES[year]
        load(actions.import_results, results, academic_year=year, status="final")
    load(actions.import_register, register)
    load(
        actions.import_results,
        shared_data / "ks2" / FILES[2017],
        academic_year=2017,
        status="final",
    )
    return {year: _rows(shared_data / "ks2" / name) for year, name in FILES.items()}


def _rows(path):
    """By other means: the csv module and nothing of ours. Short rows leave None."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_the_real_files_are_counted_as_by_hand(surrey):
    found = checking.check()
    for year, rows in surrey.items():
        label = f"{year}/{(year + 1) % 100}"
        kinds = Counter(row["RECTYPE"] for row in rows)
        assert found.years[label]["rows"] == {
            "mainstream": kinds["1"], "special": kinds["2"], "local_authority": kinds["3"],
            "england_all": kinds["4"], "england_state": kinds["5"],
        }  # fmt: skip
        schools = [row for row in rows if row["RECTYPE"] in "12"]
        cells = found.cells[label]["rwm_expected"]
        with_value = sum((row["PTRWM_EXP"] or "").endswith("%") for row in schools)
        assert cells["value"] == with_value
        assert found.years[label]["areas"]["936"] == {"rows": len(schools), "with_rwm": with_value}
        for code in ("SUPP", "NP", "NE", "LOWCOV"):
            told = sum(row["PTRWM_EXP"] == code for row in schools)
            assert cells.get(code.lower(), 0) == told, code
        assert cells.get("row_cut", 0) == sum(row["PTRWM_EXP"] is None for row in schools)


def test_the_real_panels_are_those_counted_without_any_code_of_ours(surrey, shared_data):
    with_result = [
        {
            row["URN"]
            for row in rows
            if row["RECTYPE"] in "12" and (row["PTRWM_EXP"] or "")[-1:] == "%"
        }
        for rows in surrey.values()
    ]
    root = _chains(surrey, shared_data / "gias")
    by_urn = set.intersection(*with_result)
    by_chain = set.intersection(*({root(urn) for urn in urns} for urns in with_result))

    assert (len(by_urn), len(by_chain)) == (189, 216)
    assert checking.check().panels["936"] == {"by_urn": 189, "by_chain": 216}


def _chains(results, folder):
    """The joining rule again, slowly: plain links said from either side, one to one, never a
    merger or a split, or what a results file says of an academy. Answers a URN's first of all."""
    with (folder / "links_edubasealldata_20191225.csv").open(encoding="cp1252", newline="") as file:
        links = [(r["URN"], r["LinkURN"], r["LinkType"]) for r in csv.DictReader(file)]
    with (folder / "gias_search_surrey_20220420.csv").open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)  # some rows are longer than the header
    register = {row[0]: dict(zip(header, row, strict=False)) for row in rows}

    def is_merger(*texts):
        return any(word in text.lower() for text in texts for word in ("merg", "amalgam", "split"))

    def why(urn, column):
        return register.get(urn, {}).get(column, "")

    plain = {(a, b) for a, b, kind in links if kind == "Successor"}
    plain |= {(b, a) for a, b, kind in links if kind == "Predecessor"}
    never = {pair for a, b, kind in links if is_merger(kind) for pair in ((a, b), (b, a))}
    told = {
        (r["URN"], r["URN_AC"])
        for rows in results.values()
        for r in rows
        if len(r["URN_AC"] or "") == 6
    }
    n_after = Counter(a for a, _ in plain | told)
    n_before = Counter(b for _, b in plain | told)
    first: dict[str, str] = {}

    def root(urn):
        while urn in first:
            urn = first[urn]
        return urn

    for a, b in sorted((plain | told) - never):
        is_one_to_one = n_after[a] == n_before[b] == 1 or (a, b) in told
        reasons = (
            why(a, "ReasonEstablishmentClosed (name)"),
            why(b, "ReasonEstablishmentOpened (name)"),
        )
        if is_one_to_one and not is_merger(*reasons) and root(a) != root(b):
            first[root(b)] = root(a)
    return root


def test_every_real_row_is_connected_to_one_standing_school(surrey):
    loose = PublishedYear.objects.of_schools().exclude(school__continued_by=None)
    assert not loose.exists()
    assert not PublishedYear.objects.of_schools().filter(school=None).exists()

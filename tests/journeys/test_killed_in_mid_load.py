"""Power cuts, impatience, a full machine: what was being loaded is wholly there, or wholly absent."""

import json

import pytest

from tests.schools.sources import makers


@pytest.fixture
def results(tmp_path):
    rows = [makers.school(urn) for urn in range(900101, 902101)]
    return makers.saved(makers.wide_bytes([*rows, *makers.ENGLAND]), tmp_path)


def n_rows(leadwell):
    status, out, err = leadwell("check-data", "--json")
    assert status == 0, err
    years = json.loads(out)["years"]
    return years["2018/19"]["rows"]["mainstream"] if years else 0


def test_a_load_killed_half_way_is_wholly_absent_and_can_be_done_again(leadwell, begun, results):
    load = ("import-results", results, "--year", "2018/19")
    begun(*load, until="Comparing them with the results we hold").kill()

    assert n_rows(leadwell) == 0
    assert leadwell(*load)[0] == 0
    assert n_rows(leadwell) == 2000


def test_two_loads_at_once_wait_for_one_another(leadwell, begun, results):
    load = ("import-results", results, "--year", "2018/19")
    first = begun(*load, until="Reading the results")
    status, _, err = leadwell(*load)
    first.communicate()

    assert (first.returncode, status) == (0, 0), err
    assert n_rows(leadwell) == 2000

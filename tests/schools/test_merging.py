"""Several files about one school and year: any order, any part, never a mixture nobody told of."""

from itertools import permutations
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from leadwell.schools import actions, catalogue, panel
from leadwell.schools.models import PublishedYear, SourceFile
from leadwell.schools.reasons import Reason
from tests.factories import NOON
from tests.schools.sources import makers

pytestmark = pytest.mark.django_db
URN = 900101


def cell(measure, urn=URN, year=2024):
    shown = PublishedYear.objects.get(urn=urn, academic_year=year)
    slot = catalogue.load().by_key[measure].slot
    return shown.values[slot], Reason(shown.reasons[slot])


def attainment(**cells):
    return makers.attainment(URN, **cells)


def information(**cells):
    return makers.information(URN, **cells)


def test_what_a_later_status_lacks_is_added_from_an_earlier_one_whichever_came_first(load_long):
    load_long(attainment(), status="final")
    load_long(information(telig="29"), status="provisional")

    assert cell("rwm_expected") == (67, Reason.VALUE)
    assert cell("eligible_pupils") == (29, Reason.VALUE)
    row = PublishedYear.objects.get()
    assert (row.source.status, row.status_rank) == ("final", 3)
    assert [SourceFile.objects.get(pk=pk).status for pk in row.also_from] == ["provisional"]


# Of the 24 orders eight: each file comes first twice, and of any two either comes before the other.
@pytest.mark.parametrize("order", list(permutations(range(4)))[::3])
def test_each_figure_is_of_the_latest_status_that_has_it_in_any_order(load_long, order):
    files = [
        (information(telig="30"), "provisional"),
        (attainment(expected_standard_pupil_percent="60"), "provisional"),
        (attainment(expected_standard_pupil_percent="61"), "final"),
        (information(telig="31"), "revised"),
    ]
    for n in order:
        row, status = files[n]
        load_long(row, status=status)

    assert cell("rwm_expected") == (61, Reason.VALUE)
    assert cell("eligible_pupils") == (31, Reason.VALUE)


def test_an_earlier_status_does_not_leak_into_what_a_later_one_hides(load_long):
    load_long(attainment(expected_standard_pupil_percent="c"), status="final")
    report = load_long(attainment(expected_standard_pupil_percent="60"), status="provisional")

    assert cell("rwm_expected") == (None, Reason.C)
    assert report.changes["n_kept"] == 1


def test_a_reason_is_not_overwritten_by_a_file_without_the_column(load_long):
    """Nobody had results at age 7 in 2024/25: one file says `z` of them, the other has no column."""
    load_long(information(tks1average="z"))
    report = load_long(attainment())

    assert cell("prior_attainment") == (None, Reason.Z)
    assert all(
        example["before_reason"] == "column_absent" for example in report.changes["examples"]
    )


def test_figures_that_stay_from_an_earlier_file_are_told(load_long):
    load_long(information(), status="provisional")
    report = load_long(attainment(), status="final")

    [told] = [each for each in report.sentences if "does not have" in each]
    assert told.endswith("figures that this file does not have stay as in long.csv (provisional).")


MEASURES = {
    "rwm_expected": "PTRWM_EXP",
    "reading_average": "READ_AVERAGE",
    "reading_progress": "READPROG",
}
TEXTS = {
    "PTRWM_EXP": ["61%", "62%", "SUPP", ""],
    "READ_AVERAGE": ["101", "102", "LOWCOV", ""],
    "READPROG": ["-1.5", "0.5", "NE", ""],
}
FILES = st.lists(
    st.tuples(
        st.sampled_from(["", "provisional", "revised", "final"]),
        st.sets(st.sampled_from(sorted(TEXTS)), min_size=1),
        st.dictionaries(
            st.sampled_from([900101, 900102, 900103]),
            st.fixed_dictionaries({name: st.sampled_from(texts) for name, texts in TEXTS.items()}),
            min_size=1,
        ),
    ),
    min_size=1,
    max_size=5,
)
LOW = {"PTRWM_EXP": "61%", "READ_AVERAGE": "101", "READPROG": "-1.5"}
THE_SAME_SAID_WITH_MORE_WEIGHT = [
    ("provisional", {"PTRWM_EXP"}, {900101: LOW, 900102: LOW}),
    ("", {"READPROG", "PTRWM_EXP"}, {900102: LOW}),
    ("provisional", {"READPROG", "PTRWM_EXP"}, {900102: LOW}),
    ("", {"READPROG", "PTRWM_EXP"}, {900101: LOW, 900102: LOW | {"READPROG": "NE"}}),
]
"""The third says what the second did, of a later status: the fourth, of none, changes nothing."""
RANK = {"": 0, "provisional": 1, "revised": 2, "final": 3}


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@example(files=THE_SAME_SAID_WITH_MORE_WEIGHT)
@given(files=FILES)
def test_rows_and_panel_are_what_asking_every_file_gives(db, tmp_path_factory, files):
    """The slow twin: for each school and figure, every file that has the column, one after another."""
    PublishedYear.objects.all().delete()
    SourceFile.objects.all().delete()
    told, loaded = {}, set()
    for status, columns, rows in files:
        path = _written(tmp_path_factory.mktemp("files"), columns, rows)
        if (path.read_bytes(), status) in loaded:
            continue  # the same file again changes nothing
        loaded.add((path.read_bytes(), status))
        actions.import_results(
            path=path, name="f.csv", academic_year=2018, status=status, by="a test", at=NOON,
            fewer_because="a test",
        )  # fmt: skip
        for urn, cells in rows.items():
            for column in columns:
                before, _ = told.get((urn, column), (-1, ""))
                if RANK[status] >= before:
                    told[urn, column] = (RANK[status], cells[column])

    found = panel.read(list(MEASURES), [2018])
    for at, urn in enumerate(found.urns[:, 0].tolist()):
        for key, column in MEASURES.items():
            value, reason = _read(told.get((urn, column)))
            assert cell(key, urn, 2018) == (value, reason)
            assert found.reasons[key][at, 0] == reason
            np.testing.assert_equal(found.values[key][at, 0], np.nan if value is None else value)


def _written(folder: Path, columns, rows) -> Path:
    header = [name for name in makers.WIDE_HEADER if name not in TEXTS or name in columns]
    schools = [makers.school(urn, **cells) for urn, cells in rows.items()]
    return makers.saved(makers.wide_bytes([*schools, *makers.ENGLAND], header=header), folder)


def _read(told):
    if told is None:
        return None, Reason.COLUMN_ABSENT
    _, text = told
    reason = {"SUPP": Reason.SUPP, "LOWCOV": Reason.LOWCOV, "NE": Reason.NE, "": Reason.BLANK}
    return (None, reason[text]) if text in reason else (float(text.rstrip("%")), Reason.VALUE)

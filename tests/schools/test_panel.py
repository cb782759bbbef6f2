import numpy as np
import pytest

from leadwell.schools import panel
from leadwell.schools.models import PublishedYear
from leadwell.schools.reasons import Reason
from tests.schools.register_files import academy, closed, row
from tests.schools.sources import makers
from tests.schools.sources.makers import school

pytestmark = pytest.mark.django_db


def test_schools_stand_down_and_years_across(load_register, load_results):
    load_register(row(900101), row(900102))
    load_results(school(900101, PTRWM_EXP="60%"), school(900102, PTRWM_EXP="SUPP"), year=2017)
    load_results(school(900101, PTRWM_EXP="66%"), year=2018, fewer_because="one is enough")

    found = panel.read(["rwm_expected"], [2018, 2017])

    assert found.academic_years.tolist() == [2017, 2018]
    np.testing.assert_array_equal(found.values["rwm_expected"], [[60, 66], [np.nan, np.nan]])
    assert found.reasons["rwm_expected"].tolist() == [
        [Reason.VALUE, Reason.VALUE],
        [Reason.SUPP, Reason.ROW_ABSENT],
    ]
    assert found.urns.tolist() == [[900101, 900101], [900102, 0]]


def test_a_value_is_missing_exactly_where_there_is_a_reason(load_results):
    load_results(*(school(900100 + n, PTRWM_EXP=text) for n, text in enumerate(
        ["60%", "SUPP", "NE", "", "LOWCOV", "0%"], start=1)))  # fmt: skip
    found = panel.read(["rwm_expected", "reading_progress"], [2018])
    for key, values in found.values.items():
        np.testing.assert_array_equal(np.isnan(values), found.reasons[key] != Reason.VALUE)


def test_a_school_with_two_urns_is_one_line(load_register, load_links, load_results):
    load_register(closed(900101, "31-10-2017"), academy(900201, number="2101"))
    load_links((900101, 900201, "Successor"))
    load_results(school(900101, PTRWM_EXP="55%"), year=2016)
    load_results(school(900201, PTRWM_EXP="58%"), year=2018)

    found = panel.read(["rwm_expected"], [2016, 2018])
    assert found.values["rwm_expected"].tolist() == [[55, 58]]
    assert found.urns.tolist() == [[900101, 900201]]


@pytest.mark.parametrize(
    ("later", "expected"),
    [(dict.fromkeys(makers.WIDE_HEADER[17:], "NEW"), 55), ({"PTRWM_EXP": "58%"}, 58)],
)
def test_of_two_rows_in_one_year_the_one_that_stands_is_used(
    load_register, load_links, load_results, later, expected
):
    """With results; of two with results, that of the URN in force in May: the rule of the pages."""
    load_register(closed(900101, "31-10-2017"), academy(900201, number="2101"))
    load_links((900101, 900201, "Successor"))
    load_results(school(900101, PTRWM_EXP="55%"), school(900201, **later), year=2017)

    found = panel.read(["rwm_expected"], [2017])
    assert found.values["rwm_expected"].tolist() == [[expected]]


def test_a_year_nobody_was_given_says_so(load_results):
    load_results(school(900101), year=2018)
    found = panel.read(["reading_progress"], [2018, 2019, 2021])
    assert found.reasons["reading_progress"][0].tolist() == [
        Reason.VALUE, Reason.CANCELLED, Reason.NOT_PUBLISHED_YEAR,
    ]  # fmt: skip


def test_what_one_file_lacks_comes_from_the_other(load_results, tmp_path):
    from leadwell.schools import actions
    from tests.factories import NOON

    load_results(school(900101, READ_AVERAGE="104"))
    header = [name for name in makers.WIDE_HEADER if name != "READ_AVERAGE"]
    rows = [school(900101, PTRWM_EXP="70%"), *makers.ENGLAND]
    path = makers.saved(makers.wide_bytes(rows, header=header), tmp_path, "subset.csv")
    actions.import_results(
        path=path, name="subset.csv", academic_year=2018, status="", by="a test", at=NOON
    )

    found = panel.read(["rwm_expected", "reading_average"], [2018])
    assert found.values["rwm_expected"].tolist() == [[70]]
    assert found.values["reading_average"].tolist() == [[104]]


def test_arrays_and_rows_agree(load_register, load_results):
    """The slow twin: what pages read, cell by cell."""
    from leadwell.schools import catalogue

    load_register(*(row(900101 + n) for n in range(12)))
    load_results(*(school(900101 + n, PTRWM_EXP=f"{50 + n}%") for n in range(12)))
    found = panel.read(["rwm_expected"], [2018])
    slot = catalogue.load().by_key["rwm_expected"].slot
    shown = {r.school_id: r.values[slot] for r in PublishedYear.objects.of_schools()}
    assert (
        dict(zip(found.school_ids.tolist(), found.values["rwm_expected"][:, 0], strict=True))
        == shown
    )


def test_the_arrays_cannot_be_written_to(load_results):
    load_results(school(900101))
    found = panel.read(["rwm_expected"], [2018])
    with pytest.raises(ValueError, match="read-only"):
        found.values["rwm_expected"][0, 0] = 1


def test_a_school_is_special_by_its_row_of_the_latest_year(load_results):
    load_results(school(900101, READPROG="-1.0"), year=2017)
    load_results(school(900101, RECTYPE="2", READPROG="SUPP", PTRWM_EXP="SUPP"), year=2018)
    assert panel.read(["rwm_expected", "reading_progress"], [2017, 2018]).is_special.tolist() == [
        True
    ]

import copy

import pytest
import yaml

from leadwell.schools import catalogue as catalogues
from leadwell.schools.catalogue import Group, Unit, build, load
from leadwell.schools.reasons import Reason
from leadwell.schools.sources import ks2_wide

CATALOGUE = load()
YEARS_WITH_TESTS = [2015, 2016, 2017, 2018, 2022, 2023, 2024, 2025]

# Places in arrays that are already stored. A line here never changes; new ones are added.
SLOTS = {
    "eligible_pupils": 0,
    "disadvantaged_pct": 3,
    "rwm_expected": 17,
    "reading_average": 21,
    "reading_progress": 31,
    "maths_coverage": 42,
    "rwm_expected_disadvantaged": 44,
    "maths_progress_upper_other": 87,
    "maths_average_three_year": 92,
}


@pytest.fixture
def data():
    return copy.deepcopy(yaml.safe_load(catalogues.FILE.read_text(encoding="utf-8")))


@pytest.mark.parametrize(("key", "slot"), SLOTS.items())
def test_a_measure_keeps_its_place(key, slot):
    assert CATALOGUE.by_key[key].slot == slot
    assert CATALOGUE.measures[slot].key == key


@pytest.mark.parametrize("measure", CATALOGUE.measures, ids=lambda measure: measure.key)
def test_each_measure_says_what_it_is(measure):
    for words in (measure.label, measure.short_label, measure.definition):
        assert words[0].isupper()
        assert not {"{", "}"} & set(words)
    assert measure.definition.endswith(".")
    assert measure.higher_is in {"better", "worse", "neither"}
    assert measure.bounds[0] < measure.bounds[1]


def test_the_difference_from_england_is_never_taken_for_the_gap_within_the_school():
    names = [name for measure in CATALOGUE.measures for name in measure.wide]
    assert not [name for name in names if name.upper().startswith("DIFFN")]
    assert CATALOGUE.is_known_column("DIFFN_RWM_EXP")


def test_a_measure_knows_the_same_figure_for_disadvantaged_and_other_pupils():
    rwm = CATALOGUE.by_key["rwm_expected"]
    assert (rwm.disadvantaged, rwm.other) == ("rwm_expected_disadvantaged", "rwm_expected_other")
    assert CATALOGUE.by_key[rwm.disadvantaged].denominator == "disadvantaged_pupils"
    assert CATALOGUE.by_key[rwm.other].denominator == "other_pupils"
    assert CATALOGUE.by_key["science_expected"].disadvantaged is None


def test_three_years_together_are_never_the_counterpart_of_one_year():
    pooled = [measure for measure in CATALOGUE.measures if measure.group is Group.THREE_YEAR]
    assert len(pooled) == 5
    for measure in pooled:
        assert "three years together" in measure.label
        assert (measure.disadvantaged, measure.other) == (None, None)


@pytest.mark.parametrize(
    ("academic_year", "reason"),
    [
        (2014, Reason.NOT_PRODUCED),
        (2018, None),
        (2019, Reason.CANCELLED),
        (2020, Reason.CANCELLED),
        (2021, Reason.NOT_PUBLISHED_YEAR),
        (2022, None),
        (2023, Reason.NOT_PRODUCED),
        (2024, Reason.NOT_PRODUCED),
        (2025, None),
        (2026, None),
        (2027, Reason.NOT_PRODUCED),
    ],
)
def test_progress_is_produced_only_for_pupils_with_results_at_age_seven(academic_year, reason):
    assert CATALOGUE.produced("reading_progress", academic_year) == reason
    assert CATALOGUE.produced("maths_progress_lower_disadvantaged", academic_year) == reason


@pytest.mark.parametrize("academic_year", YEARS_WITH_TESTS)
def test_attainment_is_produced_in_every_year_with_tests(academic_year):
    assert CATALOGUE.produced("rwm_expected", academic_year) is None


def test_noise_is_known_for_seven_measures_of_all_pupils():
    noisy = {m.key: (m.noise.a, m.noise.b) for m in CATALOGUE.measures if m.noise}
    assert noisy == {
        "rwm_expected": (2.5, 2926),
        "reading_average": (0.94, 79.4),
        "maths_average": (1.09, 80.7),
        "gps_average": (1.55, 75.5),
        "reading_progress": (0.93, 62.9),
        "writing_progress": (1.22, 67.4),
        "maths_progress": (1.15, 65.0),
    }
    assert CATALOGUE.by_key["maths_progress"].pupil_sd == {2016: 5.63, 2017: 5.43, 2018: 5.38}


def test_every_column_of_every_known_year_is_a_measure_or_set_aside_for_a_reason(shared_data):
    places = {name for names in ks2_wide.IDENTITY.values() for name in names}
    used = {name.casefold() for measure in CATALOGUE.measures for name in measure.wide}
    for layout in ("2016_from_meta", "2017", "2018", "2019", "2025_from_meta"):
        header = (shared_data / "headers" / f"ks2_{layout}.txt").read_text().split()
        left = [name for name in header if name not in places and name.casefold() not in used]
        assert not [name for name in left if not CATALOGUE.is_known_column(name)]


def test_no_column_is_both_a_measure_and_set_aside():
    names = [name for measure in CATALOGUE.measures for name in measure.wide]
    assert not [name for name in names if CATALOGUE.is_known_column(name)]


def test_a_slot_may_not_be_left_out_or_given_twice(data):
    data["measures"][0]["slots"]["all"] = 93
    with pytest.raises(ValueError, match="without a gap"):
        build(data)


def test_two_measures_may_not_claim_one_column(data):
    data["measures"][1]["wide"] = ["telig"]
    with pytest.raises(ValueError, match="same column"):
        build(data)


def test_two_measures_may_not_have_one_key(data):
    data["measures"][1]["key"] = "disadvantaged_pct"
    with pytest.raises(ValueError, match="same key"):
        build(data)


def test_a_denominator_must_be_in_the_catalogue(data):
    data["measures"][2]["denominator"] = "pupils_in_a_dream"
    with pytest.raises(ValueError, match="pupils_in_a_dream"):
        build(data)


def test_a_count_of_pupils_is_not_a_share_of_itself():
    assert CATALOGUE.by_key["eligible_pupils"].denominator is None
    assert CATALOGUE.by_key["eligible_pupils"].unit is Unit.PUPILS

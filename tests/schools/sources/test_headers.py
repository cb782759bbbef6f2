import pytest

from leadwell.schools.sources import headers
from leadwell.schools.sources.refusal import Refused

ALIASES = {"urn": ["URN"], "label": ["SCHNAME", "School  Name"], "town": ["TOWN"]}


def test_case_and_spacing_and_a_mark_at_the_front_do_not_matter():
    found = headers.match(["\ufeffUrn", " school   name"], ALIASES, ["urn", "label"])
    assert found == {"urn": 0, "label": 1}


def test_a_field_that_is_not_required_may_be_absent():
    assert "town" not in headers.match(["URN", "SCHNAME"], ALIASES, ["urn", "label"])


def test_every_missing_column_is_named():
    with pytest.raises(Refused, match="no columns URN, TOWN") as refusal:
        headers.match(["SCHNAME"], ALIASES, ["urn", "label", "town"])
    assert [problem.column for problem in refusal.value.problems] == ["URN", "TOWN"]


def test_one_field_under_two_of_its_names_is_refused():
    with pytest.raises(Refused, match="more than once: SCHNAME and School Name"):
        headers.match(["URN", "SCHNAME", "School Name"], ALIASES, ["urn"])


def test_columns_are_found_wherever_they_stand():
    assert headers.match(["TOWN", "X", "URN"], ALIASES, []) == {"urn": 2, "town": 0}

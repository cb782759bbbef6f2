"""Codes of programmes come from the lists, and say what they said on their day."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from leadwell.lib import codes
from leadwell.lib.codes import reading
from leadwell.programmes.models import Enrolment

LEFT_ON = date(2026, 10, 1)
RENAMED = reading.FILE.read_text(encoding="utf-8").replace(
    "    funding: Funding\n", "    funding: {says: Funding, to: 2026/27}\n"
)


@pytest.fixture
def _funding_is_no_reason_from_2027(monkeypatch):
    assert "Funding, to:" in RENAMED
    later = codes.read(RENAMED)
    monkeypatch.setattr(reading, "every", lambda: later)


def left(on: date) -> Enrolment:
    return Enrolment(joined_on=date(2026, 9, 1), left_on=on, why_left="funding")


@pytest.mark.parametrize(
    ("choices", "key"),
    [(Enrolment.WhyLeft.choices, "withdrawal_reason"), (Enrolment.Part.choices, "part")],
)
def test_the_codes_of_enrolments_are_those_of_the_list(choices, key):
    assert choices == codes.choices(key, on=LEFT_ON)


@pytest.mark.usefixtures("_funding_is_no_reason_from_2027")
def test_an_old_reason_is_told_after_the_list_has_changed():
    assert left(LEFT_ON).get_why_left_display() == "Funding"
    left(LEFT_ON).clean()


@pytest.mark.usefixtures("_funding_is_no_reason_from_2027")
def test_a_reason_that_has_ended_cannot_be_given_any_more():
    with pytest.raises(ValidationError, match="could not be given on that day"):
        left(date(2027, 9, 1)).clean()


def test_a_school_that_has_not_left_has_no_reason():
    assert Enrolment(joined_on=LEFT_ON).get_why_left_display() == ""
    assert Enrolment(joined_on=LEFT_ON, part="partner").get_part_display() == "Partner school"

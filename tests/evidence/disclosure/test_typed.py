"""A figure somebody typed goes by the limits of every other figure."""

import pytest

from leadwell.evidence.disclosure.policy import STANDARD, Policy, Tier
from leadwell.evidence.disclosure.table import Kind
from leadwell.evidence.disclosure.typed import Scale, is_n_told, typed

PER_CENT, PUPILS, OTHER = Scale.PER_CENT, Scale.PUPILS, Scale.OTHER
GROUP, COHORT = Kind.GROUP, Kind.COHORT


def said(value, scale, n, kind=GROUP, tier=Tier.PROGRAMME, policy=STANDARD):
    return typed(value, scale, n=n, kind=kind, tier=tier, policy=policy).text


@pytest.mark.parametrize(
    ("value", "scale", "n", "kind", "expected"),
    [
        (50, PER_CENT, 12, GROUP, "50"),  # 6 of 12, and 6 not
        (58, PER_CENT, 12, GROUP, "c"),  # 7 of 12, so 5 not
        (58, PER_CENT, 12, COHORT, "58"),  # a year's headline, as the Department shows it
        (15, PER_CENT, 20, COHORT, "15"),  # test vector (d)
        (15, PER_CENT, 20, GROUP, "c"),  # 3 of 20
        (0, PER_CENT, 18, GROUP, "≤5"),  # test vector (c)
        (100, PER_CENT, 18, GROUP, "≥95"),
        (0, PER_CENT, 25, GROUP, "0"),
        (60, PER_CENT, 5, COHORT, "c"),
        (3, PUPILS, 7, COHORT, "c"),  # "3 of 7 pupils"
        (3, PUPILS, 30, COHORT, "c"),
        (27, PUPILS, 30, COHORT, "c"),  # 3 did not
        (12, PUPILS, 30, GROUP, "12"),
        (0, PUPILS, 30, GROUP, "0"),
        (97.5, OTHER, 6, GROUP, "97.5"),
        (97.5, OTHER, 5, GROUP, "c"),
        (97.5, OTHER, None, GROUP, "c"),  # nobody has said
    ],
)  # fmt: skip
def test_outside_the_school_few_pupils_cannot_be_read(value, scale, n, kind, expected):
    assert said(value, scale, n, kind) == expected


@pytest.mark.parametrize("n", [None, 3, 30])
def test_a_school_reads_its_own_as_they_are(n):
    assert said(3, PUPILS, n, tier=Tier.SCHOOL) == "3"


def test_a_higher_threshold_hides_more():
    assert said(50, PER_CENT, 12, policy=Policy(threshold=10)) == "c"


def test_how_many_it_is_about_stands_beside_it_only_where_no_few_come_of_it():
    assert is_n_told(50, PER_CENT, n=12, policy=STANDARD)
    assert not is_n_told(15, PER_CENT, n=20, policy=STANDARD)
    assert not is_n_told(97, OTHER, n=5, policy=STANDARD)
    assert is_n_told(97, OTHER, n=6, policy=STANDARD)

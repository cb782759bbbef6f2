"""Every row of the decision table is reached, and rows together are never milder than one alone."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadwell.evidence.verdict.checks import Check, Name, State
from leadwell.evidence.verdict.decision import Label, combine, decide
from leadwell.evidence.verdict.decision_row import Cap, Headline, Inference, Show
from leadwell.evidence.verdict.decision_table import ROWS
from leadwell.evidence.verdict.design import Design, Outcome
from tests.evidence.judging import checks, design, schools

FAILED = {name: Check(name, State.FAILED, f"“{name}” failed.") for name in Name}
DOWNGRADED = {name: Check(name, State.DOWNGRADED, f"“{name}” counts for less.") for name in Name}
AFTER_COVID: dict[str, Any] = {"base_years": (2016, 2017, 2018), "after_years": (2022, 2023)}
PUPILS = Outcome.PUPIL_TEST

# The row, and the least question that meets it.
MET: dict[str, tuple[Design, tuple[Check, ...]]] = {
    "no outcome": (design(outcome=Outcome.NONE), ()),
    "no school with results": (design(n_eligible=0, n_trusts=0, n_in_largest_trust=0), ()),
    "no base year": (design(base_years=(), recruited_on=2016), ()),
    "nothing published since": (design(after_years=()), ()),
    "progress not produced": (design(outcome=Outcome.PROGRESS, years_not_produced=(2023,)), ()),
    "survey": (design(outcome=Outcome.SURVEY, n_pairs=10), ()),
    "few pairs": (design(outcome=Outcome.SURVEY, n_pairs=9), ()),
    "nobody beside": (design(outcome=PUPILS, is_comparison_possible=False), ()),
    "everybody joined": (design(has_everybody_joined=True), ()),
    "pupils compared": (design(outcome=PUPILS), ()),
    "progress": (design(outcome=Outcome.PROGRESS), ()),
    "gap": (design(outcome=Outcome.GAP, gap_share=0.6), ()),
    "gap seldom published": (design(outcome=Outcome.GAP, gap_share=0.59), ()),
    "one school": (schools(1), ()),
    "two or three schools": (schools(3), ()),
    "4 to 11 schools": (schools(4), ()),
    "12 to 50 schools": (schools(12), ()),
    "more than 50 schools": (schools(51), ()),
    "one or two trusts": (design(n_trusts=2), ()),
    "small year groups": (design(mean_cohort=10.9), ()),
    "schools left out": (design(n_found=9), ()),
    "several start years": (design(starts=(2017, 2018)), ()),
    "began without results": (design(starts=(2019,), **AFTER_COVID), ()),
    "began as results came back": (design(starts=(2022,), **AFTER_COVID), ()),
    "began since": (design(starts=(2023,), base_years=(2018, 2022), after_years=(2023,)), ()),
    "years without results asked for": (design(years_not_produced=(2019,)), ()),
    "one base year": (design(base_years=(2016,)), ()),
    "too few years for a synthetic school": (design(base_years=(2013, 2014, 2015, 2016)), ()),
    "chosen by results of a known year": (design(recruited_on=2013), ()),
    "recruitment year unknown": (design(is_recruitment_known=False), ()),
    "asked after results": (design(is_after_results=True), ()),
    "dose": (design(has_dose=True), ()),
    "not alike before": (design(), checks(FAILED[Name.BALANCE])),
    "no schools like them": (design(), checks(FAILED[Name.SUPPORT])),
    "not in step before": (design(), checks(DOWNGRADED[Name.PRE_TREND])),
    "methods disagree": (design(), checks(DOWNGRADED[Name.METHODS])),
}


def names(question: Design, made: tuple[Check, ...] = ()) -> set[str]:
    return {row.name for row in decide(question, made).rows}


def test_every_row_has_a_question_that_meets_it_and_a_name_of_its_own():
    assert list(MET) == [row.name for row in ROWS]


@pytest.mark.parametrize("name", MET)
def test_a_row_is_met_by_its_question(name):
    assert name in names(*MET[name])


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_a_row_says_in_plain_words_when_it_applies_and_why_it_forbids(row):
    assert not row.condition[0].islower()
    assert not row.condition.endswith(".")
    assert row.text.endswith(".") or not row.text
    is_bound_to_say_why = row.is_refusal or (row.cap <= Cap.CANNOT_TELL and not row.is_gate)
    assert bool(row.text) or not is_bound_to_say_why or row.cap_outside


@pytest.mark.parametrize(
    ("n", "name"),
    [
        (1, "one school"),
        (2, "two or three schools"),
        (3, "two or three schools"),
        (4, "4 to 11 schools"),
        (11, "4 to 11 schools"),
        (12, "12 to 50 schools"),
        (50, "12 to 50 schools"),
        (51, "more than 50 schools"),
        (3_000, "more than 50 schools"),
    ],
)
def test_each_number_of_schools_has_one_row(n, name):
    sizes = {"one school", *(row.name for row in ROWS if row.name.endswith(" schools"))}
    assert names(schools(n)) & sizes == {name}


def test_eight_schools_are_matched_and_nothing_holds_them_back():
    decision = decide(design())
    assert decision.headline is Headline.MATCHED
    assert decision.inference is Inference.SCHOOLS
    assert (decision.cap, decision.cap_outside, decision.label) == (
        Cap.FULL,
        Cap.FULL,
        Label.MATCHED,
    )
    assert Show.CLUSTERED in decision.never
    assert decision.caveats == ()


def test_progress_of_years_without_tests_is_left_out_and_not_refused():
    assert not decide(design(outcome=Outcome.PROGRESS, years_not_produced=(2019,))).refusals
    assert decide(design(outcome=Outcome.PROGRESS, years_not_produced=(2019, 2024))).refusals


def test_one_trust_draws_trusts_and_shows_schools_beside():
    decision = decide(design(n_trusts=1, n_in_largest_trust=8))
    assert decision.is_by_trust
    assert Show.SCHOOL_PLACEBO in decision.shows
    assert decision.headline is Headline.MATCHED


def test_one_school_of_a_trust_is_a_line_and_not_a_trust():
    decision = decide(schools(1))
    assert (decision.headline, decision.inference, decision.cap) == (
        Headline.LINE,
        Inference.RANK,
        Cap.NO_VERDICT,
    )


def test_a_synthetic_school_needs_five_years_before():
    four, five = (2013, 2014, 2015, 2016), (2012, 2013, 2014, 2015, 2016)
    assert Show.SYNTHETIC not in decide(schools(1, base_years=four)).shows
    assert Show.SYNTHETIC in decide(schools(1, base_years=five)).shows


def test_several_starts_are_never_one_coefficient():
    decision = decide(design(starts=(2017, 2018)))
    assert decision.headline is Headline.BY_START
    assert Show.PLAIN_TWFE in decision.never


def test_a_change_alone_is_labelled_so():
    for question in (
        design(outcome=PUPILS, is_comparison_possible=False),
        design(has_everybody_joined=True),
    ):
        decision = decide(question)
        assert (decision.label, decision.cap) == (Label.BEFORE_AND_AFTER, Cap.NO_VERDICT)
        assert decision.checks == ()


def test_nothing_at_all_is_nothing():
    decision = combine([])
    assert (decision.headline, decision.inference) == (Headline.NOTHING, Inference.NOTHING)


rows = st.lists(st.sampled_from(ROWS), unique_by=lambda row: row.name)


@given(fewer=rows, more=rows)
def test_more_rows_are_never_milder(fewer, more):
    some, all_ = combine(fewer), combine([*fewer, *more])
    assert all_.cap <= some.cap
    assert all_.cap_outside <= some.cap_outside
    assert all_.cap <= all_.cap_outside
    assert set(all_.refusals) >= set(some.refusals)
    assert set(all_.caveats) >= set(some.caveats)
    assert set(all_.checks) >= set(some.checks)
    assert set(all_.never) >= set(some.never)
    assert {row.name for row in all_.gates} >= {row.name for row in some.gates}
    if any(row.headline for row in fewer):
        order = list(Headline)
        assert order.index(all_.headline) >= order.index(some.headline)


@given(given_rows=rows)
def test_what_must_not_be_shown_is_not(given_rows):
    decision = combine(given_rows)
    assert not set(decision.shows) & set(decision.never)


@given(given_rows=rows, order=st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_the_order_of_words_only(given_rows, order):
    shuffled = order.sample(given_rows, len(given_rows))
    one, other = combine(given_rows), combine(shuffled)
    assert (one.headline, one.inference, one.cap, one.cap_outside) == (
        other.headline,
        other.inference,
        other.cap,
        other.cap_outside,
    )
    assert set(one.shows) == set(other.shows)
    assert set(one.caveats) == set(other.caveats)

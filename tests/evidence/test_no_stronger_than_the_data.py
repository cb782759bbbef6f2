"""At random: no sentence is stronger than its range, and none says what is never said."""

import re
from dataclasses import replace
from datetime import date
from functools import partial

from hypothesis import given
from hypothesis import strategies as st

from leadwell.evidence.estimate import Estimate
from leadwell.evidence.sizes.detectable import Detectable
from leadwell.evidence.verdict.checks import Check, Name, State
from leadwell.evidence.verdict.decision import Label
from leadwell.evidence.verdict.design import Design, Outcome, not_produced
from leadwell.evidence.verdict.found import Evidence, Later
from leadwell.evidence.verdict.judging import Judgement, Verdict, judge
from leadwell.evidence.verdict.phrases import NEVER_SAID, Words
from leadwell.evidence.verdict.wording import headline, sentences
from tests.evidence.judging import schools

COMPARES = re.compile(
    r"\b(rose|fell|narrowed|widened|came out)\b.*\b(more|less|better|worse)\b.* than in similar"
)
POINTS = re.compile(r"\d points\b|less than 0\.1 points")
RANGE = re.compile(r"\([^)]* to [^)]*\)|\d points or more")
SAYS_PROBABLY = re.compile(r"(?<!“)\bprobably\b")
CLEAR = (Verdict.BETTER, Verdict.WORSE)
PROBABLE = (Verdict.PROBABLY_BETTER, Verdict.PROBABLY_WORSE)
MIRROR = {
    Verdict.BETTER: Verdict.WORSE,
    Verdict.WORSE: Verdict.BETTER,
    Verdict.PROBABLY_BETTER: Verdict.PROBABLY_WORSE,
    Verdict.PROBABLY_WORSE: Verdict.PROBABLY_BETTER,
}
STRENGTH = {Verdict.CANNOT_TELL: 0, Verdict.SAME: 1, **dict.fromkeys(PROBABLE, 1)} | dict.fromkeys(
    CLEAR, 2
)

words = st.sampled_from(
    [Words("reading"), Words("the gap in maths", up="narrowed", down="widened"), Words("GPS")]
)
states = st.sampled_from([State.PASSED] * 6 + list(State))


def check(name: Name, state: State) -> Check:
    return Check(name, state, f"The check “{name}” came out so.")


# Whether schools are alike is always known, or there is no verdict to speak of.
known = st.sampled_from([State.PASSED] * 8 + [State.DOWNGRADED, State.FAILED])
comparable = st.tuples(
    *(
        (known if name in (Name.BALANCE, Name.SUPPORT) else states).map(partial(check, name))
        for name in Name
    )
)
PASSED = tuple(check(name, State.PASSED) for name in Name)


@st.composite
def designs(draw: st.DrawFn) -> Design:
    outcome = draw(st.sampled_from(Outcome))
    n = draw(st.sampled_from([0, 1, 2, 3, 4, 8, 12, 60]))
    starts = tuple(sorted(draw(st.sets(st.integers(2014, 2025), min_size=1, max_size=2))))
    gone = not_produced(outcome, range(2008, 2027))
    before = [year for year in range(2008, starts[0]) if year not in gone]
    after = [year for year in range(starts[0], 2027) if year not in gone]
    recruited = draw(st.sampled_from([None, starts[0] - 1]))
    base = draw(st.sets(st.sampled_from(before), max_size=4)) - {recruited}
    trusts = draw(st.integers(0, n))
    return Design(
        outcome=outcome,
        n_found=n + draw(st.integers(0, 2)),
        n_eligible=n,
        n_trusts=trusts,
        n_in_largest_trust=draw(st.integers(0, n)),
        starts=starts,
        base_years=tuple(sorted(base)),
        after_years=tuple(after[: draw(st.integers(0, 3))]),
        recruited_on=recruited,
        is_recruitment_known=recruited is not None or draw(st.booleans()),
        years_not_produced=draw(st.sampled_from([(), (), (), (2019,)])),
        mean_cohort=draw(st.sampled_from([None, 8.0, 30.0])),
        gap_share=draw(st.sampled_from([0.5, 0.6, 1.0])),
        n_pairs=draw(st.sampled_from([0, 9, 10, 100])),
        is_comparison_possible=draw(st.sampled_from([True, True, True, False])),
        has_everybody_joined=draw(st.sampled_from([False, False, False, True])),
        is_after_results=draw(st.sampled_from([False, False, True])),
        has_dose=draw(st.booleans()),
    )


# Half of the questions have nothing against them, or there would be few verdicts.
questions = st.one_of(
    designs(),
    st.sampled_from([2, 3, 4, 8, 12, 60]).map(schools),
    st.sampled_from([4, 8, 12]).map(lambda n: schools(n, base_years=(2016,))),
    st.sampled_from([4, 8]).map(lambda n: replace(schools(n), n_trusts=1, n_in_largest_trust=n)),
)


@st.composite
def evidences(draw: st.DrawFn, n: int) -> Evidence:
    sd = draw(st.floats(0.02, 1.5))
    value = sd * draw(st.floats(-5, 5))
    interval = (value - 1.96 * sd, value + 1.96 * sd)
    p = draw(st.floats(0, 1)) if draw(st.booleans()) else 0.001
    drawn = draw(st.sampled_from([None, 1, 40, 400, 9_999]))
    months = tuple(round(end / 8 * 11) for end in (interval[0], value, interval[1]))
    later = Later(
        draw(st.integers(1, 3)), Detectable(draw(st.floats(0.1, 5)), 2), date(2027, 12, 1)
    )
    return Evidence(
        estimate=Estimate(
            outcome="a",
            estimate=value,
            unit="scaled_score",
            method="m",
            n_treated=n,
            n_comparison=draw(st.integers(0, 200)),
            interval=interval,
            interval_90=(value - 1.645 * sd, value + 1.645 * sd),
            p=p,
            p_adjusted=p,
            n_pupils=draw(st.sampled_from([float("nan"), 1.0, 412.0])),
        ),
        change=draw(st.floats(-3, 3)),
        now=Detectable(draw(st.floats(0.1, 6)), draw(st.sampled_from([None, 0, 1, 3, 14]))),
        later=draw(st.sampled_from([None, later])),
        g=value / 8,
        g_interval=(interval[0] / 8, interval[1] / 8),
        months=draw(st.sampled_from([None, months])),
        n_as_large=None if drawn is None else draw(st.integers(0, drawn)),
        n_drawn=drawn,
        n_trusts=draw(st.sampled_from([None, 1, 400])),
        source="Department for Education",
        vintage="revised",
    )


Answer = tuple[Judgement, Evidence, str, tuple[str, ...]]


@st.composite
def answers(draw: st.DrawFn) -> Answer:
    question = draw(questions)
    found = draw(evidences(question.n_eligible))
    judgement = judge(question, draw(st.one_of(st.just(PASSED), comparable)), found)
    named = draw(words)
    return judgement, found, headline(named, judgement, found), sentences(named, judgement, found)


def leaves_out_0(interval: tuple[float, float] | None) -> bool:
    return interval is not None and (interval[0] > 0 or interval[1] < 0)


@given(answers())
def test_more_or_less_is_said_outright_only_where_the_95_per_cent_range_leaves_out_0(answer):
    _, found, title, said = answer
    for sentence in (title, *said):
        if COMPARES.search(sentence) and not SAYS_PROBABLY.search(sentence):
            assert leaves_out_0(found.estimate.interval), sentence


@given(answers())
def test_probably_is_said_only_where_the_90_per_cent_range_leaves_out_0(answer):
    _, found, title, said = answer
    for sentence in (title, *said):
        if SAYS_PROBABLY.search(sentence):
            assert leaves_out_0(found.estimate.interval_90), sentence


@given(answers())
def test_a_verdict_stands_on_all_it_needs(answer):
    judgement, found, _, _ = answer
    figures, decision = found.estimate, judgement.decision
    if judgement.verdict in CLEAR:
        assert leaves_out_0(figures.interval)
        assert figures.p_adjusted is not None
        assert figures.p_adjusted < 0.05
        assert min(decision.cap, decision.cap_outside) >= 3
        assert judgement.reasons == ()
    if judgement.verdict in PROBABLE:
        assert leaves_out_0(figures.interval_90)
    if judgement.verdict is Verdict.SAME:
        assert found.g_interval is not None
        assert all(-0.1 < end < 0.1 for end in found.g_interval)
    if judgement.verdict in STRENGTH:
        assert not decision.refusals
        assert not decision.gates
        assert judgement.design.n_eligible >= 2


@given(answers())
def test_words_that_are_never_said_are_not(answer):
    _, _, title, said = answer
    for sentence in (title, *said):
        assert not NEVER_SAID.search(sentence.replace("This does not prove that", "")), sentence


@given(answers())
def test_months_stand_beside_points_and_a_range(answer):
    _, _, title, said = answer
    assert "month" not in title
    for sentence in said:
        if "month" in sentence:
            assert POINTS.search(sentence), sentence
            assert RANGE.search(sentence), sentence


@given(answers())
def test_without_a_comparison_nobody_is_compared(answer):
    judgement, _, title, said = answer
    if judgement.decision.label is Label.BEFORE_AND_AFTER:
        for sentence in (title, *said):
            assert not re.search(r"similar school|month|impact|effect|caused", sentence), sentence


@given(answers())
def test_cannot_tell_says_what_could_be_seen_when_and_that_it_is_no_failure(answer):
    judgement, found, _, said = answer
    if judgement.verdict is Verdict.CANNOT_TELL:
        text = " ".join(said)
        assert "would be noticed four times in five." in text
        assert "This is not evidence that it did not work." in said
        assert ("December 2027" in text) == (found.later is not None)


@given(answers())
def test_what_claims_a_difference_says_that_it_is_not_proved(answer):
    judgement, _, _, said = answer
    is_claim = judgement.verdict in CLEAR + PROBABLE
    assert any("does not prove that the programme caused it" in each for each in said) == is_claim


@given(answers())
def test_sentences_are_whole_and_there_once(answer):
    _, _, title, said = answer
    assert not title.endswith(".")
    assert len(set(said)) == len(said)
    for sentence in said:
        assert sentence.endswith(".")
        assert sentence[0].isupper()
        assert not re.search(
            r"  |\bnan\b|-\d|\b1 \w*(groups|schools|trusts)\b|\{|\.\.", sentence
        ), sentence


@given(question=questions, data=st.data())
def test_better_and_worse_are_mirrors(question, data):
    found = data.draw(evidences(question.n_eligible))
    checked = data.draw(st.one_of(st.just(PASSED), comparable))
    there = judge(question, checked, found)
    back = judge(question, checked, mirrored(found))
    assert back.verdict is MIRROR.get(there.verdict, there.verdict)
    assert back.rule is there.rule


@given(question=questions, data=st.data())
def test_a_check_that_comes_out_worse_never_makes_the_answer_stronger(question, data):
    found = data.draw(evidences(question.n_eligible))
    checked = data.draw(comparable)
    at = data.draw(st.integers(0, len(checked) - 1))
    order = list(State)
    worse = data.draw(st.sampled_from(order[order.index(checked[at].state) :]))
    if Name(checked[at].name) in (Name.BALANCE, Name.SUPPORT) and worse is State.CANNOT:
        return
    then = [*checked[:at], replace(checked[at], state=worse), *checked[at + 1 :]]
    before, after = judge(question, checked, found), judge(question, then, found)
    assert STRENGTH.get(after.verdict, -1) <= STRENGTH.get(before.verdict, -1)


def mirrored(found: Evidence) -> Evidence:
    """The same the other way round."""

    def turned(interval: tuple[float, float] | None) -> tuple[float, float] | None:
        return None if interval is None else (-interval[1], -interval[0])

    estimate = replace(
        found.estimate,
        estimate=-found.estimate.estimate,
        interval=turned(found.estimate.interval),
        interval_90=turned(found.estimate.interval_90),
    )
    months = found.months and (-found.months[2], -found.months[1], -found.months[0])
    return replace(
        found,
        estimate=estimate,
        change=-found.change,
        g=None if found.g is None else -found.g,
        g_interval=turned(found.g_interval),
        months=months,
    )

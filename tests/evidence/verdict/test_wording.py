"""What a headteacher reads, word for word; and at random, nothing stronger than its range."""

from dataclasses import replace
from datetime import date

import pytest

from leadwell.evidence.sizes.detectable import Detectable
from leadwell.evidence.verdict import checks as made
from leadwell.evidence.verdict.checks import Check, Name, State
from leadwell.evidence.verdict.design import Design, Outcome
from leadwell.evidence.verdict.found import Evidence, Later
from leadwell.evidence.verdict.judging import Verdict, judge
from leadwell.evidence.verdict.phrases import Words
from leadwell.evidence.verdict.wording import headline, sentences
from tests.evidence.judging import PASSED, checks, design, evidence, schools

READING = Words("reading")
GAP = Words("the gap in maths", up="narrowed", down="widened")
CHOSE = (
    "This does not prove that the programme caused it: schools chose to join, and schools that do "
    "may differ in ways that nobody has measured."
)
FOOTING = (
    "Based on 8 schools that took part (448 pupils after the start) and 38 similar schools. "
    "Years: 2014/15, 2015/16 and 2016/17 before the start, 2017/18 and 2018/19 after. "
    "Source: Department for Education, performance tables, revised."
)
FEWER = (
    "Of groups of 8 schools that did not take part, fewer than 1 in 100 moved at least this far "
    "apart from schools like them, either way."
)


def answer(
    question: Design,
    given: Evidence | None,
    checked: tuple[Check, ...] = PASSED,
    words: Words = READING,
) -> tuple[str, ...]:
    """The headline, then the sentences."""
    judgement = judge(question, checked, given)
    return (headline(words, judgement, given), *sentences(words, judgement, given))


def test_did_better():
    assert answer(design(), evidence(months=(1, 2, 3))) == (
        "Reading rose more than in similar schools",
        "Reading rose 1.3 points (0.5 to 2.1) more in the 8 schools that took part than in similar "
        "schools, roughly two months’ progress (one to three).",
        FEWER,
        CHOSE,
        FOOTING,
    )


def test_fell_behind():
    found = evidence(-1.3, (-2.1, -0.5), (-1.95, -0.65), months=(-3, -2, -1))
    assert answer(design(), found) == (
        "Reading rose less than in similar schools",
        "Reading rose 1.3 points (0.5 to 2.1) less in the 8 schools that took part than in similar "
        "schools, roughly two months less progress (one to three).",
        FEWER,
        CHOSE,
        FOOTING,
    )


def test_probably_better():
    found = evidence(
        1.0, (-0.1, 2.1), (0.1, 1.9), p_adjusted=0.07, n_as_large=699, months=(0, 2, 4)
    )
    assert answer(design(), found) == (
        "Reading probably rose more than in similar schools",
        "Reading probably rose more in the 8 schools that took part than in similar schools: by "
        "1.0 points (−0.1 to 2.1), roughly two months’ progress (none to four).",
        "Of groups of 8 schools that did not take part, about 7 in 100 moved at least this far "
        "apart from schools like them, either way.",
        "The range only just takes in no difference at all, so we say “probably”.",
        CHOSE,
        FOOTING,
    )


def test_probably_worse():
    found = evidence(
        -1.0, (-2.1, 0.1), (-1.9, -0.1), p_adjusted=0.07, n_as_large=699, months=(-4, -2, 0)
    )
    assert answer(design(), found) == (
        "Reading probably rose less than in similar schools",
        "Reading probably rose less in the 8 schools that took part than in similar schools: by "
        "1.0 points (−0.1 to 2.1), roughly two months less progress (none to four).",
        "Of groups of 8 schools that did not take part, about 7 in 100 moved at least this far "
        "apart from schools like them, either way.",
        "The range only just takes in no difference at all, so we say “probably”.",
        CHOSE,
        FOOTING,
    )


def test_probably_because_a_check_counts_for_less():
    apart = made.pre_trend(p=0.04, slope=0.3, effect=1.3)
    said = answer(design(), evidence(), checks(apart))
    assert said[1:5] == (
        "Reading probably rose more in the 8 schools that took part than in similar schools: by "
        "1.3 points (0.5 to 2.1).",
        FEWER,
        "We say “probably” because of what follows.",
        "The schools may have been moving apart from similar schools before the programme began.",
    )


def test_probably_because_several_outcomes_were_looked_at():
    said = answer(design(), evidence(p_adjusted=0.06))
    assert (
        "Counting every outcome that was looked at, this could more easily be chance, so we say "
        "“probably”."
    ) in said


def test_about_the_same():
    found = evidence(0.1, (-0.5, 0.7), (-0.4, 0.6), p_adjusted=0.7)
    assert answer(design(), found) == (
        "Reading moved in step with similar schools",
        "Reading moved in step with similar schools: the two changes differ by 0.1 points (−0.5 "
        "to 0.7; above 0 is better), and two months’ progress or more either way is unlikely.",
        "A smaller difference cannot be ruled out, for better or worse.",
        FOOTING,
    )
    assert answer(design(base_years=(2016,)), found)[:2] == (
        "As far as we can tell, reading moved in step with similar schools",
        "As far as we can tell, reading moved in step with similar schools: the two changes "
        "differ by 0.1 points (−0.5 to 0.7; above 0 is better), and two months’ progress or more "
        "either way is unlikely.",
    )


def test_cannot_tell():
    found = evidence(0.6, (-1.0, 2.2), (-0.7, 1.9), p_adjusted=0.3, n_as_large=3_099)
    assert answer(design(), found) == (
        "We cannot tell whether the programme changed reading",
        "We cannot tell whether the programme changed reading.",
        "Compared with similar schools, reading in the 8 schools that took part moved by 0.6 "
        "points (−1.0 to 2.2; above 0 is better).",
        "Of groups of 8 schools that did not take part, about 31 in 100 moved at least this far "
        "apart from schools like them, either way.",
        "With 8 schools, only a difference of 1.6 points or more (about three months’ progress or "
        "more) would be noticed four times in five.",
        "Two more years of results would bring that to 1.2 points or more (about two months’ "
        "progress or more); the next are due in December 2027.",
        "This is not evidence that it did not work.",
        FOOTING,
    )


@pytest.mark.parametrize(
    ("later", "said"),
    [
        (
            None,
            "No more results of these schools are expected, so this will not become clearer.",
        ),
        (
            Later(1, Detectable(1.6, 3), date(2027, 12, 1)),
            "More years of results would hardly change that; the next are due in December 2027.",
        ),
        (
            Later(1, Detectable(1.41), date(2027, 12, 1)),
            "One more year of results would bring that to 1.5 points or more; the next are due in "
            "December 2027.",
        ),
    ],
)
def test_cannot_tell_always_says_when_it_can_improve(later, said):
    found = evidence(0.6, (-1.0, 2.2), (-0.7, 1.9), p_adjusted=0.3, later=later)
    assert said in answer(design(), found)


def test_two_schools():
    said = answer(schools(2), evidence(n_treated=2))
    assert said[0] == "We cannot tell whether the programme changed reading"
    assert "Two or three schools are too few for more than this." in said


def test_one_trust():
    question = design(n_trusts=1, n_in_largest_trust=8)
    found = evidence(n_as_large=47, n_drawn=400, n_trusts=400, p_adjusted=0.04)
    assert answer(question, found) == (
        "Reading rose more than in similar schools",
        "Reading rose 1.3 points (0.5 to 2.1) more in the trust’s 8 schools than in similar "
        "schools.",
        "We compared with 400 other trusts: about 12 in 100 moved at least this far apart from "
        "schools like them, either way.",
        "This does not prove that the programme caused it.",
        "Anything else a trust changed at the same time would look the same.",
        FOOTING,
    )


def test_two_trusts_and_few_others():
    question = design(n_trusts=2, n_in_largest_trust=4)
    found = evidence(n_as_large=0, n_drawn=40, n_trusts=12)
    said = answer(question, found)
    assert said[1].startswith("Reading rose 1.3 points (0.5 to 2.1) more in the two trusts’ 8 ")
    assert said[2] == (
        "We compared with 12 other trusts. Of 40 groups of schools made up of these, none moved at "
        "least this far apart from schools like them, either way."
    )


def test_not_comparable():
    unmatched = made.support(n_unmatched=3, n=8)
    assert answer(design(), None, checks(unmatched)) == (
        "Reading: these schools should not be compared",
        "Reading: these schools should not be compared.",
        "We found no schools similar enough to 3 of the 8 that took part.",
        "This says nothing about whether the programme worked.",
    )


def test_probably_because_chance_moves_more_often_the_other_way():
    said = answer(design(), evidence(p=0.07, p_adjusted=0.07))
    assert (
        "Other groups moved this far more often one way than the other, and counting both ways "
        "this could more easily be chance, so we say “probably”."
    ) in said


def test_too_few_other_trusts_to_say_what_chance_does():
    said = answer(
        schools(8, n_trusts=1, n_in_largest_trust=8),
        evidence(0.4, None, None, n_as_large=12, n_drawn=29, n_trusts=29),
    )
    assert said[:6] == (
        "We cannot tell whether the programme changed reading",
        "We cannot tell whether the programme changed reading.",
        "Compared with similar schools, reading in the trust’s 8 schools moved by 0.4 points "
        "(above 0 is better).",
        "We compared with 29 other trusts: 12 moved at least this far apart from schools like "
        "them, either way.",
        "There are too few other trusts like these to say how far they move by chance.",
        "This is not evidence that it did not work.",
    )


def test_one_school():
    said = answer(
        schools(1), evidence(n_treated=1, n_comparison=20, n_as_large=3_099, months=(1, 2, 3))
    )
    assert said[:-1] == (
        "Reading: one school, beside those nearest to it",
        "One school is too few for an answer about the programme: the results of a single school "
        "move a good deal from year to year by chance.",
        "Its line for reading is shown beside those of its 20 nearest schools.",
        "Of other schools, about 31 in 100 moved at least this far apart from schools like them, "
        "either way.",
        "This is not evidence that the programme worked, nor that it did not.",
    )
    assert said[-1].startswith("Based on 1 school that took part (448 pupils after the start)")


def test_a_change_without_comparison():
    question = design(outcome=Outcome.PUPIL_TEST, is_comparison_possible=False)
    rose = evidence(4.1, (3.2, 5.0), (3.35, 4.85), months=(1, 2, 3))
    assert answer(question, rose, ())[:3] == (
        "Reading: a change, with nobody to compare with",
        "Reading rose 4.1 points (3.2 to 5.0) from before the start to after it.",
        "This is a change and no more: nobody outside the programme was measured beside these "
        "pupils, and pupils move on in any case.",
    )
    fell = evidence(-4.1, (-5.0, -3.2), (-4.9, -3.3))
    assert "Reading fell 4.1 points (3.2 to 5.0) from before the start to after it." in answer(
        question, fell, ()
    )
    either = evidence(0.4, (-0.6, 1.4), (-0.4, 1.2))
    assert (
        "Reading changed by 0.4 points (−0.6 to 1.4; above 0 is better) from before the start to "
        "after it, no more than chance could do."
    ) in answer(question, either, ())


def test_everybody_joined():
    said = answer(design(has_everybody_joined=True), evidence())
    assert said[2] == (
        "This is a change and no more: every school of this kind took part, so there is nobody to "
        "compare with."
    )
    assert "similar schools" not in " ".join(said)


def test_a_refusal():
    question = design(outcome=Outcome.PROGRESS, years_not_produced=(2023, 2024))
    assert answer(question, None) == (
        "Reading: no answer",
        "Progress was not produced for 2023/24 and 2024/25: their pupils had no results at age 7. "
        "Ask for attainment, or for other years.",
    )


def test_a_survey_of_few():
    question = design(outcome=Outcome.SURVEY, n_pairs=9)
    assert answer(question, None, (), Words("confidence")) == (
        "Confidence: answers before and after",
        "These are the answers of the same people before and after. Nobody outside the programme "
        "was asked.",
        "Fewer than 10 people answered both times, so there are counts and nothing else.",
        "People who have learned more about a subject may judge themselves differently than before.",
    )


def test_a_gap_narrows():
    question = design(outcome=Outcome.GAP, gap_share=0.8)
    said = answer(question, evidence(), words=GAP)
    assert said[:2] == (
        "The gap in maths narrowed more than in similar schools",
        "The gap in maths narrowed 1.3 points (0.5 to 2.1) more in the 8 schools that took part "
        "than in similar schools.",
    )
    assert any(each.startswith("A gap is published only where") for each in said)


def test_a_gap_that_is_seldom_published():
    question = design(outcome=Outcome.GAP, gap_share=0.5)
    said = answer(question, evidence(), words=GAP)
    assert said[0] == "We cannot tell whether the programme changed the gap in maths"
    assert (
        "Too few pupils to publish: fewer than 60 in 100 of the schools have a published gap."
    ) in said


def test_some_confidence_is_said_first():
    question = design(
        starts=(2022,),
        base_years=(2016, 2017, 2018),
        after_years=(2022, 2023),
        is_recruitment_known=False,
    )
    said = answer(question, evidence(), words=Words("GPS"))
    assert said[0] == "With some confidence: GPS rose more than in similar schools"
    assert said[1].startswith("With some confidence: GPS rose 1.3 points (0.5 to 2.1) more in")
    assert said[4:6] == (
        "Four years, and Covid, lie between the last results before and the first after: schools "
        "may have moved apart in that time for other reasons, so our confidence is limited.",
        "Nobody has said whether the schools were chosen after a poor year. Schools chosen so tend "
        "to improve in any case, and some of what is seen may be that.",
    )


def test_schools_that_fell_less_are_not_said_to_have_risen():
    better, worse = evidence, (-1.3, (-2.1, -0.5), (-1.95, -0.65))
    for found, said in [
        (better(change=-0.4), "Reading fell less than in similar schools"),
        (better(change=0.04), "Reading came out better than in similar schools"),
        (evidence(*worse, change=-0.4), "Reading fell more than in similar schools"),
        (evidence(*worse, change=0.0), "Reading came out worse than in similar schools"),
    ]:
        assert answer(design(), found)[0] == said


def test_a_small_clear_difference_is_called_small():
    found = evidence(0.2, (0.04, 0.36), (0.06, 0.34), months=(0, 0, 0))
    assert answer(design(), found)[1:4] == (
        "Reading rose 0.2 points (just above 0 to 0.4) more in the 8 schools that took part than "
        "in similar schools, less than one month’s progress (the same at both ends of the range).",
        FEWER,
        "The difference is small, though larger than chance often makes.",
    )


def test_schools_without_results_are_counted_beside_those_with():
    said = answer(design(n_found=10), evidence())
    assert "Schools without results before and after are not in this." in said
    assert said[-1].startswith("Based on 8 of the 10 schools that took part (448 pupils")


def test_several_starts_have_their_years_in_one():
    said = answer(design(starts=(2017, 2018)), evidence())
    assert "Years: 2014/15 to 2018/19, each school before and after its own start." in said[-1]


def test_percentages_differ_in_percentage_points():
    said = answer(design(), evidence(), words=Words("maths", unit="percentage points"))
    assert said[1].startswith("Maths rose 1.3 percentage points (0.5 to 2.1) more in")


@pytest.mark.parametrize("name", ["the impact", "a significant share", "Rank", "top grades", " "])
def test_an_outcome_has_no_name_that_is_never_said(name):
    with pytest.raises(ValueError, match=r"never said of results|needs a name"):
        Words(name)


def test_a_verdict_from_figures_is_not_worded_without_them():
    judgement = judge(design(), PASSED, evidence())
    with pytest.raises(ValueError, match="give the evidence"):
        sentences(READING, judgement)
    with pytest.raises(ValueError, match="give the evidence"):
        headline(READING, judgement)


def test_every_verdict_has_words():
    seen = set()
    for question, given, checked in [
        (design(), evidence(), PASSED),
        (design(), evidence(-1.3, (-2.1, -0.5), (-1.95, -0.65)), PASSED),
        (design(), evidence(p_adjusted=0.06), PASSED),
        (design(), evidence(-1.3, (-2.1, -0.5), (-1.95, -0.65), p_adjusted=0.06), PASSED),
        (design(), evidence(0.1, (-0.5, 0.7), (-0.4, 0.6), p_adjusted=0.7), PASSED),
        (design(), evidence(0.6, (-1.0, 2.2), (-0.7, 1.9), p_adjusted=0.3), PASSED),
        (design(), None, (replace(PASSED[0], state=State.FAILED),)),
        (schools(1), None, ()),
        (design(after_years=()), None, ()),
    ]:
        judgement = judge(question, checked, given)
        seen.add(judgement.verdict)
        assert sentences(READING, judgement, given)
        assert headline(READING, judgement, given)
    assert seen == set(Verdict)
    assert PASSED[0].name is Name.BALANCE

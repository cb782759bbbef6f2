"""Which method when, as data: the rows that a question's design, and checks later on, can meet.

Every row that applies counts; `decision.combine` puts them together. Conditions and answers are
plain words, so that the page on methods can be made from this table.
"""

from collections.abc import Callable

from leadwell.evidence.verdict.caveats import Caveat
from leadwell.evidence.verdict.checks import Name, State
from leadwell.evidence.verdict.decision_row import Cap, Headline, Inference, Row, Show, When
from leadwell.evidence.verdict.design import (
    COVID_YEARS,
    FIRST_RESULTS_AFTER,
    NO_PROGRESS,
    Design,
    Outcome,
)


def _size(low: int, high: int | None = None) -> When:
    top = float("inf") if high is None else high
    return lambda d, _: d.is_compared and low <= d.n_eligible <= top


def _published(asks: Callable[[Design], bool]) -> When:
    return lambda d, _: d.outcome.is_published and asks(d)


def _began(asks: Callable[[int], bool]) -> When:
    return _published(lambda d: any(map(asks, d.starts)))


def _refused(
    *,
    name: str,
    condition: str,
    when: When,
    text: str,
    headline: Headline = Headline.NOTHING,
    shows: tuple[Show, ...] = (),
    never: tuple[Show, ...] = (),
) -> Row:
    return Row(
        name=name,
        condition=condition,
        when=when,
        text=text,
        headline=headline,
        shows=shows,
        never=never,
        inference=Inference.NOTHING,
        cap=Cap.NO_VERDICT,
        is_refusal=True,
    )


BASIC = (Name.BALANCE, Name.SUPPORT, Name.PRE_TREND, Name.LEAVE_ONE_OUT)
CROSS_CHECKS = (
    Show.WILD,
    Show.EVENT_STUDY,
    Show.CLUSTERED,
    Show.SYNTHETIC,
    Show.PRE_TREND_BOUND,
    Show.LEAVE_ONE_OUT,
)
FEW_TO_PUBLISH = 0.6  # of the schools must have a published gap
FEW_PAIRS = 10
SMALL_COHORT = 11
YEARS_FOR_SYNTHETIC = 5

REFUSALS = (
    _refused(
        name="no outcome",
        condition="Nobody said which results the question is about",
        when=lambda d, _: d.outcome is Outcome.NONE,
        text="Nobody said which results the question is about.",
    ),
    _refused(
        name="no school with results",
        condition="None of the schools that took part has the results asked for",
        when=lambda d, _: d.n_eligible == 0 and d.outcome not in (Outcome.SURVEY, Outcome.NONE),
        text="None of the schools that took part has results both before and after.",
    ),
    _refused(
        name="no base year",
        condition="No year before the start has results that can be used",
        when=_published(lambda d: not d.base_years),
        text=(
            "No year before the start has results that can be used, so there is nothing to "
            "measure a change from. A year on whose results the schools were chosen cannot be used."
        ),
    ),
    _refused(
        name="nothing published since",
        condition="No results after the start have been published yet",
        when=_published(lambda d: bool(d.base_years) and not d.after_years),
        headline=Headline.POWER,
        shows=(Show.POWER,),
        text="No results after the start have been published yet.",
    ),
    _refused(
        name="progress not produced",
        condition="Progress is asked for in 2023/24 or 2024/25",
        when=lambda d, _: (
            d.outcome is Outcome.PROGRESS and not NO_PROGRESS.isdisjoint(d.years_not_produced)
        ),
        shows=(Show.ATTAINMENT,),
        never=(Show.FILLED_YEARS,),
        text=(
            "Progress was not produced for 2023/24 and 2024/25: their pupils had no results at age "
            "7. Ask for attainment, or for other years."
        ),
    ),
)

KINDS = (
    Row(
        name="survey",
        condition="The question is about answers to a survey",
        when=lambda d, _: d.outcome is Outcome.SURVEY,
        headline=Headline.ANSWERS,
        inference=Inference.EXACT,
        shows=(Show.ORDINAL, Show.SHAPE, Show.UNPAIRED),
        never=(Show.MONTHS,),
        cap=Cap.NO_VERDICT,
        text=(
            "These are the answers of the same people before and after. Nobody outside the "
            "programme was asked."
        ),
        caveats=(Caveat.ANSWERS_MAY_SHIFT,),
    ),
    Row(
        name="few pairs",
        condition="Fewer than 10 people answered a survey both times",
        when=lambda d, _: d.outcome is Outcome.SURVEY and d.n_pairs < FEW_PAIRS,
        inference=Inference.NOTHING,
        shows=(Show.COUNTS,),
        never=(Show.ORDINAL, Show.SHAPE),
        cap=Cap.NO_VERDICT,
        text="Fewer than 10 people answered both times, so there are counts and nothing else.",
    ),
    Row(
        name="nobody beside",
        condition="Nobody outside the programme was measured",
        when=lambda d, _: (
            d.outcome not in (Outcome.SURVEY, Outcome.NONE) and not d.is_comparison_possible
        ),
        headline=Headline.CHANGE,
        inference=Inference.CLUSTERS,
        shows=(Show.TEST_NORMS,),
        never=(Show.MONTHS,),
        cap=Cap.NO_VERDICT,
        text=Caveat.NOBODY_BESIDE.sentence,
        caveats=(Caveat.NOBODY_BESIDE,),
    ),
    Row(
        name="everybody joined",
        condition="Every school of the kind took part",
        when=lambda d, _: (
            d.outcome not in (Outcome.SURVEY, Outcome.NONE) and d.has_everybody_joined
        ),
        headline=Headline.CHANGE,
        inference=Inference.CLUSTERS,
        never=(Show.MONTHS,),
        cap=Cap.NO_VERDICT,
        text=Caveat.EVERYBODY_JOINED.sentence,
        caveats=(Caveat.EVERYBODY_JOINED,),
    ),
    Row(
        name="pupils compared",
        condition="Pupils took the same test here and at other schools",
        when=lambda d, _: d.outcome is Outcome.PUPIL_TEST and d.is_compared,
        headline=Headline.PUPIL_MODEL,
        inference=Inference.CLUSTERS,
        shows=(Show.TEST_NORMS,),
    ),
    Row(
        name="progress",
        condition="The question is about progress",
        when=lambda d, _: d.outcome is Outcome.PROGRESS,
        shows=(Show.ATTAINMENT,),
    ),
    Row(
        name="gap",
        condition="The question is about the gap between disadvantaged pupils and others",
        when=lambda d, _: d.outcome is Outcome.GAP,
        shows=(Show.DISADVANTAGED, Show.GAP_SHARE),
        caveats=(Caveat.GAP_SELDOM_PUBLISHED,),
    ),
    Row(
        name="gap seldom published",
        condition="Fewer than 60 in 100 of the schools have a published gap",
        when=lambda d, _: (
            d.outcome is Outcome.GAP and (d.gap_share is None or d.gap_share < FEW_TO_PUBLISH)
        ),
        cap=Cap.CANNOT_TELL,
        text="Too few pupils to publish: fewer than 60 in 100 of the schools have a published gap.",
    ),
)

SIZES = (
    Row(
        name="one school",
        condition="One school took part",
        when=_size(1, 1),
        headline=Headline.LINE,
        inference=Inference.RANK,
        shows=(Show.SYNTHETIC,),
        never=(Show.MONTHS, Show.CLUSTERED, Show.SUBGROUPS),
        cap=Cap.NO_VERDICT,
        text=(
            "One school is too few for an answer about the programme: the results of a single "
            "school move a good deal from year to year by chance."
        ),
    ),
    Row(
        name="two or three schools",
        condition="Two or three schools took part",
        when=_size(2, 3),
        headline=Headline.MATCHED,
        inference=Inference.SCHOOLS,
        shows=(Show.EACH_SCHOOL,),
        never=(Show.CLUSTERED, Show.SUBGROUPS),
        cap=Cap.CANNOT_TELL,
        cap_outside=Cap.PROBABLY,
        checks=BASIC,
        text="Two or three schools are too few for more than this.",
    ),
    Row(
        name="4 to 11 schools",
        condition="4 to 11 schools took part",
        when=_size(4, 11),
        headline=Headline.MATCHED,
        inference=Inference.SCHOOLS,
        shows=(Show.SCHOOL_T, Show.LEAVE_ONE_OUT),
        never=(Show.CLUSTERED, Show.SUBGROUPS),
        checks=BASIC,
    ),
    Row(
        name="12 to 50 schools",
        condition="12 to 50 schools took part",
        when=_size(12, 50),
        headline=Headline.MATCHED,
        inference=Inference.SCHOOLS,
        shows=CROSS_CHECKS,
        checks=(*BASIC, Name.METHODS),
    ),
    Row(
        name="more than 50 schools",
        condition="More than 50 schools took part",
        when=_size(51),
        headline=Headline.MATCHED,
        inference=Inference.SCHOOLS,
        shows=(*CROSS_CHECKS, Show.SUBGROUPS),
        checks=(*BASIC, Name.METHODS),
    ),
    Row(
        name="one or two trusts",
        condition="Schools share one or two trusts, or more than half of them are one trust's",
        when=lambda d, _: d.outcome.is_published and d.is_compared and d.is_one_trusts,
        inference=Inference.TRUSTS,
        shows=(Show.SCHOOL_PLACEBO,),
        caveats=(Caveat.ONE_TRUST,),
    ),
    Row(
        name="small year groups",
        condition="Fewer than 11 pupils a year and school",
        when=lambda d, _: d.mean_cohort is not None and d.mean_cohort < SMALL_COHORT,
        never=(Show.SINGLE_YEARS,),
        caveats=(Caveat.SMALL_COHORTS_POOLED,),
    ),
    Row(
        name="schools left out",
        condition="Some schools of the list have no results before or after",
        when=lambda d, _: d.n_eligible < d.n_found,
        caveats=(Caveat.LEFT_OUT,),
    ),
)

TIMES = (
    Row(
        name="several start years",
        condition="Schools began in different years",
        when=_published(lambda d: d.is_staggered),
        headline=Headline.BY_START,
        shows=(Show.LAST_YEAR_BASE,),
        never=(Show.PLAIN_TWFE,),
    ),
    Row(
        name="began without results",
        condition="Schools began in 2019/20, 2020/21 or 2021/22",
        when=_began(lambda year: year in COVID_YEARS),
        shows=(Show.NATIONAL_CHANGE,),
        never=(Show.FILLED_YEARS,),
        cap=Cap.SOME,
        caveats=(Caveat.FOUR_YEARS_BETWEEN,),
    ),
    Row(
        name="began as results came back",
        condition="Schools began in 2022/23",
        when=_began(lambda year: year == FIRST_RESULTS_AFTER),
        shows=(Show.NATIONAL_CHANGE,),
        never=(Show.FILLED_YEARS,),
        cap=Cap.SOME,
        caveats=(Caveat.FOUR_YEARS_BETWEEN,),
    ),
    Row(
        name="began since",
        condition="Schools began in 2023/24 or later",
        when=_began(lambda year: year > FIRST_RESULTS_AFTER),
        shows=(Show.LAST_YEAR_BASE,),
        never=(Show.FILLED_YEARS,),
    ),
    Row(
        name="years without results asked for",
        condition="Years are asked for of which nothing was published by school",
        when=lambda d, _: bool(d.years_not_produced),
        never=(Show.FILLED_YEARS,),
        caveats=(Caveat.YEARS_MISSING,),
    ),
    Row(
        name="one base year",
        condition="Only one year before the start has results that can be used",
        when=_published(lambda d: len(d.base_years) == 1),
        cap=Cap.PROBABLY,
        caveats=(Caveat.FEW_BASE_YEARS,),
    ),
    Row(
        name="too few years for a synthetic school",
        condition="Fewer than five years before the start have results that can be used",
        when=_published(lambda d: len(d.base_years) < YEARS_FOR_SYNTHETIC),
        never=(Show.SYNTHETIC,),
    ),
    Row(
        name="chosen by results of a known year",
        condition="The schools were chosen by the results of a year that is known",
        when=_published(lambda d: d.recruited_on is not None),
        shows=(Show.RECRUITMENT_ARTEFACT, Show.ONE_CYCLE_EARLIER),
    ),
    Row(
        name="recruitment year unknown",
        condition="Nobody knows whether, or on which year's results, the schools were chosen",
        when=_published(lambda d: not d.is_recruitment_known),
        shows=(Show.BOTH_BASES,),
        caveats=(Caveat.RECRUITMENT_UNKNOWN,),
    ),
    Row(
        name="asked after results",
        condition="The question was fixed, or changed, after results were known",
        when=lambda d, _: d.is_after_results,
        cap=Cap.PROBABLY,
        caveats=(Caveat.AFTER_RESULTS,),
    ),
    Row(
        name="dose",
        condition="How much of the programme each school had is known",
        when=lambda d, _: d.has_dose and d.is_compared and d.n_eligible > 1,
        shows=(Show.DOSE,),
        caveats=(Caveat.MORE_MAY_DIFFER,),
    ),
)

CHECKED = (
    Row(
        name="not alike before",
        condition="Even after allowing for it, schools were too unlike before the start",
        when=lambda d, checks: d.is_compared and checks.get(Name.BALANCE) is State.FAILED,
        shows=(Show.ONE_CYCLE_EARLIER,),
        cap=Cap.NO_VERDICT,
        is_gate=True,
    ),
    Row(
        name="no schools like them",
        condition="For more than a quarter of the schools no similar ones were found",
        when=lambda d, checks: d.is_compared and checks.get(Name.SUPPORT) is State.FAILED,
        cap=Cap.NO_VERDICT,
        is_gate=True,
    ),
    Row(
        name="not in step before",
        condition="The schools may have been moving apart before the start",
        when=lambda _, checks: checks.get(Name.PRE_TREND) in (State.DOWNGRADED, State.FAILED),
        shows=(Show.PRE_TREND_BOUND,),
        cap=Cap.PROBABLY,
    ),
    Row(
        name="methods disagree",
        condition="Another method does not say the same",
        when=lambda _, checks: checks.get(Name.METHODS) in (State.DOWNGRADED, State.FAILED),
        cap=Cap.PROBABLY,
        caveats=(Caveat.METHODS_DISAGREE,),
    ),
)

ROWS = (*REFUSALS, *KINDS, *SIZES, *TIMES, *CHECKED)

"""What a row of the decision table can say: methods, what stands beside, and how far it may go."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum, StrEnum

from leadwell.evidence.verdict.caveats import Caveat
from leadwell.evidence.verdict.checks import Name, States
from leadwell.evidence.verdict.design import Design

When = Callable[[Design, States], bool]


class Cap(IntEnum):
    """The most that may be said, from nothing to everything that the figures allow."""

    NO_VERDICT = 0
    CANNOT_TELL = 1
    PROBABLY = 2
    SOME = 3
    FULL = 4


class Headline(StrEnum):
    """The method that gives the answer; where rows name several, the one further down."""

    MATCHED = "change against matched similar schools"
    BY_START = "change against matched similar schools, start year by start year"
    PUPIL_MODEL = "pupils' change against that of pupils at other schools"
    LINE = "the school's line beside the schools nearest to it"
    CHANGE = "change alone, with its range"
    ANSWERS = "the same people's answers before and after"
    POWER = "what could be seen, and when"
    NOTHING = "nothing"


class Inference(StrEnum):
    """How chance is measured; where rows name several, the one further down."""

    SCHOOLS = "groups of schools drawn from all that did not take part"
    TRUSTS = "trusts drawn from all that did not take part"
    RANK = "the school's place among all schools"
    CLUSTERS = "pupils within schools"
    EXACT = "exact test on pairs"
    NOTHING = "nothing"


class Show(StrEnum):
    """What stands beside the answer, or must not."""

    EACH_SCHOOL = "each school's line"
    SCHOOL_T = "t-test on schools"
    LEAVE_ONE_OUT = "the answer without each school in turn"
    WILD = "wild bootstrap"
    CLUSTERED = "clustered standard error"
    EVENT_STUDY = "year by year"
    SYNTHETIC = "synthetic difference-in-differences"
    PRE_TREND_BOUND = "how large a drift would undo the answer"
    SCHOOL_PLACEBO = "the same with schools drawn one by one"
    LAST_YEAR_BASE = "the last year before alone as base"
    NATIONAL_CHANGE = "how England changed from 2018/19 to 2022/23"
    BOTH_BASES = "the answer with and without the last year before the start"
    RECRUITMENT_ARTEFACT = "what the year of choosing would have added"
    ONE_CYCLE_EARLIER = "the same rule one cycle earlier"
    ATTAINMENT = "attainment beside it"
    DISADVANTAGED = "results of disadvantaged pupils alone"
    GAP_SHARE = "how many schools have a published gap"
    SUBGROUPS = "groups of pupils"
    DOSE = "how much was done against how much changed"
    TEST_NORMS = "growth expected by the test's norms"
    ORDINAL = "how many went up, stayed and went down"
    COUNTS = "counts alone"
    SHAPE = "test of the shape of the answers"
    UNPAIRED = "people who answered once, apart"
    POWER = "how many schools and years would be needed"
    PLAIN_TWFE = "two-way fixed effects with one coefficient"
    MONTHS = "months' progress"
    SINGLE_YEARS = "figures of single years"
    FILLED_YEARS = "figures for years without results"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row. `condition` says in words what `when` asks.

    text: for the reader, where the row refuses, forbids a verdict or fixes it; else "".
    is_refusal: no answer at all. is_gate: these schools should not be compared.
    cap_outside: the cap where not one of the groups drawn moved as far; None for the same.
    checks: those that must be passed before anything is said without "probably".
    """

    name: str
    condition: str
    when: When
    headline: Headline | None = None
    inference: Inference | None = None
    shows: tuple[Show, ...] = ()
    never: tuple[Show, ...] = ()
    text: str = ""
    is_refusal: bool = False
    is_gate: bool = False
    cap: Cap = Cap.FULL
    cap_outside: Cap | None = None
    checks: tuple[Name, ...] = ()
    caveats: tuple[Caveat, ...] = ()

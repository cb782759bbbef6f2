"""The parts that sentences about a verdict are made of."""

import re
from dataclasses import dataclass

from leadwell.evidence.estimate import Estimate, Interval
from leadwell.evidence.sizes.detectable import Detectable
from leadwell.evidence.verdict import spoken
from leadwell.evidence.verdict.decision_row import Cap, Show
from leadwell.evidence.verdict.design import Design, label
from leadwell.evidence.verdict.found import ENOUGH_DRAWN, Evidence
from leadwell.evidence.verdict.judging import Judgement, Verdict

NEVER_SAID = re.compile(
    r"\b(impact|significant(ly)?|prove[sdn]?|proof|best|worst|top|rank(s|ed|ing)?|stars?|league)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Words:
    """How an outcome is named in the middle of a sentence, and how it moves.

    name: "reading", "the gap in maths". unit: "points" or "percentage points". up, down: past
    tense of getting better and worse ("rose", "fell"; a gap "narrowed", "widened").

    Raises ValueError for no name, and for a word that is never said of results.
    """

    name: str
    unit: str = "points"
    up: str = "rose"
    down: str = "fell"

    def __post_init__(self) -> None:
        for word in (self.name, self.unit, self.up, self.down):
            if not word.strip():
                raise ValueError("an outcome needs a name, a unit and its verbs")
            if found := NEVER_SAID.search(word):
                raise ValueError(f"“{found[0]}” is never said of results")


@dataclass(frozen=True, slots=True)
class Said:
    """What a sentence about figures needs at hand."""

    words: Words
    judgement: Judgement
    evidence: Evidence

    @property
    def estimate(self) -> Estimate:
        return self.evidence.estimate

    @property
    def interval(self) -> Interval:
        """The 95% one; a verdict from figures has it."""
        value = self.estimate.estimate
        return self.estimate.interval or (value, value)

    @property
    def is_worse(self) -> bool:
        return self.judgement.verdict in (Verdict.WORSE, Verdict.PROBABLY_WORSE)


def begun(judgement: Judgement, text: str) -> str:
    """A sentence that begins with the outcome's name, and how far it can be relied on before it."""
    if judgement.verdict is Verdict.SAME and (judgement.reasons or judgement.cap < Cap.SOME):
        return f"As far as we can tell, {text}"
    if judgement.verdict in (Verdict.BETTER, Verdict.SAME, Verdict.WORSE) and (
        judgement.cap is Cap.SOME
    ):
        return f"With some confidence: {text}"
    return capital(text)


def capital(text: str) -> str:
    return text[0].upper() + text[1:]


def moved(said: Said) -> tuple[str, str]:
    """Verb and comparison: ("rose", "more"), ("fell", "less"), ("came out", "better").

    By the schools' own change: schools that fell while others fell further did not rise.
    """
    own = spoken.tenths(said.evidence.change)
    if own == 0:
        return "came out", "worse" if said.is_worse else "better"
    verb = said.words.up if own > 0 else said.words.down
    return verb, "more" if (own > 0) != said.is_worse else "less"


def much(said: Said) -> str:
    """ "1.3 points (0.5 to 2.1)", in the direction of the sentence it is in."""
    interval = spoken.turned(said.interval) if said.is_worse else said.interval
    return f"{spoken.amount(said.estimate.estimate, said.words.unit)} ({spoken.between(interval)})"


def signed(said: Said) -> str:
    """ "−0.6 points (−2.2 to 1.0; above 0 is better)"; without a range where there is none."""
    value = f"{spoken.number(spoken.tenths(said.estimate.estimate))} {said.words.unit}"
    if said.estimate.interval is None:
        return f"{value} (above 0 is better)"
    return f"{value} ({spoken.between(said.interval)}; above 0 is better)"


def months(said: Said) -> str:
    """ ", roughly two months’ progress (one to three)", or nothing where months are not known."""
    if said.evidence.months is None or Show.MONTHS in said.judgement.decision.never:
        return ""
    return f", {spoken.months(*said.evidence.months, is_worse=said.is_worse)}"


def noticed(detectable: Detectable, unit: str) -> str:
    """ "1.6 points or more (about three months’ progress or more)"."""
    points = spoken.at_least(detectable.points, unit)
    if detectable.months is None:
        return points
    return f"{points} ({spoken.months_or_more(detectable.months)})"


def whose(design: Design, *, is_by_trust: bool) -> str:
    """ "the 8 schools that took part", "the trust’s 8 schools"."""
    schools = spoken.schools(design.n_eligible)
    if is_by_trust and design.n_trusts == 1:
        return f"the trust’s {schools}"
    if is_by_trust and design.n_trusts == 2:
        return f"the two trusts’ {schools}"
    return f"the {schools} that took part"


def beside(said: Said) -> str:
    """What one school is shown with: as many others as were found, up to 20."""
    n = said.estimate.n_comparison
    others = "that of its nearest school" if n == 1 else f"those of its {n:,} nearest schools"
    return f"Its line for {said.words.name} is shown beside {others}."


def fluke(said: Said) -> tuple[str, ...]:
    """How many groups that did not take part moved as far; nothing where none were drawn."""
    as_large, drawn = said.evidence.n_as_large, said.evidence.n_drawn
    if as_large is None or drawn is None:
        return ()
    share = spoken.of_them(as_large, drawn, enough=ENOUGH_DRAWN)
    tail = f"{share} moved at least this far apart from schools like them, either way."
    is_count = drawn < ENOUGH_DRAWN
    of = f"{drawn:,} " if is_count else ""
    groups, others = ("group", "school") if is_count and drawn == 1 else ("groups", "schools")
    n = said.judgement.design.n_eligible
    if said.judgement.decision.is_by_trust:
        trusts = said.evidence.n_trusts or drawn
        compared = f"We compared with {trusts:,} other {'trust' if trusts == 1 else 'trusts'}"
        if said.judgement.design.n_trusts == 1:
            return (f"{compared}: {tail}",)
        return (f"{compared}. Of {of}{groups} of schools made up of these, {tail}",)
    if n == 1:
        return (f"Of {of}other {others}, {tail}",)
    return (f"Of {of}{groups} of {spoken.schools(n)} that did not take part, {tail}",)


def footing(design: Design, evidence: Evidence) -> str:
    """Years, schools, pupils, source and edition: under every answer."""
    estimate = evidence.estimate
    of = f" of the {design.n_found:,}" if design.n_found != design.n_eligible else ""
    parts = [
        f"{design.n_eligible:,}{of} {'school' if design.n_found == 1 else 'schools'} that took part"
    ]
    if estimate.n_pupils == estimate.n_pupils:  # known
        parts[0] += f" ({estimate.n_pupils:,.0f} pupils after the start)"
    if estimate.n_comparison and design.is_compared:
        similar = "similar school" if estimate.n_comparison == 1 else "similar schools"
        parts.append(f"{estimate.n_comparison:,} {similar}")
    return (
        f"Based on {' and '.join(parts)}.{_years(design)} "
        f"Source: {evidence.source}, {evidence.vintage}."
    )


def _years(design: Design) -> str:
    if not design.base_years or not design.after_years:
        return ""
    if design.is_staggered:
        first, last = label(design.base_years[0]), label(design.after_years[-1])
        return f" Years: {first} to {last}, each school before and after its own start."
    before = spoken.listed([label(year) for year in design.base])
    after = spoken.listed([label(year) for year in design.after_years])
    return f" Years: {before} before the start, {after} after."

"""Which criteria of a set of rules published figures decide, and what they say. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from leadwell.explore.choosing.figures import ENGLAND, Figures
from leadwell.explore.choosing.rule_sets import OWN, Criterion, Test
from leadwell.lib.academic_year import label
from leadwell.schools import catalogue
from leadwell.schools.catalogue import Unit
from leadwell.web.numbers import plain

UNDECIDED = "Published figures do not decide it"


@dataclass(frozen=True, slots=True)
class Decided:
    """is_met: None where the figures that it needs are not published. why: in words, with them."""

    is_met: bool | None
    why: str


@dataclass(frozen=True, slots=True)
class Read:
    """Of one test in one year."""

    holds: bool | None
    says: str


def decide(
    criterion: Criterion, figures: Figures, school: int, *, own: str, years: Sequence[int]
) -> Decided:
    """own: the programme's first measure. years: with figures, the oldest first.

    A year in which a figure it needs is hidden or absent decides nothing; what the other years say
    may be enough.
    """
    looked_at = years[-criterion.of_years :]
    if len(looked_at) < criterion.of_years:
        return Decided(None, f"{UNDECIDED}: {_so_many(looked_at, criterion.of_years)}")
    if criterion.fall:
        return _fall(criterion.fall, figures, school, own, looked_at)
    found = {year: _year(criterion, figures, school, own, year) for year in looked_at}
    held = [year for year, read in found.items() if read.holds]
    unknown = [year for year, read in found.items() if read.holds is None]
    said = "; ".join(f"{label(year)}: {read.says}" for year, read in found.items())
    if len(held) >= criterion.in_years:
        return Decided(True, said)
    if len(held) + len(unknown) >= criterion.in_years:
        return Decided(None, f"{UNDECIDED}. {said}")
    return Decided(False, said)


def _year(criterion: Criterion, figures: Figures, school: int, own: str, year: int) -> Read:
    every = [_test(test, figures, school, own, year) for test in criterion.all_of]
    one = [_test(test, figures, school, own, year) for test in criterion.any_of]
    holds = _all(read.holds for read in every)
    if one:
        holds = _all([holds, _any(read.holds for read in one)])
    return Read(holds, ", ".join(read.says for read in (*every, *one)))


def _test(test: Test, figures: Figures, school: int, own: str, year: int) -> Read:
    measure = catalogue.load().by_key[own if test.measure == OWN else test.measure]
    value = figures.value(school, year, measure.key)
    name = measure.short_label[:1].lower() + measure.short_label[1:]
    if test.kind == "gap":
        return _gap(test, figures, school, year, measure, name)
    if value is None:
        reason = figures.reason(school, year, measure.key).sentence
        return Read(None, f"{name}: {reason[:1].lower() + reason[1:]}")
    written = _written(value, measure)
    if test.kind == "below":
        return Read(value < test.line, f"{name} {written} (line {_written(test.line, measure)})")
    england = (
        0.0 if measure.unit is Unit.PROGRESS_POINTS else figures.value(ENGLAND, year, measure.key)
    )
    if england is None:
        return Read(None, f"{name} {written} (England not loaded)")
    return Read(
        england - value >= test.line, f"{name} {written} (England {_written(england, measure)})"
    )


def _gap(
    test: Test, figures: Figures, school: int, year: int, measure: catalogue.Measure, name: str
) -> Read:
    keys = (measure.disadvantaged, measure.other)
    values = [figures.value(school, year, key) if key else None for key in keys]
    ours, others = values
    if ours is None or others is None:
        return Read(None, f"{name}: not published for disadvantaged pupils and others")
    said = f"{name} {_written(ours, measure)} of disadvantaged pupils, {_written(others, measure)} of others"
    return Read(others - ours >= test.line, said)


def _fall(test: Test, figures: Figures, school: int, own: str, years: Sequence[int]) -> Decided:
    key = own if test.measure == OWN else test.measure
    measure = catalogue.load().by_key[key]
    first, last = years[0], years[-1]
    was, now = figures.value(school, first, key), figures.value(school, last, key)
    if was is None or now is None:
        return Decided(
            None, f"{UNDECIDED}: not published for {label(first)} and {label(last)} both"
        )
    name = measure.short_label[:1].lower() + measure.short_label[1:]
    said = f"{name} {label(first)} {_written(was, measure)}, {label(last)} {_written(now, measure)}"
    return Decided(was - now >= test.line, said)


def _all(parts: Iterable[bool | None]) -> bool | None:
    """False where one is; None where one is not known and none is false."""
    held = list(parts)
    if False in held:
        return False
    return None if None in held else True


def _any(parts: Iterable[bool | None]) -> bool | None:
    held = list(parts)
    if True in held:
        return True
    return None if None in held else False


def _written(value: float, measure: catalogue.Measure) -> str:
    sign = "%" if measure.unit is Unit.PERCENT else ""
    return f"{plain(value, 0 if value == int(value) else 1)}{sign}"


def _so_many(years: Sequence[int], wanted: int) -> str:
    if not years:
        return "no results are loaded"
    return f"{len(years)} of {wanted} years with results are loaded"

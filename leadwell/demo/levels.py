"""Which years have results, and how high the country's results are in each."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources

import yaml

FIRST_YEAR = 2015
NOT_PUBLISHED = (2019, 2020, 2021)  # no tests twice, then results that were not published by school


@dataclass(frozen=True, slots=True)
class Levels:
    """Per cent of the country's pupils at each standard in one academic year; has_progress: whether
    progress measures were made that year."""

    reading: int
    gps: int
    maths: int
    writing: int
    writing_higher: int
    science: int
    has_progress: bool


@cache
def of(academic_year: int) -> Levels:
    """The levels of that year; a year not told of yet is like the last one told.

    Progress is made again from 2025/26 until the cohorts with no Key Stage 1 test, from 2027/28.
    """
    text = resources.files(__package__).joinpath("levels.yaml").read_text("utf-8")
    told = yaml.safe_load(text)
    facts = dict(told[min(academic_year, max(told))])
    has_progress = facts.pop("progress") and academic_year <= 2026
    return Levels(**facts, has_progress=has_progress)


def years(today: date) -> tuple[int, ...]:
    """Academic years with school results out by `today`: from 1 September after the tests."""
    last = today.year - 1 if today >= date(today.year, 9, 1) else today.year - 2
    return tuple(y for y in range(FIRST_YEAR, last + 1) if y not in NOT_PUBLISHED)


def status(academic_year: int, today: date) -> str:
    """provisional until December, revised until April, then final."""
    if today < date(academic_year + 1, 12, 1):
        return "provisional"
    return "revised" if today < date(academic_year + 2, 4, 1) else "final"

"""Academic years, known by the year they start: 2018 is 2018/19, 1 September to 31 August."""

import re
from datetime import date, timedelta

START_MONTH = 9
FORMS = re.compile(r"(\d{4})\s*[-/–]?\s*(\d{2}|\d{4})")


def parse(text: str) -> int:
    """2018 for "2018/19", and for the other ways it is written: 2018-19, 201819, 2018/2019.

    Raises ValueError, as a sentence to show, for anything else.
    """
    found = FORMS.fullmatch(text.strip())
    if found:
        start, end = int(found[1]), found[2]
        if end == str(start + 1)[-len(end) :]:
            return start
    raise ValueError(f'"{text}" is not an academic year. Write it like 2018/19.')


def label(academic_year: int) -> str:
    """ "2018/19" for 2018."""
    return f"{academic_year:04}/{(academic_year + 1) % 100:02}"


def short(academic_year: int) -> str:
    """ "18/19" for 2018: for the axis of a chart."""
    return label(academic_year)[2:]


def of(day: date) -> int:
    """The academic year that a day falls in."""
    return day.year if day.month >= START_MONTH else day.year - 1


def first_day(academic_year: int) -> date:
    return date(academic_year, START_MONTH, 1)


def last_day(academic_year: int) -> date:
    return first_day(academic_year + 1) - timedelta(days=1)


def exam_date(academic_year: int) -> date:
    """The Monday of the Key Stage 2 test week in the year's summer: the second Monday of May.

    Results are published about the schools as they were that day.
    """
    eighth = date(academic_year + 1, 5, 8)
    return eighth + timedelta(days=-eighth.weekday() % 7)

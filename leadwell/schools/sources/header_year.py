"""Which year a file of the performance tables is for: no column says, but the header lets on."""

import re
from collections.abc import Sequence

from leadwell.lib.academic_year import label
from leadwell.schools.catalogue import Catalogue
from leadwell.schools.sources.headers import fold
from leadwell.schools.sources.refusal import Refused

FIRST_YEAR = 2015
"""Of today's tests. Results before it are in levels."""

FULL_WIDTH = 200
"""A file with fewer columns is somebody's cut: its header cannot be held to a year's layout."""

_ENDING = re.compile(r".+_(\d\d)")


def year_of(header: Sequence[str], given: int | None, catalogue: Catalogue) -> tuple[int, str]:
    """The academic year a file is for, and a sentence saying how we know.

    given: what the reader says, or None. Raises Refused when it and the header disagree, when
    neither says, or when no results were published for that year.
    """
    told = _told_by(header, catalogue)
    if given is not None:
        _refuse_year_without_results(given, catalogue)
    if told is None:
        if given is None:
            raise Refused(
                "The column names do not say which year this file is for. Say it, like 2018/19."
            )
        return given, "the header names no year, taken on trust"
    if given is not None and given != told:
        raise Refused(
            f"This file is for {label(told)} by its column names, not for {label(given)}. "
            "Check the year, or the file."
        )
    return told, f"header says {label(told)}"


def _told_by(header: Sequence[str], catalogue: Catalogue) -> int | None:
    """Last year's figures end in last year's summer: _18 stands in the file for 2018/19."""
    names = {fold(name) for name in header}
    endings = [int(found[1]) for name in names if (found := _ENDING.fullmatch(name))]
    if endings:
        year = 2000 + max(endings)
        while catalogue.no_results(year):  # the first tables after a gap look back over it
            year += 1
        return year
    # The first tables of today's tests: all their columns, and no earlier year to look back on.
    is_first = len(header) >= FULL_WIDTH and "ptreadta_exp" in names
    return FIRST_YEAR if is_first else None


def _refuse_year_without_results(year: int, catalogue: Catalogue) -> None:
    why = catalogue.no_results(year)
    if why:
        raise Refused(
            f"No results were published for {label(year)} ({why.sentence.lower()}). Check the year."
        )
    if year < FIRST_YEAR:
        raise Refused(
            f"Results for {label(year)} are in levels, from before today's tests. "
            f"The first year to take in is {label(FIRST_YEAR)}."
        )

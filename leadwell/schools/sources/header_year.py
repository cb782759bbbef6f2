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

_ENDING = re.compile(r"(.+)_(\d\d)")


def year_of(header: Sequence[str], given: int | None, catalogue: Catalogue) -> tuple[int, str]:
    """The academic year a file is for, and a sentence saying how we know.

    given: what the reader says, or None. Raises Refused when it and the header disagree, when
    neither says, or when no results were published for that year.
    """
    told = _told_by(header, catalogue)
    if given is not None:
        _refuse_year_without_results(given, catalogue)
    else:
        _refuse_columns_at_odds(header)
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
    if endings := _latest_endings(header):
        year = 2000 + max(endings.values())
        while catalogue.no_results(year):  # the first tables after a gap look back over it
            year += 1
        return year
    # The first tables of today's tests: all their columns, and no earlier year to look back on.
    is_first = len(header) >= FULL_WIDTH and "ptreadta_exp" in names
    return FIRST_YEAR if is_first else None


def _latest_endings(header: Sequence[str]) -> dict[str, int]:
    """For each figure that looks back, the latest of the two-digit years its columns end in."""
    latest: dict[str, int] = {}
    for name in map(fold, header):
        if found := _ENDING.fullmatch(name):
            latest[found[1]] = max(int(found[2]), latest.get(found[1], 0))
    return latest


def _refuse_columns_at_odds(header: Sequence[str]) -> None:
    """In every file published, all figures look back to the same year: one letter damaged in a
    name must not make the whole file another year's."""
    latest = _latest_endings(header)
    at_odds = {ending: stem for stem, ending in sorted(latest.items(), reverse=True)}
    if len(at_odds) > 1:
        named = " and ".join(
            f"{stem.upper()}_{ending:02}" for ending, stem in sorted(at_odds.items())
        )
        raise Refused(
            f"The column names do not agree on the year before this file's: {named}. "
            "Download it again, or say which year it is for, like 2018/19."
        )


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

"""Which years before a start schools are measured from: one rule for whoever asks."""

from collections.abc import Iterable
from dataclasses import dataclass

N_BASE_YEARS = 3  # results further back say little more of a school, and more schools lack them


@dataclass(frozen=True, slots=True)
class Base:
    """The years before: those averaged, and those that are not with the reason in words."""

    years: tuple[int, ...]
    left_out: tuple[tuple[int, str], ...]


def base_years(
    published: Iterable[int],
    start: int,
    *,
    recruited_on: int | None = None,
    most: int = N_BASE_YEARS,
) -> Base:
    """The last `most` academic years with results before a start, without the recruitment year.

    published: years with results. recruited_on: the year whose results the schools were chosen
    by, left out since a year picked for being low is followed by better ones whatever is done
    (Galton's regression to the mean; Ashenfelter, 1978, Review of Economics and Statistics 60).
    `years` is empty where none is left. Raises ValueError for most below 1.
    """
    if most < 1:
        raise ValueError("a base is of at least one year")
    known = sorted({int(year) for year in published})
    fit = [year for year in known if year < start and year != recruited_on]
    used = tuple(fit[-most:])
    left_out = tuple(
        (year, _reason(year, known, recruited_on))
        for year in range(known[0] if known else start, start)
        if year not in used
    )
    return Base(used, left_out)


def _reason(year: int, known: list[int], recruited_on: int | None) -> str:
    if year not in known:
        return "no results were published"
    if year == recruited_on:
        return "the schools were chosen by its results"
    return "too long before the start"

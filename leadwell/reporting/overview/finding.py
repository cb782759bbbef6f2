"""What the overview's figures say, in a sentence that claims no more than chance allows."""

from dataclasses import dataclass

from leadwell.lib import academic_year as years
from leadwell.reporting.overview.rows import WRITINGS
from leadwell.reporting.overview.standing import Standing
from leadwell.schools.catalogue import Measure, Unit

ENGLAND = "England"
CHOSEN = "you chose"
BY_CHANCE = 0.025  # of schools just like England, how many lie below its figure's range by chance


@dataclass(frozen=True, slots=True)
class Comparator:
    """An area's or England's own published figure, with its published number of pupils."""

    name: str
    value: float
    n: int | None

    def text(self, measure: Measure) -> str:
        of = f" of {self.n:,} pupils" if self.n and measure.unit is Unit.PERCENT else ""
        return f"{self.name}: {WRITINGS[measure.unit].write(self.value)}{of}"


@dataclass(frozen=True, slots=True)
class Finding:
    """heading: the finding. lede: the rest of the schools, and the comparators. caution: how many
    would look so by chance alone. missing: who is not in the table, and why."""

    heading: str
    lede: str
    caution: str
    missing: str


def topic(measure: Measure) -> str:
    """ "reading, writing and maths", "writing, greater depth": the result, inside a sentence."""
    words = measure.short_label
    return words[:1].lower() + words[1:]


def finding(
    *,
    standing: Standing,
    measure: Measure,
    academic_year: int,
    where: str,
    comparators: list[Comparator],
    has_england: bool,
) -> Finding:
    """where: "in Larkshire", "of Larkwater Learning Trust", CHOSEN, or "" for all that are loaded."""
    n = standing.n_with
    schools = f"{'the ' if where == CHOSEN else ''}{n:,} {_schools(n)} {where}".strip()
    return Finding(
        heading=_heading(standing, measure, schools, academic_year, has_england),
        lede=_lede(standing, measure, comparators, has_england),
        caution=_caution(n) if has_england else "",
        missing=_missing(standing, academic_year),
    )


def _heading(
    standing: Standing, measure: Measure, schools: str, academic_year: int, has_england: bool
) -> str:
    below, n = standing.n_below, standing.n_with
    if not n or not has_england:
        return f"{schools[:1].upper()}{schools[1:]} with results in {topic(measure)}, {years.label(academic_year)}"
    beyond = "by more than chance would explain"
    if n == 1:
        is_there = "is" if below else "is not"
        return f"This school {is_there} below England in {topic(measure)} {beyond}"
    if not below:
        return f"None of {schools} is below England in {topic(measure)} {beyond}"
    verb = "is" if below == 1 else "are"
    return f"{below:,} of {schools} {verb} below England in {topic(measure)} {beyond}"


def _lede(
    standing: Standing, measure: Measure, comparators: list[Comparator], has_england: bool
) -> str:
    published = [f"{each.text(measure)}." for each in comparators]
    if all(each.name != ENGLAND for each in comparators):
        by_definition = "Pupils in England: 0 on average, by definition."
        is_progress = measure.unit is Unit.PROGRESS_POINTS
        published.append(by_definition if is_progress else "England's figure is not loaded.")
    if not has_england or standing.n_with < 2:
        return " ".join(published)
    near = standing.n_with - standing.n_below - standing.n_above
    counts = f"{_are(standing.n_above)} above. {_are(near)} too close to tell."
    return " ".join([counts, *published])


def _are(n: int) -> str:
    return "None is" if not n else f"{n:,} is" if n == 1 else f"{n:,} are"


def _caution(n: int) -> str:
    expected = round(n * BY_CHANCE)
    if not expected:
        return ""
    return (
        f"If all {n:,} schools were just like England, about {expected:,} would still look below "
        "it, and as many above."
    )


def _missing(standing: Standing, academic_year: int) -> str:
    without = len(standing.ids) - standing.n_with
    parts = []
    if without:
        parts.append(
            f"{without:,} of the {len(standing.ids):,} {_schools(len(standing.ids))} "
            f"{'has' if without == 1 else 'have'} no published figure: the reason stands in its "
            "place."
        )
    if standing.n_without_row > 0:
        n = standing.n_without_row
        parts.append(
            f"{n:,} more open {_schools(n)} had no results at age 11 in {years.label(academic_year)}: "
            "infant schools, for example, and new ones."
        )
    return " ".join(parts)


def _schools(n: int) -> str:
    return "school" if n == 1 else "schools"

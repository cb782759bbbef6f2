"""What is seen of a school when it is screened: its figures, and each criterion."""

from collections.abc import Mapping
from dataclasses import dataclass

from leadwell.explore.choosing import deciding, figures, rule_sets
from leadwell.explore.choosing.deciding import Decided
from leadwell.explore.choosing.need import Need, need_of
from leadwell.explore.choosing.rule_sets import Criterion, RuleSet
from leadwell.explore.choosing.rules_of import rules_of
from leadwell.explore.models import Candidate
from leadwell.schools import catalogue

TO_A_PERSON = Decided(None, "")


@dataclass(frozen=True, slots=True)
class CriterionLine:
    """A criterion and what published figures say to it. decided.is_met: None where a person says.
    says: with the measure where it is the programme's own."""

    criterion: Criterion
    decided: Decided
    says: str

    @property
    def wants_a_person(self) -> bool:
        return self.decided.is_met is None


@dataclass(frozen=True, slots=True)
class Seen:
    """All that screening looks at."""

    rule_set: RuleSet
    need: Need
    lines: tuple[CriterionLine, ...]

    @property
    def met_by_figures(self) -> bool:
        return any(line.decided.is_met for line in self.lines)


def look(candidate: Candidate) -> Seen:
    """Four queries, one more for the names of files: by the current version of the rules."""
    chosen = rules_of(candidate.programme).current
    measures = figures.measures_of(candidate.programme)
    own, school = measures[0], candidate.standing_school.pk
    needed = {own.key: own} | {each.key: each for each in _tested(chosen)}
    loaded = figures.loaded_years()
    years = {key: figures.years_of(measure, loaded) for key, measure in needed.items()}
    shown = [year for measure in measures for year in figures.years_of(measure, loaded)]
    read = figures.read([school], {*shown, *(year for held in years.values() for year in held)})

    def decided(each: Criterion) -> Decided:
        if not each.is_published:
            return TO_A_PERSON
        leading = _leading(each, needed, own.key)
        with_figures = figures.with_figures(leading, loaded)[-figures.YEARS :]
        return deciding.decide(each, read, school, own=own.key, years=with_figures)

    lines = tuple(
        CriterionLine(each, decided(each), each.said_of(own.short_label))
        for each in chosen.criteria
    )
    return Seen(chosen, need_of(school, measures, read), lines)


def _leading(
    criterion: Criterion, needed: Mapping[str, catalogue.Measure], own: str
) -> catalogue.Measure:
    """The measure by whose years a criterion counts: its first."""
    tests = (*criterion.all_of, *criterion.any_of, *([criterion.fall] if criterion.fall else []))
    key = tests[0].measure
    return needed[own if key == rule_sets.OWN else key]


def _tested(chosen: RuleSet) -> list[catalogue.Measure]:
    by_key = catalogue.load().by_key
    tests = [
        test
        for each in chosen.criteria
        for test in (*each.all_of, *each.any_of, *([each.fall] if each.fall else []))
    ]
    return [by_key[test.measure] for test in tests if test.measure != rule_sets.OWN]

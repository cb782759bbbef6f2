"""Candidates as lines: one gathering for the page and for the files that are taken to a meeting."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.db.models import Case, F, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce, NullIf

from leadwell.explore.choosing import figures as published
from leadwell.explore.choosing import need, the_set
from leadwell.explore.choosing.need import NeedLine
from leadwell.explore.choosing.rules_of import RulesOf, rules_of
from leadwell.explore.models import (
    Assessment,
    Candidate,
    CandidateQuerySet,
    Colour,
    Screening,
)
from leadwell.explore.models.readiness import said_otherwise
from leadwell.programmes import phases
from leadwell.programmes.models import Programme
from leadwell.schools.catalogue import Measure
from leadwell.schools.models import School

T = TypeVar("T", Assessment, Screening)
NOT_PUBLISHED = "No results are published"
STANDS = Coalesce(NullIf(F("override"), Value("")), F("colour"))
RULED = Case(When(override="", then=Value("")), default=F("colour"))


@dataclass(frozen=True, slots=True)
class Line:
    """One candidate in a list. colour: "" before it was assessed. by_rules: the colour the rules
    say, where somebody gave another; else "". minutes: None where not known.

    need: as published, a line a measure. no_data: why nothing is, as its screening has it. met:
    criteria it meets, in words. whys: what of its readiness is Amber or Red. All four empty in a
    list that gives no reasons.
    """

    candidate: Candidate
    colour: str
    by_rules: str
    minutes: int | None
    is_far: bool
    need: tuple[NeedLine, ...] = ()
    no_data: str = ""
    met: tuple[str, ...] = ()
    whys: tuple[str, ...] = ()

    @property
    def school(self) -> School:
        return self.candidate.standing_school

    @property
    def unlike(self) -> str:
        """What to think over where it is of another phase than the programme is for; else ""."""
        its = self.candidate.programme.phases_of_education
        return phases.unlike(its, self.school.phase_of_education)

    @property
    def otherwise(self) -> str:
        """What marks a colour that somebody gave, without the reason: that is for who chooses."""
        return said_otherwise(self.by_rules)

    @property
    def criterion(self) -> str:
        met = self.candidate.is_eligible
        return "Not screened yet" if met is None else "Met" if met else "None met"

    @property
    def travel(self) -> str:
        if self.minutes is None:
            return ""
        return f"{self.minutes} min{', too far' if self.is_far else ''}"

    @property
    def need_said(self) -> tuple[str, ...]:
        """Each measure with England beside it: "Maths: 45% in 2024/25, England 61%"."""
        said = [
            f"{one.measure.short_label}: {one.ours} in {one.year}"
            + (f", England {one.england}" if one.england else "")
            for one in self.need
            if one.n_years
        ]
        if said:
            return tuple(said)
        return (f"{NOT_PUBLISHED}: {self.no_data}" if self.no_data else NOT_PUBLISHED,)

    @property
    def trend(self) -> str:
        """Of the first measure."""
        return self.need[0].trend if self.need else ""


@dataclass(frozen=True, slots=True)
class Whole:
    """Lines with their need and reasons. sources: the files that need is from, in words; "" where
    nothing is published."""

    lines: tuple[Line, ...]
    sources: str

    @property
    def with_years(self) -> tuple[NeedLine, ...]:
        """Of the first line, to head columns: measures and years are the same for all."""
        return tuple(each for each in self.lines[0].need if each.rows) if self.lines else ()


@dataclass(frozen=True, slots=True)
class _Known:
    """By the candidate's number."""

    need: Mapping[int, tuple[NeedLine, ...]]
    no_data: Mapping[int, str]
    met: Mapping[int, tuple[str, ...]]
    whys: Mapping[int, tuple[str, ...]]


NOTHING = _Known({}, {}, {}, {})


def in_order(found: CandidateQuerySet) -> CandidateQuerySet:
    """A to Z, with the colour of each, and the one the rules say where somebody gave another."""
    newest = Assessment.objects.filter(candidate=OuterRef("pk")).newest_first()[:1]
    colour = Subquery(newest.annotate(stands_now=STANDS).values("stands_now"))
    by_rules = Subquery(newest.annotate(ruled=RULED).values("ruled"))
    here = found.at_hand().annotate(colour_now=colour, by_rules_now=by_rules)
    return here.order_by("school__name", "pk")


def lines_of(
    found: Sequence[Candidate], programme: Programme, known: _Known = NOTHING
) -> tuple[Line, ...]:
    """Names, criteria met and colours, no reasons: what a board reads. Two queries."""
    if not found:
        return ()
    meets, most = the_set.places(programme), the_set.rule_of(programme).most_minutes
    return tuple(
        line_of(one, colour, meets, most, known, by_rules=by_rules)
        for one in found
        for colour, by_rules in [_colours(one)]
    )


def _colours(one: Candidate) -> tuple[str, str]:
    """As in_order has them: the one that stands, and what the rules say in place of which it does."""
    return getattr(one, "colour_now", "") or "", getattr(one, "by_rules_now", "") or ""


def line_of(
    candidate: Candidate, colour: str, meets: dict[int, School], most: int,
    known: _Known = NOTHING, *, by_rules: str = "",
) -> Line:  # fmt: skip
    """meets: where each hub meets, by its number. most: minutes from there that are not too far."""
    minutes = the_set.minutes_of(candidate, meets)
    return Line(
        candidate, colour, by_rules, minutes,
        is_far=minutes is not None and minutes > most,
        need=known.need.get(candidate.pk, ()),
        no_data=known.no_data.get(candidate.pk, ""),
        met=known.met.get(candidate.pk, ()),
        whys=known.whys.get(candidate.pk, ()),
    )  # fmt: skip


def whole_lines(found: Sequence[Candidate], programme: Programme) -> Whole:
    """With need, criteria and reasons. A constant number of queries, however many there are."""
    found = list(found)
    if not found:
        return Whole((), "")
    numbers = [one.pk for one in found]
    measures = published.measures_of(programme)
    needs, editions = _needs(found, measures)
    screenings = list(_newest(Screening.objects.prefetch_related("criteria"), numbers))
    assessments = _newest(Assessment.objects.all(), numbers)
    known = _Known(
        needs,
        no_data={one.candidate_id: one.no_data for one in screenings},
        met=_met(screenings, rules_of(programme)),
        whys={one.candidate_id: tuple(_whys(one)) for one in assessments},
    )
    sources = f"School performance tables {editions}." if editions else ""
    return Whole(lines_of(found, programme, known), sources)


def _needs(
    found: Sequence[Candidate], measures: Sequence[Measure]
) -> tuple[dict[int, tuple[NeedLine, ...]], str]:
    """By the candidate's number, and from which editions."""
    years = need.years_by_measure(measures)
    schools = {one.pk: one.standing_school.pk for one in found}
    figures = published.read(set(schools.values()), {y for held in years.values() for y in held})
    lines = {pk: need.lines_of(school, measures, years, figures) for pk, school in schools.items()}
    return lines, need.editions(figures)


def _met(screenings: Iterable[Screening], by: RulesOf) -> dict[int, tuple[str, ...]]:
    """In the words of the version of the rules that it was screened by."""
    found = {}
    for one in screenings:
        rules = by.of(one.rule_set, one.version)
        said = (rules.criterion(each.code).says for each in one.criteria.all() if each.is_met)
        found[one.candidate_id] = tuple(said)
    return found


def _whys(assessment: Assessment) -> Iterator[str]:
    """What is Amber or Red; first, where somebody said another colour than the rules."""
    if assessment.override:
        yield f"{assessment.otherwise}: {assessment.override_because}"
    for one in assessment.findings:
        if one["colour"] in (Colour.AMBER, Colour.RED):
            yield one["why"]


def _newest(rows: QuerySet[T], candidates: Collection[int]) -> QuerySet[T]:
    """Of screenings or assessments that of each candidate. One query."""
    mine = rows.filter(candidate__in=candidates)
    return mine.order_by("candidate_id", "-at", "-pk").distinct("candidate_id")

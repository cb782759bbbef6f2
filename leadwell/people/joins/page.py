"""What the pages about joining say: two schools side by side, and what would change."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from leadwell.lib.academic_year import label
from leadwell.lib.words import verb
from leadwell.schools import deciding
from leadwell.schools.joining import FROM_RESULTS
from leadwell.schools.models import (
    IdentityDecision,
    Join,
    Link,
    PublishedYear,
    RegisterEntry,
    School,
)
from leadwell.schools.sources.identity import EntryFacts, JoinKind, kind_of
from leadwell.web.templatetags.leadwell import NBSP, day_and_year

Row = tuple[str, ...]
NOT_SAID = "not said"
NO_REASON = ("not applicable", "not recorded")


@dataclass(frozen=True, slots=True)
class Step:
    """One URN of a school. join: how it followed the one before; None for the first. decision: of
    whoever decided that it did; None where files say so."""

    entry: RegisterEntry
    join: Join | None
    decision: IdentityDecision | None


@dataclass(frozen=True, slots=True)
class IdentityPage:
    """apart: decisions that hold this school apart from another. past: those taken back."""

    school: School
    steps: tuple[Step, ...]
    apart: tuple[IdentityDecision, ...]
    past: tuple[IdentityDecision, ...]


@dataclass(frozen=True, slots=True)
class Side:
    """One of two: URNs in order, and per year whether there are results (False: only a row)."""

    line: tuple[RegisterEntry, ...]
    years: dict[int, bool]

    @property
    def urns(self) -> str:
        return ", ".join(str(entry.urn) for entry in self.line)

    @property
    def name(self) -> str:
        return f"{self.line[-1].name} ({self.urns})"

    @property
    def with_results(self) -> set[int]:
        return {year for year, has in self.years.items() if has}


@dataclass(frozen=True, slots=True)
class Beside:
    """Two sides. said: what files say about these URNs. past: decisions about them taken back."""

    earlier: Side
    later: Side
    said: tuple[str, ...]
    past: tuple[IdentityDecision, ...]

    @property
    def facts(self) -> list[Row]:
        """What the register says about both; a fact that neither has is left out."""
        pairs = zip(_facts(self.earlier), _facts(self.later), strict=True)
        return [
            (name, ours or NOT_SAID, theirs or NOT_SAID)
            for (name, ours), (_, theirs) in pairs
            if ours or theirs
        ]

    @property
    def both(self) -> list[int]:
        """Years in which both have results."""
        return sorted(self.earlier.with_results & self.later.with_results)

    @property
    def years(self) -> list[Row]:
        """By year, what each has."""
        every = sorted(self.earlier.years | self.later.years)
        return [(label(y), _has(self.earlier, y), _has(self.later, y)) for y in every]

    @property
    def year_columns(self) -> Row:
        return "Year", self.earlier.urns, self.later.urns

    @property
    def fact_columns(self) -> Row:
        return "URN", self.earlier.urns, self.later.urns

    @property
    def joined(self) -> str:
        """Which years would be one line."""
        every = self.earlier.with_results | self.later.with_results
        if not every:
            return "Neither has results here yet. Those loaded later would be one line."
        return (
            f"Results of {spelt(every)} would be one line, on one page that all these URNs lead to."
        )

    @property
    def conflict(self) -> str:
        """Said where both have results in one year; "" where none."""
        if not self.both:
            return ""
        n = len(self.both)
        return (
            f"Both have results in {spelt(self.both)}. Two schools that were there at the same time "
            f"are seldom one. In {verb(n, 'that year', 'those years')} only one of them could be "
            "shown: that of the URN in force on the day of the tests."
        )

    @property
    def cut(self) -> str:
        """Said where the Department starts the later one's history again; "" where not."""
        opened = self.later.line[0]
        new = EntryFacts(opened.urn, opened.type_of_establishment, opened.reason_opened)
        if kind_of(new) is not JoinKind.SPONSOR_LED:
            return ""
        return (
            f"{opened.urn} opened as a sponsor-led academy, and the Department starts its history "
            "again. Results before it would be shown and marked so."
        )

    @property
    def parted(self) -> list[str]:
        """Whose each year would be."""
        return [_alone(side) for side in (self.earlier, self.later)]


def about(school: School) -> IdentityPage:
    """A school's URNs, and what was decided about them."""
    line = deciding.line_of(school)
    urns = [entry.urn for entry in line]
    joins = {join.new_urn: join for join in Join.objects.filter(old_urn__in=urns, new_urn__in=urns)}
    decisions = list(IdentityDecision.objects.about(urns))
    force = [each for each in decisions if each.taken_back_at is None]
    decided = {each.new_urn: each for each in force if each.is_one_school}
    return IdentityPage(
        school=school,
        steps=tuple(Step(e, joins.get(e.urn), decided.get(e.urn)) for e in line),
        apart=tuple(each for each in force if not each.is_one_school),
        past=tuple(each for each in decisions if each.taken_back_at is not None),
    )


def beside(earlier: School, later: School) -> Beside:
    """Two schools that somebody may join."""
    return _beside(deciding.line_of(earlier), deciding.line_of(later))


def halves(old_urn: int, new_urn: int) -> Beside:
    """What two URNs stand for, or would, once they are not one school."""
    entries = RegisterEntry.objects.filter(urn__in=(old_urn, new_urn)).select_related("school")
    schools = {entry.urn: entry.school for entry in entries}
    if schools[old_urn] != schools[new_urn]:
        return beside(schools[old_urn], schools[new_urn])
    line = deciding.line_of(schools[old_urn])
    urns = [entry.urn for entry in line]
    at = max(urns.index(old_urn), urns.index(new_urn))
    return _beside(line[:at], line[at:])


def spelt(years: set[int] | Sequence[int]) -> str:
    """ "2016/17 to 2018/19 and 2022/23": years that follow one another as one stretch."""
    stretches: list[list[int]] = []
    for year in sorted(years):
        if stretches and stretches[-1][-1] == year - 1:
            stretches[-1].append(year)
        else:
            stretches.append([year])
    words = [
        label(of[0]) if len(of) == 1 else f"{label(of[0])} to {label(of[-1])}" for of in stretches
    ]
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def _beside(earlier: Sequence[RegisterEntry], later: Sequence[RegisterEntry]) -> Beside:
    urns = [entry.urn for entry in (*earlier, *later)]
    return Beside(
        earlier=_side(earlier),
        later=_side(later),
        said=tuple(_said(urns)),
        past=tuple(
            IdentityDecision.objects.filter(old_urn__in=urns, new_urn__in=urns).exclude(
                taken_back_at=None
            )
        ),
    )


def _side(line: Sequence[RegisterEntry]) -> Side:
    years: dict[int, bool] = {}
    rows = PublishedYear.objects.filter(urn__in=[entry.urn for entry in line])
    for row in rows.only("academic_year", "values"):
        years[row.academic_year] = row.has_results or years.get(row.academic_year, False)
    return Side(tuple(line), years)


def _facts(side: Side) -> Iterator[tuple[str, str]]:
    first, last = side.line[0], side.line[-1]
    more = last.facts
    yield "Name", last.name
    yield "LAESTAB", str(last.laestab or "")
    yield "Type", last.type_of_establishment
    yield "Status", last.status
    yield "Opened", _when(first.opened_on, first.reason_opened)
    yield "Closed", _when(last.closed_on, last.reason_closed)
    yield "Phase", more.get("phase") or ""
    yield "Ages", _ages(more.get("low_age"), more.get("high_age"))
    yield "Pupils", str(more.get("n_pupils") or "")
    yield "Place", ", ".join(filter(None, (more.get("town"), more.get("postcode"))))
    yield "Council", str(last.la_code or "")
    yield "Trust", more.get("trust_name") or ""


def _when(on: date | None, why: str) -> str:
    """The day, able to break between its words in a narrow column, and why."""
    reason = "" if why.casefold() in NO_REASON else why
    return ", ".join(filter(None, (day_and_year(on).replace(NBSP, " ") if on else "", reason)))


def _ages(low: int | None, high: int | None) -> str:
    return "" if low is None or high is None else f"{low} to {high}"


def _has(side: Side, year: int) -> str:
    if year not in side.years:
        return "nothing"
    return "results" if side.years[year] else "a row without results"


def _alone(side: Side) -> str:
    if not side.with_results:
        return f"{side.name} would have no results."
    return f"{side.name} would have results of {spelt(side.with_results)}."


def _said(urns: Sequence[int]) -> Iterator[str]:
    for link in Link.objects.filter(Q(urn__in=urns) | Q(link_urn__in=urns)):
        since = f", {day_and_year(link.established_on)}" if link.established_on else ""
        if link.link_type == FROM_RESULTS:
            yield f"A results file: {link.urn} became {link.link_urn}{since}."
        else:
            yield f"The links file: {link.link_urn} is “{link.link_type}” of {link.urn}{since}."

"""A playbook as a page: what a director of school improvement sees first, and then all of it."""

from dataclasses import dataclass

from leadwell.lib import codes, words
from leadwell.programmes import lessons, measures, phases
from leadwell.programmes.lessons import Lesson
from leadwell.programmes.models import HALF_TERMS, Aim, Instrument, Intensity, Programme
from leadwell.programmes.playbooks import Playbook
from leadwell.programmes.playbooks.playbook import Aim as AimSaid
from leadwell.programmes.playbooks.playbook import Instrument as InstrumentSaid
from leadwell.programmes.playbooks.playbook import Year
from leadwell.programmes.playbooks.shape import BOARDS, EVIDENCE, ROLES
from leadwell.web.charts.drawing import sentence as in_a_sentence


@dataclass(frozen=True, slots=True)
class Fact:
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class AimLine:
    """when: "after 23 months"."""

    text: str
    term: str
    measure: str
    when: str
    baseline: str
    target: str
    owner: str


@dataclass(frozen=True, slots=True)
class YearTable:
    """rows: what it is, then a number for each of the six half-terms, then their sum."""

    title: str
    specialist: str
    note: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    @property
    def cells(self) -> list[list[tuple[str, str]]]:
        """Each value with its column's name, which a phone shows beside it."""
        return [list(zip(self.columns, row, strict=True)) for row in self.rows]


@dataclass(frozen=True, slots=True)
class Collected:
    name: str
    asks: str
    when: str
    use: str


@dataclass(frozen=True, slots=True)
class PlaybookPage:
    """All of it in words. Makes no query."""

    playbook: Playbook

    @property
    def facts(self) -> tuple[Fact, ...]:
        """In the order in which one asks."""
        one = self.playbook
        return (
            Fact("Schools", self._span),
            *([Fact("Phases", phases.listed(one.phases))] if one.phases else []),
            Fact("How long", length(one.months)),
            Fact("Visits a school, by year", self._visits),
            Fact("Strands", str(len(one.strands))),
            Fact("Active ingredients", str(one.n_ingredients)),
        )

    @property
    def whom(self) -> str:
        """For which pupils, in which schools, and how long one looks afterwards."""
        one = self.playbook
        pupils = in_a_sentence(one.own_group or str(Programme.FocusGroup(one.focus_group).label))
        return f"For {pupils} in {one.schools}, then {followed(one.follow_up_years)}."

    @property
    def in_a_line(self) -> str:
        """What stands on its card."""
        one = self.playbook
        return (
            f"{self._span} {one.schools}. {length(one.months)}. "
            f"Visits a school, by year: {self._visits}."
        )

    @property
    def _span(self) -> str:
        return f"{self.playbook.schools_fewest} to {self.playbook.schools_most}"

    @property
    def _visits(self) -> str:
        return ", then ".join(str(year.n_visits) for year in self.playbook.intensity)

    @property
    def aims(self) -> tuple[AimLine, ...]:
        return tuple(map(_aim, sorted(self.playbook.aims, key=lambda aim: aim.months)))

    @property
    def strands(self) -> tuple[tuple[str, str, str, tuple[object, ...]], ...]:
        """Name, who provides it, evidence in words, ingredients."""
        return tuple(
            (
                one.name, one.provider, f"{EVIDENCE[one.evidence]}: {_small(one.rests_on)}",
                one.ingredients,
            )
            for one in self.playbook.strands
        )  # fmt: skip

    @property
    def years(self) -> tuple[YearTable, ...]:
        return tuple(map(_year, self.playbook.intensity))

    @property
    def collected(self) -> tuple[Collected, ...]:
        return tuple(map(_collected, self.playbook.instruments))

    @property
    def boards(self) -> tuple[tuple[str, str, str, str], ...]:
        """Which, how often, who, and what it looks at."""
        return tuple(
            (
                BOARDS[one.board], str(Programme.Meets(one.meets).label), "; ".join(one.members),
                one.looks_at,
            )
            for one in self.playbook.boards
        )  # fmt: skip

    @property
    def money(self) -> tuple[tuple[str, str], ...]:
        """The line of the budget, and what it pays for."""
        says = {value.code: value.says for value in codes.of("budget_line").scales[0].values}
        return tuple((says[one.line], one.pays) for one in self.playbook.money)

    @property
    def funding(self) -> str:
        """By whose rules its money comes, and by which year it is counted."""
        one = self.playbook
        rules = f"Rules of the fund: {Programme.RuleSet(one.rule_set).label}."
        if not one.funding_year:
            return rules
        return f"{rules} Counted {Programme.FundingYear(one.funding_year).label}."

    @property
    def roles(self) -> tuple[tuple[str, str, str], ...]:
        word = self.playbook.specialist_word
        called = ROLES | {"SLE": word[0].upper() + word[1:]}
        return tuple((called[one.role], one.how_many, one.does) for one in self.playbook.roles)

    @property
    def readiness(self) -> tuple[tuple[str, str], ...]:
        says = {value.code: value.says for value in codes.of("readiness").scales[0].values}
        return tuple((says[one.point], one.watch) for one in self.playbook.readiness)

    @property
    def lasting(self) -> tuple[tuple[str, str], ...]:
        return tuple((one.text, after(one.months)) for one in self.playbook.lasting)

    @property
    def lessons(self) -> tuple[Lesson, ...]:
        """Those it rests on; one that a later release has no more is left out."""
        known = lessons.shipped()
        return tuple(known[key] for key in self.playbook.lessons if key in known)


def length(months: int) -> str:
    """ "2 school years" of 23 months, "18 months"."""
    years, left = divmod(months + 1, 12)
    return words.count(years, "school year") if left == 0 else words.count(months, "month")


def followed(years: int) -> str:
    return f"{words.count(years, 'year')} of results" if years else "no follow-up"


def after(months: int) -> str:
    return f"after {words.count(months, 'month')}"


def _aim(aim: AimSaid) -> AimLine:
    measure = measures.every()[aim.measured_by]
    target = "" if aim.target is None else f"{aim.target} {measure.unit}"
    return AimLine(
        text=aim.text,
        term=str(Aim.Term(aim.term).label),
        measure=aim.measure or measure.says,
        when=after(aim.months),
        baseline=aim.baseline,
        target=target,
        owner=str(Aim.Owner(aim.owner).label),
    )


def _year(year: Year) -> YearTable:
    asked = (("Visits", year.visits), ("Training", year.events), ("Meetings", year.meetings))
    return YearTable(
        title=f"Year {year.year}",
        specialist=str(Intensity.SpecialistAs(year.specialist).label),
        note=year.note,
        columns=("", *HALF_TERMS, "In all"),
        rows=tuple((name, *map(str, each), str(sum(each))) for name, each in asked),
    )


def _collected(one: InstrumentSaid) -> Collected:
    says = {value.code: value.says for value in codes.of("instrument").scales[0].values}
    when = "; ".join(map(str, one.points))
    return Collected(
        name=one.name or says[one.code],
        asks=str(Instrument.Asks(one.asks).label),
        when=when[0].upper() + when[1:],
        use=one.use,
    )


def _small(text: str) -> str:
    """Within a sentence."""
    return text[0].lower() + text[1:]

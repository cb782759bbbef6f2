"""The design of a programme as its pages show it: seven parts in the order a person thinks."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from leadwell.accounts.models import User
from leadwell.explore.designing import carrying, check, design, need, rules, school_year, stress
from leadwell.explore.designing.check import Missing
from leadwell.explore.designing.design import Design
from leadwell.explore.designing.school_year import Calendar
from leadwell.explore.designing.stress import Warned
from leadwell.explore.designing.transitions import BUTTONS, allows
from leadwell.explore.radar.limits import limits
from leadwell.lib import academic_year, words
from leadwell.lib.verdict import Verdict
from leadwell.people.running.figures import AimTold
from leadwell.programmes import phases
from leadwell.programmes.models import Intensity, Programme
from leadwell.web.templatetags.leadwell import day_and_year

PARTS = {
    "need": "The problem, and how it is known",
    "pupils": "Who it is for, and when",
    "aims": "What is to be different",
    "strands": "What is done, and what must not be lost",
    "work": "How much, and what is measured",
    "running": "Who looks over it, money and data",
}
"""Pages on which something is said, in their order."""
SHORT = {
    "need": "Problem", "pupils": "For whom", "aims": "Aims", "strands": "Strands",
    "work": "How much", "running": "Board and data",
}  # fmt: skip
CHECK = "check"
OF_IMPACT = "running"  # where the impact assessment belongs, and how long records are kept
OUTCOMES = {"maths": "maths", "reading": "reading"}


@dataclass(frozen=True, slots=True)
class Part:
    """One page of the design. said: what it says so far, in lines. n_missing: things to say."""

    key: str
    heading: str
    url: str
    said: tuple[str, ...]
    n_missing: int
    n_warnings: int = 0

    @property
    def short(self) -> str:
        return SHORT[self.key]

    @property
    def state(self) -> str:
        if self.n_missing:
            return f"{self.n_missing} to say"
        if self.n_warnings:
            return words.count(self.n_warnings, "warning")
        return "Said"


@dataclass(frozen=True, slots=True)
class Step:
    """A step that could be taken now. verdict: whether by this person, or why not."""

    button: str
    url: str
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Year:
    """How much is given in one year of the programme. number: 1 for the first."""

    number: int
    label: str
    said: str


@dataclass(frozen=True, slots=True)
class Overview:
    """The whole design on a page."""

    programme: Programme
    design: Design
    parts: tuple[Part, ...]
    missing: tuple[Missing, ...]
    warnings: tuple[Warned, ...]
    calendar: Calendar
    carried: tuple[carrying.Year, ...]
    steps: tuple[Step, ...]
    may_change: Verdict

    @property
    def n_said(self) -> int:
        return sum(not part.n_missing for part in self.parts)

    @property
    def waiting(self) -> list[Warned]:
        return [one for one in self.warnings if not one.answer]

    @property
    def before_designed(self) -> list[Missing]:
        return [one for one in self.missing if one.before == Programme.State.DESIGNED]

    @property
    def before_approved(self) -> list[Missing]:
        return [one for one in self.missing if one.before == Programme.State.APPROVED]

    @property
    def sentence(self) -> str:
        if not self.missing and not self.waiting:
            return "Everything is said, and no warning waits for an answer."
        n = self.n_said
        said = f"{n} of {len(self.parts)} parts {words.verb(n, 'is', 'are')} said."
        if self.missing:
            said += f" {words.count(len(self.missing), 'thing')} to say."
        if self.waiting:
            n = len(self.waiting)
            verb = words.verb(n, "waits for an answer", "wait for answers")
            said += f" {words.count(n, 'warning')} {verb}."
        return said

    @property
    def years(self) -> list[Year]:
        first, n = self.programme.first_year, self.programme.n_years
        return [
            Year(
                i,
                f"Year {i}, {academic_year.label(first + i - 1)}",
                year_line(self.design.asked(i)),
            )
            for i in range(1, n + 1)
        ]

    @property
    def carried_years(self) -> list[carrying.Year]:
        """Those of which something is said."""
        return [year for year in self.carried if year.is_said]

    @property
    def colours(self) -> str:
        """From which load a half-term is Amber, and Red."""
        return limits().colours

    @property
    def days_said(self) -> str:
        """What each thing takes of a school's staff, and what specialists have."""
        programme = self.programme
        visit, event, meeting = (
            words.count_of(float(n), "day")
            for n in (
                programme.visit_staff_days, programme.event_staff_days,
                programme.meeting_staff_days,
            )
        )  # fmt: skip
        said = (
            f"A visit takes a school {visit} out of class, an event {event}, a meeting {meeting}."
        )
        if (days := programme.specialist_days) is None:
            return f"{said} How many days specialists have is not said yet."
        return f"{said} Specialists have {carrying.plain(days)} days of visits a year."

    @property
    def detect_url(self) -> str:
        """What could be noticed by the published results, on the page that works it out."""
        return detect_url(self.design.programme, self.design.n_schools)

    @property
    def are_published(self) -> bool:
        return need.are_published(self.programme)


def overview(user: User, programme: Programme) -> Overview:
    """A dozen queries or so, however much is said."""
    found = design.of(programme)
    calendar = school_year.calendar_of(programme)
    warned = stress.warnings(found, calendar)
    missing = check.missing(found)
    return Overview(
        programme=programme,
        design=found,
        parts=tuple(_parts(found, missing, warned)),
        missing=missing,
        warnings=warned,
        calendar=calendar,
        carried=carrying.years_of(found, calendar),
        steps=tuple(_steps(user, programme)),
        may_change=rules.may_change_design(user, programme),
    )


def following(key: str) -> str:
    """The page that comes after this one: its name."""
    keys = [*PARTS, CHECK]
    return keys[keys.index(key) + 1]


def url_of(key: str, programme: Programme) -> str:
    return reverse(f"explore:design-{key}", args=[programme.code])


def detect_url(programme: Programme, n_schools: int, **known: int) -> str:
    """Where the evidence engine says what so many schools could show; "" for none, and where no
    results are loaded of the pupils it is for. known: of them, pupils in a year group and years of
    results before the start; the usual ones else."""
    if not n_schools or not need.are_published(programme):
        return ""
    subject = need.asked(programme).subject
    asked: dict[str, str | int] = {
        "schools": n_schools,
        "years": programme.n_years,
        "outcome": OUTCOMES.get(subject, "rwm"),
        **known,
    }
    return f"{reverse('evaluation:detect')}?{urlencode(asked)}"


WARNED_AT = {
    "starts": "pupils", "ends": "pupils", "strands": "strands", "together": "strands", "late": "strands",
    "tight": "aims",
}  # fmt: skip
"""Where a warning is seen to; the others belong to how much is asked."""


def part_of(warned: Warned) -> str:
    return WARNED_AT.get(warned.kind, "work")


def _parts(
    found: Design, missing: tuple[Missing, ...], warned: tuple[Warned, ...]
) -> Iterator[Part]:
    said = _said(found)
    for key, heading in PARTS.items():
        n = sum((OF_IMPACT if one.part in check.OF_DATA else one.part) == key for one in missing)
        n_warnings = sum(part_of(one) == key and not one.answer for one in warned)
        yield Part(key, heading, url_of(key, found.programme), tuple(said[key]), n, n_warnings)


def _said(found: Design) -> dict[str, list[str]]:
    programme = found.programme
    return {
        "need": [one for one in (programme.problem, programme.evidence_of_need) if one],
        "pupils": list(_pupils(found)),
        "aims": list(_aims(found)),
        "strands": list(_strands(found)),
        "work": list(_work(found)),
        "running": list(_running(found)),
    }


def _pupils(found: Design) -> Iterator[str]:
    programme = found.programme
    stages = [f"key stage {n}" if n else "early years" for n in programme.key_stages]
    said = words.listed(stages).capitalize() if stages else "No key stage is named"
    found_in = phases.listed(programme.phases_of_education) or "No phase is named"
    yield f"{said}. {found_in}. {programme.pupils}."
    if found.n_schools:
        yield f"{words.count(found.n_schools, 'school')}, of which {found.n_enrolled} take part."
    yield (
        f"{day_and_year(programme.starts_on)} to {day_and_year(programme.ends_on)}, followed for "
        f"{words.count(programme.follow_up_years, 'year')}."
    )


def _aims(found: Design) -> Iterator[str]:
    for one in found.aims_told:
        yield f"{one.aim} {aim_line(one)}"


def aim_line(told: AimTold) -> str:
    """Its measure, from what to what, by when, whose it is."""
    aim = told.aim
    measure = aim.measure or (aim.known_measure.says if aim.known_measure else "no measure yet")
    figures = "figures hidden" if told.why_hidden else f"{told.now or '?'} to {told.to or '?'}"
    owner = f", {aim.get_owner_display().lower()}" if aim.owner else ""
    return f"({measure}: {figures} by {day_and_year(aim.due_on)}{owner})"


def _strands(found: Design) -> Iterator[str]:
    for strand in found.strands:
        n = len(strand.ingredients.all())
        since = f", from {strand.begins_in}" if strand.begins else ""
        yield f"{strand}: {words.count(n, 'active ingredient')}{since}."


def _work(found: Design) -> Iterator[str]:
    for year in range(1, found.programme.n_years + 1):
        yield f"Year {year}: {year_line(found.asked(year))}"
    for instrument in found.instruments:
        points = [str(one).lower() for one in instrument.points.all()]
        yield f"{instrument}{': ' + '; '.join(points) if points else ''}."


def year_line(asked: list[Intensity]) -> str:
    """ "9 visits, 3 events and 6 meetings; the specialist drives." """
    counts = [
        words.count(sum(getattr(one, f"n_{what}s") for one in asked), what)
        for what in ("visit", "event", "meeting")
    ]
    if not any(one.n_asked for one in asked):
        return "not said yet."
    how = {"drives": "drives", "shares": "shares the lead", "sounds": "is a sounding board"}
    return f"{words.listed(counts)}; the specialist {how[asked[0].specialist_as]}."


def _running(found: Design) -> Iterator[str]:
    programme = found.programme
    if programme.steering_group_meets:
        yield f"The steering group meets {programme.get_steering_group_meets_display().lower()}."
    if programme.strategic_board_meets:
        yield f"The strategic board meets {programme.get_strategic_board_meets_display().lower()}."
    if programme.budget_gbp is not None:
        of = f" of £{programme.fund_gbp:,.0f}" if programme.fund_gbp is not None else ""
        yield f"It plans to spend £{programme.budget_gbp:,.0f}{of}."
    for one in found.controllers:
        yield f"{one.name}: {one.get_position_display().lower()}."
    if found.signed:
        yield (
            f"Impact assessment: {found.signed.get_outcome_display().lower()}, says "
            f"{found.signed.signed_by}."
        )
    if found.confirmed:
        on = day_and_year(timezone.localdate(found.confirmed.confirmed_at))
        again = "" if found.is_kept_as_confirmed else " It was changed since."
        yield f"How long records are kept: confirmed by {found.confirmed.confirmed_by}, {on}.{again}"


def _steps(user: User, programme: Programme) -> Iterator[Step]:
    """Those of its state that this person is asked about: whose they are comes first."""
    for verb, (who, _) in rules.STEPS.items():
        if allows(verb, programme) and who(user, programme):
            url = reverse(f"explore:step-{verb.replace('_', '-')}", args=[programme.code])
            yield Step(BUTTONS[verb], url, rules.may_step(user, programme, verb))

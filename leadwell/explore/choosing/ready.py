"""Whether a school can take a programme on now: eight questions, and a colour with its reasons.

Pure: answers in, colours and words out. Green, Amber and Red say how ready the school is for this
programme, and nothing of how good it is.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from statistics import median

from leadwell.explore.models.overload import Clash
from leadwell.explore.radar.clash import between
from leadwell.explore.radar.limits import limits

LEAST_HOURS = 1
LEAST_CLIMATE = 3


class Colour(StrEnum):
    GREEN = "green"
    AMBER = "amber"
    RED = "red"


class Leadership(StrEnum):
    SECURE = "secure"
    CHANGING = "changing"
    INTERIM = "interim"
    VACANT = "vacant"


class Inspection(StrEnum):
    NOT_DUE = "not_due"
    DUE = "due"


class Change(StrEnum):
    NONE = "none"
    BUILDING = "building"
    MERGER = "merger"
    ACADEMISATION = "academisation"


@dataclass(frozen=True, slots=True)
class Other:
    """Another initiative of the same academic year. name: "another programme" where who asks may
    not know which. is_funded: an improvement project that is paid for from outside the school and
    its trust."""

    name: str
    subject: str
    is_funded: bool


@dataclass(frozen=True, slots=True)
class Answers:
    """hours: a week the subject lead is released; None where nobody is in post. climate: four
    statements of the head, 1 to 5; empty where not asked."""

    leadership: Leadership
    head_backs_aims: bool
    hours: Decimal | None
    has_authority: bool
    others: tuple[Other, ...]
    is_list_whole: bool
    inspection: Inspection
    change: Change
    capacity: str
    climate: tuple[int, ...]
    subject: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One of the eight. colour: None where it is written down and decides nothing."""

    code: str
    colour: Colour | None
    why: str


@dataclass(frozen=True, slots=True)
class Readiness:
    """colour: the worst of the eight. needs_board: what is Red is the board's to waive."""

    colour: Colour
    findings: tuple[Finding, ...]

    @property
    def needs_board(self) -> bool:
        return any(one.code == "R5" and one.colour == Colour.RED for one in self.findings)

    @property
    def is_backed(self) -> bool:
        return all(one.colour != Colour.AMBER for one in self.findings if one.code == "R2")


def judge(answers: Answers) -> Readiness:
    """All eight, each with its reason in words."""
    findings = (
        _leadership(answers.leadership),
        _backing(answers.head_backs_aims),
        _subject_lead(answers.hours),
        _working_party(answers.has_authority),
        _other_projects(answers.others, answers.subject, answers.is_list_whole),
        _disruption(answers.inspection, answers.change),
        _capacity(answers.capacity),
        _climate(answers.climate),
    )
    return Readiness(worst([one.colour for one in findings if one.colour]), findings)


def first_look(
    *, hours: Decimal, has_authority: bool, others: tuple[Other, ...], subject: str,
    is_list_whole: bool,
) -> tuple[Finding, ...]:  # fmt: skip
    """Of the eight, those that a school's expression of interest already answers."""
    return (
        _subject_lead(hours),
        _working_party(has_authority),
        _other_projects(others, subject, is_list_whole),
    )


def worst(colours: Sequence[Colour]) -> Colour:
    """Never an average."""
    order = list(Colour)
    return max(colours, key=order.index, default=Colour.GREEN)


def _leadership(given: Leadership) -> Finding:
    said = {
        Leadership.SECURE: (
            Colour.GREEN,
            "The head is in post and expected to stay the first year",
        ),
        Leadership.CHANGING: (Colour.AMBER, "The head is expected to leave in the first year"),
        Leadership.INTERIM: (Colour.AMBER, "The head is there in the interim"),
        Leadership.VACANT: (Colour.AMBER, "There is no head in post"),
    }
    return Finding("R1", *said[given])


def _backing(backs: bool) -> Finding:
    if backs:
        return Finding("R2", Colour.GREEN, "The head backs the aims, said in a call")
    return Finding("R2", Colour.AMBER, "The head has not said yet that they back the aims")


def _subject_lead(hours: Decimal | None) -> Finding:
    if not hours:
        who = (
            "No subject lead is in post" if hours is None else "The subject lead has no time for it"
        )
        return Finding("R3", Colour.RED, who)
    said = f"The subject lead is released {hours.normalize():f} hours a week"
    if hours < LEAST_HOURS:
        return Finding("R3", Colour.AMBER, f"{said}, which is less than {LEAST_HOURS}")
    return Finding("R3", Colour.GREEN, said)


def _working_party(has_authority: bool) -> Finding:
    if has_authority:
        return Finding("R4", Colour.GREEN, "A working party is named and may decide")
    return Finding("R4", Colour.RED, "No working party that may decide")


def _other_projects(others: Sequence[Other], subject: str, is_list_whole: bool) -> Finding:
    """A list that nobody has said is whole is no reason for a Green."""
    funded = [one for one in others if one.is_funded]
    found = between(subject, (one.subject for one in funded), limits=limits())
    named = ", ".join(f"{one.name} ({one.subject})" for one in funded)
    if found is Clash.SAME_SUBJECT:
        return Finding(
            "R5", Colour.RED,
            f"Another externally funded project in {subject.lower()} the same year: {named}",
        )  # fmt: skip
    if found is Clash.TWO_OTHERS:
        return Finding("R5", Colour.RED, f"{len(funded)} other externally funded projects: {named}")
    if not is_list_whole:
        known = f"Known: {named}" if named else "None is known"
        return Finding("R5", None, f"{known}. Nobody has said that the list is whole")
    if funded:
        return Finding("R5", Colour.GREEN, f"One other externally funded project: {named}")
    return Finding("R5", Colour.GREEN, "No other externally funded project the same year")


def _disruption(inspection: Inspection, change: Change) -> Finding:
    parts = ["an inspection is due"] if inspection == Inspection.DUE else []
    if change != Change.NONE:
        parts.append({
            Change.BUILDING: "building work is due",
            Change.MERGER: "a merger is due",
            Change.ACADEMISATION: "it is about to become an academy",
        }[change])  # fmt: skip
    if not parts:
        return Finding("R6", Colour.GREEN, "No inspection, building, merger or change of trust due")
    said = " and ".join(parts)
    return Finding("R6", Colour.AMBER, said[:1].upper() + said[1:])


def _capacity(said: str) -> Finding:
    """Written down for whoever plans the support: no line is drawn through it."""
    return Finding("R7", None, said or "Nothing was said of absence, cover or mixed-age classes")


def _climate(statements: Sequence[int]) -> Finding:
    if not statements:
        return Finding("R8", None, "The head was not asked for the four statements")
    middle = median(statements)
    said = f"The middle of the head’s {len(statements)} statements is {middle:g} of 5"
    if middle < LEAST_CLIMATE:
        return Finding("R8", Colour.AMBER, f"{said}, which is less than {LEAST_CLIMATE}")
    return Finding("R8", Colour.GREEN, said)

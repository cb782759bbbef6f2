"""Evidence of need, drafted from published results: a sentence or two that a person then edits.

Figures are the Department's own, as published. Schools are counted against England's figure; no
mean of schools is made.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from leadwell.accounts.models import User
from leadwell.lib import academic_year, words
from leadwell.people import access
from leadwell.programmes.models import Programme
from leadwell.schools import catalogue
from leadwell.schools.models import LocalAuthority, PublishedYear, School, Trust
from leadwell.web import numbers

Kind = PublishedYear.RecordType
BY = "(As published by the Department for Education.)"
ENROLLED, TRUST, COUNCIL = "schools", "trust", "council"
MATHS = ("math", "number")
KEY_STAGE = 2
"""Of which the published results are that are loaded here."""
READING = ("read", "english", "oracy", "literacy", "language", "phonics")


@dataclass(frozen=True, slots=True)
class Whose:
    """Whose results a draft is of. key: "schools", "trust", or "council" and its code."""

    key: str
    label: str


def are_published(programme: Programme) -> bool:
    """Whether results are loaded of the pupils it is for; so while nobody has said who they are."""
    return not programme.key_stages or KEY_STAGE in programme.key_stages


def whose(programme: Programme, n_enrolled: int) -> list[Whose]:
    """The schools that take part, the trust that leads it, any council; nobody where no results are
    loaded of the pupils it is for. Two queries."""
    if not are_published(programme):
        return []
    found = []
    if n_enrolled:
        taking = words.count(n_enrolled, "school that takes", "schools that take")
        found.append(Whose(ENROLLED, f"The {taking} part"))
    lead = programme.lead_organisation
    if Trust.objects.filter(name=lead.name).exists():
        found.append(Whose(TRUST, f"All schools of {lead.name}"))
    areas = LocalAuthority.objects.order_by("name").values_list("code", "name")
    return [*found, *(Whose(f"{COUNCIL} {code}", name) for code, name in areas)]


@dataclass(frozen=True, slots=True)
class Asked:
    """The published figure that says most about what a programme is for, in words: "disadvantaged
    pupils" reach the expected standard in "maths"."""

    slot: int
    pupils: str
    subject: str


def asked(programme: Programme) -> Asked:
    subject, pupils = programme.subject.lower(), "pupils"
    key, said = "rwm_expected", "reading, writing and maths"
    if any(word in subject for word in MATHS):
        key, said = "maths_expected", "maths"
    elif any(word in subject for word in READING):
        key, said = "reading_expected", "reading"
    if programme.focus_group == Programme.FocusGroup.DISADVANTAGED:
        key, pupils = f"{key}_disadvantaged", "disadvantaged pupils"
    return Asked(catalogue.load().by_key[key].slot, pupils, said)


def draft(user: User, programme: Programme, key: str) -> str:
    """Sentences about these results; "" where nothing is published for them."""
    wanted = asked(programme)
    kind, _, code = key.partition(" ")
    if kind == COUNCIL:
        return _of_council(wanted, int(code)) if code.isdecimal() else ""
    return _of_schools(wanted, _schools(user, programme, kind))


def _schools(user: User, programme: Programme, kind: str) -> list[School]:
    if kind == TRUST:
        name = programme.lead_organisation.name
        return list(access.schools_for(user).filter(trust__name=name, is_open=True))
    mine = access.enrolments_for(user).filter(programme=programme, left_on=None)
    return [one.standing_school for one in mine.select_related("school__continued_by")]


def _of_council(wanted: Asked, code: int) -> str:
    rows = PublishedYear.objects.filter(record_type=Kind.LOCAL_AUTHORITY, la_code=code)
    found = _latest(rows, wanted.slot)
    if not found:
        return ""
    year, (here, *_) = found
    area, england = LocalAuthority.objects.get(code=code), _england(year, wanted.slot)
    beside = "" if england is None else f", and {_percent(england)} in England"
    return (
        f"In {academic_year.label(year)}, {_percent(here)} of {wanted.pupils} in {area}{beside} "
        f"reached the expected standard in {wanted.subject}. {BY}"
    )


def _of_schools(wanted: Asked, schools: Sequence[School]) -> str:
    rows = PublishedYear.objects.of_schools().filter(school__in=schools)
    found = _latest(rows, wanted.slot)
    england = _england(found[0], wanted.slot) if found else None
    if not found or england is None:
        return ""
    year, values = found
    n_below = sum(value < england for value in values)
    counted = words.count(len(values), "school")
    said = (
        f"In {academic_year.label(year)}, {n_below} of {counted} with a published figure "
        f"{words.verb(n_below, 'was', 'were')} below England, where {_percent(england)} of "
        f"{wanted.pupils} reached the expected standard in {wanted.subject}. They ran from "
        f"{_percent(min(values))} to {_percent(max(values))}."
    )
    if n_hidden := len(schools) - len(values):
        said += f" {words.count(n_hidden, 'school')} {words.verb(n_hidden, 'has', 'have')} none."
    return f"{said} {BY}"


def _latest(rows: QuerySet[PublishedYear], slot: int) -> tuple[int, list[float]] | None:
    """The last year in which any of these rows has the figure, and its figures that year."""
    by_year: dict[int, list[float]] = {}
    for year, values in rows.order_by().values_list("academic_year", "values"):
        if (value := values[slot]) is not None:
            by_year.setdefault(year, []).append(value)
    return max(by_year.items()) if by_year else None


def _england(year: int, slot: int) -> float | None:
    found = PublishedYear.objects.england().filter(academic_year=year).first()
    value: float | None = found.values[slot] if found else None
    return value


def _percent(value: float) -> str:
    return f"{numbers.plain(value)}%"

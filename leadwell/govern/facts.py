"""What a governors' report stands on: days, codes, minutes, levels, colours and counts.

Words that somebody wrote of a school are never read here: not what a visit was for, nor anything
that a note, an action or an answer says. COLUMNS names every column that may be; `_rows` refuses
any other, and a test compares what was asked of the database with the data dictionary. Of notes
only those count that are released.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, Model, Q, QuerySet

from leadwell.deliver.ledger import NONE, Ledger
from leadwell.deliver.models import NoteActivity, NoteIngredient, NoteVersion, Rag, Visit
from leadwell.deliver.models.note import RELEASED
from leadwell.deliver.models.version import ASPECTS
from leadwell.govern.models import GovernorsReport
from leadwell.lib import codes
from leadwell.people.models import Role, RoleHeld
from leadwell.prepare.models import FINISHED, OPEN, AgreedAction
from leadwell.programmes.models import Enrolment, Obligation, Programme

COLUMNS: Mapping[type[Model], frozenset[str]] = {
    Enrolment: frozenset({
        "joined_on", "days_agreed", "programme__name", "programme__subject",
        "programme__focus_group", "programme__own_group", "programme__specialist_word",
    }),
    Visit: frozenset({"on", "state", "days", "note__state"}),
    NoteVersion: frozenset({"id", "note__visit__on", *ASPECTS}),
    NoteActivity: frozenset({"version", "what", "minutes"}),
    NoteIngredient: frozenset({
        "version", "ingredient", "ingredient__text", "level", "n_classes", "n_visited",
    }),
    RoleHeld: frozenset({"role"}),
    AgreedAction: frozenset({"agreed_on", "due_on", "ended_on", "state"}),
}  # fmt: skip
"""All that may be read, by table."""
MOST_INGREDIENTS = 7
HAPPENED, PLANNED, CONFIRMED = Visit.State.HAPPENED, Visit.State.PLANNED, Visit.State.CONFIRMED


@dataclass(frozen=True, slots=True)
class About:
    """The school's part in the programme."""

    programme: str
    subject: str
    focus_group: str
    specialist_word: str
    joined_on: date


@dataclass(frozen=True, slots=True)
class Seen:
    """An active ingredient as it was seen last; before: how it was seen in an earlier term."""

    ingredient: str
    level: str
    n_classes: int
    n_visited: int
    before: str


@dataclass(frozen=True, slots=True)
class Colour:
    """One of the three. before: what it was at the last visit of an earlier term, "" where there
    was none."""

    aspect: str
    now: Rag
    before: str


@dataclass(frozen=True, slots=True)
class Actions:
    """agreed, done: this term. open, late: on the day asked."""

    n_agreed: int
    n_done: int
    n_open: int
    n_late: int


@dataclass(frozen=True, slots=True)
class Facts:
    """visits: days of visits whose notes are released. n_unfinished: visits that happened and
    whose notes are not. activities: minutes by code. met: roles of those who were met. promised:
    how many things were due this term; n_kept: of those done."""

    as_at: date
    about: About
    visits: tuple[date, ...]
    n_unfinished: int
    days: Decimal
    activities: Mapping[str, int]
    met: tuple[Role, ...]
    actions: Actions
    colours: tuple[Colour, ...]
    colours_on: date | None
    seen: tuple[Seen, ...]
    ledger: Ledger
    n_promised: int
    n_kept: int
    planned: tuple[date, ...]

    @property
    def has_news(self) -> bool:
        """Whether a visit of this term stands behind the colours."""
        return bool(self.visits)


def facts(report: GovernorsReport, *, as_at: date) -> Facts:
    """Of the term of this report, as known on a day. Nine queries at most, however much there is."""
    enrolment = report.enrolment
    versions = _versions(enrolment, until=report.term_ends_on)
    term = [row for row in versions if row["note__visit__on"] >= report.term_starts_on]
    earlier = [row for row in versions if row["note__visit__on"] < report.term_starts_on]
    visits = _rows(enrolment.visits.order_by("on"), "on", "state", "days", "note__state")
    within = [row for row in visits if _is_within(row["on"], report)]
    happened = [row for row in within if row["state"] == HAPPENED]
    n_promised, n_kept = _promised(report)
    about, days_agreed = _part(enrolment)
    last = (term or earlier)[-1:]
    return Facts(
        as_at=as_at,
        about=about,
        visits=tuple(row["note__visit__on"] for row in term),
        n_unfinished=sum(row["note__state"] not in RELEASED for row in happened),
        days=sum((row["days"] for row in happened), NONE),
        activities=_activities(term),
        met=_met(report, term),
        actions=_actions(report, as_at),
        colours=tuple(_colours(term, earlier)),
        colours_on=last[0]["note__visit__on"] if last else None,
        seen=tuple(_seen(term, earlier))[:MOST_INGREDIENTS],
        ledger=_ledger(days_agreed, visits),
        n_promised=n_promised,
        n_kept=n_kept,
        planned=tuple(
            row["on"]
            for row in visits
            if row["state"] in {PLANNED, CONFIRMED} and row["on"] > as_at
        ),
    )


def _rows(rows: QuerySet[Any], *columns: str) -> list[dict[str, Any]]:
    """These columns of the rows. Raises ValueError for a column that nobody has allowed."""
    if unknown := set(columns) - COLUMNS[rows.model]:
        raise ValueError(f"a governors' report does not read {rows.model.__name__}.{unknown}")
    return list(rows.values(*columns))


def _part(enrolment: Enrolment) -> tuple[About, Decimal | None]:
    """What it is part of, and how many days were agreed."""
    [row] = _rows(
        Enrolment.objects.filter(pk=enrolment.pk),
        "joined_on", "days_agreed", "programme__name", "programme__subject",
        "programme__focus_group", "programme__own_group", "programme__specialist_word",
    )  # fmt: skip
    about = About(
        programme=row["programme__name"],
        subject=row["programme__subject"],
        focus_group=(
            row["programme__own_group"] or Programme.FocusGroup(row["programme__focus_group"]).label
        ),
        specialist_word=row["programme__specialist_word"],
        joined_on=row["joined_on"],
    )
    return about, row["days_agreed"]


def _versions(enrolment: Enrolment, *, until: date) -> list[dict[str, Any]]:
    """What is read of released notes, by the day of the visit."""
    shown = NoteVersion.objects.filter(
        shown_by__state__in=RELEASED,
        note__visit__enrolment=enrolment.pk,
        note__visit__on__lte=until,
    )
    return _rows(shown.order_by("note__visit__on", "pk"), "id", "note__visit__on", *ASPECTS)


def _activities(term: Iterable[dict[str, Any]]) -> Mapping[str, int]:
    """Minutes by what the activity is called, the longest first."""
    on = {row["id"]: row["note__visit__on"] for row in term}
    minutes: dict[str, int] = {}
    rows = _rows(
        NoteActivity.objects.filter(version__in=on).order_by("pk"), "version", "what", "minutes"
    )
    for row in rows:
        said = codes.said("activity", row["what"], on=on[row["version"]])
        minutes[said] = minutes.get(said, 0) + row["minutes"]
    return dict(sorted(minutes.items(), key=lambda each: -each[1]))


def _met(report: GovernorsReport, term: Iterable[dict[str, Any]]) -> tuple[Role, ...]:
    """Roles at the school of those who were met on the visits: never who they are."""
    met = NoteVersion.people_met.through._default_manager.filter(
        noteversion__in=[row["id"] for row in term]
    )
    here = RoleHeld.objects.at_schools([report.school.pk]).filter(
        Q(ends_on=None) | Q(ends_on__gte=report.term_starts_on),
        starts_on__lte=report.term_ends_on,
        person__in=met.values("person"),
    )
    found = {row["role"] for row in _rows(here.order_by().distinct(), "role")}
    return tuple(role for role in Role if role in found)


def _actions(report: GovernorsReport, as_at: date) -> Actions:
    rows = _rows(
        AgreedAction.objects.filter(enrolment=report.enrolment_id).order_by("pk"),
        "agreed_on", "due_on", "ended_on", "state",
    )  # fmt: skip
    under_way = [row for row in rows if row["state"] in OPEN]
    return Actions(
        n_agreed=sum(_is_within(row["agreed_on"], report) for row in rows),
        n_done=sum(
            row["state"] in FINISHED and _is_within(row["ended_on"], report) for row in rows
        ),
        n_open=len(under_way),
        n_late=sum(row["due_on"] < as_at for row in under_way),
    )


def _colours(term: list[dict[str, Any]], earlier: list[dict[str, Any]]) -> Iterable[Colour]:
    """Those of the last visit; beside those of the last visit of an earlier term."""
    if not term and not earlier:
        return
    last = (term or earlier)[-1]
    before = earlier[-1] if term and earlier else None
    for aspect in ASPECTS:
        yield Colour(aspect, Rag(last[aspect]), before[aspect] if before else "")


def _seen(term: list[dict[str, Any]], earlier: list[dict[str, Any]]) -> Iterable[Seen]:
    """Each ingredient as it was seen last this term, in the order of the programme."""
    place = {row["id"]: n for n, row in enumerate([*earlier, *term])}
    rows = _rows(
        NoteIngredient.objects.filter(version__in=place).order_by("ingredient"),
        "version", "ingredient", "ingredient__text", "level", "n_classes", "n_visited",
    )  # fmt: skip
    last: dict[int, dict[str, Any]] = {}
    before: dict[int, dict[str, Any]] = {}
    for row in sorted(rows, key=lambda row: place[row["version"]]):
        kept = last if place[row["version"]] >= len(earlier) else before
        kept[row["ingredient"]] = row
    for ingredient in sorted(last):
        row = last[ingredient]
        yield Seen(
            ingredient=row["ingredient__text"],
            level=row["level"],
            n_classes=row["n_classes"],
            n_visited=row["n_visited"],
            before=before[ingredient]["level"] if ingredient in before else "",
        )


def _ledger(days_agreed: Decimal | None, visits: list[dict[str, Any]]) -> Ledger:
    return Ledger(
        days_agreed,
        used=sum((one["days"] for one in visits if one["state"] == HAPPENED), NONE),
        planned=sum((one["days"] for one in visits if one["state"] in {PLANNED, CONFIRMED}), NONE),
    )


def _promised(report: GovernorsReport) -> tuple[int, int]:
    """How many of this term's promises there are, but for this report, and how many were kept."""
    due = Obligation.objects.filter(
        enrolment=report.enrolment_id,
        due_on__range=(report.term_starts_on, report.term_ends_on),
        skipped_because="",
    ).exclude(pk=report.obligation_id)
    n = due.aggregate(n=Count("pk"), kept=Count("met_on"))
    return n["n"], n["kept"]


def _is_within(day: date | None, report: GovernorsReport) -> bool:
    return day is not None and report.term_starts_on <= day <= report.term_ends_on

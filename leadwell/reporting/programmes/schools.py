"""Schools' parts in programmes, a line each: how far each is and what is late."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, QuerySet
from django.db.models.functions import Coalesce
from django.urls import reverse

from leadwell.accounts.models import User
from leadwell.lib import words
from leadwell.people import access
from leadwell.people.held import numbered
from leadwell.people.permissions import Without
from leadwell.people.phrased import asked, facts
from leadwell.people.roles import contacts
from leadwell.programmes.models import Enrolment, ImplementationStage, Obligation, StageSpan

A_PAGE = 50
DATES_TOO = frozenset({Without.CONTENT})
STAGES = dict(ImplementationStage.choices)
KINDS = tuple(contacts.BY_KEY[key] for key in contacts.NEEDED)
STANDING = Coalesce("school__continued_by", "school")
NAME = Coalesce("school__continued_by__name", "school__name")


@dataclass(frozen=True, slots=True)
class Line:
    """One school in one programme. url: "" where this person may know only how far it is.

    missing: titles of needed contacts nobody is named for. n_late: promises past their day."""

    name: str
    url: str
    programme: str
    hub: str
    is_partner: bool
    stage: str
    since: date | None
    missing: tuple[str, ...]
    n_late: int

    @property
    def to_do(self) -> str:
        """What is wanting, in few words; "" for nothing."""
        late = f"{words.count(self.n_late, 'promise')} late" if self.n_late else ""
        n = len(self.missing)
        to_name = f"{words.count(n, 'contact')} to name" if n > 1 else ""
        if n == 1:
            to_name = f"no {self.missing[0][0].lower()}{self.missing[0][1:]}"
        return ", ".join(part for part in (late, to_name) if part)


@dataclass(frozen=True, slots=True)
class Schools:
    """A page of them. n: on all pages."""

    page: Page
    lines: tuple[Line, ...]

    @property
    def n(self) -> int:
        return self.page.paginator.count


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of the parts on a page. opened: those whose record this person may open.

    stages: the stage of today and its first day. n_late: promises past their day. named: which
    standing schools have a contact, and of which kind."""

    opened: Collection[int]
    stages: Mapping[int, tuple[str, date]]
    n_late: Mapping[int, int]
    named: Collection[tuple[int, str]]


def schools(
    enrolments: QuerySet[Enrolment],
    on: date,
    *,
    number: str,
    opened_by: User | None = None,
    pages: type[Paginator] = Paginator,
) -> Schools:
    """A page of these, A to Z: what a line says is asked for the page's rows only. Five queries,
    and one more for who may open only some of them: `opened_by`."""
    ordered = enrolments.order_by(NAME, "programme", "pk").values(
        "pk", "part", "programme__name", "hub__name", school_name=NAME, standing=STANDING
    )
    page = pages(ordered, A_PAGE).get_page(number)
    rows = list(page.object_list)
    numbers = frozenset(row["pk"] for row in rows)
    known = Known(
        opened=set(asked(_opened, opened_by, on, numbers)) if opened_by else numbers,
        stages={part: (stage, since) for part, stage, since in facts(_stages, on, numbers)},
        n_late=dict(facts(_n_late, on, numbers)),
        named=contacts.named((row["standing"] for row in rows), on=on),
    )
    return Schools(page, tuple(_line(row, known) for row in rows))


def _opened(user: User, on: date, parts: Collection[int]) -> QuerySet[Enrolment, int]:
    opened = access.enrolments_for(user).filter(numbered("pk", parts)).order_by()
    return opened.values_list("pk", flat=True)


def _stages(on: date, parts: Collection[int]) -> QuerySet[StageSpan, tuple[int, str, date]]:
    """Of each part the stage of the day and its first day."""
    spans = StageSpan.objects.live_on(on).filter(numbered("enrolment_id", parts)).order_by()
    found: QuerySet[StageSpan, tuple[int, str, date]]
    found = spans.values_list("enrolment", "stage", "starts_on")
    return found


def _n_late(on: date, parts: Collection[int]) -> QuerySet[Obligation, tuple[int, int]]:
    """Of each part that has some how many promises are past their day."""
    late = Obligation.objects.late_on(on).filter(numbered("enrolment_id", parts)).order_by()
    found: QuerySet[Obligation, tuple[int, int]]
    found = late.values_list("enrolment").annotate(n=Count("pk"))
    return found


def _line(row: Mapping[str, Any], known: Known) -> Line:
    number, school = row["pk"], row["standing"]
    opens = number in known.opened
    stage, since = known.stages.get(number, ("", None))
    missing = [kind for kind in KINDS if (school, kind.key) not in known.named]
    return Line(
        name=row["school_name"],
        url=reverse("people:enrolment", args=[number]) if opens else "",
        programme=row["programme__name"],
        hub=row["hub__name"] or "",
        is_partner=row["part"] == Enrolment.Part.PARTNER,
        stage=STAGES.get(stage, "Not begun"),
        since=since,
        missing=tuple(kind.title for kind in missing) if opens else (),
        n_late=known.n_late.get(number, 0) if opens else 0,
    )

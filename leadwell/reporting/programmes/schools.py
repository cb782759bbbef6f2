"""Schools' parts in programmes, a line each: how far each is and what is late."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse

from leadwell.accounts.models import User
from leadwell.lib import words
from leadwell.people import access
from leadwell.people.permissions import Without
from leadwell.people.roles.contacts import BY_KEY
from leadwell.people.running.page import NEEDED
from leadwell.people.wants import without_contact
from leadwell.programmes.models import Enrolment, ImplementationStage, StageSpan

DATES_TOO = frozenset({Without.CONTENT})
STAGES = dict(ImplementationStage.choices)


@dataclass(frozen=True, slots=True)
class Line:
    """One school in one programme. url: "" where this person may know only how far it is.

    missing: titles of needed contacts nobody is named for. n_late: promises past their day."""

    enrolment: Enrolment
    url: str
    stage: str
    since: date | None
    missing: tuple[str, ...]
    n_late: int

    @property
    def name(self) -> str:
        return self.enrolment.standing_school.name

    @property
    def to_do(self) -> str:
        """What is wanting, in few words; "" for nothing."""
        late = f"{words.count(self.n_late, 'promise')} late" if self.n_late else ""
        n = len(self.missing)
        to_name = f"{words.count(n, 'contact')} to name" if n > 1 else ""
        if n == 1:
            to_name = f"no {self.missing[0][0].lower()}{self.missing[0][1:]}"
        return ", ".join(part for part in (late, to_name) if part)


def lines(user: User, enrolments: QuerySet[Enrolment], on: date) -> QuerySet[Any]:
    """The enrolments with what their lines need, A to Z; see `written`. One query."""
    stage = StageSpan.objects.filter(
        Q(ends_on=None) | Q(ends_on__gte=on), enrolment=OuterRef("pk"), starts_on__lte=on
    ).order_by("-starts_on")
    opened = access.enrolments_for(user).filter(pk=OuterRef("pk"))
    missing = {
        f"has_no_{key.replace('-', '_')}": Exists(
            without_contact(Enrolment.objects.filter(pk=OuterRef("pk")), BY_KEY[key], on)
        )
        for key in NEEDED
    }
    late = Q(obligations__met_on=None, obligations__skipped_because="", obligations__due_on__lt=on)
    return (
        enrolments.select_related("programme", "hub", "school__continued_by")
        .annotate(
            opens=Exists(opened),
            stage_now=Subquery(stage.values("stage")[:1]),
            stage_since=Subquery(stage.values("starts_on")[:1]),
            n_late=Count("obligations", filter=late),
            **missing,
        )
        .order_by(Coalesce("school__continued_by__name", F("school__name")), "programme", "pk")
    )


def written(enrolments: Iterable[Any]) -> list[Line]:
    """What `lines` found, in words."""
    return [_line(each) for each in enrolments]


def _line(found: Any) -> Line:
    missing = [key for key in NEEDED if getattr(found, f"has_no_{key.replace('-', '_')}")]
    return Line(
        enrolment=found,
        url=reverse("people:enrolment", args=[found.pk]) if found.opens else "",
        stage=STAGES.get(found.stage_now, "Not begun"),
        since=found.stage_since,
        missing=tuple(BY_KEY[key].title for key in missing) if found.opens else (),
        n_late=found.n_late if found.opens else 0,
    )

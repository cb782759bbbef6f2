"""Which of a school's visits a note is about: its number, how long, the days used by then, and when
in the programme. All of it is known here already, and nobody types it."""

from dataclasses import dataclass
from datetime import time
from decimal import Decimal

from django.db.models import OuterRef, Subquery

from leadwell.deliver.ledger import NONE, in_days
from leadwell.deliver.models import Visit
from leadwell.lib import academic_year as years
from leadwell.programmes.models import ImplementationStage, StageSpan
from leadwell.schools.calendar import terms_of

HAPPENED, CANCELLED = Visit.State.HAPPENED, Visit.State.CANCELLED


@dataclass(frozen=True, slots=True)
class Occasion:
    """number of n: in order of days, those to come counted in n. used: days of support up to and
    with this visit; agreed: None while nothing is. term, stage: "" where they are not known."""

    number: int
    n: int
    starts_at: time | None
    length: str
    used: Decimal
    agreed: Decimal | None
    term: str
    stage: str

    @property
    def sentence(self) -> str:
        """ "Visit 3 of 6, half a day, from 09:00. 2 of 6 days used by then. Autumn term 2026/27,
        stage Deliver"."""
        from_hour = f", from {self.starts_at:%H:%M}" if self.starts_at else ""
        length = self.length[:1].lower() + self.length[1:]
        used = in_days(self.used)
        if self.agreed is not None:
            used = f"{in_days(self.used, noun='')} of {in_days(self.agreed)}"
        when = ", ".join(
            said for said in (self.term, f"stage {self.stage}" if self.stage else "") if said
        )
        said = f"Visit {self.number} of {self.n}, {length}{from_hour}. {used} used by then."
        return f"{said} {when[:1].upper()}{when[1:]}." if when else said


def occasion(visit: Visit) -> Occasion:
    """Two queries."""
    enrolment = visit.enrolment
    stage = StageSpan.objects.live_on(visit.on).filter(enrolment=OuterRef("enrolment"))
    visits = enrolment.visits.exclude(state=CANCELLED).order_by("on", "starts_at", "pk")
    rows = list(
        visits.annotate(stage=Subquery(stage.values("stage")[:1])).values_list(
            "pk", "on", "state", "days", "stage"
        )
    )
    before = [pk for pk, *_ in rows].index(visit.pk)
    upto = rows[: before + 1]
    return Occasion(
        number=len(upto),
        n=len(rows),
        starts_at=visit.starts_at,
        length=visit.get_days_display(),
        used=sum((days for _, _, state, days, _ in upto if state == HAPPENED), NONE),
        agreed=enrolment.days_agreed,
        term=_term(visit),
        stage=_stage(rows[before][-1]),
    )


def _stage(code: str | None) -> str:
    return str(ImplementationStage(code).label) if code else ""


def _term(visit: Visit) -> str:
    """ "Autumn term 2026/27"; "" between terms, and where the dates of terms are not known."""
    school, on = visit.enrolment.standing_school, visit.on
    for term in terms_of([school], first=on, last=on)[school.pk]:
        if term.starts_on <= on <= term.ends_on and not term.is_assumed:
            return f"{term.term.label} term {years.label(term.academic_year)}"
    return ""

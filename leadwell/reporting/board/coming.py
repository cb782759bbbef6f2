"""What will stand on a board's page that has nothing yet, and by when."""

from datetime import date

from django.db.models import QuerySet

from leadwell.accounts.models import User
from leadwell.deliver.access import DATES_ONLY
from leadwell.deliver.models import Visit
from leadwell.deliver.notes.waiting import CLOCK
from leadwell.lib import words
from leadwell.people.access import enrolments_for
from leadwell.people.held import among
from leadwell.programmes.models import Enrolment
from leadwell.schools.calendar import school_days
from leadwell.web.templatetags.leadwell import day

STEPS = (
    f"Its head has {words.count(CLOCK, 'school day')} more to sign it; then the hub lead releases "
    "it, and its colours stand here."
)
IN_GENERAL = (
    f"A school has the note of a visit within {words.count(CLOCK, 'school day')} of it. {STEPS}"
)
NO_SCHOOL = "No school takes part today. Its line stands here from the day it joins."


def first_note(user: User, on: date, parts: QuerySet[Enrolment]) -> str:
    """Where no note has been released: the first visit, as far as its date is this person's to
    know, and what follows from it. Four queries at the most."""
    if not parts.exists():
        return NO_SCHOOL
    dated = enrolments_for(user, key="visit", leaving_out=DATES_ONLY)
    if not dated.exists():
        return IN_GENERAL
    known = parts.filter(pk__in=dated.order_by().values("pk"))
    visits = Visit.objects.filter(among("enrolment_id", known.order_by().values("pk")))
    visits = visits.exclude(state=Visit.State.CANCELLED)
    first = visits.select_related("enrolment__school__continued_by").order_by("on", "pk").first()
    if first is None:
        return f"No visit is planned yet. {IN_GENERAL}"
    return _of_visit(first, on)


def _of_visit(first: Visit, on: date) -> str:
    due_on = school_days(first.enrolment.standing_school).after(first.on, CLOCK)
    was, has = ("was on" if first.on < on else "is on"), ("was" if due_on < on else "is")
    return (
        f"The first visit {was} {day(first.on)}; its note {has} due with the school by "
        f"{day(due_on)}. {STEPS}"
    )

"""Schools that were put forward and told neither yes nor no, and letters that are still to be sent."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Case, Exists, F, OuterRef, Q, Subquery, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from leadwell.explore.choosing.transitions import TRANSITIONS
from leadwell.explore.models import ApprovedSet, Candidate, CandidateQuerySet, CandidateState, Step
from leadwell.explore.models.candidate import ANSWERED, UNHEARD
from leadwell.people.models import Role, RoleHeld
from leadwell.programmes.models import Programme
from leadwell.web.templatetags.leadwell import day_and_year

State = CandidateState
SENT = "say_answer_sent"
TOLD = tuple(verb for verb, step in TRANSITIONS.items() if step.after in ANSWERED)
"""Steps after which a school has to hear."""
BEGUN = (
    Programme.State.DELIVERING,
    Programme.State.CLOSING,
    Programme.State.FOLLOW_UP,
    Programme.State.STOPPED,
)
"""States of a programme that has its schools: whoever waits still has to hear."""
_FILLED = "The programme’s places were filled before"
TO_BEGIN_FROM = {
    State.NOMINATED: f"{_FILLED} your school was looked at. That says nothing about your school.",
    State.SCREENING: f"{_FILLED} it was found out whether your school meets a criterion of the "
    "programme. That says nothing about your school.",
    State.ELIGIBLE: f"Your school meets a criterion of the programme. {_FILLED} anybody asked "
    "whether it is ready.",
    State.NOT_ELIGIBLE: "Your school was looked at, and meets none of the criteria of the "
    "programme.",
    State.ASSESSED: "Your school was looked at in full. There are fewer places than schools that "
    "could use one, and they went to others.",
}
"""Words for a school that nobody has written to, once its answer is owed: to be looked at, and
changed."""
ANSWERABLE = (*UNHEARD, State.RESERVE)
"""States from which a school is told no."""


def owed(candidates: CandidateQuerySet, on: date) -> CandidateQuerySet:
    """Those that wait although their programme has its schools: it has begun to deliver, or its
    board has approved a set and the call is over."""
    approved = ApprovedSet.objects.filter(programme=OuterRef("programme"))
    is_closed = Q(programme__interest_call__closes_on__lt=on) & Exists(approved)
    return candidates.unheard().filter(Q(programme__state__in=BEGUN) | is_closed)


def to_answer(candidates: CandidateQuerySet) -> CandidateQuerySet:
    """Who waits, longest first, and after them who is in reserve."""
    last = Case(When(state=State.RESERVE, then=1), default=0)
    found = candidates.filter(state__in=ANSWERABLE).at_hand()
    return found.order_by(last, "nominated_on", "school__name", "pk")


def moved_by(candidate: Candidate) -> str:
    """Of a school that is no longer where it was shown: to where it was moved, by whom and when."""
    moved = candidate.steps.filter(verb__in=TRANSITIONS).select_related("by")
    step = moved.order_by("-at", "-pk").first()
    who = f", by {step.by}, {day_and_year(timezone.localdate(step.at))}" if step else ""
    return (
        f"{candidate.standing_school} was dealt with after this page was opened: "
        f"{candidate.get_state_display().lower()}{who}. Nothing was sent."
    )


def unsent(candidates: CandidateQuerySet, on: date) -> list[Candidate]:
    """Told no, or not now, where nobody at the school can read it here and nobody has said that
    its letter was sent. Two queries."""
    steps = Step.objects.filter(candidate=OuterRef("pk")).order_by("-at", "-pk")
    moved = steps.filter(verb__in=TOLD).values("at")[:1]
    found = candidates.filter(state__in=ANSWERED).annotate(
        moved_at=Subquery(moved), sent_at=Subquery(steps.filter(verb=SENT).values("at")[:1])
    )
    waiting = found.filter(Q(sent_at=None) | Q(sent_at__lt=F("moved_at")))
    rows = list(waiting.at_hand().order_by("school__name", "pk"))
    reading = who_read(rows, on)
    return [one for one in rows if one.standing_school.pk not in reading]


def who_read(candidates: Iterable[Candidate], on: date) -> set[int]:
    """Of their schools, by number, those whose head has an account here. One query."""
    numbers = [one.standing_school.pk for one in candidates]
    if not numbers:
        return set()
    heads = RoleHeld.objects.at_schools(numbers).live_on(on).filter(role=Role.HEADTEACHER)
    known = heads.filter(person__user__is_active=True).exclude(person__email="").order_by()
    standing = Coalesce("school__continued_by", "school")
    return set(known.annotate(standing=standing).values_list("standing", flat=True))


def answer_of(candidate: Candidate) -> Step | None:
    """When it came to where it is, by whom and why; None where it is told neither no nor not now."""
    if candidate.state not in ANSWERED:
        return None
    return candidate.steps.filter(verb__in=TOLD).order_by("-at", "-pk").first()

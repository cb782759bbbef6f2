"""Schools that were put forward and told neither yes nor no, and letters that are still to be sent."""

from datetime import date, timedelta

from django.db.models import BooleanField, Case, Exists, F, OuterRef, Q, Subquery, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from leadwell.explore.choosing.transitions import TRANSITIONS
from leadwell.explore.models import ApprovedSet, Candidate, CandidateQuerySet, CandidateState, Step
from leadwell.explore.models.candidate import ANSWERED, UNHEARD
from leadwell.people.models import Role, RoleHeld
from leadwell.people.models.role import RoleHeldQuerySet
from leadwell.programmes.models import Programme
from leadwell.web.templatetags.leadwell import day_and_year

State = CandidateState
SENT, MAILED, FAILED, AGAIN = "say_answer_sent", "answer_mailed", "answer_failed", "send_again"
TRIED = (MAILED, FAILED, AGAIN)
"""What became of the letter to a head who has an account."""
ASKED_FOR = timedelta(days=365)
"""For so long after an answer its letter is asked for: for as long as what became of schools that
have no place is kept."""
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


def unsent(candidates: CandidateQuerySet, on: date) -> CandidateQuerySet:
    """Told no, or not now, within the last year, where nothing has reached the head: nobody at the
    school can read it here, or the letter to them could not be sent (`is_failed`), and nobody has
    said that it went by another way. The newest first."""
    steps = Step.objects.filter(candidate=OuterRef("pk")).order_by("-at", "-pk")

    def last(*verbs: str) -> Subquery:
        return Subquery(steps.filter(verb__in=verbs).values("at")[:1])

    asked = candidates.filter(state__in=ANSWERED).annotate(
        moved_at=last(*TOLD), sent_at=last(SENT), tried_at=last(*TRIED), failed_at=last(FAILED),
        standing=Coalesce("school__continued_by", "school"),
    )  # fmt: skip
    waiting = asked.filter(
        Q(sent_at=None) | Q(sent_at__lt=F("moved_at")), moved_at__date__gte=on - ASKED_FOR
    )
    failed = Q(failed_at__gte=F("moved_at"), failed_at=F("tried_at"))
    found = waiting.alias(is_read=Exists(_heads_reading(on))).annotate(
        is_failed=Case(When(failed, then=True), default=False, output_field=BooleanField())
    )
    return (
        found.filter(Q(is_read=False) | failed)
        .at_hand()
        .order_by("-moved_at", "school__name", "pk")
    )


def _heads_reading(on: date) -> RoleHeldQuerySet:
    """Heads of a candidate's standing school who have an account here, under whichever of its
    earlier rows."""
    heads = RoleHeld.objects.live_on(on).filter(role=Role.HEADTEACHER, person__user__is_active=True)
    known = heads.exclude(person__email="").order_by()
    standing = Coalesce("school__continued_by", "school")
    return known.annotate(of=standing).filter(of=OuterRef("standing"))


def failed_step(candidate: Candidate) -> Step | None:
    """That the letter of its answer could not be sent; None where it was, or goes again."""
    answer = answer_of(candidate)
    if answer is None:
        return None
    tried = candidate.steps.filter(verb__in=(*TRIED, SENT), at__gte=answer.at)
    last = tried.order_by("-at", "-pk").first()
    return last if last and last.verb == FAILED else None


def answer_of(candidate: Candidate) -> Step | None:
    """When it came to where it is, by whom and why; None where it is told neither no nor not now."""
    if candidate.state not in ANSWERED:
        return None
    return candidate.steps.filter(verb__in=TOLD).order_by("-at", "-pk").first()

"""The letter in which a school hears that it has no place, or none for now, and why."""

from django.utils import timezone

from leadwell.explore.choosing import telling
from leadwell.explore.choosing.answering import answer_of
from leadwell.explore.models import Candidate, CandidateState, Step
from leadwell.schools.calendar import school_days
from leadwell.web.paper.paper import Paper, Part, Points, Words
from leadwell.web.templatetags.leadwell import day_and_year

NO = "Your school is not offered a place"
NOT_NOW = "Your school is in reserve"
NEXT = {
    CandidateState.DECLINED: (
        "Nothing more is asked of you.",
        "Your school can be put forward again, or apply itself, another year.",
    ),
    CandidateState.RESERVE: (
        "If a place becomes free, we write to you before anything is decided.",
        "If you would rather not wait, tell us so. Nothing is held against your school.",
    ),
}


def letter(candidate: Candidate) -> Paper | None:
    """Of a school that was told no or not now, with the reason as it was written; else None. Made
    from what happened, which is never changed, so that it is the same each time."""
    answer = answer_of(candidate)
    if answer is None:
        return None
    programme, school = candidate.programme, candidate.standing_school
    on = timezone.localdate(answer.at)
    is_no = candidate.state == CandidateState.DECLINED
    return Paper(
        name=f"answer-{programme.code.lower()}-{school.urn}",
        kicker=f"To the head of {school}. {programme.lead_organisation}, {day_and_year(on)}",
        title=f"{programme}: {NO if is_no else NOT_NOW}".replace(": Your", ": your"),
        lede=_put_forward(candidate),
        colours=(),
        colours_note="",
        parts=_parts(candidate, answer),
        ends=(f"For {programme.lead_organisation}.",),
        as_at=on,
        is_published=False,
    )


def _parts(candidate: Candidate, answer: Step) -> tuple[Part, ...]:
    told = (Part("You should have known", (Words(_untold(candidate, answer)),)),)
    return (
        Part("Why", (Words(answer.because),)),
        *(() if candidate.head_told_on else told),
        Part("What happens now", (Points(NEXT[CandidateState(candidate.state)]),)),
    )


def _put_forward(candidate: Candidate) -> str:
    if candidate.has_applied:
        return (
            f"Your school applied to take part in {candidate.programme} on "
            f"{day_and_year(candidate.nominated_on)}."
        )
    return (
        f"{candidate.organisation} put your school forward for {candidate.programme} on "
        f"{day_and_year(candidate.nominated_on)}: {candidate.reason.rstrip('.')}."
    )


def _untold(candidate: Candidate, answer: Step) -> str:
    """That it is late only where it was when the answer was given."""
    by = telling.told_by(candidate, school_days(candidate.standing_school))
    none = "We have no record that anybody told you that your school was put forward"
    if timezone.localdate(answer.at) <= by:
        return f"{none}, and we are sorry that you hear it from this letter."
    return (
        f"{none}. You should have been told within ten school days, and we are sorry that you "
        "hear it now."
    )

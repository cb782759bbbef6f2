"""What the worker does with the letter of an answer: it goes, or it is written down that it could not."""

import smtplib
from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from leadwell.accounts.models import User
from leadwell.explore import access
from leadwell.explore.choosing.actions.moving import locked, note
from leadwell.explore.choosing.answering import FAILED, MAILED, answer_of
from leadwell.explore.letters import write_to
from leadwell.explore.models import Candidate, Step
from leadwell.lib import quiet_hours
from leadwell.people.mail.sending import FOR_GOOD, NotTaken
from leadwell.schools.calendar import school_days

REFUSED = "The mail server takes nothing for the address"
GIVEN_UP = "The mail server did not take it, however often it was tried"


@transaction.atomic
def tell(
    *, step_id: int, person_id: int, by_id: int, site: str, is_last: bool, at: datetime
) -> datetime | None:
    """Write to one head, if it is still the answer and they still head the school. A moment: when
    it may be tried, for it is too late or too early now. Raises NotTaken, but not the last time:
    then it is written down."""
    step = Step.objects.filter(pk=step_id).select_related("candidate").first()
    if step is None:
        return None
    candidate, by = locked(step.candidate), User.objects.get(pk=by_id)
    school, answer = candidate.standing_school, answer_of(candidate)
    heads = access.heads_of(school, on=timezone.localdate(at))
    if answer is None or answer.pk != step_id or person_id not in {one.person_id for one in heads}:
        return None
    moment = quiet_hours.next_moment(at, (school_days(school),))
    if moment > at:
        return moment
    if why := _not_sent(candidate, person_id, by, site, is_last=is_last):
        note(candidate, FAILED, by=by, at=at, because=why)
    else:
        note(candidate, MAILED, by=by, at=at)
    return None


def _not_sent(
    candidate: Candidate, person_id: int, by: User, site: str, *, is_last: bool
) -> str:  # fmt: skip
    """Why it could not be; "" where it went."""
    try:
        write_to(
            person_id,
            subject="there is an answer for your school",
            template="explore/choosing/letters/answered.txt",
            path=reverse("explore:candidate", args=[candidate.pk]),
            site=site,
            asker=by.name,
            has_applied=candidate.has_applied,
        )
    except smtplib.SMTPRecipientsRefused as error:
        codes = [code for code, _ in error.recipients.values()]
        if codes and min(codes) >= FOR_GOOD:
            return REFUSED
        return _try_again(error, is_last=is_last)
    except (OSError, smtplib.SMTPException) as error:
        return _try_again(error, is_last=is_last)
    return ""


def _try_again(error: Exception, *, is_last: bool) -> str:
    if is_last:
        return GIVEN_UP
    raise NotTaken(str(error)) from error

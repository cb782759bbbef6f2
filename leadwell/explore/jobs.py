"""What the worker does about schools that have their answer."""

from django.utils import timezone
from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app

from leadwell.explore.choosing import letters, mailing
from leadwell.people.mail.sending import MAIL_QUEUE, NotTaken

MAX_ATTEMPTS = 12
try_again = RetryStrategy(
    max_attempts=MAX_ATTEMPTS, wait=60, exponential_wait=2, retry_exceptions={NotTaken}
)


@app.task(name=letters.TASK, queue=MAIL_QUEUE, pass_context=True, retry=try_again)
def tell_of_answer(
    context: JobContext, step_id: int, person_id: int, by_id: int, site: str
) -> None:
    """Write to a head that there is an answer; later, where it is not the hour."""
    about = {"step_id": step_id, "person_id": person_id, "by_id": by_id}
    is_last = context.job.attempts >= MAX_ATTEMPTS
    if later := mailing.tell(**about, site=site, is_last=is_last, at=timezone.now()):
        letters.defer(later, **about, site=site)

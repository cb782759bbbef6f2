"""What is done of itself about notes of visit."""

from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from leadwell.deliver.notes import telling
from leadwell.deliver.notes.clocks import remind_schools
from leadwell.lib import quiet_hours
from leadwell.people.mail.sending import MAIL_QUEUE, NotTaken

try_again = RetryStrategy(max_attempts=12, wait=60, exponential_wait=2, retry_exceptions={NotTaken})


@app.task(name="deliver.tell_of_note", queue=MAIL_QUEUE, retry=try_again)
def tell_of_note(note_id: int, version_id: int, user_id: int, turn: int) -> None:
    """Write to one person of a school about one version; later, where it is not the hour."""
    later = telling.tell(
        note_id=note_id, version_id=version_id, user_id=user_id, turn=turn, at=timezone.now()
    )
    if later:
        telling.ask(note_id, version_id, user_id, turn, later)


@app.periodic(cron="5,35 * * * *", periodic_id="remind_schools")
@app.task(name="deliver.remind_schools", queue="upkeep", queueing_lock="remind_schools")
def remind(timestamp: int) -> None:
    """Each half-hour of a day, so that a worker that slept in the morning does it later."""
    at = timezone.now()
    if quiet_hours.may_send(at, ()):
        remind_schools(at=at)

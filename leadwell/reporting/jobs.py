"""Digests, by whichever worker is free."""

from datetime import date

from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from leadwell.lib import quiet_hours
from leadwell.people.mail.sending import MAIL_QUEUE, NotTaken
from leadwell.reporting.digest import sending

try_again = RetryStrategy(max_attempts=12, wait=60, exponential_wait=2, retry_exceptions={NotTaken})


@app.periodic(cron="*/10 * * * *", periodic_id="begin_round")
@app.task(name="reporting.begin_round", queue="upkeep", queueing_lock="begin_round")
def begin_round(timestamp: int) -> None:
    """Every ten minutes, and nothing but once a day: 07:30 in London is not always the same hour
    of the clock that workers go by, and a worker may have slept at that minute."""
    sending.begin_round(at=timezone.now())


@app.task(name="reporting.send_digests", queue=MAIL_QUEUE, retry=try_again)
def send_digests(user_ids: list[int], on: str) -> None:
    """A batch of a round; next morning where mail may not go any more today."""
    at, day = timezone.now(), date.fromisoformat(on)
    opens = quiet_hours.next_moment(at, ())
    if opens > at:
        sending.ask(user_ids, day, opens)
        return
    sending.send_batch(user_ids, on=day, at=at)

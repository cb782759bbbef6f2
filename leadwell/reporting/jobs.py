"""What the worker does for this floor: it prints papers, and sends digests."""

import time
from datetime import date

from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from leadwell.lib import quiet_hours
from leadwell.people.mail.sending import MAIL_QUEUE, NotTaken
from leadwell.reporting import issuing
from leadwell.reporting.digest import sending

LONGEST_REST = 1.0
"""Seconds."""
print_again = RetryStrategy(max_attempts=3, wait=10)
send_again = RetryStrategy(
    max_attempts=12, wait=60, exponential_wait=2, retry_exceptions={NotTaken}
)


@app.task(
    name=issuing.PRINT, queue=issuing.PAPERS_QUEUE, lock=issuing.PAPERS_QUEUE, retry=print_again
)
def print_report(paper_id: int) -> None:
    """One at a time, however many workers there are; run twice, there is one file. Then a rest, as
    long as it took: at the end of a term many are issued at once, and whoever is waiting for a
    page comes first."""
    begun = time.monotonic()
    issuing.print_paper(paper_id=paper_id, at=timezone.now())
    time.sleep(min(LONGEST_REST, time.monotonic() - begun))


@app.periodic(cron="*/10 * * * *", periodic_id="begin_round")
@app.task(name="reporting.begin_round", queue="upkeep", queueing_lock="begin_round")
def begin_round(timestamp: int) -> None:
    """Every ten minutes, and nothing but once a day: 07:30 in London is not always the same hour
    of the clock that workers go by, and a worker may have slept at that minute."""
    sending.begin_round(at=timezone.now())


@app.task(name="reporting.send_digests", queue=MAIL_QUEUE, retry=send_again)
def send_digests(user_ids: list[int], on: str) -> None:
    """A batch of a round; next morning where mail may not go any more today."""
    at, day = timezone.now(), date.fromisoformat(on)
    opens = quiet_hours.next_moment(at, ())
    if opens > at:
        sending.ask(user_ids, day, opens)
        return
    sending.send_batch(user_ids, on=day, at=at)

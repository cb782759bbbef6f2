"""Papers that the worker prints: one at a time, however many workers there are."""

import time

from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from leadwell.reporting import issuing

LONGEST_REST = 1.0
"""Seconds."""
try_again = RetryStrategy(max_attempts=3, wait=10)


@app.task(
    name=issuing.PRINT, queue=issuing.PAPERS_QUEUE, lock=issuing.PAPERS_QUEUE, retry=try_again
)
def print_report(paper_id: int) -> None:
    """Run twice, there is one file. Then a rest, as long as it took: at the end of a term many are
    issued at once, and whoever is waiting for a page comes first."""
    begun = time.monotonic()
    issuing.print_paper(paper_id=paper_id, at=timezone.now())
    time.sleep(min(LONGEST_REST, time.monotonic() - begun))

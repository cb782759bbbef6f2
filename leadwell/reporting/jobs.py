"""Papers that the worker prints: one at a time, however many workers there are."""

from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from leadwell.reporting import issuing

try_again = RetryStrategy(max_attempts=3, wait=10)


@app.task(
    name=issuing.PRINT, queue=issuing.PAPERS_QUEUE, lock=issuing.PAPERS_QUEUE, retry=try_again
)
def print_report(paper_id: int) -> None:
    """Run twice, there is one file."""
    issuing.print_paper(paper_id=paper_id, at=timezone.now())

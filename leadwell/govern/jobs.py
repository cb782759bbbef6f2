"""What is done every night about governors' reports. Run twice, nothing is there twice."""

from django.utils import timezone
from procrastinate.contrib.django import app

from leadwell.govern import drafting, promising

UPKEEP_QUEUE = "upkeep"


@app.periodic(cron="37 4 * * *", periodic_id="promise_reports")
@app.task(name="govern.promise_reports", queue=UPKEEP_QUEUE, queueing_lock="promise_reports")
def promise_reports(timestamp: int) -> None:
    """A row for every report that a school owes; none for one that has left."""
    promising.promise_reports(at=timezone.now())
    promising.skip_of_left(at=timezone.now())


@app.periodic(cron="*/10 * * * *", periodic_id="promise_new_reports")
@app.task(
    name="govern.promise_new_reports", queue=UPKEEP_QUEUE, queueing_lock="promise_new_reports"
)
def promise_new_reports(timestamp: int) -> None:
    """Those of a school whose memorandum came into force just now."""
    promising.promise_reports(at=timezone.now(), lately=True)


@app.periodic(cron="47 4 * * *", periodic_id="draft_reports")
@app.task(name="govern.draft_reports", queue=UPKEEP_QUEUE, queueing_lock="draft_reports")
def draft_reports(timestamp: int) -> None:
    """Draft the reports whose day has come."""
    drafting.draft_due(at=timezone.now())

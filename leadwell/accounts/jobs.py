"""What is done once a day about signing in."""

from django.core.management import call_command
from procrastinate.contrib.django import app


@app.periodic(cron="41 3 * * *", periodic_id="forget_sessions")
@app.task(
    name="accounts.forget_sessions",
    queue="upkeep",
    queueing_lock="forget_sessions",
    pass_context=False,
)
def forget_sessions(timestamp: int) -> None:
    """Forget sessions that have run out."""
    call_command("clearsessions")

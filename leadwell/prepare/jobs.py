"""What is done of itself about agreed actions."""

from django.utils import timezone
from procrastinate.contrib.django import app

from leadwell.prepare.passing import pass_on


@app.periodic(cron="*/10 * * * *", periodic_id="pass_on")
@app.task(name="prepare.pass_on", queue="upkeep", queueing_lock="pass_on")
def pass_on_actions(timestamp: int) -> None:
    """Every ten minutes, so that it is so on the very day, whenever the role was ended."""
    pass_on(at=timezone.now())

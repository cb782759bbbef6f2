"""Making and loading the invented country, behind the pages."""

import tempfile
from datetime import date
from pathlib import Path

from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from leadwell.demo import files, progress
from leadwell.lib.academic_year import label
from leadwell.schools import actions

BY = "the demonstration"


def start(*, seed: int, today: date, n_schools: int) -> None:
    """Ask the worker to make the country, once however often it is asked."""
    try:
        with transaction.atomic():
            make_country.defer(seed=seed, today=today.isoformat(), n_schools=n_schools)
    except AlreadyEnqueued:
        pass


@app.task(name="demo.make_country", queueing_lock="demo.make_country", lock="demo.make_country")
def make_country(*, seed: int, today: str, n_schools: int) -> None:
    """Write the country's files and load them as real ones are; again, and nothing is there twice.

    The newest results come first, so that the pages have something to show early.
    """
    with tempfile.TemporaryDirectory(prefix="leadwell-demo-") as folder:
        made = files.write(
            Path(folder), seed=seed, today=date.fromisoformat(today), n_schools=n_schools
        )
        progress.say("the register of schools")
        actions.import_register(
            path=made.register, name=made.register.name, by=BY, at=timezone.now()
        )
        progress.say("the links between schools")
        actions.import_links(path=made.links, name=made.links.name, by=BY, at=timezone.now())
        for n, results in enumerate(reversed(made.results)):
            progress.say(
                f"results of {label(results.academic_year)} (year {n + 1} of {len(made.results)})"
            )
            actions.import_results(
                path=results.path,
                name=results.path.name,
                academic_year=results.academic_year,
                status=results.status,
                by=BY,
                at=timezone.now(),
            )
    progress.say("")

"""Making and loading the invented country and its programmes, behind the pages."""

import tempfile
from datetime import date, datetime, time
from pathlib import Path

from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from leadwell.demo import choosing_world, copies, evaluation_world, files, fixture, progress
from leadwell.demo.files import Files
from leadwell.demo.fixture import Scale
from leadwell.lib.academic_year import label
from leadwell.schools import actions

BY = "the demonstration"


def start(*, seed: int, today: date, n_schools: int, scale: Scale, site: str) -> None:
    """Ask the worker to make the country, once however often it is asked."""
    try:
        with transaction.atomic():
            make_country.defer(
                seed=seed, today=today.isoformat(), n_schools=n_schools, scale=scale, site=site
            )
    except AlreadyEnqueued:
        pass


@app.task(name="demo.make_country", queueing_lock="demo.make_country", lock="demo.make_country")
def make_country(
    *,
    seed: int,
    today: str,
    n_schools: int,
    scale: int = Scale.REGION,
    site: str = "http://localhost:8000",
) -> None:
    """Write the country's files and load them as real ones are, and make its programmes by the
    actions of real life; again, and nothing is there twice.

    People come before results, so that somebody can be anybody early; schools are chosen by their
    results; copies come last.
    """
    day, size = date.fromisoformat(today), Scale(scale)
    with tempfile.TemporaryDirectory(prefix="leadwell-demo-") as folder:
        made = files.write(Path(folder), seed=seed, today=day, n_schools=n_schools)
        _load_register(made)
        progress.say(f"people and programmes of {min(size, Scale.REGION):d} schools")
        fixture.make(seed=seed, today=day, scale=size, site=site)
        _load_results(made, day)
    choosing_world.choose(today=day)
    evaluation_world.answer(at=timezone.now())
    if size == Scale.NATION:
        for n in copies.nation(at=timezone.now()):
            progress.say(f"more programmes ({n} of {copies.N_COPIES})")
    progress.say("")


def _load_register(made: Files) -> None:
    progress.say("the register of schools")
    actions.import_register(path=made.register, name=made.register.name, by=BY, at=timezone.now())
    progress.say("the links between schools")
    actions.import_links(path=made.links, name=made.links.name, by=BY, at=timezone.now())


def _load_results(made: Files, day: date) -> None:
    """The newest first, so that the pages have something to show early.

    A country made for a day to come is loaded on that day: results of tests nobody has sat are
    refused.
    """
    noon = timezone.make_aware(datetime.combine(day, time(12)))
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
            at=max(timezone.now(), noon),
        )

"""Beginning the demonstration: somebody who can sign in, a country, and programmes in it."""

from datetime import date, datetime

from django.db import transaction

from leadwell.demo import fixture, jobs, progress
from leadwell.demo.fixture import Scale
from leadwell.schools.models import SourceFile

SCHOOLS_FOR_A_NATION = 3_400
"""The least country that has schools enough for every programme of the largest size."""
BEHIND = {
    Scale.TRUST: "about a minute",
    Scale.REGION: "about a minute",
    Scale.NATION: "a few minutes",
}


def day(text: str) -> date:
    """Raises ValueError, as a sentence to show."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ValueError(f"{text!r} is not a day. Write it like 2026-11-22.") from error


def scale(n: int, *, n_schools: int) -> Scale:
    """Raises ValueError, as a sentence to show."""
    sizes = ", ".join(f"{size:d}" for size in Scale)
    if n not in list(Scale):
        raise ValueError(f"Programmes can be of these many schools: {sizes}.")
    if n == Scale.NATION and n_schools < SCHOOLS_FOR_A_NATION:
        raise ValueError(
            f"A nation of programmes needs a country of {SCHOOLS_FOR_A_NATION} schools or more."
        )
    return Scale(n)


@transaction.atomic
def begin(
    *,
    seed: int,
    today: date,
    n_schools: int,
    at: datetime,
    size: Scale = Scale.REGION,
    site: str = "http://localhost:8000",
) -> list[str]:
    """Have the worker make and load the country, unless it is there. Returns what to tell.

    A demonstration that was stopped half-way goes on: what is there already is not made again.
    size: how many schools take part in programmes. site: the address people will use.
    """
    fixture.administrator(at=at)
    told = [
        f"Sign in as {fixture.EMAIL} with the password: {fixture.PASSWORD}",
    ]
    if fixture.is_there() and not progress.is_loading():
        first = SourceFile.objects.earliest("loaded_at").loaded_at
        return [*told, f"The country was made on {first:%-d %B %Y} and is still there."]
    jobs.start(seed=seed, today=today, n_schools=n_schools, scale=size, site=site)
    progress.say("making a country of invented schools")
    return [
        *told,
        f"{n_schools:,} invented schools are being loaded behind it, {size:,} of them in "
        f"programmes ({BEHIND[size]}).",
    ]

"""Beginning the demonstration: somebody who can sign in, and a country to look at."""

from datetime import date, datetime

from django.db import transaction

from leadwell.accounts.models import User
from leadwell.demo import jobs, progress
from leadwell.schools.models import SourceFile

EMAIL = "demo@leadwell.example"
PASSWORD = "larkwater lantern"  # on this machine only: the demonstration listens nowhere else


def day(text: str) -> date:
    """Raises ValueError, as a sentence to show."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ValueError(f"{text!r} is not a day. Write it like 2026-11-22.") from error


@transaction.atomic
def begin(*, seed: int, today: date, n_schools: int, at: datetime) -> list[str]:
    """Have the worker make and load the country, unless it is there. Returns what to tell.

    A demonstration that was stopped half-way goes on: files already loaded are not loaded again.
    """
    if not User.objects.filter(email=EMAIL).exists():
        User.objects.create_user(
            EMAIL, PASSWORD, name="Asha Penhallow", is_administrator=True, joined_at=at
        )
    told = [f"Sign in as {EMAIL} with the password: {PASSWORD}"]
    if SourceFile.objects.exists() and not progress.is_loading():
        first = SourceFile.objects.earliest("loaded_at").loaded_at
        return [*told, f"The country was made on {first:%-d %B %Y} and is still there."]
    jobs.start(seed=seed, today=today, n_schools=n_schools)
    progress.say("making a country of invented schools")
    return [*told, f"{n_schools:,} invented schools are being loaded behind it (about a minute)."]

"""What a programme's forms ask of people's time: the middle one of each, counted by the product."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from leadwell.deliver.measures import note_minutes
from leadwell.explore.measures import view_minutes
from leadwell.people.disclosure.taking import Taking
from leadwell.programmes.models import Programme


@dataclass(frozen=True, slots=True)
class Burden:
    """Over whole months, so that it moves once a month and never with one form. since, until: the
    first and the last day."""

    since: date
    until: date
    forms: tuple[Taking, ...]


def burden(programme: Programme, *, on: date) -> Burden:
    """Of the twelve months before this one. A query for each form."""
    until = on.replace(day=1)
    since = until.replace(year=until.year - 1)
    spans = {"since": _midnight(since), "until": _midnight(until)}
    return Burden(
        since=since,
        until=until - timedelta(days=1),
        forms=(note_minutes(programme, **spans), view_minutes(programme, **spans)),
    )


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))

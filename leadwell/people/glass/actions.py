"""Break the glass, and put it back before the hour is over."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from leadwell.accounts.models import User
from leadwell.audit import log
from leadwell.people import access
from leadwell.people.glass import letters, rules
from leadwell.people.glass.access import latest_of, told_of
from leadwell.people.models import BrokenGlass
from leadwell.people.models.glass import HOUR
from leadwell.web.access import require


@transaction.atomic
def break_glass(*, reason: str, link: str, by: User, at: datetime) -> BrokenGlass:
    """Read everything but what is sealed, and change nothing, for an hour. link: to the page where
    whoever is told reads why.

    Raises PermissionDenied with the reason, and NotTold: the letters go before anything is shown,
    so that nobody reads what nobody knows of.
    """
    on = timezone.localdate(at)
    require(rules.may_break_glass(by, on=on))
    _, told = told_of(by, on=on)
    glass = BrokenGlass.objects.create(
        user=by,
        reason=reason.strip(),
        begins_at=at,
        ends_at=at + HOUR,
        told=[person.pk for person in told],
    )
    detail = {"until": glass.ends_at.isoformat(), "told": glass.told}
    log.record(at=at, actor=by.email, verb="broke the glass", subject=glass, detail=detail)
    letters.glass_broken(glass, to=told, link=link)
    access.forget(by)
    return glass


@transaction.atomic
def end_glass(*, by: User, at: datetime) -> None:
    """Back to one's own roles before the hour is over."""
    require(rules.may_end_glass(by))
    glass = latest_of(by)
    glass.ended_at = min(at, glass.ends_at)
    glass.save(update_fields=["ended_at"])
    log.record(at=at, actor=by.email, verb="put the glass back", subject=glass)
    access.forget(by)

"""How often somebody has tried, from one place, what opens by guessing right. Counted as wrong
passwords are, and forgotten after a while."""

from allauth.core.internal import ratelimit
from django.http import HttpRequest

APP = "leadwell"
WRONG = "20/15m/ip"
"""Tries that found nothing, in which time, from one place. After that right ones find nothing too."""


def may_try(request: HttpRequest, what: str) -> bool:
    """Whether there were not too many wrong tries from there lately."""
    return bool(_counted(request, what, dry_run=True))


def failed(request: HttpRequest, what: str) -> None:
    """A try that found nothing."""
    _counted(request, what)


def _counted(request: HttpRequest, what: str, *, dry_run: bool = False) -> object:
    return ratelimit.consume(
        request, app=APP, action=what, config={what: WRONG}, dry_run=dry_run, limit_get=True
    )

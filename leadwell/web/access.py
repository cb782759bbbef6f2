"""Turning a no into a page that says why."""

from django.core.exceptions import PermissionDenied

from leadwell.lib.verdict import Verdict


def require(verdict: Verdict) -> None:
    """Stop with a 403 that says why."""
    if not verdict:
        raise PermissionDenied(verdict.reason)

"""The request of somebody signed in, as views see it."""

from typing import TYPE_CHECKING

from django.http import HttpRequest

from leadwell.accounts.models import User

if TYPE_CHECKING:
    from django_htmx.middleware import HtmxDetails


class SignedInRequest(HttpRequest):
    user: User
    htmx: "HtmxDetails"


def wants_piece(request: SignedInRequest) -> bool:
    """Whether htmx wants only what changes; when it restores a page from history it wants all."""
    return bool(request.htmx) and not request.htmx.history_restore_request

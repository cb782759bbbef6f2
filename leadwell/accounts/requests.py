"""The request of somebody signed in, as views see it."""

from typing import TYPE_CHECKING

from django.http import HttpRequest

from leadwell.accounts.models import User

if TYPE_CHECKING:
    from django_htmx.middleware import HtmxDetails


class SignedInRequest(HttpRequest):
    user: User
    htmx: "HtmxDetails"

"""Behind broken glass: nothing can be changed, and every page says where one is."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone

from leadwell.people import access

READING = {"GET", "HEAD", "OPTIONS"}
ALLOWED_ALL_THE_SAME = {"people:end-glass", "account_logout"}
"""The ways out."""


class ReadingOnlyMiddleware:
    """Refuses whatever would change something while somebody is behind broken glass."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., HttpResponseBase],
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
    ) -> None:
        if request.method in READING or not request.user.is_authenticated:
            return
        match = request.resolver_match
        if match and match.view_name in ALLOWED_ALL_THE_SAME:
            return
        if until := access.reads_all_until(request.user):
            raise PermissionDenied(
                "You have broken the glass: you can read everything and change nothing until "
                f"{timezone.localtime(until):%H:%M}. Put the glass back to go on with your work."
            )


def banner(request: HttpRequest) -> dict[str, datetime | None]:
    """Context processor: when the hour ends of somebody behind broken glass."""
    user = getattr(request, "user", None)
    is_signed_in = bool(user and user.is_authenticated)
    return {"glass_until": access.reads_all_until(user) if user and is_signed_in else None}

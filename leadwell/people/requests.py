"""Each request as somebody: one transaction, the walls told, the roles read once, the look noted."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from leadwell.accounts.acting import acting_as
from leadwell.people import access, looking

View = Callable[..., HttpResponseBase]


class ActingMiddleware:
    """Stands last, and in place of ATOMIC_REQUESTS, which begins too late for middleware.

    What a view shows and the note that it was shown are one transaction. A refusal ends the
    transaction, so its note is written after.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if response.status_code in looking.REFUSALS and request.user.is_authenticated:
            looking.note(request, response)
        return response

    def process_view(
        self, request: HttpRequest, view: View, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponseBase:
        with acting_as(request.user.pk):
            if request.user.is_authenticated:
                access.remember(request.user)
            response = view(request, *args, **kwargs)
            if hasattr(response, "render") and not getattr(response, "is_rendered", True):
                response = response.render()
            if request.user.is_authenticated and response.status_code not in looking.REFUSALS:
                looking.note(request, response)
            return response

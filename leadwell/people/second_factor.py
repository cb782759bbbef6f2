"""Who must have a second factor, and what somebody without one reaches until then."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.http import urlencode
from django_htmx.http import HttpResponseClientRedirect

from leadwell.accounts import factors, fresh
from leadwell.accounts.models import User
from leadwell.people import access
from leadwell.people.held import grants
from leadwell.people.permissions import Operation, Reach, Without, carries_people

REQUIRED = "required"
ONES_OWN = ("accounts:", "account_", "mfa_")
"""How the names of pages begin that are about nothing but one's own way in."""
SHOWS_PEOPLE = frozenset({Without.NAMES, Without.RELEASED_ONLY})
"""Left out, and what is left is about people all the same."""


def must_have_one(user: User) -> bool:
    """Whether a role of today reads whole records about people, other than oneself.

    Records under a code are about people too. What one reads of oneself is not counted, nor are
    figures of groups, nor dates alone.
    """
    held = access.held(user)
    return any(
        grant.reach != Reach.SELF
        for key in carries_people()
        for _, grant in grants(held, key, Operation.READ, leaving_out=SHOWS_PEOPLE)
    )


def is_missing(request: HttpRequest) -> bool:
    """Whether this session has none and whoever opened it must have one."""
    user = request.user
    if settings.SECOND_FACTOR != REQUIRED or not isinstance(user, User):
        return False
    return not fresh.has_second_factor(request) and must_have_one(user)


class SecondFactorMiddleware:
    """Leads whoever must have a second factor to setting it up; until then they reach their own
    account, the pages that are open to strangers, and nothing else."""

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
    ) -> HttpResponseBase | None:
        if not getattr(view, "login_required", True) or _is_ones_own(request):
            return None
        return _lead(request) if is_missing(request) else None


def asking(request: HttpRequest) -> dict[str, bool]:
    """Context processor: on the page of second factors, whether one has to be set up first."""
    match = request.resolver_match
    here = bool(match and match.view_name == "mfa_index")
    return {"must_set_up": here and is_missing(request)}


def _is_ones_own(request: HttpRequest) -> bool:
    match = request.resolver_match
    return bool(match and match.view_name.startswith(ONES_OWN))


def _lead(request: HttpRequest) -> HttpResponse:
    """To setting one up, or to using the one that there is."""
    user = request.user
    assert isinstance(user, User)  # is_missing has looked
    if not factors.has_one(user):
        to = reverse("mfa_index")
    else:
        by_app = factors.has_app(user)
        name = "mfa_reauthenticate" if by_app else "mfa_reauthenticate_webauthn"
        back = request.get_full_path() if request.method == "GET" else "/"
        to = f"{reverse(name)}?{urlencode({REDIRECT_FIELD_NAME: back})}"
    is_piece = bool(request.headers.get("HX-Request"))
    return HttpResponseClientRedirect(to) if is_piece else HttpResponseRedirect(to)

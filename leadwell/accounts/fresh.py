"""Has somebody just shown again who they are? Asked before what counts: signing, and one's ways in.

A view that must be sure says `@fresh.required`. Every time is the session's own record of a
password, an app's code or a passkey, or what the provider of a school account says of when it was
asked; the demonstration's one click leaves none.
"""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import wraps
from typing import Any, TypeVar, cast

from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.http import urlencode

PROOFS = {"password", "mfa"}
BY_SCHOOL = "socialaccount"
"""A school account's record is a proof of the moment its provider names, and of none without."""
V = TypeVar("V", bound=Callable[..., HttpResponseBase])


def is_fresh(request: HttpRequest) -> bool:
    """Whether whoever is signed in here proved it within the last quarter of an hour."""
    return time.time() - _latest(request) < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT


def proved_at(request: HttpRequest) -> datetime:
    """When whoever is signed in here last proved who they are. Raises ValueError where nobody
    did: ask `is_fresh` before."""
    return datetime.fromtimestamp(max(record["at"] for record in _proofs(request)), tz=UTC)


def has_second_factor(request: HttpRequest) -> bool:
    """Whether this session was opened with more than a password."""
    return any(record["method"] == "mfa" for record in _proofs(request)) or (
        has_second_factor_by_school(request, request.user)
    )


def has_second_factor_by_school(request: HttpRequest, user: Any) -> bool:
    """Whether the provider of a school account said that it asked for more than a password. user:
    who signs in, and may not have come in yet."""
    records = get_authentication_records(request, user)
    return any(record.get("has_second_factor") is True for record in records)


def confirm(request: HttpRequest) -> HttpResponseRedirect:
    """To the page that asks again for a password or a code, and leads back here."""
    back = urlencode({REDIRECT_FIELD_NAME: request.get_full_path()})
    return HttpResponseRedirect(f"{reverse('account_reauthenticate')}?{back}")


def required(view: V) -> V:
    """This view, for somebody fresh only. What was sent by somebody who is not is not kept: they
    come back to the empty form, so a page that is sent asks already when it is opened."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return view(request, *args, **kwargs) if is_fresh(request) else confirm(request)

    return cast("V", guarded)


def _latest(request: HttpRequest) -> float:
    return max((record["at"] for record in _proofs(request)), default=0.0)


def _proofs(request: HttpRequest) -> list[dict[str, Any]]:
    records = get_authentication_records(request, request.user)
    by_school = [
        record | {"at": record["proved_at"]}
        for record in records
        if record.get("method") == BY_SCHOOL and record.get("proved_at")
    ]
    return by_school + [record for record in records if record.get("method") in PROOFS]

"""Has somebody just shown again who they are? Asked before what counts: signing, and one's ways in.

A view that must be sure says `@fresh.required`. Every time is the session's own record of a
password, an app's code or a passkey; the demonstration's one click leaves none.
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
    return any(record["method"] == "mfa" for record in _proofs(request))


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
    return [record for record in records if record.get("method") in PROOFS]

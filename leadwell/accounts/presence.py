"""When somebody was last here: what ends a session left alone on a shared computer."""

from collections.abc import Callable
from datetime import timedelta

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from leadwell.accounts.models import Session
from leadwell.accounts.sessions import IDLE_ON_A_SHARED_COMPUTER

OFTEN_ENOUGH = timedelta(minutes=1)
"""How exact "last here" is, so that most pages write nothing."""

A_LITTLE_LATER = timedelta(seconds=5)


class PresenceMiddleware:
    """Notes once a minute that somebody is here. On a shared computer a page that is left open
    puts itself away when its time is up: what it showed does not stay on the screen."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        put_away = reverse("accounts:put-away")
        if request.path == put_away:  # a page that put itself away is nobody being here
            return self.get_response(request)
        row: Session | None = None
        if request.user.is_authenticated:
            row = getattr(request.session, "row", None)
        if row is not None and row.seen_at < timezone.now() - OFTEN_ENOUGH:
            Session.objects.filter(pk=row.pk).update(
                seen_at=timezone.now(), expire_date=request.session.get_expiry_date()
            )
        response = self.get_response(request)
        if row is not None and row.is_shared and request.method == "GET":
            seconds = int((IDLE_ON_A_SHARED_COMPUTER + A_LITTLE_LATER).total_seconds())
            back = urlencode({"next": request.get_full_path()})
            response.headers["Refresh"] = f"{seconds}; url={put_away}?{back}"
        return response

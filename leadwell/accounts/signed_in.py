"""Who asks: found with the session, where Django asks the database once more for the person."""

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.middleware import AuthenticationMiddleware, get_user
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare
from django.utils.functional import SimpleLazyObject

from leadwell.accounts.models import User


class SignedInMiddleware(AuthenticationMiddleware):
    """Stands in the place of Django's."""

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        request.user = SimpleLazyObject(lambda: _whose(request))  # type: ignore[assignment]


def _whose(request: HttpRequest) -> User | AnonymousUser:
    """Only a plain yes is said here. Whatever else a session can be, Django judges: it also ends
    those that were opened before the password changed."""
    session = request.session
    is_ours = session.get(BACKEND_SESSION_KEY) in settings.AUTHENTICATION_BACKENDS
    row = getattr(session, "row", None)
    user = row.user if row else None
    if not (
        is_ours
        and isinstance(user, User)
        and user.is_active
        and session.get(SESSION_KEY) == str(user.pk)
        and constant_time_compare(session.get(HASH_SESSION_KEY, ""), user.get_session_auth_hash())
    ):
        return get_user(request)
    request._cached_user = user  # type: ignore[attr-defined]
    return user

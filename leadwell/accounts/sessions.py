"""SESSION_ENGINE: sessions that know whose they are, so that they can be listed and ended.

A session lasts twelve hours from signing in, however busy; on a computer said to be shared it also
ends after a quarter of an hour without a page.
"""

from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.db import connection
from django.utils import timezone

from leadwell.accounts.models import Session, User

LONGEST = timedelta(hours=12)
IDLE_ON_A_SHARED_COMPUTER = timedelta(minutes=15)

IS_SHARED = "is_shared"
SIGNED_IN_AT = "signed_in_at"
DEVICE = "device"
ADDRESS = "address"
ONE_CLICK = "one_click"
"""Whether the session began by one click, as only the demonstration lets it."""


_SESSION, _USER = ([each.attname for each in model._meta.fields] for model in (Session, User))
OPEN = f"""
select {", ".join([f"s.{name}" for name in _SESSION] + [f"u.{name}" for name in _USER])}
from accounts_session s left join accounts_user u on u.id = s.user_id
where s.session_key = %s and s.expire_date > %s
"""
"""Begins every page: as a queryset it would take three times as long."""


class SessionStore(DatabaseStore):
    row: Session | None = None
    """The row this was read from; None for a session that is new."""

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def _get_session_from_db(self) -> Session | None:
        """With whose it is, which is what every page asks next."""
        with connection.cursor() as cursor:
            cursor.execute(OPEN, [self.session_key, timezone.now()])
            found = cursor.fetchone()
        self.row = _read(found) if found else None
        if self.row is None:
            self._session_key = None
        return self.row

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        row = super().create_model_instance(data)
        assert isinstance(row, Session)  # what get_model_class says
        row.user_id = data.get(SESSION_KEY)
        row.signed_in_at = _moment(data)
        row.device = data.get(DEVICE, "")
        row.address = data.get(ADDRESS)
        row.is_shared = bool(data.get(IS_SHARED))
        return row

    def get_session_cookie_age(self) -> int:
        longest = IDLE_ON_A_SHARED_COMPUTER if self.get(IS_SHARED) else LONGEST
        return int(longest.total_seconds())

    def get_expiry_date(self, **kwargs: Any) -> datetime:
        until: datetime = super().get_expiry_date(**kwargs)
        began = _moment(self)
        return min(until, began + LONGEST) if began else until


def _read(found: tuple[Any, ...]) -> Session:
    """A row of OPEN as a session that knows its user."""
    row = Session.from_db(connection.alias, _SESSION, found[: len(_SESSION)])
    if row.user_id:
        row.user = User.from_db(connection.alias, _USER, found[len(_SESSION) :])
    return row


def _moment(data: Any) -> datetime | None:
    text = data.get(SIGNED_IN_AT)
    return datetime.fromisoformat(text) if text else None

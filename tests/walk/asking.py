"""Asking an address once, with all that can be seen of the answer, and everything undone behind it."""

import io
import re
from dataclasses import dataclass

from django.db import DatabaseError, connection, transaction
from django.http import HttpResponse
from django.test import Client
from pypdf import PdfReader

NOTED = frozenset({"audit_look", "accounts_session", "web_cache"})
"""Written by the answer itself: who looked, that somebody is here, how often somebody tried."""

COUNTS = """
select relname, n from (
  select relname, pg_stat_get_xact_tuples_inserted(oid) + pg_stat_get_xact_tuples_updated(oid)
    + pg_stat_get_xact_tuples_deleted(oid) as n
  from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace offset 0) counted
where n > 0
"""
"""As pg_stat_xact_user_tables has it, in a quarter of its time: this is asked twice an ask."""
CONTENT = "select count(*), sum(hashtextextended(t::text, 0)::numeric) from {} t"
TOKENS = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]*"')


@dataclass(frozen=True)
class Answer:
    """status: 500 also where the database would have refused when the request ended; fault says
    why. changed: tables that are not as they were, but for NOTED."""

    status: int
    headers: tuple[tuple[str, str], ...]
    text: str
    changed: frozenset[str]
    fault: str = ""

    def told(self, *but: object) -> tuple[object, ...]:
        """All that it tells, without these words: to be compared with another answer."""
        words = "|".join(re.escape(str(word)) for word in but)
        blank = re.compile(rf"(?<![0-9A-Za-z])(?:{words})(?![0-9A-Za-z])")
        parts = (self.text, *(f"{name}: {value}" for name, value in self.headers))
        return (self.status, *(blank.sub("#", part) if but else part for part in parts))


def ask(client: Client, method: str, path: str, **sent: object) -> Answer:
    """sent: what Client.generic takes."""
    cookies = {name: one.value for name, one in client.cookies.items() if name != "messages"}
    with transaction.atomic():
        before = _counts()
        response = client.generic(method, path, **sent)
        body = response.getvalue()
        # The counters count what was undone within the request too: so look whether it stayed.
        touched = {table for table, n in _counts().items() if n != before.get(table)} - NOTED
        now = {table: _content(table) for table in touched}
        refusal = _refusal() if touched else ""
        transaction.set_rollback(True)
    client.cookies.clear()
    client.cookies.load(cookies)
    changed = frozenset(table for table in touched if now[table] != _content(table))
    status = 500 if refusal else response.status_code
    fault = refusal or (repr(response.exc_info[1])[:300] if status >= 500 else "")
    return Answer(status, _headers(response), _text(response, body), changed, fault)


def _headers(response: HttpResponse) -> tuple[tuple[str, str], ...]:
    """With the cookies that carry messages and choices, without their time and signature; and
    without what is new each time, or follows from the length of a word that was asked for."""
    cookies = {name: one.value.partition(":")[0] for name, one in response.cookies.items()}
    headers = dict(response.headers) | cookies
    for name in ("csrftoken", "sessionid", "Content-Length"):
        headers.pop(name, None)
    return tuple(sorted(headers.items()))


def _text(response: HttpResponse, body: bytes) -> str:
    if body and response.headers.get("Content-Type") == "application/pdf":
        return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(body)).pages)
    return TOKENS.sub(b"", body).decode("utf-8", "replace")


def _refusal() -> str:
    """What the database would say when the request ended, where it has put off looking."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("set constraints all immediate")
    except DatabaseError as error:
        return repr(error)[:300]
    return ""


def _counts() -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute(COUNTS)
        return dict(cursor.fetchall())


def _content(table: str) -> tuple[object, ...]:
    with connection.cursor() as cursor:
        cursor.execute(CONTENT.format(connection.ops.quote_name(table)))
        row = cursor.fetchone()
        assert row
        return tuple(row)

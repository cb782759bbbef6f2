"""The site as it is, which also says how many questions to the database a page took, if asked."""

from collections.abc import Callable, Iterable
from contextlib import ExitStack
from typing import Any

from django.db import connections

from leadwell.config.wsgi import application as site

ASK = "X-Count-Queries"
ANSWER = "X-Queries"


def application(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
    if f"HTTP_{ASK.upper().replace('-', '_')}" not in environ:
        return site(environ, start)
    n = 0

    def count(execute: Callable[..., Any], *what: Any) -> Any:
        nonlocal n
        n += 1
        return execute(*what)

    def start_with_count(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
        return start(status, [*headers, (ANSWER, str(n))], *more)

    with ExitStack() as stack:
        for connection in connections.all():
            stack.enter_context(connection.execute_wrapper(count))
        return site(environ, start_with_count)

"""What every command does at its door: a database, Django, one way of telling and of refusing."""

import json
import os
import pwd
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

import django
import psycopg
import typer
from rich.console import Console

from leadwell.config import database
from leadwell.lib.embedded import EmbeddedFailed

out = Console(soft_wrap=True, highlight=False)
err = Console(stderr=True, soft_wrap=True, highlight=False)


@contextmanager
def opened(*, migrate: bool = True) -> Iterator[None]:
    """A running database with tables up to date, and Django ready; closed behind the command."""
    signal.signal(signal.SIGTERM, _on_term)  # so that the database is left as it was found
    try:
        with database.serving():
            if migrate:
                database.migrate()
            django.setup()
            yield
            _hang_up()
    except (EmbeddedFailed, database.NotUpToDate, psycopg.OperationalError) as error:
        refuse(str(error).strip())


def refuse(sentence: str) -> None:
    """Say in one sentence why nothing was done, and leave with status 1."""
    err.print(sentence, markup=False)
    raise typer.Exit(1)


@contextmanager
def telling(*, as_json: bool) -> Iterator[Callable[[str], None]]:
    """How a long command says how far it is: a spinner on a terminal, plain lines otherwise."""
    if as_json:
        yield lambda _: None
    elif err.is_terminal:
        with err.status("Starting") as status:
            yield lambda what: status.update(what)
    else:
        yield lambda what: err.print(f"{what} ...", markup=False)


def show(data: dict[str, Any], lines: list[str], *, as_json: bool) -> None:
    """One JSON object, or sentences."""
    if as_json:
        print(json.dumps(data, ensure_ascii=False))
    else:
        for line in lines:
            out.print(line, markup=False)


def who() -> str:
    """The person at the terminal, for the log."""
    return f"command line ({pwd.getpwuid(os.getuid()).pw_name})"


def existing(path: Path) -> Path:
    """A file to read, or a plain refusal."""
    if not path.is_file():
        refuse(f"There is no file {path}. Nothing was changed.")
    return path


def _on_term(number: int, frame: FrameType | None) -> None:
    raise SystemExit(128 + number)


def _hang_up() -> None:
    from django.db import connections

    connections.close_all()

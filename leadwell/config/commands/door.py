"""What every command does at its door: a database, Django, one way of telling and of refusing."""

import gc
import json
import os
import pwd
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any, NoReturn

import typer
from rich.console import Console

out = Console(soft_wrap=True, highlight=False)
err = Console(stderr=True, soft_wrap=True, highlight=False)


@contextmanager
def opened(
    *, migrate: bool = True, as_json: bool = False, with_django: bool = True
) -> Iterator[None]:
    """A running database with tables up to date, and Django ready where it is asked for; closed
    behind the command."""
    # Not before: a command that reads a file has begun to while these are being imported.
    import psycopg

    from leadwell.config import database
    from leadwell.lib.embedded import EmbeddedFailed

    signal.signal(signal.SIGTERM, _on_term)  # so that the database is left as it was found
    try:
        # Importing Django takes as long as the database takes to start, and needs nothing of it.
        with ThreadPoolExecutor(1) as aside:
            ready = aside.submit(_set_up_django) if with_django else None
            with database.serving():
                if migrate:
                    database.migrate()
                if ready:
                    ready.result()
                yield
                if ready:
                    _hang_up()
    except (EmbeddedFailed, database.NotUpToDate, psycopg.OperationalError) as error:
        refuse(str(error).strip(), as_json=as_json)


def refuse(sentence: str, *, as_json: bool = False) -> NoReturn:
    """Say in one sentence why nothing was done, and leave with status 1."""
    if as_json:
        show(refusal(sentence), [], as_json=True)
    else:
        err.print(sentence, markup=False)
    raise typer.Exit(1)


def refusal(
    sentence: str,
    problems: Sequence[dict[str, Any]] = (),
    *,
    n_problems: int = 0,
    may_be_accepted: bool = False,
) -> dict[str, Any]:
    """What --json prints when something is refused: one shape for every command."""
    return {
        "refused": sentence,
        "may_be_accepted": may_be_accepted,
        "n_problems": n_problems,
        "problems": list(problems),
    }


@contextmanager
def telling(*, as_json: bool) -> Iterator[Callable[[str], None]]:
    """How a long command says how far it is: a bar on a terminal, plain lines otherwise."""
    if as_json:
        yield lambda _: None
    elif err.is_terminal:
        from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

        columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
        with Progress(*columns, console=err, transient=True) as bar:
            task = bar.add_task("Starting", total=None)
            yield lambda what: bar.update(task, description=what)
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


def existing(path: Path, *, as_json: bool = False) -> Path:
    """A file to read, or a plain refusal."""
    if not path.is_file():
        refuse(f"There is no file {path}. Nothing was changed.", as_json=as_json)
    return path


def _on_term(number: int, frame: FrameType | None) -> None:
    raise SystemExit(128 + number)


def _set_up_django() -> None:
    import django

    gc.disable()  # what is imported stays: looking through it for garbage costs a fifth
    try:
        django.setup()
    finally:
        gc.freeze()
        gc.enable()


def _hang_up() -> None:
    from django.db import connections

    connections.close_all()

"""The command line: `leadwell COMMAND`. Exit status 0 done, 1 refused and nothing changed, 2 wrong use."""

import atexit
import os
import sys
from contextlib import suppress

import typer

from leadwell.config.commands import evaluating, keeping, letting_in, loading, programming, running

app = typer.Typer(
    name="leadwell",
    help="Runs school-improvement programmes across schools, and says honestly whether they worked.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
for module in (running, letting_in, loading, programming, evaluating, keeping):
    module.add_to(app)


def main() -> None:
    """Do what was asked for, and end the process."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "leadwell.config.settings")
    status: list[int] = []
    atexit.register(_end_at_once, status)  # the first to be registered is the last to be called
    try:
        app()
    except SystemExit as ending:
        if isinstance(ending.code, int):
            status.append(ending.code)
        raise


def _end_at_once(status: list[int]) -> None:
    """Without taking all that was imported apart again, which takes half a second: threads have
    been waited for and what was to be done at the end is done."""
    with suppress(OSError, ValueError):  # nobody reads any more: Python says so in its own way
        sys.stdout.flush()
        sys.stderr.flush()
        if status:
            os._exit(*status)

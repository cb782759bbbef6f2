"""The command line: `leadwell COMMAND`. Exit status 0 done, 1 refused and nothing changed, 2 wrong use."""

import os

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
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "leadwell.config.settings")
    app()

"""Loading published files: import-register, import-links, import-results, check-data."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from leadwell.config.commands import door
from leadwell.lib import academic_year

File = Annotated[Path, typer.Argument(help="The file as it was downloaded.", show_default=False)]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would change; change nothing.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object instead of sentences.")]
Fewer = Annotated[
    str,
    typer.Option(
        "--accept-fewer", metavar="REASON", help="Why far fewer schools, or links, are right."
    ),
]
STATUSES = ("provisional", "revised", "final")


def add_to(app: typer.Typer) -> None:
    app.command("import-register")(import_register)
    app.command("import-links")(import_links)
    app.command("import-results")(import_results)
    app.command("import-terms")(import_terms)
    app.command("check-data")(check_data)


def import_register(
    file: File, dry_run: DryRun = False, accept_fewer: Fewer = "", as_json: AsJson = False
) -> None:
    """Load the school register (GIAS edubasealldata, or a search download)."""
    _load("import_register", file, as_json, dry_run=dry_run, fewer_because=accept_fewer)


def import_links(
    file: File, dry_run: DryRun = False, accept_fewer: Fewer = "", as_json: AsJson = False
) -> None:
    """Load the links between schools (GIAS links), and join those that are one school."""
    _load("import_links", file, as_json, dry_run=dry_run, fewer_because=accept_fewer)


def import_results(
    file: File,
    year: Annotated[
        str | None,
        typer.Option(
            help="The academic year of the results, such as 2018/19. "
            "May be left out where the file itself names its year, or years."
        ),
    ] = None,
    status: Annotated[
        str | None, typer.Option(help="How settled they are: provisional, revised or final.")
    ] = None,
    dry_run: DryRun = False,
    accept_fewer: Fewer = "",
    as_json: AsJson = False,
) -> None:
    """Load Key Stage 2 results: the performance tables, or the long files of the statistics service."""
    if status not in (None, *STATUSES):
        raise typer.BadParameter(
            f"{status!r} is not one of {', '.join(STATUSES)}", param_hint="--status"
        )
    from leadwell.schools.sources import ks2

    path, start_year = door.existing(file, as_json=as_json), _year(year)
    # Already while the database starts: nothing of it is needed to read a file.
    with ks2.begun(path, academic_year=start_year, accept_incomplete=bool(accept_fewer)) as reading:
        _load(
            "import_results",
            path,
            as_json,
            academic_year=start_year,
            status=status or "",
            dry_run=dry_run,
            fewer_because=accept_fewer,
            reading=reading,
        )


def import_terms(
    file: File,
    area: Annotated[
        int | None,
        typer.Option(help="Code of the local authority, where the file does not name it."),
    ] = None,
    school: Annotated[
        int | None, typer.Option(help="URN of the school whose own dates these are.")
    ] = None,
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    """Load term dates of a local authority, or of one school, from a YAML file."""
    path = door.existing(file, as_json=as_json)
    with door.opened(as_json=as_json):
        from django.utils import timezone

        from leadwell.schools import actions
        from leadwell.schools.sources.refusal import Refused

        try:
            report = actions.import_terms(
                path=path,
                by=door.who(),
                at=timezone.now(),
                area=area,
                urn=school,
                dry_run=dry_run,
            )
        except Refused as refusal:
            tell_refusal(refusal, as_json)
            raise typer.Exit(1) from refusal
        sentences = report.pop("sentences")
        ending = ["This was a dry run: nothing was changed."] if dry_run else []
        door.show(report | {"sentences": sentences}, [*sentences, *ending], as_json=as_json)


def check_data(as_json: AsJson = False) -> None:
    """Report what is held: rows by type, cells by reason, and how many schools can be followed."""
    with door.opened(as_json=as_json):
        from leadwell.schools import checking

        found = checking.check()
        door.show(found.as_json(), found.lines(), as_json=as_json)


def _year(text: str | None) -> int | None:
    if text is None:
        return None
    try:
        return academic_year.parse(text)
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--year") from error


def _load(action: str, file: Path, as_json: bool, **what: Any) -> None:
    path = door.existing(file, as_json=as_json)
    with door.opened(as_json=as_json):
        from django.utils import timezone

        from leadwell.schools import actions
        from leadwell.schools.sources.refusal import Refused

        load: Callable[..., Any] = getattr(actions, action)
        try:
            with door.telling(as_json=as_json) as say:
                report = load(
                    path=path, name=path.name, by=door.who(), at=timezone.now(), say=say, **what
                )
        except Refused as refusal:
            tell_refusal(refusal, as_json)
            raise typer.Exit(1) from refusal
        ending = "This was a dry run: nothing was changed." if report.is_dry_run else ""
        door.show(
            report.as_json(), [*report.lines(), *([ending] if ending else [])], as_json=as_json
        )


def tell_refusal(refusal: Any, as_json: bool) -> None:
    """Why a file was refused, and which of its lines are why."""
    problems = [
        {"line": p.line, "column": p.column, "text": p.text, "reason": p.reason}
        for p in refusal.problems
    ]
    if as_json:
        told = door.refusal(
            str(refusal),
            problems,
            n_problems=refusal.n_problems,
            may_be_accepted=refusal.may_be_accepted,
        )
        door.show(told, [], as_json=True)
        return
    door.err.print(str(refusal), markup=False)
    for p in refusal.problems:
        door.err.print(f"  line {p.line}, {p.column}: {p.text!r} {p.reason}", markup=False)
    if refusal.may_be_accepted:
        door.err.print("If it is right as it is, say why: --accept-fewer REASON", markup=False)
    door.err.print("Nothing was changed.")

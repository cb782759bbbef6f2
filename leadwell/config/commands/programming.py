"""What programmes are set up from: add-playbook."""

from pathlib import Path
from typing import Annotated

import typer

from leadwell.config.commands import door, loading


def add_to(app: typer.Typer) -> None:
    app.command("add-playbook")(add_playbook)


def add_playbook(
    file: Annotated[Path, typer.Argument(help="The playbook’s YAML file.", show_default=False)],
    dry_run: loading.DryRun = False,
    as_json: loading.AsJson = False,
) -> None:
    """Add a playbook of your own from its file, beside those that come with Leadwell."""
    path = door.existing(file, as_json=as_json)
    with door.opened(as_json=as_json):
        from django.core.exceptions import PermissionDenied
        from django.utils import timezone

        from leadwell.explore.playbooks import actions
        from leadwell.programmes.playbooks import MOST_BYTES
        from leadwell.schools.sources.refusal import Refused

        with path.open("rb") as opened:
            data = opened.read(MOST_BYTES + 1)
        try:
            own = actions.bring_playbook(
                data=data, name=path.name, by=door.who(), at=timezone.now(), dry_run=dry_run
            )
        except Refused as refusal:
            loading.tell_refusal(refusal, as_json)
            raise typer.Exit(1) from refusal
        except PermissionDenied as refusal:
            door.refuse(f"{refusal} Nothing was changed.", as_json=as_json)
        ending = "This was a dry run: nothing was changed." if dry_run else "It can be set up from."
        door.show(
            {"key": own.key, "title": own.title, "sha256": own.sha256, "is_dry_run": dry_run},
            [f"Read: {own.title} ({own.key}). {ending}"],
            as_json=as_json,
        )

"""Letting somebody in again: reset-second-factor."""

from typing import Annotated

import typer

from leadwell.config.commands import door


def add_to(app: typer.Typer) -> None:
    app.command("reset-second-factor")(reset_second_factor)


def reset_second_factor(
    email: Annotated[str, typer.Argument(help="The address they sign in by.", show_default=False)],
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Forget somebody's second factor, so that they set up another: for the only administrator."""
    with door.opened(as_json=as_json):
        from django.utils import timezone

        from leadwell.accounts import actions, factors, letters
        from leadwell.accounts.models import User

        user = User.objects.of_address(email).first()
        if user is None:
            door.refuse(f"Nobody signs in by {email}. Nothing was changed.", as_json=as_json)
        if not factors.has_one(user):
            door.refuse(f"{user} has no second factor. Nothing was changed.", as_json=as_json)
        actions.reset_second_factor(user=user, by=door.who(), at=timezone.now())
        is_told = letters.second_factor_reset(user, by="whoever runs the server")
        told = "They are told by e-mail." if is_told else "They could not be told: mail failed."
        door.show(
            {"email": user.email, "is_told": is_told},
            [f"{user} signs in by password now, and sets up another second factor. {told}"],
            as_json=as_json,
        )

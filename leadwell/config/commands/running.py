"""Running Leadwell: serve, worker, demo, init."""

import os
from typing import Annotated

import typer

from leadwell.config import lacking, serving
from leadwell.config.commands import door

Port = Annotated[int, typer.Option(help="Where to listen on this machine.", min=1, max=65535)]


def add_to(app: typer.Typer) -> None:
    app.command("demo")(demo)
    app.command("serve")(serve)
    app.command("worker")(worker)
    app.command("init")(init)


def serve(
    port: Port = 8000,
    host: Annotated[str, typer.Option(help="Which address to listen on.")] = "127.0.0.1",
    workers: Annotated[int, typer.Option(help="Web processes.", min=1)] = 1,
) -> None:
    """Serve the site, with one worker for long jobs beside it; both come back when they fall over."""
    _refuse_taken(host, port)
    with door.opened(with_django=False):
        serving.collect_static()
        door.out.print(
            f"Leadwell is on http://{_shown(host)}:{port}  (Ctrl+C stops it)", markup=False
        )
        for line in lacking.sentences(os.environ):
            door.err.print(line, markup=False)
        serving.serve(host=host, port=port, workers=workers)


def worker() -> None:
    """Do long jobs (imports, later evaluations) until told to stop; for more hosts than one."""
    with door.opened(with_django=False):
        serving.work()


def demo(
    port: Port = 8000,
    today: Annotated[
        str | None, typer.Option(help="The day it is made for, such as 2026-11-22.")
    ] = None,
    seed: Annotated[int, typer.Option(help="Another number, another country.")] = 1,
    schools: Annotated[
        int, typer.Option(help="How many primary schools to invent.", min=60, max=20_000)
    ] = 16_800,
    scale: Annotated[
        int, typer.Option(help="How many of them take part in programmes: 4, 41 or 3100.")
    ] = 41,
) -> None:
    """An invented country of schools, loaded as real files are, on a site of its own."""
    _refuse_taken("127.0.0.1", port)
    _be_a_demonstration()
    address = f"http://localhost:{port}"
    os.environ.setdefault("LEADWELL_SITE", address)
    with door.opened():
        from django.utils import timezone

        from leadwell.demo import world

        try:
            day = world.day(today) if today else timezone.localdate()
        except ValueError as error:
            raise typer.BadParameter(str(error), param_hint="--today") from error
        try:
            size = world.scale(scale, n_schools=schools)
        except ValueError as error:
            raise typer.BadParameter(str(error), param_hint="--scale") from error
        lines = world.begin(
            seed=seed, today=day, n_schools=schools, size=size, site=address, at=timezone.now()
        )
        serving.collect_static()
        door.out.print(f"Leadwell's demonstration is on {address}  (Ctrl+C stops it)", markup=False)
        for line in (f"Be anybody of it, by one click: {address}/doors/", *lines):
            door.out.print(line, markup=False)
        serving.serve(host="127.0.0.1", port=port, workers=1)


def init(
    email: Annotated[str, typer.Option(prompt="E-mail address of the first administrator")],
    name: Annotated[str, typer.Option(prompt="Their name")],
    site: Annotated[
        str, typer.Option(help="The address people will use, for the link.")
    ] = "http://localhost:8000",
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Make the first administrator of a new installation, and print the link that lets them in."""
    with door.opened(as_json=as_json):
        from django.core.exceptions import ValidationError
        from django.core.validators import validate_email
        from django.utils import timezone

        from leadwell.accounts import actions, invitation

        try:
            validate_email(email)
        except ValidationError as error:
            raise typer.BadParameter(
                f"{email!r} is not an e-mail address", param_hint="--email"
            ) from error
        try:
            user = actions.invite_first_administrator(
                email=email, name=name, by=door.who(), at=timezone.now()
            )
        except actions.AlreadyThere as there:
            door.refuse(str(there), as_json=as_json)
        link = invitation.link(user, site=site)
        door.show(
            {"email": user.email, "link": link},
            [f"{user.name} can set a password here, once and within three days:", link],
            as_json=as_json,
        )


def _be_a_demonstration() -> None:
    """Its own mode and its own place: invented schools must never stand among real ones."""
    from leadwell.lib import embedded

    if os.environ.setdefault("LEADWELL_MODE", "demo") != "demo":
        door.refuse(
            f"LEADWELL_MODE is {os.environ['LEADWELL_MODE']}: the demonstration needs demo."
        )
    if os.environ.get("DATABASE_URL"):
        door.refuse(
            "DATABASE_URL is set, and invented schools must never stand among real ones. "
            "Unset it: the demonstration has a database of its own."
        )
    os.environ.setdefault("LEADWELL_HOME", str(embedded.home().with_name("leadwell-demo")))


def _refuse_taken(host: str, port: int) -> None:
    if serving.is_taken(host, port):
        door.refuse(
            f"Port {port} is taken by another program. Choose another: --port {port + 1}, or make demo PORT={port + 1}"
        )


def _shown(host: str) -> str:
    return "localhost" if host == "127.0.0.1" else host

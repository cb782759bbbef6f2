"""Files on their way in: what a person asks for. The worker's part is in loading.py."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path

from django.db import transaction
from procrastinate.contrib.django import app

from leadwell.accounts.models import User
from leadwell.audit import log
from leadwell.people import rules, transitions, uploads
from leadwell.people.transitions import State
from leadwell.schools.models import Content, Load, SourceFile
from leadwell.web.access import require

LOADS_QUEUE = "loads"
KEPT_AFTER_REFUSAL = timedelta(days=1)
"""How long the bytes of a refused file wait for somebody to say why fewer schools are right."""


def upload_file(
    *,
    path: Path,
    name: str,
    kind: str,
    academic_year: int | None = None,
    status: str = "",
    by: User,
    at: datetime,
) -> Load:
    """Keep a file and ask the worker what it would change. The same file sent twice is one load.

    Raises PermissionDenied, and Refused for what is plainly no such file.
    """
    require(rules.may_load_data(by))
    uploads.check(path, kind)
    if kind != SourceFile.Kind.RESULTS:
        academic_year, status = None, ""
    what = {"kind": kind, "academic_year": academic_year, "status": status}
    with uploads.packed(path) as small, transaction.atomic():
        content = uploads.hold(small)
        if same := _under_way(content, by, what):
            return same
        load = Load.objects.create(
            **what, content=content, name=name[-255:], uploaded_by=by, uploaded_at=at
        )
        log.record(at=at, actor=by.email, verb="uploaded", subject=load)
        _ask("look", load)
    return load


@transaction.atomic
def confirm_load(*, load: Load, by: User, at: datetime) -> None:
    """Have the worker load what was looked at."""
    load = _locked(load)
    require(rules.may_confirm_load(by, load))
    transitions.move("confirm", load.pk, progress="")
    log.record(at=at, actor=by.email, verb="confirmed", subject=load)
    _ask("load", load, by_id=by.pk)


@transaction.atomic
def drop_load(*, load: Load, by: User, at: datetime) -> None:
    """Put a file aside: nothing of it was loaded, and its bytes are not kept."""
    load = _locked(load)
    require(rules.may_drop_load(by, load))
    transitions.move("drop", load.pk, progress="", ended_at=at)
    uploads.let_go(load)
    log.record(at=at, actor=by.email, verb="dropped", subject=load)


@transaction.atomic
def look_again(*, load: Load, by: User, at: datetime, fewer_because: str) -> None:
    """Look once more at a file refused for having too few schools, now that somebody says why."""
    load = _locked(load)
    require(rules.may_look_again(by, load))
    transitions.move(
        "look_again",
        load.pk,
        fewer_because=fewer_because,
        refusal="",
        report={},
        progress="",
        ended_at=None,
    )
    log.record(at=at, actor=by.email, verb="explained", subject=load)
    _ask("look", load)


@transaction.atomic
def let_go_of_refused(*, at: datetime) -> None:
    """Drop the bytes of files refused a while ago."""
    refused = Load.objects.filter(
        state=State.REFUSED, content__isnull=False, ended_at__lt=at - KEPT_AFTER_REFUSAL
    )
    for load in refused:
        uploads.let_go(load)


def _under_way(content: Content, by: User, what: Mapping[str, object]) -> Load | None:
    return Load.objects.filter(
        **what, content=content, uploaded_by=by, state__in=transitions.UNDER_WAY
    ).first()


def _locked(load: Load) -> Load:
    return Load.objects.select_for_update().get(pk=load.pk)


def _ask(task: str, load: Load, **arguments: int) -> None:
    """A job for the worker, there if and only if this transaction is. By name: jobs call us."""
    asked = app.configure_task(
        f"people.{task}", queue=LOADS_QUEUE, lock=f"load-{load.pk}", allow_unknown=False
    )
    asked.defer(load_id=load.pk, **arguments)

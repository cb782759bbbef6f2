"""What the worker does with an upload: looks at it, then loads it. Each is safe to begin again."""

from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

from django.core.exceptions import PermissionDenied
from django.db import transaction

from leadwell.accounts.models import User
from leadwell.audit import log
from leadwell.people import rules, transitions, uploads
from leadwell.people.transitions import State
from leadwell.schools import actions as schools
from leadwell.schools.models import Load, SourceFile
from leadwell.schools.report import LoadReport
from leadwell.schools.sources.refusal import Refused
from leadwell.web.access import require

Say = Callable[[str], None]

OR_SAY_WHY = " If it is right as it is, say why below."


class _Overtaken(Exception):
    """Another worker, or a person, ended this load first."""


def look(*, load_id: int, at: datetime, say: Say) -> None:
    """Find out what a file would change, or why it is refused. Changes nothing else."""
    if not transitions.move("look", load_id):
        return
    load = _uploaded(load_id)
    try:
        require(rules.may_load_data(load.uploaded_by))
        with uploads.unpacked(load) as path:
            report = _import(
                load, path=path, by=load.uploaded_by.email, at=at, say=say, dry_run=True
            )
    except (Refused, PermissionDenied) as reason:
        refuse(load_id=load_id, at=at, refused=_refused(reason))
    else:
        transitions.move("find", load_id, report=report.as_json(), progress="")


def load(*, load_id: int, by_id: int, at: datetime, say: Say) -> None:
    """Load a file that somebody confirmed: wholly, or not at all and refused with a reason."""
    load = _uploaded(load_id)
    if load.state != State.LOADING:
        return
    by = User.objects.get(pk=by_id)
    try:
        require(rules.may_load_data(by))
        with uploads.unpacked(load) as path, transaction.atomic():
            report = _import(load, path=path, by=by.email, at=at, say=say, dry_run=False)
            if not transitions.move(
                "finish", load_id, report=report.as_json(), progress="", ended_at=at
            ):
                raise _Overtaken
            uploads.let_go(load)
    except (Refused, PermissionDenied) as reason:
        refuse(load_id=load_id, at=at, refused=_refused(reason))
    except _Overtaken:
        return


@transaction.atomic
def refuse(*, load_id: int, at: datetime, refused: Refused) -> None:
    """Say why a file is not loaded. Its bytes stay only where saying why might yet let it in."""
    sentence = str(refused) + (OR_SAY_WHY if refused.may_be_accepted else "")
    report = {
        "problems": [asdict(problem) for problem in refused.problems],
        "n_problems": refused.n_problems,
        "is_about_fewer": refused.may_be_accepted,
    }
    if not transitions.move(
        "refuse", load_id, refusal=sentence, report=report, progress="", ended_at=at
    ):
        return
    load = Load.objects.select_related("uploaded_by").get(pk=load_id)
    if not refused.may_be_accepted:
        uploads.let_go(load)
    log.record(at=at, actor=load.uploaded_by.email, verb="was refused", subject=load)


def _refused(reason: Refused | PermissionDenied) -> Refused:
    """Whose role has ended since they asked is told so as a file is refused."""
    return reason if isinstance(reason, Refused) else Refused(str(reason))


def _uploaded(load_id: int) -> Load:
    return Load.objects.select_related("uploaded_by", "content").get(pk=load_id)


def _import(
    load: Load, *, path: Path, by: str, at: datetime, say: Say, dry_run: bool
) -> LoadReport:
    match load.kind:
        case SourceFile.Kind.REGISTER:
            return schools.import_register(
                path=path, name=load.name, by=by, at=at, say=say, dry_run=dry_run,
                fewer_because=load.fewer_because,
            )  # fmt: skip
        case SourceFile.Kind.LINKS:
            return schools.import_links(
                path=path, name=load.name, by=by, at=at, say=say, dry_run=dry_run,
                fewer_because=load.fewer_because,
            )  # fmt: skip
        case _:
            return schools.import_results(
                path=path, name=load.name, by=by, at=at, say=say, dry_run=dry_run,
                academic_year=load.academic_year, status=load.status,
                fewer_because=load.fewer_because,
            )  # fmt: skip

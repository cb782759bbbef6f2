"""Fix a question, change it, ask for its answer, and work that out."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from procrastinate.contrib.django import app

from leadwell.accounts.models import User
from leadwell.audit import log
from leadwell.evaluation import answering, frames, keeping, listing, rules
from leadwell.evaluation.frames import NotComparable
from leadwell.evaluation.models import EvaluatedSchool, Evaluation, Finding, Recruitment, Run
from leadwell.evidence.usual import CALIPER, DRAWS, K
from leadwell.people.models import Person
from leadwell.programmes.models import Programme
from leadwell.web.access import require

EVALUATIONS_QUEUE = "evaluations"
RUN = "evaluation.run"
THE_SAME = "Nothing is different: neither the schools nor what is asked of them."
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Fixing:
    """What is asked. measures: keys of the catalogue, the first to match schools on. recruited_on:
    with Recruitment.YEAR alone."""

    measures: Sequence[str]
    recruitment: Recruitment
    recruited_on: int | None = None
    k: int = K
    caliper: float = CALIPER
    draws: int = DRAWS
    seed: int = 0
    is_through_sponsors: bool = True


@transaction.atomic
def fix_question(*, programme: Programme, said: Fixing, by: User, at: datetime) -> Evaluation:
    """Fix what is asked, about every school that has joined by now. Raises PermissionDenied with
    the reason, NotComparable for what cannot be asked of published results."""
    require(rules.may_fix(by, programme))
    evaluation = _keep(programme, said, by=by.person, at=at)
    _log(evaluation, "fixed", by, at)
    return evaluation


@transaction.atomic
def change_question(
    *, evaluation: Evaluation, said: Fixing, because: str, by: User, at: datetime
) -> Evaluation:
    """A new version beside the one before, which stays, about the schools that have joined by now.
    Raises as fix_question, and where nothing would be different."""
    require(rules.may_change(by, evaluation))
    changed = _keep(
        evaluation.programme, said, by=by.person, at=at, replaces=evaluation, because=because
    )
    if _asked(changed) == _asked(evaluation):
        raise PermissionDenied(THE_SAME)
    _log(changed, "changed", by, at)
    return changed


@transaction.atomic
def ask_to_run(*, evaluation: Evaluation, by: User, at: datetime, as_of: int | None = None) -> Run:
    """Have the worker answer it. Asked twice, it is done once: the run under way is the answer."""
    require(rules.may_run(by, evaluation))
    try:
        with transaction.atomic():
            run = Run.objects.create(
                evaluation=evaluation, as_of=as_of, asked_by=by.person, asked_at=at
            )
    except IntegrityError:  # of the constraint: one of them is under way
        return Run.objects.under_way().get(evaluation=evaluation)
    app.configure_task(
        RUN, queue=EVALUATIONS_QUEUE, lock=f"evaluation-{evaluation.pk}", allow_unknown=False
    ).defer(run_id=run.pk)
    _log(evaluation, "asked for an answer to", by, at)
    return run


def carry_out(*, run_id: int, at: datetime, say: Say) -> None:
    """The worker's part. Begun again after a worker died, it begins from nothing; done once, it is
    not done again."""
    if not _move(run_id, state=Run.State.RUNNING, progress=""):
        return
    run = Run.objects.select_related("evaluation__programme", "asked_by__user").get(pk=run_id)
    by = run.asked_by
    try:
        if by.user is None:
            raise PermissionDenied("Who asked for it has no account any more.")
        require(rules.may_run(by.user, run.evaluation))
        finding = find(
            evaluation=run.evaluation, as_of=run.as_of, asked_by=by, actor=by.user.email, at=at,
            say=say,
        )  # fmt: skip
    except (NotComparable, PermissionDenied) as reason:
        refuse(run_id=run_id, because=str(reason), at=at)
    else:
        _move(run_id, state=Run.State.DONE, progress="", finding=finding, ended_at=at)


def refuse(*, run_id: int, because: str, at: datetime) -> None:
    """Say why there is no answer."""
    _move(run_id, state=Run.State.REFUSED, progress="", refusal=because, ended_at=at)


def find(
    *,
    evaluation: Evaluation,
    as_of: int | None,
    asked_by: Person | None,
    actor: str,
    at: datetime,
    say: Say = lambda _: None,
) -> Finding:
    """Answer a fixed question and keep what was found; where it was found before from the same
    data, that. Whoever calls has asked the rule, or is at the command line.

    Raises NotComparable, in words, for what cannot be asked or worked out.
    """
    say("Reading published results")
    made = keeping.ready(evaluation, as_of=as_of)
    known = Finding.objects.filter(evaluation=evaluation, inputs_sha256=made.inputs_sha256)
    if found := known.first():
        return found
    say(f"Comparing with similar schools, and with {evaluation.draws:,} groups drawn by chance")
    said = keeping.text_of(evaluation, made, answering.worked_out(made.posed))
    with transaction.atomic():
        finding, is_new = Finding.objects.get_or_create(
            evaluation=evaluation,
            inputs_sha256=made.inputs_sha256,
            defaults={
                "as_of": made.as_of, "said": said, "sha256": keeping.sha256(said),
                "files": list(made.files), "code": keeping.programs(), "seed": evaluation.seed,
                "draws": evaluation.draws, "asked_by": asked_by, "at": at,
            },
        )  # fmt: skip
        if is_new:
            log.record(
                at=at, actor=actor, verb="answered", subject=evaluation,
                detail={"finding": finding.pk, "sha256": finding.sha256},
            )  # fmt: skip
    return finding


def _keep(
    programme: Programme,
    said: Fixing,
    *,
    by: Person,
    at: datetime,
    replaces: Evaluation | None = None,
    because: str = "",
) -> Evaluation:
    frames.require_comparable(said.measures)
    schools = listing.listed(programme)
    evaluation = Evaluation.objects.create(
        programme=programme,
        version=replaces.version + 1 if replaces else 1,
        replaces=replaces,
        because=because,
        measures=list(said.measures),
        recruitment=said.recruitment,
        recruited_on=said.recruited_on,
        first_start=min(each.start for each in schools),
        n_schools=len(schools),
        list_sha256=listing.sha256_of({each.school.urn: each.start for each in schools}),
        k=said.k,
        caliper=said.caliper,
        draws=said.draws,
        seed=said.seed,
        is_through_sponsors=said.is_through_sponsors,
        fixed_by=by,
        fixed_at=at,
    )
    EvaluatedSchool.objects.bulk_create(
        EvaluatedSchool(
            evaluation=evaluation, school=each.school, urn=each.school.urn, start=each.start
        )
        for each in schools
    )
    evaluation.refresh_from_db()  # what the database found out by itself
    return evaluation


def _asked(evaluation: Evaluation) -> tuple[object, ...]:
    """All that two versions can differ in."""
    names = (
        "measures", "recruitment", "recruited_on", "list_sha256", "k", "caliper", "draws", "seed",
        "is_through_sponsors",
    )  # fmt: skip
    return tuple(getattr(evaluation, name) for name in names)


def _move(run_id: int, **fields: object) -> bool:
    """Whether it was under way, and so is changed."""
    return bool(Run.objects.under_way().filter(pk=run_id).update(**fields))


def _log(evaluation: Evaluation, verb: str, by: User, at: datetime, **detail: object) -> None:
    detail |= {"version": evaluation.version}
    log.record(at=at, actor=by.email, verb=verb, subject=evaluation, detail=detail)

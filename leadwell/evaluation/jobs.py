"""Answers, later: by whichever worker is free. A worker that is killed leaves its job marked as
begun; it is put back (people/jobs.py) and the answer is worked out from nothing."""

from django.db import InterfaceError, OperationalError
from django.utils import timezone
from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app

from leadwell.evaluation import actions
from leadwell.evaluation.models import Run

MAX_ATTEMPTS = 4
DATABASE_AWAY = (OperationalError, InterfaceError)
OUR_FAULT = (
    "Something went wrong on our side while this was worked out. It has been written down for the "
    "people who run Leadwell. Nothing was kept. Try once more later."
)
try_again = RetryStrategy(wait=10, retry_exceptions=set(DATABASE_AWAY))


@app.task(name=actions.RUN, queue=actions.EVALUATIONS_QUEUE, pass_context=True, retry=try_again)
def run(context: JobContext, run_id: int) -> None:
    """Answer what somebody asked for, telling how far it is. What fails on our side ends it with a
    sentence too."""
    try:
        if context.job.attempts >= MAX_ATTEMPTS:
            raise RuntimeError(f"run {run_id} was begun {MAX_ATTEMPTS} times and never ended")
        actions.carry_out(run_id=run_id, at=timezone.now(), say=lambda what: _say(run_id, what))
    except DATABASE_AWAY:
        raise
    except Exception:
        actions.refuse(run_id=run_id, because=OUR_FAULT, at=timezone.now())
        raise


def _say(run_id: int, what: str) -> None:
    """Seen by others at once: nothing is open around it."""
    Run.objects.under_way().filter(pk=run_id).update(progress=what)

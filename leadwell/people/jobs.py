"""Loads, later: by whichever worker is free. A job that is run twice does its work once.

A worker that is killed leaves its job marked as begun: every 15 seconds those whose worker has
not been heard of are put back, and the load begins again from nothing.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from django.db import DEFAULT_DB_ALIAS, InterfaceError, OperationalError, connections
from django.utils import timezone
from procrastinate import JobContext, RetryStrategy
from procrastinate import exceptions as procrastinate_exceptions
from procrastinate.contrib.django import app
from procrastinate.jobs import Status

from leadwell.people import actions, loading
from leadwell.people.actions import LOADS_QUEUE
from leadwell.people.loading import Say
from leadwell.people.privacy import erasures
from leadwell.people.privacy.disposing import actions as disposing
from leadwell.schools.sources.refusal import Refused

HEARD_WITHIN = 20.0
"""Seconds without a heartbeat (one each 10) after which a worker is taken for dead."""

MAX_ATTEMPTS = 4
UPKEEP_QUEUE = "upkeep"
OUR_FAULT = (
    "Something went wrong on our side while reading this file. It has been written down for "
    "the people who run Leadwell. Nothing was changed. Try once more later."
)
DATABASE_AWAY = (OperationalError, InterfaceError)
try_again = RetryStrategy(wait=10, retry_exceptions=set(DATABASE_AWAY))


@app.task(name="people.look", queue=LOADS_QUEUE, pass_context=True, retry=try_again)
def look(context: JobContext, load_id: int) -> None:
    _run(context, load_id, lambda say: loading.look(load_id=load_id, at=timezone.now(), say=say))


@app.task(name="people.load", queue=LOADS_QUEUE, pass_context=True, retry=try_again)
def load(context: JobContext, load_id: int, by_id: int) -> None:
    _run(
        context,
        load_id,
        lambda say: loading.load(load_id=load_id, by_id=by_id, at=timezone.now(), say=say),
    )


@app.periodic(cron="* * * * * */15", periodic_id="retry_stalled")
@app.task(
    name="people.retry_stalled",
    queue=UPKEEP_QUEUE,
    queueing_lock="retry_stalled",
    pass_context=True,
)
async def retry_stalled(context: JobContext, timestamp: int) -> None:
    """Put back the jobs of workers that were killed."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=HEARD_WITHIN):
        try:
            await manager.retry_job(job)
        except procrastinate_exceptions.UniqueViolation:  # the next of its kind waits already
            await manager.finish_job(job, status=Status.FAILED, delete_job=False)


@app.periodic(cron="7 * * * *", periodic_id="forget_jobs")
@app.task(
    name="people.forget_jobs", queue=UPKEEP_QUEUE, queueing_lock="forget_jobs", pass_context=True
)
async def forget_jobs(context: JobContext, timestamp: int) -> None:
    """Forget jobs that ended a day ago."""
    await context.app.job_manager.delete_old_jobs(
        nb_hours=24, include_failed=True, include_cancelled=True, include_aborted=True
    )


@app.periodic(cron="17 * * * *", periodic_id="let_go")
@app.task(name="people.let_go", queue=UPKEEP_QUEUE, queueing_lock="let_go")
def let_go(timestamp: int) -> None:
    """Drop the bytes of files refused a day ago."""
    actions.let_go_of_refused(at=timezone.now())


@app.periodic(cron="23 4 * * *", periodic_id="foresee")
@app.task(name="people.foresee", queue=UPKEEP_QUEUE, queueing_lock="foresee")
def foresee(timestamp: int) -> None:
    """Work out what is past its time, and will be within thirty days. Destroys nothing."""
    disposing.foresee(at=timezone.now())


@app.periodic(cron="31 4 * * *", periodic_id="list_erasures")
@app.task(name="people.list_erasures", queue=UPKEEP_QUEUE, queueing_lock="list_erasures")
def list_erasures(timestamp: int) -> None:
    """Write beside the database who was forgotten, should the file have been lost or kept from
    being written: a restore reads it."""
    erasures.write_missing()


def _run(context: JobContext, load_id: int, work: Callable[[Say], None]) -> None:
    """Do it, telling how far it is. What fails on our side ends the load with a sentence too."""
    try:
        if context.job.attempts >= MAX_ATTEMPTS:
            raise RuntimeError(f"load {load_id} was begun {MAX_ATTEMPTS} times and never ended")
        with telling(load_id) as say:
            work(say)
    except DATABASE_AWAY:
        raise
    except Exception:
        loading.refuse(load_id=load_id, at=timezone.now(), refused=Refused(OUR_FAULT))
        raise


@contextmanager
def telling(load_id: int) -> Iterator[Say]:
    """A way to say how far a load is: seen by others at once, whatever becomes of the load."""
    second = connections.create_connection(DEFAULT_DB_ALIAS)
    try:
        with second.cursor() as cursor:
            cursor.execute("set lock_timeout = '1s'")

        def say(what: str) -> None:
            # Not worth failing a load for: somebody may be holding the row at this moment.
            with suppress(OperationalError), second.cursor() as cursor:
                cursor.execute(
                    "update schools_load set progress = %s where id = %s and state <> 'dropped'",
                    [what[:200], load_id],
                )

        yield say
    finally:
        second.close()

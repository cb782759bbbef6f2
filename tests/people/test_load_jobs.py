"""The worker's part: done once, told as it goes, and whole or not at all."""

from datetime import timedelta

import psycopg
import pytest
from django.db import OperationalError, connection
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from leadwell.people import actions, jobs, loading, uploads
from leadwell.people.transitions import State
from leadwell.schools import actions as schools
from leadwell.schools.models import Content, Load, School, SourceFile
from tests.factories import NOON
from tests.people import worker
from tests.people.worker import work
from tests.schools.sources import makers

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _a_worker_of_ones_own(transactional_db):
    with worker.to_oneself():
        yield


def state_of(load: Load) -> str:
    load.refresh_from_db()
    return load.state


def test_the_worker_looks_and_when_told_to_loads(bring, register):
    load = bring(register(900101))
    work()
    assert state_of(load) == State.LOOKED
    assert not School.objects.exists()

    actions.confirm_load(load=load, by=load.uploaded_by, at=NOON)
    work()
    assert state_of(load) == State.DONE
    assert School.objects.count() == SourceFile.objects.count() == 1
    assert {job.status for job in our_jobs()} == {"succeeded"}


def test_an_upload_that_is_not_kept_leaves_no_job(bring, register, monkeypatch):
    monkeypatch.delattr("leadwell.audit.log.record")
    with pytest.raises(AttributeError):
        bring(register(900101))

    assert not Load.objects.exists()
    assert not our_jobs()
    assert not Content.objects.exists()


def test_a_job_that_is_run_again_does_its_work_once(bring, register):
    load = bring(register(900101))
    work()
    actions.confirm_load(load=load, by=load.uploaded_by, at=NOON)
    for _ in range(2):
        app.configure_task("people.load").defer(load_id=load.pk, by_id=load.uploaded_by_id)
    app.configure_task("people.look").defer(load_id=load.pk)
    work()

    assert state_of(load) == State.DONE
    assert School.objects.count() == SourceFile.objects.count() == 1


def test_a_load_that_ended_while_it_was_being_loaded_changes_nothing(bring, register, monkeypatch):
    load = bring(register(900101))
    work()
    actions.confirm_load(load=load, by=load.uploaded_by, at=NOON)

    def say(what: str) -> None:
        elsewhere(f"update schools_load set state = 'done' where id = {load.pk}")

    loading.load(load_id=load.pk, by_id=load.uploaded_by_id, at=NOON, say=say)
    assert not School.objects.exists()
    assert not SourceFile.objects.exists()


def test_how_far_it_is_can_be_seen_by_others_before_the_load_ends(bring, register):
    load = bring(register(900101))
    work()
    actions.confirm_load(load=load, by=load.uploaded_by, at=NOON)
    seen = []
    with jobs.telling(load.pk) as tell:

        def say(what: str) -> None:
            tell(what)
            seen.extend(elsewhere(f"select progress, state from schools_load where id = {load.pk}"))

        loading.load(load_id=load.pk, by_id=load.uploaded_by_id, at=NOON, say=say)

    assert ("Comparing it with the schools we hold", State.LOADING) in seen
    assert load.progress == ""


def test_a_row_somebody_holds_does_not_stop_the_work(bring, register):
    load = bring(register(900101))
    with psycopg.connect(**parameters()) as other, jobs.telling(load.pk) as tell:
        other.execute("select from schools_load for update")
        tell("Reading the register")
        other.rollback()
        tell("Comparing it")

    load.refresh_from_db()
    assert load.progress == "Comparing it"


def test_an_administrator_who_is_none_any_more_loads_nothing(bring, register):
    load = bring(register(900101))
    work()
    actions.confirm_load(load=load, by=load.uploaded_by, at=NOON)
    type(load.uploaded_by).objects.update(is_administrator=False)
    work()

    assert state_of(load) == State.REFUSED
    assert "Only the administrator" in load.refusal
    assert not School.objects.exists()


def test_what_fails_on_our_side_ends_in_a_sentence_and_is_whole(bring, register, monkeypatch):
    load = bring(register(900101))
    work()
    actions.confirm_load(load=load, by=load.uploaded_by, at=NOON)
    monkeypatch.delattr(uploads, "let_go")  # the very last step of a load
    with pytest.raises(AttributeError):
        loading.load(load_id=load.pk, by_id=load.uploaded_by_id, at=NOON, say=lambda _: None)

    assert state_of(load) == State.LOADING
    assert not School.objects.exists()
    assert not SourceFile.objects.exists()


def test_a_fault_in_a_job_is_told_to_the_person_and_to_the_log(
    bring, register, monkeypatch, caplog
):
    load = bring(register(900101))
    monkeypatch.delattr(schools, "import_register")
    work()

    assert state_of(load) == State.REFUSED
    assert load.refusal == jobs.OUR_FAULT
    assert our_jobs()[0].status == "failed"
    assert "AttributeError" in caplog.text


@pytest.mark.usefixtures("real_time")
def test_a_database_that_is_away_for_a_moment_is_not_the_files_fault(bring, register, monkeypatch):
    load = bring(register(900101))

    def away(**_: object) -> None:
        raise OperationalError("the connection is lost")

    monkeypatch.setattr(schools, "import_register", away)
    work()
    [job] = our_jobs()
    assert (job.status, job.attempts) == ("todo", 1)
    assert state_of(load) == State.LOOKING

    monkeypatch.undo()
    sql(f"update procrastinate_jobs set scheduled_at = null where id = {job.pk}")
    work()
    assert state_of(load) == State.LOOKED


def test_a_killed_workers_job_is_put_back_and_done_by_another(bring, register):
    load = bring(register(900101))
    begun_by_a_worker_last_heard_of(seconds=25)
    work()
    assert state_of(load) == State.LOOKING

    upkeep()
    work()
    assert state_of(load) == State.LOOKED
    assert our_jobs()[0].attempts == 2


@pytest.mark.usefixtures("real_time")
def test_a_worker_that_is_alive_keeps_its_job(bring, register):
    load = bring(register(900101))
    begun_by_a_worker_last_heard_of(seconds=5)
    upkeep()
    work()
    assert state_of(load) == State.LOOKING


def test_a_file_that_kills_every_worker_is_given_up(bring, register):
    load = bring(register(900101))
    sql(f"update procrastinate_jobs set attempts = {jobs.MAX_ATTEMPTS}")
    work()

    assert state_of(load) == State.REFUSED
    assert load.refusal == jobs.OUR_FAULT


def test_bytes_held_while_another_lets_go_of_them_are_still_there(bring, register):
    """Two uploads of one file: the first is dropped in the very moment the second is kept."""
    first = bring(register(900101))
    with uploads.packed(register(900101)) as small, psycopg.connect(**parameters()) as other:
        other.execute("update schools_load set content_id = null")
        other.execute("delete from schools_content")
        from threading import Timer

        Timer(0.3, other.commit).start()
        from django.db import transaction

        with transaction.atomic():
            content = uploads.hold(small)
            Load.objects.filter(pk=first.pk).update(content=content)

    assert Content.objects.filter(pk=content.pk).exists()


def test_jobs_that_ended_a_day_ago_are_forgotten(bring, register):
    bring(register(900101))
    work()
    sql(f"update procrastinate_events set at = '{timezone.now() - timedelta(hours=25)}'")
    app.configure_task("people.forget_jobs").defer(timestamp=0)
    work(jobs.UPKEEP_QUEUE)

    assert not our_jobs()


def test_bytes_of_files_refused_long_ago_are_let_go_of_by_the_worker(bring, results):
    load = bring(results(makers.school(900101), england=False), "results")
    loading.look(load_id=load.pk, at=timezone.now() - timedelta(days=2), say=lambda _: None)
    assert Content.objects.exists()

    app.configure_task("people.let_go").defer(timestamp=0)
    work(jobs.UPKEEP_QUEUE)
    assert not Content.objects.exists()


def test_stalled_jobs_are_looked_for_four_times_a_minute_by_whichever_worker_is_there():
    [(_, task)] = [
        (key, task)
        for key, task in app.periodic_registry.periodic_tasks.items()
        if key[0] == "people.retry_stalled"
    ]
    ticks = [task.croniter.get_next(float, start_time=at) for at in (0, 15, 30, 45)]
    assert ticks == [15, 30, 45, 60]


def begun_by_a_worker_last_heard_of(*, seconds: int) -> None:
    sql("insert into procrastinate_workers (last_heartbeat) "
        f"values ('{timezone.now() - timedelta(seconds=seconds)}')")  # fmt: skip
    sql("update procrastinate_jobs set status = 'doing', "
        "worker_id = (select max(id) from procrastinate_workers)")  # fmt: skip
    Load.objects.update(state=State.LOOKING)


def upkeep() -> None:
    app.configure_task("people.retry_stalled").defer(timestamp=0)
    work(jobs.UPKEEP_QUEUE)


def our_jobs() -> list[ProcrastinateJob]:
    """Without those of the upkeep."""
    return list(ProcrastinateJob.objects.filter(queue_name=actions.LOADS_QUEUE))


def sql(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def elsewhere(statement: str) -> list[tuple[str, ...]]:
    with psycopg.connect(**parameters(), autocommit=True) as other:
        cursor = other.execute(statement)
        return cursor.fetchall() if cursor.description else []


def parameters() -> dict:
    from procrastinate.contrib.django.utils import connector_params

    wanted = {"host", "user", "dbname", "port"}
    return {key: value for key, value in connector_params().items() if key in wanted}

"""The worker that was asked is killed in mid-run: the answer is worked out once, by another."""

import signal
import subprocess
import sys
import time
from contextlib import contextmanager

import pytest
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob, ProcrastinateWorker

from leadwell.audit.models import Event
from leadwell.evaluation import actions
from leadwell.evaluation.models import Finding, Run
from tests.factories import NOON
from tests.people import worker

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _a_worker_of_ones_own(transactional_db):
    with worker.to_oneself():
        yield


@pytest.fixture
def run(fix, publish_year, lead):
    for year in (2015, 2016, 2017, 2018):
        publish_year(year)
    return actions.ask_to_run(evaluation=fix(), by=lead, at=NOON)


def test_the_worker_answers_what_was_asked_and_once(run):
    worker.work(actions.EVALUATIONS_QUEUE)
    run.refresh_from_db()
    assert (run.state, run.refusal) == (Run.State.DONE, "")
    assert run.finding == Finding.objects.get()


WORKER = """
import os
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "leadwell.config.settings")
import django
django.setup()
from django.db import connections
connections.settings["default"]["NAME"] = {name!r}
from leadwell.config import working
"""
STUCK = """
import time
from leadwell.evaluation import answering
answering.worked_out = lambda posed: time.sleep(600)
"""
"""In the middle of the longest part, for as long as it takes to be killed."""

WITHIN = 90.0
"""Seconds: a worker is taken for dead after 20 without a heartbeat, which is asked each 15."""


@contextmanager
def worker_process(log, more=""):
    """The worker as it is served, on this test's database; ended with the test."""
    name = connection.settings_dict["NAME"]
    code = f"{WORKER.format(name=name)}{more}\nworking.main()"
    with log.open("w") as out:
        process = subprocess.Popen([sys.executable, "-c", code], stdout=out, stderr=out)
        try:
            yield process
        finally:
            process.kill()
            process.wait()


def until(happened, what):
    """Wait for it, looking again and again."""
    ends = time.monotonic() + WITHIN
    while not (found := happened()):
        assert time.monotonic() < ends, f"not within {WITHIN:.0f} seconds: {what}"
        time.sleep(0.2)
    return found


def test_a_worker_killed_in_mid_run_leaves_nothing_and_another_does_it_once(run, tmp_path):
    """Two workers as they are served, and nobody else puts anything back."""
    job = ProcrastinateJob.objects.filter(task_name=actions.RUN)
    with worker_process(tmp_path / "first.log", STUCK) as first:
        under_way = Run.objects.filter(progress__contains="Comparing with similar schools")
        until(under_way.exists, "the first worker in mid-run")
        (taken_by,) = job.values_list("worker_id", flat=True)
        with worker_process(tmp_path / "second.log"):
            others = ProcrastinateWorker.objects.exclude(pk=taken_by)
            until(others.exists, "a second worker")
            first.send_signal(signal.SIGKILL)
            assert first.wait() == -signal.SIGKILL
            run.refresh_from_db()
            assert (run.state, run.finding) == (Run.State.RUNNING, None)
            assert [one.status for one in job] == ["doing"]
            until(lambda: Run.objects.filter(state=Run.State.DONE).exists(), "an answer")
    run.refresh_from_db()
    assert run.finding == Finding.objects.get()
    assert Event.objects.filter(verb="answered").count() == 1
    assert not job.filter(status__in=["todo", "doing"]).exists()

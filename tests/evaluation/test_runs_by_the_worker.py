"""The worker that was asked is killed in mid-run: the answer is worked out once, by another."""

import os
import signal
import subprocess
import sys
import time

import pytest
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

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


SLOW = """
import os, signal
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "leadwell.config.settings")
import django
django.setup()
from django.db import connections
connections.settings["default"]["NAME"] = {name!r}
from leadwell.evaluation import actions, answering
def die(posed):
    os.kill(os.getpid(), signal.SIGKILL)
answering.worked_out = die
from procrastinate.contrib.django import app
with app.replace_connector(app.connector.get_worker_connector()) as other:
    other.run_worker(queues=[actions.EVALUATIONS_QUEUE], wait=False, listen_notify=False)
"""


def test_a_worker_killed_in_mid_run_leaves_nothing_and_another_does_it_once(run):
    name = connection.settings_dict["NAME"]
    died = subprocess.run([sys.executable, "-c", SLOW.format(name=name)], env=os.environ)
    assert died.returncode == -signal.SIGKILL
    run.refresh_from_db()
    assert (run.state, run.finding) == (Run.State.RUNNING, None)
    assert "Comparing with similar schools" in run.progress
    assert ProcrastinateJob.objects.get(task_name=actions.RUN).status == "doing"

    give_back()
    worker.work(actions.EVALUATIONS_QUEUE)
    run.refresh_from_db()
    assert run.state == Run.State.DONE
    assert Finding.objects.count() == 1


def give_back():
    """As every 15 seconds, for a worker that has not been heard of."""
    time.sleep(0.1)
    with connection.cursor() as cursor:
        cursor.execute(
            "update procrastinate_jobs set status = 'todo', worker_id = null where status = 'doing'"
        )

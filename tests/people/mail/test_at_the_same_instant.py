"""Two workers at once send one letter; jobs go through the real worker."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from threading import Barrier

import pytest
import time_machine
from django.core import mail
from django.db import connection, connections
from procrastinate.contrib.django.models import ProcrastinateJob

from leadwell.lib.quiet_hours import LONDON
from leadwell.people.mail.letters import Line, letter
from leadwell.people.mail.sending import MAIL_QUEUE, mail_server, send_once
from leadwell.people.models import Message, Role
from leadwell.reporting.digest import sending
from tests.factories import NOON, holder_of, make_enrolment, make_note, make_user, make_visit
from tests.people import worker

pytestmark = pytest.mark.django_db(transaction=True)
MORNING = datetime(2026, 11, 23, 9, tzinfo=LONDON)


def test_two_workers_at_once_send_one_letter(transactional_db):
    user, both = make_user(), Barrier(2)
    found = letter("1 thing wants you", "In Leadwell 1 thing wants you.", [Line("Sign it", "/")])

    def send() -> bool:
        both.wait()
        with mail_server() as server:
            went = send_once(
                found, to=user, kind=Message.Kind.DIGEST, key="2026-W48", at=NOON, server=server
            )
        connections.close_all()
        return went

    with ThreadPoolExecutor(2) as workers:
        went = [each.result() for each in [workers.submit(send) for _ in range(2)]]
    assert sorted(went) == [False, True]
    assert len(mail.outbox) == Message.objects.count() == 1


def test_the_worker_sends_what_was_queued(transactional_db):
    with worker.to_oneself(), time_machine.travel(MORNING, tick=False):
        enrolment = make_enrolment()
        head = holder_of(Role.HEADTEACHER, school=enrolment.school)
        make_note(make_visit(enrolment=enrolment, on=MORNING.date()), at=MORNING)
        assert sending.begin_round(at=MORNING)
        with connection.cursor() as cursor:  # the database has a clock of its own
            cursor.execute("update procrastinate_jobs set scheduled_at = null")
        worker.work(MAIL_QUEUE)
        kinds = set(Message.objects.filter(user=head).values_list("kind", flat=True))
        assert kinds == {"note", "digest"}
        assert {job.status for job in ProcrastinateJob.objects.all()} == {"succeeded"}

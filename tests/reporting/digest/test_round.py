"""A round of digests: once a day, each person once a week, nobody out of hours or after leaving."""

import smtplib
from contextlib import contextmanager
from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import DatabaseError, transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from leadwell.lib.quiet_hours import LONDON
from leadwell.people.mail.actions import choose_mail
from leadwell.people.mail.sending import NotTaken
from leadwell.people.mail.wants import not_delivered
from leadwell.people.models import MailRound, Message, Role, RoleHeld
from leadwell.reporting.digest import sending
from leadwell.reporting.digest.saying import SAID
from leadwell.reporting.home import SOURCES
from leadwell.schools.models import HalfTerm
from tests.factories import (
    holder_of,
    make_action,
    make_administrator,
    make_colleague,
    make_enrolment,
    make_role,
    make_school,
)

pytestmark = pytest.mark.django_db

MONDAY = datetime(2026, 11, 23, 7, 30, tzinfo=LONDON)
A_DAY, A_WEEK = timedelta(days=1), timedelta(days=7)
WORDS = "Quincunx on Tuesdays"


@pytest.fixture
def enrolment(db):
    return make_enrolment(school=make_school(name="Tansy Hill"))


@pytest.fixture
def leader(enrolment):
    """Somebody of whom an action is due."""
    leader = holder_of(Role.SUBJECT_LEADER, school=enrolment.school)
    make_action(enrolment=enrolment, owner=leader.person, what=WORDS, due_on=date(2026, 11, 26))
    return leader


def work(moment):
    """A round, if it is time for one, and its batches; how many were asked about."""
    with time_machine.travel(moment, tick=False):
        n_asked = sending.begin_round(at=moment)
        jobs = ProcrastinateJob.objects.filter(task_name="reporting.send_digests")
        for job in jobs.filter(scheduled_at__gte=moment):
            on = date.fromisoformat(job.args["on"])
            sending.send_batch(job.args["user_ids"], on=on, at=moment)
    return n_asked


def batch(users, moment, on=None):
    with time_machine.travel(moment, tick=False):
        return sending.send_batch([user.pk for user in users], on=on or moment.date(), at=moment)


@contextmanager
def answering(address, error):
    """A mail server that does this when it gets something for an address."""
    send = EmailBackend.send_messages

    def sent(self, messages):
        if [address] in [message.to for message in messages]:
            raise error
        return send(self, messages)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(EmailBackend, "send_messages", sent)
        yield


def holiday(enrolment, *spans):
    for number, (first, last) in enumerate(spans, start=1):
        HalfTerm.objects.create(
            school=enrolment.school, academic_year=2026, term="autumn", number=number,
            starts_on=first, ends_on=last,
        )  # fmt: skip


def test_every_source_of_the_first_page_says_how_it_is_said_in_mail():
    assert tuple(SAID) == SOURCES


def test_it_begins_at_half_past_seven_and_once_a_day(leader, mailoutbox):
    assert work(MONDAY - timedelta(minutes=1)) == 0
    assert not MailRound.objects.exists()
    assert work(MONDAY) == 1
    assert work(MONDAY + timedelta(minutes=10)) == 0
    assert len(mailoutbox) == 1


@pytest.mark.parametrize("hours", [-1, 10.5, 24 * 5])
def test_it_does_not_begin_early_at_six_in_the_evening_or_on_a_saturday(leader, hours):
    assert work(MONDAY + timedelta(hours=hours)) == 0


def test_a_letter_says_what_waits_without_its_words(leader, mailoutbox):
    work(MONDAY)
    [message] = mailoutbox
    assert message.to == [leader.email]
    assert message.subject.startswith("Leadwell: ")
    assert message.subject.endswith("want you")
    assert "1 action of yours is due (by Thu 26 Nov)" in message.body
    assert "http://localhost:8000/" in message.body
    assert "/account/mail/" in message.body
    assert WORDS not in message.body
    assert "Tansy" not in message.subject


def test_once_a_week_unless_somebody_chooses_otherwise(leader, mailoutbox):
    days = [MONDAY + n * A_DAY for n in range(8)]
    sent = []
    for moment in days:
        work(moment)
        sent.append(len(mailoutbox))
    assert sent == [1, 1, 1, 1, 1, 1, 1, 2]


def test_every_school_day_for_who_wants_it(leader, mailoutbox):
    choose_mail(digest="daily", notes_at_once=True, by=leader)
    for n in range(7):
        work(MONDAY + n * A_DAY)
    assert len(mailoutbox) == 5


def test_never_for_who_wants_none(leader, mailoutbox):
    choose_mail(digest="none", notes_at_once=True, by=leader)
    assert work(MONDAY) == 1
    assert not mailoutbox


def test_nothing_to_say_is_no_letter(enrolment, mailoutbox):
    governor = holder_of(Role.GOVERNOR, school=enrolment.school)
    assert batch([governor], MONDAY) == 0
    assert not mailoutbox


def test_in_a_holiday_nobody_and_then_on_the_first_school_day(enrolment, leader, mailoutbox):
    holiday(
        enrolment, (date(2026, 9, 3), date(2026, 11, 20)), (date(2026, 11, 25), date(2026, 12, 18))
    )
    sent = []
    for n in range(5):
        work(MONDAY + n * A_DAY)
        sent.append(len(mailoutbox))
    assert sent == [0, 0, 1, 1, 1]


def test_of_two_schools_one_at_work_is_enough(enrolment, leader, mailoutbox):
    holiday(
        enrolment, (date(2026, 9, 3), date(2026, 11, 20)), (date(2026, 12, 1), date(2026, 12, 18))
    )
    make_role(Role.GOVERNOR, person=leader.person, school=make_school())
    work(MONDAY)
    assert len(mailoutbox) == 1


def test_whose_role_ended_yesterday_gets_nothing(leader, mailoutbox):
    RoleHeld.objects.filter(person=leader.person).update(ends_on=(MONDAY - A_DAY).date())
    work(MONDAY)
    batch([leader], MONDAY)
    assert not mailoutbox


def test_whose_role_ends_between_the_round_and_the_letter_gets_nothing(leader, mailoutbox):
    with time_machine.travel(MONDAY, tick=False):
        assert sending.begin_round(at=MONDAY) == 1
    RoleHeld.objects.filter(person=leader.person).update(ends_on=MONDAY.date())
    batch([leader], MONDAY + A_DAY, on=MONDAY.date())
    assert not mailoutbox


def test_a_batch_that_is_late_sends_one_letter_a_week(leader, mailoutbox):
    assert batch([leader], MONDAY + A_DAY, on=MONDAY.date()) == 1
    assert batch([leader], MONDAY + 2 * A_DAY, on=MONDAY.date()) == 0
    assert batch([leader], MONDAY.replace(hour=18), on=MONDAY.date()) == 0


def test_killed_between_sending_and_writing_it_goes_again_under_the_same_number(
    leader, mailoutbox, monkeypatch
):
    class Killed(BaseException):
        pass

    def kill(*args, **kwargs):
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(Message.objects, "create", kill)
        with pytest.raises(Killed):
            batch([leader], MONDAY)
    assert not Message.objects.exists()
    assert batch([leader], MONDAY) == 1
    first, second = mailoutbox
    assert first.extra_headers["Message-ID"] == second.extra_headers["Message-ID"]
    assert batch([leader], MONDAY) == 0


def test_what_the_server_did_not_take_is_sent_later_and_the_others_once(enrolment, leader):
    other = holder_of(Role.SENIOR_LEADER, school=enrolment.school)
    make_action(enrolment=enrolment, owner=other.person, due_on=date(2026, 11, 26))
    with answering(leader.email, OSError("gone")), pytest.raises(NotTaken):
        batch([leader, other], MONDAY)
    assert [message.to for message in mail.outbox] == [[other.email]]
    assert batch([leader, other], MONDAY) == 1
    assert len(mail.outbox) == 2


def test_an_address_that_takes_none_is_written_down_and_told_to_an_administrator(leader):
    administrator = make_administrator()
    refused = smtplib.SMTPRecipientsRefused({leader.email: (550, b"nobody")})
    with answering(leader.email, refused):
        assert batch([leader], MONDAY) == 0
    [message] = Message.objects.all()
    assert message.was_refused
    [want] = not_delivered(administrator, MONDAY.date())
    assert want.title == "1 address took no mail this week"
    assert str(leader) in want.why
    assert not list(not_delivered(leader, MONDAY.date()))
    assert not list(not_delivered(administrator, (MONDAY + 2 * A_WEEK).date()))


def test_that_the_server_takes_nothing_is_told_to_an_administrator(leader):
    with time_machine.travel(MONDAY, tick=False):
        sending.begin_round(at=MONDAY)
    administrator = make_administrator()
    assert not list(not_delivered(administrator, MONDAY.date()))
    with transaction.get_connection().cursor() as cursor:
        cursor.execute("update procrastinate_jobs set attempts = 1")
    [want] = not_delivered(administrator, MONDAY.date())
    assert "does not take our mail" in want.title


@pytest.mark.parametrize("change", ["update", "delete"])
def test_what_was_sent_stays_as_it_was_written_down(leader, change):
    batch([leader], MONDAY)
    rows = Message.objects.all()
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        rows.update(n_lines=7) if change == "update" else rows.delete()


def test_two_people_are_two_letters_and_each_sees_nothing_of_the_other(enrolment, leader):
    other = make_colleague().user
    assert batch([leader, other], MONDAY) == 1
    assert {address for message in mail.outbox for address in message.to} == {leader.email}

"""Who is written to about a note, when, and only while it is still so."""

import smtplib
from datetime import datetime, timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.core.mail.backends.locmem import EmailBackend
from django.db import transaction
from django.db.models import Max
from procrastinate.contrib.django.models import ProcrastinateJob

from leadwell.deliver.models import NoteStep, Rag
from leadwell.deliver.models.version import ASPECTS
from leadwell.deliver.notes import actions, clocks, rules, telling
from leadwell.deliver.notes.content import Agreed, Risk, Stand
from leadwell.deliver.notes.wants import long_waiting, to_read
from leadwell.lib.quiet_hours import LONDON
from leadwell.people.mail.actions import choose_mail
from leadwell.people.mail.sending import NotTaken
from leadwell.people.models import Message, Role, RoleHeld
from leadwell.reporting.digest.sending import digest
from leadwell.web.templatetags.leadwell import day
from tests.factories import holder_of, make_content, make_note

pytestmark = pytest.mark.django_db
MARKER = "Quincunx"
"""In every column of words of a note."""


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


FRIDAY = at("2026-11-20 12:00")


@pytest.fixture
def here(enrolment, terms, visit, head, subject_leader):
    """A school with a head and a subject leader, and a visit of Friday 20 November."""
    return {"head": head, "subject leader": subject_leader}


@pytest.fixture(autouse=True)
def earlier_jobs(db):
    """Of tests that commit: the queue's tables are emptied by nobody."""
    jobs.after = ProcrastinateJob.objects.aggregate(last=Max("id"))["last"] or 0


def jobs():
    found = ProcrastinateJob.objects.filter(task_name="deliver.tell_of_note", id__gt=jobs.after)
    return list(found.order_by("id"))


def run(jobs_now, moment):
    """What the worker does with these jobs at this moment; when each is to be tried again."""
    with time_machine.travel(moment, tick=False):
        return [telling.tell(at=moment, **job.args) for job in jobs_now]


def share(visit, moment=FRIDAY, **content):
    with time_machine.travel(moment, tick=False):
        return make_note(visit, at=moment, **content)


def to(mailoutbox):
    return sorted(address for message in mailoutbox for address in message.to)


def test_head_and_subject_leader_get_one_message_each(here, visit, mailoutbox):
    share(visit)
    run(jobs(), FRIDAY)
    assert to(mailoutbox) == sorted(user.email for user in here.values())
    run(jobs(), FRIDAY)
    assert len(mailoutbox) == 2
    assert {each.n_lines for each in Message.objects.all()} == {1}


def test_no_letter_holds_a_word_of_the_note(here, visit, specialist, mailoutbox):
    lately = at("2026-12-04 09:00").date()
    share(
        visit, seen=f"{MARKER} seen", purpose=MARKER, strengths=(MARKER,), adaptations=MARKER,
        next_focus=MARKER, gap_task_note=MARKER, readiness=("R3",), readiness_note=MARKER,
        stands={aspect: Stand(Rag.GREEN, MARKER) for aspect in ASPECTS},
        agreed=(Agreed(MARKER, specialist, lately),), risk=Risk(MARKER, is_for_school=True),
    )  # fmt: skip
    run(jobs(), FRIDAY)
    remind("11-25")
    run(jobs(), at("2026-11-25 08:01"))
    assert len(mailoutbox) == 3
    for message in mailoutbox:
        assert MARKER not in message.message().as_string()
        assert visit.enrolment.school.name not in message.subject
        assert "/notes/" in message.body
    for person in (here["head"], here["subject leader"], specialist.user, hub_lead_of(visit)):
        found = digest(person, lately)
        assert found is None or MARKER not in found.subject + found.text


def hub_lead_of(visit):
    return holder_of(Role.HUB_LEAD, hub=visit.enrolment.hub)


@pytest.mark.parametrize(
    ("shared", "goes"),
    [
        ("2026-11-20 06:59", "2026-11-20 07:00"),
        ("2026-11-20 17:59", "2026-11-20 17:59"),
        ("2026-11-20 18:00", "2026-11-23 07:00"),
        ("2026-12-18 18:00", "2027-01-04 07:00"),
    ],
)
def test_it_waits_until_quiet_hours_are_over(here, visit, shared, goes):
    visit.on = at(shared).date()
    visit.save()
    share(visit, at(shared))
    assert {job.scheduled_at for job in jobs()} == {at(goes)}


def test_a_worker_that_comes_in_the_night_leaves_it_for_the_morning(here, visit, mailoutbox):
    share(visit)
    assert run(jobs(), at("2026-11-20 23:00")) == [at("2026-11-23 07:00")] * 2
    assert not mailoutbox


def test_a_note_taken_back_signed_or_shared_anew_is_not_told_of(here, visit, author, mailoutbox):
    evening = at("2026-11-20 18:30")
    note = share(visit, evening)
    first = jobs()
    with time_machine.travel(evening, tick=False):
        actions.withdraw_note(note=note, by=author, at=evening)
    run(first, at("2026-11-23 07:00"))
    assert not mailoutbox

    with time_machine.travel(evening, tick=False):
        actions.share_note(note=note, content=make_content(visit), by=author, at=evening)
    anew = jobs()[len(first) :]
    run([*first, *anew], at("2026-11-23 07:00"))
    assert len(mailoutbox) == 2

    note.refresh_from_db()
    actions.sign_note(note=note, version=note.shown, authenticated_at=FRIDAY, by=here["head"],
                      at=FRIDAY)  # fmt: skip
    run(anew, at("2026-11-23 09:00"))
    assert len(mailoutbox) == 2


def test_whose_role_has_ended_is_not_written_to(here, visit, mailoutbox):
    share(visit, at("2026-11-20 18:30"))
    held = RoleHeld.objects.filter(person__user=here["subject leader"])
    held.update(ends_on=at("2026-11-22 12:00").date())
    run(jobs(), at("2026-11-23 07:00"))
    assert to(mailoutbox) == [here["head"].email]


def test_whose_account_is_closed_is_not_written_to(here, visit, mailoutbox):
    share(visit)
    here["head"].is_active = False
    here["head"].save()
    run(jobs(), FRIDAY)
    assert to(mailoutbox) == [here["subject leader"].email]


def test_whoever_wants_it_in_the_digest_is_not_written_to_at_once(here, visit, mailoutbox):
    choose_mail(digest="weekly", notes_at_once=False, by=here["head"])
    share(visit)
    run(jobs(), FRIDAY)
    assert to(mailoutbox) == [here["subject leader"].email]


def test_a_senior_leader_only_where_the_head_has_said_so(
    here, visit, enrolment, senior_leader, mailoutbox
):
    note = share(visit)
    run(jobs(), FRIDAY)
    assert senior_leader.email not in to(mailoutbox)
    role = RoleHeld.objects.get(person__user=senior_leader)
    actions.delegate_signing(enrolment=enrolment, to=role, words="Please", by=here["head"],
                             at=FRIDAY)  # fmt: skip
    run([job for job in jobs() if job.args["user_id"] == senior_leader.pk], FRIDAY)
    assert senior_leader.email in to(mailoutbox)
    assert note.shown


def test_sharing_that_is_undone_leaves_no_job(here, visit):
    with transaction.atomic():
        share(visit)
        assert jobs()
        transaction.set_rollback(True)
    assert not jobs()


def test_a_server_that_takes_nothing_leaves_nothing_written_down(here, visit, monkeypatch):
    def send(self, messages):
        raise smtplib.SMTPServerDisconnected("gone")

    share(visit)
    monkeypatch.setattr(EmailBackend, "send_messages", send)
    with pytest.raises(NotTaken):
        run(jobs(), FRIDAY)
    assert not Message.objects.exists()


# The clock: shared on Friday 20 November, the third school day is Wednesday, the fifth Friday.


def remind(day, hour="08:00"):
    moment = at(f"2026-{day} {hour}")
    with time_machine.travel(moment, tick=False):
        return clocks.remind_schools(at=moment)


def test_the_school_is_reminded_on_the_third_and_the_fifth_school_day(here, visit):
    note = share(visit)
    days = [f"11-{n}" for n in range(20, 31)]
    assert [day for day in days if remind(day)] == ["11-25", "11-27"]
    note.refresh_from_db()
    assert rules.n_reminders(note) == 2


def test_asked_again_and_again_it_reminds_once_a_day(here, visit):
    share(visit)
    assert [remind("11-25", f"{hour:02}:05") for hour in range(7, 18)] == [1, *[0] * 10]


def test_a_worker_that_slept_reminds_late_and_each_time_once(here, visit):
    share(visit)
    assert [remind(f"11-{n}") for n in (27, 28, 29, 30)] == [1, 0, 0, 1]
    assert NoteStep.objects.filter(verb="reminded").count() == 2


def test_a_note_that_was_signed_is_not_reminded_of(here, visit):
    note = share(visit)
    actions.sign_note(note=note, version=note.shown, authenticated_at=FRIDAY, by=here["head"],
                      at=FRIDAY)  # fmt: skip
    assert remind("11-25") == 0


def test_a_reminder_is_written_to_who_signs_and_to_nobody_else(here, visit, mailoutbox):
    share(visit)
    before = jobs()
    remind("11-25")
    run(jobs()[len(before) :], at("2026-11-25 08:01"))
    assert to(mailoutbox) == [here["head"].email]
    assert "still waits" in mailoutbox[0].subject
    assert [each.kind for each in Message.objects.all()] == ["reminder"]


def test_the_hub_cannot_let_it_go_before_both_were_said(here, visit, hub_lead):
    note = share(visit)
    remind("11-25")
    with pytest.raises(PermissionDenied):
        actions.release_unsigned(
            note=note, ticks=[], by=hub_lead, at=at("2026-11-30 09:00") + timedelta(days=1)
        )


def test_the_subject_leader_is_asked_to_read_and_after_ten_days_the_programme_lead_is_told(
    here, visit, enrolment
):
    share(visit)
    lead = holder_of(Role.PROGRAMME_LEAD, programme=enrolment.programme)
    [want] = to_read(here["subject leader"], FRIDAY.date())
    assert want.title == f"Read the note of the visit on {day(FRIDAY.date())}"
    assert not list(to_read(here["head"], FRIDAY.date()))
    assert not long_waiting(lead, at("2026-12-04 09:00").date())
    assert len(long_waiting(lead, at("2026-12-07 09:00").date())) == 1
    assert not long_waiting(here["head"], at("2026-12-07 09:00").date())

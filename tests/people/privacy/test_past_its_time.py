"""What is past its time: found by the dictionary, shown, and destroyed by the officer's click."""

from datetime import date, datetime, timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.utils import timezone

from leadwell.accounts.acting import acting_as
from leadwell.audit import log
from leadwell.audit.models import Disposal, Event, Look
from leadwell.people import jobs
from leadwell.people.models import (
    Breach,
    Complaint,
    Draft,
    Erasure,
    Forecast,
    Person,
    Role,
    SubjectRequest,
)
from leadwell.people.privacy import erasures, outliving, retention
from leadwell.people.privacy.dictionary import tables
from leadwell.people.privacy.disposing import actions, due
from leadwell.people.privacy.shares import shares_of
from leadwell.people.ways_in import actions as ways_in
from leadwell.programmes.models import Aim, Enrolment, Hub, Programme
from tests.factories import (
    holder_of,
    make_administrator,
    make_enrolment,
    make_programme,
    make_role,
    make_school,
    make_user,
)
from tests.people.privacy.conftest import NAME, NOW
from tests.people.privacy.past import LONG_AGO, found, gone, grow_old, looked, old_programme

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


@pytest.fixture(autouse=True)
def list_of_this_test(tmp_path, monkeypatch):
    monkeypatch.setattr(outliving.embedded, "home", lambda: tmp_path)


def dispose(officer, now) -> Disposal:
    shown = due.fingerprint(due.due(timezone.localdate(now)))
    return actions.dispose(fingerprint=shown, by=officer, at=now)


# Which rows, and when


@pytest.mark.parametrize("name", sorted(entry.name for entry in due.carried_out()))
def test_every_table_with_a_time_can_be_carried_out(name):
    """A new table fails here until its rows can be found, and destroyed, by its own rule."""
    entry = tables()[name]
    rule = retention.rules()[entry.keep]
    for share in shares_of(entry):
        due.share_due(share, retention.rules()[share.keep], on=TODAY).exists()
    if rule.then == "delete":
        with connection.cursor() as cursor:
            cursor.execute(
                "select 1 from audit_least where place = %s", [entry.model._meta.db_table]
            )
            assert cursor.fetchone() or hasattr(entry.model, "pgh_event_model"), (
                "nobody knows how old its rows are: audit.walls.kept_at_least in a migration"
            )
    else:
        assert rule.counted_from == "last_role"
        assert entry.on_erasure


def test_what_goes_by_itself_has_a_job_that_does_it():
    from procrastinate.contrib.django import app

    app.perform_import_paths()
    itself = {rule.itself for rule in retention.rules().values() if rule.itself}
    assert itself == {"accounts.forget_sessions", "people.forget_jobs", "people.foresee"}
    assert itself <= set(app.tasks)


@pytest.mark.parametrize(
    ("rule", "counted_from", "falls_due"),
    [
        ("log", date(2024, 11, 22), date(2026, 11, 23)),  # the whole of its last day is kept
        ("log", date(2024, 2, 29), date(2026, 3, 1)),
        ("account", date(2025, 11, 30), date(2026, 12, 1)),
        ("person", date(2020, 8, 31), date(2026, 9, 1)),
        ("finance", date(2020, 4, 1), date(2027, 4, 1)),  # the year ends on 31 March 2021
        ("finance", date(2020, 3, 31), date(2026, 4, 1)),
        ("walk_ticks", date(2026, 1, 9), date(2027, 1, 1)),  # 31 August and four months
    ],
)
def test_a_time_is_over_the_day_after_its_last(rule, counted_from, falls_due):
    rule = retention.rules()[rule]
    assert rule.due_on(counted_from) == falls_due
    assert rule.cutoff(falls_due) >= counted_from
    assert rule.cutoff(falls_due - timedelta(days=1)) < counted_from


def test_the_latest_day_to_count_from_is_exact_at_every_end_of_a_month():
    rule = retention.rules()["draft"]
    for n in range(400):
        on = date(2027, 6, 1) + timedelta(days=n)
        last = rule.cutoff(on)
        assert rule.due_on(last) <= on < rule.due_on(last + timedelta(days=1))


def test_a_log_of_two_years_is_due_and_a_younger_one_is_not():
    looked(datetime(2024, 11, 22, 23, tzinfo=NOW.tzinfo))
    looked(datetime(2024, 11, 23, 1, tzinfo=NOW.tzinfo))
    log.record(at=LONG_AGO, actor="x@example.org", verb="changed", subject=make_user())
    assert found(date(2026, 11, 23)) == {"audit.Look": 1, "audit.Event": 1}
    [look] = [one for one in due.due(date(2026, 11, 24)) if one.entry.name == "audit.Look"]
    assert (look.n, look.oldest_on) == (2, date(2026, 11, 23))


def test_drafts_are_counted_though_nobody_but_their_writer_reads_them():
    writer = make_user()
    with acting_as(writer.pk):
        Draft.objects.create(
            user=writer, form="visit", words={"a": "b"}, begun_at=LONG_AGO, saved_at=LONG_AGO
        )
        Draft.objects.create(user=writer, form="plan", words={"a": "b"}, begun_at=NOW, saved_at=NOW)
    assert not Draft.objects.exists()
    assert found(TODAY) == {"people.Draft": 1}


def test_a_programme_goes_with_all_that_hangs_on_it_six_years_after_its_end():
    old_programme()
    grow_old()
    assert not set(found(date(2025, 7, 20))) & {"programmes.Programme", "people.RoleHeld"}
    names = {"programmes.Programme", "programmes.Hub", "programmes.Enrolment", "programmes.Aim",
             "people.RoleHeld"}  # fmt: skip
    assert names <= set(found(date(2025, 7, 21)))


def test_what_was_changed_within_a_year_stays():
    old_programme()
    assert not set(found(TODAY)) & {"programmes.Programme", "people.RoleHeld"}


def test_what_something_else_needs_that_stays_stays_too():
    programme = old_programme()
    # A role that has not ended names the enrolment: it, its hub and its programme stay.
    enrolment = programme.enrolments.get()
    make_role(Role.SPECIALIST, enrolment=enrolment, starts_on=date(2019, 8, 1))
    grow_old()
    due_now = found(date(2026, 12, 1))
    assert not set(due_now) & {"programmes.Programme", "programmes.Hub", "programmes.Enrolment"}
    assert due_now["programmes.Aim"] == 1
    assert due_now["people.RoleHeld"] == 1


def test_a_role_at_a_school_stays_while_its_programme_does():
    enrolment = make_enrolment()
    make_role(Role.TEACHER, school=enrolment.school,
              starts_on=date(2015, 9, 1), ends_on=date(2016, 9, 1))  # fmt: skip
    make_role(Role.TEACHER, school=make_school(),
              starts_on=date(2015, 9, 1), ends_on=date(2016, 9, 1))  # fmt: skip
    grow_old()
    assert found(TODAY)["people.RoleHeld"] == 1


def test_an_account_goes_a_year_after_the_last_role_and_the_person_after_six():
    gone(date(2025, 11, 22))
    assert "accounts.User" not in found(date(2026, 11, 22))
    assert found(date(2026, 11, 23)) == {"accounts.User": 1, "account.EmailAddress": 1}
    assert found(date(2031, 11, 23))["people.Person"] == 1


def test_who_asked_something_and_waits_stays_and_so_does_what_is_not_to_be_used(officer):
    person = gone(date(2018, 8, 31))
    request = SubjectRequest.objects.create(
        kind="restriction", person=person, received_on=TODAY, logged_by=officer, logged_at=NOW
    )
    assert not found(TODAY)
    SubjectRequest.objects.filter(pk=request.pk).update(answered_on=TODAY, outcome="done")
    assert not found(TODAY)
    SubjectRequest.objects.filter(pk=request.pk).update(outcome="withdrawn")
    assert found(TODAY)["people.Person"] == 1


def test_who_looks_after_the_installation_is_never_due():
    person = gone(date(2018, 8, 31))
    type(person.user).objects.filter(pk=person.user_id).update(is_administrator=True)
    assert not found(TODAY)


def test_problems_and_requests_go_six_years_after_they_were_closed(officer):
    closed = datetime(2019, 11, 1, 12, tzinfo=NOW.tzinfo)
    Breach.objects.create(
        what="A list was lost", found_at=closed, reported_by=officer, reported_at=closed,
        decision="no_need", decided_at=closed, decided_because="Nobody saw it",
        people_told="no_need", lessons="Lists are not printed", closed_at=closed,
    )  # fmt: skip
    Breach.objects.create(
        what="Still open", found_at=closed, reported_by=officer, reported_at=closed
    )
    Complaint.objects.create(
        what="Too much", complainant="A parent", received_on=closed.date(),
        acknowledged_on=closed.date(), outcome="upheld", outcome_note="Less is kept",
        closed_on=closed.date(), logged_by=officer, logged_at=closed,
    )  # fmt: skip
    Erasure.objects.create(person=4_000_000, erased_at=closed)
    grow_old()
    assert found(date(2025, 11, 1)) == {}
    assert found(date(2025, 11, 2)) == {"people.Breach": 1, "people.Complaint": 1,
                                        "people.Erasure": 1}  # fmt: skip


# The click


@pytest.fixture
def past(officer) -> Person:
    """Something of every kind that is past its time."""
    old_programme()
    person = gone(date(2018, 8, 31), post="Maths lead")
    Person.objects.filter(pk=person.pk).update(name=NAME)
    looked(LONG_AGO, about_people=[person.pk])
    looked(NOW)
    log.record(at=LONG_AGO, actor=person.email, verb="changed", subject=person)
    with acting_as(officer.pk):
        Draft.objects.create(
            user=officer, form="visit", words={}, begun_at=LONG_AGO, saved_at=LONG_AGO
        )
    Erasure.objects.create(person=4_000_000, erased_at=LONG_AGO)
    grow_old()
    return person


def test_all_that_was_shown_goes_and_its_history_and_the_certificate_says_so(past, officer, now):
    before = found(timezone.localdate(now))
    disposal = dispose(officer, now)
    assert {line["place"] for line in disposal.lines} >= {
        "audit_look", "audit_event", "people_draft", "people_roleheld", "programmes_programme",
        "people_person", "accounts_user",
    }  # fmt: skip
    assert sum(line["n"] for line in disposal.lines) == sum(before.values())
    assert found(timezone.localdate(now)) == {}
    for model in (Programme, Hub, Enrolment, Aim):
        assert not model.objects.exists()
        assert not model.pgh_event_model.objects.exists()
    assert Look.objects.count() == 1
    assert not Event.objects.filter(at=LONG_AGO).exists()
    with acting_as(officer.pk):
        assert not Draft.objects.exists()
    past.refresh_from_db()
    assert (past.name, past.post) == ("Former participant", "")
    assert not past.user.is_active
    assert not EmailAddress.objects.filter(user=past.user).exists()
    assert NAME not in str(disposal.lines)
    assert Event.objects.filter(verb="destroyed what was past its time").exists()


def test_somebody_who_comes_back_is_let_in_by_their_own_address_again(officer, now):
    ended = timezone.localdate(now) - timedelta(days=400)
    person = gone(ended, post="Maths lead")
    address = person.email
    dispose(officer, now)
    person.refresh_from_db()
    assert (person.email, person.user.email == address) == (address, False)
    ways_in.open_account(person=person, by=make_administrator(), at=now)
    person.user.refresh_from_db()
    assert (person.user.email, person.user.name) == (address, person.name)
    assert person.user.is_active


def test_who_was_forgotten_for_time_is_on_the_list_for_a_restore(past, officer, now):
    dispose(officer, now)
    assert erasures.is_listed(past)


def test_what_changed_since_it_was_shown_is_shown_again(past, officer, now):
    shown = due.fingerprint(due.due(timezone.localdate(now)))
    looked(LONG_AGO)
    with pytest.raises(PermissionDenied, match="has changed since you looked"):
        actions.dispose(fingerprint=shown, by=officer, at=now)
    assert Look.objects.count() == 3
    assert not Disposal.objects.exists()


def test_the_same_rows_by_another_rule_are_another_preview(past, officer, now):
    shown = due.fingerprint(due.due(timezone.localdate(now)))
    rule = retention.in_force()["log"]
    actions.change_rule(rule=rule, months=36, because="Advice of counsel", by=officer, at=now)
    with pytest.raises(PermissionDenied, match="has changed since you looked"):
        actions.dispose(fingerprint=shown, by=officer, at=now)


def test_it_is_done_whole_or_not_at_all(past, officer, now, monkeypatch):
    """The log is the last thing written: without it nothing has happened."""

    def broken(**said):
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(actions.log, "record", broken)
    with pytest.raises(RuntimeError), transaction.atomic():
        dispose(officer, now)
    past.refresh_from_db()
    assert past.name == NAME
    assert Look.objects.count() == 2
    assert Programme.objects.count() == 1
    assert not Disposal.objects.exists()


def test_nothing_to_destroy_is_refused(officer, now):
    with pytest.raises(PermissionDenied, match="Nothing is past its time"):
        actions.dispose(fingerprint="", by=officer, at=now)


def test_nobody_else_destroys_anything(past, now):
    lead = holder_of(Role.PROGRAMME_LEAD, programme=make_programme())
    with pytest.raises(PermissionDenied, match="desk is the data protection officer’s"):
        dispose(lead, now)
    of_a_school = holder_of(Role.DATA_PROTECTION_OFFICER, school=make_school())
    with pytest.raises(PermissionDenied, match="for all schools together"):
        dispose(of_a_school, now)


def test_each_night_the_list_of_erasures_is_written_where_it_was_lost(past, officer, now):
    dispose(officer, now)
    assert erasures.in_file() == []  # it is written once the transaction is kept
    jobs.list_erasures(timestamp=0)
    assert past.pk in [one.person for one in erasures.in_file()]


def test_each_night_it_is_worked_out_and_nothing_goes(past, officer, now):
    looked(datetime.combine(timezone.localdate(now), datetime.min.time(), tzinfo=NOW.tzinfo)
           .replace(year=now.year - 2))  # fmt: skip
    n_looks = Look.objects.count()
    forecast = actions.foresee(at=now)
    assert forecast.n_due == sum(found(timezone.localdate(now)).values())
    assert forecast.n_soon >= 1
    actions.foresee(at=now)
    assert Forecast.objects.count() == 1
    assert Look.objects.count() == n_looks

"""What the officer may change, and what the database lets the site destroy."""

from datetime import timedelta

import pytest
from django.db import Error, connection, transaction
from django.utils import timezone

from leadwell.accounts.acting import acting_as
from leadwell.audit import log
from leadwell.audit.models import Disposal, Event, Look
from leadwell.people.models import Draft
from leadwell.people.privacy import retention
from leadwell.people.privacy.dictionary import tables
from leadwell.people.privacy.disposing import actions, due, rules, since
from tests.factories import make_colleague, make_user
from tests.people.privacy.conftest import NOW
from tests.people.privacy.past import LONG_AGO, found, looked

pytestmark = pytest.mark.django_db


# Rules


def test_a_rule_is_lengthened_and_shortened_with_a_reason_and_each_version_stays(officer, now):
    rule = retention.in_force()["draft"]
    actions.change_rule(
        rule=rule, months=6, because="Nobody comes back to them", by=officer, at=now
    )
    assert retention.in_force()["draft"].how_long == "6 months"
    assert retention.rules()["draft"].how_long == "12 months"
    with acting_as(officer.pk):
        saved = now - timedelta(days=200)
        Draft.objects.create(user=officer, form="visit", words={}, begun_at=saved, saved_at=saved)
    assert found(timezone.localdate(now)) == {"people.Draft": 1}
    again = retention.in_force()["draft"]
    actions.change_rule(rule=again, months=24, because="They do come back", by=officer, at=now)
    assert retention.in_force()["draft"].version == 3
    assert found(timezone.localdate(now)) == {}


@pytest.mark.parametrize(
    ("rule", "months", "said"),
    [
        ("log", 23, "kept 24 months at least"),
        ("session", 3, "go by themselves"),
        ("for_good", 3, "kept for good"),
        ("draft", 12, "kept 12 months already"),
    ],
)
def test_a_rule_keeps_its_least(officer, rule, months, said):
    assert said in rules.may_change(officer, retention.rules()[rule], months=months).reason


def test_no_rule_lets_go_what_the_database_still_holds():
    with connection.cursor() as cursor:
        cursor.execute("select place, months from audit_least")
        least = dict(cursor.fetchall())
    for entry in due.carried_out():
        rule = retention.rules()[entry.keep]
        if rule.then == "delete" and entry.model._meta.db_table in least:
            assert rule.least >= least[entry.model._meta.db_table], entry.name


def test_the_database_keeps_every_version(officer, now):
    rule = retention.in_force()["draft"]
    actions.change_rule(rule=rule, months=6, because="Nobody comes back", by=officer, at=now)
    assert "permission denied" in refused("update people_rulechange set months = 1")
    assert "permission denied" in refused("delete from people_rulechange")


# What the database lets the site do


def refused(sql: str, *parameters: object) -> str:
    with pytest.raises(Error) as refusal, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, list(parameters))
    return str(refusal.value)


def certificate(place: str, n: int) -> int:
    lines = [{"place": place, "n": n}]
    return Disposal.objects.create(at=NOW, by_user=1, lines=lines).pk


DESTROY = "select audit_destroy(%s, %s, %s)"


@pytest.mark.parametrize("table", ["audit_event", "audit_look"])
def test_the_log_of_less_than_two_years_stays_whatever_is_told(table, now):
    young = now - timedelta(days=720)
    looked(young)
    log.record(at=young, actor="x@example.org", verb="changed", subject=make_user())
    number = (Look if table == "audit_look" else Event).objects.get(at=young).pk
    said = refused(DESTROY, certificate(table, 1), table, [number])
    assert "kept at least 24 months" in said


def test_no_row_goes_without_a_certificate_that_names_it():
    looked(LONG_AGO)
    number = Look.objects.get().pk
    assert "no certificate" in refused(DESTROY, 0, "audit_look", [number])
    paper = certificate("audit_event", 1)
    assert "the certificate says 0 rows" in refused(DESTROY, paper, "audit_look", [number])
    paper = certificate("audit_look", 2)
    assert "the certificate says 2 rows" in refused(DESTROY, paper, "audit_look", [number])


def test_a_certificate_serves_once():
    looked(LONG_AGO)
    looked(LONG_AGO)
    one, other = Look.objects.values_list("pk", flat=True)
    paper = certificate("audit_look", 1)
    with connection.cursor() as cursor:
        cursor.execute(DESTROY, [paper, "audit_look", [one]])
    assert "no certificate" in refused(DESTROY, paper, "audit_look", [other])


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("people_person", "kept at least 12 months"),  # changed today
        ("accounts_user", "nobody knows how old"),
        ("audit_least", "nobody knows how old"),
        ("people_person; drop table x", "there is no table"),
    ],
)
def test_the_function_serves_only_tables_whose_age_it_can_tell(table, said):
    person = make_colleague()
    assert said in refused(DESTROY, certificate(table, 1), table, [person.pk])


def test_a_table_of_ones_own_making_does_not_stand_in_for_the_certificate():
    looked(LONG_AGO)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("create temp table audit_disposal as select * from public.audit_disposal")
        cursor.execute(
            "insert into pg_temp.audit_disposal (id, lines, done, written_at)"
            """ values (77, '[{"place": "audit_look", "n": 1}]', '{}', now())"""
        )
    assert "no certificate" in refused(DESTROY, 77, "audit_look", [Look.objects.get().pk])


@pytest.mark.parametrize(
    "sql",
    [
        "delete from audit_disposal",
        "update audit_disposal set lines = '[]'",
        "update audit_least set months = 1",
        "delete from audit_least",
        "insert into audit_least values ('accounts_user', 't.joined_at', 1)",
        "select * from audit_age('audit_look', '{1}')",
        "delete from audit_look",
    ],
)
def test_the_site_changes_nothing_of_it_otherwise(sql):
    assert "permission denied" in refused(sql)


def test_old_drafts_are_told_by_number_and_day_alone():
    writer = make_user()
    with acting_as(writer.pk):
        Draft.objects.create(
            user=writer, form="visit", words={"a": "secret"}, begun_at=LONG_AGO, saved_at=LONG_AGO
        )
    with connection.cursor() as cursor:
        cursor.execute("select * from audit_past('people_draft', now())")
        [row] = cursor.fetchall()
    assert row[1] == LONG_AGO
    assert len(row) == 2


def test_a_step_of_a_handover_is_counted_from_the_days_of_the_role():
    days = since.days(tables()["people.HandoverStep"], retention.rules()["accountability"])
    assert days[0] == "handover__leaving__ends_on"
    assert "handover__leaving__enrolment__programme__ends_on" in days

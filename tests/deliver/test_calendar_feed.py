"""A calendar read from a private address: what it says, to whom, and when it ends."""

import re
from datetime import date, time, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from leadwell.audit import log
from leadwell.audit.models import Event
from leadwell.deliver import actions, feeds
from leadwell.deliver.models import CalendarFeed, Side
from leadwell.people.models import Role
from leadwell.programmes.models import Obligation
from leadwell.schools.calendar import school_days
from tests.factories import NOON, holder_of, make_enrolment, make_role, make_visit
from tests.prepare.conftest import said

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
SOON = date(2026, 12, 1)  # a Tuesday


def address(user, enrolment=None):
    feed = feeds.make_address(enrolment=enrolment, by=user, at=NOON)
    return reverse("deliver:calendar-feed", args=[feed.token])


def read(path):
    """As a calendar does: without signing in."""
    answer = Client().get(path)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    return answer.text.replace("\r\n ", "")


def values(text, name):
    return re.findall(rf"^{name}[;:](.*)\r$", text, re.MULTILINE)


def test_it_says_when_and_where_and_nothing_else(enrolment, specialist):
    school = enrolment.school
    school.town, school.postcode = "Larkwater", "LW1 2AB"
    school.save()
    visit = make_visit(enrolment=enrolment, on=SOON, purpose="Look at Jo’s book")
    text = read(address(specialist.user))
    assert values(text, "SUMMARY") == ["Tansy Hill: visit"]
    assert values(text, "LOCATION") == [r"Tansy Hill\, Larkwater\, LW1 2AB"]
    assert values(text, "UID") == [str(visit.sent_id)]
    assert "Jo" not in text
    assert str(specialist) not in text


def test_the_day_the_hour_and_the_length(enrolment, specialist):
    for days, starts_at, on in (
        ("0.50", None, SOON), ("0.50", time(9), SOON), ("0.75", time(13), SOON),
        ("2.00", time(9), date(2026, 12, 4)),
    ):  # fmt: skip
        make_visit(enrolment=enrolment, on=on, starts_at=starts_at, days=Decimal(days))
    text = read(address(specialist.user))
    assert values(text, "DTSTART")[2:] == [  # after the two of the clocks
        "VALUE=DATE:20261201", "TZID=Europe/London:20261201T090000",
        "TZID=Europe/London:20261201T130000", "VALUE=DATE:20261204",
    ]  # fmt: skip
    assert values(text, "DTEND") == [
        "VALUE=DATE:20261202", "TZID=Europe/London:20261201T120000",
        "TZID=Europe/London:20261201T173000", "VALUE=DATE:20261208",
    ]  # fmt: skip


def test_planned_confirmed_put_off_and_cancelled(enrolment, specialist, subject_leader):
    soon = school_days(enrolment.school).after(NOON.date(), 3)
    visit = make_visit(enrolment=enrolment, on=soon)
    path = address(specialist.user)
    steps = [
        (lambda: None, "TENTATIVE", "0"),
        (lambda: actions.confirm_visit(visit=visit, by=subject_leader, at=NOON), "CONFIRMED", "0"),
        (lambda: actions.postpone_visit(
            visit=visit, to_day=school_days(enrolment.school).after(soon, 1), side=Side.SCHOOL,
            reason="cover", by=subject_leader, at=NOON,
        ), "TENTATIVE", "1"),
        (lambda: actions.cancel_visit(
            visit=visit, because="Snow", by=subject_leader, at=NOON
        ), "CANCELLED", "2"),
    ]  # fmt: skip
    uids = set()
    for step, status, sequence in steps:
        step()
        text = read(path)
        assert (values(text, "STATUS"), values(text, "SEQUENCE")) == ([status], [sequence])
        uids |= set(values(text, "UID"))
    assert uids == {str(visit.sent_id)}


def test_one_has_ones_own_and_a_school_has_its_own(enrolment, specialist, subject_leader):
    mine = make_visit(enrolment=enrolment, on=SOON)
    elsewhere = make_enrolment(hub=enrolment.hub)
    make_role(Role.SPECIALIST, person=specialist, enrolment=elsewhere)
    also_mine = make_visit(enrolment=elsewhere, specialist=specialist, on=SOON, starts_at=time(9))
    other = make_role(Role.SPECIALIST, enrolment=enrolment).person
    others = make_visit(enrolment=enrolment, specialist=other, on=SOON)
    make_visit(enrolment=enrolment, on=TODAY - feeds.SINCE - timedelta(days=1))
    uids = set(values(read(address(specialist.user)), "UID"))
    assert uids == {str(mine.sent_id), str(also_mine.sent_id)}
    uids = set(values(read(address(subject_leader, enrolment)), "UID"))
    assert uids == {str(mine.sent_id), str(others.sent_id)}


def test_it_ends_with_the_role(client, enrolment, specialist, subject_leader):
    paths = [address(specialist.user), address(subject_leader, enrolment)]
    for person in (specialist, subject_leader.person):
        person.roles.update(ends_on=TODAY - timedelta(days=1))
    unknown = reverse("deliver:calendar-feed", args=["x" * 43])
    for path in paths:
        assert Client().get(path).status_code == 404
        assert Client().get(path).content == Client().get(unknown).content.replace(
            unknown.encode(), path.encode()
        )
    make_role(Role.SPECIALIST, person=specialist, enrolment=make_enrolment())
    assert Client().get(paths[0]).status_code == 200


def test_it_ends_with_the_account(enrolment, specialist):
    path = address(specialist.user)
    specialist.user.is_active = False
    specialist.user.save()
    assert Client().get(path).status_code == 404


def test_of_a_school_that_one_goes_to_no_more_nothing_is_read(enrolment, specialist):
    gone = make_enrolment(hub=enrolment.hub)
    visit = make_visit(enrolment=gone, specialist=specialist, on=SOON)
    make_role(Role.SPECIALIST, person=specialist, enrolment=gone, ends_on=TODAY - timedelta(days=1))
    assert str(visit.sent_id) not in read(address(specialist.user))


def test_a_new_address_ends_the_old_one_and_a_stopped_one_is_gone(client, enrolment, specialist):
    client.force_login(specialist.user)
    page, stop = reverse("deliver:my-calendar"), reverse("deliver:stop-my-calendar")
    assert "Make an address" in said(client.get(page))
    found = []
    for _ in range(2):
        text = client.post(page, follow=True).text
        found.append(re.search(r"http://testserver(/calendar/[\w-]{43}\.ics)", text)[1])
    first, second = found
    assert (Client().get(first).status_code, Client().get(second).status_code) == (404, 200)
    client.post(stop)
    assert Client().get(second).status_code == 404
    assert not CalendarFeed.objects.exists()
    verbs = Event.objects.filter(verb__endswith="an address").values_list("verb", flat=True)
    assert list(verbs.order_by("pk")) == ["made an address"] * 2 + ["stopped an address"]
    assert client.post(stop).status_code == 302


def test_the_page_of_a_school_is_for_who_sees_its_visits(client, enrolment, subject_leader):
    page = reverse("deliver:school-calendar", args=[enrolment.pk])
    client.force_login(holder_of(Role.HEADTEACHER, school=enrolment.school))
    assert page in client.get(reverse("deliver:visits", args=[enrolment.pk])).text
    assert "This is the address from now on." in said(client.post(page, follow=True))
    client.force_login(holder_of(Role.SUBJECT_LEADER, school=make_enrolment().school))
    assert client.get(page).status_code == client.post(page).status_code == 404
    stranger = holder_of(Role.GOVERNOR, school=enrolment.school)
    with pytest.raises(PermissionDenied, match="not open to you"):
        feeds.make_address(enrolment=enrolment, by=stranger, at=NOON)


def test_an_address_is_its_owners(enrolment, specialist, subject_leader):
    feed = feeds.make_address(enrolment=None, by=specialist.user, at=NOON)
    with pytest.raises(PermissionDenied, match="somebody else’s"):
        feeds.stop_address(feed=feed, by=subject_leader, at=NOON)


def test_who_makes_no_visits_is_told_so(client, subject_leader):
    client.force_login(subject_leader)
    assert "You make no visits today." in said(client.get(reverse("deliver:my-calendar")))


def test_an_address_is_made_whole_or_not_at_all(specialist, monkeypatch):
    kept = feeds.make_address(enrolment=None, by=specialist.user, at=NOON)

    def broken(**_: object) -> None:
        raise RuntimeError("the log is full")

    monkeypatch.setattr(log, "record", broken)
    with pytest.raises(RuntimeError), transaction.atomic():
        feeds.make_address(enrolment=None, by=specialist.user, at=NOON)
    assert CalendarFeed.objects.get() == kept


def test_the_database_keeps_one_of_each_and_none_that_is_guessed(specialist):
    feeds.make_address(enrolment=None, by=specialist.user, at=NOON)
    with pytest.raises(IntegrityError, match="one_address_of_a_calendar"), transaction.atomic():
        CalendarFeed.objects.create(user=specialist.user, token="y" * 43, made_at=NOON)
    with pytest.raises(IntegrityError, match="is_not_guessed"), transaction.atomic():
        CalendarFeed.objects.create(user=holder_of(Role.TEACHER, school=make_enrolment().school),
                                    token="mine", made_at=NOON)  # fmt: skip


def test_many_visits_cost_no_more_queries_than_one(
    enrolment, specialist, django_assert_max_num_queries
):
    path = address(specialist.user)
    for n in range(20):
        make_visit(enrolment=enrolment, on=SOON + timedelta(days=n))
    with django_assert_max_num_queries(8):
        assert len(values(read(path), "UID")) == 20


def test_a_schools_has_the_days_by_which_something_was_promised(enrolment, subject_leader):
    """US01, 7: six reports to governors, of three terms in two years, in the head's calendar."""
    head = holder_of(Role.HEADTEACHER, school=enrolment.school)
    for year in (2026, 2027):
        for name, on in (("autumn", "12-18"), ("spring", "03-20"), ("summer", "07-16")):
            promised(
                enrolment, "governors_report", f"{name} {year}", f"{year + (name != 'autumn')}-{on}"
            )
    promised(enrolment, "launch", "", "2026-11-27", met_on=NOON.date())
    promised(enrolment, "briefing", "", "2026-12-01", skipped_because="No hall")
    promised(make_enrolment(hub=enrolment.hub), "launch", "elsewhere", "2026-12-02")
    text = read(address(head, enrolment))
    titles = values(text, "SUMMARY")
    assert titles[:2] == [
        "Tansy Hill\\, done: Launch",
        "Tansy Hill\\, due: Briefing for senior leaders\\, each term",
    ]
    reports = [one for one in titles if "report to governors" in one]
    assert len(reports) == 6
    assert reports[0] == (
        "Tansy Hill\\, due: A written report to governors\\, each term: autumn 2026"
    )
    assert values(text, "STATUS") == ["CONFIRMED", "CANCELLED"] + ["CONFIRMED"] * 6
    assert "elsewhere" not in text
    assert values(text, "DTSTART")[2] == "VALUE=DATE:20261127"
    assert values(text, "DTEND")[0] == "VALUE=DATE:20261128"
    uids = values(text, "UID")
    assert uids == values(read(address(head, enrolment)), "UID")
    assert len(set(uids)) == 8


def test_what_was_promised_is_for_who_reads_the_memorandum(enrolment, specialist):
    """A home head sees days of visits, and nothing of what a school promised."""
    promised(enrolment, "launch", "", "2026-12-02")
    head = holder_of(Role.HEADTEACHER, school=enrolment.school)
    assert values(read(address(head, enrolment)), "SUMMARY") != []
    assert values(read(address(specialist.user)), "SUMMARY") == []


def promised(enrolment, kind, detail, due_on, **more):
    due_on = date.fromisoformat(due_on)
    return Obligation.objects.create(
        enrolment=enrolment, kind=kind, detail=detail, due_on=due_on, **more
    )

"""What went wrong with data: reported by anybody, decided by the officer within 72 hours."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from leadwell.people.models import Breach, Complaint, Role
from leadwell.people.privacy.problems import actions, rules
from tests.factories import (
    holder_of,
    make_organisation,
    make_role,
    make_school,
    make_trust,
    make_user,
)
from tests.people.privacy.conftest import NOW

pytestmark = pytest.mark.django_db
REPORT = reverse("people:report-problem")


def saying(**other):
    now = timezone.localtime()
    return {
        "kind": "breach", "what": "A note went to the wrong school",
        "found_on": now.date().isoformat(), "found_at": f"{now - timedelta(minutes=1):%H:%M}",
    } | other  # fmt: skip


@pytest.fixture
def breach(officer) -> Breach:
    return Breach.objects.create(
        what="A note went to the wrong school", found_at=NOW, reported_by=officer, reported_at=NOW
    )


@pytest.fixture
def complaint(officer) -> Complaint:
    return actions.log_complaint(
        what="Too much is kept", complainant="A parent", received_on=date(2026, 11, 2),
        by=officer, at=NOW,
    )  # fmt: skip


def test_every_page_has_the_link_for_who_is_signed_in_and_for_nobody_else(signed_in, client):
    assert REPORT in signed_in(make_user()).get(reverse("accounts:account")).text
    assert REPORT not in client.get(reverse("account_login")).text


def test_a_head_reports_and_the_officers_of_the_school_its_trust_and_the_lead_are_told(
    signed_in, django_capture_on_commit_callbacks
):
    school = make_school(trust=make_trust())
    head = holder_of(Role.HEADTEACHER, school=school)
    told = [
        make_role(Role.DATA_PROTECTION_OFFICER, **where).person
        for where in (
            {"school": school}, {"trust": school.trust}, {"organisation": make_organisation()},
        )
    ]  # fmt: skip
    make_role(Role.DATA_PROTECTION_OFFICER, school=make_school())
    with django_capture_on_commit_callbacks(execute=True):
        response = signed_in(head).post(REPORT, saying(school=str(school.urn)), follow=True)
    breach = Breach.objects.get()
    assert "The data protection officers are told." in response.text
    assert sorted(breach.told) == sorted(person.pk for person in told)
    assert sorted(letter.to[0] for letter in mail.outbox) == sorted(p.email for p in told)
    assert breach.get_absolute_url() in mail.outbox[0].body
    assert "wrong school" not in mail.outbox[0].body
    assert (breach.school, breach.reported_by) == (school, head)


def test_where_there_is_no_officer_it_is_kept_and_said(signed_in):
    text = signed_in(make_user()).post(REPORT, saying(kind="near_miss"), follow=True).text
    assert Breach.objects.get().is_near_miss
    assert "Nobody is data protection officer here" in text


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"kind": ""}, "Choose what it is"),
        ({"what": ""}, "Say what happened"),
        ({"found_on": "2999-01-01"}, "It cannot be found later than now"),
        ({"found_at": "noon"}, "Such as 14:30"),
    ],
)
def test_what_is_missing_is_said(signed_in, sent, said):
    assert said in signed_in(make_user()).post(REPORT, saying(**sent)).text
    assert not Breach.objects.exists()


def test_the_clock_has_72_hours_from_when_it_was_found(breach):
    assert breach.due_at == NOW + timedelta(hours=72)
    assert breach.hours_left(NOW) == 72
    assert breach.hours_left(NOW + timedelta(hours=71, minutes=1)) == 0
    assert breach.hours_left(NOW + timedelta(hours=72, minutes=1)) == -1


def test_the_clock_runs_by_hours_when_summer_time_ends(officer):
    """From Saturday noon to Tuesday 11 o'clock: one of the hours comes twice."""
    saturday = timezone.make_aware(timezone.datetime(2026, 10, 24, 12))
    found = Breach(found_at=saturday)
    assert f"{timezone.localtime(found.due_at):%a %H:%M}" == "Tue 11:00"


def test_the_officer_assesses_decides_and_closes_it(desk, breach):
    address = breach.get_absolute_url()
    desk.post(address, {"step": "assess", "whose": "Staff of a school", "n_people": "12"})
    desk.post(address, {"step": "decide", "decision": "no_need", "people_told": "no_need",
                        "because": "It was deleted unread"})  # fmt: skip
    desk.post(address, {"step": "close", "lessons": "Addresses are chosen from a list"})
    breach.refresh_from_db()
    assert (breach.n_people, breach.decision, breach.people_told) == (12, "no_need", "no_need")
    assert breach.closed_at
    assert "Closed" in desk.get(reverse("people:privacy")).text


def test_it_is_not_closed_undecided_nor_decided_twice(officer, breach):
    assert "First decide" in rules.may_close(officer, breach).reason
    decision = {"decision": "reported", "because": "Likely harm", "people_told": "yes"}
    actions.decide_breach(breach=breach, by=officer, at=NOW, **decision)
    with pytest.raises(PermissionDenied, match="decided already"):
        actions.decide_breach(breach=breach, by=officer, at=NOW, **decision)


def test_a_decision_without_a_reason_is_refused_in_words(desk, breach):
    text = desk.post(breach.get_absolute_url(), {"step": "decide", "decision": "reported"}).text
    assert "Say why" in text
    assert "Choose whether they were told" in text


def test_only_the_officer_reads_what_was_reported(signed_in, breach, complaint):
    head = signed_in(holder_of(Role.HEADTEACHER, school=make_school()))
    for thing in (breach, complaint):
        assert head.get(thing.get_absolute_url()).status_code == 404


# Complaints


def test_a_complaint_by_the_page_is_in_ones_own_name_and_the_officer_is_told(
    left, officer, signed_in, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        signed_in(left.user).post(REPORT, saying(kind="complaint", what="Too much"))
    complaint = Complaint.objects.get()
    assert complaint.person == left.person
    assert [letter.to for letter in mail.outbox] == [[officer.email]]
    assert "Too much" not in mail.outbox[0].body


def test_it_is_acknowledged_within_thirty_days_then_answered(desk, officer, complaint):
    assert complaint.due_on == date(2026, 12, 2)
    assert "First say that it has arrived" in rules.may_settle(officer, complaint).reason
    address = complaint.get_absolute_url()
    text = desk.post(address, {"step": "acknowledge", "on": "2026-11-01"}).text
    assert "That is before the complaint came." in text
    desk.post(address, {"step": "acknowledge", "on": "2026-11-05"})
    desk.post(address, {"step": "settle", "outcome": "partly", "note": "Six fields are gone"})
    complaint.refresh_from_db()
    assert (complaint.acknowledged_on, complaint.outcome) == (date(2026, 11, 5), "partly")
    assert "answered" in rules.may_settle(officer, complaint).reason


def test_the_officer_writes_down_one_that_came_by_letter(desk):
    sent = {"complainant": "A parent", "what": "Why is this kept?", "received_on": "2026-11-20"}
    text = desk.post(reverse("people:complaint-new"), sent, follow=True).text
    assert "left to acknowledge it" in text or "Late" in text
    assert "A parent" in text


@pytest.mark.parametrize(
    ("model", "constraint", "fields"),
    [
        (Breach, "breach_is_decided_with_a_reason", {"decision": "reported"}),
        (Breach, "breach_is_closed_once_decided", {"closed_at": NOW, "lessons": "x"}),
        (Breach, "breach_is_found_before", {"found_at": NOW + timedelta(days=9)}),
        (Complaint, "complaint_is_closed_with_an_outcome", {"outcome": "upheld"}),
        (Complaint, "complaint_is_somebodys", {"complainant": ""}),
    ],
)
def test_the_database_keeps_the_logs_whole(breach, complaint, model, constraint, fields):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        model.objects.update(**fields)


@pytest.mark.parametrize("where", ["school", "trust"])
def test_an_officer_of_one_school_or_trust_has_a_desk_that_ends_there(client, where):
    school = make_school(trust=make_trust())
    scope = {"school": school} if where == "school" else {"trust": school.trust}
    client.force_login(holder_of(Role.DATA_PROTECTION_OFFICER, **scope))
    assert "What concerns your schools" in client.get(reverse("people:privacy")).text
    assert client.get(reverse("reporting:school-looked", args=[school.urn])).status_code == 200
    other = client.get(reverse("reporting:school-looked", args=[make_school().urn]))
    assert other.status_code == 404

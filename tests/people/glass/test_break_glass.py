"""An administrator reads everything for an hour: with a reason, watched, and changing nothing."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from leadwell.audit.models import Event
from leadwell.people import access
from leadwell.people.glass import actions, rules
from leadwell.people.glass.letters import NotTold
from leadwell.people.models import BrokenGlass, Role
from leadwell.people.permissions import Operation, sealed, table
from tests.accounts.signing_in import by_password, prove_again
from tests.factories import (
    NOON,
    holder_of,
    make_administrator,
    make_enrolment,
    make_organisation,
    make_person,
    make_programme,
    make_role,
    make_user,
)

pytestmark = pytest.mark.django_db

GLASS = reverse("people:glass")
END = reverse("people:end-glass")
REASON = "The hub lead is locked out and a note must be read today."
LINK = "https://leadwell.example/glass/"


@pytest.fixture(autouse=True)
def _nobody_has_tried_yet():
    cache.clear()


@pytest.fixture
def sam(db):
    return make_administrator(name="Sam")


@pytest.fixture
def officer(db):
    return holder_of(Role.DATA_PROTECTION_OFFICER, organisation=make_organisation())


@pytest.fixture
def broken(sam, officer):
    """Sam is behind broken glass now."""
    return actions.break_glass(reason=REASON, link=LINK, by=sam, at=timezone.now())


# What it opens


def test_before_it_an_administrator_reads_no_content_and_behind_it_everything(sam, officer):
    enrolment = make_enrolment()
    assert not access.enrolments_for(sam, key="note_released").exists()
    actions.break_glass(reason=REASON, link=LINK, by=sam, at=timezone.now())
    assert access.enrolments_for(sam, key="note_released").get() == enrolment
    assert access.programmes_for(sam).get() == enrolment.programme
    assert access.records_for(sam).get() == enrolment.school
    assert access.holds(sam, "focus_pupil", Operation.READ, on=enrolment)


@pytest.mark.parametrize("key", table())
def test_every_record_opens_but_those_that_are_sealed_and_only_for_reading(broken, sam, key):
    enrolment = make_enrolment()
    assert access.holds(sam, key, Operation.READ, on=enrolment) == (key not in sealed())
    for operation in set(Operation) - {Operation.READ}:
        before = access.holds(make_administrator(), key, operation, on=enrolment)
        assert access.holds(sam, key, operation, on=enrolment) == before


def test_what_is_sealed_is_coaching_drafts_and_the_key():
    assert sealed() == {"coaching", "note_draft", "focus_pupil_key"}


def test_it_opens_nothing_for_anybody_else(broken):
    make_enrolment()
    assert not access.enrolments_for(make_administrator(), key="note_released").exists()


def test_it_ends_by_itself_after_sixty_minutes(sam, officer):
    make_enrolment()
    long_ago = timezone.now() - timedelta(minutes=60)
    glass = actions.break_glass(reason=REASON, link=LINK, by=sam, at=long_ago)
    assert glass.ends_at - glass.begins_at == timedelta(minutes=60)
    assert not access.enrolments_for(sam, key="note_released").exists()


def test_it_ends_with_the_role_of_administrator(broken, sam):
    make_enrolment()
    type(sam).objects.filter(pk=sam.pk).update(is_administrator=False)
    sam.refresh_from_db()
    assert not access.enrolments_for(sam, key="note_released").exists()


# Who is told


def test_every_data_protection_officer_is_told_at_once_and_the_reason_stays_here(sam, officer):
    another = holder_of(Role.DATA_PROTECTION_OFFICER, organisation=make_organisation("Quillmere"))
    holder_of(Role.PROGRAMME_LEAD, programme=make_programme())
    actions.break_glass(reason=REASON, link=LINK, by=sam, at=timezone.now())

    assert sorted(m.to for m in mail.outbox) == sorted([[officer.email], [another.email]])
    body = mail.outbox[0].body
    assert "Sam" in body
    assert LINK in body
    assert REASON not in body


def test_without_an_officer_every_programme_lead_is_told_and_the_page_says_so(client, sam):
    lead = holder_of(Role.PROGRAMME_LEAD, programme=make_programme())
    by_password(client, sam)
    assert "to every programme lead" in client.get(GLASS).text
    client.post(GLASS, {"reason": REASON})
    assert [m.to for m in mail.outbox] == [[lead.email]]


def test_an_officer_whose_role_has_ended_is_not_told(sam):
    person = make_person(email="gone@example.org")
    make_role(
        Role.DATA_PROTECTION_OFFICER, person=person, organisation=make_organisation(),
        ends_on=timezone.localdate() - timedelta(days=1),
    )  # fmt: skip
    assert not rules.may_break_glass(sam, on=timezone.localdate())


def test_with_nobody_but_oneself_to_tell_the_glass_stays_whole(client):
    alone = holder_of(Role.DATA_PROTECTION_OFFICER, organisation=make_organisation())
    type(alone).objects.filter(pk=alone.pk).update(is_administrator=True)
    alone.refresh_from_db()
    verdict = rules.may_break_glass(alone, on=timezone.localdate())
    assert "There is nobody to tell" in verdict.reason


def test_when_mail_fails_nobody_reads_what_nobody_knows_of(sam, officer, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_PORT = 1
    with pytest.raises(NotTold, match="Nobody could be told"):
        actions.break_glass(reason=REASON, link=LINK, by=sam, at=timezone.now())
    assert not BrokenGlass.objects.exists()
    assert not Event.objects.filter(verb="broke the glass").exists()


def test_when_mail_fails_the_page_says_so(client, sam, officer, settings):
    by_password(client, sam)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_PORT = 1
    response = client.post(GLASS, {"reason": REASON})
    assert "The glass is whole." in response.text
    assert not BrokenGlass.objects.exists()


def test_it_is_logged_with_who_was_told(broken, sam, officer):
    event = Event.objects.get(verb="broke the glass")
    assert event.actor == sam.email
    assert event.detail["told"] == [officer.person.pk]


# The page


def test_only_somebody_fresh_breaks_it(client, sam, officer):
    client.force_login(sam)
    assert "First show that it is you" in client.get(GLASS).text
    assert client.post(GLASS, {"reason": REASON}).url.startswith(reverse("account_reauthenticate"))
    assert not BrokenGlass.objects.exists()
    prove_again(client)
    client.post(GLASS, {"reason": REASON})
    assert BrokenGlass.objects.get().user == sam


@pytest.mark.parametrize("reason", ["", "because", " " * 40, "x" * 19, "x" + " " * 30])
def test_a_reason_that_is_none_is_refused_with_what_to_do(client, sam, officer, reason):
    by_password(client, sam)
    response = client.post(GLASS, {"reason": reason})
    assert "Say why" in response.text
    assert not BrokenGlass.objects.exists()


def test_every_page_says_so_with_the_minutes_left_and_the_way_back(client, broken, sam):
    client.force_login(sam)
    for page in ("/", "/schools/", reverse("accounts:account"), GLASS):
        text = client.get(page).text
        assert "You have broken the glass." in text
        assert "59\xa0minutes" in text
        assert f'action="{END}"' in text


def test_every_form_is_refused_but_the_ways_out(client, broken, sam):
    client.force_login(sam)
    for page in ("/data/upload/", reverse("accounts:account"), GLASS, reverse("mfa_add_webauthn")):
        response = client.post(page)
        assert response.status_code == 403
        assert "You have broken the glass" in response.text
    assert client.post(END, follow=True).status_code == 200
    assert client.post(reverse("accounts:account"), {"appearance": "dark"}).status_code == 302


def test_signing_out_is_not_refused(client, broken, sam):
    client.force_login(sam)
    assert client.post(reverse("account_logout")).status_code == 302


def test_putting_it_back_ends_it_at_once_and_it_can_be_broken_again(client, broken, sam):
    make_enrolment()
    client.force_login(sam)
    assert "The glass is whole again." in client.post(END, follow=True).text
    assert not access.enrolments_for(sam, key="note_released").exists()
    actions.break_glass(reason=REASON, link=LINK, by=sam, at=timezone.now())
    assert access.enrolments_for(sam, key="note_released").exists()


def test_it_is_broken_once_at_a_time(broken, sam):
    with pytest.raises(PermissionDenied, match="already"):
        actions.break_glass(reason=REASON, link=LINK, by=sam, at=timezone.now())


def test_nothing_is_put_back_that_is_whole(client, sam, officer):
    client.force_login(sam)
    assert "The glass is whole" in client.post(END).text


def test_the_officer_reads_why_and_cannot_break_it(client, broken, officer):
    client.force_login(officer)
    text = client.get(GLASS).text
    assert REASON in text
    assert "Only an administrator can break the glass." in text
    assert client.post(GLASS, {"reason": REASON}).status_code == 403


def test_a_programme_lead_reads_of_it_only_when_told(client, broken):
    lead = holder_of(Role.PROGRAMME_LEAD, programme=make_programme())
    client.force_login(lead)
    assert REASON not in client.get(GLASS).text


def test_others_are_refused_with_the_reason(client):
    client.force_login(make_user())
    response = client.get(GLASS)
    assert response.status_code == 403
    assert "Only administrators and those who watch over them" in response.text


# The database


def hour(user, **fields):
    row = {
        "user": user, "reason": REASON, "begins_at": NOON,
        "ends_at": NOON + timedelta(minutes=60), "told": [1],
    } | fields  # fmt: skip
    return BrokenGlass.objects.create(**row)


@pytest.mark.parametrize(
    ("constraint", "fields"),
    [
        ("broken_glass_has_a_reason", {"reason": ""}),
        ("broken_glass_has_a_reason", {"reason": " " * 40}),
        ("broken_glass_lasts_an_hour", {"ends_at": NOON + timedelta(minutes=61)}),
        ("broken_glass_lasts_an_hour", {"ends_at": NOON + timedelta(minutes=59)}),
        ("broken_glass_ends_within_its_hour", {"ended_at": NOON + timedelta(minutes=61)}),
        ("broken_glass_ends_within_its_hour", {"ended_at": NOON - timedelta(minutes=1)}),
        ("broken_glass_is_told_to_somebody", {"told": []}),
    ],
)
def test_what_cannot_be_whoever_writes_it(sam, constraint, fields):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        hour(sam, **fields)


def test_two_hours_of_one_person_never_overlap(sam):
    hour(sam)
    later = {"begins_at": NOON + timedelta(minutes=30), "ends_at": NOON + timedelta(minutes=90)}
    with (
        pytest.raises(IntegrityError, match="broken_glass_is_broken_once_at_a_time"),
        transaction.atomic(),
    ):
        hour(sam, **later)
    hour(make_administrator(), **later)


def test_the_site_cannot_write_the_past_anew(sam):
    hour(sam)
    for sql in (
        "update people_brokenglass set reason = repeat('x', 30)",
        "update people_brokenglass set told = '{2}'",
        "delete from people_brokenglass",
    ):
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            connection.cursor().execute(sql)


def test_asking_about_the_glass_costs_no_query_of_its_own(sam, officer, django_assert_num_queries):
    access.remember(sam)
    with django_assert_num_queries(1):
        access.held(sam)
        access.reads_all_until(sam)

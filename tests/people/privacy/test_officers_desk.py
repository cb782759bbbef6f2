"""The desk of an officer: the installation's, or that of one school or trust and no more."""

from datetime import date, datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from leadwell.accounts.models import User
from leadwell.audit import log
from leadwell.audit.models import Disposal, Look
from leadwell.people.models import (
    Breach,
    Complaint,
    Person,
    Role,
    RuleChange,
    SubjectRequest,
)
from leadwell.people.privacy import access, actions, outliving, rules
from leadwell.people.privacy.disposing import actions as disposing
from leadwell.people.privacy.problems import access as problems
from leadwell.people.privacy.problems import rules as problem_rules
from leadwell.programmes.models import Controller
from leadwell.schools.models import HalfTerm
from tests.factories import (
    holder_of,
    make_administrator,
    make_colleague,
    make_enrolment,
    make_person,
    make_programme,
    make_role,
    make_school,
    make_trust,
    make_user,
)
from tests.people.privacy.conftest import NOW

pytestmark = pytest.mark.django_db
PAST = reverse("people:past-its-time")
OPENED = reverse("people:opened")


@pytest.fixture(autouse=True)
def list_of_this_test(tmp_path, monkeypatch):
    monkeypatch.setattr(outliving.embedded, "home", lambda: tmp_path)


def looked(user: User, **more: object) -> None:
    about = {"at": NOW, "outcome": Look.Outcome.OPENED, "record": "account"} | more
    log.looked(by_user=user.pk, as_roles="HT", page="people:person", **about)


# The click, as a page


def past(n: int = 2) -> None:
    for _ in range(n):
        looked(make_user(), at=datetime(2015, 9, 1, tzinfo=NOW.tzinfo))


def fingerprint(response) -> str:
    return response.context["preview"].fingerprint


def test_the_page_shows_counts_and_dates_and_the_click_makes_a_certificate(desk):
    past()
    page = desk.get(PAST)
    assert "2 records are past their time today" in page.text
    assert "Who opened what" in page.text
    sent = {"fingerprint": fingerprint(page), "is_sure": "on"}
    done = desk.post(PAST, sent, follow=True)
    disposal = Disposal.objects.get()
    assert f"Certificate of disposal {disposal.pk}" in done.text
    assert "2 records past their time were destroyed" in done.text
    assert "kept 24 months (the default)" in done.text
    assert not Look.objects.filter(at__year=2015).exists()
    assert "Nothing is past its time" in desk.get(PAST).text
    pdf = desk.get(reverse("people:disposal-pdf", args=[disposal.pk]))
    assert pdf.content.startswith(b"%PDF-")


def test_a_preview_that_has_changed_is_shown_again_without_its_tick(desk):
    past()
    sent = {"fingerprint": fingerprint(desk.get(PAST)), "is_sure": "on"}
    past(1)
    again = desk.post(PAST, sent)
    assert "has changed since you looked" in again.text
    assert "3 records are past their time today" in again.text
    assert "checked" not in again.text.split('name="is_sure"')[1][:80]
    assert fingerprint(again) != sent["fingerprint"]
    assert not Disposal.objects.exists()


def test_without_the_tick_nothing_goes(desk):
    past()
    said = desk.post(PAST, {"fingerprint": fingerprint(desk.get(PAST))}).text
    assert "Tick that you have read what goes" in said
    assert Look.objects.filter(at__year=2015).count() == 2


def test_who_has_not_proved_lately_that_it_is_they_is_asked_to(officer, signed_in):
    response = signed_in(officer).get(PAST)
    assert response.status_code == 302
    assert response.url.startswith(reverse("account_reauthenticate"))


def test_the_wrong_role_is_told_why_and_a_certificate_is_not_there_for_it(signed_in):
    disposal = Disposal.objects.create(at=NOW, by_user=1, lines=[{"place": "audit_look", "n": 1}])
    head = signed_in(holder_of(Role.HEADTEACHER, school=make_school()))
    for name in ("past-its-time", "schedule", "opened", "processing", "controllers"):
        refusal = head.get(reverse(f"people:{name}"))
        assert refusal.status_code == 403, name
        assert "data protection officer’s" in refusal.text
    assert head.get(reverse("people:disposal", args=[disposal.pk])).status_code == 404


# Rules


def test_a_rule_is_changed_with_a_reason_and_the_schedule_says_so(desk):
    address = reverse("people:rule-change", args=["draft"])
    assert "1 month at least" in desk.get(address).text
    assert "Say why" in desk.post(address, {"months": "6", "because": ""}).text
    short = desk.post(address, {"months": "6", "because": "Short"}).text
    assert "Say why, in at least 10 letters." in short
    because = "Nobody comes back to them"
    text = desk.post(address, {"months": "6", "because": because}, follow=True).text
    assert f"because: {because}" in text
    assert "The default is 12 months." in text
    assert "6 months" in desk.get(reverse("people:processing")).text
    assert because in desk.get(address).text
    assert RuleChange.objects.get().version == 2


def test_a_rule_below_its_least_is_refused_with_the_reason(desk):
    address = reverse("people:rule-change", args=["log"])
    text = desk.post(address, {"months": "12", "because": "To save space"}).text
    assert "These are kept 24 months at least." in text
    assert not RuleChange.objects.exists()


def test_a_rule_that_is_none_is_not_there(desk):
    assert desk.get(reverse("people:rule-change", args=["nonesuch"])).status_code == 404


# Who looked at whom


@pytest.fixture
def looks():
    """Two at Wren's school and one elsewhere."""
    here, there = make_school(name="Marlpit"), make_school(name="Tansy Hill")
    wren = make_person(name="Wren Ashdown", email="wren@example.org")
    ada = make_colleague()
    Person.objects.filter(pk=ada.pk).update(name="Ada Marsh")
    make_role(Role.TEACHER, person=wren, school=here)
    looked(ada.user, about_people=[wren.pk], about_school=here.pk)
    looked(
        ada.user, at=datetime(2026, 10, 1, 12, tzinfo=NOW.tzinfo), about_school=here.pk,
        outcome=Look.Outcome.EXPORTED, record="school_record",
    )  # fmt: skip
    looked(make_user(), about_people=[make_person(name="Elsewhere Only").pk], about_school=there.pk)
    return here, there, wren, ada


@pytest.mark.parametrize(
    ("asked", "n"),
    [
        ({}, 3),
        ({"by": "ada marsh"}, 2),
        ({"about": "wren@example.org"}, 1),
        ({"outcome": "exported"}, 1),
        ({"record": "school_record"}, 1),
        ({"since": "2026-10-02"}, 2),
        ({"until": "2026-10-01"}, 1),
        ({"since": "2026-10-01", "until": "2026-10-01", "by": "Ada"}, 1),
    ],
)
def test_the_log_is_searched_by_day_by_person_and_by_record(desk, looks, asked, n):
    found = desk.get(OPENED, asked).context["page"].paginator.object_list
    before = found.filter(page="people:person")
    assert before.count() == n


def test_the_log_is_searched_by_school_and_says_who_and_whom(desk, looks):
    here, *_ = looks
    text = desk.get(OPENED, {"school": str(here.urn)}).text
    assert "Ada Marsh" in text
    assert "Wren Ashdown" in text
    assert "Elsewhere Only" not in text


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"by": "Nobody Atall"}, "Nobody here is called “Nobody Atall”"),
        ({"since": "2026-11-02", "until": "2026-11-01"}, "This is before the first day"),
        ({"since": "yesterday"}, "Give the day, month and year"),
    ],
)
def test_a_search_that_cannot_be_is_said_in_words_and_finds_nothing(desk, looks, asked, said):
    page = desk.get(OPENED, asked)
    assert said in page.text
    assert not page.context["rows"]


def test_a_file_of_the_log_is_logged_as_a_download(desk, looks):
    response = desk.get(reverse("people:opened-csv"), {"by": "Ada Marsh"})
    text = response.content.decode()
    assert text.count("Ada Marsh") == 2
    assert "Wren Ashdown" in text
    look = Look.objects.get(page="people:opened-csv")
    assert look.outcome == Look.Outcome.EXPORTED
    assert "Downloaded: Who looked, requests about one&#x27;s data, breaches, 2 rows" in (
        desk.get(OPENED, {"outcome": "exported"}).text
    )


# An officer of one school or trust


@pytest.fixture
def world():
    """Wren works at Marlpit, Kit at Tansy Hill, Bea at both; the officer answers for Marlpit."""
    here, there = make_school(name="Marlpit"), make_school(name="Tansy Hill")
    wren, kit, bea = (make_person(name=name) for name in ("Wren", "Kit", "Bea"))
    for person, school in ((wren, here), (kit, there), (bea, here), (bea, there)):
        make_role(Role.TEACHER, person=person, school=school)
    officer = holder_of(Role.DATA_PROTECTION_OFFICER, school=here)
    return here, there, wren, kit, bea, officer


def request(by: User, **about: object) -> SubjectRequest:
    return SubjectRequest.objects.create(
        kind="access", received_on=date(2026, 11, 16), logged_by=by, logged_at=NOW, **about
    )


def test_an_officer_of_a_school_sees_what_concerns_it_and_its_people(world):
    here, there, wren, kit, bea, officer = world
    other = make_user()
    near = [request(other, person=wren), request(other, person=bea), request(other, school=here)]
    request(other, person=kit), request(other, school=there)
    assert set(access.requests_for(officer)) == set(near)
    breaches = [
        Breach.objects.create(
            what="Lost", school=at, found_at=NOW, reported_by=other, reported_at=NOW
        )
        for at in (here, there, None)
    ]
    assert list(problems.breaches_for(officer)) == breaches[:1]
    complaints = [
        Complaint.objects.create(
            what="Too much", person=by, received_on=NOW.date(), logged_by=other, logged_at=NOW
        )
        for by in (wren, kit)
    ]
    assert list(problems.complaints_for(officer)) == complaints[:1]
    assert {wren, bea} <= set(access.people_for(officer))
    assert kit not in access.people_for(officer)


def test_an_officer_of_a_trust_has_all_its_schools_under_each_number(world):
    trust = make_trust()
    school = make_school(trust=trust)
    earlier = make_school(continued_by=school)
    officer = holder_of(Role.DATA_PROTECTION_OFFICER, trust=trust)
    assert set(access.schools_for(officer)) == {school, earlier}
    asked = request(make_user(), school=earlier)
    assert list(access.requests_for(officer)) == [asked]


def test_the_log_of_an_officer_of_a_school_ends_with_it_and_names_no_others(
    world, signed_in, looks
):
    here, there, wren, kit, *_, officer = world
    looked(make_user(), about_people=[wren.pk, kit.pk], about_school=here.pk)
    looked(make_user(), about_people=[kit.pk], about_school=there.pk)
    page = signed_in(officer).get(OPENED)
    assert [row.whom for row in page.context["rows"]] == ["Wren and 1 more"]


def test_requests_are_written_down_about_ones_own_people_only(world, signed_in):
    *_, wren, kit, _, officer = world
    asked = SubjectRequest(kind="access", person=kit, received_on=NOW.date())
    with pytest.raises(PermissionDenied, match="You answer for other schools"):
        actions.log_request(request=asked, by=officer, at=NOW)
    client = signed_in(officer)
    sent = {"kind": "access", "received_on": timezone.localdate().isoformat()}
    address = reverse("people:request-new")
    assert "Nobody here is called “Kit”" in client.post(address, sent | {"who": "Kit"}).text
    client.post(address, sent | {"who": "Wren"})
    assert SubjectRequest.objects.get().person == wren


def test_no_action_reaches_what_is_for_others_though_its_page_be_passed_by(world):
    here, there, _, kit, _, officer = world
    asked = request(make_user(), person=kit)
    with pytest.raises(PermissionDenied, match="You answer for other schools"):
        actions.answer(request=asked, outcome="done", note="x", by=officer, at=NOW)
    assert "other schools" in rules.may_compile(officer, asked).reason
    breach = Breach.objects.create(
        what="Lost", school=there, found_at=NOW, reported_by=officer, reported_at=NOW
    )
    complaint = Complaint.objects.create(
        what="Too much", person=kit, received_on=NOW.date(), logged_by=officer, logged_at=NOW
    )
    assert "other schools" in problem_rules.may_work_on(officer, breach).reason
    assert "other schools" in problem_rules.may_acknowledge(officer, complaint).reason
    breach.school = here
    breach.save()
    assert problem_rules.may_work_on(officer, breach)


def test_who_was_elsewhere_too_is_copied_and_forgotten_by_the_officer_for_all(world):
    *_, wren, _, bea, officer = world
    assert rules.may_compile(officer, request(officer, person=wren))
    refusal = rules.may_compile(officer, request(officer, person=bea))
    assert "had a part at other schools too" in refusal.reason
    assert "at other schools too" in rules.may_be_forgotten(officer, bea, on=NOW.date()).reason


def test_the_desk_of_a_school_says_whose_it_is_and_leaves_out_what_is_not(world, signed_in):
    *_, kit, _, officer = world
    asked = request(make_user(), person=kit)
    client = signed_in(officer)
    text = client.get(reverse("people:privacy")).text
    assert "What concerns your schools" in text
    assert PAST not in text
    refusal = client.get(PAST)
    assert refusal.status_code == 403
    assert "for all schools together" in refusal.text
    assert client.get(reverse("people:request", args=[asked.pk])).status_code == 404
    schedule = client.get(reverse("people:schedule"))
    assert "decided for all schools together" in schedule.text
    assert reverse("people:rule-change", args=["draft"]) not in schedule.text


# The desk, and the ways to it


def test_the_desk_says_what_last_night_worked_out(desk):
    past()
    disposing.foresee(at=timezone.now())
    text = desk.get(reverse("people:privacy")).text
    assert "2 records past their time, 0 more within 30 days" in text
    for name in ("opened", "past-its-time", "schedule", "processing", "controllers"):
        assert reverse(f"people:{name}") in text


def test_who_answers_for_data_is_listed_by_programme(desk):
    programme = make_programme()
    Controller.objects.create(
        programme=programme, party="lead", name="Larkwater", position="joint", what_for="Notes"
    )
    text = desk.get(reverse("people:controllers")).text
    assert "Larkwater" in text
    assert "joint controller" in text


def test_a_persons_page_leads_to_their_account_and_to_a_request(desk, signed_in):
    person = make_colleague()
    make_role(Role.TEACHER, person=person, school=make_school())
    address = reverse("people:person", args=[person.pk])
    new = f"{reverse('people:request-new')}?person={person.pk}"
    account = reverse("people:close-account", args=[person.pk])
    for_officer = desk.get(address).text
    assert new in for_officer
    assert account not in for_officer
    for_administrator = signed_in(make_administrator()).get(address).text
    assert account in for_administrator
    assert new not in for_administrator


def test_fifteen_school_days_go_by_the_terms_of_the_school(desk):
    school = make_school()
    HalfTerm.objects.create(
        school=school, academic_year=2026, term="autumn", number=1,
        starts_on=date(2026, 9, 3), ends_on=date(2026, 10, 23),
    )  # fmt: skip
    HalfTerm.objects.create(
        school=school, academic_year=2026, term="autumn", number=2,
        starts_on=date(2026, 11, 2), ends_on=date(2026, 12, 18),
    )  # fmt: skip
    asked = SubjectRequest.objects.create(
        kind="access", school=school, received_on=date(2026, 10, 19), asker="A parent",
        logged_by=make_user(), logged_at=NOW,
    )  # fmt: skip
    text = desk.get(asked.get_absolute_url()).text
    assert "due Mon\N{NO-BREAK SPACE}16\N{NO-BREAK SPACE}Nov" in text
    assert "counted by the school’s own term dates" in text
    assert make_enrolment().school != school

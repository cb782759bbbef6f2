"""What families and staff are told about data: whole, by name, version by version."""

import io
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from leadwell.audit.models import Event
from leadwell.people.models import Notice, Role, RuleChange
from leadwell.people.notices import actions, writing
from leadwell.people.notices.wants import to_issue, unissued
from tests.factories import (
    NOON,
    make_administrator,
    make_colleague,
    make_enrolment,
    make_organisation,
    make_person,
    make_programme,
    make_role,
)
from tests.promised import make_controller

pytestmark = pytest.mark.django_db
CONTACT = "Data protection officer, officer@example.org"
FAMILIES, STAFF = "families", "staff"


@pytest.fixture
def programme():
    made = make_programme(name="Number Sense", subject="Mathematics", state="recruiting")
    make_controller(made, party="lead", name="Alder Teaching School")
    make_controller(made, party="school", name="Each school")
    return made


@pytest.fixture
def lead(programme):
    person = make_colleague()
    make_role(Role.PROGRAMME_LEAD, person=person, programme=programme)
    return person.user


def in_role(role, **where):
    person = make_colleague()
    make_role(role, person=person, **where)
    return person.user


def issue(programme, lead, **changes):
    said = {"contact": CONTACT, "because": "", "at": timezone.now()} | changes
    return actions.issue_notices(programme=programme, by=lead, **said)


def page(notice, audience, name="people:notice"):
    return reverse(name, args=[notice.programme.code, notice.number, audience])


def test_who_leads_reads_all_four_and_issues_them(client, programme, lead):
    client.force_login(lead)
    address = reverse("people:issue-notices", args=[programme.code])
    text = client.get(address).text
    assert "How we use information about children" in text
    assert "Never for appraisal" in text
    unread = client.post(address, {"contact": CONTACT})
    assert "Read all four first" in unread.text
    assert unread.text.count(CONTACT) > len(Notice.Audience)  # as it would be issued, not as it was
    response = client.post(address, {"contact": CONTACT, "is_read": "on"})
    assert response.url == reverse("people:notices", args=[programme.code])
    notice = Notice.objects.get()
    assert (notice.number, notice.issued_by, notice.contact) == (1, lead, CONTACT)
    assert set(notice.papers) == set(Notice.Audience.values)
    assert Event.objects.filter(verb="issued privacy information").count() == 1


def test_the_officer_of_who_leads_is_offered_as_whom_to_ask(client, programme, lead):
    person = make_person(name="Odile Marsh", email="odile@example.org")
    make_role(Role.DATA_PROTECTION_OFFICER, person=person, organisation=programme.lead_organisation)
    client.force_login(lead)
    text = client.get(reverse("people:issue-notices", args=[programme.code])).text
    assert 'value="Odile Marsh, odile@example.org"' in text


def test_families_are_told_what_they_must_be(client, programme, lead):
    notice = issue(programme, lead)
    client.force_login(lead)
    text = client.get(page(notice, FAMILIES)).text
    for said in (
        "Number Sense", "mathematics", "Only the school knows which child has which code",
        "public task", "You need not say why", "ico.org.uk", "Alder Teaching School", CONTACT,
        "within 30 days", "artificial intelligence", "12 months",
    ):  # fmt: skip
        assert said in text, said


def test_staff_are_told_that_appraisal_is_outside_the_purpose(client, programme, lead):
    text = str(writing.written(programme, contact=CONTACT, number=1, on=NOON.date()).content)
    assert text.count("appraisal, capability or pay") == 3
    notice = issue(programme, lead)
    client.force_login(in_role(Role.TEACHER, school=make_enrolment(programme=programme).school))
    assert "That is a limit on the purpose" in client.get(page(notice, STAFF)).text


def test_no_place_in_the_wording_is_left_empty_and_families_read_short_sentences(programme):
    made = writing.written(programme, contact=CONTACT, number=1, on=NOON.date())
    assert "{" not in "".join(text for one in made.papers.values() for text in texts(one))
    sentences = [
        sentence
        for text in texts(made.papers[FAMILIES])
        for sentence in text.replace(":", ".").split(". ")
    ]
    assert sum(len(one.split()) for one in sentences) / len(sentences) < 12


def texts(paper):
    return [paper.lede, *writing._texts(paper)]


def test_times_are_those_in_force(programme, lead):
    RuleChange.objects.create(
        rule="focus_pupil",
        version=2,
        months=6,
        because="Shorter will do",
        changed_by=lead,
        changed_at=NOON,
    )
    made = writing.written(programme, contact=CONTACT, number=1, on=NOON.date())
    assert any("under the codes: 6 months" in text for text in texts(made.papers[FAMILIES]))


def test_it_is_printed_and_taken_as_a_word_document(client, programme, lead):
    notice = issue(programme, lead)
    client.force_login(lead)
    pdf = client.get(page(notice, FAMILIES, "people:notice-pdf"))
    text = " ".join(
        "".join(one.extract_text() for one in PdfReader(io.BytesIO(pdf.content)).pages).split()
    )
    assert "Number Sense" in text
    assert CONTACT in text
    word = client.get(page(notice, FAMILIES, "people:notice-docx"))
    assert word.content.startswith(b"PK")
    assert word["Content-Disposition"].endswith('.docx"')


def test_another_version_says_why_and_the_one_before_stays_readable(client, programme, lead):
    first = issue(programme, lead)
    make_controller(programme, party="evaluator", name="Inkle Evaluation")
    client.force_login(lead)
    overview = reverse("people:notices", args=[programme.code])
    assert "It would say something else today" in client.get(overview).text
    address = reverse("people:issue-notices", args=[programme.code])
    again = client.post(address, {"contact": CONTACT, "is_read": "on"})
    assert "This field is required" in again.text or again.status_code == 200
    assert Notice.objects.count() == 1
    why = "An evaluator joined"
    client.post(address, {"contact": CONTACT, "is_read": "on", "because": why})
    assert why in client.get(overview).text
    assert "It would say something else today" not in client.get(overview).text
    old = client.get(page(first, FAMILIES)).text
    assert "Version 2</a> holds now" in old
    assert "Inkle Evaluation" not in old


def test_the_same_again_is_not_issued(programme, lead):
    issue(programme, lead)
    with pytest.raises(ValidationError, match="says the same"):
        issue(programme, lead, because="Just so", at=timezone.now() + timedelta(1))


def test_nothing_is_issued_before_somebody_answers_for_data(lead, programme):
    programme.controllers.filter(party="school").delete()
    with pytest.raises(PermissionDenied, match="Say first who answers for data"):
        issue(programme, lead)
    assert not Notice.objects.exists()


def test_nothing_is_issued_that_cannot_be_logged(programme, lead, monkeypatch):
    monkeypatch.delattr("leadwell.audit.log.record")
    with pytest.raises(AttributeError):
        issue(programme, lead)
    assert not Notice.objects.exists()


def test_a_teacher_is_told_why_they_issue_none(client, programme):
    client.force_login(in_role(Role.TEACHER, school=make_enrolment(programme=programme).school))
    response = client.get(reverse("people:issue-notices", args=[programme.code]))
    assert response.status_code == 403
    assert "Only those who lead or manage this programme" in response.text


@pytest.mark.parametrize("name", ["people:notice", "people:notice-pdf", "people:notice-docx"])
def test_a_stranger_cannot_tell_that_there_is_any(client, programme, lead, name):
    notice = issue(programme, lead)
    client.force_login(in_role(Role.PROGRAMME_LEAD, programme=make_programme()))
    there = client.get(page(notice, FAMILIES, name))
    nowhere = client.get(reverse(name, args=["NONESUCH", 1, FAMILIES]))
    assert (there.status_code, nowhere.status_code) == (404, 404)
    assert notice.programme.name not in there.text


def test_who_looks_after_the_installation_reads_none(client, programme, lead):
    issue(programme, lead)
    client.force_login(make_administrator())
    assert "Version 1" not in client.get(reverse("people:my-notices")).text
    response = client.get(reverse("people:notices", args=[programme.code]))
    assert response.status_code == 403


def test_an_audience_or_a_version_that_is_none_is_not_found(client, programme, lead):
    notice = issue(programme, lead)
    client.force_login(lead)
    assert client.get(page(notice, "strangers")).status_code == 404
    address = reverse("people:notice", args=[programme.code, 2, FAMILIES])
    assert client.get(address).status_code == 404


def test_the_database_keeps_it_as_it_was_issued(programme, lead):
    notice = issue(programme, lead)
    for act in (lambda rows: rows.update(contact="Nobody"), lambda rows: rows.delete()):
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            act(Notice.objects.filter(pk=notice.pk))


@pytest.mark.parametrize(
    "wrong",
    [
        {"number": 1},
        {"because": ""},
        {"contact": ""},
        {"sha256": "x"},
        {"papers": {"families": {}}},
    ],
)
def test_the_database_takes_none_that_is_not_whole(programme, lead, wrong):
    notice = issue(programme, lead)
    notice.pk, notice.number, notice.because = None, 2, "Something changed"
    for name, value in wrong.items():
        setattr(notice, name, value)
    with pytest.raises(IntegrityError), transaction.atomic():
        notice.save(force_insert=True)


def test_it_is_asked_for_on_the_first_page_until_it_is_issued(programme, lead):
    today = timezone.localdate()
    [want] = to_issue(lead, today)
    assert want.url == reverse("people:issue-notices", args=[programme.code])
    issue(programme, lead)
    assert not list(unissued(lead, today))


def test_one_line_a_programme_however_many_versions_and_queries_do_not_grow(
    client, programme, lead
):
    issue(programme, lead)
    client.force_login(lead)
    address = reverse("people:my-notices")
    client.get(address)
    with CaptureQueriesContext(connection) as one:
        client.get(address)
    make_controller(programme, party="evaluator", name="Inkle Evaluation")
    issue(programme, lead, because="An evaluator joined")
    other = make_programme(lead_organisation=make_organisation(), name="Story Time")
    make_role(Role.PROGRAMME_LEAD, person=lead.person, programme=other)
    for party in ("lead", "school"):
        make_controller(other, party=party)
    issue(other, lead)
    with CaptureQueriesContext(connection) as two:
        text = client.get(address).text
    assert len(two) == len(one)
    assert text.count("Every version") == 2

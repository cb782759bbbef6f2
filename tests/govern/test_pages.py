"""Pages of governors' reports: they work, for the right person only, and say why not."""

import csv
import hashlib
import io
import re
import zipfile
from datetime import timedelta
from html import unescape
from itertools import product
from xml.etree import ElementTree as ET

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from leadwell.govern import actions
from leadwell.govern.models import GovernorsReport, IssuedPaper, ReportQuestion, ReportState
from leadwell.people.models import Role
from leadwell.reporting import issuing, jobs
from leadwell.schools.models import School
from tests.accounts.signing_in import by_password
from tests.factories import (
    NOON,
    holder_of,
    make_action,
    make_colleague,
    make_enrolment,
    make_issued_report,
    make_person,
    make_report,
    make_role,
    make_school,
    publish,
)
from tests.people.worker import to_oneself, work
from tests.web.read_pdf import read, sides, tags, words

pytestmark = pytest.mark.django_db

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def said(response):
    plain = re.sub(r"<[^>]*>", " ", response.content.decode())
    return " ".join(unescape(plain).replace("\xa0", " ").split())


def page(name, thing, floor="govern"):
    return reverse(f"{floor}:{name}", args=[thing.pk])


def paper(report, ending=""):
    name = f"governors-report-{ending}" if ending else "governors-report"
    return page(name, report, "reporting")


def in_word(made: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        return " ".join(
            "".join(part.itertext())
            for name in archive.namelist()
            if name.endswith(".xml") and name != "[Content_Types].xml"
            for part in [ET.fromstring(archive.read(name))]
        )


@pytest.fixture
def drafted(report, head):
    actions.draft_report(report=report, by=head, at=NOON)
    return GovernorsReport.objects.with_places().get(pk=report.pk)


@pytest.fixture
def issued(enrolment, head):
    return make_issued_report(enrolment=enrolment, by=head)


@pytest.fixture
def signed_in(client):
    """Signs somebody in as people do: who has then just proved who they are."""

    def sign_in(user):
        by_password(client, user)
        return client

    return sign_in


def test_a_head_has_it_drafted_writes_it_and_issues_it(signed_in, report, head, released):
    released(on=timezone.localdate() - timedelta(days=9))
    client = signed_in(head)
    assert "Write the draft now" in said(client.get(paper(report)))
    answer = client.post(page("draft-report", report), follow=True)
    assert "Say it in your words" in said(answer)
    form = answer.context["form"]
    sent = {name: form.initial.get(name) or "" for name in form.fields}
    sent |= {"summary": "We are glad of the visit.", "risks": "Cover is paid for."}
    answer = client.post(page("edit-report", report), sent, follow=True)
    assert "We are glad of the visit." in said(answer)
    address = page("issue-report", report, "reporting")
    shown = client.get(address)
    assert actions.statement(report) in said(shown)
    sent = {"read": shown.context["read"]}
    answer = client.post(address, sent, follow=True)
    assert "Issued. The school’s governors can read it now." in said(answer)
    assert "Issued by the head" in said(answer)
    frozen = IssuedPaper.objects.get()
    assert frozen.sha256 == sent["read"] == actions.sha256(frozen.content)


def test_who_has_not_just_proved_who_they_are_is_asked_to(client, drafted, head):
    client.force_login(head)
    answer = client.get(page("issue-report", drafted, "reporting"))
    assert answer.status_code == 302
    assert answer.url.startswith(reverse("account_reauthenticate"))


def test_a_report_that_cannot_go_says_why_and_where(signed_in, drafted, head, enrolment):
    make_role(Role.TEACHER, school=enrolment.school, person=make_person(name="Jo Ash"))
    client = signed_in(head)
    actions.edit_report(report=drafted, texts={"why": "Ask Jo Ash."}, by=head, at=NOON)
    answer = said(client.get(page("edit-report", drafted)))
    assert "take out “Jo Ash” in “Why we are in it, and what we promised”" in answer
    address = page("issue-report", drafted, "reporting")
    answer = client.post(address, {"read": client.get(address).context["read"]})
    assert "It cannot be issued yet" in said(answer)
    assert not IssuedPaper.objects.exists()


def test_short_notice_is_told_before_and_printed_after(signed_in, drafted, head):
    today = timezone.localdate()
    GovernorsReport.objects.filter(pk=drafted.pk).update(meeting_on=today + timedelta(days=4))
    client = signed_in(head)
    address = page("issue-report", drafted, "reporting")
    shown = client.get(address)
    assert "There are 3 left: the report will say so." in said(shown)
    actions.edit_report(report=drafted, texts={"risks": "None."}, by=head, at=NOON)
    shown = client.get(address)
    answer = client.post(address, {"read": shown.context["read"]}, follow=True)
    assert "late: 3 clear days before the meeting, where governors should have seven" in said(
        answer
    )


def test_two_who_write_at_once_see_each_others_words(client, drafted, head, subject_leader):
    client.force_login(head)
    form = client.get(page("edit-report", drafted)).context["form"]
    sent = {name: form.initial.get(name) or "" for name in form.fields} | {"why": "Mine."}
    actions.edit_report(report=drafted, texts={"why": "Theirs."}, by=subject_leader, at=NOON)
    answer = client.post(page("edit-report", drafted), sent)
    assert "Somebody else wrote here since you opened this page: “Theirs.”" in said(answer)
    again = sent | {"stamp": answer.context["form"].data["stamp"]}
    assert "Mine." in said(client.post(page("edit-report", drafted), again, follow=True))


def test_facts_that_are_new_since_the_draft_are_shown(client, drafted, head, released):
    released(on=timezone.localdate() - timedelta(days=9))
    client.force_login(head)
    answer = said(client.get(page("edit-report", drafted)))
    assert "New since the draft of Fri 20 Nov" in answer
    assert "One visit by our specialist" in answer


def test_governors_read_only_what_is_issued_at_their_own_school(client, drafted, governor, head):
    client.force_login(governor)
    for address in (paper(drafted), paper(drafted, "pdf"), page("ask", drafted)):
        assert client.get(address).status_code == 404
    other = make_issued_report(
        by=holder_of(Role.HEADTEACHER, school=(there := make_enrolment()).school), enrolment=there
    )
    assert client.get(paper(other)).status_code == 404
    nowhere = reverse("reporting:governors-report", args=[987_654])
    assert said(client.get(paper(other))) == said(client.get(nowhere))
    actions.edit_report(report=drafted, texts={"risks": "None."}, by=head, at=NOON)
    assert client.get(reverse("govern:reports")).text.count("<tr") == 0


def test_a_governor_asks_the_head_answers_and_the_minute_is_noted(client, issued, governor, head):
    client.force_login(governor)
    answer = client.post(page("ask", issued), {"text": "Who pays for cover?"}, follow=True)
    assert "Not answered yet." in said(answer)
    client.force_login(head)
    assert "A governor has asked about the report" in said(client.get("/"))
    asked = ReportQuestion.objects.get()
    sent = {"answer": "The school does.", "minute_ref": "7.3"}
    answer = client.post(page("answer", asked), sent, follow=True)
    assert "The school does." in said(answer)
    assert "minute 7.3" in said(answer)
    client.force_login(governor)
    answer = client.post(page("receive", issued), {"on": "2026-11-20", "minute_ref": ""})
    assert "Write the number of the minute" in said(answer)
    on = timezone.localdate().isoformat()
    answer = client.post(page("receive", issued), {"on": on, "minute_ref": "7.2"}, follow=True)
    assert "Received by governors at their meeting of" in said(answer)
    assert "Read the report" not in said(client.get("/"))


def test_a_governor_asks_for_a_note_in_vain(client, governor, released):
    note = released()
    client.force_login(governor)
    answer = client.get(f"/notes/{note.pk}/")
    assert answer.status_code == 404
    assert client.get(page("visit", note.visit, "deliver")).status_code == 404
    assert client.get(page("visits", note.enrolment, "deliver")).status_code == 404


def test_questions_stay_between_governors_and_school(client, issued, governor, hub_lead):
    asked = actions.ask_question(report=issued, text="Who pays?", by=governor, at=NOON)
    client.force_login(hub_lead)
    answer = client.get(paper(issued))
    assert answer.status_code == 200
    assert "Who pays?" not in said(answer)
    assert client.get(page("answer", asked)).status_code == 404


def test_a_project_manager_sees_dates_and_no_words(client, issued, enrolment):
    client.force_login(holder_of(Role.PROJECT_MANAGER, programme=enrolment.programme))
    answer = client.get(reverse("govern:reports"))
    assert "Tansy Hill, autumn term 2026/27" in said(answer)
    assert paper(issued) not in answer.text
    assert client.get(paper(issued)).status_code == 404


def test_a_stranger_gets_the_page_of_nothing(client, issued):
    client.force_login(make_colleague().user)
    addresses = [paper(issued), *(paper(issued, ending) for ending in ("pdf", "docx", "csv")),
                 page("reports-of", issued.enrolment), page("edit-report", issued)]  # fmt: skip
    assert {client.get(address).status_code for address in addresses} == {404}


def test_the_hub_lead_hears_of_a_school_that_is_two_terms_late(client, enrolment, hub_lead):
    today = timezone.localdate()
    for n, term in enumerate(("spring", "summer")):
        make_report(
            enrolment=enrolment, academic_year=2025, term=term,
            term_starts_on=today - timedelta(days=300 - n), due_on=today - timedelta(days=90),
            term_ends_on=today - timedelta(days=80 - n),
        )  # fmt: skip
        client.force_login(hub_lead)
        home = said(client.get("/"))
        assert ("Tansy Hill: 2 governors’ reports late" in home) is (n == 1)
    answer = client.get(page("reports-of", enrolment))
    assert "Due, late: the term is over" in said(answer)
    assert "0 of 2 reports of terms that are over were issued within the term." in said(answer)
    assert paper(GovernorsReport.objects.first()) not in answer.text


def test_a_late_report_wants_the_senior_leader_however_far_it_is(client, enrolment, head):
    today = timezone.localdate()
    late = make_report(
        enrolment=enrolment, academic_year=2025, term="summer",
        term_starts_on=today - timedelta(days=200), term_ends_on=today - timedelta(days=1),
        due_on=today - timedelta(days=20),
    )  # fmt: skip
    leader = holder_of(Role.SENIOR_LEADER, school=enrolment.school)
    for step in (lambda: None, lambda: write(late, head)):
        step()
        client.force_login(leader)
        assert said(client.get("/")).count("governors have not had it") == 1
    client.force_login(head)
    assert said(client.get("/")).count("governors have not had it") == 1


def write(report, head):
    actions.draft_report(report=report, by=head, at=NOON)
    actions.edit_report(report=report, texts={"risks": "Cover is paid."}, by=head, at=NOON)


def test_the_page_of_the_school_leads_there(client, issued, governor, head):
    for user in (governor, head):
        client.force_login(user)
        answer = client.get(issued.enrolment.get_absolute_url())
        assert page("reports-of", issued.enrolment) in answer.text
        assert reverse("govern:reports") in client.get("/").text


def test_an_issued_report_stays_as_it_was(client, issued, governor, released, ingredients):
    client.force_login(governor)
    before = {
        ending: client.get(paper(issued, ending)).content for ending in ("pdf", "docx", "csv")
    }
    shown = said(client.get(paper(issued)))
    issuing.print_paper(paper_id=issued.paper.pk, at=NOON)
    released()
    make_action(enrolment=issued.enrolment)
    School.objects.filter(pk=issued.school.pk).update(name="Another Name")
    after = {ending: client.get(paper(issued, ending)).content for ending in ("pdf", "docx", "csv")}
    assert after == before
    assert hashlib.sha256(after["pdf"]).hexdigest() == issued.paper.printed.sha256
    assert said(client.get(paper(issued))).replace("Another Name", "Tansy Hill") == shown


def test_what_is_added_stands_beside_it(client, issued, head, governor):
    client.force_login(head)
    client.post(page("add", issued), {"text": "It was Year 4."})
    client.force_login(governor)
    assert f"by {head.person}: It was Year 4." in said(client.get(paper(issued)))
    assert client.get(page("add", issued)).status_code == 403


def test_the_pdf_is_tagged_titled_and_two_sides_at_most(client, enrolment, head, released, report):
    for year in range(2017, 2026):
        publish(enrolment.school, year, eligible_pupils=34, maths_expected=60 + year % 7)
    for day in (1, 3, 6, 9, 10):
        activities = {"lesson-visit": 60, "book-look": 30, "joint-planning": 45, "coaching": 20}
        released(timezone.localdate() - timedelta(days=9 + day), activities=activities)
    actions.draft_report(report=report, by=head, at=NOON)
    long = ("What a head writes about this work when there is much to tell. " * 9)[:400]
    names = ("summary", "why", "happened", "changing", "risks", "pupils", "days", "next")
    actions.edit_report(report=report, texts=dict.fromkeys(names, long), by=head, at=NOON)
    client.force_login(head)
    made = client.get(paper(report, "pdf")).content
    assert len(sides(made)) == 2
    found = tags(made)
    assert {"H1", "P", "L", "Figure"} <= set(found)
    assert read(made).metadata.title == "Number Sense at Tansy Hill"
    assert read(made).trailer["/Root"]["/Lang"] == "en-GB"


def test_pupils_are_published_figures_or_nothing(client, enrolment, head, drafted):
    client.force_login(head)
    assert "Pupils" not in [
        part.heading for part in client.get(paper(drafted)).context["paper"].parts
    ]
    publish(enrolment.school, 2025, eligible_pupils=34, maths_expected=69)
    answer = client.get(paper(drafted))
    assert "69% of pupils met the expected standard in maths" in said(answer)
    assert "Contains public sector information" in words(client.get(paper(drafted, "pdf")).content)


def test_the_worker_prints_on_a_queue_of_its_own(transactional_db):
    enrolment = make_enrolment()
    head = holder_of(Role.HEADTEACHER, school=enrolment.school)
    with to_oneself():
        issued = make_issued_report(enrolment=enrolment, by=head)
        with connection.cursor() as cursor:
            cursor.execute("select queue_name, lock, task_name from procrastinate_jobs")
            assert cursor.fetchall() == [("papers", "papers", jobs.print_report.name)]
        work(issuing.PAPERS_QUEUE)
    issued = GovernorsReport.objects.get(pk=issued.pk)
    assert bytes(issued.paper.printed.pdf).startswith(b"%PDF")


def test_queries_do_not_grow_with_schools_visits_or_questions(
    client, enrolment, issued, released, head, governor
):
    lead = holder_of(Role.PROGRAMME_LEAD, programme=enrolment.programme)
    addresses = [reverse("govern:reports"), paper(issued), reverse("govern:reports-csv"), "/"]
    actions.ask_question(report=issued, text="Who?", by=governor, at=NOON)

    def n_queries():
        counts = []
        for user, address in [*product([lead, head], addresses), (governor, "/")]:
            client.force_login(user)
            with CaptureQueriesContext(connection) as asked:
                assert client.get(address).status_code == 200
            counts.append(len(asked))
        return counts

    n_queries()
    few = n_queries()
    for _ in range(12):
        make_report(enrolment=make_enrolment(hub=enrolment.hub, school=make_school()),
                    term_ends_on=NOON.date() - timedelta(days=1))  # fmt: skip
        actions.ask_question(report=issued, text="Who?", by=governor, at=NOON)
    released()
    assert n_queries() == few


def test_the_list_as_a_file_has_the_rows_of_the_page(client, issued, head):
    client.force_login(head)
    text = client.get(reverse("govern:reports-csv")).content.decode("utf-8-sig")
    [row] = list(csv.DictReader(io.StringIO(text.split("\r\n\r\n")[0])))
    assert row["How far"] == "Issued"
    assert row["Issued"] == "2026-11-20"
    assert "Tansy Hill" in words(client.get(reverse("govern:reports-pdf")).content)


def test_a_due_report_is_not_changed_by_looking_at_it(client, report, head):
    client.force_login(head)
    for address in (paper(report), page("edit-report", report)):
        client.get(address)
    report.refresh_from_db()
    assert report.state == ReportState.DUE
    assert client.get(page("edit-report", report)).status_code == 403

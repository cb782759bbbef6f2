"""What somebody wrote about the work in a school is never in what governors read."""

import io
import re
import zipfile
from datetime import timedelta
from html import unescape
from xml.etree import ElementTree as ET

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from leadwell.deliver.models import Attachment, NoteIngredient, NoteRemark, Rag
from leadwell.deliver.notes import actions as actions_of_notes
from leadwell.deliver.notes.content import Agreed, Answer, InView, Observed, Risk, Stand
from leadwell.govern import actions
from leadwell.govern.models import GovernorsReport, IssuedPaper
from leadwell.people.models import Role
from leadwell.prepare.models import ProgressSaid
from leadwell.reporting import issuing
from leadwell.schools.models import School
from tests.accounts.signing_in import by_password
from tests.factories import (
    NOON,
    make_action,
    make_issued_report,
    make_person,
    make_role,
    make_visit,
)
from tests.govern.texts import words_of_people
from tests.web.read_pdf import words

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


STUFFED = "Jo Ash and Mrs Ash said Ollie Wren is inadequate, P1 good, the lesson outstanding"
WORDS = ("Ash", "Ollie", "Wren", "inadequate", "outstanding", "Zq")


def stuffed(n):
    return f"{STUFFED} Zq{n}"[:150]


@pytest.fixture
def stuffed_note(released, enrolment, ingredients, specialist, head, hub_lead):
    """Names of staff and pupils, and words of grades, in every text that there is."""
    teacher = make_role(
        Role.TEACHER, school=enrolment.school, person=make_person(name="Jo Ash", post=stuffed(0))
    ).person
    make_action(enrolment=enrolment, what=stuffed(1), owner=teacher)
    done = make_action(
        enrolment=enrolment, what=stuffed(2), state="evidenced", evidence=stuffed(3),
        ended_on=NOON.date(), effect="some", effect_note=stuffed(4), effect_said_on=NOON.date(),
    )  # fmt: skip
    make_action(
        enrolment=enrolment, state="dropped", dropped_because=stuffed(5), ended_on=NOON.date()
    )
    assert done.evidence
    answers = tuple(
        Answer(action.pk, ProgressSaid.How.STUCK, stuffed(21))
        for action in enrolment.actions.open()
    )
    note = released(
        on=timezone.localdate() - timedelta(days=9), answers=answers, signing=stuffed(23),
        purpose=stuffed(6), gap_task_note=stuffed(7), seen=stuffed(8), adaptations=stuffed(9),
        strengths=(stuffed(10), stuffed(11)), readiness=("R3",), readiness_note=stuffed(12),
        next_focus=stuffed(13), risk=Risk(stuffed(14), is_for_school=True), n_classes=4,
        people_met=(teacher.pk,), observed=(Observed(ingredients[0].pk, NoteIngredient.Level.ROUTINE, 3),),
        in_view=InView(ingredients={ingredients[0].pk: stuffed(27)}),
        agreed=(Agreed(stuffed(15), teacher, timezone.localdate() + timedelta(days=9)),),
        stands={
            aspect: Stand(Rag.RED, stuffed(16), "new-1")
            for aspect in ("engagement", "implementation", "impact")
        },
    )  # fmt: skip
    actions_of_notes.delegate_signing(
        enrolment=enrolment, to=make_role(Role.SENIOR_LEADER, school=enrolment.school),
        words=stuffed(22), by=head, at=NOON,
    )  # fmt: skip
    visit = note.visit
    visit.purpose, visit.purpose_by = stuffed(17), specialist
    visit.save()
    for kind in NoteRemark.Kind.values:
        NoteRemark.objects.create(
            note=note, version=1, kind=kind, text=stuffed(18), by=head.person, at=NOON
        )
    make_visit(enrolment=enrolment, specialist=specialist, on=timezone.localdate(),
               state="cancelled", cancelled_because=stuffed(19), purpose=stuffed(20))  # fmt: skip
    ProgressSaid.objects.create(action=done, said_on=NOON.date(), how=ProgressSaid.How.REOPENED,
                                text=stuffed(24), was=stuffed(25), by=head.person)  # fmt: skip
    Attachment.objects.create(
        note=note, number=1, title=f"Zq26 {STUFFED}"[:80], kind="pdf", n_bytes=1, shows_nobody=True,
        by=head.person, at=NOON,
    )  # fmt: skip
    return note


OF_THE_WORK = ("deliver_", "prepare_agreedaction", "prepare_progresssaid")


def test_every_column_of_words_about_the_work_is_stuffed(stuffed_note):
    """So that the next test doubts all of them, those still to come too. What else is agreed with
    a school (offer, memorandum, plan, deployment) is on no list of columns that a report reads."""
    empty = []
    for table, column in sorted(words_of_people()):
        if table.startswith(OF_THE_WORK) and not table.endswith("event"):
            with connection.cursor() as cursor:
                name = connection.ops.quote_name
                cursor.execute(
                    f"select count(*) from {name(table)} where {name(column)}::text like '%Zq%'"
                )
                empty += [] if cursor.fetchone()[0] else [f"{table}.{column}"]
    assert empty == []


def test_of_words_that_somebody_wrote_none_is_in_page_pdf_word_or_table(
    client, stuffed_note, report, head, governor
):
    client.force_login(head)
    actions.draft_report(report=report, by=head, at=NOON)
    actions.edit_report(report=report, texts={"risks": "Cover is paid."}, by=head, at=NOON)
    placed = GovernorsReport.objects.with_places().get(pk=report.pk)
    before = client.get(paper(report))
    texts = [said(before), said(client.get(page("edit-report", report)))]
    among = School.objects.standing()
    now = timezone.now()
    issuing.issue(
        report=placed, among=among, authenticated_at=now, by=head, at=now,
    )  # fmt: skip
    client.force_login(governor)
    texts += [
        said(client.get(paper(report))),
        words(client.get(paper(report, "pdf")).content),
        in_word(client.get(paper(report, "docx")).content),
        client.get(paper(report, "csv")).content.decode(),
        client.get(reverse("govern:reports-csv")).content.decode(),
        str(IssuedPaper.objects.get().content),
    ]
    for text in texts:
        assert [word for word in WORDS if word in text] == []
    for text in texts[2:6]:
        assert "3 of 4 classes" in text
        assert "teachers" in text

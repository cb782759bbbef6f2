"""What is written of a memorandum is looked over once, and kept as it is on a second press."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from leadwell.audit.models import Event
from leadwell.people.guarding import FILE_AGAIN, READ
from leadwell.prepare.models import MemorandumQuery, MemorandumScan
from leadwell.programmes.models import Obligation
from tests.factories import NOON
from tests.guarded import WORDS, make_named, warned_then_sent
from tests.lib.test_attached import picture
from tests.prepare.memoranda.conftest import active, again, drafted, sent, sign_on_paper
from tests.prepare.memoranda.test_wrong_papers import replace_url

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def named(world):
    return make_named(world.enrolment.school)


@pytest.fixture
def as_manager(client, world):
    client.force_login(world.manager)
    return client


def page_of(name, one):
    return reverse(f"prepare:{name}", args=[one.pk])


def test_what_is_agreed_besides_is_looked_over(as_manager, world):
    terms = {
        "hours_a_week": "1.5", "kept": ["12"], "besides": WORDS, "chair": "else",
        "chair_name": "Wren Orchard", "chair_email": "wren@example.org",
        "escalates_to": str(world.lead.person.roles.get().pk),
    }  # fmt: skip
    warned_then_sent(as_manager, page_of("draft-memorandum", world.enrolment), terms)
    assert world.enrolment.memoranda.get().besides == WORDS


def test_why_there_is_another_version_is_looked_over(as_manager, world, mailoutbox):
    memorandum = active(world, mailoutbox)
    drafted(world, hours_a_week=2)
    warned_then_sent(as_manager, page_of("send-memorandum", memorandum), {"because": WORDS})
    assert again(memorandum).shown.because == WORDS


def test_why_a_memorandum_ends_is_looked_over(as_manager, world, mailoutbox):
    memorandum = active(world, mailoutbox)
    warned_then_sent(as_manager, page_of("end-memorandum", memorandum), {"because": WORDS})
    assert again(memorandum).state == "ended"


def test_a_question_of_the_school_and_its_answer_are_looked_over(client, world):
    memorandum = sent(world)
    client.force_login(world.head)
    asked = {"clause": "", "text": WORDS}
    warned_then_sent(client, page_of("ask-memorandum", memorandum), asked)
    query = MemorandumQuery.objects.get()
    client.force_login(world.manager)
    warned_then_sent(client, page_of("answer-memorandum", query), {"text": WORDS})
    query.refresh_from_db()
    assert query.answer == WORDS


def test_what_was_wrong_with_a_paper_is_looked_over_and_its_file_is_chosen_again(as_manager, world):
    memorandum = sent(world)
    sign_on_paper(world, memorandum)
    url = replace_url(memorandum)

    def paper():
        file = SimpleUploadedFile("right.jpg", picture("JPEG"))
        return {"scan": file, "shows_nobody": "on", "because": WORDS}

    assert FILE_AGAIN in as_manager.post(url, paper()).text
    lacking = as_manager.post(url, paper() | {"scan": "", READ: "yes"})
    assert "Choose the file" in lacking.text
    assert MemorandumScan.objects.get().kind == "pdf"
    warned_then_sent(as_manager, url, paper)
    assert MemorandumScan.objects.get().kind == "jpg"


def test_why_a_promise_need_not_be_kept_is_looked_over(as_manager, world, mailoutbox):
    active(world, mailoutbox)
    promise = Obligation.objects.open().filter(enrolment=world.enrolment).first()
    sent_off = {"because": WORDS}
    warned_then_sent(as_manager, page_of("promise-kept", promise), sent_off)
    promise.refresh_from_db()
    assert promise.skipped_because == WORDS


def test_a_day_on_which_a_promise_was_kept_is_nothing_to_warn_of(as_manager, world, mailoutbox):
    active(world, mailoutbox)
    promise = Obligation.objects.open().filter(enrolment=world.enrolment).first()
    day = (NOON - timedelta(1)).date().isoformat()
    assert as_manager.post(page_of("promise-kept", promise), {"on": day}).status_code == 302
    assert not Event.objects.filter(verb="read warnings").exists()

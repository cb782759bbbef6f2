"""Lessons come back where they fit, and each is accepted or answered by who leads the programme."""

from datetime import date, timedelta
from html import unescape

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from leadwell.audit.models import Event
from leadwell.explore.lessons import actions, register
from leadwell.people.models import Role
from leadwell.programmes import lessons
from leadwell.programmes.models import LessonAnswer, OwnLesson
from tests.factories import (
    NOON,
    holder_of,
    make_colleague,
    make_enrolment,
    make_own_lesson,
    make_programme,
    make_role,
    make_strand,
)

pytestmark = pytest.mark.django_db

STRANDS = lessons.shipped()["fewer-strands-deeper"]
ANSWER = {"said": "accepted", "sentence": "We join two of them before September."}


def told(response):
    return " ".join(unescape(response.text).split())


@pytest.fixture
def programme(db):
    return make_programme(name="Number Sense", code="NUM-26")


@pytest.fixture
def lead(programme):
    return holder_of(Role.PROGRAMME_LEAD, programme=programme)


@pytest.fixture
def as_lead(client, lead):
    client.force_login(lead)
    return client


def page_of(client, programme):
    return told(client.get(reverse("explore:programme-lessons", args=[programme.code])))


def answer(client, programme, key=STRANDS.key, **changes):
    address = reverse("explore:answer-lesson", args=[programme.code, key])
    return client.post(address, ANSWER | changes)


def test_a_lesson_is_shown_once_its_condition_holds(as_lead, programme):
    for _ in range(3):
        make_strand(programme)
    assert STRANDS.title not in page_of(as_lead, programme)
    make_strand(programme)
    page = page_of(as_lead, programme)
    assert STRANDS.title in page
    assert "One programme’s account of itself. It was not studied or compared." in page


def test_a_lesson_about_schools_names_those_one_sees(as_lead, programme, client):
    part = make_enrolment(programme=programme)
    make_role(Role.HEADTEACHER, school=part.school, capacity="interim")
    title = lessons.shipped()["secure-leadership-first"].title
    page = page_of(as_lead, programme)
    assert title in page
    assert part.school.name in page
    client.force_login(holder_of(Role.SPECIALIST, enrolment=make_enrolment(hub=part.hub)))
    assert title not in page_of(client, programme)


def test_accepting_a_lesson_is_a_row_with_a_sentence_and_in_the_log(as_lead, programme, lead):
    for _ in range(4):
        make_strand(programme)
    response = answer(as_lead, programme)
    assert response.url == reverse("explore:programme-lessons", args=["NUM-26"])
    row = LessonAnswer.objects.get()
    assert (row.lesson, row.said, row.answered_by) == (STRANDS.key, "accepted", lead)
    assert Event.objects.get(verb="answered").detail["lesson"] == STRANDS.key
    page = page_of(as_lead, programme)
    assert f"We will do it: {ANSWER['sentence']}" in page


def test_an_answer_can_be_changed_and_what_was_said_stays_in_its_history(as_lead, programme):
    answer(as_lead, programme)
    answer(as_lead, programme, said="answered", sentence="Each strand has its own staff.")
    assert LessonAnswer.objects.get().said == "answered"
    history = LessonAnswer.pgh_event_model.objects.order_by("pgh_id")
    assert [each.said for each in history] == ["accepted", "answered"]


def test_an_answer_stays_where_the_lesson_is_about_it_no_more(as_lead, programme):
    answer(as_lead, programme)
    assert STRANDS.title in page_of(as_lead, programme)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"sentence": ""}, "Say in a sentence what you will do, or why not"),
        ({"said": ""}, "Say whether you will do it or go another way"),
    ],
)
def test_an_answer_without_words_is_asked_for(as_lead, programme, changes, said):
    assert said in told(answer(as_lead, programme, **changes))
    assert not LessonAnswer.objects.exists()


def test_who_does_not_lead_reads_the_answers_and_is_told_who_gives_them(client, programme):
    manager = holder_of(Role.PROJECT_MANAGER, programme=programme)
    client.force_login(manager)
    assert page_of(client, programme)
    refused = answer(client, programme)
    assert refused.status_code == 403
    assert "Only who leads this programme answers its lessons." in told(refused)
    with pytest.raises(PermissionDenied):
        actions.answer_lesson(
            programme=programme, lesson=STRANDS.key, by=manager, at=NOON, **ANSWER
        )


def test_a_stranger_cannot_tell_that_there_is_such_a_programme(client, programme):
    client.force_login(make_colleague().user)
    there, nowhere = (
        client.get(reverse("explore:programme-lessons", args=[code]))
        for code in (programme.code, "NONESUCH")
    )
    assert there.status_code == nowhere.status_code == 404


def test_a_lesson_there_is_not_is_not_found(as_lead, programme):
    assert answer(as_lead, programme, key="no-such-lesson").status_code == 404


def test_a_programme_that_is_over_stays_as_it_is(as_lead, programme):
    programme.state = "archived"
    programme.save()
    assert answer(as_lead, programme).status_code == 403


def test_an_answer_is_not_kept_if_it_cannot_be_logged(programme, lead, monkeypatch):
    monkeypatch.delattr("leadwell.audit.log.record")
    with pytest.raises(AttributeError):
        actions.answer_lesson(programme=programme, lesson=STRANDS.key, by=lead, at=NOON, **ANSWER)
    assert not LessonAnswer.objects.exists()


def tell(client, programme, **changes):
    lesson = {
        "title": "Ring before you write", "learned": "Letters were not read.", "do": "Ring first.",
        "stage": "prepare", "fact": "", "compared": "", "value": "",
        "review_on": (timezone.localdate() + timedelta(365)).isoformat(),
    } | changes  # fmt: skip
    return client.post(reverse("explore:tell-lesson", args=[programme.code]), lesson)


def test_a_lesson_told_here_stands_in_the_register_and_comes_back_elsewhere(
    as_lead, programme, lead, client
):
    response = tell(as_lead, programme, fact="strands", compared="more_than", value="1")
    assert response.url == reverse("explore:lessons")
    page = told(as_lead.get(response.url))
    assert "Ring before you write" in page
    assert "Told by Number Sense" in page
    assert "For a programme: more than 1 strand" in page
    other = make_programme()
    make_strand(other), make_strand(other)
    client.force_login(holder_of(Role.PROGRAMME_LEAD, programme=other))
    assert "Ring before you write" in page_of(client, other)
    register_page = told(client.get(reverse("explore:lessons")))
    assert "Told by Another programme" in register_page
    assert "Number Sense" not in register_page


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"fact": "strands"}, "Say all three: which fact, compared how, and with what."),
        (
            {"fact": "strands", "compared": "more_than", "value": "few"},
            "This cannot be asked: strands must be compared with a number.",
        ),
        ({"review_on": "2020-01-01"}, "Choose a day after today to look at it again"),
        ({"learned": ""}, "This field is required"),
    ],
)
def test_a_lesson_that_cannot_be_is_refused_with_the_reason(as_lead, programme, changes, said):
    assert said in told(tell(as_lead, programme, **changes))
    assert not OwnLesson.objects.exists()


def test_a_specialist_tells_no_lesson_of_a_programme(client, programme):
    part = make_enrolment(programme=programme)
    client.force_login(holder_of(Role.SPECIALIST, enrolment=part))
    refused = tell(client, programme)
    assert refused.status_code == 403
    assert "Only those who lead or manage this programme tell a lesson" in told(refused)


def test_a_lesson_is_taken_back_by_its_programme_and_by_nobody_else(as_lead, programme, client):
    own = make_own_lesson(programme)
    address = reverse("explore:take-back-lesson", args=[own.pk])
    client.force_login(holder_of(Role.PROGRAMME_LEAD, programme=make_programme()))
    assert client.post(address).status_code == 403
    client.force_login(holder_of(Role.PROJECT_MANAGER, programme=programme))
    assert client.post(address).url == reverse("explore:lessons")
    assert own.title not in told(client.get(reverse("explore:lessons")))
    assert client.post(address).status_code == 403


def test_the_register_shows_every_lesson_under_its_stage(as_lead):
    page = told(as_lead.get(reverse("explore:lessons")))
    assert all(one.title in page for one in lessons.shipped().values())
    assert all(one.strength in page for one in lessons.shipped().values())


def test_what_a_playbook_rests_on_is_shown_to_the_programme_set_up_from_it(as_lead, programme):
    from leadwell.programmes import playbooks, setting_up

    file = playbooks.files()[0]
    one = playbooks.read_playbook(file.read_bytes(), name=file.name)
    setting_up.fill(
        programme=programme, playbook=one, text=file.read_text(), by=make_colleague().user, at=NOON
    )
    lines = register.about(programme_lead(programme), programme, on=date(2026, 11, 20)).lines
    assert set(one.lessons) <= {line.lesson.key for line in lines}
    assert "Its playbook rests on it" in page_of(as_lead, programme)


def programme_lead(programme):
    return programme.roles.get(role=Role.PROGRAMME_LEAD).person.user

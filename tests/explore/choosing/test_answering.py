"""No school that was put forward is left without an answer."""

from datetime import date, timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from leadwell.explore.choosing import actions, answering, letters, mailing, wants
from leadwell.explore.choosing.actions import Answer
from leadwell.explore.choosing.answer_letter import letter
from leadwell.explore.models import Candidate, CandidateState, Step
from leadwell.people.models import Role
from leadwell.programmes.models import Programme
from tests.explore.choosing.conftest import TODAY
from tests.explore.choosing.test_pages import told
from tests.factories import NOON, holder_of, make_person, make_programme, make_role, make_school
from tests.invited import make_call

pytestmark = pytest.mark.django_db
State = CandidateState
SITE = "https://leadwell.example"


def page_of(name, *args):
    return reverse(f"explore:{name}", args=args)


def begun(programme):
    programme.state = Programme.State.DELIVERING
    programme.save()


def said_of(candidate, what="decline", because="The hub is too far for your staff", read="on"):
    return {
        f"what-{candidate.pk}": what, f"because-{candidate.pk}": because,
        f"read-{candidate.pk}": read, f"seen-{candidate.pk}": candidate.state,
    }  # fmt: skip


def jobs():
    return ProcrastinateJob.objects.filter(task_name=letters.TASK).order_by("id")


def posted(*, is_last=False, at=NOON):
    """What the worker does with every letter there is."""
    for job in jobs():
        mailing.tell(**job.args, is_last=is_last, at=at)


def a_want(found):
    [one] = found
    return one


def test_who_leads_is_asked_once_the_programme_has_its_schools(
    put, screened, assessed, lead, programme
):
    put(), screened(), assessed()
    refused = put()
    actions.decline(candidate=refused, because="Its trust has other plans", by=lead, at=NOON)
    assert wants.schools_to_answer(lead, TODAY) == []
    begun(programme)
    want = a_want(wants.schools_to_answer(lead, TODAY))
    assert want.title == "3 schools were put forward for Larkwater Reads and never heard"
    assert want.url == page_of("answers", "LARK")


def test_so_they_are_when_the_board_has_approved_a_set_and_the_call_is_over(
    chosen, put, lead, programme
):
    put()
    assert wants.schools_to_answer(lead, TODAY) == []
    make_call(programme, closes_on=TODAY, answer_by=TODAY)
    assert wants.schools_to_answer(lead, TODAY) == []
    want = a_want(wants.schools_to_answer(lead, TODAY + timedelta(1)))
    assert "5 schools" in want.title


def test_several_hear_at_once_each_in_its_own_words(put, screened, lead, programme, client):
    far, ready = put(), screened()
    begun(programme)
    client.force_login(lead)
    page = client.get(page_of("answers", "LARK"))
    assert "2 schools wait for an answer" in page.text
    client.post(
        page_of("answers", "LARK"),
        said_of(far) | said_of(ready, "reserve", "Full for now: a place may become free"),
    )
    far.refresh_from_db(), ready.refresh_from_db()
    assert (far.state, far.because) == (State.DECLINED, "The hub is too far for your staff")
    assert (ready.state, ready.because) == (
        State.RESERVE, "Full for now: a place may become free",
    )  # fmt: skip
    assert wants.schools_to_answer(lead, TODAY) == []
    assert "Every school has its answer" in client.get(page_of("answers", "LARK")).text


def test_words_to_begin_from_are_sent_only_once_somebody_has_read_them(
    put, lead, programme, client
):
    candidate = put()
    client.force_login(lead)
    assert "places were filled" not in client.get(page_of("answers", "LARK")).text
    begun(programme)
    page = client.get(page_of("answers", "LARK"))
    assert "places were filled before your school was looked at." in page.text
    words = answering.TO_BEGIN_FROM[State.NOMINATED]
    unread = said_of(candidate, because=words)
    del unread[f"read-{candidate.pk}"]
    refused = client.post(page_of("answers", "LARK"), unread)
    assert "Say that you have read the words" in refused.text
    candidate.refresh_from_db()
    assert candidate.state == State.NOMINATED
    client.post(page_of("answers", "LARK"), said_of(candidate, because=words))
    candidate.refresh_from_db()
    assert candidate.because == words


def test_words_for_a_school_of_which_nothing_is_decided_are_not_lost(put, lead, client):
    candidate = put()
    client.force_login(lead)
    refused = client.post(page_of("answers", "LARK"), said_of(candidate, what=""))
    assert "for which you wrote a reason" in refused.text
    assert "The hub is too far for your staff" in refused.text
    empty = client.post(page_of("answers", "LARK"), said_of(candidate, because=""))
    assert "Write the reason for" in empty.text
    nothing = client.post(page_of("answers", "LARK"), {})
    assert "Say of one school at least" in nothing.text


def test_words_are_not_lost_when_somebody_else_answers_meanwhile(put, lead, manager, client):
    gone, still = put(), put()
    said = said_of(gone, because="Long words of one") | said_of(still, because="And of another")
    actions.decline(candidate=gone, because="Full", by=manager, at=NOON)
    client.force_login(lead)
    refused = client.post(page_of("answers", "LARK"), said)
    assert f"declined by the programme, by {manager.person}" in refused.text
    assert "You wrote: Long words of one" in refused.text
    assert "And of another</textarea>" in refused.text
    assert f"what-{gone.pk}" not in refused.text
    gone.refresh_from_db(), still.refresh_from_db()
    assert (gone.because, still.state) == ("Full", State.NOMINATED)
    client.post(page_of("answers", "LARK"), said_of(still, because="And of another"))
    still.refresh_from_db()
    assert still.because == "And of another"


def test_one_that_only_went_on_is_asked_of_again_with_the_words(put, lead, manager, client):
    candidate = put()
    said = said_of(candidate)
    actions.screen(candidate=candidate, by=manager, at=NOON)
    client.force_login(lead)
    refused = client.post(page_of("answers", "LARK"), said)
    assert f"being screened, by {manager.person}" in refused.text
    assert "too far for your staff</textarea>" in refused.text
    assert 'value="screening"' in refused.text
    candidate.refresh_from_db()
    assert candidate.state == State.SCREENING
    client.post(page_of("answers", "LARK"), said_of(candidate))
    candidate.refresh_from_db()
    assert candidate.state == State.DECLINED


def test_one_of_which_nothing_was_written_is_in_nobodys_way(put, lead, manager, client):
    theirs, mine = put(), put()
    said = said_of(theirs, what="", because="", read="") | said_of(mine)
    actions.decline(candidate=theirs, because="Full", by=manager, at=NOON)
    client.force_login(lead)
    client.post(page_of("answers", "LARK"), said)
    mine.refresh_from_db()
    assert mine.state == State.DECLINED


def test_no_school_is_answered_twice_by_two_people(put, lead, manager, programme, client):
    candidate = put()
    said, answer = said_of(candidate), Answer(candidate, "decline", "Full", seen=candidate.state)
    actions.reserve(candidate=candidate, because="Perhaps later", by=manager, at=NOON)
    with pytest.raises(PermissionDenied, match="in reserve, by"):
        actions.answer_many(programme=programme, answers=[answer], site=SITE, by=lead, at=NOON)
    client.force_login(lead)
    assert "You wrote: The hub is too far" in client.post(page_of("answers", "LARK"), said).text
    candidate.refresh_from_db()
    assert (candidate.state, candidate.because) == (State.RESERVE, "Perhaps later")


def test_a_form_answers_only_schools_of_its_programme(put, lead, client):
    candidate = put()
    Candidate.objects.filter(pk=candidate.pk).update(programme=make_programme(), hub=None)
    client.force_login(lead)
    refused = client.post(page_of("answers", "LARK"), said_of(candidate))
    assert "Say of one school at least" in refused.text
    assert str(candidate.school) not in refused.text


def test_everybody_who_waits_is_on_a_page_and_written_of_from_there(put, lead, client):
    every = [put() for _ in range(22)]
    client.force_login(lead)
    pages = [client.get(page_of("answers", "LARK") + f"?page={n}").text for n in (1, 2)]
    shown = [[one for one in every if f'name="seen-{one.pk}"' in text] for text in pages]
    assert [len(some) for some in shown] == [20, 2]
    assert "Page 1 of 2" in pages[0]
    last = shown[1][0]
    client.post(page_of("answers", "LARK") + "?page=1", said_of(last))
    last.refresh_from_db()
    assert last.state == State.DECLINED


def test_all_hear_or_none(put, lead, programme):
    first, second = put(), put()
    holder_of(Role.HEADTEACHER, school=first.school)
    answers = [
        Answer(first, "decline", "Too far", seen=first.state),
        Answer(second, "decline", "", seen=second.state),
    ]
    with pytest.raises(IntegrityError), transaction.atomic():
        actions.answer_many(programme=programme, answers=answers, site=SITE, by=lead, at=NOON)
    assert set(Candidate.objects.values_list("state", flat=True)) == {State.NOMINATED}
    assert not jobs().exists()


def test_a_head_who_has_an_account_is_written_to_and_never_what_in_the_mail(
    put, lead, mailoutbox, client
):
    candidate = put()
    head = holder_of(Role.HEADTEACHER, school=candidate.school)
    client.force_login(lead)
    client.post(page_of("decline", candidate.pk), {"because": "The hub is full"})
    posted()
    [sent] = mailoutbox
    assert sent.to == [head.person.email]
    assert page_of("candidate", candidate.pk) in sent.body
    assert "hub is full" not in sent.body + sent.subject
    assert str(candidate.school) not in sent.body + sent.subject
    assert wants.answers_to_send(lead, TODAY) == []
    client.force_login(head)
    assert "The hub is full" in client.get(page_of("candidate", candidate.pk)).text
    assert "The hub is full" in client.get(page_of("answer", candidate.pk)).text


def test_a_school_whose_head_has_no_account_gets_a_letter_on_paper(put, lead, client, mailoutbox):
    candidate = put()
    make_role(Role.HEADTEACHER, school=candidate.school, person=make_person())
    actions.decline(candidate=candidate, because="Too far", site=SITE, by=lead, at=NOON)
    posted()
    assert mailoutbox == []
    want = a_want(wants.answers_to_send(lead, TODAY))
    assert want.title == "1 letter of Larkwater Reads to be sent"
    client.force_login(lead)
    assert "Letters to send" in client.get(page_of("answers", "LARK")).text
    assert client.get(page_of("answer-pdf", candidate.pk)).content.startswith(b"%PDF")
    docx = client.get(page_of("answer-docx", candidate.pk)).content
    assert b"Too far" in ZipFile(BytesIO(docx)).read("word/document.xml")
    late = client.post(page_of("answer-sent", candidate.pk), {"on": "2030-01-01", "how": "Post"})
    assert "still to come" in late.text
    client.post(page_of("answer-sent", candidate.pk), {"on": "2026-11-20", "how": "By post"})
    assert wants.answers_to_send(lead, TODAY) == []
    said = Step.objects.get(verb="say_answer_sent").because
    assert said.replace("\N{NO-BREAK SPACE}", " ") == "By post, on Fri 20 Nov 2026"
    assert f"Sent: {said}" in client.get(page_of("answer", candidate.pk)).text


def test_a_letter_went_neither_before_its_answer_nor_on_a_day_to_come(put, lead):
    candidate = put()
    actions.decline(candidate=candidate, because="Too far", by=lead, at=NOON)
    said = {"candidate": candidate, "how": "By post", "by": lead, "at": NOON}
    with pytest.raises(PermissionDenied, match="still to come"):
        actions.say_answer_sent(on=TODAY + timedelta(1), **said)
    with pytest.raises(PermissionDenied, match="no letter went before"):
        actions.say_answer_sent(on=TODAY - timedelta(1), **said)
    assert not Step.objects.filter(verb="say_answer_sent").exists()


def test_a_school_that_meets_no_criterion_has_to_hear_too(screened, lead, programme, client):
    candidate = screened(is_eligible=False)
    begun(programme)
    assert "1 school was" in a_want(wants.schools_to_answer(lead, TODAY)).title
    client.force_login(lead)
    page = client.get(page_of("answers", "LARK"))
    assert "meets none of the criteria" in page.text
    assert "Keep it in reserve" not in page.text
    client.post(page_of("answers", "LARK"), said_of(candidate))
    candidate.refresh_from_db()
    assert candidate.state == State.DECLINED


def test_an_answer_after_that_is_another_letter(put, lead):
    candidate = put()
    said = {"candidate": candidate, "by": lead}
    actions.reserve(because="Full for now", at=NOON, **said)
    hour = timedelta(hours=1)
    actions.say_answer_sent(on=TODAY, how="By post", at=NOON + hour, **said)
    actions.change_candidate(intelligence="New staff", at=NOON + 2 * hour, **said)
    mine = Candidate.objects.filter(pk=candidate.pk)
    assert list(answering.unsent(mine, TODAY)) == []
    candidate.refresh_from_db()
    assert "Full for now" in str(letter(candidate))
    actions.screen_again(because="A place is free", at=NOON + 3 * hour, **said)
    actions.decline(because="It went to another", at=NOON + 4 * hour, **said)
    assert list(answering.unsent(mine, TODAY)) == [candidate]


def test_the_letter_says_who_put_it_forward_why_not_and_that_nobody_told(put, lead):
    told_of, untold = put(), put(head_told_on=None)
    for one in (told_of, untold):
        actions.decline(candidate=one, because="The hub is too far", by=lead, at=NOON)
        one.refresh_from_db()
    said = str(letter(told_of))
    assert "Larkshire Council put your school forward for Larkwater Reads" in said
    assert "The hub is too far" in said
    assert "no record" not in said
    assert "no record that anybody told you" in str(letter(untold))


def test_the_letter_says_that_a_school_heard_late_only_where_it_did(put, lead):
    in_time, late = put(head_told_on=None), put(head_told_on=None)
    actions.decline(candidate=in_time, because="Too far", by=lead, at=NOON)
    actions.decline(candidate=late, because="Too far", by=lead, at=NOON + timedelta(40))
    in_time.refresh_from_db(), late.refresh_from_db()
    assert "within ten school days" not in str(letter(in_time))
    assert "within ten school days" in str(letter(late))


def test_there_is_no_letter_before_there_is_an_answer(put, lead, client):
    candidate = put()
    client.force_login(lead)
    for name in ("answer", "answer-pdf", "answer-docx"):
        assert client.get(page_of(name, candidate.pk)).status_code == 404


def test_schools_hear_from_a_programme_that_was_stopped_and_not_from_an_archived_one(
    put, lead, programme
):
    first, second = put(), put()
    programme.state, programme.state_because = Programme.State.STOPPED, "The fund closed"
    programme.save()
    assert len(wants.schools_to_answer(lead, TODAY)) == 1
    actions.decline(candidate=first, because="The programme was stopped", by=lead, at=NOON)
    programme.state, programme.state_because = Programme.State.ARCHIVED, ""
    programme.save()
    assert wants.schools_to_answer(lead, TODAY) == []
    with pytest.raises(PermissionDenied, match="archived"):
        actions.decline(candidate=second, because="Too late", by=lead, at=NOON)


def test_the_wrong_role_is_told_why_and_a_stranger_cannot_tell_it_exists(
    put, programme, hub, stranger, client, lead
):
    candidate = put()
    actions.decline(candidate=candidate, because="Too far", by=lead, at=NOON)
    hub_lead = holder_of(Role.HUB_LEAD, hub=hub)
    client.force_login(hub_lead)
    for address in (page_of("answers", "LARK"), page_of("answer-sent", candidate.pk)):
        refused = client.get(address)
        assert (refused.status_code, "lead or manage" in refused.text) == (403, True)
    client.force_login(stranger)
    for name in ("answer", "answer-pdf", "answer-docx", "answer-sent"):
        far, absent = (client.get(page_of(name, pk)) for pk in (candidate.pk, 987_654_321))
        assert (far.status_code, told(far)) == (404, told(absent))
    far, absent = (client.get(page_of("answers", code)) for code in ("LARK", "NONE"))
    assert (far.status_code, told(far)) == (404, told(absent))
    other_head = holder_of(Role.HEADTEACHER, school=make_school())
    client.force_login(other_head)
    assert client.get(page_of("answer", candidate.pk)).status_code == 404


def test_the_list_asks_the_database_as_often_for_twenty_as_for_two(
    put, lead, client, django_assert_max_num_queries
):
    gone = [put() for _ in range(2)]
    for one in gone:
        actions.decline(candidate=one, because="Too far", by=lead, at=NOON)
    put(), put()
    client.force_login(lead)
    with django_assert_max_num_queries(60) as few:
        client.get(page_of("answers", "LARK"))
    for one in [put() for _ in range(5)]:
        actions.decline(candidate=one, because="Too far", by=lead, at=NOON)
    for _ in range(12):
        put()
    with django_assert_max_num_queries(len(few)):
        page = client.get(page_of("answers", "LARK"))
    assert "14 schools wait" in page.text


def test_answers_for_another_programme_are_not_asked_of_this_lead(put, lead, programme):
    other = make_programme(state=Programme.State.DELIVERING)
    Candidate.objects.filter(pk=put().pk).update(programme=other, hub=None)
    assert wants.schools_to_answer(lead, date(2026, 11, 20)) == []

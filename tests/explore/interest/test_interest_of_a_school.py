"""A head says yes with eyes open: invited, written by two, signed, read, and what becomes of it."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse

from leadwell.explore.choosing import actions as choosing
from leadwell.explore.interest import actions
from leadwell.explore.models import (
    Candidate,
    Initiative,
    InitiativesAnswer,
    Interest,
    InterestCall,
    SentInterest,
)
from leadwell.people.models import Draft, Role
from tests.explore.choosing.conftest import answers
from tests.explore.interest.conftest import (
    SITE,
    WRITTEN,
    another,
    page_of,
    sent_off,
    signed_in,
)
from tests.factories import NOON, holder_of, make_enrolment, make_hub, make_programme, make_school

pytestmark = pytest.mark.django_db


def told(answer):
    """All that an answer tells, without the token that is masked anew each time."""
    return re.sub(rb'name="csrfmiddlewaretoken" value="[^"]*"', b"", answer.content)


def test_the_letter_leads_to_the_form_where_the_school_is_filled_in_already(
    call, school, head, manager, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        interest = actions.invite_school(call=call, school=school, site=SITE, by=manager, at=NOON)
    [letter] = mail.outbox
    assert letter.to == [head.email]
    for content in ("Larkwater", "Sorrel Lane", "athematics"):
        assert content not in letter.subject + letter.body
    [link] = re.findall(rf"{SITE}(/\S+)", letter.body)
    form = signed_in(head).get(link)  # one tap, and signing in
    assert form.status_code == 200
    for known in ("Sorrel Lane", "98 on roll", "Alder Trust"):
        assert known in form.text
    assert link == page_of("write-interest", interest.pk)


def test_blank_other_initiatives_are_refused_and_nothing_typed_is_lost(interest, head):
    client = signed_in(head)
    answer = client.post(page_of("write-interest", interest.pk), WRITTEN | {"others": ""})
    assert "Other initiatives: list them, or choose “None”" in answer.text
    assert WRITTEN["why"] in answer.text
    again = client.get(page_of("write-interest", interest.pk))  # on another day
    assert WRITTEN["why"] in again.text
    assert "Priority 2, page 7" in again.text
    interest.refresh_from_db()
    assert (interest.state, interest.version) == ("draft", 0)
    assert not SentInterest.objects.exists()


def test_a_second_project_in_the_same_subject_is_red_before_and_after_sending(interest, head):
    client = signed_in(head)
    client.post(page_of("write-interest", interest.pk), WRITTEN | another())
    before = client.get(page_of("send-interest", interest.pk))
    why = "Another externally funded project in mathematics the same year: Maths Bridge (Maths)"
    for said in (why, "Only the board can waive this"):
        assert said in before.text
    assert not Initiative.objects.exists()  # nothing is declared before it is sent
    interest.refresh_from_db()
    answer = client.post(page_of("send-interest", interest.pk), {"version": interest.version})
    receipt = client.get(answer.url)
    for said in (why, "Only the board can waive this", "What happens next", "data-sent-for-good"):
        assert said in receipt.text
    assert Initiative.objects.get().declared_by == head.person
    assert InitiativesAnswer.objects.get().n_listed == 1
    assert SentInterest.objects.get().others == [{"name": "Maths Bridge", "subject": "Maths"}]


def test_a_party_that_may_decide_nothing_is_red_and_no_place_is_offered(
    interest, head, manager, programme
):
    sent_off(signed_in(head), interest, can_decide=[])
    candidate, lead = interest.candidate, holder_of(Role.PROGRAMME_LEAD, programme=programme)
    choosing.screen(candidate=candidate, by=manager, at=NOON)
    choosing.find(
        candidate=candidate, ticked={"inadequate": "Report of 3 March 2026"}, by=manager, at=NOON,
        because="", intelligence="", no_data="An infant school",
    )  # fmt: skip
    form = signed_in(manager).get(page_of("assess", candidate.pk))
    assert 'value="1.50"' in form.text  # R3 and R4 as the head wrote them
    assert "Deputy head, subject lead, a governor" in form.text
    choosing.assess(
        candidate=candidate, said=answers(has_authority=False, working_party="Deputy"), by=manager,
        at=NOON,
    )  # fmt: skip
    page = signed_in(lead).get(page_of("candidate", candidate.pk))
    assert "Readiness is Red: No working party that may decide" in page.text
    assert reverse("prepare:make-offer", args=[candidate.pk]) not in page.text
    interest.refresh_from_db()
    assert interest.state == "assessed"


def test_an_interest_of_another_school_looks_like_none_at_all(interest):
    other = signed_in(holder_of(Role.HEADTEACHER, school=make_school()))
    for name in ("interest", "write-interest", "send-interest", "withdraw-interest"):
        far, absent = other.get(page_of(name, interest.pk)), other.get(page_of(name, 987_654_321))
        assert (far.status_code, told(far)) == (404, told(absent))


def test_a_senior_leader_writes_and_the_head_alone_sends(interest, head, leader):
    hers, his = signed_in(leader), signed_in(head)
    assert 'value="Bryony Vale"' in hers.get(page_of("write-interest", interest.pk)).text
    saved = hers.post(page_of("write-interest", interest.pk), WRITTEN)
    assert saved.url.startswith(interest.get_absolute_url())
    refused = hers.get(page_of("send-interest", interest.pk))
    assert (refused.status_code, "Only the school’s head signs" in refused.text) == (403, True)
    assert WRITTEN["why"] in his.get(page_of("write-interest", interest.pk)).text
    assert "I would like Sorrel Lane to be considered" in his.get(
        page_of("send-interest", interest.pk)
    ).text.replace("\n", " ")
    his.post(page_of("send-interest", interest.pk), {"version": 1})
    sent = SentInterest.objects.get()
    assert (sent.by, len(sent.sha256), sent.is_late) == (head.person, 64, False)


def test_signing_wants_somebody_fresh(interest, head):
    client = signed_in(head)
    client.post(page_of("write-interest", interest.pk), WRITTEN)
    client.logout()
    client.force_login(head)  # has a session, and has proved nothing lately
    answer = client.post(page_of("send-interest", interest.pk), {"version": 1})
    assert answer.url.startswith(reverse("account_reauthenticate"))
    assert not SentInterest.objects.exists()


def test_two_who_write_at_once_choose_and_lose_nothing(interest, head, leader):
    hers, his = signed_in(leader), signed_in(head)
    hers.post(page_of("write-interest", interest.pk), WRITTEN | {"then": "later"})
    stale = WRITTEN | {"hoped": "Every pupil speaks.", "then": "later"}  # from before she saved
    answer = his.post(page_of("write-interest", interest.pk), stale)
    assert answer.url == page_of("choose-interest-words", interest.pk)
    both = his.get(answer.url)
    assert "Every pupil speaks." in both.text
    assert "Saved by Bryony Vale" in both.text
    stamp = re.search(r'name="choice-which-versions" value="([^"]+)"', both.text)[1]
    chosen = {"choice-hoped": "one", "choice-which-versions": stamp}
    assert his.post(answer.url, chosen).url == page_of("write-interest", interest.pk)
    assert "Every pupil speaks." in his.get(page_of("write-interest", interest.pk)).text
    his.post(page_of("write-interest", interest.pk), stale | {"base": "1"})
    interest.refresh_from_db()
    assert (interest.words["hoped"], interest.version) == ("Every pupil speaks.", 2)
    assert not Draft.objects.exists()


def test_words_are_kept_while_they_are_written_and_stay_the_schools_own(interest, head, manager):
    client = signed_in(head)
    page = client.get(page_of("write-interest", interest.pk)).text
    key = re.search(r'data-key="([^"]+)"', page)[1]
    sent = {"key": key, "words": {"why": "Half a thought", "base": "0"}, "base": 0, "device": "d"}
    url = page_of("keep-interest", interest.pk)
    assert client.post(url, sent, content_type="application/json").json()["version"] == 1
    interest.refresh_from_db()
    assert (interest.state, interest.words) == ("draft", {})
    read = signed_in(manager).get(interest.get_absolute_url()).text
    assert "Half a thought" not in read
    assert "being written" in read


def test_a_school_put_forward_already_stays_one_candidate(interest, head, put_forward):
    sent_off(signed_in(head), interest)
    assert interest.candidate == put_forward
    put_forward.refresh_from_db()
    assert put_forward.head_told_on is not None
    assert [step.verb for step in put_forward.steps.all()] == ["express"]


def test_a_school_that_became_an_academy_is_the_same_candidate(
    call, school, head, manager, put_forward
):
    academy = make_school(name="Sorrel Lane Academy")
    school.continued_by = academy
    school.save()
    interest = actions.invite_school(call=call, school=academy, site=SITE, by=manager, at=NOON)
    with pytest.raises(PermissionDenied, match="invited already"):
        actions.invite_school(call=call, school=academy, site=SITE, by=manager, at=NOON)
    sent_off(signed_in(head), interest)
    assert [interest.candidate] == list(Candidate.objects.all())


def test_at_five_the_call_is_closed_and_what_comes_later_goes_to_reserve(interest, head, call):
    call.refresh_from_db()
    assert call.is_open_at(call.closes_at - timedelta(seconds=1))
    assert not call.is_open_at(call.closes_at)
    assert f"{call.closes_at:%H:%M}" == "17:00"
    InterestCall.objects.filter(pk=call.pk).update(closes_on=NOON.date() - timedelta(30))
    answer = sent_off(signed_in(head), interest)
    assert answer.status_code == 302
    candidate = interest.candidate
    assert (candidate.state, candidate.is_eligible) == ("reserve", None)
    assert "came after the call had closed" in candidate.because
    assert interest.sent.is_late


def test_a_head_withdraws_and_what_was_sent_stays(interest, head, manager):
    client = signed_in(head)
    sent_off(client, interest)
    client.post(page_of("withdraw-interest", interest.pk), {"because": "Two teachers leave"})
    interest.refresh_from_db()
    assert interest.state == "withdrawn"
    read = signed_in(manager).get(interest.get_absolute_url()).text
    assert "Two teachers leave" in read
    assert WRITTEN["hoped"] in read
    assert client.get(page_of("withdraw-interest", interest.pk)).status_code == 403


def test_names_in_free_words_are_warned_of_and_never_stopped(interest, head, leader):
    client = signed_in(head)
    client.post(
        page_of("write-interest", interest.pk), WRITTEN | {"why": "Bryony Vale cannot do it alone."}
    )
    url = page_of("send-interest", interest.pk)
    assert "Read the warnings" in client.post(url, {"version": 1}).text
    assert client.post(url, {"version": 1, "guard_read": "yes"}).status_code == 302


WRONG = [
    ({"why": "x" * 601}, "600 letters at most"),
    ({"hoped": "x" * 401}, "400 letters at most"),
    ({"in_plan": "x" * 301}, "300 letters at most"),
    ({"subject_lead": ""}, "Say who leads the subject"),
    ({"leader": ""}, "Say which senior leader looks after it"),
    ({"hours": "lots"}, "Write hours a week"),
    ({"hours": "41"}, "Write hours a week"),
    ({"shares": []}, "Tick what you can share"),
    ({"shares": ["tests", "nothing"]}, "“None of these yet” alone"),
    ({"chair_told_on": ""}, "Choose the day on which the chair was told"),
    ({"others": "listed"}, "List them below, or choose “None”"),
    (another() | {"others": "none"}, "There are some in the list"),
    (another(staff_days=""), "Initiative 1: write how many days it asks"),
]


def test_each_answer_says_what_is_wrong_with_it(interest, head):
    client = signed_in(head)
    for changed, said in WRONG:
        answer = client.post(page_of("write-interest", interest.pk), WRITTEN | changed)
        assert (answer.status_code, said in answer.text) == (200, True), said
    interest.refresh_from_db()
    assert interest.version == 0


def test_it_is_whole_or_not_at_all(interest, head, monkeypatch):
    client = signed_in(head)
    client.post(page_of("write-interest", interest.pk), WRITTEN | another())
    monkeypatch.delattr("leadwell.explore.choosing.actions.nominating.note")
    with pytest.raises(NameError), transaction.atomic():
        client.post(page_of("send-interest", interest.pk), {"version": 1})
    interest.refresh_from_db()
    assert (interest.state, Initiative.objects.count()) == ("draft", 0)


def test_a_list_that_changed_meanwhile_is_read_again(interest, head, leader):
    client = signed_in(head)
    client.post(page_of("write-interest", interest.pk), WRITTEN)
    signed_in(leader).post(
        page_of("write-interest", interest.pk), WRITTEN | {"base": "1", "hoped": "More"}
    )
    answer = client.post(page_of("send-interest", interest.pk), {"version": 1})
    assert "has saved since you opened this page" in answer.text
    assert not SentInterest.objects.exists()


def test_the_database_keeps_what_was_sent_and_the_states_apart(interest, head):
    sent_off(signed_in(head), interest)
    with pytest.raises(DatabaseError), transaction.atomic():
        SentInterest.objects.update(hours=9)
    with pytest.raises(IntegrityError, match="interest_that_was_sent"), transaction.atomic():
        Interest.objects.update(candidate=None)
    with pytest.raises(IntegrityError, match="school_is_invited_once"), transaction.atomic():
        Interest.objects.create(
            call=interest.call, school=interest.school, since=NOON, invited_at=NOON,
            invited_by=head.person, written_to_at=NOON,
        )  # fmt: skip


def test_roles_read_as_the_table_says(interest, head, programme, manager):
    sent_off(signed_in(head), interest)
    hub = make_hub(programme)
    hub_lead = holder_of(Role.HUB_LEAD, hub=hub)
    subject_leader = holder_of(Role.SUBJECT_LEADER, school=interest.school)
    url = interest.get_absolute_url()
    assert signed_in(subject_leader).get(url).status_code == 200
    assert signed_in(subject_leader).get(page_of("write-interest", interest.pk)).status_code == 403
    assert signed_in(hub_lead).get(url).status_code == 404
    Candidate.objects.update(hub=hub)
    assert WRITTEN["hoped"] in signed_in(hub_lead).get(url).text
    for role in (Role.TEACHER, Role.GOVERNOR):
        stranger = holder_of(role, school=interest.school)
        assert signed_in(stranger).get(url).status_code == 404
    elsewhere = holder_of(Role.PROJECT_MANAGER, programme=make_programme())
    assert signed_in(elsewhere).get(url).status_code == 404


def test_other_programmes_here_count_without_their_name(interest, head, school):
    other = make_programme(
        name="Tamar Talk", subject="Maths", rule_set="SSIF-2017", state="delivering"
    )
    make_enrolment(programme=other, school=school)
    client = signed_in(head)
    client.post(page_of("write-interest", interest.pk), WRITTEN)
    page = client.get(page_of("send-interest", interest.pk)).text
    assert "another programme (Maths)" in page
    assert "Tamar Talk" not in page.split("<main")[1]

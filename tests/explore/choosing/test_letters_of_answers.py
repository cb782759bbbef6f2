"""An answer reaches the head first, and a letter that could not be sent is not taken for sent."""

import smtplib
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from leadwell.explore.choosing import actions, answering, mailing, wants
from leadwell.explore.choosing.answer_letter import letter
from leadwell.explore.models import Candidate
from leadwell.explore.models.candidate import ITSELF
from leadwell.people.mail.sending import NotTaken
from leadwell.people.models import Role, RoleHeld
from leadwell.programmes.models import Organisation
from tests.explore.choosing.conftest import TODAY
from tests.explore.choosing.test_answering import SITE, jobs, page_of, posted
from tests.factories import NOON, holder_of, make_person, make_role

pytestmark = pytest.mark.django_db


class Away:
    """A mail server that answers no, with a code of its own or not at all."""

    def __init__(self, code):
        self.code = code

    def __call__(self, **_):
        if self.code is None:
            raise OSError("nobody there")
        raise smtplib.SMTPRecipientsRefused({"head": (self.code, b"no")})


@pytest.fixture
def refused(put, lead, monkeypatch):
    """Declined; its head has an account whose address takes no mail."""
    candidate = put()
    holder_of(Role.HEADTEACHER, school=candidate.school)
    monkeypatch.setattr("leadwell.explore.letters.send_mail", Away(550))
    actions.decline(candidate=candidate, because="Too far", site=SITE, by=lead, at=NOON)
    posted()
    return candidate


def readers(candidate):
    school = candidate.school
    head = holder_of(Role.HEADTEACHER, school=school)
    deputy = holder_of(Role.SENIOR_LEADER, school=school)
    return head, deputy


def reads(client, user, candidate):
    client.force_login(user)
    return client.get(page_of("candidate", candidate.pk)).status_code == 200


def test_nobody_at_the_school_reads_a_decline_before_its_head_has_heard(put, lead, client):
    candidate = put(head_told_on=None)
    head, deputy = readers(candidate)
    actions.decline(candidate=candidate, because="Too far", site=SITE, by=lead, at=NOON)
    assert not reads(client, deputy, candidate)
    assert reads(client, head, candidate)
    posted()
    assert reads(client, deputy, candidate)


def test_nor_where_the_letter_goes_by_post(put, lead, client):
    candidate = put(head_told_on=None)
    make_role(Role.HEADTEACHER, school=candidate.school, person=make_person())
    deputy = holder_of(Role.SENIOR_LEADER, school=candidate.school)
    actions.decline(candidate=candidate, because="Too far", site=SITE, by=lead, at=NOON)
    posted()
    assert not reads(client, deputy, candidate)
    actions.say_answer_sent(
        candidate=candidate, on=TODAY, how="By post", by=lead, at=NOON + timedelta(hours=1)
    )
    assert reads(client, deputy, candidate)


def test_of_one_whose_head_was_told_before_all_read(put, lead, client):
    candidate = put()
    _, deputy = readers(candidate)
    actions.decline(candidate=candidate, because="Too far", site=SITE, by=lead, at=NOON)
    assert reads(client, deputy, candidate)


def test_a_letter_that_could_not_be_sent_stands_on_the_list_with_what_to_do(refused, lead, client):
    want = wants.answers_to_send(lead, TODAY)[0]
    assert (want.why, want.verb) == ("1 letter could not be sent by e-mail", "Send them")
    client.force_login(lead)
    page = client.get(page_of("answers", "LARK")).text
    assert "The letter could not be sent" in page
    assert page_of("answer-again", refused.pk) in page
    assert "Could not be sent" in client.get(page_of("answer", refused.pk)).text


def test_it_is_sent_again_and_stands_there_no_more(refused, lead, client, monkeypatch, mailoutbox):
    jobs().delete()
    monkeypatch.undo()
    client.force_login(lead)
    client.post(page_of("answer-again", refused.pk))
    assert wants.answers_to_send(lead, TODAY) == []
    with pytest.raises(PermissionDenied, match="No letter to this school has failed"):
        actions.send_again(candidate=refused, site=SITE, by=lead, at=NOON)
    posted()
    assert len(mailoutbox) == 1
    verbs = refused.steps.order_by("pk").values_list("verb", flat=True)
    assert list(verbs)[-3:] == ["answer_failed", "send_again", "answer_mailed"]


def test_or_it_went_by_post(refused, lead):
    actions.say_answer_sent(
        candidate=refused, on=TODAY, how="By post", by=lead, at=NOON + timedelta(hours=1)
    )
    assert wants.answers_to_send(lead, TODAY) == []
    assert answering.failed_step(refused) is None


@pytest.mark.parametrize("code", [None, 451])
def test_what_the_server_does_not_take_now_is_tried_again_and_given_up_at_last(
    put, lead, monkeypatch, code
):
    candidate = put()
    holder_of(Role.HEADTEACHER, school=candidate.school)
    actions.decline(candidate=candidate, because="Too far", site=SITE, by=lead, at=NOON)
    monkeypatch.setattr("leadwell.explore.letters.send_mail", Away(code))
    with pytest.raises(NotTaken):
        posted()
    candidate.refresh_from_db()
    assert answering.failed_step(candidate) is None
    posted(is_last=True)
    assert answering.failed_step(candidate).because == mailing.GIVEN_UP


def test_no_letter_goes_at_night_nor_of_an_answer_that_is_no_longer_so(put, lead, mailoutbox):
    candidate = put()
    holder_of(Role.HEADTEACHER, school=candidate.school)
    actions.reserve(candidate=candidate, because="Full", site=SITE, by=lead, at=NOON)
    [job] = jobs()
    night = NOON.replace(hour=22)
    assert mailing.tell(**job.args, is_last=False, at=night) > night
    actions.decline(candidate=candidate, because="Too far", by=lead, at=NOON + timedelta(hours=1))
    posted()
    assert mailoutbox == []


def test_who_does_not_choose_sends_nothing_again(refused, client):
    head = RoleHeld.objects.get(role=Role.HEADTEACHER, school=refused.school).person.user
    client.force_login(head)
    assert client.post(page_of("answer-again", refused.pk)).status_code == 403


def test_letters_are_asked_for_for_a_year_and_a_page_at_a_time(put, lead, client):
    for _ in range(21):
        actions.decline(candidate=put(), because="Too far", by=lead, at=NOON)
    client.force_login(lead)
    page = client.get(page_of("answers", "LARK"))
    assert "More letters" in page.text
    assert page.text.count("Say it was sent") == 20
    second = client.get(page_of("answers", "LARK") + "?letters=2")
    assert second.text.count("Say it was sent") == 1
    mine = Candidate.objects.all()
    assert answering.unsent(mine, TODAY + timedelta(days=365)).count() == 21
    assert answering.unsent(mine, TODAY + timedelta(days=367)).count() == 0


def test_the_letter_to_a_school_that_applied_says_so(put, lead, mailoutbox):
    candidate = put()
    candidate.organisation, _ = Organisation.objects.get_or_create(name=ITSELF)
    candidate.save()
    holder_of(Role.HEADTEACHER, school=candidate.school)
    actions.decline(candidate=candidate, because="Too far", site=SITE, by=lead, at=NOON)
    candidate.refresh_from_db()
    assert letter(candidate).lede.startswith("Your school applied to take part in Larkwater Reads")
    posted()
    [sent] = mailoutbox
    assert "your school applied to take part in a programme" in sent.body
    assert "put forward" not in sent.body

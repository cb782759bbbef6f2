"""Who leads the programme or the hub is told that a place is free, or goes to a school of the reserve."""

from datetime import timedelta

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from leadwell.explore.choosing import actions as choosing
from leadwell.explore.choosing import letters
from leadwell.people.models import Message, Role, RoleHeld
from leadwell.prepare.offering import actions, telling
from tests.factories import NOON, holder_of
from tests.prepare.offering.conftest import ANSWER_BY, STARTS

pytestmark = pytest.mark.django_db
SITE = "https://leadwell.example"


def jobs(name=telling.TASK):
    return ProcrastinateJob.objects.filter(task_name=name).order_by("id")


def told(at=NOON):
    """What the worker does with every job there is, as often as it is run."""
    for job in jobs():
        telling.tell(**job.args, at=at)


def offered(candidate, by):
    actions.make_offer(
        candidate=candidate, starts_on=STARTS, answer_by=ANSWER_BY, others={}, by=by, at=NOON
    )
    candidate.refresh_from_db()
    return candidate


@pytest.fixture
def hub_lead(small):
    return holder_of(Role.HUB_LEAD, hub=small.hub)


@pytest.fixture
def second_lead(programme):
    return holder_of(Role.PROGRAMME_LEAD, programme=programme)


def test_of_a_place_that_was_taken_back_others_who_lead_hear_once_each(
    small, lead, second_lead, hub_lead, mailoutbox
):
    offered(small, lead)
    assert not jobs().exists(), "an offer to a school that did not wait is no news"
    actions.withdraw_offer(candidate=small, because="Not answered", by=lead, at=NOON)
    told()
    told()
    assert sorted(mail.to for mail in mailoutbox) == sorted(
        [[second_lead.person.email], [hub_lead.person.email]]
    )
    mail = mailoutbox[0]
    assert mail.subject == "Leadwell: a place is free again"
    assert "Not answered" not in mail.body
    assert "No other school is in reserve." in mail.body
    assert Message.objects.filter(kind=Message.Kind.PLACE).count() == 2


def test_of_one_that_the_school_refused_too(small, ready, head, lead, hub_lead, mailoutbox):
    waits = ready(120, name="Alder Bank")
    choosing.reserve(candidate=waits, because="Full for now", by=lead, at=NOON)
    head_of_waiting = holder_of(Role.HEADTEACHER, school=waits.school)
    offered(small, lead)
    actions.refuse_offer(candidate=small, because="Too much at once", by=head, at=NOON)
    told()
    assert {mail.to[0] for mail in mailoutbox} == {lead.person.email, hub_lead.person.email}
    assert head_of_waiting.person.email not in {mail.to[0] for mail in mailoutbox}
    assert "1 other school is in reserve" in mailoutbox[0].body
    assert "refused by the school" in mailoutbox[0].body


def test_when_a_school_of_the_reserve_moves_up_they_hear_and_old_news_is_not_told(
    small, lead, hub_lead, mailoutbox
):
    offered(small, lead)
    actions.withdraw_offer(candidate=small, because="Not answered", by=lead, at=NOON)
    offered(small, lead)
    told()
    [mail] = mailoutbox
    assert mail.to == [hub_lead.person.email]
    assert mail.subject == "Leadwell: a school of the reserve is offered a place"


def test_nobody_is_written_to_at_night(small, lead, hub_lead):
    offered(small, lead)
    actions.withdraw_offer(candidate=small, because="Not answered", by=lead, at=NOON)
    night = NOON.replace(hour=23)
    [job] = jobs()
    assert telling.tell(**job.args, at=night) > night


def test_who_leads_no_more_is_not_told(small, lead, hub_lead, mailoutbox):
    offered(small, lead)
    actions.withdraw_offer(candidate=small, because="Not answered", by=lead, at=NOON)
    mine = RoleHeld.objects.filter(person=hub_lead.person)
    mine.update(ends_on=NOON.date() - timedelta(days=1))
    told()
    assert mailoutbox == []


def test_the_head_of_a_school_whose_offer_is_taken_back_is_written_to(small, head, lead):
    offered(small, lead)
    actions.withdraw_offer(candidate=small, because="Not answered", by=lead, at=NOON, site=SITE)
    [job] = jobs(letters.TASK)
    assert job.args["person_id"] == head.person.pk

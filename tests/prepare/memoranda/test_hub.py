"""Who leads the hub of a school is told that its memorandum was sent, and that it holds: once each."""

from datetime import timedelta

import pytest

from leadwell.people import access as people
from leadwell.people.models import Message, Role
from leadwell.prepare.memoranda import actions, hub, wants
from tests.factories import NOON, holder_of
from tests.prepare.memoranda.conftest import (
    CHAIR,
    active,
    again,
    drafted,
    jobs,
    link_of,
    sent,
    sign,
)

TODAY = NOON.date()


def said(user, on=TODAY):
    people.forget(user)
    return [want.title for want in wants.of_my_hubs(user, on)]


def tell_all(at=NOON):
    """What the worker does with every job there is, as often as it is run."""
    for job in jobs(hub.TASK).order_by("id"):
        hub.tell(**job.args, at=at)


def news(mailoutbox):
    return [mail for mail in mailoutbox if "your hub" in mail.subject]


def test_the_hub_lead_is_written_to_when_it_is_sent_and_when_it_holds_and_once_each(
    world, mailoutbox
):
    memorandum = sent(world)
    tell_all()
    tell_all()
    [letter] = news(mailoutbox)
    assert letter.to == [world.hub_lead.email]
    assert letter.subject == "Leadwell: a memorandum was sent to a school of your hub"
    assert memorandum.get_absolute_url() in letter.body
    sign(memorandum, world.head)
    actions.sign_by_link(token=link_of(memorandum, mailoutbox), name=CHAIR.name, at=NOON)
    sign(memorandum, world.lead)
    tell_all()
    tell_all()
    assert [mail.subject for mail in news(mailoutbox)] == [
        "Leadwell: a memorandum was sent to a school of your hub",
        "Leadwell: a memorandum of a school of your hub holds",
    ]
    assert Message.objects.filter(kind=Message.Kind.AGREED).count() == 2


def test_a_variation_is_told_too_and_what_is_no_longer_so_is_not(world, mailoutbox):
    memorandum = active(world, mailoutbox)
    tell_all()
    assert len(news(mailoutbox)) == 1  # that it was sent is old news by now
    drafted(world, hours_a_week=2)
    actions.send(memorandum=memorandum, because="Two hours", by=world.manager, at=NOON)
    tell_all()
    assert len(news(mailoutbox)) == 2
    drafted(world, hours_a_week=3)
    actions.send(memorandum=again(memorandum), because="Three", by=world.manager, at=NOON)
    actions.end(memorandum=again(memorandum), because="It closes", by=world.lead, at=NOON)
    tell_all()
    assert len(news(mailoutbox)) == 2


def test_nobody_is_told_who_leads_another_hub_or_none_any_more_or_did_it_themselves(
    world, academy, mailoutbox
):
    memorandum = sent(world, chair=world.governor.person)
    assert {job.args["user_id"] for job in jobs(hub.TASK)} == {world.hub_lead.pk}
    role = world.hub_lead.person.roles.get()
    role.ends_on = TODAY - timedelta(1)
    role.save()
    tell_all()
    assert news(mailoutbox) == []
    jobs(hub.TASK).delete()
    also = holder_of(Role.PROJECT_MANAGER, programme=world.enrolment.programme)
    hub.tell_hub(again(memorandum), hub.News.SENT, by=also, at=NOON)
    assert not jobs(hub.TASK).exists()


def test_a_school_of_no_hub_has_nobody_to_be_told(world):
    world.enrolment.hub = None
    world.enrolment.save()
    sent(world)
    assert not jobs(hub.TASK).exists()


def test_a_letter_waits_for_the_morning(world):
    sent(world)
    evening = NOON.replace(hour=20)
    [job] = jobs(hub.TASK)
    assert hub.tell(**job.args, at=evening) > evening


def test_the_first_page_says_so_for_a_week_to_who_leads_the_hub_alone(world, academy, mailoutbox):
    memorandum = sent(world)
    assert said(world.hub_lead) == ["The memorandum with Tansy Hill was sent"]
    assert said(world.hub_lead, TODAY + timedelta(6)) != []
    assert said(world.hub_lead, TODAY + timedelta(7)) == []
    assert [said(one) for one in (academy.hub_lead, world.manager, world.head)] == [[], [], []]
    sign(memorandum, world.head)
    actions.sign_by_link(token=link_of(memorandum, mailoutbox), name=CHAIR.name, at=NOON)
    sign(memorandum, world.lead)
    assert said(world.hub_lead) == ["The memorandum with Tansy Hill is active"]


@pytest.mark.parametrize("broken", [True, False])
def test_a_step_that_fails_tells_nobody(world, monkeypatch, broken):
    if broken:
        monkeypatch.delattr("leadwell.audit.log.record")
        with pytest.raises(AttributeError):
            sent(world)
    else:
        sent(world)
    assert jobs(hub.TASK).exists() is not broken

"""Signing, varying and standing by it on their pages: who is asked to prove who they are, what is read."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from leadwell.people import access as people
from leadwell.people.models import Role
from leadwell.prepare.memoranda import actions, promising, telling, wants, writing
from leadwell.prepare.memoranda.heads import ask_new_heads
from leadwell.prepare.models import MemorandumSignature, Reaffirmation
from leadwell.prepare.models.memorandum import Party
from leadwell.programmes.models import Obligation
from tests.accounts.signing_in import by_password
from tests.factories import NOON, holder_of, make_enrolment
from tests.prepare.memoranda.conftest import active, again, drafted, new_head, sent
from tests.prepare.memoranda.test_afterwards import after

OLD = "1.5 hours a week"
NEW = "2 hours a week"


def page_of(name, memorandum):
    return reverse(f"prepare:{name}", args=[memorandum.pk])


def varied(world, mailoutbox):
    memorandum = active(world, mailoutbox)
    drafted(world, hours_a_week=2)
    version = actions.send(memorandum=memorandum, because="Two hours", by=world.manager, at=NOON)
    return again(memorandum), version


def test_who_signs_shows_anew_who_they_are_and_reads_the_whole_statement(world, client):
    memorandum = sent(world)
    to = page_of("sign-memorandum", memorandum)
    client.force_login(world.head)
    assert reverse("account_reauthenticate") in client.get(to).url
    assert reverse("account_reauthenticate") in client.post(to, {"version": 1}).url
    assert not MemorandumSignature.objects.exists()
    client.logout()
    by_password(client, world.head)
    version = memorandum.shown
    version.memorandum = memorandum
    page = client.get(to).text
    assert writing.statement(version, Party.HEAD) in page
    assert "Annex to clause 10: who answers for data" in page
    assert client.post(to, {"version": 1}).status_code == 302
    signed = MemorandumSignature.objects.get()
    assert (signed.sha256, signed.by) == (version.sha256, world.head.person)
    assert signed.statement == writing.statement(version, Party.HEAD)
    assert timezone.now() - signed.authenticated_at < timedelta(minutes=15)


def test_a_version_that_is_not_the_last_is_not_signed_by_an_old_page(world, client):
    memorandum = sent(world)
    by_password(client, world.head)
    drafted(world, hours_a_week=2)
    actions.send(memorandum=memorandum, because="Two", by=world.manager, at=NOON)
    answer = client.post(page_of("sign-memorandum", memorandum), {"version": 1}, follow=True)
    assert "Another version has been sent since" in answer.text
    assert not MemorandumSignature.objects.exists()


@pytest.mark.parametrize("who", ["head", "lead"])
def test_a_variation_shows_the_clauses_that_changed_beside_what_was_wherever_it_is_read(
    world, client, mailoutbox, who
):
    memorandum, version = varied(world, mailoutbox)
    user = getattr(world, who)
    by_password(client, user)
    urls = [reverse("prepare:memorandum", args=[world.enrolment.pk]), version.get_absolute_url()]
    if who == "head":
        urls.append(page_of("sign-memorandum", memorandum))
    for url in urls:
        text = client.get(url).text
        changes = text[text.index("What is different") : text.index('class="page')]
        assert "3. Time for those who lead the subject" in changes
        assert changes.index(OLD) < changes.index(NEW)
        assert "4. The working party decides" not in changes
        assert "Two hours" in text  # why
    first = client.get(reverse("prepare:memorandum-version", args=[memorandum.pk, 1])).text
    assert OLD in first
    assert "What is different" not in first


def test_what_a_variation_would_change_is_read_before_it_is_sent(world, client, mailoutbox):
    memorandum = active(world, mailoutbox)
    drafted(world, hours_a_week=2)
    client.force_login(world.manager)
    to = page_of("send-memorandum", memorandum)
    text = client.get(to).text
    assert OLD in text[: text.index('class="page')]
    assert "Say why there is another version" in client.post(to, {}).text
    assert client.post(to, {"because": "Two hours"}).status_code == 302
    assert memorandum.versions.count() == 2


def test_a_head_who_came_since_is_late_after_twenty_school_days_and_stands_by_it_when_fresh(
    world, client, mailoutbox
):
    """Came on Wednesday 18 November: the twentieth school day, that one counted, is 15 December."""
    memorandum = active(world, mailoutbox)
    type(memorandum).objects.update(active_since=NOON.date() - timedelta(60))
    coming = new_head(world, NOON.date() - timedelta(2))
    assert ask_new_heads(at=NOON) == 1
    owed = Obligation.objects.get(kind=promising.REAFFIRM)
    assert (owed.due_on.day, owed.due_on.month) == (15, 12)
    for on, late in ((owed.due_on, False), (owed.due_on + timedelta(1), True)):
        people.forget(coming)
        [want] = wants.to_reaffirm(coming, on)
        assert (want.due_on, want.late) == (owed.due_on, late)
    to = page_of("reaffirm-memorandum", memorandum)
    client.force_login(coming)
    assert reverse("account_reauthenticate") in client.post(to).url
    client.logout()
    by_password(client, coming)
    assert writing.statement_of_new_head(memorandum) in client.get(to).text
    client.post(to)
    said = Reaffirmation.objects.get()
    assert (said.by, said.sha256) == (coming.person, memorandum.in_force.sha256)
    owed.refresh_from_db()
    assert owed.met_on == timezone.localdate()
    assert client.post(to).status_code == 403


def test_after_fifteen_school_days_the_hub_lead_alone_is_asked_to_ring_until_the_school_signs(
    world, academy
):
    memorandum = sent(world, chair=world.governor.person)
    on = after(15).date()

    def rings(user):
        people.forget(user)
        return [want.title for want in wants.to_ring(user, on)]

    assert rings(world.hub_lead) == ["Ring Tansy Hill about its memorandum"]
    assert [rings(one) for one in (academy.hub_lead, world.manager, world.head)] == [[], [], []]
    for user in (world.head, world.governor):
        actions.sign(
            memorandum=again(memorandum), version=memorandum.shown, authenticated_at=NOON, by=user,
            at=NOON,
        )  # fmt: skip
    assert rings(world.hub_lead) == []
    assert telling.remind_all(at=after(15)) == 0


def test_a_stranger_finds_none_of_it(world, client, mailoutbox):
    memorandum = active(world, mailoutbox)
    client.force_login(holder_of(Role.HEADTEACHER, school=make_enrolment().school))
    for name in ("sign-memorandum", "reaffirm-memorandum", "send-memorandum"):
        answer = client.get(page_of(name, memorandum))
        nothing = client.get(reverse(f"prepare:{name}", args=[10**6]))
        assert answer.status_code == nothing.status_code == 404

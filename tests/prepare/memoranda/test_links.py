"""Signing by link: once, in time, what it was sent for; every other try is answered alike."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from leadwell.accounts import tries
from leadwell.config.logging import without_keys
from leadwell.people.mail.sending import NotTaken
from leadwell.prepare.memoranda import actions, telling
from leadwell.prepare.models import (
    MemorandumSignature,
    SigningLink,
)
from leadwell.prepare.models import MemorandumState as State
from leadwell.prepare.models.memorandum import Party
from tests.prepare.memoranda.conftest import (
    CHAIR,
    again,
    drafted,
    link_of,
    sent,
    sign,
)

SIGNED = {"name": "Wren  Orchard", "confirmed": "on"}


@pytest.fixture
def now():
    """A moment at which a letter may go: the site reads the clock."""
    return timezone.now()


@pytest.fixture
def always(monkeypatch):
    """Letters go at night too."""
    monkeypatch.setattr("leadwell.lib.quiet_hours.next_moment", lambda at, calendars: at)


def url(token):
    return reverse("prepare:sign-by-link", args=[token])


def told(answer):
    """All that an answer tells: status, headers, bytes."""
    headers = {k: v for k, v in answer.headers.items() if k not in {"X-Request-ID"}}
    return answer.status_code, headers, answer.content, sorted(answer.cookies)


def test_a_chair_reads_and_signs_without_an_account(world, client, mailoutbox, now, always):
    memorandum = sent(world)
    token = link_of(memorandum, mailoutbox, at=now)
    page = client.get(url(token))
    assert page.status_code == 200
    assert "7. Governors hear of it, in writing, every term" in page.text
    assert page["Referrer-Policy"] == "strict-origin"
    assert "no-store" in page["Cache-Control"]
    assert page.text.count(token) == 1  # where the form is sent to
    assert "sessionid" not in page.cookies
    wrong = client.post(url(token), {"name": "Wren Orchard"})
    assert "Tick this to confirm" in wrong.text
    assert 'value="Wren Orchard"' in wrong.text
    done = client.post(url(token), SIGNED)
    assert done.url == reverse("prepare:link-signed")
    assert "You have signed" in client.get(done.url).text
    signature = MemorandumSignature.objects.get()
    assert (signature.name, signature.party, signature.by.name) == (
        "Wren Orchard", "chair", CHAIR.name,
    )  # fmt: skip
    assert signature.authenticated_at is None


def test_whatever_is_wrong_with_a_link_the_answer_is_the_same(
    world, client, mailoutbox, now, always
):
    """Used; too late; replaced; of a version that was changed; ended; guessed; no link at all."""
    memorandum = sent(world)
    replaced = link_of(memorandum, mailoutbox, at=now)
    late = link_of(memorandum, mailoutbox, at=now)
    SigningLink.objects.open().update(made_at=now - timedelta(15), expires_at=now - timedelta(1))
    used = link_of(memorandum, mailoutbox, at=now)
    assert client.post(url(used), SIGNED).status_code == 302
    drafted(world, hours_a_week=2)
    actions.send(memorandum=memorandum, because="Two hours", by=world.manager, at=now)
    changed = link_of(memorandum, mailoutbox, at=now)
    drafted(world, hours_a_week=3)
    actions.send(memorandum=memorandum, because="Three hours", by=world.manager, at=now)
    ended = link_of(memorandum, mailoutbox, at=now)
    actions.end(memorandum=again(memorandum), because="It is off", by=world.manager, at=now)
    tried = [replaced, late, used, changed, ended, "A" * 43, "x"]
    answers = [
        told(ask(url(token)))
        for token in tried
        for ask in (client.get, lambda to: client.post(to, SIGNED))
    ]
    assert answers[0][0] == 404
    assert all(answer == answers[0] for answer in answers)
    assert MemorandumSignature.objects.count() == 1


def test_a_link_forwarded_after_signing_opens_nothing_for_somebody_signed_in(
    world, client, mailoutbox, now, always
):
    memorandum = sent(world)
    token = link_of(memorandum, mailoutbox, at=now)
    client.post(url(token), SIGNED)
    refused = told(client.get(url(token)))
    client.force_login(world.head)
    signed_in = told(client.get(url(token)))
    assert signed_in[0] == 404
    assert signed_in[2] == refused[2]


def test_only_the_hash_is_kept_and_no_log_has_the_link(world, mailoutbox, now, always):
    memorandum = sent(world)
    token = link_of(memorandum, mailoutbox, at=now)
    kept = SigningLink.objects.get()
    assert re.fullmatch(r"[0-9a-f]{64}", kept.token_sha256)
    assert token not in kept.token_sha256
    line = without_keys(None, "info", {"request": f"GET {url(token)}", "event": url(token)})
    assert token not in str(line)
    assert "/sign/..." in line["request"]


def test_too_many_wrong_tries_from_one_place_and_the_right_one_finds_nothing_too(
    world, client, mailoutbox, now, always, monkeypatch
):
    monkeypatch.setattr(tries, "WRONG", "3/15m/ip")
    memorandum = sent(world)
    token = link_of(memorandum, mailoutbox, at=now)
    wrong = [told(client.get(url(f"guess{n}"))) for n in range(3)]
    assert told(client.get(url(token))) == wrong[0]
    assert client.get(url(token), REMOTE_ADDR="192.0.2.7").status_code == 200


def test_two_at_once_with_one_link_sign_once(world, mailoutbox, now, always):
    memorandum = sent(world)
    token = link_of(memorandum, mailoutbox, at=now)
    actions.sign_by_link(token=token, name="Wren Orchard", at=now)
    with pytest.raises(actions.LinkRefused):
        actions.sign_by_link(token=token, name="Wren Orchard", at=now)
    sign(memorandum, world.head, at=now)
    assert again(memorandum).state == State.SIGNED


def test_no_link_is_there_where_the_letter_does_not_go(world, monkeypatch, now, always):
    def fail(*_, **__):
        raise OSError

    memorandum = sent(world)
    monkeypatch.setattr("django.core.mail.EmailMessage.send", fail)
    with pytest.raises(NotTaken):
        telling.send_signing_link(version_id=memorandum.shown_id, party=Party.CHAIR, at=now)
    assert not SigningLink.objects.exists()

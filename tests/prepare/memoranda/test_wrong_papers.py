"""A paper of a day without a head; a paper that was the wrong one; and who is told of a paper."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from leadwell.audit.models import Event
from leadwell.lib.attached import attached
from leadwell.people import access as people
from leadwell.people.models import Capacity, Role
from leadwell.prepare.memoranda import actions, telling
from leadwell.prepare.models import (
    MemorandumScan,
    MemorandumScanBytes,
    MemorandumSignature,
    MemorandumStep,
)
from leadwell.prepare.models.memorandum import Party
from tests.factories import NOON, holder_of, make_enrolment, make_person, make_role
from tests.lib.test_attached import PDF, picture
from tests.prepare.memoranda.conftest import again, jobs, sent, sign_on_paper
from tests.prepare.memoranda.test_on_paper import fields, paper_url

TODAY = NOON.date()
LATER = NOON + timedelta(4)  # the Tuesday after


@pytest.fixture
def vacant(world, monkeypatch):
    """Sent while there was a head; from two days later on nobody is, and a contact answers."""
    memorandum = sent(world)
    world.head.person.roles.update(ends_on=TODAY + timedelta(1))
    contact = make_role(
        Role.HEADTEACHER, school=world.enrolment.school, capacity=Capacity.VACANCY,
        starts_on=TODAY + timedelta(2),
    )  # fmt: skip
    monkeypatch.setattr(people, "today", lambda: TODAY + timedelta(3))
    return memorandum, contact.person


def test_while_there_is_no_head_the_page_asks_who_acted_and_that_is_who_signed(
    world, vacant, client
):
    memorandum, contact = vacant
    senior = make_role(Role.SENIOR_LEADER, school=world.enrolment.school).person
    then = NOON + timedelta(3)
    with time_machine.travel(then, tick=False):
        client.force_login(world.manager)
        shown = client.get(reverse("prepare:memorandum", args=[world.enrolment.pk])).text
        assert "whoever acts for it signs on paper" in shown
        page = client.get(paper_url(memorandum, "head")).text
        assert "Who acted for the school, if it had no headteacher on that day?" in page
        asked = fields(
            world, signed_on=(TODAY + timedelta(2)).isoformat(), name="P. Ash", post="Trust contact"
        )
        missing = client.post(paper_url(memorandum, "head"), asked)
        assert "Say who acted for it then." in missing.text
        file = SimpleUploadedFile("signed.pdf", PDF)
        answer = client.post(
            paper_url(memorandum, "head"), asked | {"acted_by": str(contact.pk), "scan": file}
        )
        assert answer.status_code == 302
        assert str(senior) in page
    assert MemorandumSignature.objects.get(party="head").by == contact


def test_who_acted_is_who_did_so_on_that_day_and_not_while_there_was_a_head(world, vacant):
    memorandum, contact = vacant
    at = NOON + timedelta(3)
    for acted_by, signed_on, why in (
        (contact, TODAY, "was headteacher of Tansy Hill on that day"),
        (make_person(), TODAY + timedelta(2), "did not act for Tansy Hill on that day"),
        (None, TODAY + timedelta(2), "had no headteacher on that day. Say who acted"),
    ):
        with pytest.raises(PermissionDenied, match=why):
            sign_on_paper(
                world, memorandum, party=Party.HEAD, signed_on=signed_on, acted_by=acted_by, at=at
            )
    signed = sign_on_paper(
        world, memorandum, party=Party.HEAD, signed_on=TODAY + timedelta(2), acted_by=contact, at=at
    )
    assert signed.by == contact


def test_where_there_was_always_a_head_nobody_is_asked_who_acted(world, client):
    memorandum = sent(world, at=timezone.now())
    client.force_login(world.manager)
    assert "Who acted for the school" not in client.get(paper_url(memorandum, "head")).text


# A wrong paper


def replace_url(memorandum, party="chair"):
    return reverse("prepare:replace-scan", args=[memorandum.pk, 1, party])


OTHER = PDF + b"%another"


def replaced(memorandum, by, **said):
    scan = MemorandumScan.objects.select_related("version__memorandum__enrolment").get()
    fields = {
        "file": attached(OTHER), "shows_nobody": True, "because": "Another school’s paper",
    } | said  # fmt: skip
    actions.replace_scan(scan=scan, by=by, at=LATER, **fields)


def test_a_wrong_paper_is_replaced_for_a_reason_and_its_bytes_are_gone(world):
    memorandum = sent(world)
    signed = sign_on_paper(world, memorandum)
    replaced(memorandum, world.manager)
    scan = MemorandumScan.objects.get()
    kept = MemorandumScanBytes.objects.get()
    assert bytes(kept.data) == bytes(attached(OTHER).data)
    assert (scan.n_bytes, scan.by, scan.at) == (len(kept.data), world.manager.person, LATER)
    signed.refresh_from_db()
    assert (signed.scan_id, signed.paper_on, signed.at) == (scan.pk, TODAY, NOON)
    step = MemorandumStep.objects.get(verb="replace_scan")
    assert (step.because, step.by) == ("Another school’s paper", world.manager.person)
    told = Event.objects.get(verb="replace_scan")
    assert told.detail["was"] == ["pdf", len(PDF), "2026-11-20"]


def test_who_put_it_there_and_who_leads_the_programme_replace_it_and_nobody_else(world):
    memorandum = sent(world)
    sign_on_paper(world, memorandum)
    other = holder_of(Role.PROJECT_MANAGER, programme=world.enrolment.programme)
    for user in (other, world.head, world.hub_lead, world.governor):
        with pytest.raises(PermissionDenied, match="who put the scan there, and who leads"):
            replaced(memorandum, user)
    replaced(memorandum, world.lead)
    world.manager.person.roles.update(ends_on=TODAY - timedelta(1))
    with pytest.raises(PermissionDenied, match="who leads the programme replace it"):
        replaced(memorandum, world.manager)


def test_a_wrong_paper_of_what_has_ended_is_replaced_too(world):
    memorandum = sent(world)
    sign_on_paper(world, memorandum)
    actions.end(memorandum=again(memorandum), because="Left", by=world.manager, at=LATER)
    replaced(memorandum, world.manager)
    assert bytes(MemorandumScanBytes.objects.get().data) != PDF


@pytest.mark.parametrize("said", [{"because": " "}, {"shows_nobody": False}])
def test_it_is_whole_or_not_at_all_and_the_database_wants_the_reason(world, said):
    sign_on_paper(world, memorandum := sent(world))
    with pytest.raises(IntegrityError), transaction.atomic():
        replaced(memorandum, world.manager, **said)
    assert bytes(MemorandumScanBytes.objects.get().data) == PDF
    assert not MemorandumStep.objects.filter(verb="replace_scan").exists()


def test_the_page_leads_to_it_and_says_what_is_missing(world, client):
    memorandum = sent(world)
    sign_on_paper(world, memorandum)
    page = reverse("prepare:memorandum", args=[world.enrolment.pk])
    client.force_login(world.head)
    assert replace_url(memorandum) not in client.get(page).text
    assert client.get(replace_url(memorandum)).status_code == 403
    client.force_login(world.manager)
    assert replace_url(memorandum) in client.get(page).text
    assert "nobody can get it back" in client.get(replace_url(memorandum)).text
    lacking = client.post(replace_url(memorandum), {"because": ""})
    assert "Say what was wrong with it" in lacking.text
    assert "Choose the file" in lacking.text
    sent_file = SimpleUploadedFile("right.jpg", picture("JPEG"))
    said = {"scan": sent_file, "shows_nobody": "on", "because": "Another school’s paper"}
    done = client.post(replace_url(memorandum), said, follow=True)
    assert "The scan of a signed paper was replaced" in done.text
    assert "Another school’s paper" in done.text
    assert MemorandumScan.objects.get().kind == "jpg"
    client.force_login(holder_of(Role.HEADTEACHER, school=make_enrolment().school))
    nothing = client.get(reverse("prepare:replace-scan", args=[10**6, 1, "chair"]))
    assert client.get(replace_url(memorandum)).status_code == nothing.status_code == 404


# Who is told


def test_who_is_named_on_a_paper_and_has_an_account_is_told_and_how_to_say_that_it_is_wrong(
    world, mailoutbox
):
    memorandum = sent(world)
    signed = sign_on_paper(world, memorandum, party=Party.HEAD, post="Headteacher")
    about = {"signature_id": signed.pk, "user_id": world.head.pk}
    assert jobs("prepare.tell_of_signature").get().args == about
    evening = NOON.replace(hour=20)
    assert telling.tell_of_signature(**about, at=evening) > evening
    for _ in range(2):  # a worker that died may do it again
        assert telling.tell_of_signature(**about, at=NOON) is None
    (told,) = [one for one in mailoutbox if one.to == [world.head.email]]
    assert told.subject == "Leadwell: a signature on paper was recorded in your name"
    assert reverse("people:report-problem") in told.body
    assert memorandum.get_absolute_url() in told.body
    assert "Tansy Hill" not in told.body


def test_who_has_no_account_is_not_written_to(world):
    sign_on_paper(world, sent(world))
    assert not jobs("prepare.tell_of_signature").exists()

"""A head or a chair who signs on paper: with date, post, who received it, and the scan; or not at all."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from leadwell.audit.models import Look
from leadwell.lib.attached import attached
from leadwell.people import access as people
from leadwell.people.models import Capacity, Role
from leadwell.people.privacy import compiling
from leadwell.prepare.memoranda import actions, linking, writing
from leadwell.prepare.models import (
    MemorandumScan,
    MemorandumScanBytes,
    MemorandumSignature,
    MemorandumStep,
)
from leadwell.prepare.models import MemorandumState as State
from leadwell.prepare.models.memorandum import Party
from leadwell.programmes.models import Obligation
from leadwell.web.templatetags.leadwell import day_and_year
from tests.factories import NOON, holder_of, make_enrolment, make_person, make_role
from tests.lib.test_attached import PDF, picture, word
from tests.prepare.memoranda.conftest import (
    CHAIR,
    again,
    drafted,
    link_of,
    new_head,
    sent,
    sign,
    sign_on_paper,
)

TODAY = NOON.date()
LATER = NOON + timedelta(4)  # the Tuesday after


def fields(world, **said):
    return {
        "version": "1", "signed_on": timezone.localdate().isoformat(), "name": "Wren Orchard",
        "post": "Chair of governors", "received_by": str(world.lead.person.pk),
        "scan": SimpleUploadedFile("signed.pdf", PDF), "shows_nobody": "on",
    } | said  # fmt: skip


def paper_url(memorandum, party="chair"):
    return reverse("prepare:memorandum-paper", args=[memorandum.pk, party])


def scan_url(memorandum, party="chair"):
    return reverse("prepare:memorandum-scan", args=[memorandum.pk, 1, party])


def test_head_and_chair_sign_on_paper_and_it_is_active_once_the_programme_has_countersigned(world):
    memorandum = sent(world)
    signed = sign_on_paper(world, memorandum, at=LATER)
    assert (signed.by.name, signed.paper_on, signed.at) == (CHAIR.name, TODAY, LATER)
    assert signed.received_by == world.lead.person
    assert bytes(signed.scan.content.data) == PDF
    assert again(memorandum).state == State.SENT
    sign_on_paper(
        world, memorandum, party=Party.HEAD, name="A. Head", post="Headteacher", at=LATER,
        signed_on=TODAY + timedelta(3),
    )  # fmt: skip
    assert again(memorandum).state == State.SIGNED
    assert Obligation.objects.get(kind="memorandum_signed").met_on == TODAY + timedelta(3)
    sign(memorandum, world.lead, at=LATER)
    memorandum = again(memorandum)
    assert (memorandum.state, memorandum.in_force) == (State.ACTIVE, memorandum.shown)
    assert Obligation.objects.filter(kind="briefing").count() == 6
    verbs = MemorandumStep.objects.values_list("verb", flat=True)
    assert list(verbs).count("put_name_on_paper") == 2


def test_page_and_paper_say_on_which_day_and_who_received_it(world, client):
    memorandum = sent(world)
    sign_on_paper(world, memorandum)
    said = f"on paper on {day_and_year(TODAY)}, received by {world.lead.person}"
    client.force_login(world.head)
    page = client.get(reverse("prepare:memorandum", args=[world.enrolment.pk])).text
    assert f"Signed {said}" in page
    assert "Wren Orchard, Chair of governors" in page
    assert scan_url(memorandum) in page
    version = again(memorandum).shown
    version.memorandum = memorandum
    names = writing.signed_paper(version).parts[-1].blocks[0]
    assert names.rows[1] == (
        "Chair of governors", "Wren Orchard, Chair of governors", f"signed {said}",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"signed_on": TODAY - timedelta(1)}, "nobody signed it before"),
        ({"signed_on": TODAY + timedelta(1)}, "still to come"),
    ],
)
def test_it_is_signed_between_the_day_it_was_sent_and_today(world, said, why):
    memorandum = sent(world)
    with pytest.raises(PermissionDenied, match=why):
        sign_on_paper(world, memorandum, **said)
    assert not MemorandumScan.objects.exists()


def test_whoever_received_it_is_somebody_here_and_not_who_signed(world):
    memorandum = sent(world, chair=world.governor.person)
    with pytest.raises(PermissionDenied, match="somebody else received it"):
        sign_on_paper(world, memorandum, received_by=world.governor.person)
    for stranger in (
        make_person(),
        holder_of(Role.HEADTEACHER, school=make_enrolment().school).person,
    ):
        with pytest.raises(PermissionDenied, match="has no part in this school"):
            sign_on_paper(world, memorandum, received_by=stranger)
    assert sign_on_paper(world, memorandum, received_by=world.head.person).received_by


def test_who_runs_the_programme_records_it_and_never_for_themselves(world):
    memorandum = sent(world)
    for user in (world.head, world.hub_lead, world.governor):
        with pytest.raises(PermissionDenied, match="lead or manage the programme"):
            sign_on_paper(world, memorandum, by=user)
    with pytest.raises(PermissionDenied, match="may sign on paper"):
        sign_on_paper(world, memorandum, party=Party.LEAD)
    with pytest.raises(PermissionDenied, match="may sign on paper"):
        sign_on_paper(world, memorandum, party=Party.TRUST)  # of a school of no trust
    drafted(world, chair=world.manager.person)
    with pytest.raises(PermissionDenied, match="You sign here"):
        sign_on_paper(world, memorandum)


def test_a_paper_of_a_day_without_a_headteacher_is_refused_and_nothing_is_kept(world, monkeypatch):
    memorandum = sent(world)
    new_head(world, TODAY + timedelta(4))
    world.head.person.roles.update(ends_on=TODAY + timedelta(1))
    make_role(
        Role.HEADTEACHER, school=world.enrolment.school, capacity=Capacity.VACANCY,
        starts_on=TODAY + timedelta(2), ends_on=TODAY + timedelta(3),
    )  # fmt: skip
    monkeypatch.setattr(people, "today", lambda: TODAY + timedelta(7))
    with pytest.raises(PermissionDenied, match="Tansy Hill had no headteacher on that day"):
        sign_on_paper(
            world, memorandum, party=Party.HEAD, at=NOON + timedelta(7),
            signed_on=TODAY + timedelta(2),
        )  # fmt: skip
    assert not MemorandumScan.objects.exists()


def test_who_signed_for_one_side_is_told_before_the_upload_that_they_sign_for_no_other(
    world, client
):
    """The chair of governors is headteacher now."""
    memorandum = sent(world, chair=world.governor.person)
    sign_on_paper(world, memorandum)
    world.head.person.roles.update(ends_on=TODAY - timedelta(1))
    make_role(
        Role.HEADTEACHER, school=world.enrolment.school, person=world.governor.person,
        starts_on=TODAY,
    )  # fmt: skip
    with pytest.raises(PermissionDenied, match="has signed it for another side"):
        sign_on_paper(world, memorandum, party=Party.HEAD)
    client.force_login(world.manager)
    assert client.get(paper_url(memorandum, "head")).status_code == 403


def test_each_signs_once_and_the_words_that_were_printed(world, mailoutbox):
    memorandum = sent(world)
    token = link_of(memorandum, mailoutbox)
    sign_on_paper(world, memorandum)
    assert linking.found(token, at=NOON) is None
    with pytest.raises(PermissionDenied, match="has signed already"):
        sign_on_paper(world, memorandum)
    read = again(memorandum).shown
    drafted(world, hours_a_week=2)
    actions.send(memorandum=again(memorandum), because="Two", by=world.manager, at=NOON)
    with pytest.raises(PermissionDenied, match="Another version has been sent"):
        sign_on_paper(world, memorandum, version=read)


def test_a_head_without_an_account_signs_on_paper(world, client):
    """The one head the school has; nobody is written to, and the page says whom it waits for."""
    user = world.head
    person = user.person
    person.user = None
    person.save()
    memorandum = sent(world)
    client.force_login(world.manager)
    page = client.get(reverse("prepare:memorandum", args=[world.enrolment.pk])).text
    assert f"{person}: without an account here, so on paper" in page
    assert paper_url(memorandum, "head") in page
    signed = sign_on_paper(world, memorandum, party=Party.HEAD, post="Headteacher")
    assert signed.by == person


@pytest.mark.parametrize(
    "change",
    [
        {"scan": None}, {"post": ""}, {"received_by": None}, {"paper_on": None},
        {"authenticated_at": NOON}, {"party": "lead"},
        {"scan": None, "post": "", "received_by": None, "paper_on": None},
    ],
)  # fmt: skip
def test_the_database_wants_scan_day_post_and_who_received_it_together(world, change):
    """The last: a signature of nobody who proved who they are, had a link or signed on paper."""
    memorandum = sent(world)
    version = memorandum.shown
    scan = MemorandumScan.objects.create(
        version=version, party="chair", kind="pdf", n_bytes=3, shows_nobody=True,
        by=world.lead.person, at=NOON,
    )  # fmt: skip
    row = {
        "version": version, "party": "chair", "by": memorandum.chair, "name": "W", "statement": "S",
        "sha256": "0" * 64, "at": NOON, "paper_on": TODAY, "post": "Chair", "scan": scan,
        "received_by": world.lead.person,
    }  # fmt: skip
    with pytest.raises(IntegrityError, match="had_the_link_or_paper"), transaction.atomic():
        MemorandumSignature.objects.create(**row | change)
    with pytest.raises(IntegrityError, match="had_the_link_or_paper"), transaction.atomic():
        MemorandumSignature.objects.create(**row | {"received_by": memorandum.chair})
    MemorandumSignature.objects.create(**row)


def test_the_database_keeps_no_other_kind_and_no_scan_without_a_word(world):
    version = sent(world).shown
    row = {"version": version, "party": "chair", "kind": "pdf", "n_bytes": 3, "shows_nobody": True,
           "by": world.lead.person, "at": NOON}  # fmt: skip
    for change, name in (
        ({"kind": "docx"}, "kind_and_size"), ({"n_bytes": 10_000_001}, "kind_and_size"),
        ({"shows_nobody": False}, "shows_nobody"), ({"party": "lead"}, "kind_and_size"),
    ):  # fmt: skip
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            MemorandumScan.objects.create(**row | change)


def test_a_scan_stays_as_it_is(world):
    sign_on_paper(world, sent(world))
    for model, changed in (
        (MemorandumScan, {"party": "head"}),
        (MemorandumScanBytes, {"data": b""}),
    ):
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            model.objects.update(**changed)
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            model.objects.all()._raw_delete(model.objects.db)


def test_it_is_whole_or_not_at_all(world, monkeypatch):
    memorandum = sent(world)
    monkeypatch.delattr("leadwell.audit.log.record")
    with pytest.raises(AttributeError), transaction.atomic():
        sign_on_paper(world, memorandum)
    assert not MemorandumScan.objects.exists()
    assert not MemorandumSignature.objects.exists()


def test_the_form_is_filled_in_with_what_is_known_and_a_picture_is_written_anew(world, client):
    memorandum = sent(world, at=timezone.now())
    client.force_login(world.manager)
    page = client.get(paper_url(memorandum)).text
    assert 'value="Wren Orchard"' in page
    assert 'value="Chair of governors"' in page
    assert str(world.governor.person) in page
    photograph = picture("JPEG", comment=b"Zanzibar")
    sent_file = SimpleUploadedFile("signed.jpg", photograph)
    answer = client.post(paper_url(memorandum), fields(world, scan=sent_file))
    assert answer.status_code == 302
    kept = MemorandumScan.objects.get()
    assert (kept.kind, kept.by) == ("jpg", world.manager.person)
    assert b"Zanzibar" not in bytes(kept.content.data)


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"scan": ""}, "Choose the file"),
        ({"scan": SimpleUploadedFile("a.pdf", b"<script>")}, "This file is none of them"),
        ({"scan": SimpleUploadedFile("a.pdf", bytes(10_000_001))}, "larger than 10 MB"),
        ({"shows_nobody": ""}, "say that there is no pupil on it"),
        ({"post": ""}, "Write the post"),
        ({"name": ""}, "Write the name"),
        ({"received_by": ""}, "Say who received it"),
        ({"signed_on": ""}, "Say when it was signed"),
        ({"signed_on": "2999-01-01"}, "still to come"),
        ({"signed_on": "2020-01-01"}, "nobody signed it before"),
    ],
)
def test_what_is_missing_is_said_on_the_form_and_nothing_is_signed(world, client, said, why):
    memorandum = sent(world, at=timezone.now())
    client.force_login(world.manager)
    answer = client.post(paper_url(memorandum), fields(world, **said))
    assert why in answer.text
    assert not MemorandumSignature.objects.exists()


def test_a_word_file_is_no_scan(world, client):
    memorandum = sent(world, at=timezone.now())
    client.force_login(world.manager)
    file = SimpleUploadedFile("a.docx", word())
    assert "A scan is a PDF" in client.post(paper_url(memorandum), fields(world, scan=file)).text


def test_who_reads_the_memorandum_takes_the_scan_and_nobody_else(world, client):
    memorandum = sent(world)
    sign_on_paper(world, memorandum)
    client.force_login(world.governor)
    taken = client.get(scan_url(memorandum))
    assert taken["Content-Type"] == "application/pdf"
    assert taken["X-Content-Type-Options"] == "nosniff"
    assert taken["Content-Disposition"].startswith("attachment")
    assert taken.content == PDF
    assert Look.objects.filter(page="prepare:memorandum-scan", outcome="exported").count() == 1
    assert client.get(scan_url(memorandum, "head")).status_code == 404
    assert client.get(paper_url(memorandum, "head")).status_code == 403
    board = make_role(Role.STRATEGIC_BOARD_MEMBER, programme=world.enrolment.programme)
    stranger = holder_of(Role.HEADTEACHER, school=make_enrolment().school)
    nothing = client.get(reverse("prepare:memorandum-scan", args=[10**6, 1, "chair"]))
    for user in (board.person.user, stranger):
        client.force_login(user)
        refused = client.get(scan_url(memorandum))
        assert refused.status_code == nothing.status_code == 404
        assert client.get(paper_url(memorandum)).status_code == 404


def test_a_memorandum_is_read_without_the_bytes_of_its_scans(world, client):
    memorandum = sent(world)
    sign_on_paper(world, memorandum, scan=attached(PDF))
    client.force_login(world.head)
    with CaptureQueriesContext(connection) as asked:
        assert (
            client.get(reverse("prepare:memorandum", args=[world.enrolment.pk])).status_code == 200
        )
    assert "prepare_memorandumscanbytes" not in str(asked.captured_queries)


def test_the_scan_is_among_what_is_held_about_who_signed_and_not_about_who_recorded_it(world):
    memorandum = sent(world)
    signed = sign_on_paper(world, memorandum)
    names = {"prepare.MemorandumScan", "prepare.MemorandumScanBytes"}
    mine = {part.table: part for part in compiling.compiled(signed.by)}
    assert names <= mine.keys()
    [cells] = mine["prepare.MemorandumScanBytes"].rows
    assert [cell.text for cell in cells if cell.label == "bytes"] == [compiling.A_FILE]
    recorded = {part.table for part in compiling.compiled(world.manager.person)}
    assert "prepare.MemorandumScanBytes" not in recorded

"""Files that go with a note: by its author until somebody signs, for who reads the note."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image

from leadwell.accounts.acting import acting_as
from leadwell.audit.models import Look
from leadwell.deliver.models import Attachment, AttachmentBytes, NoteStep
from leadwell.deliver.notes import actions
from leadwell.people.models import Role
from tests.factories import NOON, holder_of, make_attachment, make_note, make_visit
from tests.lib.test_attached import PDF

pytestmark = pytest.mark.django_db


@pytest.fixture
def note(visit):
    return make_note(visit)


def sent(data=PDF, name="Year 4 Tom.pdf", **fields):
    return {"file": SimpleUploadedFile(name, data), "title": "Plan of unit 3",
            "shows_nobody": "on"} | fields  # fmt: skip


def sign(note, head):
    actions.sign_note(note=note, version=note.shown, authenticated_at=NOON, by=head, at=NOON)


def test_its_author_adds_a_file_and_who_reads_the_note_takes_it_away(client, note, author, head):
    client.force_login(author)
    address = reverse("deliver:attach", args=[note.pk])
    photograph = io.BytesIO()
    Image.new("RGB", (30, 20)).save(photograph, "JPEG", comment=b"Zanzibar")
    page = client.post(address, sent(photograph.getvalue(), "Tom.jpg"), follow=True)
    assert "Attached." in page.text
    kept = Attachment.objects.get()
    assert (kept.number, kept.kind, kept.by, kept.shows_nobody) == (1, "jpg", author.person, True)
    client.force_login(head)
    assert "Plan of unit 3" in client.get(note.get_absolute_url()).text
    taken = client.get(reverse("deliver:attachment", args=[note.pk, 1]))
    assert taken["Content-Type"] == "image/jpeg"
    assert taken["Content-Disposition"] == 'attachment; filename="Plan-of-unit-3.jpg"'
    assert taken["X-Content-Type-Options"] == "nosniff"
    assert taken.content.startswith(b"\xff\xd8")
    assert b"Zanzibar" not in taken.content
    look = Look.objects.get(outcome="exported")
    assert (look.page, look.by_user, look.n_rows) == ("deliver:attachment", head.pk, 1)
    assert look.about_school == note.enrolment.school_id


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"shows_nobody": ""}, "say that nobody can be told from it"),
        ({"title": ""}, "Say what it is"),
        ({"file": ""}, "Choose the file"),
        ({"file": SimpleUploadedFile("plan.pdf", b"<script>")}, "This file is none of them"),
        ({"file": SimpleUploadedFile("plan.jpg", bytes(10_000_001))}, "larger than 10 MB"),
    ],
)
def test_what_cannot_be_attached_is_said_on_the_form(client, note, author, fields, said):
    client.force_login(author)
    page = client.post(reverse("deliver:attach", args=[note.pk]), sent(**fields))
    assert said in page.text
    assert not Attachment.objects.exists()


def test_the_database_wants_the_authors_word_too(note, author):
    with pytest.raises(IntegrityError, match="shows_nobody"), transaction.atomic():
        make_attachment(note, shows_nobody=False)
    assert not AttachmentBytes.objects.exists()


def test_a_note_has_three_files_and_a_place_that_is_free_is_taken_again(client, note, author):
    for _ in range(3):
        make_attachment(note)
    client.force_login(author)
    address = reverse("deliver:attach", args=[note.pk])
    assert "A note has 3 files at most" in client.get(address).text
    assert client.post(address, sent()).status_code == 403
    client.post(reverse("deliver:detach", args=[note.pk, 2]))
    assert [one.number for one in Attachment.objects.all()] == [1, 3]
    assert make_attachment(note).number == 2
    steps = NoteStep.objects.filter(note=note).values_list("verb", flat=True)
    assert list(steps).count("attach") == 4
    assert list(steps).count("detach") == 1


def test_once_signed_its_files_stay(client, note, author, head):
    kept = make_attachment(note)
    sign(note, head)
    client.force_login(author)
    for name, args in (("attach", [note.pk]), ("detach", [note.pk, 1])):
        refused = client.post(reverse(f"deliver:{name}", args=args), sent())
        assert refused.status_code == 403
        assert "The note is signed: its files stay." in refused.text
    refused = pytest.raises(DatabaseError, match="is signed")
    with acting_as(author.pk), refused, transaction.atomic():
        connection.cursor().execute("select deliver_drop_attachment(%s)", [kept.pk])
    assert AttachmentBytes.objects.count() == 1


@pytest.mark.parametrize(
    "statement",
    [
        "delete from deliver_attachmentbytes",
        "update deliver_attachmentbytes set data = ''",
        "update deliver_attachment set title = 'x'",
        "select deliver_take_files('{1}')",
    ],
)
def test_the_site_changes_no_file(note, author, statement):
    make_attachment(note)
    refused = pytest.raises(DatabaseError, match="permission denied")
    with acting_as(author.pk), refused, transaction.atomic():
        connection.cursor().execute(statement)


def test_others_are_told_why_not_and_a_stranger_finds_nothing(client, note, author, head):
    make_attachment(note)
    client.force_login(head)
    refused = client.post(reverse("deliver:attach", args=[note.pk]), sent())
    assert refused.status_code == 403
    assert "Only its author adds files" in refused.text
    client.force_login(holder_of(Role.HEADTEACHER, school=make_visit().enrolment.school))
    for name, args in (("attach", [note.pk]), ("attachment", [note.pk, 1])):
        assert client.get(reverse(f"deliver:{name}", args=args)).status_code == 404


def test_a_purge_takes_them_with_their_bytes_and_only_where_it_says_so(note, author, head):
    make_attachment(note)
    sign(note, head)
    actions.purge_note(note=note, sections=["seen"], by=author, at=NOON)
    assert AttachmentBytes.objects.count() == 1
    refused = pytest.raises(DatabaseError, match="nothing says")
    with acting_as(author.pk), refused, transaction.atomic():
        connection.cursor().execute("select deliver_purge_files(%s)", [note.purges.get().pk])
    with acting_as(author.pk):
        actions.purge_note(note=note, sections=["files"], by=author, at=NOON)
    assert not Attachment.objects.exists()
    assert not AttachmentBytes.objects.exists()


def test_a_note_is_read_without_its_files_bytes(client, note, author, head):
    make_attachment(note)
    client.force_login(head)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(note.get_absolute_url()).status_code == 200
    assert "deliver_attachment" in str(asked.captured_queries)
    assert "deliver_attachmentbytes" not in str(asked.captured_queries)

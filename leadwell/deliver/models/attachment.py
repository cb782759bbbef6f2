"""Files that go with a note of visit. Their bytes are a table of their own, never read with it."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual

from leadwell.deliver.models.note import Note
from leadwell.lib.attached import MOST_BYTES, Kind
from leadwell.people.models import Person

MOST_ATTACHMENTS = 3


class Attachment(models.Model):
    """One file. number: 1 to 3, its place in the note. kind: told by its bytes.

    shows_nobody: its author has said that there is no pupil's face or name in it, and no
    handwriting by which a teacher could be told.
    """

    note = models.ForeignKey(Note, models.PROTECT, related_name="attachments")
    number = models.PositiveSmallIntegerField("which of them")
    title = models.CharField("what it is", max_length=80)
    kind = models.CharField(
        "kind", max_length=4, choices=[(kind.ending, kind.name) for kind in Kind]
    )
    n_bytes = models.PositiveIntegerField("size")
    shows_nobody = models.BooleanField("no face, no name, no handwriting of a teacher")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField("attached")

    class Meta:
        ordering = ["note_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["note", "number"], name="attachment_has_its_place"),
            models.CheckConstraint(
                condition=Q(number__range=(1, MOST_ATTACHMENTS)), name="note_has_three_attachments"
            ),
            models.CheckConstraint(condition=Q(shows_nobody=True), name="attachment_shows_nobody"),
            models.CheckConstraint(
                condition=Q(n_bytes__range=(1, MOST_BYTES))
                & Q(kind__in=["pdf", "jpg", "png", "docx"])
                & ~Q(title=""),
                name="attachment_is_of_a_kind_and_size",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class AttachmentBytes(models.Model):
    """What is in it."""

    attachment = models.OneToOneField(Attachment, models.PROTECT, related_name="content")
    data = models.BinaryField("bytes")

    class Meta:
        verbose_name_plural = "attachment bytes"
        constraints = [
            models.CheckConstraint(
                condition=LessThanOrEqual(Length(F("data")), MOST_BYTES),
                name="attachment_is_of_a_length",
            )
        ]

    def __str__(self) -> str:
        return f"Bytes of {self.attachment_id}"

"""A signature on paper, as it was scanned. Its bytes are a table of their own, never read with it."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual

from leadwell.lib.attached import MOST_BYTES, Kind
from leadwell.people.models import Person
from leadwell.prepare.models.memorandum import MemorandumVersion, Party

SCANNED = (Kind.PDF, Kind.JPEG, Kind.PNG)
"""What a scan may be."""
ON_PAPER = (Party.HEAD, Party.CHAIR, Party.TRUST)
"""Who may sign on paper; who leads the programme signs here."""


class MemorandumScan(models.Model):
    """One signed paper of one party. kind: told by its bytes.

    shows_nobody: who recorded it has said that there is no pupil's face or name on it.
    """

    version = models.ForeignKey(MemorandumVersion, models.PROTECT, related_name="scans")
    party = models.CharField("signed as", max_length=5, choices=Party)
    kind = models.CharField(
        "kind", max_length=4, choices=[(kind.ending, kind.name) for kind in SCANNED]
    )
    n_bytes = models.PositiveIntegerField("size")
    shows_nobody = models.BooleanField("no pupil's face or name")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField("recorded")

    class Meta:
        ordering = ["version", "at"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "party"], name="memorandum_is_scanned_once_for_each"
            ),
            models.CheckConstraint(
                condition=Q(shows_nobody=True), name="memorandum_scan_shows_nobody"
            ),
            models.CheckConstraint(
                condition=Q(n_bytes__range=(1, MOST_BYTES))
                & Q(kind__in=[kind.ending for kind in SCANNED])
                & Q(party__in=ON_PAPER),
                name="memorandum_scan_is_of_a_kind_and_size",
            ),
        ]

    def __str__(self) -> str:
        return f"Scan for {self.get_party_display().lower()}, {self.version}"


class MemorandumScanBytes(models.Model):
    """What is in it."""

    scan = models.OneToOneField(MemorandumScan, models.PROTECT, related_name="content")
    data = models.BinaryField("bytes")

    class Meta:
        verbose_name_plural = "memorandum scan bytes"
        constraints = [
            models.CheckConstraint(
                condition=LessThanOrEqual(Length(F("data")), MOST_BYTES),
                name="memorandum_scan_is_of_a_length",
            )
        ]

    def __str__(self) -> str:
        return f"Bytes of {self.scan_id}"

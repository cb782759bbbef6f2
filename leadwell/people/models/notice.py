"""What people are told about the data held about them, programme by programme, version by version."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.urls import reverse

from leadwell.accounts.models import User
from leadwell.programmes.models import Programme


class Notice(models.Model):
    """One version of a programme's privacy information, for everybody it is for. Never changed.

    papers: by audience, each as leadwell.web.paper keeps it. contact: where people can ask. wording:
    the version of the wording that comes with Leadwell. sha256: of what it says, whatever the day.
    because: why there is another version than the one before.
    """

    class Audience(models.TextChoices):
        FAMILIES = "families", "For families"
        STAFF = "staff", "For school staff"
        SPECIALISTS = "specialists", "For specialists"
        GOVERNORS = "governors", "For governors"

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="notices")
    number = models.PositiveSmallIntegerField("version")
    papers = models.JSONField("what it says")
    contact = models.CharField("where people can ask", max_length=200)
    wording = models.PositiveSmallIntegerField("version of the wording")
    sha256 = models.CharField("hash of what it says", max_length=64)
    because = models.CharField("why there is another version", max_length=300, blank=True)
    issued_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    issued_at = models.DateTimeField("issued")

    class Meta:
        ordering = ["programme", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "number"], name="notice_is_numbered_once"),
            models.CheckConstraint(
                condition=Q(number=1, because="") | (Q(number__gt=1) & ~Q(because="")),
                name="notice_says_why_there_is_another",
                violation_error_message="Say why there is another version.",
            ),
            models.CheckConstraint(
                condition=~Q(contact="") & Q(sha256__regex=r"^[0-9a-f]{64}$"),
                name="notice_says_where_to_ask",
                violation_error_message="Say where people can ask.",
            ),
            models.CheckConstraint(
                condition=Q(papers__has_keys=["families", "staff", "specialists", "governors"]),
                name="notice_is_for_everybody",
            ),
        ]

    def __str__(self) -> str:
        return f"Privacy information of {self.programme}, version {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("people:notices", args=[self.programme.code])

    def paper(self, audience: str) -> dict[str, Any]:
        """As it is kept."""
        return dict(self.papers[audience])

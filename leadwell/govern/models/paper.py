"""A report as it was issued: frozen words and figures, the PDF made of them, what was added since."""

from django.db import models
from django.db.models import F, Q

from leadwell.govern.models.report import GovernorsReport
from leadwell.people.models import Person

HASH = r"^[0-9a-f]{64}$"


class IssuedPaper(models.Model):
    """All that a report says, from the moment it was issued. Never changed.

    content: as leadwell.web.paper keeps it. n_clear_days: between issue and meeting, None where no
    meeting was known. authenticated_at: when whoever issued it last proved who they are.
    """

    report = models.OneToOneField(GovernorsReport, models.PROTECT, related_name="paper")
    content = models.JSONField("what it says")
    sha256 = models.CharField("hash of what it says", max_length=64)
    statement = models.TextField("what was signed")
    n_clear_days = models.PositiveSmallIntegerField("clear days before the meeting", null=True)
    authenticated_at = models.DateTimeField("proved who they are")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField("issued")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(sha256__regex=HASH) & ~Q(statement=""),
                name="paper_says_what_was_signed",
            ),
            models.CheckConstraint(
                condition=Q(at__gte=F("authenticated_at")), name="paper_is_by_who_proved_it"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report}, issued {self.at:%Y-%m-%d}"


class PrintedPaper(models.Model):
    """The one PDF file of an issued report. Never changed."""

    paper = models.OneToOneField(IssuedPaper, models.PROTECT, related_name="printed")
    pdf = models.BinaryField("file")
    sha256 = models.CharField("hash of the file", max_length=64)
    at = models.DateTimeField("made")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(sha256__regex=HASH), name="print_has_a_hash")
        ]

    def __str__(self) -> str:
        return f"PDF of {self.at:%Y-%m-%d}"


class ReportAddendum(models.Model):
    """What is put right after a report was issued: dated, by name, beside words that stay."""

    report = models.ForeignKey(GovernorsReport, models.PROTECT, related_name="addenda")
    text = models.CharField("what is to be put right", max_length=500)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField("added")

    class Meta:
        ordering = ["report", "at", "pk"]
        verbose_name_plural = "report addenda"
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="addendum_says_something")
        ]

    def __str__(self) -> str:
        return f"Added {self.at:%Y-%m-%d}"

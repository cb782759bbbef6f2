"""What mail somebody wants, what was sent to whom, and on which days the digests were sent."""

from django.db import models
from django.db.models import Q

from leadwell.accounts.models import User


class MailChoice(models.Model):
    """What one person has chosen; who has chosen nothing has no row, and what is default here."""

    class Digest(models.TextChoices):
        WEEKLY = "weekly", "Once a week"
        DAILY = "daily", "Every school day"
        NONE = "none", "Never"

    user = models.OneToOneField(User, models.CASCADE, related_name="+")
    digest = models.CharField("digest", max_length=6, choices=Digest, default=Digest.WEEKLY)
    notes_at_once = models.BooleanField("notes of visit at once", default=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(digest__in=["weekly", "daily", "none"]), name="digest_is_known"
            )
        ]

    def __str__(self) -> str:
        return self.get_digest_display()


class Message(models.Model):
    """One letter that was sent: to whom, when, of which kind and how many lines; not what it said.

    key: what it was about, such as a week or a version of a note: of a kind nobody gets two of one
    key. was_refused: the mail server said that it takes nothing for this address.
    """

    class Kind(models.TextChoices):
        DIGEST = "digest", "What wants you"
        NOTE = "note", "A note of visit was shared"
        REMINDER = "reminder", "A note of visit still waits"
        SIGNING = "signing", "A memorandum waits for a signature"
        AGREED = "agreed", "What became of a memorandum"
        PLACE = "place", "What became of a place that was offered"

    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    kind = models.CharField("kind", max_length=8, choices=Kind)
    key = models.CharField("about", max_length=40)
    n_lines = models.PositiveSmallIntegerField("lines")
    at = models.DateTimeField("sent")
    was_refused = models.BooleanField("refused", default=False)

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["at"], condition=Q(was_refused=True), name="mail_refused_by_day")
        ]
        constraints = [
            models.UniqueConstraint(fields=["user", "kind", "key"], name="letter_is_sent_once"),
            models.CheckConstraint(
                condition=Q(kind__in=["digest", "note", "reminder", "signing", "agreed", "place"])
                & ~Q(key=""),
                name="letter_is_of_a_kind_and_about_something",
            ),
            models.CheckConstraint(condition=Q(n_lines__gte=1), name="letter_says_something"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.at:%Y-%m-%d}"


class MailRound(models.Model):
    """That everybody who might have a digest on a day is being asked what wants them."""

    on = models.DateField("day", unique=True)
    begun_at = models.DateTimeField("begun")
    n_asked = models.PositiveIntegerField("people asked about")

    class Meta:
        ordering = ["-on"]

    def __str__(self) -> str:
        return f"Digests of {self.on}"

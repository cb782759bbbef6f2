"""What somebody has begun to write and not sent: theirs alone, by the database's own wall."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Cast, Length
from django.db.models.lookups import LessThanOrEqual

from leadwell.accounts.models import User

MOST_CHARACTERS = 400_000
"""Of the words of one form: a note of visit has 6,000."""

ANYWHERE = Q(is_beside=False)
BESIDE = Q(is_beside=True)


class DraftQuerySet(models.QuerySet["Draft"]):
    def of(self, form: str, about: object = "") -> "DraftQuerySet":
        """All that is kept of one form about one thing: the draft, and what lies beside it."""
        return self.filter(form=form, about=str(about))

    def standing(self) -> "DraftQuerySet":
        """The drafts themselves."""
        return self.filter(ANYWHERE)

    def beside(self) -> "DraftQuerySet":
        """What another device wrote on from an older version, oldest first."""
        return self.filter(BESIDE).order_by("begun_at", "pk")


class Draft(models.Model):
    """The unsent words of one form, of one person. No history is kept of it.

    words: by name of field a text, or a list of texts where several may be chosen. version counts
    the changes that were kept. device: a random name that a browser made for itself; which: what
    sort of device; turn: which of its changes this is, the later the higher. When two devices of one author wrote on from the same version, the later words
    are a row of their own beside the draft, one for each device, until the author has chosen.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    form = models.CharField("which form", max_length=60)
    about = models.CharField("about what", max_length=60, blank=True)
    words = models.JSONField("what is written so far", default=dict)
    version = models.PositiveIntegerField("how often changed", default=1)
    device = models.CharField("written on", max_length=36, blank=True)
    turn = models.BigIntegerField("which change of the device", default=0)
    which = models.CharField("kind of device", max_length=20, blank=True)
    is_beside = models.BooleanField("beside the draft", default=False)
    active_seconds = models.PositiveIntegerField("seconds of writing", default=0)
    begun_at = models.DateTimeField("begun")
    saved_at = models.DateTimeField("saved")

    objects = DraftQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "form", "about"], condition=ANYWHERE, name="one_draft_of_a_form"
            ),
            models.UniqueConstraint(
                fields=["user", "form", "about", "device"],
                condition=BESIDE,
                name="one_draft_beside_of_a_device",
            ),
            models.CheckConstraint(condition=~Q(form=""), name="draft_is_of_a_form"),
            models.CheckConstraint(condition=Q(version__gte=1), name="draft_has_a_version"),
            models.CheckConstraint(
                condition=LessThanOrEqual(
                    Length(Cast(F("words"), models.TextField())), MOST_CHARACTERS
                ),
                name="draft_is_of_a_length",
            ),
        ]

    def __str__(self) -> str:
        return f"Draft of {self.form}"

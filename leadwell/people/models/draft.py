"""What somebody has begun to write and not sent: theirs alone, by the database's own wall."""

from django.db import models
from django.db.models import Q

from leadwell.accounts.models import User


class Draft(models.Model):
    """The unsent words of one form, of one person. No history is kept of it."""

    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    form = models.CharField("which form", max_length=60)
    about = models.CharField("about what", max_length=60, blank=True)
    words = models.JSONField("what is written so far", default=dict)
    saved_at = models.DateTimeField("saved")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "form", "about"], name="one_draft_of_a_form"),
            models.CheckConstraint(condition=~Q(form=""), name="draft_is_of_a_form"),
        ]

    def __str__(self) -> str:
        return f"Draft of {self.form}"

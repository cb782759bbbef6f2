"""That words were taken out of a note because they were for the safeguarding lead: never which."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.functions import TransactionNow
from django.db import models
from django.db.models import Q

from leadwell.deliver.models.note import Note
from leadwell.people.models import Person


class NotePurge(models.Model):
    """Which sections of a note were emptied, when and by whom. Added, and never changed.

    followed: the purge of another note of the school that had the same words, where that one took
    these out. written_at: by the database's clock. `deliver_purge` takes out words for a row of its own
    transaction alone.
    """

    class Section(models.TextChoices):
        PURPOSE = "purpose", "What the visit was for"
        SEEN = "seen", "What was seen"
        STRENGTHS = "strengths", "Strengths"
        ADAPTATIONS = "adaptations", "What was adapted"
        REASONS = "reasons", "Why something stands at its colour"
        READINESS = "readiness", "What has changed at the school"
        ANSWERS = "answers", "How earlier actions and the last task go"
        AGREED = "agreed", "The actions agreed, and what comes next"
        RISK = "risk", "What the hub must know"
        SAID = "said", "Comments, what was added, and what the school sees differently"
        FILES = "files", "What is attached"

    note = models.ForeignKey(Note, models.PROTECT, related_name="purges")
    sections = ArrayField(models.CharField(max_length=11, choices=Section), verbose_name="where")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField("when")
    followed = models.ForeignKey(
        "self", models.PROTECT, related_name="+", null=True, blank=True, editable=False
    )
    written_at = models.DateTimeField("written", db_default=TransactionNow(), editable=False)

    class Meta:
        ordering = ["note_id", "at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(sections=[])
                & Q(
                    sections__contained_by=[
                        "purpose", "seen", "strengths", "adaptations", "reasons", "readiness",
                        "answers", "agreed", "risk", "said", "files",
                    ]
                ),
                name="purge_says_where",
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"Words taken out, {self.at:%Y-%m-%d}"

    @property
    def sections_said(self) -> list[str]:
        return [self.Section(section).label for section in self.sections]

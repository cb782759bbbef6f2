"""Why a warning about a design was passed over: one sentence for each."""

from django.db import models
from django.db.models import Q

from leadwell.audit.history import tracked
from leadwell.programmes.models.programme import Programme


@tracked
class WarningAnswer(models.Model):
    """What was said to a warning. about: what was warned of, such as the day; when that changes,
    the answer no longer counts and the warning asks again."""

    class Kind(models.TextChoices):
        STARTS = "starts", "It starts far from 1 September"
        ENDS = "ends", "It does not end from June to August"
        TEST_WEEK = "test_week", "Much is asked in the half-term of the Key Stage 2 tests"
        SHORT = "short", "A half-term is short for what is asked in it"
        FULL = "full", "A half-term is full"
        TIGHT = "tight", "An aim is due before results can show it"
        STRANDS = "strands", "Many strands"
        LOAD = "load", "A half-term asks much of a school"
        TOGETHER = "together", "Strands begin in the same half-term"
        LATE = "late", "A strand begins after the programme has ended"
        SPECIALISTS = "specialists", "Specialists have too few days"

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="warning_answers")
    warning = models.CharField("warning", max_length=12, choices=Kind)
    about = models.CharField("about", max_length=80, blank=True)
    answer = models.CharField("why it is so all the same", max_length=300)

    class Meta:
        ordering = ["programme", "warning", "about"]
        constraints = [
            models.UniqueConstraint(
                "programme", "warning", "about", name="warning_is_answered_once"
            ),
            models.CheckConstraint(condition=~Q(answer=""), name="warning_is_answered_in_words"),
        ]

    def __str__(self) -> str:
        return f"{self.get_warning_display()}: {self.answer}"

"""What was promised, as rows made when it was promised, with a due day that does not drift."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q

from leadwell.audit.history import tracked
from leadwell.programmes.models.enrolment import Enrolment


class ObligationQuerySet(models.QuerySet["Obligation"]):
    def open(self) -> Self:
        return self.filter(met_on=None, skipped_because="")

    def late_on(self, on: date) -> Self:
        return self.open().filter(due_on__lt=on)


@tracked
class Obligation(models.Model):
    """One thing a school, a specialist or the programme has to do by a day."""

    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="obligations")
    kind = models.CharField("what", max_length=40)
    detail = models.CharField("of which", max_length=120, blank=True)
    due_on = models.DateField("due")
    met_on = models.DateField("done", null=True, blank=True)
    skipped_because = models.CharField("why it was skipped", max_length=200, blank=True)

    objects = ObligationQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        indexes = [
            models.Index(
                fields=["due_on"],
                condition=Q(met_on=None, skipped_because=""),
                name="obligation_open_by_day",
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "kind", "detail", "due_on"], name="obligation_is_made_once"
            ),
            models.CheckConstraint(condition=~Q(kind=""), name="obligation_is_of_a_kind"),
            models.CheckConstraint(
                condition=Q(met_on=None) | Q(skipped_because=""),
                name="obligation_is_done_or_skipped",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} by {self.due_on}"

    def state_on(self, on: date) -> str:
        """ "done", "skipped", "late" or "due"."""
        if self.met_on:
            return "done"
        if self.skipped_because:
            return "skipped"
        return "late" if self.due_on < on else "due"

"""What was promised, as rows made when it was promised, with a due day that does not drift."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q

from leadwell.audit.history import tracked
from leadwell.programmes.models.enrolment import Enrolment

PROMISED = {
    "memorandum_signed": "Signatures of the school",
    "reaffirm_memorandum": "The new head stands by the memorandum",
    "governors_report": "A written report to governors, each term",
    "launch": "Launch",
    "briefing": "Briefing for senior leaders, each term",
    "relaunch": "Launch anew, in the second year",
    "release": "Subject leader and deputy released",
    "focus_pupils": "Three pupils chosen, under codes",
    "last_claims": "Last claims, each with what it was for",
    "money_lapses": "Money that was not claimed lapses",
    "school_plan": "Written into the school improvement plan",
    "sustainability_plan": "Sustainability plan",
    "follow_up": "How it went since, each year of follow-up",
    "plan_review": "Look at the plan",
    "first_contact": "First contact",
    "mid_review": "Review at the middle",
    "handover_visit": "Visit together, who goes and who follows",
    "end_evaluation": "Evaluation by the host head",
}
"""What the floors above promise, by the code of its kind, as people read it everywhere."""


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

    @property
    def called(self) -> str:
        """Its kind in words."""
        called = PROMISED.get(self.kind) or self.kind.replace("_", " ")
        return called[:1].upper() + called[1:]

    @property
    def what(self) -> str:
        """As it is read among others: what, and of which."""
        return f"{self.called}: {self.detail}" if self.detail else self.called

    def state_on(self, on: date) -> str:
        """ "done", "skipped", "late" or "due"."""
        if self.met_on:
            return "done"
        if self.skipped_because:
            return "skipped"
        return "late" if self.due_on < on else "due"

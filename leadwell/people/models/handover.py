"""When a key person changes: who, when, and what is still to do."""

from django.db import models
from django.db.models import F, Q

from leadwell.audit.history import tracked
from leadwell.people.models.person import Person
from leadwell.people.models.role import Role, RoleHeld


@tracked
class Handover(models.Model):
    """One person following another in a role, on a day."""

    leaving = models.OneToOneField(RoleHeld, models.PROTECT, related_name="handed_to")
    coming = models.OneToOneField(
        RoleHeld, models.PROTECT, related_name="taken_from", null=True, blank=True
    )
    opened_at = models.DateTimeField("opened")
    closed_at = models.DateTimeField("closed", null=True, blank=True)

    class Meta:
        ordering = ["-opened_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(coming=None) | ~Q(coming=F("leaving")), name="nobody_follows_themselves"
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None) | Q(closed_at__gte=F("opened_at")),
                name="handover_closes_after_it_opens",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.leaving}, handed over"


@tracked
class HandoverStep(models.Model):
    """One thing to do in a handover, by whom and by when."""

    class Kind(models.TextChoices):
        CALL = "call", "Thirty-minute handover call with the specialist or hub lead"
        BRIEF = "brief", "Read “your school so far”"
        REAFFIRM = "reaffirm", "Confirm the school’s agreement"
        READINESS = "readiness", "Look again at how ready the school is"
        RISK = "risk", "Note the change as a risk"
        PLAN = "plan", "Trim the plan if there is less time for it"
        GOVERNORS = "governors", "Tell the governors"
        VISIT = "visit", "Visit the school together, the one who leaves and the one who follows"
        CLAIMS = "claims", "Say which claims are under way and which are still to be made"

    handover = models.ForeignKey(Handover, models.CASCADE, related_name="steps")
    kind = models.CharField("what", max_length=10, choices=Kind)
    for_role = models.CharField("whose", max_length=13, choices=Role)
    due_on = models.DateField("due")
    done_at = models.DateTimeField("done", null=True, blank=True)
    done_by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True, blank=True)

    class Meta:
        ordering = ["handover", "due_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["handover", "kind"], name="step_is_listed_once"),
            models.CheckConstraint(
                condition=Q(done_at=None, done_by=None)
                | Q(done_at__isnull=False, done_by__isnull=False),
                name="step_is_done_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()

"""What somebody decided about who is one school. It goes before what files say."""

from collections.abc import Iterable
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Greatest, Least
from django.utils import timezone

LONGEST_REASON = 500


class IdentityDecisionQuerySet(models.QuerySet["IdentityDecision"]):
    def in_force(self) -> Self:
        return self.filter(taken_back_at=None)

    def parting(self) -> Self:
        return self.filter(is_one_school=False)

    def about(self, urns: Iterable[int]) -> Self:
        """With either of its URNs among these."""
        known = list(urns)
        return self.filter(Q(old_urn__in=known) | Q(new_urn__in=known))


class IdentityDecision(models.Model):
    """Two URNs are one school, or are not, because somebody says so. Never deleted: taken back.

    decided_as, taken_back_as: the role the person had then, which is what pages show of them.
    """

    class Role(models.TextChoices):
        ADMINISTRATOR = "administrator", "The administrator"

    old_urn = models.PositiveIntegerField("URN before")
    new_urn = models.PositiveIntegerField("URN after")
    is_one_school = models.BooleanField("they are one school")
    reason = models.CharField("why", max_length=LONGEST_REASON)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    decided_as = models.CharField("in which role", max_length=20, choices=Role)
    decided_at = models.DateTimeField("when")
    taken_back_because = models.CharField("why taken back", max_length=LONGEST_REASON, blank=True)
    taken_back_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )
    taken_back_as = models.CharField(
        "taken back in which role", max_length=20, choices=Role, blank=True
    )
    taken_back_at = models.DateTimeField("taken back", null=True)

    objects = IdentityDecisionQuerySet.as_manager()

    class Meta:
        ordering = ["-decided_at", "-pk"]
        indexes = [
            models.Index(fields=["old_urn"], name="decision_by_urn_before"),
            models.Index(fields=["new_urn"], name="decision_by_urn_after"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(old_urn=F("new_urn")), name="a_decision_is_about_two_urns"
            ),
            models.CheckConstraint(condition=Q(reason__regex=r"\S"), name="a_decision_says_why"),
            models.CheckConstraint(
                condition=Q(decided_as="administrator")
                & Q(taken_back_as__in=["", "administrator"]),
                name="decision_role_is_known",
            ),
            models.CheckConstraint(
                condition=Q(
                    taken_back_at=None, taken_back_by=None, taken_back_as="", taken_back_because=""
                )
                | (
                    Q(taken_back_at__gte=F("decided_at"), taken_back_by__isnull=False)
                    & Q(taken_back_because__regex=r"\S")
                    & ~Q(taken_back_as="")
                ),
                name="a_decision_taken_back_says_by_whom_and_why",
            ),
            models.UniqueConstraint(
                Least("old_urn", "new_urn"),
                Greatest("old_urn", "new_urn"),
                condition=Q(taken_back_at=None),
                name="one_decision_in_force_for_a_pair",
            ),
            models.UniqueConstraint(
                "old_urn",
                condition=Q(taken_back_at=None, is_one_school=True),
                name="one_urn_follows_another_by_decision",
            ),
            models.UniqueConstraint(
                "new_urn",
                condition=Q(taken_back_at=None, is_one_school=True),
                name="a_urn_follows_one_other_by_decision",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.old_urn} and {self.new_urn}: {self.verdict}"

    @property
    def verdict(self) -> str:
        return "one school" if self.is_one_school else "not one school"

    @property
    def sentence(self) -> str:
        """Who decided what, when and why, for everybody to read."""
        return (
            f"{self.get_decided_as_display()} decided on "
            f"{timezone.localtime(self.decided_at):%-d %B %Y} that {self.old_urn} and "
            f"{self.new_urn} are {self.verdict}, because: {self.reason}"
        )

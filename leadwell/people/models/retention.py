"""Changes of the rules that say how long things are kept, and what falls due by them."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Length, Trim
from django.db.models.lookups import GreaterThanOrEqual

from leadwell.accounts.models import User

SHORTEST_REASON = 10
"""Letters."""


class RuleChange(models.Model):
    """One version of one rule after the first, which is the default. Never edited: changed again.

    rule: its key in retention.yaml. version: 2 and on.
    """

    rule = models.CharField("rule", max_length=40)
    version = models.PositiveIntegerField("version")
    months = models.PositiveIntegerField("months kept")
    because = models.TextField("why", max_length=1000)
    changed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    changed_at = models.DateTimeField("changed")

    class Meta:
        ordering = ["rule", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["rule", "version"],
                name="rule_has_one_change_of_a_version",
                violation_error_message="Somebody else has just changed this rule. Look again.",
            ),
            models.CheckConstraint(
                condition=Q(months__gte=1, version__gte=2), name="rule_keeps_a_month_at_least"
            ),
            models.CheckConstraint(
                condition=GreaterThanOrEqual(Length(Trim("because")), SHORTEST_REASON),
                name="rule_is_changed_with_a_reason",
                violation_error_message="Say why, in at least 10 letters.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule}, version {self.version}"


class Forecast(models.Model):
    """What falls due, as last night worked it out: one row, written anew each night."""

    made_on = models.DateField("worked out")
    n_due = models.PositiveIntegerField("rows due")
    n_soon = models.PositiveIntegerField("rows due within thirty days more")

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="forecast_is_one_row")]

    def __str__(self) -> str:
        return f"Forecast of {self.made_on}"

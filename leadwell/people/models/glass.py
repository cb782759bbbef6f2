"""When who looks after the installation looked behind the glass: why, from when to when."""

from datetime import timedelta

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Coalesce, Length, Trim
from django.db.models.lookups import GreaterThanOrEqual

from leadwell.accounts.models import User

HOUR = timedelta(minutes=60)
SHORTEST_REASON = 20
"""Letters."""


class Span(Func):
    """From one moment to just before another."""

    function = "tstzrange"
    output_field = DateTimeRangeField()


class BrokenGlass(models.Model):
    """One hour in which an administrator reads everything and changes nothing."""

    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    reason = models.TextField("why", max_length=1000)
    begins_at = models.DateTimeField("from")
    ends_at = models.DateTimeField("to")
    ended_at = models.DateTimeField("ended before", null=True)
    told = ArrayField(models.BigIntegerField(), verbose_name="persons who were told")

    class Meta:
        ordering = ["-begins_at", "-pk"]
        verbose_name_plural = "broken glass"
        constraints = [
            models.CheckConstraint(
                condition=GreaterThanOrEqual(Length(Trim("reason")), SHORTEST_REASON),
                name="broken_glass_has_a_reason",
                violation_error_message="Say why, in at least 20 letters.",
            ),
            models.CheckConstraint(
                condition=Q(ends_at=F("begins_at") + HOUR), name="broken_glass_lasts_an_hour"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__range=(F("begins_at"), F("ends_at"))),
                name="broken_glass_ends_within_its_hour",
            ),
            models.CheckConstraint(condition=~Q(told=[]), name="broken_glass_is_told_to_somebody"),
            ExclusionConstraint(
                name="broken_glass_is_broken_once_at_a_time",
                expressions=[
                    ("user", RangeOperators.EQUAL),
                    (Span("begins_at", Coalesce("ended_at", "ends_at")), RangeOperators.OVERLAPS),
                ],
                violation_error_message="You have broken the glass already.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.reason[:60]}"

    @property
    def until(self) -> object:
        return self.ended_at or self.ends_at

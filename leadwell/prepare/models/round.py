"""A round that was planned: who might go to which school, all at once. It assigns nobody."""

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from leadwell.people.models import Person
from leadwell.prepare.models.deployment import Deployment
from leadwell.prepare.models.specialist import Specialist
from leadwell.programmes.models import Enrolment, Hub, Programme


class RoundState(models.TextChoices):
    WAITING = "waiting", "Waits for its turn"
    RUNNING = "running", "Being worked out"
    DONE = "done", "Worked out"
    STOPPED = "stopped", "Stopped"
    REFUSED = "refused", "Nothing to propose"


UNDER_WAY = (RoundState.WAITING, RoundState.RUNNING)


class PlannedRoundQuerySet(models.QuerySet["PlannedRound"]):
    def under_way(self) -> Self:
        return self.filter(state__in=UNDER_WAY)


class PlannedRound(models.Model):
    """Somebody asked who might go where in one academic year: how far it is, and how good it is.

    hub: whose schools and specialists alone are meant; None for the whole programme. usual_days:
    for a school of which nothing is agreed. value, by_hand: what the proposal is worth, and what
    choosing the best pair first would be; bound: what no assignment is above (all in the points of
    matching, and 100 for each school that gets somebody). seconds: of work.
    """

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="rounds")
    hub = models.ForeignKey(Hub, models.PROTECT, related_name="rounds", null=True, blank=True)
    first_day = models.DateField("from when")
    usual_days = models.DecimalField(
        "days for a school that has none agreed", max_digits=4, decimal_places=2
    )
    state = models.CharField("state", max_length=7, choices=RoundState, default=RoundState.WAITING)
    progress = models.CharField("how far", max_length=200, blank=True)
    is_to_stop = models.BooleanField("somebody asked to stop it", default=False)
    refusal = models.CharField("why nothing is proposed", max_length=300, blank=True)
    value = models.FloatField("worth of what is proposed", null=True)
    bound = models.FloatField("worth that no assignment is above", null=True)
    by_hand = models.FloatField("worth of the best pair first", null=True)
    n_by_hand = models.PositiveIntegerField("schools served by the best pair first", null=True)
    seconds = models.FloatField("seconds of work", null=True)
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField("asked")
    ended_at = models.DateTimeField("ended", null=True)

    objects = PlannedRoundQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "hub"],
                condition=Q(state__in=["waiting", "running"]),
                nulls_distinct=False,
                name="round_is_planned_once_at_a_time",
                violation_error_message="It is being worked out already.",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "running"], ended_at=None, refusal="", value=None)
                | Q(
                    state="done", ended_at__isnull=False, refusal="", value__isnull=False,
                    bound__gte=F("value"), by_hand__isnull=False, seconds__isnull=False,
                    n_by_hand__isnull=False,
                )
                | Q(state="stopped", ended_at__isnull=False, refusal="", value=None)
                | (Q(state="refused", ended_at__isnull=False, value=None) & ~Q(refusal="")),
                name="round_ends_with_a_proposal_or_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(usual_days__gt=0, usual_days__lte=60),
                name="school_usually_has_one_to_sixty_days",
                violation_error_message="Write a number of days, up to 60.",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"Round of {self.hub or self.programme}"

    def get_absolute_url(self) -> str:
        return reverse("prepare:round", args=[self.pk])

    @property
    def is_under_way(self) -> bool:
        return self.state in UNDER_WAY

    @property
    def gap(self) -> float:
        """How much better another assignment could be at most, as a share."""
        if self.value is None or not self.bound:
            return 0.0
        return max(0.0, 1 - self.value / self.bound)


class PlannedSchool(models.Model):
    """One school of a round. are_agreed: whether its days are, or are those that are usual.

    now: who is sent there today, agreement: by which agreement, where there is one. options: everybody who could go, each
    as [number of the specialist, points, points that the sum falls by at least, minutes or None].
    parts: of the points of whoever is proposed: [what, points, of how many, why].
    """

    planned = models.ForeignKey(PlannedRound, models.CASCADE, related_name="schools")
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="+")
    days = models.DecimalField("days", max_digits=5, decimal_places=2)
    are_agreed = models.BooleanField("the days are agreed")
    now = models.ForeignKey(Specialist, models.PROTECT, related_name="+", null=True)
    agreement = models.ForeignKey(Deployment, models.PROTECT, related_name="+", null=True)
    proposed = models.ForeignKey(Specialist, models.PROTECT, related_name="+", null=True)
    options = models.JSONField("who could go", default=list)
    parts = models.JSONField("why", default=list)

    class Meta:
        ordering = ["planned", "enrolment__school__name", "pk"]
        constraints = [
            models.UniqueConstraint("planned", "enrolment", name="school_is_once_in_a_round"),
            models.CheckConstraint(
                condition=Q(proposed=None, parts=[]) | (Q(proposed__isnull=False) & ~Q(parts=[])),
                name="who_is_proposed_is_so_for_reasons",
            ),
            models.CheckConstraint(
                condition=Q(agreement=None) | Q(now__isnull=False),
                name="agreement_is_with_who_is_sent",
            ),
            models.CheckConstraint(
                condition=Q(days__gte=0), name="school_wants_no_fewer_than_no_days"
            ),
        ]

    def __str__(self) -> str:
        return str(self.enrolment.standing_school)


class PlannedSpecialist(models.Model):
    """One specialist of a round. left: days they have for it, with those by which they are sent to
    one of its schools today."""

    planned = models.ForeignKey(PlannedRound, models.CASCADE, related_name="specialists")
    specialist = models.ForeignKey(Specialist, models.PROTECT, related_name="+")
    left = models.DecimalField("days left", max_digits=5, decimal_places=2)

    class Meta:
        ordering = ["planned", "specialist__person__name", "pk"]
        constraints = [
            models.UniqueConstraint("planned", "specialist", name="specialist_is_once_in_a_round"),
            models.CheckConstraint(condition=Q(left__gte=0), name="nobody_has_fewer_than_no_days"),
        ]

    def __str__(self) -> str:
        return str(self.specialist)

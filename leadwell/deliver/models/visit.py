"""A specialist's visit to a school: when, how long, what for, and how often it was put off."""

from decimal import Decimal
from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from leadwell.audit.history import tracked
from leadwell.lib import codes
from leadwell.people.models import Person
from leadwell.programmes.models import Enrolment
from leadwell.web.templatetags.leadwell import day_and_year

LENGTHS = {
    Decimal("0.25"): "A quarter of a day",
    Decimal("0.50"): "Half a day",
    Decimal("0.75"): "Three quarters of a day",
    Decimal("1.00"): "A day",
    Decimal("1.25"): "A day and a quarter",
    Decimal("1.50"): "A day and a half",
    Decimal("1.75"): "A day and three quarters",
    Decimal("2.00"): "Two days",
}
"""How long a visit can be, in days."""
ELSEWHERE = (
    "The specialist has another visit that day at that time. Choose another day, or say at what "
    "time each begins."
)


class Side(models.TextChoices):
    """The two that agree on a day: who comes (or whoever plans for them), and the school."""

    SPECIALIST = "specialist", "The specialist"
    SCHOOL = "school", "The school"


class VisitQuerySet(models.QuerySet["Visit"]):
    def to_come(self) -> Self:
        """Neither happened nor cancelled: on a day to come, or nobody has said yet."""
        return self.filter(state__in=[Visit.State.PLANNED, Visit.State.CONFIRMED])

    def with_places(self) -> Self:
        """The school, the programme and the specialist at hand."""
        return self.select_related(
            "enrolment__school__continued_by", "enrolment__programme", "specialist", "planned_by"
        )


@tracked
class Visit(models.Model):
    """One visit of one specialist. sent_id: of the form it came from, so that it is made once.

    planned_by: None for those planned before that was kept. day_set_by: the side that chose the day
    it is on now; the other one confirms it.
    """

    class State(models.TextChoices):
        PLANNED = "planned", "Planned"
        CONFIRMED = "confirmed", "Confirmed"
        HAPPENED = "happened", "Happened"
        CANCELLED = "cancelled", "Cancelled"

    sent_id = models.UUIDField("form it came from", unique=True, editable=False)
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="visits")
    specialist = models.ForeignKey(Person, models.PROTECT, related_name="visits")
    planned_by = models.ForeignKey(
        Person, models.PROTECT, related_name="+", null=True, blank=True, editable=False
    )
    on = models.DateField("day")
    day_set_by = models.CharField(
        "which side chose the day",
        max_length=10,
        choices=Side,
        default=Side.SPECIALIST,
        editable=False,
    )
    starts_at = models.TimeField("from", null=True, blank=True)
    days = models.DecimalField(
        "how long", max_digits=3, decimal_places=2, choices=LENGTHS, default=Decimal("0.50")
    )
    purpose = models.CharField("what for", max_length=200, blank=True)
    purpose_by = models.ForeignKey(
        Person, models.PROTECT, related_name="+", null=True, blank=True, editable=False
    )
    state = models.CharField("state", max_length=9, choices=State, default=State.PLANNED)
    cancelled_because = models.CharField("why it was cancelled", max_length=200, blank=True)

    objects = VisitQuerySet.as_manager()

    class Meta:
        ordering = ["on", F("starts_at").asc(nulls_first=True), "pk"]
        indexes = [models.Index(fields=["on", "state"], name="visit_by_day")]
        constraints = [
            models.CheckConstraint(
                condition=Q(days__in=list(LENGTHS)),
                name="visit_is_a_quarter_to_two_days_long",
                violation_error_message="A visit is a quarter of a day to two days long.",
            ),
            models.UniqueConstraint(
                fields=["specialist", "on", "starts_at"],
                condition=~Q(state="cancelled"),
                nulls_distinct=False,
                name="specialist_is_at_one_visit_at_a_time",
                violation_error_message=ELSEWHERE,
            ),
            models.CheckConstraint(
                condition=Q(day_set_by__in=Side.values), name="visit_day_is_set_by_a_side"
            ),
            models.CheckConstraint(
                condition=(Q(state="cancelled") & ~Q(cancelled_because=""))
                | (~Q(state="cancelled") & Q(cancelled_because="")),
                name="visit_that_is_cancelled_has_a_reason",
                violation_error_message="Say why the visit is cancelled.",
            ),
            models.CheckConstraint(
                condition=Q(purpose="", purpose_by=None)
                | (~Q(purpose="") & Q(purpose_by__isnull=False)),
                name="visit_purpose_is_somebodys",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment.standing_school}, {day_and_year(self.on)}"

    def get_absolute_url(self) -> str:
        return reverse("deliver:visit", args=[self.pk])

    @property
    def is_to_come(self) -> bool:
        """Neither happened nor cancelled."""
        return self.state in {self.State.PLANNED, self.State.CONFIRMED}


class Postponement(models.Model):
    """A visit put off from one day to another, by which side and why. Never changed."""

    visit = models.ForeignKey(Visit, models.PROTECT, related_name="postponements")
    from_day = models.DateField("from")
    to_day = models.DateField("to")
    side = models.CharField("who put it off", max_length=10, choices=Side)
    reason = models.CharField("why", max_length=16)
    said_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    said_at = models.DateTimeField("said")

    class Meta:
        ordering = ["visit", "said_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(to_day=F("from_day")),
                name="postponement_is_to_another_day",
                violation_error_message="Choose another day than the one it was on.",
            ),
            models.CheckConstraint(
                condition=Q(side__in=["specialist", "school"]) & ~Q(reason=""),
                name="postponement_says_who_and_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{day_and_year(self.from_day)} to {day_and_year(self.to_day)}"

    def clean(self) -> None:
        """A reason is one of those that could be given on the day it was said."""
        try:
            codes.said("postponed_reason", self.reason, on=self.said_at.date())
        except codes.NotACode as error:
            raise ValidationError({"reason": "Choose one of the reasons."}) from error

    @property
    def why(self) -> str:
        """The reason in words, as the list of codes had it on that day."""
        return codes.said("postponed_reason", self.reason, on=self.said_at.date())

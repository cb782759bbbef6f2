"""A school's part in a programme: the record nearly everything else hangs on."""

from datetime import date
from typing import Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from leadwell.audit.history import tracked
from leadwell.lib import codes
from leadwell.programmes.models.programme import Organisation, Programme
from leadwell.schools.models import School
from leadwell.schools.models.spans import DaySpan


@tracked
class Hub(models.Model):
    """Schools of a programme that meet and are looked after together."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="hubs")
    name = models.CharField("name", max_length=80)
    led_by = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", null=True, blank=True
    )

    class Meta:
        ordering = ["programme", "name"]
        constraints = [
            models.UniqueConstraint(
                "programme",
                "name",
                name="one_hub_of_a_name_in_a_programme",
                violation_error_message="This programme has a hub of that name.",
            ),
            # What enrolments refer to, so that a hub is always one of their own programme's.
            models.UniqueConstraint(fields=["id", "programme"], name="hub_of_its_programme"),
            models.CheckConstraint(condition=~Q(name=""), name="hub_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("reporting:hub", args=[self.pk])


class EnrolmentQuerySet(models.QuerySet["Enrolment"]):
    def open_on(self, on: date) -> Self:
        return self.filter(Q(left_on=None) | Q(left_on__gte=on), joined_on__lte=on)

    def of_schools(self, school_ids: list[int]) -> Self:
        """Of these standing schools, under whichever of their earlier rows they joined."""
        rows = School.objects.lives_of(school_ids)
        return self.filter(school__in=rows.order_by())


@tracked
class Enrolment(models.Model):
    """One school in one programme, from the day it joined to the day it left.

    work_agreed_on: since when both sides have agreed what each of them does. Until then, and after
    what was agreed has ended, nobody works in the school: see people.running.rules.may_work_at.
    """

    class Part(models.TextChoices):
        TARGET = "target", "Target school"
        PARTNER = "partner", "Partner school"

    class WhyLeft(models.TextChoices):
        LEADERSHIP = "leadership", "Change of leadership"
        CAPACITY = "capacity", "Capacity"
        OTHER_INITIATIVE = "initiative", "Another initiative"
        STRUCTURE = "structure", "Structural change"
        NO_FIT = "no_fit", "No fit"
        DISSATISFACTION = "dissatisfaction", "Dissatisfaction"
        FUNDING = "funding", "Funding"
        COMPLETED = "completed", "The programme ended"

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="enrolments")
    school = models.ForeignKey(School, models.PROTECT, related_name="enrolments")
    hub = models.ForeignKey(Hub, models.PROTECT, related_name="enrolments", null=True, blank=True)
    part = models.CharField("takes part as", max_length=7, choices=Part, default=Part.TARGET)
    joined_on = models.DateField("joined")
    left_on = models.DateField("last day", null=True, blank=True)
    why_left = models.CharField("why it left", max_length=16, choices=WhyLeft, blank=True)
    days_agreed = models.DecimalField(
        "days of support agreed", max_digits=5, decimal_places=2, null=True, blank=True
    )
    work_agreed_on = models.DateField("work agreed on", null=True, blank=True, editable=False)

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        ordering = ["programme", "school__name", "pk"]
        constraints = [
            ExclusionConstraint(
                name="school_is_once_in_a_programme_at_a_time",
                expressions=[
                    ("programme", RangeOperators.EQUAL),
                    ("school", RangeOperators.EQUAL),
                    (DaySpan("joined_on", "left_on"), RangeOperators.OVERLAPS),
                ],
                violation_error_message="This school is in the programme already.",
            ),
            models.CheckConstraint(
                condition=Q(left_on=None) | Q(left_on__gte=F("joined_on")),
                name="school_leaves_after_it_joins",
                violation_error_message="The last day is before the day it joined.",
            ),
            models.CheckConstraint(
                condition=Q(left_on=None, why_left="")
                | (Q(left_on__isnull=False) & ~Q(why_left="")),
                name="school_that_leaves_has_a_reason",
                violation_error_message="Say why the school leaves.",
            ),
            models.CheckConstraint(
                condition=Q(days_agreed=None) | Q(days_agreed__gte=0),
                name="school_is_agreed_no_fewer_days_than_none",
                violation_error_message="Write the days agreed as a number, such as 6 or 7.5.",
            ),
            # What deployments refer to, so that they name the enrolment's own school.
            models.UniqueConstraint(fields=["id", "school"], name="enrolment_of_its_school"),
        ]

    def __str__(self) -> str:
        return f"{self.school} in {self.programme}"

    def get_absolute_url(self) -> str:
        return reverse("people:enrolment", args=[self.pk])

    @property
    def standing_school(self) -> School:
        """The school as it is now; the one that joined may since have become an academy."""
        return self.school.continued_by or self.school

    def clean(self) -> None:
        """A reason is one of those that could be given on the day, whatever was before or after."""
        if self.left_on and self.why_left:
            try:
                codes.said("withdrawal_reason", self.why_left, on=self.left_on)
            except codes.NotACode as error:
                message = "This reason could not be given on that day. Choose another."
                raise ValidationError({"why_left": message}) from error

    # In the place of Django's own, which know only the codes of now: a code says what it said on
    # its day, however the list has changed since.
    def get_part_display(self) -> str:  # type: ignore[no-redef]
        return codes.said("part", self.part, on=self.joined_on)

    def get_why_left_display(self) -> str:  # type: ignore[no-redef]
        if self.left_on is None:
            return ""
        return codes.said("withdrawal_reason", self.why_left, on=self.left_on)

    def is_open_on(self, on: date) -> bool:
        return self.joined_on <= on and (self.left_on is None or on <= self.left_on)


class ImplementationStage(models.TextChoices):
    """The Education Endowment Foundation's four."""

    EXPLORE = "explore", "Explore"
    PREPARE = "prepare", "Prepare"
    DELIVER = "deliver", "Deliver"
    SUSTAIN = "sustain", "Sustain"


class StageSpanQuerySet(models.QuerySet["StageSpan"]):
    def live_on(self, on: date) -> Self:
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=on), starts_on__lte=on)


@tracked
class StageSpan(models.Model):
    """How far a school is with putting it into practice, and since when."""

    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="stages")
    stage = models.CharField("implementation stage", max_length=7, choices=ImplementationStage)
    starts_on = models.DateField("from")
    ends_on = models.DateField("to", null=True, blank=True)

    objects = StageSpanQuerySet.as_manager()

    class Meta:
        ordering = ["enrolment", "starts_on"]
        constraints = [
            ExclusionConstraint(
                name="school_is_in_one_stage_at_a_time",
                expressions=[
                    ("enrolment", RangeOperators.EQUAL),
                    (DaySpan("starts_on", "ends_on"), RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="stage_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_stage_display()} from {self.starts_on}"

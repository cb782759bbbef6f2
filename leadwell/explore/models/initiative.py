"""What else asks something of a school's staff: initiatives that are not run here."""

from datetime import date
from typing import ClassVar, Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper
from django.urls import reverse

from leadwell.audit.history import tracked
from leadwell.explore.models.candidate import Candidate
from leadwell.people.models import Person
from leadwell.schools.models import School
from leadwell.schools.models.spans import DaySpan


class InitiativeQuerySet(models.QuerySet["Initiative"]):
    def counted(self) -> Self:
        """All but those that were entered by mistake."""
        return self.exclude(state=Initiative.State.MISTAKE)

    def to_answer(self) -> Self:
        """Declared by a programme that chooses the school, which has said nothing of it yet."""
        return self.filter(heard_for__isnull=False, answered_on=None)

    def open_on(self, on: date) -> Self:
        """Going on that day or to come: what somebody says to be the whole list."""
        return self.filter(state=Initiative.State.OPEN, ends_on__gte=on)

    def at_schools(self, school_ids: list[int]) -> Self:
        """Of these standing schools, under whichever of their earlier rows it was declared."""
        rows = School.objects.lives_of(school_ids)
        return self.filter(school__in=rows.order_by())


@tracked
class Initiative(models.Model):
    """One thing outside this installation that asks days of a school's staff.

    staff_days: of everybody together, from its first day to its last as planned. ended_on: its
    last day where it ended before that.

    heard_for: for which candidate a programme declared it that was choosing the school; told_by,
    told_on: from whom it heard of it. answered_by, answered_on: who of the school first put it
    right, or said that the list is whole; from then on it is the school's to change.
    """

    class Funder(models.TextChoices):
        SCHOOL = "school", "The school itself"
        TRUST = "trust", "Its own trust"
        COUNCIL = "council", "A council or a diocese"
        GOVERNMENT = "government", "The Department, or a fund of the government"
        CHARITY = "charity", "A charity or foundation"
        OTHER = "other", "Somebody else outside the school"

    OUTSIDE = (Funder.COUNCIL, Funder.GOVERNMENT, Funder.CHARITY, Funder.OTHER)
    """Those by whom it is an externally funded improvement project."""

    class State(models.TextChoices):
        OPEN = "open", "Going on, or to come"
        ENDED = "ended", "Ended early"
        MISTAKE = "mistake", "Entered by mistake"

    school = models.ForeignKey(School, models.PROTECT, related_name="initiatives")
    name = models.CharField("name", max_length=120)
    subject = models.CharField("subject", max_length=60)
    funder = models.CharField("who pays for it", max_length=10, choices=Funder)
    n_staff = models.PositiveSmallIntegerField("staff who take part")
    staff_days = models.DecimalField(
        "days asked of them altogether", max_digits=6, decimal_places=2
    )
    starts_on = models.DateField("first day")
    ends_on = models.DateField("last day")
    state = models.CharField("state", max_length=7, choices=State, default=State.OPEN)
    ended_on = models.DateField("ended on", null=True, blank=True)
    declared_on = models.DateField("declared on")
    declared_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    heard_for = models.ForeignKey(
        Candidate, models.PROTECT, related_name="heard", null=True, blank=True
    )
    told_by = models.CharField("who said so, or where it is written", max_length=200, blank=True)
    told_on = models.DateField("when", null=True, blank=True)
    answered_by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True, blank=True)
    answered_on = models.DateField("answered on", null=True, blank=True)

    refused_by_trigger: ClassVar[dict[str, str]] = {
        "initiative_is_heard_of_once_the_head_knows": (
            "The head of the school has not been told that it was put forward."
        ),
        "initiative_heard_of_stays_as_it_was_told": "From whom it was heard stays as it was written.",
    }

    objects = InitiativeQuerySet.as_manager()

    class Meta:
        ordering = ["starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(subject=""), name="initiative_says_what_it_is"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="initiative_ends_after_it_starts",
                violation_error_message="The last day is before the first.",
            ),
            models.CheckConstraint(
                condition=Q(n_staff__range=(1, 500)),
                name="initiative_asks_somebody",
                violation_error_message="Write how many staff take part: 1 at least, 500 at most.",
            ),
            models.CheckConstraint(
                condition=Q(staff_days__gte=0),
                name="initiative_asks_no_fewer_days_than_none",
                violation_error_message="Write the days as a number, such as 6 or 7.5.",
            ),
            models.CheckConstraint(
                condition=Q(state="ended", ended_on__isnull=False)
                & Q(ended_on__gte=F("starts_on"), ended_on__lt=F("ends_on"))
                | Q(state__in=["open", "mistake"], ended_on=None),
                name="initiative_that_ended_early_has_a_day",
                violation_error_message=(
                    "Choose a day from its first one on, before the last day that is planned."
                ),
            ),
            models.CheckConstraint(
                condition=Q(funder__in=[
                    "school", "trust", "council", "government", "charity", "other"
                ]),
                name="initiative_is_paid_for_by_somebody_known",
            ),
            models.CheckConstraint(
                condition=Q(heard_for=None, told_by="", told_on=None)
                | (
                    Q(heard_for__isnull=False, told_on__isnull=False, told_on__lte=F("declared_on"))
                    & ~Q(told_by="")
                ),
                name="initiative_heard_of_says_from_whom_and_when",
                violation_error_message="Say who said so, and when: not on a day to come.",
            ),
            models.CheckConstraint(
                condition=Q(answered_by=None, answered_on=None)
                | Q(answered_by__isnull=False, answered_on__isnull=False, heard_for__isnull=False),
                name="initiative_is_answered_where_it_was_heard_of",
            ),
            ExclusionConstraint(
                name="initiative_is_declared_once",
                expressions=[
                    ("school", RangeOperators.EQUAL),
                    (Upper("name"), RangeOperators.EQUAL),
                    (DaySpan("starts_on", "ends_on"), RangeOperators.OVERLAPS),
                ],
                condition=~Q(state="mistake"),
                violation_error_message=(
                    "An initiative of this name is in the list for some of these days."
                ),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("explore:asked", args=[self.standing_school.urn])

    @property
    def standing_school(self) -> School:
        """The school as it is now; the one it was declared of may have become an academy."""
        return self.school.continued_by or self.school

    @property
    def is_paid_from_outside(self) -> bool:
        return self.funder in self.OUTSIDE

    @property
    def is_to_answer(self) -> bool:
        """Whether a programme declared it, and nobody of the school has said anything of it."""
        return self.heard_for_id is not None and self.answered_on is None

    @property
    def last_on(self) -> date:
        """The last day on which it asks anything."""
        return self.ended_on or self.ends_on


class InitiativesAnswer(models.Model):
    """On this day somebody said that the list of a school's other initiatives is whole.

    Added, and never changed. n_listed: how many were going on or to come that day; 0 where it was
    said that there are none, which an empty list alone does not say.
    """

    school = models.ForeignKey(School, models.PROTECT, related_name="initiatives_answers")
    n_listed = models.PositiveSmallIntegerField("initiatives listed")
    said_on = models.DateField("said on")
    said_by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    refused_by_trigger: ClassVar[dict[str, str]] = {
        "answer_is_about_what_is_listed": "The list has changed meanwhile. Look at it again.",
    }

    class Meta:
        ordering = ["-said_on", "-pk"]
        indexes = [models.Index(fields=["school", "-said_on"], name="initiatives_answer_newest")]

    def __str__(self) -> str:
        return f"{self.n_listed or 'none'} on {self.said_on}"

    @property
    def said_none(self) -> bool:
        return self.n_listed == 0

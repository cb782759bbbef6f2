"""A programme asks schools whether they would like to take part, and what their heads say to it."""

from datetime import datetime, time
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from leadwell.audit.history import tracked
from leadwell.explore.models.candidate import Candidate
from leadwell.people.models import Person
from leadwell.programmes.models import Programme
from leadwell.schools.models import School

CLOSES_AT = time(17)
"""Of its last day, by the clock on the wall."""


class InterestState(models.TextChoices):
    """How far a school is with its answer."""

    OPEN = "open", "Invited"
    DRAFT = "draft", "Being written"
    SUBMITTED = "submitted", "Sent"
    WITHDRAWN = "withdrawn", "Withdrawn"
    ASSESSED = "assessed", "Readiness assessed"


UNSENT = (InterestState.OPEN, InterestState.DRAFT)


@tracked
class InterestCall(models.Model):
    """The one call of a programme. closes_on: its last day. answer_by: when schools hear."""

    programme = models.OneToOneField(Programme, models.PROTECT, related_name="interest_call")
    closes_on = models.DateField("closes on")
    answer_by = models.DateField("schools hear by")
    opened_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField("opened")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(answer_by__gte=F("closes_on")),
                name="schools_hear_after_the_call_closes",
                violation_error_message="Schools cannot hear before the call closes.",
            )
        ]

    def __str__(self) -> str:
        return f"Call for {self.programme}"

    def get_absolute_url(self) -> str:
        return reverse("explore:call", args=[self.programme.code])

    @property
    def closes_at(self) -> datetime:
        return timezone.make_aware(datetime.combine(self.closes_on, CLOSES_AT))

    def is_open_at(self, at: datetime) -> bool:
        """Up to five o'clock, and at five no more."""
        return at < self.closes_at


class InterestQuerySet(models.QuerySet["Interest"]):
    def at_hand(self) -> Self:
        """With all that a line says of it."""
        return self.select_related(
            "school__continued_by", "school__trust", "school__local_authority", "call__programme",
            "candidate", "worded_by",
        )  # fmt: skip

    def of_call(self, call: InterestCall) -> Self:
        return self.filter(call=call)

    def unsent(self) -> Self:
        return self.filter(state__in=UNSENT)


@tracked
class Interest(models.Model):
    """One school's answer to a call, from being invited on.

    words: as saved at the school so far, for its head and senior leaders, by name of field;
    version counts how often. What was sent is a row of its own. candidate: what came of it.
    """

    call = models.ForeignKey(InterestCall, models.PROTECT, related_name="interests")
    school = models.ForeignKey(School, models.PROTECT, related_name="interests")
    state = models.CharField(
        "state", max_length=9, choices=InterestState, default=InterestState.OPEN
    )
    since = models.DateTimeField("since")
    invited_at = models.DateTimeField("invited")
    invited_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    n_letters = models.PositiveSmallIntegerField("times written to", default=1)
    written_to_at = models.DateTimeField("last written to")
    words = models.JSONField("what is written so far", default=dict, blank=True)
    version = models.PositiveIntegerField("how often saved", default=0)
    worded_by = models.ForeignKey(
        Person, models.PROTECT, related_name="+", null=True, blank=True, verbose_name="saved by"
    )
    worded_at = models.DateTimeField("saved", null=True, blank=True)
    because = models.CharField("why not", max_length=300, blank=True)
    candidate = models.ForeignKey(
        Candidate, models.PROTECT, related_name="interests", null=True, blank=True
    )

    objects = InterestQuerySet.as_manager()

    class Meta:
        ordering = ["call", "school__name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["call", "school"],
                name="school_is_invited_once",
                violation_error_message="This school is invited already.",
            ),
            models.CheckConstraint(
                condition=Q(state__in=InterestState.values), name="interest_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(version=0, worded_by=None, worded_at=None)
                | Q(version__gt=0, worded_by__isnull=False, worded_at__isnull=False),
                name="interest_is_saved_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["submitted", "assessed"])
                | Q(candidate__isnull=False, words={}),
                name="interest_that_was_sent_is_a_candidate",
            ),
            models.CheckConstraint(
                condition=Q(state="withdrawn") | Q(because=""),
                name="reason_is_of_an_interest_withdrawn",
            ),
            models.CheckConstraint(
                condition=Q(state="withdrawn", words={}) | ~Q(state="withdrawn"),
                name="interest_withdrawn_keeps_no_draft",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.standing_school}, {self.call.programme}"

    def get_absolute_url(self) -> str:
        return reverse("explore:interest", args=[self.pk])

    @property
    def standing_school(self) -> School:
        """The school as it is now; the one invited may since have become an academy."""
        return self.school.continued_by or self.school

    @property
    def programme(self) -> Programme:
        return self.call.programme


class SentInterest(models.Model):
    """What a head sent and signed. Never changed.

    hours: a week for which the subject lead can be released. can_decide: on what the working party
    may decide by itself. others: other initiatives as they were listed then. chair_told_on: None
    where the chair of governors does not know yet. sha256: of all this as it stood on the page.
    """

    class Decides(models.TextChoices):
        TIMETABLE = "timetable", "Timetable"
        RESOURCES = "resources", "Resources"
        STAFFING = "staffing", "Staffing time"

    class Share(models.TextChoices):
        TEACHERS = "teachers", "Teachers’ assessments by year group"
        TESTS = "tests", "Results of the tests you use, by year group"
        ATTENDANCE = "attendance", "Attendance by year group"
        SURVEY = "survey", "Staff’s answers to a short survey"
        BOOKS = "books", "Books and lessons, looked at together"
        NOTHING = "nothing", "None of these yet"

    interest = models.OneToOneField(Interest, models.PROTECT, related_name="sent")
    why = models.CharField("why this, why now", max_length=600)
    hoped = models.CharField("outcomes hoped for", max_length=400)
    in_plan = models.CharField("in the improvement plan now", max_length=300)
    plan_reference = models.CharField("where in the plan", max_length=60)
    subject_lead = models.CharField("subject lead", max_length=120)
    deputy = models.CharField("who deputises", max_length=120, blank=True)
    leader = models.CharField("senior leader", max_length=120)
    working_party = models.CharField("working party", max_length=300)
    can_decide = ArrayField(
        models.CharField(max_length=9, choices=Decides), verbose_name="it may decide on",
        default=list, blank=True,
    )  # fmt: skip
    others = models.JSONField("other initiatives then", default=list, blank=True)
    hours = models.DecimalField("hours a week", max_digits=4, decimal_places=2)
    days_not = models.CharField("days that do not suit", max_length=200, blank=True)
    access_needs = models.CharField("access needs", max_length=200, blank=True)
    shares = ArrayField(
        models.CharField(max_length=10, choices=Share), verbose_name="can be shared"
    )
    chair_told_on = models.DateField("chair of governors told on", null=True, blank=True)
    is_late = models.BooleanField("after the call had closed", default=False)
    statement = models.CharField("what was signed", max_length=600)
    sha256 = models.CharField("hash of what was signed", max_length=64)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    authenticated_at = models.DateTimeField("identity shown at")
    at = models.DateTimeField("signed")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(why="") & ~Q(hoped="") & ~Q(in_plan="") & ~Q(plan_reference="")
                & ~Q(subject_lead="") & ~Q(leader="") & ~Q(working_party=""),
                name="interest_sent_says_all_it_has_to",
            ),
            models.CheckConstraint(
                condition=Q(hours__range=(0, 40)),
                name="interest_offers_hours_within_a_week",
                violation_error_message="Write hours a week, such as 1 or 2.5.",
            ),
            models.CheckConstraint(condition=~Q(shares=[]), name="interest_says_what_is_shared"),
            models.CheckConstraint(
                condition=Q(authenticated_at__lte=F("at")), name="interest_is_signed_by_somebody_fresh"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"Sent on {self.at:%Y-%m-%d}"

    @property
    def hours_said(self) -> str:
        """ "1.5", "10"."""
        return f"{self.hours.normalize():f}"

    @property
    def decides(self) -> list[str]:
        return [self.Decides(code).label for code in self.can_decide]

    @property
    def shared(self) -> list[str]:
        return [self.Share(code).label for code in self.shares]

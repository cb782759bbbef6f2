"""What went wrong with data, near misses included, and complaints about how data are used."""

from datetime import UTC, date, datetime, timedelta

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from leadwell.accounts.models import User
from leadwell.audit.history import tracked
from leadwell.people.models.person import Person
from leadwell.schools.models import School

TO_DECIDE = timedelta(hours=72)
"""UK GDPR, Article 33: from knowing of it to telling the Information Commissioner."""

TO_ACKNOWLEDGE = timedelta(days=30)
"""Data Protection Act 2018, section 164A, from 19 June 2026."""


@tracked
class Breach(models.Model):
    """Data lost, seen or changed by who should not, or nearly so."""

    class Decision(models.TextChoices):
        REPORTED = "reported", "Told to the Information Commissioner"
        NO_NEED = "no_need", "Not to be told: a risk to people is unlikely"

    class Told(models.TextChoices):
        YES = "yes", "The people were told"
        NO_NEED = "no_need", "The people need not be told: no high risk"

    what = models.TextField("what happened", max_length=4000)
    found_at = models.DateTimeField("found")
    is_near_miss = models.BooleanField("it was a near miss", default=False)
    school = models.ForeignKey(
        School, models.PROTECT, related_name="+", null=True, blank=True, verbose_name="school"
    )
    whose = models.CharField("whose data", max_length=200, blank=True)
    n_people = models.PositiveIntegerField("how many people", null=True, blank=True)
    has_children = models.BooleanField("children are among them", default=False)
    likely_harm = models.TextField("likely harm", max_length=2000, blank=True)
    contained = models.TextField("how it was contained", max_length=2000, blank=True)
    decision = models.CharField("decision", max_length=8, choices=Decision, blank=True)
    decided_at = models.DateTimeField("decided", null=True, blank=True, editable=False)
    decided_because = models.TextField("why", max_length=2000, blank=True)
    people_told = models.CharField("were they told", max_length=7, choices=Told, blank=True)
    lessons = models.TextField("what is done differently now", max_length=2000, blank=True)
    closed_at = models.DateTimeField("closed", null=True, blank=True, editable=False)
    told = ArrayField(models.BigIntegerField(), verbose_name="officers who were told", default=list)
    reported_by = models.ForeignKey(User, models.PROTECT, related_name="+", editable=False)
    reported_at = models.DateTimeField("reported here", editable=False)

    class Meta:
        ordering = ["-found_at", "-pk"]
        verbose_name_plural = "breaches"
        constraints = [
            models.CheckConstraint(condition=~Q(what=""), name="breach_says_what_happened"),
            models.CheckConstraint(
                condition=Q(found_at__lte=F("reported_at")),
                name="breach_is_found_before_it_is_reported",
                violation_error_message="It cannot be found later than now.",
            ),
            models.CheckConstraint(
                condition=Q(decision="", decided_at=None, decided_because="", people_told="")
                | (
                    ~Q(decision="")
                    & Q(decided_at__isnull=False)
                    & ~Q(decided_because="")
                    & ~Q(people_told="")
                ),
                name="breach_is_decided_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None) | (~Q(decision="") & ~Q(lessons="")),
                name="breach_is_closed_once_decided_with_what_was_learnt",
            ),
        ]

    def __str__(self) -> str:
        return f"{'Near miss' if self.is_near_miss else 'Breach'} {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("people:breach", args=[self.pk])

    @property
    def due_at(self) -> datetime:
        """By when it is to be decided whether the Information Commissioner is told."""
        # In UTC: added to London's own time, the night the clocks change would count for nothing.
        return self.found_at.astimezone(UTC) + TO_DECIDE

    def hours_left(self, at: datetime) -> int:
        """Whole hours; below zero once it is late."""
        return (self.due_at - at) // timedelta(hours=1)


@tracked
class Complaint(models.Model):
    """That somebody is not content with how data about them are used."""

    class Outcome(models.TextChoices):
        UPHELD = "upheld", "They are right"
        PARTLY = "partly", "They are right in part"
        NOT_UPHELD = "not_upheld", "They are not right"
        WITHDRAWN = "withdrawn", "Withdrawn"

    what = models.TextField("what about", max_length=4000)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True, blank=True)
    complainant = models.CharField("who complains, if not here", max_length=200, blank=True)
    received_on = models.DateField("received")
    acknowledged_on = models.DateField("acknowledged", null=True, blank=True)
    progress = models.TextField("how it goes", max_length=2000, blank=True)
    outcome = models.CharField("outcome", max_length=10, choices=Outcome, blank=True)
    outcome_note = models.TextField("what was done", max_length=2000, blank=True)
    closed_on = models.DateField("closed", null=True, blank=True)
    logged_by = models.ForeignKey(User, models.PROTECT, related_name="+", editable=False)
    logged_at = models.DateTimeField("written down", editable=False)

    class Meta:
        ordering = ["-received_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(what=""), name="complaint_says_what_about"),
            models.CheckConstraint(
                condition=Q(person__isnull=False) | ~Q(complainant=""),
                name="complaint_is_somebodys",
                violation_error_message="Say who complains.",
            ),
            models.CheckConstraint(
                condition=Q(acknowledged_on=None) | Q(acknowledged_on__gte=F("received_on")),
                name="complaint_is_acknowledged_after_it_came",
                violation_error_message="That is before the complaint came.",
            ),
            models.CheckConstraint(
                condition=Q(closed_on=None, outcome="")
                | (~Q(outcome="") & ~Q(outcome_note="") & Q(closed_on__gte=F("acknowledged_on"))),
                name="complaint_is_closed_with_an_outcome",
            ),
        ]

    def __str__(self) -> str:
        return f"Complaint {self.pk} by {self.person or self.complainant}"

    def get_absolute_url(self) -> str:
        return reverse("people:complaint", args=[self.pk])

    @property
    def due_on(self) -> date:
        """By when it is to be acknowledged."""
        return self.received_on + TO_ACKNOWLEDGE

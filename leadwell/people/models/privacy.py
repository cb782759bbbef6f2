"""What a data protection officer keeps: requests with their clock, and who was forgotten."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from leadwell.accounts.models import User
from leadwell.audit.history import tracked
from leadwell.people.models.person import Person
from leadwell.schools.models import School


@tracked
class SubjectRequest(models.Model):
    """What somebody asks about data that tell about them, or about a child of theirs.

    A colleague is a person here. A child is not: only the school can tell which code stands for
    whom, so the request names the school, and goes there.
    """

    class Kind(models.TextChoices):
        ACCESS = "access", "A copy of what is held"
        ERASURE = "erasure", "To be forgotten"
        RECTIFICATION = "rectification", "To have something put right"
        RESTRICTION = "restriction", "To have something not used for now"
        OBJECTION = "objection", "To object to a use"

    class Outcome(models.TextChoices):
        DONE = "done", "Done as asked"
        PARTLY = "partly", "Done in part"
        REFUSED = "refused", "Refused"
        WITHDRAWN = "withdrawn", "Withdrawn"
        PASSED_ON = "passed_on", "Passed on to the school"

    kind = models.CharField("what is asked", max_length=13, choices=Kind)
    person = models.ForeignKey(
        Person, models.PROTECT, related_name="+", null=True, blank=True, verbose_name="about whom"
    )
    school = models.ForeignKey(
        School,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name="about a pupil of",
    )
    asker = models.CharField("who asks, if somebody else", max_length=120, blank=True)
    received_on = models.DateField("received")
    extended_on = models.DateField("extended", null=True, blank=True)
    extended_because = models.TextField("why it takes longer", max_length=1000, blank=True)
    answered_on = models.DateField("answered", null=True, blank=True)
    outcome = models.CharField("what came of it", max_length=9, choices=Outcome, blank=True)
    outcome_note = models.TextField("why, or what was done", max_length=2000, blank=True)
    logged_by = models.ForeignKey(User, models.PROTECT, related_name="+", editable=False)
    logged_at = models.DateTimeField("written down", editable=False)

    class Meta:
        ordering = ["-received_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    kind__in=["access", "erasure", "rectification", "restriction", "objection"]
                ),
                name="request_is_of_a_kind",
            ),
            models.CheckConstraint(
                condition=Q(person=None, school__isnull=False)
                | Q(person__isnull=False, school=None),
                name="request_is_about_a_colleague_or_a_pupil",
                violation_error_message="Say whom it is about: somebody here, or a pupil of a "
                "school.",
            ),
            models.CheckConstraint(
                condition=Q(extended_on=None, extended_because="")
                | (Q(extended_on__isnull=False) & ~Q(extended_because="")),
                name="request_is_extended_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(answered_on=None, outcome="")
                | (Q(answered_on__gte=F("received_on")) & ~Q(outcome="")),
                name="request_is_answered_after_it_came",
                violation_error_message="The answer is before the request.",
            ),
            models.UniqueConstraint(
                fields=["person", "kind"],
                condition=Q(answered_on=None),
                name="one_open_request_of_a_kind",
                violation_error_message="A request of this kind by this person is open already.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.about}"

    def get_absolute_url(self) -> str:
        return reverse("people:request", args=[self.pk])

    @property
    def about(self) -> str:
        return str(self.person) if self.person else f"a pupil of {self.school}"


@tracked
class ClockPause(models.Model):
    """Days on which the clock of a request stands: until who asks has answered us."""

    class Why(models.TextChoices):
        IDENTITY = "identity", "Until we know that it is they who ask"
        CLARIFICATION = "clarification", "Until they say what they mean"

    request = models.ForeignKey(SubjectRequest, models.PROTECT, related_name="pauses")
    why = models.CharField("why", max_length=13, choices=Why)
    begins_on = models.DateField("asked")
    ends_on = models.DateField("answered", null=True, blank=True)

    class Meta:
        ordering = ["begins_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("begins_on")),
                name="pause_ends_after_it_begins",
                violation_error_message="The answer is before the question.",
            ),
            models.UniqueConstraint(
                fields=["request"], condition=Q(ends_on=None), name="clock_is_paused_once_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return self.get_why_display()

    @property
    def days(self) -> tuple[str, date, date | None]:
        return self.why, self.begins_on, self.ends_on


class Erasure(models.Model):
    """That somebody was forgotten: what went and what stayed, and no name.

    Numbers without foreign keys: the list outlives a restore, which may not know the rows. `person`
    and `made_at` together say who, since a number may be given anew after a restore.
    """

    person = models.BigIntegerField("number of the person")
    made_at = models.DateTimeField("when the person was added", null=True)
    request = models.BigIntegerField("number of the request", null=True)
    erased_at = models.DateTimeField("erased")
    by_user = models.BigIntegerField("account of who erased", null=True)
    lines = models.JSONField("what was done, table by table", default=list)
    again_at = models.DateTimeField("done again after a restore", null=True)

    class Meta:
        ordering = ["-erased_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "made_at"], nulls_distinct=False, name="a_person_is_erased_once"
            )
        ]

    def __str__(self) -> str:
        return f"Erasure {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("people:erasure", args=[self.pk])

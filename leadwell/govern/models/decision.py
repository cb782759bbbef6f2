"""What a board decided about a school: who sees to it, by when, and what came of it."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from leadwell.audit.history import tracked
from leadwell.deliver.models import Note
from leadwell.govern.models.board import Board
from leadwell.people.models import Person
from leadwell.prepare.models import AgreedAction
from leadwell.programmes.models import Enrolment
from leadwell.schools.models import School


class DecisionState(models.TextChoices):
    """How far a decision is. That it is late follows from its day."""

    OPEN = "open", "Open"
    DONE = "done", "Done"
    WITHDRAWN = "withdrawn", "Withdrawn"


class Result(models.TextChoices):
    """How the board came to it."""

    UNANIMOUS = "unanimous", "Agreed unanimously"
    MAJORITY = "majority", "Agreed by a majority"
    NOT_AGREED = "not_agreed", "Not agreed"


AGREED = (Result.UNANIMOUS, Result.MAJORITY)


class DecisionQuerySet(models.QuerySet["Decision"]):
    def open(self) -> Self:
        return self.filter(state=DecisionState.OPEN)

    def waiting(self) -> Self:
        """For somebody at the school to agree what the board asks for."""
        return self.open().exclude(asks_for="").filter(action=None)

    def with_names(self) -> Self:
        """The school, the programme and the owner at hand: what a list says."""
        return self.select_related(
            "enrolment__school__continued_by", "enrolment__programme", "owner"
        )


@tracked
class Decision(models.Model):
    """One decision about one school.

    note, about: what it stands on: the released note and the agreed action that were before the
    board, where there were such. asks_for: what the school and its specialist are asked to agree;
    action: what they agreed. outcome: what came of it. is_published: open to the school.
    """

    board = models.ForeignKey(Board, models.PROTECT, related_name="decisions")
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="decisions")
    note = models.ForeignKey(
        Note, models.PROTECT, related_name="decisions", null=True, blank=True,
        verbose_name="note it stands on",
    )  # fmt: skip
    about = models.ForeignKey(
        AgreedAction, models.PROTECT, related_name="raised", null=True, blank=True,
        verbose_name="agreed action it is about",
    )  # fmt: skip
    text = models.CharField("what was decided", max_length=400)
    options = models.CharField("options considered", max_length=600)
    result = models.CharField("result", max_length=10, choices=Result)
    owner = models.ForeignKey(
        Person, models.PROTECT, related_name="+", verbose_name="who sees to it"
    )
    due_on = models.DateField("by when")
    is_published = models.BooleanField("published to the school", default=False)
    asks_for = models.CharField("what the school is asked to agree", max_length=200, blank=True)
    action = models.OneToOneField(
        AgreedAction, models.PROTECT, related_name="decided", null=True, blank=True,
        verbose_name="action agreed for it",
    )  # fmt: skip
    decided_on = models.DateField("decided on")
    decided_by = models.ForeignKey(
        Person, models.PROTECT, related_name="+", verbose_name="recorded by"
    )
    state = models.CharField(
        "how far", max_length=9, choices=DecisionState, default=DecisionState.OPEN
    )
    ended_on = models.DateField("done or withdrawn on", null=True, blank=True)
    outcome = models.CharField("what came of it", max_length=400, blank=True)
    withdrawn_because = models.CharField("why it was withdrawn", max_length=200, blank=True)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        ordering = ["-decided_on", "-pk"]
        indexes = [
            models.Index(fields=["due_on"], condition=Q(state="open"), name="decision_open_by_day"),
            models.Index(fields=["enrolment", "-decided_on"], name="decision_of_school_by_day"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(text="") & ~Q(options=""), name="decision_says_what_of_what"
            ),
            models.CheckConstraint(
                condition=Q(result__in=Result.values, state__in=DecisionState.values),
                name="decision_has_codes_that_are_known",
            ),
            models.CheckConstraint(
                condition=Q(due_on__gte=F("decided_on")),
                name="decision_is_due_after_it_is_made",
                violation_error_message="The day is before the decision. Choose a later one.",
            ),
            models.CheckConstraint(
                condition=Q(state="open", ended_on=None)
                | (~Q(state="open") & Q(ended_on__isnull=False, ended_on__gte=F("decided_on"))),
                name="decision_ends_when_it_is_done_or_withdrawn",
            ),
            models.CheckConstraint(
                condition=(Q(state="done") & ~Q(outcome="")) | (~Q(state="done") & Q(outcome="")),
                name="decision_that_is_done_says_what_came_of_it",
                violation_error_message="Say what came of it.",
            ),
            models.CheckConstraint(
                condition=(Q(state="withdrawn") & ~Q(withdrawn_because=""))
                | (~Q(state="withdrawn") & Q(withdrawn_because="")),
                name="decision_that_is_withdrawn_has_a_reason",
                violation_error_message="Say why it is withdrawn.",
            ),
            models.CheckConstraint(
                condition=Q(asks_for="", action=None) | ~Q(asks_for="") & Q(is_published=True)
                & Q(result__in=AGREED),
                name="decision_that_asks_the_school_is_known_to_it",
                violation_error_message="Whoever is to agree an action has to know the decision: "
                "publish it, or ask for none.",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.text

    def get_absolute_url(self) -> str:
        return reverse("reporting:decision", args=[self.pk])

    @property
    def school(self) -> School:
        return self.enrolment.standing_school

    @property
    def is_open(self) -> bool:
        return self.state == DecisionState.OPEN

    @property
    def is_waiting(self) -> bool:
        """For an action to be agreed at the school."""
        return self.is_open and bool(self.asks_for) and self.action_id is None

    def is_late_on(self, on: date) -> bool:
        return self.is_open and self.due_on < on


class DeclaredInterest(models.Model):
    """A member who had an interest in a decision, and had no part in it. Added, never changed."""

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="interests")
    member = models.ForeignKey(Person, models.PROTECT, related_name="+")
    nature = models.CharField("what kind", max_length=150)

    class Meta:
        ordering = ["decision", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["decision", "member"], name="interest_is_declared_once"
            ),
            models.CheckConstraint(condition=~Q(nature=""), name="interest_says_what_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.member}: {self.nature}"

"""What was agreed at a school: one list of actions, whatever form each of them came from."""

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from leadwell.audit.history import tracked
from leadwell.lib import codes
from leadwell.people.models import Person
from leadwell.programmes.models import Enrolment
from leadwell.schools.models import School
from leadwell.web.templatetags.leadwell import day_and_year


class State(models.TextChoices):
    """How far an action is. That it is late follows from its day."""

    NOT_STARTED = "not_started", "Not started"
    IN_PROGRESS = "in_progress", "In progress"
    DONE = "done", "Done, evidence still to come"
    EVIDENCED = "evidenced", "Done"
    DROPPED = "dropped", "Dropped"


OPEN = (State.NOT_STARTED, State.IN_PROGRESS)
FINISHED = (State.DONE, State.EVIDENCED)
MOST_DAYS, MOST_GBP = 40, 50_000
"""That one action can need: no half-term has more days."""


class Effect(models.TextChoices):
    """What was seen of an action some time after it was done."""

    NONE_YET = "none_yet", "None yet"
    SOME = "some", "Some"
    CLEAR = "clear", "Clear"
    UNCLEAR = "unclear", "Unclear"


class Origin(models.TextChoices):
    """The form in which it was agreed."""

    PLAN = "plan", "Plan"
    VISIT = "visit", "Visit"
    WALK = "walk", "Enquiry walk"
    BOARD = "board", "Board"
    GOVERNOR = "governor", "Governors"
    CLUSTER = "cluster", "Cluster meeting"


class AgreedActionQuerySet(models.QuerySet["AgreedAction"]):
    def open(self) -> Self:
        return self.filter(state__in=OPEN)

    def at_school(self, school: School) -> Self:
        """Of a standing school, in all its programmes and under all its earlier rows."""
        return self.filter(enrolment__in=Enrolment.objects.of_schools([school.pk]).order_by())


@tracked
class AgreedAction(models.Model):
    """One thing that one person does at a school by a day.

    passed_from, passed_on: whose it was before their role ended, while it is still with whom it
    came to then. ended_on: the day it was done or dropped. support: codes of the list `support_tool`.
    support_days, cover_days, cost_gbp: what it needs, None where nobody has said.
    """

    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="actions")
    what = models.CharField(
        "what is done", max_length=200, help_text="Begin with a verb: plan, teach, watch, ask."
    )
    owner = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="who does it")
    passed_from = models.ForeignKey(
        Person, models.PROTECT, related_name="+", null=True, blank=True, editable=False
    )
    passed_on = models.DateField("came on", null=True, blank=True, editable=False)
    due_on = models.DateField("by when")
    support = ArrayField(
        models.CharField(max_length=20), verbose_name="support that goes with it", default=list,
        blank=True,
    )  # fmt: skip
    support_days = models.DecimalField(
        "days of a specialist’s support", max_digits=4, decimal_places=1, null=True, blank=True
    )
    cover_days = models.DecimalField(
        "days of cover", max_digits=4, decimal_places=1, null=True, blank=True
    )
    cost_gbp = models.DecimalField(
        "costs, in pounds", max_digits=8, decimal_places=2, null=True, blank=True
    )
    state = models.CharField("how far", max_length=11, choices=State, default=State.NOT_STARTED)
    ended_on = models.DateField("done or dropped on", null=True, blank=True)
    evidence = models.CharField("how one can see that it is done", max_length=300, blank=True)
    dropped_because = models.CharField("why it was dropped", max_length=200, blank=True)
    effect = models.CharField("effect seen", max_length=8, choices=Effect, blank=True)
    effect_note = models.CharField("what was seen", max_length=200, blank=True)
    effect_said_on = models.DateField("effect said on", null=True, blank=True)
    origin = models.CharField("came from", max_length=8, choices=Origin, default=Origin.PLAN)
    agreed_on = models.DateField("agreed on")
    agreed_by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    objects = AgreedActionQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        indexes = [
            models.Index(fields=["due_on"], condition=Q(state__in=OPEN), name="action_open_by_day")
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(what=""), name="action_says_what"),
            models.CheckConstraint(
                condition=Q(passed_from=None, passed_on=None)
                | Q(passed_from__isnull=False, passed_on__isnull=False)
                & ~Q(passed_from=F("owner")),
                name="action_came_from_somebody_else_on_a_day",
            ),
            models.CheckConstraint(
                condition=Q(state__in=State.values)
                & Q(effect__in=["", *Effect.values])
                & Q(origin__in=Origin.values),
                name="action_has_codes_that_are_known",
            ),
            models.CheckConstraint(
                condition=(Q(support_days=None) | Q(support_days__range=(0, MOST_DAYS)))
                & (Q(cover_days=None) | Q(cover_days__range=(0, MOST_DAYS)))
                & (Q(cost_gbp=None) | Q(cost_gbp__range=(0, MOST_GBP))),
                name="action_needs_what_one_action_can",
                violation_error_message=f"Write days from nought to {MOST_DAYS}, and pounds from "
                f"nought to {MOST_GBP:,}: one action needs no more.",
            ),
            models.CheckConstraint(
                condition=Q(due_on__gte=F("agreed_on")),
                name="action_is_due_after_it_is_agreed",
                violation_error_message="The day is before the action was agreed. Choose a later "
                "one.",
            ),
            models.CheckConstraint(
                condition=Q(state__in=OPEN, ended_on=None)
                | (~Q(state__in=OPEN) & Q(ended_on__isnull=False, ended_on__gte=F("agreed_on"))),
                name="action_ends_when_it_is_done_or_dropped",
            ),
            models.CheckConstraint(
                condition=(Q(state=State.EVIDENCED) & ~Q(evidence=""))
                | (~Q(state=State.EVIDENCED) & Q(evidence="")),
                name="action_with_evidence_is_done",
                violation_error_message="Say how one can see that it is done.",
            ),
            models.CheckConstraint(
                condition=(Q(state=State.DROPPED) & ~Q(dropped_because=""))
                | (~Q(state=State.DROPPED) & Q(dropped_because="")),
                name="action_that_is_dropped_has_a_reason",
                violation_error_message="Say why it is dropped.",
            ),
            models.CheckConstraint(
                condition=Q(effect="", effect_note="", effect_said_on=None)
                | (Q(state__in=FINISHED, effect_said_on__isnull=False) & ~Q(effect="")),
                name="effect_is_of_what_was_done",
                violation_error_message="An effect is seen once the action is done.",
            ),
        ]

    def __str__(self) -> str:
        return self.what

    def get_absolute_url(self) -> str:
        return reverse("prepare:action", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def ending(self) -> str:
        """How it ended, in words: "Done Tue 10 Nov 2026. Evidence: the plan is on the drive"."""
        if not self.ended_on:
            return ""
        verb = "Dropped" if self.state == State.DROPPED else "Done"
        said = (
            f"{verb} {day_and_year(self.ended_on)}",
            self.dropped_because,
            f"Evidence: {self.evidence}" if self.evidence else "",
            f"Effect seen: {self.get_effect_display()}" if self.effect else "",
            self.effect_note,
        )
        return ". ".join(part.rstrip(".") for part in said if part)

    @property
    def support_said(self) -> list[str]:
        """In the words of the day on which it was agreed."""
        return [codes.said("support_tool", code, on=self.agreed_on) for code in self.support]


class ProgressSaid(models.Model):
    """How somebody said that an action goes, on a day. Added, and never changed.

    was: of one that is opened again, the evidence, reason and effect it had, in words.
    """

    class How(models.TextChoices):
        MOVING = "moving", "Moving"
        STUCK = "stuck", "Stuck"
        DONE = "done", "Done"
        DROPPED = "dropped", "Dropped"
        REOPENED = "reopen", "Opened again"

    action = models.ForeignKey(AgreedAction, models.PROTECT, related_name="said")
    said_on = models.DateField("on")
    how = models.CharField("how it goes", max_length=7, choices=How)
    text = models.CharField("in a few words", max_length=150, blank=True)
    was = models.CharField("how it had ended", max_length=600, blank=True)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-said_on", "-pk"]
        verbose_name_plural = "progress said"
        constraints = [
            models.CheckConstraint(
                condition=Q(how__in=["moving", "stuck", "done", "dropped", "reopen"]),
                name="progress_is_said_in_words_that_are_known",
            ),
            models.CheckConstraint(
                condition=Q(how="reopen") & ~Q(text="") & ~Q(was="") | ~Q(how="reopen") & Q(was=""),
                name="action_is_opened_again_for_a_reason",
                violation_error_message="Say why it is opened again.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_how_display()} on {self.said_on}"

"""Whether a school could take the programme on, each time it was asked, and what was waived."""

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from leadwell.explore.models.candidate import Candidate
from leadwell.people.models import Person


class Colour(models.TextChoices):
    GREEN = "green", "Green"
    AMBER = "amber", "Amber"
    RED = "red", "Red"


def said_otherwise(colour: str) -> str:
    """colour: by the rules, where somebody gave another; "" where nobody did."""
    return f"{Colour(colour).label} by the rules, said otherwise" if colour else ""


class AssessmentQuerySet(models.QuerySet["Assessment"]):
    def newest_first(self) -> Self:
        return self.order_by("-at", "-pk")


class Assessment(models.Model):
    """The eight questions answered on a day. Never changed: asked again, it is a row beside it.

    hours: a week the subject lead is released; None where nobody is in post. climate: four
    statements, 1 to 5. others: other initiatives of the year as they were listed then. colour: by
    the rules; findings: why. override: another colour, where somebody said so and why.
    """

    class Leadership(models.TextChoices):
        SECURE = "secure", "In post, and expected to stay through the first year"
        CHANGING = "changing", "In post, and expected to leave within the first year"
        INTERIM = "interim", "An interim head"
        VACANT = "vacant", "No head in post"

    class Inspection(models.TextChoices):
        NOT_DUE = "not_due", "Not expected this year"
        DUE = "due", "Expected this year"

    class Change(models.TextChoices):
        NONE = "none", "None"
        BUILDING = "building", "Building work"
        MERGER = "merger", "A merger"
        ACADEMISATION = "academisation", "Becoming an academy, or another trust"

    candidate = models.ForeignKey(Candidate, models.PROTECT, related_name="assessments")
    leadership = models.CharField("head", max_length=8, choices=Leadership)
    head_called_on = models.DateField("head backed the aims on", null=True, blank=True)
    head_called_by = models.CharField("in a call with", max_length=120, blank=True)
    hours = models.DecimalField(
        "hours a week", max_digits=4, decimal_places=2, null=True, blank=True
    )
    working_party = models.CharField("working party", max_length=300, blank=True)
    has_authority = models.BooleanField("the head confirms that it may decide", default=False)
    others = models.JSONField("other initiatives then", default=list, blank=True)
    inspection = models.CharField("inspection", max_length=7, choices=Inspection)
    change = models.CharField("change to the school", max_length=13, choices=Change)
    capacity = models.CharField("staff, cover, classes", max_length=500, blank=True)
    climate = ArrayField(
        models.PositiveSmallIntegerField(), verbose_name="four statements", default=list, blank=True
    )
    colour = models.CharField("colour", max_length=5, choices=Colour)
    findings = models.JSONField("why", default=list)
    needs_board = models.BooleanField("what is Red is the board's to waive", default=False)
    override = models.CharField("colour instead", max_length=5, choices=Colour, blank=True)
    override_because = models.CharField("why instead", max_length=300, blank=True)
    is_reasked = models.BooleanField("three questions asked anew", default=False)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField("when")

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        ordering = ["candidate", "-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(override="", override_because="")
                | (~Q(override="") & ~Q(override_because="")),
                name="readiness_is_said_otherwise_for_a_reason",
                violation_error_message="Say why the colour is another one.",
            ),
            models.CheckConstraint(
                condition=Q(override="") | ~Q(override=F("colour")),
                name="readiness_is_said_otherwise_or_not_at_all",
                violation_error_message="The rules say this colour already.",
            ),
            models.CheckConstraint(
                condition=Q(hours=None) | Q(hours__range=(0, 40)),
                name="subject_lead_is_released_within_a_week",
                violation_error_message="Write hours a week, such as 1 or 2.5.",
            ),
            models.CheckConstraint(
                condition=Q(climate=[]) | Q(climate__len=4), name="climate_is_four_statements"
            ),
            models.CheckConstraint(
                condition=Q(has_authority=False) | ~Q(working_party=""),
                name="working_party_that_decides_is_named",
                violation_error_message="Say who is in the working party.",
            ),
            models.CheckConstraint(
                condition=Q(head_called_on=None, head_called_by="")
                | (Q(head_called_on__isnull=False) & ~Q(head_called_by="")),
                name="call_with_the_head_was_with_somebody",
                violation_error_message="Say when the call was, and who made it.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.candidate}: {self.get_stands_display()}"

    @property
    def stands(self) -> str:
        """The colour that counts."""
        return self.override or self.colour

    def get_stands_display(self) -> str:
        return Colour(self.stands).label

    @property
    def is_red(self) -> bool:
        """By the rules, whatever colour somebody gave instead; or because somebody said so."""
        return Colour.RED in (self.colour, self.override)

    @property
    def otherwise(self) -> str:
        """That somebody gave another colour than the rules, and which these say; else ""."""
        return said_otherwise(self.colour if self.override else "")

    @property
    def is_backed(self) -> bool:
        return self.head_called_on is not None


class Remedy(models.Model):
    """What goes with one assessment that is Red, so that a place may be offered all the same.

    Never changed. It counts for that assessment and no later one.
    """

    class Kind(models.TextChoices):
        SUPPORT = "support", "Support for leadership"
        WAIVER = "waiver", "Waived by the board"

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="remedies")
    kind = models.CharField("kind", max_length=7, choices=Kind)
    text = models.CharField("what, or why", max_length=500)
    given_by = models.CharField("who gives it", max_length=120, blank=True)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField("when")

    class Meta:
        ordering = ["assessment", "at"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(text=""),
                name="remedy_says_what_it_is",
                violation_error_message="Say what it is.",
            ),
            models.CheckConstraint(
                condition=Q(kind="waiver", given_by="") | (Q(kind="support") & ~Q(given_by="")),
                name="support_is_given_by_somebody",
                violation_error_message="Say who gives the support.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.text}"

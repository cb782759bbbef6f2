"""What is to be different by an end: each aim with its measure, from what to what, by when."""

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from leadwell.audit.history import tracked
from leadwell.programmes import measures
from leadwell.programmes.models.programme import Programme


@tracked
class Aim(models.Model):
    """What is to be different, by when, and by which measure that will be seen.

    measured_by is a key of the closed list in measures.py; `measure` is how the programme says it
    in its own words. n_people: about how many people `baseline` is, so that none is kept about
    few; None where it counts none. The database refuses a day outside the programme and its follow-up.
    """

    class Term(models.TextChoices):
        SHORT = "short", "Short-term"
        LONG = "long", "Long-term"

    class Owner(models.TextChoices):
        """By the codes of roles: whoever holds it when the day comes."""

        PROGRAMME_LEAD = "PL", "Programme lead"
        STRATEGIC_LEAD = "STL", "Strategic lead"
        PROJECT_MANAGER = "PM", "Project manager"
        HUB_LEAD = "HUB", "Hub lead"
        EVALUATOR = "EVAL", "Evaluator"

    refused_by_trigger: ClassVar[dict[str, str]] = {
        "aim_is_within_the_programme": "Choose a day between the start of the programme and the end of its follow-up."
    }

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="aims")
    term = models.CharField("term", max_length=5, choices=Term)
    text = models.CharField("aim", max_length=400)
    measured_by = models.CharField("measure", max_length=60, blank=True)
    measure = models.CharField("measure in your words", max_length=60, blank=True)
    baseline = models.DecimalField("now", max_digits=9, decimal_places=2, null=True, blank=True)
    n_people = models.PositiveSmallIntegerField(
        "about how many people “now” is", null=True, blank=True
    )
    baseline_plan = models.CharField("how “now” will be found", max_length=200, blank=True)
    target = models.DecimalField("target", max_digits=9, decimal_places=2, null=True, blank=True)
    due_on = models.DateField("by")
    owner = models.CharField("who keeps an eye on it", max_length=4, choices=Owner, blank=True)
    source = models.CharField(
        "where its figure comes from", max_length=13, choices=measures.Source, blank=True
    )

    class Meta:
        ordering = ["programme", "due_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="aim_says_something"),
            models.CheckConstraint(
                condition=Q(measured_by__regex=r"^(K[0-9]{2}|[a-z][a-z0-9_]*)?$"),
                name="aim_is_measured_by_a_key",
            ),
            models.CheckConstraint(
                condition=Q(n_people=None) | Q(n_people__gte=1),
                name="aim_is_about_somebody",
                violation_error_message="Write how many it is about: 1 or more.",
            ),
            models.CheckConstraint(
                condition=Q(owner__in=["", "PL", "STL", "PM", "HUB", "EVAL"]),
                name="aim_is_owned_by_a_role",
            ),
            models.CheckConstraint(
                condition=Q(source__in=["", *measures.Source.values]),
                name="aim_has_a_source_of_the_list",
            ),
        ]

    def __str__(self) -> str:
        return self.text

    def clean(self) -> None:
        """The measure is one of the list; the day is one on which somebody still looks."""
        if self.measured_by and self.measured_by not in measures.every():
            raise ValidationError({"measured_by": "Choose a measure of the list."})

    @property
    def known_measure(self) -> measures.Measure | None:
        return measures.every().get(self.measured_by)

    @property
    def is_kpi(self) -> bool:
        """Whether one will know: its measure, its target, who looks, and where "now" comes from."""
        has_start = self.baseline is not None or bool(self.baseline_plan)
        said = self.measured_by and self.owner and self.source and self.target is not None
        return bool(said and has_start)

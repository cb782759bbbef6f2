"""Whether a school meets what the rules of a fund ask for, as it was found on a day."""

from typing import Self

from django.db import models
from django.db.models import Q

from leadwell.explore.models.candidate import Candidate
from leadwell.people.models import Person


class ScreeningQuerySet(models.QuerySet["Screening"]):
    def newest_first(self) -> Self:
        return self.order_by("-at", "-pk")


class Screening(models.Model):
    """What was found by one version of a set of rules. Never changed: screened again, it is a row
    beside this one.

    need: published figures as they were shown then. no_data: why there are none, where so.
    """

    candidate = models.ForeignKey(Candidate, models.PROTECT, related_name="screenings")
    rule_set = models.CharField("rules", max_length=20)
    version = models.PositiveSmallIntegerField("version of the rules")
    is_eligible = models.BooleanField("meets a criterion")
    need = models.JSONField("published figures then", default=list)
    no_data = models.CharField("why there are no figures", max_length=300, blank=True)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField("when")

    objects = ScreeningQuerySet.as_manager()

    class Meta:
        ordering = ["candidate", "-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(need=[]) | ~Q(no_data=""),
                name="screening_has_figures_or_says_why_not",
                violation_error_message="No results are published for this school: say why.",
            ),
            models.CheckConstraint(condition=Q(version__gte=1), name="screening_names_its_rules"),
        ]

    def __str__(self) -> str:
        return f"{self.candidate}: {self.rule_set}, version {self.version}"


class CriterionFound(models.Model):
    """One criterion at one screening, and how it was decided."""

    class How(models.TextChoices):
        PUBLISHED = "published", "From published figures"
        PERSON = "person", "By a person"

    screening = models.ForeignKey(Screening, models.PROTECT, related_name="criteria")
    code = models.CharField("criterion", max_length=30)
    is_met = models.BooleanField("met")
    how = models.CharField("decided", max_length=9, choices=How)
    why = models.TextField("by what", blank=True)

    class Meta:
        ordering = ["screening", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["screening", "code"], name="criterion_is_found_once_at_a_screening"
            ),
            models.CheckConstraint(
                condition=~Q(is_met=True) | ~Q(why=""),
                name="criterion_that_is_met_has_its_source",
                violation_error_message="Say where that is written.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code}: {'met' if self.is_met else 'not met'}"

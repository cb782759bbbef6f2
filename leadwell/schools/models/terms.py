"""Half-terms: of a school where it has its own, else of its local authority."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q

from leadwell.schools.models.register import LocalAuthority, School
from leadwell.schools.models.spans import DaySpan


class HalfTerm(models.Model):
    """The days from one holiday to the next, as a council or a school publishes them."""

    class Term(models.TextChoices):
        AUTUMN = "autumn", "Autumn"
        SPRING = "spring", "Spring"
        SUMMER = "summer", "Summer"

    local_authority = models.ForeignKey(
        LocalAuthority, models.PROTECT, related_name="half_terms", null=True
    )
    school = models.ForeignKey(School, models.PROTECT, related_name="half_terms", null=True)
    academic_year = models.SmallIntegerField("year")
    term = models.CharField("term", max_length=6, choices=Term)
    number = models.PositiveSmallIntegerField("which part of it")
    starts_on = models.DateField("first day")
    ends_on = models.DateField("last day")

    class Meta:
        ordering = ["starts_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(local_authority=None, school__isnull=False)
                | Q(local_authority__isnull=False, school=None),
                name="half_term_is_of_a_council_or_a_school",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="half_term_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=Q(term__in=["autumn", "spring", "summer"]), name="half_term_is_of_a_term"
            ),
            *(
                ExclusionConstraint(
                    name=f"{of}_has_one_half_term_at_a_time",
                    expressions=[
                        (of, RangeOperators.EQUAL),
                        (DaySpan("starts_on", "ends_on"), RangeOperators.OVERLAPS),
                    ],
                )
                for of in ("local_authority", "school")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_term_display()} {self.number}"

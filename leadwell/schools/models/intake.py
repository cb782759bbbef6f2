"""What is read of thousands of published rows at once, narrow: a copy, kept by schools/intake.py."""

from django.db import models
from django.db.models import Q

from leadwell.schools.models.published import PublishedYear
from leadwell.schools.models.register import School


class Intake(models.Model):
    """A school's published row: whether it stands for its year, and what schools are compared by.

    pupils: on roll. fsm6, sen: per cent of the year group. age_7: average points at age 7. result:
    per cent at the expected standard in reading, writing and maths. earlier: mean of the last three
    published results up to this year, right where the row stands. Null where nothing is published.

    Derived, so no constraint guards it: two for each of 18,000 rows would double what it costs.
    """

    row = models.OneToOneField(
        PublishedYear, models.CASCADE, primary_key=True, related_name="intake", db_constraint=False
    )
    school = models.ForeignKey(
        School, models.CASCADE, related_name="intakes", db_constraint=False, db_index=False
    )
    academic_year = models.SmallIntegerField("year", db_index=True)
    urn = models.PositiveIntegerField("URN")
    stands = models.BooleanField("is the school's row of the year")
    is_mainstream = models.BooleanField("published as a mainstream school")
    pupils = models.FloatField("pupils on roll", null=True)
    fsm6 = models.FloatField("per cent disadvantaged", null=True)
    sen = models.FloatField("per cent with SEN", null=True)
    age_7 = models.FloatField("points at age 7", null=True)
    result = models.FloatField("per cent at the expected standard", null=True)
    earlier = models.FloatField("mean of the last three results", null=True)

    class Meta:
        indexes = [
            models.Index(fields=["school", "academic_year"], name="intake_by_school"),
            models.Index(fields=["row"], name="intake_set_aside", condition=Q(stands=False)),
        ]

    def __str__(self) -> str:
        return f"{self.urn} {self.academic_year}"

"""Why a school is asked although much is asked of it already."""

from django.db import models
from django.db.models import Q

from leadwell.people.models import Person
from leadwell.programmes.models import Programme
from leadwell.schools.models import School


class Clash(models.TextChoices):
    """What of other projects makes a school's taking part the board's to allow."""

    NONE = "", "None"
    SAME_SUBJECT = "subject", "Another externally funded project in the same subject"
    TWO_OTHERS = "two", "Two or more other externally funded projects"


class OverloadReason(models.Model):
    """A programme's reason to go on with a school of which much is asked, for its board to read.

    Added, and never changed. load: the highest of its half-terms at that moment, as the radar
    counts it; level and clash as they were then.
    """

    class Level(models.TextChoices):
        GREEN = "green", "Green"
        AMBER = "amber", "Amber"
        RED = "red", "Red"

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="overload_reasons")
    school = models.ForeignKey(School, models.PROTECT, related_name="overload_reasons")
    text = models.CharField("why the school is asked all the same", max_length=500)
    load = models.DecimalField("load then", max_digits=6, decimal_places=1)
    level = models.CharField("level then", max_length=5, choices=Level)
    clash = models.CharField(
        "other projects then", max_length=7, choices=Clash, blank=True, default=Clash.NONE
    )
    said_on = models.DateField("said on")
    said_by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-said_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="overload_has_a_reason"),
            models.CheckConstraint(
                condition=Q(level__in=["green", "amber", "red"])
                & Q(clash__in=["", "subject", "two"]),
                name="overload_reason_has_codes_that_are_known",
            ),
            models.CheckConstraint(
                condition=~Q(level="green") | ~Q(clash=""),
                name="overload_reason_is_of_an_overload",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.school}: {self.text}"

    @property
    def needs_the_board(self) -> bool:
        return self.level == self.Level.RED or self.clash != Clash.NONE

    @property
    def standing_school(self) -> School:
        return self.school.continued_by or self.school

"""That somebody did their yearly training in data protection."""

from datetime import date

from django.db import models
from django.db.models import F, Q

from leadwell.people.models.person import Person


class DataTraining(models.Model):
    """Somebody's own word that they did it, and on which day. It holds for a year."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="data_trainings")
    trained_on = models.DateField("done on")
    what = models.CharField("which training", max_length=120)
    confirmed_on = models.DateField("confirmed")

    class Meta:
        ordering = ["-trained_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "trained_on"], name="data_training_is_confirmed_once",
                violation_error_message="You confirmed a training of that day before.",
            ),
            models.CheckConstraint(
                condition=Q(trained_on__lte=F("confirmed_on")), name="data_training_was_done",
                violation_error_message="That day is still to come.",
            ),
            models.CheckConstraint(condition=~Q(what=""), name="data_training_says_which"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.person}: data protection training, {self.trained_on:%Y-%m-%d}"

    @property
    def holds_until(self) -> date:
        """The last day it holds: the day a year later; of 29 February, the 28th."""
        try:
            return self.trained_on.replace(year=self.trained_on.year + 1)
        except ValueError:
            return self.trained_on.replace(year=self.trained_on.year + 1, day=28)

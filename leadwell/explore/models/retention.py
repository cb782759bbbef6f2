"""That somebody looked at how long a programme's records are kept, and found it right."""

from django.db import models
from django.db.models import Q

from leadwell.people.models import Person
from leadwell.programmes.models import Programme


class RetentionConfirmation(models.Model):
    """Added, never changed: after a rule is changed, somebody looks again.

    versions: of each rule for records of programmes, the version that was shown, by its key.
    """

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="retention_confirmations")
    versions = models.JSONField("rules as they were shown")
    confirmed_by = models.ForeignKey(
        Person, models.PROTECT, related_name="+", verbose_name="confirmed by"
    )
    confirmed_at = models.DateTimeField("confirmed")

    class Meta:
        ordering = ["programme", "-confirmed_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(versions={}), name="confirmed_retention_says_which_rules"
            ),
        ]

    def __str__(self) -> str:
        return f"How long records of {self.programme} are kept, as {self.confirmed_by} saw it"

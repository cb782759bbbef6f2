from django.db import models


class Event(models.Model):
    """Something somebody did. Kept without foreign keys, so that erasing a person never breaks it."""

    at = models.DateTimeField("when")
    actor = models.CharField("who", max_length=254)
    verb = models.CharField("did what", max_length=60)
    subject_type = models.CharField("to what kind of thing", max_length=60)
    subject_id = models.CharField("to which one", max_length=60)
    detail = models.JSONField("what changed", default=dict)

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["subject_type", "subject_id"], name="event_by_subject")]
        constraints = [
            models.CheckConstraint(condition=~models.Q(actor=""), name="event_has_an_actor"),
            models.CheckConstraint(condition=~models.Q(verb=""), name="event_has_a_verb"),
        ]

    def __str__(self) -> str:
        return f"{self.actor} {self.verb} {self.subject_type} {self.subject_id}"

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
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


class Look(models.Model):
    """Somebody opened something about people or a school, or tried to.

    Numbers without foreign keys: erasing a person leaves the log whole, and a name is looked up
    when it is read. `about_people` are persons' numbers, `about_school` a school's.
    """

    class Outcome(models.TextChoices):
        OPENED = "opened", "Opened"
        CHANGED = "changed", "Changed"
        EXPORTED = "exported", "Downloaded"
        REFUSED = "refused", "Refused"

    at = models.DateTimeField("when")
    by_user = models.BigIntegerField("account of who looked")
    as_roles = models.CharField("with which roles", max_length=120, blank=True)
    outcome = models.CharField("what came of it", max_length=8, choices=Outcome)
    page = models.CharField("which page", max_length=60)
    record = models.CharField("which kind of record", max_length=40)
    subject_id = models.CharField("which one", max_length=60, blank=True)
    about_people = ArrayField(models.BigIntegerField(), verbose_name="about whom", default=list)
    about_school = models.BigIntegerField("about which school", null=True)

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [
            GinIndex(fields=["about_people"], name="look_by_person"),
            models.Index(fields=["about_school", "-at"], name="look_by_school"),
            models.Index(fields=["at"], name="look_by_time"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(page="") & ~models.Q(record=""), name="look_is_at_something"
            ),
            models.CheckConstraint(
                condition=models.Q(outcome__in=["opened", "changed", "exported", "refused"]),
                name="look_outcome_is_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.by_user} {self.outcome} {self.page} {self.subject_id}"

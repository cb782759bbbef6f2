from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.functions import TransactionNow
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.urls import reverse


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
    when it is read. `about_people` are persons' numbers, `about_school` a school's. Of a download,
    `asked` says which rows were chosen and `n_rows` how many there were. Of a failed sign-in,
    `by_user` is the account that was tried, 0 where the address is no account's.
    """

    class Outcome(models.TextChoices):
        OPENED = "opened", "Opened"
        CHANGED = "changed", "Changed"
        EXPORTED = "exported", "Downloaded"
        REFUSED = "refused", "Refused"
        FAILED = "failed", "Failed to sign in"

    at = models.DateTimeField("when")
    by_user = models.BigIntegerField("account of who looked")
    as_roles = models.CharField("with which roles", max_length=120, blank=True)
    outcome = models.CharField("what came of it", max_length=8, choices=Outcome)
    page = models.CharField("which page", max_length=60)
    record = models.CharField("which kind of record", max_length=40)
    subject_id = models.CharField("which one", max_length=60, blank=True)
    about_people = ArrayField(models.BigIntegerField(), verbose_name="about whom", default=list)
    about_school = models.BigIntegerField("about which school", null=True)
    asked = models.CharField("what was asked for", max_length=400, blank=True)
    n_rows = models.PositiveIntegerField("how many rows", null=True)

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
                condition=models.Q(
                    outcome__in=["opened", "changed", "exported", "refused", "failed"]
                ),
                name="look_outcome_is_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.by_user} {self.outcome} {self.page} {self.subject_id}"


class Disposal(models.Model):
    """What was destroyed because its time was over: the certificate, and no content.

    Written before anything goes: the database destroys only what a certificate of the same
    transaction names, as many rows as it says. lines: a table each, with `place` (the table's name
    in the database) and `n`. done: places that the database has emptied of them.
    """

    at = models.DateTimeField("when")
    by_user = models.BigIntegerField("account of who destroyed")
    lines = models.JSONField("what was destroyed, and by which rule")
    written_at = models.DateTimeField("written", db_default=TransactionNow(), editable=False)
    done = ArrayField(models.TextField(), verbose_name="done", default=list, editable=False)

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(lines=[]), name="disposal_is_of_something")
        ]

    def __str__(self) -> str:
        return f"Certificate of disposal {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("people:disposal", args=[self.pk])

"""People, with an account or without one."""

from typing import Self

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Lower, Upper
from django.urls import reverse

from leadwell.accounts.models import User
from leadwell.audit.history import tracked
from leadwell.schools.models import School


class PersonQuerySet(models.QuerySet["Person"]):
    def themselves(self) -> Self:
        """Without those who turned out to be somebody else."""
        return self.filter(merged_into=None)

    def of_address(self, email: str) -> Self:
        """Whoever has this address, in whichever capitals: asked as its index has it."""
        asked = Lower(Value(email))
        return self.alias(address=Lower("email")).filter(address=asked).exclude(email="")


@tracked
class Person(models.Model):
    """Somebody with a part in a programme. Most never sign in; those who do have a user.

    merged_into: who somebody turned out to be that was named for an action only. The row stays for
    what was written of them; nobody is shown it any more.
    """

    name = models.CharField("name", max_length=120)
    email = models.EmailField("e-mail address", blank=True)
    phone = models.CharField("telephone", max_length=40, blank=True)
    post = models.CharField("post", max_length=120, blank=True, help_text="Such as Year 4 teacher")
    home_school = models.ForeignKey(
        School, models.PROTECT, related_name="+", null=True, blank=True, verbose_name="works at"
    )
    user = models.OneToOneField(User, models.PROTECT, related_name="person", null=True, blank=True)
    invited_at = models.DateTimeField("last invited", null=True, blank=True)
    added_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", null=True, blank=True, editable=False
    )

    merged_into = models.ForeignKey(
        "self", models.PROTECT, related_name="merged", null=True, blank=True, editable=False,
        verbose_name="turned out to be",
    )  # fmt: skip

    objects = PersonQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        verbose_name_plural = "people"
        indexes = [
            models.Index(Lower("name"), name="person_by_name"),
            GinIndex(OpClass(Upper("name"), name="gin_trgm_ops"), name="person_name_parts"),
            GinIndex(OpClass(Upper("email"), name="gin_trgm_ops"), name="person_email_parts"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="person_has_a_name"),
            models.UniqueConstraint(
                Lower("email"),
                condition=~Q(email=""),
                name="one_person_of_an_address",
                violation_error_message="There is already somebody with this e-mail address.",
            ),
            models.CheckConstraint(
                condition=Q(user=None) | ~Q(email=""),
                name="person_with_an_account_has_an_address",
            ),
            models.CheckConstraint(
                condition=Q(merged_into=None) | Q(user=None, email="") & ~Q(merged_into=F("pk")),
                name="person_who_is_somebody_else_has_a_name_alone",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("people:person", args=[self.pk])

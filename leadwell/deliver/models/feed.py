"""A private address from which a phone's or a diary's calendar reads visits."""

import secrets

from django.db import models

from leadwell.accounts.models import User
from leadwell.programmes.models import Enrolment


def new_token() -> str:
    """256 bits: nobody guesses one."""
    return secrets.token_urlsafe(32)


class CalendarFeed(models.Model):
    """One address of one person: of their own visits, or (enrolment) of a school's.

    It is deleted when it is stopped, and its token is another when it is renewed. That is kept as it
    is, so that its owner can read it again: it opens less than whoever reads this table has.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    enrolment = models.ForeignKey(
        Enrolment, models.CASCADE, related_name="+", null=True, blank=True
    )
    token = models.CharField("secret part of the address", max_length=43, unique=True)
    made_at = models.DateTimeField("made")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "enrolment"], nulls_distinct=False, name="one_address_of_a_calendar"
            ),
            models.CheckConstraint(
                condition=models.Q(token__regex=r"^[A-Za-z0-9_-]{43}$"),
                name="address_of_a_calendar_is_not_guessed",
            ),
        ]

    def __str__(self) -> str:
        return f"Calendar of {self.enrolment.standing_school if self.enrolment else self.user}"

"""That somebody who knows a school looked at its contacts and found them right."""

from django.db import models

from leadwell.accounts.models import User
from leadwell.schools.models import School


class ContactsConfirmation(models.Model):
    """One look, on one day. Rows are added and never changed."""

    school = models.ForeignKey(School, models.PROTECT, related_name="contacts_confirmed")
    confirmed_at = models.DateTimeField("confirmed")
    confirmed_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-confirmed_at", "-pk"]

    def __str__(self) -> str:
        return f"Contacts of {self.school}, confirmed"

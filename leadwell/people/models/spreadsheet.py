"""That a list was brought in as a spreadsheet: when, by whom and how much of it; not what it said."""

from django.db import models
from django.db.models import F, Q

from leadwell.accounts.models import User
from leadwell.programmes.models import Programme


class BroughtIn(models.Model):
    """One spreadsheet, once. Rows are added and never changed. as_of: when its list was taken out."""

    sent_id = models.UUIDField("sent as", unique=True)
    listing = models.CharField("list", max_length=20)
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="+")
    as_of = models.DateTimeField("taken out")
    brought_at = models.DateTimeField("brought in")
    brought_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    n_new = models.PositiveIntegerField("rows added")
    n_changed = models.PositiveIntegerField("rows changed")

    class Meta:
        ordering = ["-brought_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(n_new__gt=0) | Q(n_changed__gt=0), name="spreadsheet_changed_something"
            ),
            models.CheckConstraint(
                condition=Q(as_of__lte=F("brought_at")),
                name="spreadsheet_goes_out_before_it_comes_in",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.listing} of {self.programme}, {self.brought_at:%Y-%m-%d}"

"""Playbooks that an installation has of its own, and what a programme was set up from."""

from django.db import models
from django.db.models import F, Q

from leadwell.accounts.models import User
from leadwell.audit.history import tracked
from leadwell.programmes.models.programme import Programme

KEY = r"^[a-z0-9]+(-[a-z0-9]+)*$"
SHA256 = r"^[0-9a-f]{64}$"


class OwnPlaybookQuerySet(models.QuerySet["OwnPlaybook"]):
    def in_use(self) -> "OwnPlaybookQuerySet":
        return self.filter(taken_back_at=None)


@tracked
class OwnPlaybook(models.Model):
    """A playbook's file as it was brought: read anew whenever it is shown. Taken back, not
    deleted: programmes may have been set up from it. added_by: nobody at the command line."""

    key = models.CharField("key", max_length=60)
    title = models.CharField("title", max_length=120)
    text = models.TextField("the file")
    sha256 = models.CharField("its SHA-256", max_length=64)
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True)
    added_at = models.DateTimeField("when")
    taken_back_at = models.DateTimeField("taken back", null=True, blank=True)

    objects = OwnPlaybookQuerySet.as_manager()

    class Meta:
        ordering = ["title", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["key"],
                condition=Q(taken_back_at=None),
                name="one_playbook_of_a_key_in_use",
                violation_error_message="A playbook of this key is in use already.",
            ),
            models.CheckConstraint(
                condition=Q(key__regex=KEY) & ~Q(title="") & ~Q(text=""),
                name="own_playbook_has_a_key_a_title_and_a_file",
            ),
            models.CheckConstraint(
                condition=Q(sha256__regex=SHA256), name="own_playbook_has_its_digest"
            ),
            models.CheckConstraint(
                condition=Q(taken_back_at=None) | Q(taken_back_at__gte=F("added_at")),
                name="own_playbook_is_taken_back_after_it_was_added",
            ),
        ]

    def __str__(self) -> str:
        return self.title


@tracked
class StartedFrom(models.Model):
    """The playbook a programme was set up from, with its file as it was on that day."""

    programme = models.OneToOneField(Programme, models.PROTECT, related_name="started_from")
    key = models.CharField("key", max_length=60)
    title = models.CharField("title", max_length=120)
    text = models.TextField("the file")
    sha256 = models.CharField("its SHA-256", max_length=64)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(key__regex=KEY) & ~Q(title="") & ~Q(text=""),
                name="programme_started_from_a_whole_playbook",
            ),
            models.CheckConstraint(
                condition=Q(sha256__regex=SHA256), name="what_it_started_from_has_its_digest"
            ),
        ]

    def __str__(self) -> str:
        return self.title

"""The set of schools of a programme: those looked at first, its rule, and its approvals."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.lookups import GreaterThanOrEqual, LessThanOrEqual

from leadwell.audit.history import tracked
from leadwell.explore.models.candidate import Candidate
from leadwell.people.models import Person
from leadwell.programmes.models import Hub, Programme
from leadwell.schools.models import School


class LongListed(models.Model):
    """A school somebody wants to look at more closely, before anybody puts it forward."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="long_list")
    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField("when")

    class Meta:
        ordering = ["programme", "school__name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "school"], name="school_is_on_the_long_list_once"
            )
        ]

    def __str__(self) -> str:
        return str(self.school)


@tracked
class SetRule(models.Model):
    """What a programme asks of its set instead of what the rules of its fund say."""

    programme = models.OneToOneField(Programme, models.PROTECT, related_name="set_rule")
    least_schools = models.PositiveSmallIntegerField("schools at least")
    least_share_pct = models.PositiveSmallIntegerField("of 100, how many meet a criterion at least")
    most_minutes = models.PositiveSmallIntegerField("minutes from the hub’s place at most")
    because = models.CharField("why", max_length=300)

    class Meta:
        ordering = ["programme"]
        constraints = [
            models.CheckConstraint(
                condition=Q(least_schools__gte=1)
                & Q(least_share_pct__lte=100)
                & Q(most_minutes__range=(5, 240)),
                name="set_rule_can_be_kept",
                violation_error_message="One school at least, 100 in 100 and 240 minutes at most.",
            ),
            models.CheckConstraint(
                condition=~Q(because=""),
                name="set_rule_is_another_for_a_reason",
                violation_error_message="Say why it is another than the fund’s.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.least_schools} schools, {self.least_share_pct}%"


N_CRITERIA = models.Func(
    models.F("criteria"), function="jsonb_array_length", output_field=models.IntegerField()
)


class OwnCriteria(models.Model):
    """One version of the criteria that a programme wrote itself, where its fund has none. Never
    changed: a change is the next version, and a school keeps the one it was screened by.

    criteria: three to ten, each as in rule_sets.yaml. because: why they are these.
    """

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="own_criteria")
    version = models.PositiveSmallIntegerField("version")
    criteria = models.JSONField("criteria")
    because = models.CharField("why these", max_length=300)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField("when")

    class Meta:
        verbose_name_plural = "own criteria"
        ordering = ["programme", "version"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "version"], name="own_criteria_have_a_version_once"
            ),
            models.CheckConstraint(
                condition=Q(version__gte=1) & ~Q(because=""),
                name="own_criteria_are_these_for_a_reason",
                violation_error_message="Say why the criteria are these.",
            ),
            models.CheckConstraint(
                condition=Q(GreaterThanOrEqual(N_CRITERIA, 3)) & Q(LessThanOrEqual(N_CRITERIA, 10)),
                name="own_criteria_are_three_to_ten",
                violation_error_message="Write three criteria at least, and ten at most.",
            ),
        ]

    def __str__(self) -> str:
        return f"Criteria of {self.programme}, version {self.version}"


@tracked
class HubPlace(models.Model):
    """The school at which a hub meets: travel is counted from there."""

    hub = models.OneToOneField(Hub, models.PROTECT, related_name="place")
    school = models.ForeignKey(School, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["hub"]

    def __str__(self) -> str:
        return f"{self.hub} at {self.school}"


class ApprovedSet(models.Model):
    """A board's yes to the set as it was that day. Never changed: a later one stands beside it."""

    refused_by_trigger: ClassVar[dict[str, str]] = {
        "fund_of_an_approved_set_stays": "A board has approved a set of schools by the rules of "
        "this fund: the fund stays."
    }

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="approved_sets")
    n_schools = models.PositiveSmallIntegerField("schools")
    n_eligible = models.PositiveSmallIntegerField("of them meet a criterion")
    words = models.CharField("what the board says to it", max_length=500, blank=True)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField("when")
    schools = models.ManyToManyField(Candidate, through="ApprovedSchool", related_name="+")

    class Meta:
        ordering = ["programme", "-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(n_schools__gte=1) & Q(n_eligible__lte=models.F("n_schools")),
                name="approved_set_has_schools",
            )
        ]

    def __str__(self) -> str:
        return f"{self.n_schools} schools, {self.at:%Y-%m-%d}"


class ApprovedSchool(models.Model):
    """A school in an approved set."""

    approved = models.ForeignKey(ApprovedSet, models.PROTECT, related_name="rows")
    candidate = models.ForeignKey(Candidate, models.PROTECT, related_name="approvals")
    is_eligible = models.BooleanField("meets a criterion")
    part = models.CharField("takes part as", max_length=7)

    class Meta:
        ordering = ["approved", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["approved", "candidate"], name="school_is_approved_once_in_a_set"
            )
        ]

    def __str__(self) -> str:
        return str(self.candidate)

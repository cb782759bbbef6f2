"""Roles with scope and dates. The only rows that let anybody see anything."""

from datetime import date
from typing import ClassVar, Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Coalesce

from leadwell.audit.history import tracked
from leadwell.people.models.person import Person
from leadwell.programmes.models import Enrolment, Hub, Organisation, Programme
from leadwell.schools.models import School, Trust
from leadwell.schools.models.spans import DaySpan


class Role(models.TextChoices):
    """The stored codes are those of the field's own shorthand; the code says them in words."""

    PROGRAMME_LEAD = "PL", "Programme lead"
    STRATEGIC_LEAD = "STL", "Strategic lead"
    PROJECT_MANAGER = "PM", "Project manager"
    HUB_LEAD = "HUB", "Hub lead"
    SPECIALIST = "SLE", "Specialist"
    SUBJECT_LEADER = "SUB", "Subject leader"
    HEADTEACHER = "HT", "Headteacher"
    SENIOR_LEADER = "SLT", "Senior leader linked to the programme"
    TEACHER = "TCH", "Teacher or teaching assistant"
    GOVERNOR = "GOV", "Governor"
    STRATEGIC_BOARD_MEMBER = "BRD-STRATEGIC", "Strategic board member"
    STEERING_GROUP_MEMBER = "BRD-STEERING", "Steering group member"
    FINANCE_OFFICER = "FIN", "Finance officer"
    SCHOOL_FINANCE_CONTACT = "FIN-S", "School finance contact"
    EVALUATOR = "EVAL", "Evaluator"
    DATA_PROTECTION_OFFICER = "DPO", "Data protection officer"
    CHIEF_EXECUTIVE = "CEO", "Trust chief executive"
    HOME_HEADTEACHER = "HH", "Home headteacher"
    ADMINISTRATOR = "SYS", "Administrator"


class Capacity(models.TextChoices):
    """How somebody holds a role."""

    FULL = "full", "In post"
    INTERIM = "interim", "Interim"
    DEPUTY = "deputy", "Deputy"
    VACANCY = "vacancy", "Vacant: contact at the trust or council"


OF_A_PROGRAMME = (
    Role.PROGRAMME_LEAD,
    Role.STRATEGIC_LEAD,
    Role.PROJECT_MANAGER,
    Role.FINANCE_OFFICER,
    Role.EVALUATOR,
    Role.STRATEGIC_BOARD_MEMBER,
    Role.STEERING_GROUP_MEMBER,
)
OF_A_SCHOOL = (
    Role.SUBJECT_LEADER,
    Role.HEADTEACHER,
    Role.SENIOR_LEADER,
    Role.TEACHER,
    Role.GOVERNOR,
    Role.SCHOOL_FINANCE_CONTACT,
    Role.HOME_HEADTEACHER,
)
STAFF_OF_A_SCHOOL = (
    Role.SUBJECT_LEADER,
    Role.HEADTEACHER,
    Role.SENIOR_LEADER,
    Role.TEACHER,
    Role.SCHOOL_FINANCE_CONTACT,
    Role.GOVERNOR,
)
"""Whom a school must not have as its specialist too. A home headteacher belongs here by being
its headteacher, which is another row."""

SCOPES = ("programme", "hub", "enrolment", "school", "trust", "organisation")


def only(*scopes: str) -> Q:
    """Just these columns say where the role is held."""
    return Q(**{f"{scope}__isnull": scope not in scopes for scope in SCOPES})


def or_none(scope: str) -> Coalesce:
    """The scope's number, 0 where the role has no such scope: nothing is equal to null."""
    return Coalesce(f"{scope}_id", Value(0), output_field=models.BigIntegerField())


SCOPE_FITS_ROLE = (
    (Q(role__in=OF_A_PROGRAMME) & only("programme"))
    | (Q(role=Role.HUB_LEAD) & only("hub"))
    | (Q(role=Role.SPECIALIST) & (only("hub") | only("enrolment", "school")))
    | (Q(role__in=OF_A_SCHOOL) & only("school"))
    | (Q(role=Role.CHIEF_EXECUTIVE) & only("trust"))
    | (
        Q(role=Role.DATA_PROTECTION_OFFICER)
        & (only("school") | only("trust") | only("organisation"))
    )
    | (Q(role=Role.ADMINISTRATOR) & only())
)


class RoleHeldQuerySet(models.QuerySet["RoleHeld"]):
    def live_on(self, on: date) -> Self:
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=on), starts_on__lte=on)

    def to_come_or_live(self, on: date) -> Self:
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=on))

    def at_schools(self, school_ids: list[int]) -> Self:
        """At these standing schools, under whichever of their earlier rows: those rows first, so
        that the roles are found by their index."""
        rows = School.objects.lives_of(school_ids)
        return self.filter(school__in=rows.order_by())


@tracked
class RoleHeld(models.Model):
    """A role, who holds it, where, and from which day to which.

    A specialist's row with a hub is a place among its specialists; one with an enrolment is a
    deployment to that school, and names the school as well.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="roles")
    role = models.CharField("role", max_length=13, choices=Role)
    capacity = models.CharField("how", max_length=7, choices=Capacity, default=Capacity.FULL)
    programme = models.ForeignKey(
        Programme, models.PROTECT, related_name="roles", null=True, blank=True
    )
    hub = models.ForeignKey(Hub, models.PROTECT, related_name="roles", null=True, blank=True)
    enrolment = models.ForeignKey(
        Enrolment, models.PROTECT, related_name="deployed", null=True, blank=True
    )
    school = models.ForeignKey(School, models.PROTECT, related_name="roles", null=True, blank=True)
    trust = models.ForeignKey(Trust, models.PROTECT, related_name="roles", null=True, blank=True)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="roles", null=True, blank=True
    )
    starts_on = models.DateField("first day")
    ends_on = models.DateField("last day", null=True, blank=True)

    objects = RoleHeldQuerySet.as_manager()

    # What people are told when a trigger stands in for a constraint (web/refusals.py).
    refused_by_trigger: ClassVar[dict[str, str]] = {
        "school_is_never_without_a_head": (
            "The school would be without a head on some day. "
            "Let one follow the other on the next day."
        ),
    }

    class Meta:
        ordering = ["role", "starts_on", "pk"]
        verbose_name = "role held"
        verbose_name_plural = "roles held"
        indexes = [
            models.Index(fields=["school", "role"], name="role_by_school"),
            models.Index(fields=["role", "school"], name="role_by_kind"),
            models.Index(
                fields=["ends_on"], condition=Q(ends_on__isnull=False), name="role_ending"
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(role__in=Role.values), name="role_is_known"),
            models.CheckConstraint(condition=SCOPE_FITS_ROLE, name="role_is_held_where_it_belongs"),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="role_ends_after_it_starts",
                violation_error_message="The last day is before the first.",
            ),
            models.CheckConstraint(
                condition=Q(capacity=Capacity.FULL)
                | Q(capacity__in=[Capacity.INTERIM, Capacity.VACANCY], role=Role.HEADTEACHER)
                | Q(capacity=Capacity.DEPUTY, role__in=[Role.SUBJECT_LEADER, Role.HUB_LEAD]),
                name="role_is_held_in_a_capacity_it_has",
            ),
            ExclusionConstraint(
                name="role_is_held_once_at_a_time",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    *((or_none(scope), RangeOperators.EQUAL) for scope in SCOPES),
                    (DaySpan("starts_on", "ends_on"), RangeOperators.OVERLAPS),
                ],
                violation_error_message="This person has this role there at that time already.",
            ),
            ExclusionConstraint(
                name="school_has_one_head_at_a_time",
                condition=Q(role=Role.HEADTEACHER),
                expressions=[
                    ("school", RangeOperators.EQUAL),
                    (DaySpan("starts_on", "ends_on"), RangeOperators.OVERLAPS),
                ],
                violation_error_message="The school has another head on one of these days.",
            ),
            ExclusionConstraint(
                name="specialist_is_not_of_the_school",
                condition=Q(school__isnull=False)
                & Q(role__in=[Role.SPECIALIST, *STAFF_OF_A_SCHOOL]),
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    ("school", RangeOperators.EQUAL),
                    (
                        Case(When(role=Role.SPECIALIST, then=Value(1)), default=Value(0)),
                        RangeOperators.NOT_EQUAL,
                    ),
                    (DaySpan("starts_on", "ends_on"), RangeOperators.OVERLAPS),
                ],
                violation_error_message="A specialist cannot be deployed to their own school.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_role_display()}"

    def is_live_on(self, on: date) -> bool:
        return self.starts_on <= on and (self.ends_on is None or on <= self.ends_on)

    @property
    def is_of_one_controller(self) -> bool:
        """A data protection officer of a school or trust, whose "everywhere" ends with it."""
        return self.role == Role.DATA_PROTECTION_OFFICER and self.organisation_id is None

    @property
    def scope(self) -> models.Model | None:
        """Where: the one thing the role is about, None for the whole installation."""
        named = ("programme", "hub", "enrolment", "school", "trust", "organisation")
        return next((thing for name in named if (thing := getattr(self, name))), None)

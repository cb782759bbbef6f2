"""Schools and their identity.

A school is ours; URN and LAESTAB are dated identifiers of it. A register entry is one URN. When a
school becomes an academy it gets a new URN: the two entries are joined to one school.
"""

from collections.abc import Collection
from typing import Any, Self

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper
from django.urls import reverse


class LocalAuthority(models.Model):
    """A council with schools, by its three-digit code."""

    code = models.PositiveSmallIntegerField("code", primary_key=True)
    name = models.CharField("name", max_length=120)
    region = models.CharField("region", max_length=60, blank=True)

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "local authorities"

    def __str__(self) -> str:
        return self.name


class Trust(models.Model):
    """An academy trust, as the register names it."""

    code = models.PositiveIntegerField("group identifier", null=True, unique=True)
    name = models.CharField("name", max_length=200)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                "name", condition=Q(code=None), name="one_trust_of_a_name_without_code"
            )
        ]

    def __str__(self) -> str:
        return self.name


class SchoolQuerySet(models.QuerySet["School"]):
    def standing(self) -> Self:
        """Without those found to be the earlier life of another school."""
        return self.filter(continued_by=None)

    def mainstream(self) -> Self:
        return self.filter(is_special=False)

    def lives_of(self, standing: Collection[int] | models.QuerySet[Any, Any]) -> Self:
        """Standing schools, by their numbers, and their earlier rows: what was written of a school
        before it became an academy is of that school too."""
        return self.filter(Q(pk__in=standing) | Q(continued_by__in=standing))

    def named_like(self, text: str) -> Self:
        return self.filter(name__icontains=text)


class School(models.Model):
    """A school, through every change of number, name and legal form.

    Its facts are those of its latest register entry. `continued_by` is set when another of our
    rows turned out to be the same school: that one stands for both.
    """

    name = models.CharField("name", max_length=200)
    urn = models.PositiveIntegerField("URN now")
    laestab = models.PositiveIntegerField("LAESTAB now", null=True)
    phase_of_education = models.CharField("phase of education", max_length=40, blank=True)
    type_of_establishment = models.CharField("type", max_length=80, blank=True)
    is_special = models.BooleanField("special school or alternative provision", default=False)
    is_open = models.BooleanField("open", default=True)
    is_on_register = models.BooleanField("on the register", default=False)
    opened_on = models.DateField("opened", null=True)
    closed_on = models.DateField("closed", null=True)
    local_authority = models.ForeignKey(
        LocalAuthority, models.PROTECT, related_name="schools", null=True
    )
    trust = models.ForeignKey(Trust, models.PROTECT, related_name="schools", null=True)
    town = models.CharField("town", max_length=100, blank=True)
    postcode = models.CharField("postcode", max_length=10, blank=True)
    region = models.CharField("region", max_length=60, blank=True)
    low_age = models.PositiveSmallIntegerField("youngest age", null=True)
    high_age = models.PositiveSmallIntegerField("oldest age", null=True)
    n_pupils = models.PositiveIntegerField("pupils on roll", null=True)
    fsm_pct = models.DecimalField(
        "per cent with free meals", max_digits=4, decimal_places=1, null=True
    )
    easting = models.PositiveIntegerField("easting", null=True)
    northing = models.PositiveIntegerField("northing", null=True)
    continued_by = models.ForeignKey("self", models.PROTECT, related_name="earlier", null=True)

    objects = SchoolQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        indexes = [
            GinIndex(OpClass(Upper("name"), name="gin_trgm_ops"), name="school_name_parts"),
            GinIndex(OpClass(Upper("town"), name="gin_trgm_ops"), name="school_town_parts"),
            models.Index(fields=["name", "id"], name="school_by_name"),
            models.Index(fields=["postcode"], name="school_by_postcode"),
            models.Index(fields=["phase_of_education", "region"], name="school_by_phase_region"),
        ]
        constraints = [
            models.UniqueConstraint(
                "urn", condition=Q(continued_by=None), name="one_standing_school_for_a_urn"
            ),
            models.CheckConstraint(
                condition=Q(urn__range=(100_000, 999_999)), name="school_urn_has_six_digits"
            ),
            models.CheckConstraint(
                condition=Q(continued_by=None) | ~Q(continued_by=F("id")),
                name="school_does_not_continue_itself",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("reporting:school", args=[self.urn])


class RegisterEntry(models.Model):
    """One URN, as the register or, before it is there, a results file names it."""

    urn = models.PositiveIntegerField("URN", unique=True)
    school = models.ForeignKey(School, models.PROTECT, related_name="entries")
    born_as = models.OneToOneField(School, models.PROTECT, related_name="born_from")
    name = models.CharField("name", max_length=200)
    laestab = models.PositiveIntegerField("LAESTAB", null=True)
    previous_laestab = models.PositiveIntegerField("LAESTAB before", null=True)
    la_code = models.PositiveSmallIntegerField("local authority", null=True)
    type_of_establishment = models.CharField("type", max_length=80, blank=True)
    status = models.CharField("status", max_length=40, blank=True)
    reason_opened = models.CharField("why opened", max_length=80, blank=True)
    opened_on = models.DateField("opened", null=True)
    reason_closed = models.CharField("why closed", max_length=80, blank=True)
    closed_on = models.DateField("closed", null=True)
    is_on_register = models.BooleanField("on the register", default=False)
    facts = models.JSONField("everything else the register says that we use", default=dict)

    class Meta:
        ordering = ["urn"]
        verbose_name_plural = "register entries"
        indexes = [models.Index(fields=["laestab"], name="entry_by_laestab")]
        constraints = [
            models.CheckConstraint(
                condition=Q(urn__range=(100_000, 999_999)), name="entry_urn_has_six_digits"
            )
        ]

    def __str__(self) -> str:
        return f"{self.urn} {self.name}"


class Identifier(models.Model):
    """A number a school had, from when to when (an open end is not known, or now)."""

    class Scheme(models.TextChoices):
        URN = "urn", "URN"
        LAESTAB = "laestab", "LAESTAB"

    school = models.ForeignKey(School, models.CASCADE, related_name="identifiers")
    scheme = models.CharField("kind of number", max_length=8, choices=Scheme)
    value = models.PositiveIntegerField("number")
    first_on = models.DateField("from", null=True)
    last_on = models.DateField("to", null=True)

    class Meta:
        ordering = ["school", "scheme", F("first_on").asc(nulls_first=True)]
        indexes = [models.Index(fields=["scheme", "value"], name="identifier_by_value")]
        constraints = [
            models.UniqueConstraint(
                "value", condition=Q(scheme="urn"), name="a_urn_is_one_school_for_ever"
            ),
            models.CheckConstraint(
                condition=Q(scheme__in=["urn", "laestab"]), name="identifier_scheme_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_scheme_display()} {self.value}"


class Join(models.Model):
    """Two URNs that are one school, one after the other, and why we believe it."""

    class Kind(models.TextChoices):
        CONVERTER = "converter", "became an academy by choice: its history continues"
        SPONSOR_LED = (
            "sponsor_led",
            "taken over by a sponsor: the Department starts its history again",
        )
        OTHER = "other", "the same school under a new number"

    old_urn = models.PositiveIntegerField("URN before", unique=True)
    new_urn = models.PositiveIntegerField("URN after", unique=True)
    kind = models.CharField("how", max_length=12, choices=Kind)
    joined_on = models.DateField("when", null=True)
    evidence = models.JSONField("why we believe it", default=list)
    is_decided = models.BooleanField("somebody decided so", default=False, db_default=False)

    class Meta:
        ordering = ["joined_on", "old_urn"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(old_urn=F("new_urn")), name="a_urn_does_not_follow_itself"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["converter", "sponsor_led", "other"]),
                name="join_kind_is_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.old_urn} became {self.new_urn}"


class Link(models.Model):
    """One URN said to have become, or come from, another: by the links file or a results file."""

    urn = models.PositiveIntegerField("URN")
    link_urn = models.PositiveIntegerField("the other URN")
    link_type = models.CharField("how they are linked", max_length=120)
    established_on = models.DateField("since", null=True)

    class Meta:
        ordering = ["urn", "link_urn"]
        indexes = [models.Index(fields=["link_urn"], name="link_by_the_other_urn")]
        constraints = [
            models.UniqueConstraint("urn", "link_urn", "link_type", name="a_link_is_said_once"),
        ]

    def __str__(self) -> str:
        return f"{self.urn} {self.link_type} {self.link_urn}"

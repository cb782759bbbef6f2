"""What the Department has published, and the files it came in.

Pages read one row a school and year (PublishedYear); evaluations read whole columns from the
Parquet kept in Content. Both are written in the transaction that accepts the file.
"""

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from leadwell.schools import catalogue
from leadwell.schools.models.register import School


class Content(models.Model):
    """Bytes, by their own hash; never changed."""

    sha256 = models.CharField("hash", max_length=64, primary_key=True)
    n_bytes = models.PositiveBigIntegerField("size")
    data = models.BinaryField("bytes")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="content_hash_is_a_hash"
            )
        ]

    def __str__(self) -> str:
        return self.sha256[:12]


class SourceFile(models.Model):
    """A file that was accepted: what it was, what it held, and every cell's text as written."""

    class Kind(models.TextChoices):
        REGISTER = "register", "School register"
        LINKS = "links", "Links between schools"
        RESULTS = "results", "Key stage 2 results"

    class Status(models.TextChoices):
        NONE = "", "not said"
        PROVISIONAL = "provisional", "provisional"
        REVISED = "revised", "revised"
        FINAL = "final", "final"

    kind = models.CharField("kind", max_length=8, choices=Kind)
    name = models.CharField("file name", max_length=255)
    sha256 = models.CharField("hash of the file", max_length=64)
    n_bytes = models.PositiveBigIntegerField("size")
    encoding = models.CharField("encoding found", max_length=12)
    status = models.CharField("status", max_length=11, choices=Status, blank=True)
    academic_years = ArrayField(models.SmallIntegerField(), verbose_name="years", default=list)
    loaded_at = models.DateTimeField("loaded")
    loaded_by = models.CharField("loaded by", max_length=254)
    report = models.JSONField("what was found", default=dict)
    raw = models.ForeignKey(Content, models.PROTECT, related_name="+", null=True)
    typed = models.ForeignKey(Content, models.PROTECT, related_name="+", null=True)

    class Meta:
        ordering = ["-loaded_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                "kind", "sha256", "status", "academic_years", name="a_file_is_loaded_once"
            ),
            models.CheckConstraint(
                condition=Q(status__in=["", "provisional", "revised", "final"]),
                name="source_status_is_known",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class PublishedYearQuerySet(models.QuerySet["PublishedYear"]):
    def of_schools(self) -> Self:
        return self.filter(record_type__in=[1, 2])

    def england(self) -> Self:
        """State-funded schools in England: the comparator the Department prints."""
        return self.filter(record_type=PublishedYear.RecordType.ENGLAND_STATE)


class PublishedYear(models.Model):
    """Everything published about a school, a council or England in one year, as now shown.

    about: "school 900001", "area 936", "England 5" or "region South East": one row a year each.
    values and reasons: one place a measure of the catalogue, at its slot; a value is null exactly
    where its reason is not 0.
    """

    class RecordType(models.IntegerChoices):
        MAINSTREAM = 1, "mainstream school"
        SPECIAL = 2, "special school"
        LOCAL_AUTHORITY = 3, "local authority"
        ENGLAND_ALL = 4, "England, all schools"
        ENGLAND_STATE = 5, "England, state-funded schools"
        REGION = 6, "region"

    source = models.ForeignKey(SourceFile, models.PROTECT, related_name="rows")
    academic_year = models.SmallIntegerField("year")
    record_type = models.SmallIntegerField("kind of row", choices=RecordType)
    about = models.CharField("what it is about", max_length=80)
    school = models.ForeignKey(School, models.PROTECT, related_name="published", null=True)
    urn = models.PositiveIntegerField("URN", null=True)
    la_code = models.PositiveSmallIntegerField("local authority", null=True)
    name = models.CharField("name in the file", max_length=200, blank=True)
    also_from = ArrayField(
        models.BigIntegerField(),
        verbose_name="earlier files some values are still from",
        default=list,
    )
    status_rank = models.SmallIntegerField(
        "0 not said, 1 provisional, 2 revised, 3 final", default=0
    )
    values = ArrayField(models.FloatField(null=True), verbose_name="values")
    reasons = ArrayField(models.SmallIntegerField(), verbose_name="reasons")

    objects = PublishedYearQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["school", "academic_year"], name="published_by_school")]
        constraints = [
            models.UniqueConstraint("academic_year", "about", name="shown_once_a_year"),
            models.CheckConstraint(
                condition=Q(record_type__in=[1, 2], urn__isnull=False)
                | Q(record_type__in=[3, 4, 5, 6], urn__isnull=True, school__isnull=True),
                name="a_school_row_has_a_urn_and_an_area_none",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.urn or self.name} {self.academic_year}"

    @property
    def has_results(self) -> bool:
        """Whether it says more than how many pupils there are."""
        counts = {m.slot for m in catalogue.load().measures if m.unit == catalogue.Unit.PUPILS}
        return any(v is not None for slot, v in enumerate(self.values) if slot not in counts)

"""What is implemented: a programme's strands, and the parts of each that must not be diluted."""

from django.db import models
from django.db.models import Q

from leadwell.audit.history import tracked
from leadwell.programmes.models.intensity import HALF_TERMS
from leadwell.programmes.models.programme import Programme


@tracked
class Strand(models.Model):
    """One line of work of a programme: a training course, a way of teaching, a kind of support."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="strands")
    name = models.CharField("name", max_length=120)
    provider = models.CharField("who provides it", max_length=200, blank=True)
    evidence_source = models.CharField("evidence that it works", max_length=400, blank=True)
    phases_of_education = models.CharField("for which schools", max_length=120, blank=True)
    max_per_school = models.PositiveSmallIntegerField(
        "most places for a school", null=True, blank=True
    )
    begins_year = models.PositiveSmallIntegerField("year it begins in", null=True, blank=True)
    begins_half_term = models.PositiveSmallIntegerField(
        "half-term it begins in", choices=enumerate(HALF_TERMS, 1), null=True, blank=True
    )
    why_one_more = models.CharField("why one more", max_length=300, blank=True)

    class Meta:
        ordering = ["programme", "pk"]
        constraints = [
            models.UniqueConstraint(
                "programme",
                "name",
                name="one_strand_of_a_name_in_a_programme",
                violation_error_message="This programme has a strand of that name.",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="strand_has_a_name"),
            models.CheckConstraint(
                condition=(
                    Q(begins_year=None, begins_half_term=None)
                    | Q(
                        begins_year__isnull=False,
                        begins_year__range=(1, 10),
                        begins_half_term__isnull=False,
                        begins_half_term__range=(1, 6),
                    )
                ),
                name="strand_begins_in_a_half_term",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def begins(self) -> tuple[int, int] | None:
        """Year and half-term; None: with the programme."""
        if self.begins_year is None or self.begins_half_term is None:
            return None
        return self.begins_year, self.begins_half_term

    @property
    def begins_in(self) -> str:
        """ "year 2, autumn 1"; "" where it begins with the programme."""
        if self.begins is None:
            return ""
        year, half_term = self.begins
        return f"year {year}, {HALF_TERMS[half_term - 1].lower()}"


@tracked
class ActiveIngredient(models.Model):
    """A part of a strand that makes it work, and how one would see it in a classroom."""

    strand = models.ForeignKey(Strand, models.PROTECT, related_name="ingredients")
    text = models.CharField("ingredient", max_length=200)
    indicator = models.CharField("what one would see", max_length=200)
    is_fixed = models.BooleanField("must not be changed by a school", default=True)

    class Meta:
        ordering = ["strand", "pk"]
        constraints = [
            models.UniqueConstraint("strand", "text", name="ingredient_is_named_once"),
            models.CheckConstraint(
                condition=~Q(text="") & ~Q(indicator=""), name="ingredient_can_be_seen"
            ),
        ]

    def __str__(self) -> str:
        return self.text

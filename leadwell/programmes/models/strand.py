"""What is implemented: a programme's strands, and the parts of each that must not be diluted."""

from django.db import models
from django.db.models import Q

from leadwell.audit.history import tracked
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
        ]

    def __str__(self) -> str:
        return self.name


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

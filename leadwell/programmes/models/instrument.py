"""What is measured with, and in which half-terms: never pupils more than three times a year."""

from functools import cache
from typing import ClassVar

from django.db import models
from django.db.models import Q

from leadwell.audit.history import tracked
from leadwell.lib import codes
from leadwell.programmes.models.intensity import HALF_TERMS
from leadwell.programmes.models.programme import Programme


@tracked
class Instrument(models.Model):
    """A test, a judgement or a survey that a programme collects. code: of the list of tests.

    error_band: how far two scores of one pupil differ by chance, as the publisher says; none is
    assumed.
    """

    class Asks(models.TextChoices):
        PUPILS = "pupils", "Pupils"
        STAFF = "staff", "Staff"
        NOBODY = "nobody", "Nobody anew: it is published or recorded already"

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="instruments")
    code = models.CharField("what it is", max_length=12)
    name = models.CharField("its name", max_length=120, blank=True)
    asks = models.CharField("who is asked", max_length=6, choices=Asks, default=Asks.PUPILS)
    error_band = models.DecimalField(
        "error band, in points", max_digits=5, decimal_places=2, null=True, blank=True
    )

    class Meta:
        ordering = ["programme", "pk"]
        constraints = [
            models.UniqueConstraint(
                "programme",
                "code",
                "name",
                name="instrument_is_named_once_in_a_programme",
                violation_error_message="This programme collects that already.",
            ),
            models.CheckConstraint(condition=~Q(code=""), name="instrument_is_of_the_list"),
            models.CheckConstraint(
                condition=~Q(code="CUSTOM") | ~Q(name=""),
                name="instrument_of_ones_own_has_a_name",
                violation_error_message="Write the name of what you collect.",
            ),
            models.CheckConstraint(
                condition=Q(asks__in=["pupils", "staff", "nobody"]),
                name="instrument_asks_somebody_or_nobody",
            ),
            models.CheckConstraint(
                condition=Q(error_band=None) | Q(error_band__gt=0),
                name="error_band_is_above_nothing",
                violation_error_message="Write the error band as a number above 0.",
            ),
        ]

    def __str__(self) -> str:
        return self.name or _says().get(self.code, self.code)


@cache
def _says() -> dict[str, str]:
    """Of every day: which of them may be chosen is the form's to say."""
    return {
        value.code: value.says for scale in codes.of("instrument").scales for value in scale.values
    }


@tracked
class DataPoint(models.Model):
    """One instrument, used in one half-term of one year of the programme.

    The database refuses a fourth half-term in a year in which pupils are measured, whatever with.
    """

    refused_by_trigger: ClassVar[dict[str, str]] = {
        "pupils_are_measured_in_three_half_terms_at_most": "Pupils would be measured in a fourth half-term of a year. Three are the most, two are usual."
    }

    instrument = models.ForeignKey(Instrument, models.PROTECT, related_name="points")
    year = models.PositiveSmallIntegerField("year of the programme")
    half_term = models.PositiveSmallIntegerField("half-term", choices=enumerate(HALF_TERMS, 1))

    class Meta:
        ordering = ["instrument", "year", "half_term"]
        constraints = [
            models.UniqueConstraint(
                "instrument", "year", "half_term", name="instrument_is_used_once_a_half_term"
            ),
            models.CheckConstraint(
                condition=Q(year__range=(1, 10), half_term__range=(1, 6)),
                name="data_point_is_of_a_half_term",
            ),
        ]

    def __str__(self) -> str:
        return f"Year {self.year}, {HALF_TERMS[self.half_term - 1].lower()}"

"""How much a school is given and asked in each half-term of each year: the template."""

from django.db import models
from django.db.models import Q

from leadwell.audit.history import tracked
from leadwell.programmes.models.programme import Programme

HALF_TERMS = ("Autumn 1", "Autumn 2", "Spring 1", "Spring 2", "Summer 1", "Summer 2")


@tracked
class Intensity(models.Model):
    """What one school can count on in one half-term. year: 1 for the first school year.

    A later year may taper: fewer visits, and the specialist no longer drives.
    """

    class SpecialistAs(models.TextChoices):
        DRIVES = "drives", "Drives: prepares and leads the work"
        SHARES = "shares", "Shares: plans it with the subject leader"
        SOUNDS = "sounds", "Is a sounding board: the subject leader leads"

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="intensities")
    year = models.PositiveSmallIntegerField("year of the programme")
    half_term = models.PositiveSmallIntegerField("half-term", choices=enumerate(HALF_TERMS, 1))
    n_visits = models.PositiveSmallIntegerField("visits", default=0)
    n_events = models.PositiveSmallIntegerField("events", default=0)
    n_meetings = models.PositiveSmallIntegerField("meetings", default=0)
    specialist_as = models.CharField(
        "the specialist", max_length=6, choices=SpecialistAs, default=SpecialistAs.DRIVES
    )

    class Meta:
        verbose_name_plural = "intensities"
        ordering = ["programme", "year", "half_term"]
        constraints = [
            models.UniqueConstraint(
                "programme", "year", "half_term", name="half_term_of_a_programme_is_said_once"
            ),
            models.CheckConstraint(
                condition=Q(year__range=(1, 10), half_term__range=(1, 6)),
                name="intensity_is_of_a_half_term",
            ),
            models.CheckConstraint(
                condition=Q(n_visits__lte=20, n_events__lte=20, n_meetings__lte=20),
                name="school_is_asked_twenty_times_a_half_term_at_most",
                violation_error_message="Write 20 at most: no half-term has room for more.",
            ),
            models.CheckConstraint(
                condition=Q(specialist_as__in=["drives", "shares", "sounds"]),
                name="specialist_drives_shares_or_sounds",
            ),
        ]

    def __str__(self) -> str:
        return f"Year {self.year}, {HALF_TERMS[self.half_term - 1].lower()}"

    @property
    def n_asked(self) -> int:
        """How often something of the programme is in the diary of a school."""
        return self.n_visits + self.n_events + self.n_meetings

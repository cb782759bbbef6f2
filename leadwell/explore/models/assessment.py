"""What must be thought through before data of people are used: the impact assessment."""

from typing import Self

from django.db import models
from django.db.models import Q

from leadwell.audit.history import tracked
from leadwell.people.models import Person
from leadwell.programmes.models import Programme


class ImpactAssessmentQuerySet(models.QuerySet["ImpactAssessment"]):
    def signed(self) -> Self:
        return self.filter(signed_at__isnull=False)


@tracked
class ImpactAssessment(models.Model):
    """The data protection impact assessment of a programme: written by who runs it, advised on
    and signed by the data protection officer of whoever leads it.

    A signed one stays as it is (the database sees to that); what changes is a new one.
    """

    class Outcome(models.TextChoices):
        GO = "go", "Go ahead"
        CONDITIONS = "conditions", "Go ahead, as advised"
        NO = "no", "Not like this"

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="impact_assessments")
    purpose = models.TextField("what data of people are used for", max_length=2000, blank=True)
    necessity = models.TextField("why that is needed, and no more", max_length=2000, blank=True)
    consultation = models.TextField(
        "who was asked: staff, unions, parents", max_length=2000, blank=True
    )
    risks = models.TextField("what could go wrong, and for whom", max_length=2000, blank=True)
    safeguards = models.TextField("what is done against it", max_length=2000, blank=True)
    advice = models.TextField("advice of the officer", max_length=2000, blank=True)
    outcome = models.CharField("may it go ahead?", max_length=10, choices=Outcome, blank=True)
    review_on = models.DateField("looked at again by", null=True, blank=True)
    signed_by = models.ForeignKey(
        Person, models.PROTECT, related_name="+", null=True, blank=True, verbose_name="signed by"
    )
    signed_at = models.DateTimeField("signed", null=True, blank=True)

    objects = ImpactAssessmentQuerySet.as_manager()

    class Meta:
        ordering = ["programme", "-pk"]
        constraints = [
            models.UniqueConstraint(
                "programme",
                condition=Q(signed_at=None),
                name="one_impact_assessment_is_being_written",
            ),
            models.CheckConstraint(
                condition=Q(signed_at=None, signed_by=None, outcome="", advice="", review_on=None)
                | (
                    Q(signed_at__isnull=False, signed_by__isnull=False, review_on__isnull=False)
                    & Q(outcome__in=["go", "conditions", "no"])
                ),
                name="impact_assessment_is_signed_whole",
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=["", "go"]) | ~Q(advice=""),
                name="conditions_and_a_no_are_said",
                violation_error_message="Say what has to be done first, or why not.",
            ),
        ]

    def __str__(self) -> str:
        return f"Data protection impact assessment of {self.programme}"

    @property
    def words(self) -> dict[str, str]:
        """What who runs the programme writes, by field."""
        return {name: getattr(self, name) for name in WORDS}

    @property
    def lines(self) -> list[tuple[str, str]]:
        """Each question in words, and its answer; the officer's advice once there is one."""
        names = (*WORDS, "advice") if self.advice else WORDS
        field = self._meta.get_field
        said = [(str(field(name).verbose_name), getattr(self, name)) for name in names]  # type: ignore[union-attr]
        return [(label[:1].upper() + label[1:], words) for label, words in said]

    @property
    def is_whole(self) -> bool:
        """Whether there is something to say to each question."""
        return all(self.words.values())

    @property
    def lets_go_ahead(self) -> bool:
        return self.outcome in {self.Outcome.GO, self.Outcome.CONDITIONS}


WORDS = ("purpose", "necessity", "consultation", "risks", "safeguards")

"""How few pupils is too few, and every figure about pupils that has been shown to others.

The register has true numbers, small ones too: nobody reads it but the one door through which
figures leave (people.disclosure.releasing), which asks it what can be worked out already.
"""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length, Trim
from django.db.models.lookups import GreaterThanOrEqual

from leadwell.accounts.models import User
from leadwell.evidence.disclosure.policy import FEWEST, Tier

MOST = 30
"""A threshold above a class hides nearly everything, and what was hidden once stays hidden."""

SHORTEST_REASON = 20
"""Letters."""

TOO_LOW = f"Groups of fewer than {FEWEST} pupils are always hidden."
TOO_HIGH = f"More than {MOST} would hide whole classes, and what is hidden once stays hidden."
TOO_SHORT = f"Say why in at least {SHORTEST_REASON} letters."

OTHERS = [str(Tier.PROGRAMME), str(Tier.PUBLIC)]
"""Readers whose figures are registered; a school's own are not."""

TIERS = [("programme", "Programme"), ("public", "Public")]


class Threshold(models.Model):
    """From a moment on, fewer pupils than this are too few. The latest row holds; none: FEWEST."""

    fewest = models.PositiveSmallIntegerField("fewest pupils a figure is about")
    reason = models.TextField("why", max_length=1000)
    set_at = models.DateTimeField("from")
    set_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-set_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(fewest__gte=FEWEST),
                name="threshold_is_never_lowered",
                violation_error_message=TOO_LOW,
            ),
            models.CheckConstraint(
                condition=Q(fewest__lte=MOST),
                name="threshold_is_a_class_at_most",
                violation_error_message=TOO_HIGH,
            ),
            models.CheckConstraint(
                condition=GreaterThanOrEqual(Length(Trim("reason")), SHORTEST_REASON),
                name="threshold_has_a_reason",
                violation_error_message=TOO_SHORT,
            ),
        ]

    def __str__(self) -> str:
        return f"fewer than {self.fewest}"


class FigureRelease(models.Model):
    """One time that figures were shown to others for the first time: what, to whom, by whom."""

    what = models.CharField("which figures", max_length=200)
    tier = models.CharField("to whom", max_length=9, choices=TIERS)
    fewest = models.PositiveSmallIntegerField("fewest pupils a figure was about")
    released_at = models.DateTimeField("when")
    released_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-released_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(tier__in=OTHERS), name="release_is_to_others"),
            models.CheckConstraint(condition=~Q(what=""), name="release_says_of_what"),
        ]

    def __str__(self) -> str:
        return self.what


class CountedAtom(models.Model):
    """How many pupils an atom has (layer ""), or how many of them reached an outcome: as counted
    when that was first shown, and so for ever."""

    release = models.ForeignKey(FigureRelease, models.PROTECT, related_name="counts")
    atom = models.CharField("which pupils", max_length=400)
    layer = models.CharField("which outcome", max_length=80, blank=True)
    n = models.PositiveIntegerField("how many")

    class Meta:
        constraints = [models.UniqueConstraint("atom", "layer", name="atom_is_counted_once")]

    def __str__(self) -> str:
        return f"{self.atom} {self.layer}"


class ReleasedSet(models.Model):
    """What was settled about some atoms together.

    SHOWN: low <= their pupils <= high was told. HIDDEN_ITSELF: hidden for its own sake, HIDDEN_TOO:
    so that another could not be worked out; both stay hidden. WHOLE: they are all pupils of a year.
    """

    class Kind(models.TextChoices):
        SHOWN = "shown", "Shown"
        HIDDEN_ITSELF = "itself", "Hidden for its own sake"
        HIDDEN_TOO = "too", "Hidden with another"
        WHOLE = "whole", "A whole year group"

    release = models.ForeignKey(FigureRelease, models.PROTECT, related_name="sets")
    kind = models.CharField("what was settled", max_length=6, choices=Kind)
    atoms = ArrayField(models.TextField(), verbose_name="which pupils")
    layer = models.CharField("which outcome", max_length=80, blank=True)
    tier = models.CharField("to whom", max_length=9, choices=TIERS, blank=True)
    low = models.PositiveIntegerField("fewest it tells of", null=True)
    high = models.PositiveIntegerField("most it tells of", null=True)

    class Meta:
        indexes = [GinIndex(fields=["atoms"], name="released_set_by_atom")]
        constraints = [
            models.CheckConstraint(condition=~Q(atoms=[]), name="released_set_is_of_somebody"),
            models.CheckConstraint(
                condition=Q(kind="shown", low__isnull=False, high__isnull=False, high__gte=F("low"))
                | (~Q(kind="shown") & Q(low=None, high=None)),
                name="released_set_tells_a_range_where_shown",
            ),
            models.CheckConstraint(
                condition=(Q(kind="whole") & Q(tier="", layer=""))
                | (~Q(kind="whole") & Q(tier__in=OTHERS)),
                name="released_set_is_for_a_reader",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.layer} of {len(self.atoms)}"

"""What a note says: one version each time it is shared. A version is never changed."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from leadwell.deliver.models.note import Note
from leadwell.lib import codes
from leadwell.people.models import Person
from leadwell.prepare.models import AgreedAction, Priority, ProgressSaid
from leadwell.prepare.needs import Needs
from leadwell.prepare.needs import of as needs_of
from leadwell.programmes.models import ActiveIngredient

MOST_STRENGTHS = 3
MOST_ACTIONS = 5
HASH = r"^[0-9a-f]{64}$"


class Rag(models.TextChoices):
    """How the programme's work goes in a school. Grey: not yet seen, or too early to say."""

    GREEN = "green", "Green"
    AMBER = "amber", "Amber"
    RED = "red", "Red"
    GREY = "grey", "Grey"


NEEDS_A_REASON = (Rag.AMBER, Rag.RED)
ASPECTS = ("engagement", "implementation", "impact")


class GapTask(models.TextChoices):
    """What became of the task set at the last training."""

    NONE = "none", "No task was set"
    DONE = "done", "Done"
    PARTLY = "partly", "Partly done"
    NOT_YET = "not_yet", "Not yet"


def _rag(aspect: str) -> "models.CharField[str, str]":
    return models.CharField(aspect, max_length=5, choices=Rag)


def _reason(aspect: str) -> "models.CharField[str, str]":
    return models.CharField(f"why {aspect} is so", max_length=300, blank=True)


def _has_reason(aspect: str) -> Q:
    return ~Q(**{f"{aspect}__in": NEEDS_A_REASON}) | ~Q(**{f"{aspect}_reason": ""})


class NoteVersion(models.Model):
    """The words of a note as they were shared: 1, 2 and so on.

    n_classes: how many classes were visited. sha256: of all it says, see notes/hashing.py.
    changes_ingredient: whether what was adapted changes an active ingredient.
    active_seconds: how long its author worked on it.
    """

    note = models.ForeignKey(Note, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField("version")
    shared_at = models.DateTimeField("shared")
    shared_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    purpose = models.CharField("what it was for", max_length=200)
    people_met = models.ManyToManyField(Person, related_name="+", verbose_name="who was met")
    gap_task = models.CharField("task from the last training", max_length=7, choices=GapTask)
    gap_task_note = models.CharField("about the task", max_length=200, blank=True)
    n_classes = models.PositiveSmallIntegerField("classes visited", default=0)
    seen = models.CharField("what was seen", max_length=1200)
    adaptations = models.CharField("what was adapted", max_length=300, blank=True)
    changes_ingredient = models.BooleanField("an active ingredient changes by it", default=False)
    strengths = ArrayField(models.CharField(max_length=200), verbose_name="strengths")
    engagement = _rag("engagement")
    engagement_reason = _reason("engagement")
    implementation = _rag("implementation")
    implementation_reason = _reason("implementation")
    impact = _rag("impact")
    impact_reason = _reason("impact")
    readiness = ArrayField(
        models.CharField(max_length=2), verbose_name="what changed in readiness", default=list,
        blank=True,
    )  # fmt: skip
    readiness_note = models.CharField("how readiness changed", max_length=300, blank=True)
    next_on = models.DateField("next visit", null=True, blank=True)
    next_focus = models.CharField("what the next visit is for", max_length=200)
    active_seconds = models.PositiveIntegerField("time at work on it", default=0)
    sha256 = models.CharField("hash of what it says", max_length=64)

    objects = models.Manager["NoteVersion"]()

    class Meta:
        ordering = ["note_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["note", "number"], name="note_version_is_numbered_once"),
            models.CheckConstraint(
                condition=Q(number__gte=1) & Q(sha256__regex=HASH) & ~Q(purpose="") & ~Q(seen="")
                & ~Q(next_focus=""),
                name="note_version_says_what_it_must",
            ),
            models.CheckConstraint(
                condition=Q(strengths__len__range=(1, MOST_STRENGTHS)),
                name="note_names_one_to_three_strengths",
            ),
            models.CheckConstraint(
                condition=Q(engagement__in=Rag.values, implementation__in=Rag.values)
                & Q(impact__in=Rag.values, gap_task__in=GapTask.values),
                name="note_has_codes_that_are_known",
            ),
            models.CheckConstraint(
                condition=_has_reason("engagement") & _has_reason("implementation")
                & _has_reason("impact"),
                name="note_says_why_amber_or_red",
            ),
            models.CheckConstraint(
                condition=Q(readiness=[], readiness_note="")
                | (~Q(readiness=[]) & ~Q(readiness_note="")),
                name="note_says_how_readiness_changed",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.note}, version {self.number}"


class NoteInView(models.Model):
    """One thing the visit was about: a priority of the school's plan or an active ingredient of the
    programme. says: how it read then, for a plan can change under a note that is signed."""

    version = models.ForeignKey(NoteVersion, models.PROTECT, related_name="in_view")
    priority = models.ForeignKey(Priority, models.PROTECT, related_name="+", null=True, blank=True)
    ingredient = models.ForeignKey(
        ActiveIngredient, models.PROTECT, related_name="+", null=True, blank=True
    )
    says = models.CharField("how it read", max_length=200)

    class Meta:
        ordering = ["version_id", "pk"]
        verbose_name_plural = "notes in view"
        constraints = [
            models.UniqueConstraint(
                fields=["version", "priority", "ingredient"],
                nulls_distinct=False,
                name="thing_is_in_view_once",
            ),
            models.CheckConstraint(
                condition=(
                    Q(priority__isnull=False, ingredient=None)
                    | Q(priority=None, ingredient__isnull=False)
                )
                & ~Q(says=""),
                name="thing_in_view_is_one_and_says_what",
            ),
        ]

    def __str__(self) -> str:
        return self.says


class NoteActivity(models.Model):
    """One thing done on the visit, and for how many minutes. what: a code of the list `activity`."""

    version = models.ForeignKey(NoteVersion, models.PROTECT, related_name="activities")
    what = models.CharField("activity", max_length=20)
    minutes = models.PositiveSmallIntegerField("minutes")

    class Meta:
        ordering = ["version_id", "pk"]
        verbose_name_plural = "note activities"
        constraints = [
            models.UniqueConstraint(fields=["version", "what"], name="activity_is_named_once"),
            models.CheckConstraint(
                condition=Q(minutes__range=(5, 960)) & ~Q(what=""),
                name="activity_takes_five_minutes_at_least",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.said}, {self.minutes} minutes"

    @property
    def said(self) -> str:
        """In the words of the day of the visit."""
        return codes.said("activity", self.what, on=self.version.note.visit.on)


class NoteIngredient(models.Model):
    """How far an active ingredient was seen, and in how many of the classes visited."""

    class Level(models.TextChoices):
        NOT_SEEN = "not_seen", "Not seen"
        BEGINNING = "beginning", "Beginning"
        DEVELOPING = "developing", "Developing"
        ROUTINE = "routine", "Routine"

    version = models.ForeignKey(NoteVersion, models.PROTECT, related_name="ingredients")
    ingredient = models.ForeignKey(ActiveIngredient, models.PROTECT, related_name="+")
    level = models.CharField("how far", max_length=10, choices=Level)
    n_classes = models.PositiveSmallIntegerField("in how many classes")
    n_visited = models.PositiveSmallIntegerField("of how many visited")

    class Meta:
        ordering = ["version_id", "ingredient_id"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "ingredient"], name="ingredient_is_observed_once"
            ),
            models.CheckConstraint(
                condition=Q(n_classes__lte=F("n_visited"))
                & Q(level__in=["not_seen", "beginning", "developing", "routine"]),
                name="ingredient_is_seen_in_classes_visited",
            ),
            models.CheckConstraint(
                condition=Q(level="not_seen", n_classes=0) | ~Q(level="not_seen"),
                name="ingredient_not_seen_is_in_no_class",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ingredient}: {self.get_level_display()}"

    @property
    def fraction(self) -> str:
        return f"{self.n_classes} of {self.n_visited}"


class NoteAnswer(models.Model):
    """How an earlier action was said to go, when the note was shared. for_aspects: which of the
    colours it is there for."""

    version = models.ForeignKey(NoteVersion, models.PROTECT, related_name="answers")
    action = models.ForeignKey(AgreedAction, models.PROTECT, related_name="+")
    said = models.ForeignKey(ProgressSaid, models.PROTECT, related_name="+")
    for_aspects = ArrayField(models.CharField(max_length=14), default=list, blank=True)

    class Meta:
        ordering = ["version_id", "action__due_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["version", "action"], name="action_is_answered_once")
        ]

    def __str__(self) -> str:
        return f"{self.action}: {self.said}"


class NoteAction(models.Model):
    """An action agreed on the visit, as it was agreed: it may since have changed in the school's
    list. for_aspects: which of the colours it is there for. support_days, cover_days, cost_gbp: what
    it was said to need; None where nobody said, and in notes of before that was kept with them.
    """

    version = models.ForeignKey(NoteVersion, models.PROTECT, related_name="agreed")
    action = models.ForeignKey(AgreedAction, models.PROTECT, related_name="agreed_in")
    what = models.CharField("what is done, as it was agreed", max_length=200)
    owner = models.ForeignKey(Person, models.PROTECT, related_name="+")
    due_on = models.DateField("by when")
    for_aspects = ArrayField(models.CharField(max_length=14), default=list, blank=True)
    support_days = models.DecimalField(
        "days of a specialist’s support", max_digits=4, decimal_places=1, null=True, blank=True
    )
    cover_days = models.DecimalField(
        "days of cover", max_digits=4, decimal_places=1, null=True, blank=True
    )
    cost_gbp = models.DecimalField(
        "costs, in pounds", max_digits=8, decimal_places=2, null=True, blank=True
    )

    class Meta:
        ordering = ["version_id", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["version", "action"], name="action_is_agreed_once"),
            models.CheckConstraint(
                condition=(Q(support_days=None) | Q(support_days__gte=0))
                & (Q(cover_days=None) | Q(cover_days__gte=0))
                & (Q(cost_gbp=None) | Q(cost_gbp__gte=0)),
                name="action_agreed_needs_no_less_than_nothing",
            ),
        ]

    def __str__(self) -> str:
        return self.what

    @property
    def needs(self) -> Needs:
        return needs_of(self)


class NoteRisk(models.Model):
    """What the hub must know. Apart from the note, so that who reads a note never reads it by the
    way: it is for the hub and the programme's lead, unless its author opens it to the school."""

    version = models.OneToOneField(NoteVersion, models.PROTECT, related_name="+")
    text = models.CharField("what the hub must know", max_length=300)
    is_for_school = models.BooleanField("the school reads it too", default=False)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="note_risk_says_what")]

    def __str__(self) -> str:
        return f"For the hub: {self.version}"

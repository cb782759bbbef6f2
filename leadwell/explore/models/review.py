"""A subject review of a school: two views that know nothing of each other until both are in, what
the joint meeting agreed, and the head's signature. The words of rubrics are kept with it."""

from typing import ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from leadwell.accounts.models import User
from leadwell.audit.history import tracked
from leadwell.people.models import Person
from leadwell.programmes.models import Enrolment
from leadwell.schools.models import School

CANNOT_SAY = 0
LEVELS = (1, 2, 3, 4)
SEVERAL_KINDS_FROM = 3
"""From this level on one kind of evidence is too little."""
MOST_STRENGTHS, MOST_NEEDS = 5, 3
KEY = r"^[a-z0-9]+(-[a-z0-9]+)*$"


class ReviewState(models.TextChoices):
    """How far a review is."""

    OPENED = "opened", "Opened, views to come"
    SCHOOL_VIEW = "school_view", "The school’s view is in"
    SECOND_VIEW = "second_view", "Both views are in"
    MEETING = "meeting", "Joint meeting"
    AGREED = "agreed", "Agreed, to be signed"
    SIGNED = "signed", "Signed"


REVEALED = (ReviewState.MEETING, ReviewState.AGREED, ReviewState.SIGNED)
"""Both views are read by both."""


class Point(models.TextChoices):
    """When in a school's time in a programme."""

    BASELINE = "baseline", "At the start"
    MID = "mid", "Mid-way"
    END = "end", "At the end"


class Confidence(models.TextChoices):
    HIGH = "high", "High"
    MEDIUM = "medium", "Medium"
    LOW = "low", "Low"


HAPPENED = {
    "open": "Opened",
    "name_voice": "Somebody else was asked for a view",
    "hand_in_school": "The school’s view came in",
    "hand_in_last": "The school’s view came in",
    "hand_in_second": "The second view came in",
    "hand_in_second_first": "The second view came in",
    "meet": "Both views were opened",
    "write_headlines": "Strengths and needs written",
    "agree": "Agreed",
    "reopen": "Back to the meeting",
    "sign": "Signed",
}
"""What a step is called afterwards; one level of many is not told."""


class RubricQuerySet(models.QuerySet["Rubric"]):
    def in_use(self) -> Self:
        return self.filter(taken_back_at=None)

    def added(self) -> Self:
        """Those that somebody brought."""
        return self.filter(added_by__isnull=False)


@tracked
class Rubric(models.Model):
    """A version of a rubric with its file as it was: a review is read by these words for ever.

    added_by: nobody for those that come with Leadwell, which are kept here once a review is by
    them. Only that it is taken back is ever written later.
    """

    key = models.CharField("key", max_length=60)
    version = models.PositiveSmallIntegerField("version")
    title = models.CharField("title", max_length=120)
    text = models.TextField("the file")
    sha256 = models.CharField("its SHA-256", max_length=64)
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True)
    added_at = models.DateTimeField("when")
    taken_back_at = models.DateTimeField("taken back", null=True, blank=True)

    objects = RubricQuerySet.as_manager()

    class Meta:
        ordering = ["title", "version", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["key", "version"],
                name="one_rubric_of_a_key_and_version",
                violation_error_message="This version of the rubric is here already.",
            ),
            models.CheckConstraint(
                condition=Q(key__regex=KEY) & ~Q(title="") & ~Q(text="") & Q(version__gte=1),
                name="rubric_has_a_key_a_title_and_a_file",
            ),
            models.CheckConstraint(
                condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="rubric_has_its_digest"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}, version {self.version}"


class ReviewQuerySet(models.QuerySet["Review"]):
    def at_hand(self) -> Self:
        """With all that a line says of it."""
        return self.select_related(
            "enrolment__programme", "enrolment__hub", "enrolment__school__continued_by", "rubric",
            "before",
        )  # fmt: skip

    def signed(self) -> Self:
        return self.filter(state=ReviewState.SIGNED)


@tracked
class Review(models.Model):
    """One review of one school by one version of a rubric. before: the signed one it repeats."""

    refused_by_trigger: ClassVar[dict[str, str]] = {
        "review_again_is_by_the_same_rubric": "A review is repeated by the version of the rubric "
        "it began with, once that is signed.",
        "views_are_opened_once_both_are_in": "Both views have to be in first.",
        "signed_review_stays": "What the head signed is not changed.",
        "view_that_is_in_stays": "A view that is in is not changed.",
    }

    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="reviews")
    rubric = models.ForeignKey(Rubric, models.PROTECT, related_name="reviews")
    point = models.CharField("when", max_length=8, choices=Point, default=Point.BASELINE)
    before = models.ForeignKey("self", models.PROTECT, related_name="again", null=True, blank=True)
    state = models.CharField(
        "state", max_length=11, choices=ReviewState, default=ReviewState.OPENED
    )
    opened_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    opened_on = models.DateField("opened on")

    objects = ReviewQuerySet.as_manager()

    class Meta:
        ordering = ["enrolment", "opened_on", "pk"]
        indexes = [models.Index(fields=["state"], name="review_by_state")]
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "rubric", "point"],
                name="school_is_reviewed_once_at_a_point",
                violation_error_message="There is such a review of this school already.",
            ),
            models.CheckConstraint(
                condition=Q(state__in=ReviewState.values) & Q(point__in=Point.values),
                name="review_has_codes_that_are_known",
            ),
            models.CheckConstraint(
                condition=Q(point=Point.BASELINE, before=None)
                | (~Q(point=Point.BASELINE) & Q(before__isnull=False)),
                name="review_again_follows_one",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rubric.title}, {self.get_point_display().lower()}, {self.standing_school}"

    def get_absolute_url(self) -> str:
        return reverse("explore:review", args=[self.pk])

    @property
    def standing_school(self) -> School:
        return self.enrolment.standing_school

    @property
    def is_revealed(self) -> bool:
        return self.state in REVEALED

    @property
    def is_signed(self) -> bool:
        return self.state == ReviewState.SIGNED


@tracked
class ReviewView(models.Model):
    """Whose view of the school is asked for, and since when it is in. What it says stands beside
    it, and nobody but its author reads that before both are in."""

    class Voice(models.TextChoices):
        SCHOOL = "school", "School’s view"
        SECOND = "second", "Second view"

    review = models.ForeignKey(Review, models.PROTECT, related_name="views")
    voice = models.CharField("which", max_length=6, choices=Voice)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="whose")
    submitted_at = models.DateTimeField("in since", null=True, blank=True)
    active_seconds = models.PositiveIntegerField("seconds of writing", default=0)

    class Meta:
        ordering = ["review", "voice"]
        constraints = [
            models.UniqueConstraint(fields=["review", "voice"], name="review_has_each_view_once"),
            models.UniqueConstraint(
                fields=["review", "by"],
                name="two_views_are_of_two_people",
                violation_error_message="Two people give the two views. Choose somebody else.",
            ),
            models.CheckConstraint(
                condition=Q(voice__in=["school", "second"]), name="view_is_one_of_the_two"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_voice_display()}, {self.by}"


class Told(models.Model):
    """What is said of one criterion. level: 1 to 4, 0 for “cannot say”. evidence, need: codes of
    the lists `review_evidence` and `review_need`. success: what it looks like once it is so."""

    criterion = models.CharField("criterion", max_length=60)
    level = models.PositiveSmallIntegerField("level")
    evidence = ArrayField(
        models.CharField(max_length=20), verbose_name="kinds of evidence", default=list, blank=True
    )
    text = models.CharField("what was seen", max_length=300, blank=True)
    need = models.CharField("what is needed", max_length=20, blank=True)
    success = models.CharField("what success looks like", max_length=200, blank=True)

    class Meta:
        abstract = True

    @property
    def is_said(self) -> bool:
        return self.level != CANNOT_SAY


def _told(name: str) -> list[models.CheckConstraint]:
    """The rules of what is said of a criterion, for each of the tables that keep it."""
    return [
        models.CheckConstraint(condition=Q(level__range=(0, 4)), name=f"{name}_has_a_level"),
        models.CheckConstraint(
            condition=Q(level__lt=SEVERAL_KINDS_FROM) | Q(evidence__len__gte=2),
            name=f"{name}_high_up_has_two_kinds_of_evidence",
            violation_error_message="Add a second kind of evidence.",
        ),
        models.CheckConstraint(
            condition=Q(level=CANNOT_SAY) | (Q(evidence__len__gte=1) & ~Q(text="")),
            name=f"{name}_rests_on_evidence",
            violation_error_message="Say on what evidence.",
        ),
        models.CheckConstraint(condition=~Q(criterion=""), name=f"{name}_is_of_a_criterion"),
    ]


class ViewRating(Told):
    """Of a view that is in. Added, and never changed; the database shows it to its author alone
    until both views are in."""

    view = models.ForeignKey(ReviewView, models.PROTECT, related_name="ratings")
    confidence = models.CharField("how sure", max_length=6, choices=Confidence, blank=True)

    class Meta:
        ordering = ["view", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["view", "criterion"], name="view_rates_each_once"),
            *_told("rating"),
        ]

    def __str__(self) -> str:
        return f"{self.criterion}: {self.level}"


@tracked
class AgreedLevel(Told):
    """What the joint meeting agreed of a criterion; both views stay beside it."""

    review = models.ForeignKey(Review, models.PROTECT, related_name="agreed")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField("when")

    class Meta:
        ordering = ["review", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["review", "criterion"], name="criterion_is_agreed_once"
            ),
            *_told("agreed_level"),
        ]

    def __str__(self) -> str:
        return f"{self.criterion}: {self.level}"


@tracked
class Headline(models.Model):
    """A strength to share, or a headline need. criterion: which it is about, for needs."""

    class Kind(models.TextChoices):
        STRENGTH = "strength", "Strength to share"
        NEED = "need", "Headline need"

    review = models.ForeignKey(Review, models.PROTECT, related_name="headlines")
    kind = models.CharField("what", max_length=8, choices=Kind)
    number = models.PositiveSmallIntegerField("number")
    text = models.CharField("in words", max_length=200)
    criterion = models.CharField("of which criterion", max_length=60, blank=True)

    class Meta:
        ordering = ["review", "kind", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["review", "kind", "number"], name="headline_has_its_place"
            ),
            models.CheckConstraint(
                condition=Q(kind="strength", number__range=(1, MOST_STRENGTHS))
                | Q(kind="need", number__range=(1, MOST_NEEDS)),
                name="headlines_are_few",
                violation_error_message="There are three headline needs at most.",
            ),
            models.CheckConstraint(condition=~Q(text=""), name="headline_says_something"),
        ]

    def __str__(self) -> str:
        return self.text


class ReviewSignature(models.Model):
    """The head's, under the hash of what was agreed. Never changed. published: the school's results
    as they were published that day (reviewing/results.py); nothing where there were none."""

    review = models.OneToOneField(Review, models.PROTECT, related_name="signature")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    statement = models.CharField("what was signed", max_length=400)
    sha256 = models.CharField("hash of it", max_length=64)
    published = models.JSONField("published results that day", default=dict)
    authenticated_at = models.DateTimeField("showed who they are")
    at = models.DateTimeField("when")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(statement="") & Q(sha256__regex=r"^[0-9a-f]{64}$"),
                name="review_is_signed_under_something",
            ),
            models.CheckConstraint(
                condition=Q(authenticated_at__lte=F("at")), name="review_is_signed_by_who_was_asked"
            ),
        ]

    def __str__(self) -> str:
        return f"Signed by {self.by}"


class ReviewStep(models.Model):
    """What happened with a review, when and by whom. Never changed."""

    review = models.ForeignKey(Review, models.PROTECT, related_name="steps")
    verb = models.CharField("what", max_length=20)
    state = models.CharField("then", max_length=11, choices=ReviewState)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField("when")

    class Meta:
        ordering = ["review", "at", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(verb=""), name="review_step_says_what")]

    def __str__(self) -> str:
        return f"{self.verb}, {self.at:%Y-%m-%d}"

    @property
    def said(self) -> str:
        """In words; "" for what is not told one by one."""
        return HAPPENED.get(self.verb, "")

"""A school's plan: a few priorities, each with a success criterion that can be checked, agreed by
the school and its specialist, approved by the head, looked at each half-term."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from leadwell.audit.history import tracked
from leadwell.explore.models import PeerFinding, Review
from leadwell.people.models import Person
from leadwell.prepare.models.action import AgreedAction
from leadwell.programmes.models import ActiveIngredient, Enrolment, Obligation, Programme
from leadwell.schools.models import School

MOST_LIVE, MOST_WRITTEN = 3, 5
"""Priorities of a school that may be under way at once, and that may stand in its plans at all."""


class PlanState(models.TextChoices):
    """How far a plan is."""

    DRAFT = "draft", "Being written"
    AGREED = "agreed", "Agreed, with the head"
    APPROVED = "approved", "Approved"
    LIVE = "live", "Under way"
    REVIEWED = "reviewed", "Under way, looked at"
    CLOSED = "closed", "Closed"


FROZEN = (
    PlanState.AGREED,
    PlanState.APPROVED,
    PlanState.LIVE,
    PlanState.REVIEWED,
    PlanState.CLOSED,
)
APPROVED = (PlanState.APPROVED, PlanState.LIVE, PlanState.REVIEWED, PlanState.CLOSED)
UNDER_WAY = (PlanState.LIVE, PlanState.REVIEWED)


class PlanQuerySet(models.QuerySet["Plan"]):
    def at_hand(self) -> Self:
        """With all that a line says of it."""
        return self.select_related(
            "enrolment__programme", "enrolment__hub", "enrolment__school__continued_by",
            "school_yes_by", "specialist_yes_by",
        )  # fmt: skip

    def open(self) -> Self:
        return self.exclude(state=PlanState.CLOSED)


@tracked
class Plan(models.Model):
    """One plan of one school in one programme. school_yes_by, specialist_yes_by: who said yes to
    it as it stands; emptied by whatever changes in it."""

    refused_by_trigger: ClassVar[dict[str, str]] = {
        "approved_priority_stays": "What was agreed is not changed. Open the plan again first.",
        "three_priorities_are_under_way_at_most": "Three priorities are the most that can be "
        "under way. Put one aside first.",
    }

    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="plans")
    state = models.CharField("state", max_length=8, choices=PlanState, default=PlanState.DRAFT)
    opened_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    opened_on = models.DateField("opened on")
    school_yes_by = models.ForeignKey(
        Person, models.PROTECT, related_name="+", null=True, blank=True
    )
    specialist_yes_by = models.ForeignKey(
        Person, models.PROTECT, related_name="+", null=True, blank=True
    )

    objects = PlanQuerySet.as_manager()

    class Meta:
        ordering = ["enrolment", "pk"]
        constraints = [
            models.UniqueConstraint(
                "enrolment",
                condition=~Q(state="closed"),
                name="school_has_one_plan_at_a_time",
                violation_error_message="This school has a plan in this programme already.",
            ),
            models.CheckConstraint(
                condition=Q(state__in=PlanState.values), name="plan_state_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"Plan of {self.standing_school}"

    def get_absolute_url(self) -> str:
        return reverse("prepare:plan", args=[self.pk])

    @property
    def standing_school(self) -> School:
        return self.enrolment.standing_school

    @property
    def is_under_way(self) -> bool:
        return self.state in UNDER_WAY


class PriorityQuerySet(models.QuerySet["Priority"]):
    def open(self) -> Self:
        return self.filter(state__in=(Priority.State.WRITTEN, Priority.State.LIVE))

    def live(self) -> Self:
        return self.filter(state=Priority.State.LIVE)

    def at_school(self, school: School) -> Self:
        """Of a standing school, in all its programmes and under all its earlier rows."""
        return self.filter(plan__enrolment__in=Enrolment.objects.of_schools([school.pk]).order_by())


@tracked
class Priority(models.Model):
    """One thing that is to be different, and how one will see it.

    measure: a key of the closed list of programmes.measures; artefact: what is counted where there
    is no measure, by its name; one of the two. baseline, target: in `unit`. n_people: how many
    pupils or staff these are about, so that a figure about few is hidden from others; None where
    they count no people, and in what was written before this was asked. due_on: within the
    programme. sip_by: the day by which it should stand in the school improvement plan, one term
    after the head approved it. live_on: since when it is under way.
    """

    class State(models.TextChoices):
        WRITTEN = "written", "Written"
        LIVE = "live", "Under way"
        MET = "met", "Reached"
        ASIDE = "aside", "Put aside"

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="priorities")
    number = models.PositiveSmallIntegerField("number")
    state = models.CharField("state", max_length=7, choices=State, default=State.WRITTEN)
    statement = models.CharField("priority", max_length=200)
    pupils = models.CharField("for whom", max_length=20, choices=Programme.FocusGroup)
    group = models.CharField("which group", max_length=120, blank=True)
    why_not_focus = models.CharField("why not the programme’s pupils", max_length=200, blank=True)
    ingredients = models.ManyToManyField(ActiveIngredient, related_name="+")
    measure = models.CharField("measure", max_length=60, blank=True)
    artefact = models.CharField("what is counted instead", max_length=120, blank=True)
    what = models.CharField("of whom, or of what", max_length=120, blank=True)
    unit = models.CharField("in what", max_length=40)
    baseline = models.DecimalField("now", max_digits=9, decimal_places=2)
    target = models.DecimalField("target", max_digits=9, decimal_places=2)
    n_people = models.PositiveSmallIntegerField("about how many people", null=True, blank=True)
    due_on = models.DateField("by when")
    evidence = models.CharField("source of evidence", max_length=200)
    in_sip = models.BooleanField("in the school improvement plan", default=False)
    sip_page = models.CharField("on which page", max_length=40, blank=True)
    sip_by = models.DateField("in it by", null=True, blank=True, editable=False)
    live_on = models.DateField("under way since", null=True, blank=True, editable=False)
    ended_on = models.DateField("ended on", null=True, blank=True, editable=False)
    ended_because = models.CharField("why", max_length=300, blank=True)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    objects = PriorityQuerySet.as_manager()

    class Meta:
        ordering = ["plan", "number", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "number"],
                condition=Q(state__in=["written", "live"]),
                name="priority_has_its_place",
            ),
            models.CheckConstraint(
                condition=Q(number__range=(1, MOST_WRITTEN)),
                name="plan_has_five_priorities_at_most",
                violation_error_message="Five priorities are the most there can be.",
            ),
            models.CheckConstraint(
                condition=~Q(statement="") & ~Q(unit="") & ~Q(evidence=""),
                name="priority_says_how_one_will_see_it",
                violation_error_message="Say what, in which unit, and from which source.",
            ),
            models.CheckConstraint(
                condition=(~Q(measure="") & Q(artefact="")) | (Q(measure="") & ~Q(artefact="")),
                name="priority_is_measured_by_one_thing",
                violation_error_message="Choose a measure, or name what is counted instead.",
            ),
            models.CheckConstraint(
                condition=~Q(target=F("baseline")),
                name="priority_aims_at_a_change",
                violation_error_message="The target is what it is now already.",
            ),
            models.CheckConstraint(
                condition=~Q(pupils="custom") | ~Q(group=""),
                name="priority_names_its_own_group",
                violation_error_message="Say which group.",
            ),
            models.CheckConstraint(
                condition=Q(n_people=None) | Q(n_people__gte=1),
                name="priority_is_about_somebody",
                violation_error_message="Write how many it is about: 1 or more.",
            ),
            models.CheckConstraint(
                condition=Q(in_sip=True) & ~Q(sip_page="") | Q(in_sip=False, sip_page=""),
                name="priority_in_the_sip_is_on_a_page",
                violation_error_message="Say on which page it stands.",
            ),
            models.CheckConstraint(
                condition=Q(state="written", live_on=None)
                | Q(state="live", live_on__isnull=False)
                | Q(state__in=["met", "aside"]),
                name="priority_is_under_way_since_a_day",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["written", "live"], ended_on=None, ended_because="")
                | Q(state__in=["met", "aside"], ended_on__isnull=False) & ~Q(ended_because=""),
                name="priority_ends_for_a_reason",
                violation_error_message="Say why, or how one can see it.",
            ),
        ]

    def __str__(self) -> str:
        return self.statement

    def get_absolute_url(self) -> str:
        return f"{self.plan.get_absolute_url()}#p-{self.pk}"

    @property
    def is_open(self) -> bool:
        return self.state in (self.State.WRITTEN, self.State.LIVE)


@tracked
class PrioritySource(models.Model):
    """What a priority rests on: a criterion of a signed review, a finding of a peer review, or a
    published result."""

    class Kind(models.TextChoices):
        REVIEW = "review", "Review"
        FINDING = "finding", "Peer review"
        PUBLISHED = "published", "Published results"

    priority = models.ForeignKey(Priority, models.CASCADE, related_name="sources")
    kind = models.CharField("what", max_length=9, choices=Kind)
    review = models.ForeignKey(Review, models.PROTECT, related_name="+", null=True, blank=True)
    criterion = models.CharField("criterion", max_length=60, blank=True)
    measure = models.CharField("published measure", max_length=60, blank=True)
    finding = models.ForeignKey(
        PeerFinding, models.PROTECT, related_name="+", null=True, blank=True
    )

    class Meta:
        ordering = ["priority", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["priority", "review", "criterion", "measure", "finding"],
                nulls_distinct=False,
                name="source_is_named_once",
            ),
            models.CheckConstraint(
                condition=Q(kind="review", review__isnull=False, measure="", finding=None)
                & ~Q(criterion="")
                | Q(kind="published", review=None, criterion="", finding=None) & ~Q(measure="")
                | Q(kind="finding", review=None, criterion="", measure="", finding__isnull=False),
                name="source_is_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return self.criterion or self.measure


class PlanApproval(models.Model):
    """The head's yes to a plan as it was then, under the hash of it. Never changed."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="approvals")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    statement = models.CharField("what was signed", max_length=400)
    sha256 = models.CharField("hash of it", max_length=64)
    authenticated_at = models.DateTimeField("showed who they are")
    at = models.DateTimeField("when")

    class Meta:
        ordering = ["plan", "at"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(statement="") & Q(sha256__regex=r"^[0-9a-f]{64}$"),
                name="plan_is_approved_under_something",
            ),
        ]

    def __str__(self) -> str:
        return f"Approved by {self.by}"


class PriorityReview(models.Model):
    """How a priority stood in a half-term. Added, and never changed. value: in its unit; None
    where nobody knows yet."""

    class How(models.TextChoices):
        GREEN = "green", "Green"
        AMBER = "amber", "Amber"
        RED = "red", "Red"
        GREY = "grey", "Grey, too early to say"

    priority = models.ForeignKey(Priority, models.PROTECT, related_name="reviews")
    obligation = models.ForeignKey(
        Obligation, models.PROTECT, related_name="+", null=True, blank=True
    )
    how = models.CharField("how it stands", max_length=5, choices=How)
    value = models.DecimalField("now", max_digits=9, decimal_places=2, null=True, blank=True)
    text = models.CharField("in words", max_length=300, blank=True)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField("when")

    class Meta:
        ordering = ["priority", "-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(how__in=["green", "grey"])
                | (Q(how__in=["amber", "red"]) & ~Q(text="")),
                name="amber_and_red_are_for_a_reason",
                violation_error_message="Say why it is Amber or Red.",
            ),
        ]

    def __str__(self) -> str:
        return self.get_how_display()


class PriorityAction(models.Model):
    """For which priority an action was agreed. The action itself stands in the school's one list."""

    priority = models.ForeignKey(Priority, models.PROTECT, related_name="actions")
    action = models.OneToOneField(AgreedAction, models.PROTECT, related_name="for_priority")

    class Meta:
        ordering = ["priority", "action__due_on", "pk"]

    def __str__(self) -> str:
        return str(self.action)


class PlanStep(models.Model):
    """What happened with a plan, when and by whom. Never changed."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="steps")
    verb = models.CharField("what", max_length=20)
    state = models.CharField("then", max_length=8, choices=PlanState)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField("when")

    class Meta:
        ordering = ["plan", "at", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(verb=""), name="plan_step_says_what")]

    def __str__(self) -> str:
        return f"{self.verb}, {self.at:%Y-%m-%d}"

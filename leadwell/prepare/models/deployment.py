"""The agreement by which a specialist is sent to a school, from proposed to evaluated."""

from datetime import date
from decimal import Decimal
from typing import ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from leadwell.audit.history import tracked
from leadwell.lib import academic_year as years
from leadwell.people.models import Person, RoleHeld
from leadwell.prepare.models.specialist import Specialist
from leadwell.programmes.models import Enrolment, Obligation
from leadwell.schools.models import School

HASH = r"^[0-9a-f]{64}$"
CONFIDENTIAL = (
    "What is seen and said stays between the school and the programme. No names of pupils are "
    "written down. Nothing of it is used to appraise anybody."
)
INSURED = "The home school’s employer insures its staff at work in other schools."


class DeploymentState(models.TextChoices):
    """How far an agreement is."""

    PROPOSED = "proposed", "Proposed: the home head is asked"
    RELEASED = "released", "Released: the host head is asked"
    HOSTED = "hosted", "Host head accepts: the specialist is asked"
    ACCEPTED = "accepted", "Accepted by all three"
    ACTIVE = "active", "Active"
    REVIEWED = "reviewed", "Active, reviewed at the middle"
    SUSPENDED = "suspended", "Suspended"
    ENDED = "ended", "Ended: to be evaluated"
    EVALUATED = "evaluated", "Evaluated"
    DECLINED = "declined", "Declined"


State = DeploymentState
AT_WORK = (State.ACTIVE, State.REVIEWED)
TO_COME = (State.PROPOSED, State.RELEASED, State.HOSTED, State.ACCEPTED)
OVER = (State.ENDED, State.EVALUATED)
BEGUN = (*AT_WORK, State.SUSPENDED, *OVER)
TAKES_DAYS = (*TO_COME, *AT_WORK, State.SUSPENDED)
"""States in which all days agreed are taken, worked or not."""


class Party(models.TextChoices):
    """The three who sign."""

    HOME = "home", "Head of the home school"
    HOST = "host", "Head of the host school"
    SPECIALIST = "specialist", "The specialist"


class Payer(models.TextChoices):
    PROGRAMME = "programme", "The programme"
    HOST = "host", "The host school"
    TRUST = "trust", "The trust"
    SHARED = "shared", "Shared, as agreed in writing"


class Travel(models.TextChoices):
    CAR = "car", "By car"
    PUBLIC = "public", "By bus or train"
    ON_FOOT = "on_foot", "On foot or by bicycle"


class Effect(models.TextChoices):
    """What came of one priority, as the host head sees it."""

    NONE = "none", "None yet"
    SOME = "some", "Some"
    CLEAR = "clear", "Clear"
    UNCLEAR = "unclear", "Cannot be said"


class DeploymentQuerySet(models.QuerySet["Deployment"]):
    def at_hand(self) -> Self:
        """With all that a line says of it."""
        return self.select_related(
            "enrolment__school__continued_by", "enrolment__programme", "enrolment__hub",
            "specialist__person__user", "home__continued_by", "host", "lead_contact", "role",
        )  # fmt: skip

    def of_state(self, *states: DeploymentState) -> Self:
        return self.filter(state__in=states)

    def over_by(self, on: date) -> Self:
        """Begun, and past its last day: by the agreement, or because the role has ended."""
        past = Q(ends_on__lt=on) | Q(role__ends_on__lt=on, state__in=AT_WORK)
        return self.filter(past, state__in=[*AT_WORK, State.SUSPENDED])

    def left_by(self, on: date) -> Self:
        """Of schools that have left, and not over: to come, where the school has left or leaves
        before the first day; suspended, or begun on paper and never in the school."""
        left = Q(enrolment__left_on__lt=on)
        never = Q(enrolment__left_on__lt=F("starts_on"))
        return self.filter(
            (Q(state__in=TO_COME) & (left | never))
            | (Q(state=State.SUSPENDED) & left)
            | (Q(state__in=AT_WORK) & left & never)
        )


@tracked
class Deployment(models.Model):
    """One specialist for one school, from one day to another, for so many days.

    home, host: the schools as they were when it was proposed. is_released: whether the home head
    has let them go; before that neither the specialist nor the host school reads it. role: the
    dated role by which they see the school, the latest where it was interrupted. ended_on: its
    last day, where that came before ends_on. because: why it was declined, suspended or ended
    early. declined_by: who of the three; "" where it was taken back. follows: the one that it
    replaces. The four promises are rows of obligations, which say whether they were kept.
    """

    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="deployments")
    specialist = models.ForeignKey(Specialist, models.PROTECT, related_name="deployments")
    home = models.ForeignKey(School, models.PROTECT, related_name="+", verbose_name="home school")
    host = models.ForeignKey(School, models.PROTECT, related_name="+", verbose_name="host school")
    priorities = ArrayField(
        models.CharField(max_length=200), verbose_name="purpose and priorities", default=list
    )
    outcomes = models.TextField("what is to come of it, and how that is measured", max_length=600)
    starts_on = models.DateField("first day")
    ends_on = models.DateField("last day")
    pattern = models.CharField("pattern", max_length=120, blank=True)
    visit_days = ArrayField(
        models.DateField(), verbose_name="days of visits so far planned", default=list, blank=True
    )
    to_home = models.DecimalField(
        "a day to the home school", max_digits=6, decimal_places=2, default=Decimal(300)
    )
    to_broker = models.DecimalField(
        "a day for arranging it", max_digits=6, decimal_places=2, default=Decimal(50)
    )
    payer = models.CharField("who pays", max_length=9, choices=Payer, default=Payer.PROGRAMME)
    travel = models.CharField("travel", max_length=7, choices=Travel, default=Travel.CAR)
    miles_cap = models.PositiveSmallIntegerField("miles a visit at most", default=60)
    per_mile = models.DecimalField(
        "a mile", max_digits=4, decimal_places=2, default=Decimal("0.45")
    )
    cover = models.CharField("how their classes are covered", max_length=200, blank=True)
    lead_contact = models.ForeignKey(
        Person, models.PROTECT, related_name="+", verbose_name="whom they meet at the school"
    )
    confidentiality = models.CharField(
        "what is confidential, and data", max_length=500, default=CONFIDENTIAL
    )
    insurance = models.CharField("insurance", max_length=200, default=INSURED)
    observed_by = models.CharField("who observes", max_length=120, blank=True)
    observed_on = models.DateField("and when", null=True, blank=True)
    review_on = models.DateField("reviewed at the middle by")
    state = models.CharField("state", max_length=9, choices=DeploymentState, default=State.PROPOSED)
    is_released = models.BooleanField("the home head has let them go", default=False)
    because = models.CharField("why", max_length=300, blank=True)
    declined_by = models.CharField("declined by", max_length=10, choices=Party, blank=True)
    ended_on = models.DateField("ended on", null=True, blank=True)
    proposed_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    role = models.ForeignKey(
        RoleHeld, models.PROTECT, related_name="deployments", null=True, blank=True
    )
    follows = models.ForeignKey(
        "self", models.PROTECT, related_name="followers", null=True, blank=True
    )
    first_contact = models.OneToOneField(
        Obligation, models.PROTECT, related_name="+", null=True, blank=True
    )
    mid_review = models.OneToOneField(
        Obligation, models.PROTECT, related_name="+", null=True, blank=True
    )
    evaluation_due = models.OneToOneField(
        Obligation, models.PROTECT, related_name="+", null=True, blank=True
    )
    handover_visit = models.OneToOneField(
        Obligation, models.PROTECT, related_name="+", null=True, blank=True
    )

    objects = DeploymentQuerySet.as_manager()

    # What people are told when a trigger stands in for a constraint (web/refusals.py).
    refused_by_trigger: ClassVar[dict[str, str]] = {
        "signed_deployment_stays": "Somebody has signed it: its words and days stay.",
    }

    class Meta:
        ordering = ["-starts_on", "pk"]
        indexes = [models.Index(fields=["state", "ends_on"], name="deployment_by_state")]
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "specialist"],
                condition=Q(state__in=[*TO_COME, *AT_WORK, State.SUSPENDED]),
                name="specialist_is_agreed_for_a_school_once_at_a_time",
                violation_error_message="There is an agreement for this specialist and school.",
            ),
            models.UniqueConstraint(
                fields=["follows"],
                condition=~Q(state=State.DECLINED),
                name="deployment_is_replaced_by_one",
                violation_error_message="Somebody is proposed in this specialist’s place already.",
            ),
            models.CheckConstraint(
                condition=~Q(home=F("host")),
                name="nobody_is_deployed_to_their_own_school",
                violation_error_message="A specialist cannot be deployed to their own school.",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on"))
                & Q(review_on__gte=F("starts_on"), review_on__lte=F("ends_on")),
                name="deployment_ends_after_it_starts_and_is_reviewed_within",
                violation_error_message="The last day comes after the first, and the review "
                "between them.",
            ),
            models.CheckConstraint(
                condition=Q(priorities__len__gte=1, priorities__len__lte=3) & ~Q(outcomes=""),
                name="deployment_is_for_one_to_three_priorities",
                violation_error_message="Name one to three priorities, and what is to come of them.",
            ),
            models.CheckConstraint(
                condition=Q(to_home__gte=0, to_broker__gte=0, per_mile__gte=0),
                name="deployment_costs_no_less_than_nothing",
            ),
            models.CheckConstraint(condition=Q(state__in=State.values), name="deployment_is_known"),
            models.CheckConstraint(
                condition=Q(state=State.PROPOSED, is_released=False)
                | Q(state=State.DECLINED)
                | Q(state__in=[s for s in State.values if s not in ("proposed", "declined")],
                    is_released=True),
                name="nobody_is_sent_before_the_home_head_lets_them_go",
            ),
            models.CheckConstraint(
                condition=Q(state__in=BEGUN, role__isnull=False)
                | (Q(role=None) & ~Q(state__in=BEGUN)),
                name="deployment_that_began_has_its_role",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[State.DECLINED, State.SUSPENDED]) | ~Q(because=""),
                name="deployment_is_declined_or_suspended_for_a_reason",
                violation_error_message="Say why.",
            ),
            models.CheckConstraint(
                condition=Q(state__in=OVER, ended_on__isnull=False)
                | (Q(ended_on=None) & ~Q(state__in=OVER)),
                name="deployment_that_ended_has_its_last_day",
            ),
            models.CheckConstraint(
                condition=Q(follows=None) | ~Q(follows=F("pk")), name="deployment_follows_another"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.specialist} at {self.standing_school}"

    def get_absolute_url(self) -> str:
        return reverse("prepare:deployment", args=[self.pk])

    @property
    def standing_school(self) -> School:
        return self.enrolment.standing_school

    @property
    def rate(self) -> Decimal:
        """Pounds a day, all of it."""
        return self.to_home + self.to_broker

    @property
    def last_day(self) -> date:
        return self.ended_on or self.ends_on


@tracked
class DeploymentDays(models.Model):
    """Days of one agreement in one academic year. given: as counted from visits that happened."""

    deployment = models.ForeignKey(Deployment, models.PROTECT, related_name="days")
    academic_year = models.PositiveSmallIntegerField("academic year")
    agreed = models.DecimalField("days agreed", max_digits=5, decimal_places=2)
    given = models.DecimalField("days given", max_digits=5, decimal_places=2, default=Decimal(0))

    class Meta:
        verbose_name_plural = "deployment days"
        ordering = ["deployment", "academic_year"]
        constraints = [
            models.UniqueConstraint(
                "deployment", "academic_year", name="days_of_a_year_are_agreed_once"
            ),
            models.CheckConstraint(
                condition=Q(agreed__range=(0, 195), given__gte=0),
                name="deployment_has_no_more_days_than_a_school_year",
                violation_error_message="A school year has 195 days at most.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agreed} days in {years.label(self.academic_year)}"


class DeploymentStep(models.Model):
    """What happened with an agreement, when and by whom. by: nobody where its day came."""

    deployment = models.ForeignKey(Deployment, models.PROTECT, related_name="steps")
    verb = models.CharField("what", max_length=20)
    state = models.CharField("then", max_length=9, choices=DeploymentState)
    because = models.CharField("why", max_length=300, blank=True)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True, blank=True)
    at = models.DateTimeField("when")

    class Meta:
        ordering = ["deployment", "-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(verb=""), name="deployment_step_is_called_something"
            )
        ]

    def __str__(self) -> str:
        return f"{self.verb}, {self.at:%Y-%m-%d}"


class DeploymentSignature(models.Model):
    """One of the three, under the words as they were: what they read, and the hash of all of it."""

    deployment = models.ForeignKey(Deployment, models.PROTECT, related_name="signatures")
    party = models.CharField("as", max_length=10, choices=Party)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    statement = models.TextField("what was signed")
    sha256 = models.CharField("hash of what it said", max_length=64)
    authenticated_at = models.DateTimeField("proved who they are")
    at = models.DateTimeField("signed")

    class Meta:
        ordering = ["deployment", "at", "pk"]
        constraints = [
            models.UniqueConstraint("deployment", "party", name="each_party_signs_once"),
            models.CheckConstraint(
                condition=Q(party__in=["home", "host", "specialist"], sha256__regex=HASH)
                & ~Q(statement=""),
                name="deployment_signature_says_what_was_signed",
            ),
            models.CheckConstraint(
                condition=Q(at__gte=F("authenticated_at")),
                name="deployment_is_signed_by_who_proved_it",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_party_display()}: {self.by}, {self.at:%Y-%m-%d}"


class MidReview(models.Model):
    """The four questions at the middle. satisfaction: of the host head with the support, 1 to 5."""

    deployment = models.OneToOneField(Deployment, models.PROTECT, related_name="reviewed")
    is_working = models.CharField("is it working?", max_length=300)
    is_right = models.CharField("is it still the right thing?", max_length=300)
    to_change = models.CharField("what is to change?", max_length=300, blank=True)
    exit_on = models.DateField("when does the school go on without it?")
    satisfaction = models.PositiveSmallIntegerField("how the head sees the support")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField("when")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(satisfaction__range=(1, 5)) & ~Q(is_working="") & ~Q(is_right=""),
                name="mid_review_answers_its_questions",
            )
        ]

    def __str__(self) -> str:
        return f"Mid-review, {self.at:%Y-%m-%d}"


class DeploymentEvaluation(models.Model):
    """What the host head says at the end, of the whole; of each priority in its own row."""

    deployment = models.OneToOneField(Deployment, models.PROTECT, related_name="evaluation")
    satisfaction = models.PositiveSmallIntegerField("how the head sees the support")
    words = models.CharField("in the head’s words", max_length=500, blank=True)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField("when")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(satisfaction__range=(1, 5)), name="evaluation_is_one_to_five"
            )
        ]

    def __str__(self) -> str:
        return f"Evaluation, {self.at:%Y-%m-%d}"


class PriorityEffect(models.Model):
    """What came of one priority, and how one can see it."""

    evaluation = models.ForeignKey(DeploymentEvaluation, models.PROTECT, related_name="effects")
    priority = models.CharField("priority", max_length=200)
    effect = models.CharField("what came of it", max_length=7, choices=Effect)
    words = models.CharField("how one can see it", max_length=300)

    class Meta:
        ordering = ["evaluation", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(effect__in=["none", "some", "clear", "unclear"]) & ~Q(words=""),
                name="effect_can_be_seen",
            )
        ]

    def __str__(self) -> str:
        return f"{self.priority}: {self.get_effect_display()}"


class SpecialistComment(models.Model):
    """What the specialist says at the end: once, and theirs."""

    deployment = models.OneToOneField(Deployment, models.PROTECT, related_name="comment")
    text = models.CharField("words", max_length=600)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField("when")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="specialist_says_something")
        ]

    def __str__(self) -> str:
        return f"{self.by}, {self.at:%Y-%m-%d}"

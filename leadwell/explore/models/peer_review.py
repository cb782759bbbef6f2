"""A review of a school by people from outside it: what they came to find out, what they found, what
the school answers, and what each school takes home. No grade anywhere."""

from typing import ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from leadwell.audit.history import tracked
from leadwell.people.models import Person
from leadwell.programmes.models import Enrolment
from leadwell.schools.models import School

MOST_QUESTIONS = 3
FEWEST_KINDS = 2
"""Kinds of evidence that findings rest on at least."""


class PeerState(models.TextChoices):
    """How far a peer review is."""

    PLANNED = "planned", "Planned"
    SELF_REVIEW = "self_review", "Self-review"
    ON_SITE = "on_site", "On site"
    FEEDBACK = "feedback", "Feedback given"
    RESPONSE = "response", "The school has answered"
    CLOSED = "closed", "Closed"
    CANCELLED = "cancelled", "Cancelled"


TOLD = (PeerState.FEEDBACK, PeerState.RESPONSE, PeerState.CLOSED)
"""What was found has been said to the school."""
OVER = (PeerState.CLOSED, PeerState.CANCELLED)


class PeerReviewQuerySet(models.QuerySet["PeerReview"]):
    def at_hand(self) -> Self:
        """With all that a line says of it."""
        return self.select_related(
            "enrolment__programme", "enrolment__hub", "enrolment__school__continued_by"
        )

    def told(self) -> Self:
        return self.filter(state__in=TOLD)


@tracked
class PeerReview(models.Model):
    """One review of one school. evidence: codes of the list `peer_evidence`. leader_told_on,
    senior_told_on: when whoever leads the subject and senior leaders were told what was found;
    late_because: where that was not on the last day. answer_by: ten school days later."""

    refused_by_trigger: ClassVar[dict[str, str]] = {
        "peer_review_that_is_over_stays": "A peer review that is over is not changed.",
        "reviewers_and_questions_are_named_first": "Name who reviews, and write a question first.",
        "feedback_is_about_findings": "Write at least one finding first.",
        "every_finding_is_answered": "Answer every finding first.",
        "what_was_found_stays": "What was said to the school is not changed.",
    }

    class Kind(models.TextChoices):
        PEER = "peer", "Peers from other schools"
        TRUST = "trust", "Trust review"
        SIP = "sip", "School improvement partner"
        HMI = "hmi", "HMI monitoring visit"
        CONSULTANT = "consultant", "Consultant from outside"

    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="peer_reviews")
    kind = models.CharField("kind", max_length=10, choices=Kind)
    starts_on = models.DateField("first day")
    ends_on = models.DateField("last day")
    state = models.CharField("state", max_length=11, choices=PeerState, default=PeerState.PLANNED)
    evidence = ArrayField(
        models.CharField(max_length=30), verbose_name="kinds of evidence", default=list, blank=True
    )
    limits = models.CharField("limits of the evidence", max_length=300, blank=True)
    leader_told_on = models.DateField("whoever leads the subject was told", null=True, blank=True)
    senior_told_on = models.DateField("senior leaders were told", null=True, blank=True)
    late_because = models.CharField("why not the same day", max_length=300, blank=True)
    answer_by = models.DateField("the school answers by", null=True, blank=True)
    workshop_on = models.DateField("follow-up workshop", null=True, blank=True)
    cancelled_because = models.CharField("why it was cancelled", max_length=300, blank=True)
    opened_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    opened_on = models.DateField("planned on")

    objects = PeerReviewQuerySet.as_manager()

    class Meta:
        ordering = ["enrolment", "starts_on", "pk"]
        indexes = [models.Index(fields=["state"], name="peer_review_by_state")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=PeerState.values)
                & Q(kind__in=["peer", "trust", "sip", "hmi", "consultant"]),
                name="peer_review_has_codes_that_are_known",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="peer_review_ends_after_it_begins",
                violation_error_message="The last day cannot be before the first.",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=TOLD) | Q(evidence__len__gte=FEWEST_KINDS) & ~Q(limits=""),
                name="feedback_rests_on_two_kinds_of_evidence",
                violation_error_message="Say on which two kinds of evidence or more the findings "
                "rest, and what the limits of it are.",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=TOLD)
                | Q(
                    leader_told_on__isnull=False,
                    senior_told_on__isnull=False,
                    leader_told_on__gte=F("starts_on"),
                    senior_told_on__gte=F("starts_on"),
                    answer_by__isnull=False,
                ),
                name="feedback_was_spoken_to_both",
                violation_error_message="Say when whoever leads the subject and when senior "
                "leaders were told.",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=TOLD)
                | Q(leader_told_on=F("ends_on"), senior_told_on=F("ends_on"))
                | ~Q(late_because=""),
                name="feedback_is_spoken_the_same_day",
                violation_error_message="Say why both were not told on the last day.",
            ),
            models.CheckConstraint(
                condition=Q(state="cancelled") & ~Q(cancelled_because="")
                | ~Q(state="cancelled") & Q(cancelled_because=""),
                name="peer_review_is_cancelled_for_a_reason",
                violation_error_message="Say why it is cancelled.",
            ),
        ]

    def __str__(self) -> str:
        return f"Peer review of {self.standing_school}"

    def get_absolute_url(self) -> str:
        return reverse("explore:peer-review", args=[self.pk])

    @property
    def standing_school(self) -> School:
        return self.enrolment.standing_school

    @property
    def is_told(self) -> bool:
        return self.state in TOLD

    @property
    def is_closed(self) -> bool:
        return self.state == PeerState.CLOSED


@tracked
class PeerReviewer(models.Model):
    """Somebody who reviews, and where they come from: a school, or another organisation.
    interest: what a reader should know, such as that they taught there."""

    review = models.ForeignKey(PeerReview, models.PROTECT, related_name="reviewers")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    home_school = models.ForeignKey(
        School, models.PROTECT, related_name="+", null=True, blank=True, verbose_name="works at"
    )
    organisation = models.CharField("works for", max_length=120, blank=True)
    interest = models.CharField("interest", max_length=200, blank=True)

    class Meta:
        ordering = ["review", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["review", "person"],
                name="reviewer_is_named_once",
                violation_error_message="This person is named already.",
            ),
            models.CheckConstraint(
                condition=Q(home_school__isnull=False, organisation="")
                | Q(home_school=None) & ~Q(organisation=""),
                name="reviewer_comes_from_somewhere",
                violation_error_message="Say at which school they work, or for whom.",
            ),
        ]

    def __str__(self) -> str:
        return str(self.person)

    @property
    def home(self) -> str:
        """Where they come from, in words."""
        return str(self.standing_home or self.organisation)

    @property
    def standing_home(self) -> School | None:
        return (self.home_school.continued_by or self.home_school) if self.home_school else None


@tracked
class PeerQuestion(models.Model):
    """What a review is to find out. own_view: what the school thinks itself, before anybody comes."""

    review = models.ForeignKey(PeerReview, models.PROTECT, related_name="questions")
    number = models.PositiveSmallIntegerField("number")
    text = models.CharField("enquiry question", max_length=200)
    own_view = models.CharField("what the school thinks itself", max_length=300, blank=True)

    class Meta:
        ordering = ["review", "number"]
        constraints = [
            models.UniqueConstraint(fields=["review", "number"], name="question_has_its_place"),
            models.CheckConstraint(
                condition=Q(number__range=(1, MOST_QUESTIONS)) & ~Q(text=""),
                name="enquiry_questions_are_few",
                violation_error_message="Three questions are the most there can be.",
            ),
        ]

    def __str__(self) -> str:
        return self.text


@tracked
class PeerFinding(models.Model):
    """What is working, on what evidence, and what would make it even better; to whom it is said."""

    class ToWhom(models.TextChoices):
        LEADER = "leader", "Whoever leads the subject"
        SENIOR = "senior", "Senior leaders"
        BOTH = "both", "Whoever leads the subject, and senior leaders"
        TEACHERS = "teachers", "Teachers"
        GOVERNORS = "governors", "Governors"

    review = models.ForeignKey(PeerReview, models.PROTECT, related_name="findings")
    number = models.PositiveSmallIntegerField("number")
    working = models.CharField("what is working", max_length=300)
    evidence = models.CharField("on what evidence", max_length=300)
    better = models.CharField("even better if", max_length=300)
    to_whom = models.CharField("to whom", max_length=9, choices=ToWhom)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField("when")

    class Meta:
        ordering = ["review", "number"]
        constraints = [
            models.UniqueConstraint(fields=["review", "number"], name="finding_has_its_place"),
            models.CheckConstraint(
                condition=~Q(working="") & ~Q(evidence="") & ~Q(better=""),
                name="finding_says_all_three",
                violation_error_message="Say what is working, on what evidence, and what would "
                "make it even better.",
            ),
            models.CheckConstraint(
                condition=Q(to_whom__in=["leader", "senior", "both", "teachers", "governors"]),
                name="finding_is_for_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"Even better if {self.better}"

    @property
    def enrolment(self) -> Enrolment:
        return self.review.enrolment


@tracked
class PeerAnswer(models.Model):
    """What the school says to a finding, and why."""

    class How(models.TextChoices):
        ACCEPT = "accept", "Accepted"
        PART = "part", "Accepted in part"
        DECLINE = "decline", "Declined"

    finding = models.OneToOneField(PeerFinding, models.PROTECT, related_name="answer")
    how = models.CharField("answer", max_length=7, choices=How)
    because = models.CharField("why", max_length=300)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField("when")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(how__in=["accept", "part", "decline"]) & ~Q(because=""),
                name="finding_is_answered_for_a_reason",
                violation_error_message="Say why.",
            ),
        ]

    def __str__(self) -> str:
        return self.get_how_display()


@tracked
class TakenHome(models.Model):
    """What one school takes home from a review: the one that was reviewed, or one that reviewed."""

    review = models.ForeignKey(PeerReview, models.PROTECT, related_name="taken_home")
    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    text = models.CharField("what we are taking home", max_length=300)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField("when")

    class Meta:
        ordering = ["review", "at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["review", "school"], name="school_takes_home_one_thing_to_read"
            ),
            models.CheckConstraint(condition=~Q(text=""), name="taking_home_says_something"),
        ]

    def __str__(self) -> str:
        return self.text


PEER_HAPPENED = {
    "plan": "Planned",
    "change": "What is planned was changed",
    "add_reviewer": "A reviewer was named",
    "drop_reviewer": "A reviewer was taken off",
    "begin": "The self-review began",
    "say_own": "The school wrote what it thinks itself",
    "arrive": "The reviewers came",
    "give_feedback": "The findings were said to the school",
    "respond": "The school answered",
    "set_workshop": "A day for the follow-up workshop",
    "close": "Closed by the head",
    "cancel": "Cancelled",
}
"""What a step is called afterwards; one finding of many is not told."""


class PeerStep(models.Model):
    """What happened with a peer review, when and by whom. Never changed."""

    review = models.ForeignKey(PeerReview, models.PROTECT, related_name="steps")
    verb = models.CharField("what", max_length=20)
    state = models.CharField("then", max_length=11, choices=PeerState)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField("when")

    class Meta:
        ordering = ["review", "at", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(verb=""), name="peer_step_says_what")]

    def __str__(self) -> str:
        return f"{self.verb}, {self.at:%Y-%m-%d}"

    @property
    def said(self) -> str:
        """In words; "" for what is not told one by one."""
        return PEER_HAPPENED.get(self.verb, "")

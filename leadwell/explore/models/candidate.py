"""A school put forward for a programme, until it takes part or does not."""

from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from leadwell.audit.history import tracked
from leadwell.people.models import Person
from leadwell.programmes.models import Enrolment, Hub, Organisation, Programme
from leadwell.schools.models import School


class CandidateState(models.TextChoices):
    """How far the choosing is with one school."""

    NOMINATED = "nominated", "Put forward"
    SCREENING = "screening", "Being screened"
    ELIGIBLE = "eligible", "Eligible"
    NOT_ELIGIBLE = "not_eligible", "Not eligible"
    ASSESSED = "assessed", "Readiness assessed"
    OFFERED = "offered", "Offered a place"
    RESERVE = "reserve", "In reserve"
    DECLINED = "declined", "Declined by the programme"
    ACCEPTED = "accepted", "Accepted"
    REFUSED = "refused", "Refused by the school"


State = CandidateState
OVER = (State.DECLINED, State.REFUSED)
"""Ended without the school: it can be put forward again."""
REJECTED = (State.NOT_ELIGIBLE, State.RESERVE, *OVER)
"""States that a school is told the reason of."""
UNHEARD = (
    State.NOMINATED,
    State.SCREENING,
    State.ELIGIBLE,
    State.NOT_ELIGIBLE,
    State.ASSESSED,
)
"""States in which a school waits, and has been told neither yes nor no."""
ANSWERED = (State.DECLINED, State.RESERVE)
"""States that a letter says: no, or not now."""
IN_THE_SET = (State.ELIGIBLE, State.ASSESSED, State.OFFERED, State.ACCEPTED)
"""What the programme's schools will be, as far as is known today."""


BESIDE = {
    "say_head_told": "The head was told",
    "express": "The school expressed interest",
    "change": "Hub, part or local knowledge changed",
    "hear": "Something else that is asked of the school was written down",
    "assess_again": "Readiness asked again",
    "promise_support": "Support for leadership promised",
    "waive": "Waived by the board",
    "screen_again": "To be screened again",
    "say_answer_sent": "The letter with the answer was sent",
    "answer_mailed": "Its head was written to that there is an answer",
    "answer_failed": "The letter to its head could not be sent",
    "send_again": "The letter to its head is sent again",
}
"""Of what is done besides its steps, or is not told by where it leads."""
ITSELF = "The school itself"
"""The organisation in whose name a school that applied was put forward."""
TELLS_HEAD = ("answer_mailed", "say_answer_sent")
"""Steps by which a head hears that there is an answer, who was never told before."""


class CandidateQuerySet(models.QuerySet["Candidate"]):
    def at_hand(self) -> Self:
        """With all that a line says of it."""
        return self.select_related(
            "school__continued_by", "programme", "hub", "organisation", "nominated_by"
        )

    def live(self) -> Self:
        return self.exclude(state__in=OVER)

    def in_the_set(self) -> Self:
        return self.filter(state__in=IN_THE_SET)

    def untold(self) -> Self:
        """Whose head has not been told; a school that is declined is told then."""
        return self.filter(head_told_on=None, state=State.NOMINATED)

    def kept_from_school(self) -> Self:
        """Of which nobody at the school reads before its head has heard: put forward or declined,
        and nobody has told the head or sent the answer."""
        steps = Step.objects.filter(candidate=OuterRef("pk"), verb__in=TELLS_HEAD)
        silent = self.filter(head_told_on=None, state__in=[State.NOMINATED, State.DECLINED])
        return silent.exclude(Exists(steps), state=State.DECLINED)

    def unheard(self) -> Self:
        """That have been told neither yes nor no."""
        return self.filter(state__in=UNHEARD)

    def unapproved(self) -> Self:
        """Found ready or not, and in no set that a board has approved."""
        return self.filter(state=State.ASSESSED, approvals=None)


@tracked
class Candidate(models.Model):
    """One school put forward for one programme: by whom, why, and how far it is.

    head_told_by: "" also where it was told before that was asked. because: why it is where it is; there for every state in which a school is told no. is_eligible:
    as screening found last; None before. intelligence: what is known locally, for a school that
    meets no criterion. enrolment: its part in the programme, once it has accepted.
    """

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="candidates")
    school = models.ForeignKey(School, models.PROTECT, related_name="candidates")
    hub = models.ForeignKey(Hub, models.PROTECT, related_name="candidates", null=True, blank=True)
    part = models.CharField(
        "would take part as", max_length=7, choices=Enrolment.Part, default=Enrolment.Part.TARGET
    )
    part_because = models.CharField("why as a partner", max_length=300, blank=True)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name="put forward by"
    )
    nominated_by = models.ForeignKey(
        Person, models.PROTECT, related_name="+", verbose_name="who put it forward"
    )
    nominated_on = models.DateField("put forward on")
    reason = models.CharField("why this school", max_length=500)
    head_told_on = models.DateField("head told on", null=True, blank=True)
    head_told_by = models.CharField("who told the head", max_length=120, blank=True)
    intelligence = models.CharField("what is known locally", max_length=500, blank=True)
    state = models.CharField(
        "state", max_length=12, choices=CandidateState, default=CandidateState.NOMINATED
    )
    because = models.CharField("why", max_length=500, blank=True)
    is_eligible = models.BooleanField("meets a criterion", null=True, blank=True)
    enrolment = models.OneToOneField(
        Enrolment, models.PROTECT, related_name="chosen_as", null=True, blank=True
    )

    objects = CandidateQuerySet.as_manager()

    class Meta:
        ordering = ["programme", "school__name", "pk"]
        indexes = [models.Index(fields=["programme", "state"], name="candidate_by_state")]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "school"],
                condition=~Q(state__in=OVER),
                name="school_is_put_forward_once_at_a_time",
                violation_error_message="This school is put forward for the programme already.",
            ),
            models.CheckConstraint(
                condition=Q(state__in=State.values), name="candidate_state_is_known"
            ),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="candidate_is_put_forward_for_a_reason",
                violation_error_message="Say why this school.",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[State.NOMINATED, State.DECLINED])
                | Q(head_told_on__isnull=False),
                name="nobody_is_screened_whose_head_has_not_been_told",
                violation_error_message="The head has to be told before the school is screened.",
            ),
            models.CheckConstraint(
                condition=Q(head_told_by="") | Q(head_told_on__isnull=False),
                name="who_told_the_head_told_them_on_a_day",
                violation_error_message="Say when the head was told.",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=REJECTED) | ~Q(because=""),
                name="school_that_is_told_no_is_told_why",
                violation_error_message="Write the reason: the school reads it.",
            ),
            models.CheckConstraint(
                condition=Q(part=Enrolment.Part.TARGET, part_because="")
                | (Q(part=Enrolment.Part.PARTNER) & ~Q(part_because="")),
                name="partner_school_is_one_for_a_reason",
                violation_error_message="Say why it takes part as a partner; a target needs no reason.",
            ),
            models.CheckConstraint(
                condition=Q(state=State.ACCEPTED, enrolment__isnull=False)
                | (~Q(state=State.ACCEPTED) & Q(enrolment=None)),
                name="school_that_accepts_is_in_the_programme",
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=[State.NOMINATED, State.SCREENING, State.RESERVE, State.DECLINED]
                )
                | Q(is_eligible__isnull=False),
                name="candidate_is_screened_before_it_goes_on",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.standing_school} for {self.programme}"

    def get_absolute_url(self) -> str:
        return reverse("explore:candidate", args=[self.pk])

    @property
    def waits_to_be_told(self) -> bool:
        """Whether nobody has told its head yet: nothing goes on before."""
        return self.head_told_on is None and self.state == State.NOMINATED

    @property
    def has_applied(self) -> bool:
        """Whether nobody put it forward but itself, by an expression of interest."""
        return self.organisation.name == ITSELF

    @property
    def has_answered_head(self) -> bool:
        """Whether a letter with its answer has gone to its head."""
        return self.steps.filter(verb__in=TELLS_HEAD).exists()

    @property
    def standing_school(self) -> School:
        """The school as it is now; the one put forward may since have become an academy."""
        return self.school.continued_by or self.school


class Step(models.Model):
    """What happened with a candidate, when and by whom. Never changed."""

    candidate = models.ForeignKey(Candidate, models.PROTECT, related_name="steps")
    verb = models.CharField("what", max_length=20)
    state = models.CharField("then", max_length=12, choices=CandidateState)
    because = models.CharField("why", max_length=500, blank=True)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField("when")

    class Meta:
        ordering = ["candidate", "-at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(verb=""), name="step_is_called_something")
        ]

    def __str__(self) -> str:
        return f"{self.verb}, {self.at:%Y-%m-%d}"

    @property
    def said(self) -> str:
        """In words: what was done, or where it came to by that."""
        return BESIDE.get(self.verb) or self.get_state_display()

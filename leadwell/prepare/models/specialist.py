"""The register of specialists: what each can do, when, and since when that has been looked at."""

from datetime import date
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from leadwell.audit.history import tracked
from leadwell.lib import academic_year as years
from leadwell.people.models import Person
from leadwell.programmes.models.intensity import HALF_TERMS
from leadwell.schools.models import School, Trust

SKILLS = (
    "Agrees with a school what the work is for, and what not",
    "Asks and listens before advising",
    "Shows an idea so that teachers can use it the next day",
    "Says what is hard to hear so that it can be heard",
    "Leads a group of colleagues so that everybody works",
    "Writes down what was agreed and comes back to it",
)
"""Of working with adults. What somebody says of themselves on the day they begin, for sessions to
be planned by: it grades nobody."""
LEVELS = ((1, "Not yet"), (2, "Sometimes"), (3, "Usually"), (4, "Could show others"))


class Context(models.TextChoices):
    """Kinds of school that somebody knows from the inside."""

    SMALL = "small", "Small: fewer than 105 pupils"
    LARGE = "large", "Large: more than 420 pupils"
    MIXED_AGE = "mixed_age", "Mixed-age classes"
    MANY_FSM = "many_fsm", "Many disadvantaged pupils"


class SpecialistQuerySet(models.QuerySet["Specialist"]):
    def at_hand(self) -> Self:
        """With all that a line says of somebody."""
        return self.select_related("person__home_school__continued_by", "person__home_school__trust",
                                   "person__user", "based_at__continued_by")  # fmt: skip

    def listed(self) -> Self:
        """Without those who have left the register."""
        return self.filter(left_on=None)


@tracked
class Specialist(models.Model):
    """Somebody's line in the register. The home school and trust are the person's own.

    designation: how they came to be one. based_at: the school from which travel is counted, where
    that is not the home school. checked_on, checked_until, checked_by: that somebody saw a valid
    check for work with children, and for how long that counts; never the certificate. skills: one
    number for each of SKILLS, from 1 to 4, by the person alone; none before that was asked.
    n_trained: sessions for trainers of which no day is known, beside the rows of those with one.
    interests_said_on: when it was last said which interests there are, or none.
    """

    person = models.OneToOneField(Person, models.PROTECT, related_name="specialist")
    designation = models.CharField("how designated", max_length=120, blank=True)
    phases = ArrayField(models.CharField(max_length=24), verbose_name="phases", default=list)
    subjects = ArrayField(models.CharField(max_length=60), verbose_name="subjects", default=list)
    specialisms = ArrayField(
        models.CharField(max_length=60), verbose_name="specialisms", default=list, blank=True
    )
    contexts = ArrayField(
        models.CharField(max_length=9, choices=Context), verbose_name="knows schools that are",
        default=list, blank=True,
    )  # fmt: skip
    based_at = models.ForeignKey(
        School, models.PROTECT, related_name="+", null=True, blank=True,
        verbose_name="travels from near",
    )  # fmt: skip
    checked_on = models.DateField("check seen on", null=True, blank=True)
    checked_until = models.DateField("check counts until", null=True, blank=True)
    checked_by = models.CharField("who saw the check", max_length=120, blank=True)
    skills = ArrayField(
        models.PositiveSmallIntegerField(), verbose_name="says of their own working with adults",
        default=list, blank=True,
    )  # fmt: skip
    skills_said_on = models.DateField("said on", null=True, blank=True)
    n_trained = models.PositiveSmallIntegerField(
        "sessions for trainers attended on days not known", default=0
    )
    observed_on = models.DateField("last observed at work", null=True, blank=True)
    references = models.CharField("references", max_length=300, blank=True)
    interests_said_on = models.DateField("interests said on", null=True, blank=True)
    registered_on = models.DateField("on the register since")
    left_on = models.DateField("left the register", null=True, blank=True)

    objects = SpecialistQuerySet.as_manager()

    class Meta:
        ordering = ["person__name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(checked_on=None, checked_until=None, checked_by="")
                | (
                    Q(checked_on__isnull=False, checked_until__gte=F("checked_on"))
                    & ~Q(checked_by="")
                ),
                name="check_was_seen_by_somebody",
                violation_error_message="Say when the check was seen, by whom, and until when it "
                "counts: not before it was seen.",
            ),
            models.CheckConstraint(
                condition=Q(skills=[], skills_said_on=None)
                | Q(
                    skills__len=len(SKILLS), skills__contained_by=[1, 2, 3, 4],
                    skills_said_on__isnull=False,
                ),
                name="all_six_skills_are_said_or_none",
            ),
            models.CheckConstraint(
                condition=Q(contexts__contained_by=list(Context.values)),
                name="contexts_are_known",
            ),
            models.CheckConstraint(
                condition=~Q(phases=[]) & ~Q(subjects=[]),
                name="specialist_has_a_phase_and_a_subject",
                violation_error_message="Name a phase and a subject at least.",
            ),
            models.CheckConstraint(
                condition=Q(left_on=None) | Q(left_on__gte=F("registered_on")),
                name="specialist_leaves_the_register_after_joining_it",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return str(self.person)

    def get_absolute_url(self) -> str:
        return reverse("prepare:specialist", args=[self.pk])

    @property
    def home(self) -> School | None:
        """Where they work, as it is now."""
        home = self.person.home_school
        return home.continued_by or home if home else None

    @property
    def base(self) -> School | None:
        """The school from which travel is counted."""
        return (self.based_at.continued_by or self.based_at) if self.based_at else self.home

    def is_checked_on(self, on: date) -> bool:
        return self.checked_until is not None and self.checked_until >= on

    @property
    def says_of_skills(self) -> list[tuple[str, str]]:
        """Each of the six, and what they said of it."""
        levels = dict(LEVELS)
        return [(text, levels[n]) for text, n in zip(SKILLS, self.skills, strict=False)]

    @property
    def knows(self) -> list[str]:
        """Kinds of school, in words."""
        return [Context(each).label for each in self.contexts]


@tracked
class Credential(models.Model):
    """What somebody is named, by whom, and from when to when."""

    class Kind(models.TextChoices):
        SLE = "SLE", "Specialist leader of education"
        LP = "LP", "Lead practitioner"
        NLE = "NLE", "National leader of education"
        LLE = "LLE", "Local leader of education"
        ACCREDITED = "accredited", "Accredited lead practitioner"
        MASTERY = "mastery", "Mastery specialist"
        OTHER = "other", "Other"

    specialist = models.ForeignKey(Specialist, models.PROTECT, related_name="credentials")
    kind = models.CharField("what", max_length=10, choices=Kind)
    issuer = models.CharField("given by", max_length=120)
    subject = models.CharField("in", max_length=60, blank=True)
    starts_on = models.DateField("from")
    ends_on = models.DateField("until", null=True, blank=True)

    class Meta:
        ordering = ["specialist", "-starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="credential_ends_after_it_starts",
                violation_error_message="The last day is before the first.",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["SLE", "LP", "NLE", "LLE", "accredited", "mastery", "other"])
                & ~Q(issuer=""),
                name="credential_is_somebodys_word",
            ),
        ]

    def __str__(self) -> str:
        of = f", {self.subject}" if self.subject else ""
        return f"{self.get_kind_display()}{of}"

    def is_live_on(self, on: date) -> bool:
        return self.starts_on <= on and (self.ends_on is None or on <= self.ends_on)


@tracked
class TrainingAttended(models.Model):
    """A session for trainers that somebody went to."""

    specialist = models.ForeignKey(Specialist, models.PROTECT, related_name="trainings")
    attended_on = models.DateField("on")
    title = models.CharField("session", max_length=120)

    class Meta:
        verbose_name_plural = "trainings attended"
        ordering = ["specialist", "-attended_on", "title"]
        constraints = [
            models.UniqueConstraint(
                "specialist", "attended_on", "title", name="training_is_written_down_once",
                violation_error_message="A session stands twice among them.",
            ),
            models.CheckConstraint(
                condition=~Q(title=""), name="training_is_called_something",
                violation_error_message="Say which session it was.",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.title


@tracked
class DaysAvailable(models.Model):
    """How many days somebody can give in one half-term of one year, as the home school allows."""

    specialist = models.ForeignKey(Specialist, models.PROTECT, related_name="days_available")
    academic_year = models.PositiveSmallIntegerField("academic year")
    half_term = models.PositiveSmallIntegerField("half-term", choices=enumerate(HALF_TERMS, 1))
    days = models.DecimalField("days", max_digits=4, decimal_places=2)

    class Meta:
        verbose_name_plural = "days available"
        ordering = ["specialist", "academic_year", "half_term"]
        constraints = [
            models.UniqueConstraint(
                "specialist", "academic_year", "half_term", name="days_of_a_half_term_are_said_once"
            ),
            models.CheckConstraint(
                condition=Q(days__range=(0, 40), half_term__range=(1, 6)),
                name="half_term_has_forty_days_at_most",
                violation_error_message="Write 40 days at most: no half-term has more.",
            ),
        ]

    def __str__(self) -> str:
        return f"{years.label(self.academic_year)}, {HALF_TERMS[self.half_term - 1].lower()}"


class DeclaredInterestQuerySet(models.QuerySet["DeclaredInterest"]):
    def live_on(self, on: date) -> Self:
        return self.filter(Q(ended_on=None) | Q(ended_on__gte=on))

    def at(self, school: School) -> Self:
        """In this school or its trust."""
        there = Q(school__in=School.objects.lives_of([school.pk]).order_by().values("pk"))
        return self.filter(there | Q(trust=school.trust_id) if school.trust_id else there)


@tracked
class DeclaredInterest(models.Model):
    """Why somebody is not to be sent to a school or trust: family, a post applied for, a paid part."""

    specialist = models.ForeignKey(Specialist, models.PROTECT, related_name="interests")
    school = models.ForeignKey(School, models.PROTECT, related_name="+", null=True, blank=True)
    trust = models.ForeignKey(Trust, models.PROTECT, related_name="+", null=True, blank=True)
    text = models.CharField("which interest", max_length=200)
    declared_on = models.DateField("declared")
    ended_on = models.DateField("last day", null=True, blank=True)

    objects = DeclaredInterestQuerySet.as_manager()

    class Meta:
        ordering = ["specialist", "-declared_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(school__isnull=False, trust=None) | Q(school=None, trust__isnull=False),
                name="interest_is_in_a_school_or_a_trust",
                violation_error_message="Name the school, or the trust: one of them.",
            ),
            models.CheckConstraint(
                condition=~Q(text=""),
                name="interest_is_told",
                violation_error_message="Say which interest it is.",
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("declared_on")),
                name="interest_ends_after_it_is_declared",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.school or self.trust}: {self.text}"

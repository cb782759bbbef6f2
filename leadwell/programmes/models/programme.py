"""A programme: what is to change, for whom, by what, and how anyone will know."""

from datetime import date
from decimal import Decimal
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from leadwell.audit.history import tracked
from leadwell.lib import academic_year as years
from leadwell.programmes import phases

SUMMER_HOLIDAYS = 7  # July: from it on, a programme begins with the next school year


class Organisation(models.Model):
    """Who leads or takes part in programmes: a trust, a teaching school, a council, a charity."""

    class Kind(models.TextChoices):
        TRUST = "trust", "Academy trust"
        TEACHING_SCHOOL = "teaching_school", "Teaching school or school hub"
        LOCAL_AUTHORITY = "local_authority", "Local authority"
        DIOCESE = "diocese", "Diocese"
        MATHS_HUB = "subject_hub", "Maths or English hub"
        CHARITY = "charity", "Charity"
        UNIVERSITY = "university", "University"
        OTHER = "other", "Other"

    name = models.CharField("name", max_length=200, unique=True)
    kind = models.CharField("kind", max_length=20, choices=Kind, default=Kind.OTHER)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="organisation_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name


class ProgrammeQuerySet(models.QuerySet["Programme"]):
    def running_on(self, on: date) -> Self:
        return self.filter(starts_on__lte=on, ends_on__gte=on)


@tracked
class Programme(models.Model):
    """A funded or trust-internal effort on one problem, from its start to its end."""

    class RuleSet(models.TextChoices):
        SSIF_2017 = "SSIF-2017", "Strategic School Improvement Fund, 2017"
        RISE = "RISE", "RISE"
        TRUST = "trust-internal", "Within a trust"
        AREA = "LA", "Local authority"
        CHARITY = "charity", "Charity"
        CUSTOM = "custom", "Our own"

        @classmethod
        def from_outside(cls) -> frozenset[str]:
            """All but a trust's own; of what nobody has said, the more careful is taken."""
            return frozenset(cls.values) - {cls.TRUST}

    class State(models.TextChoices):
        DRAFTING = "drafting", "Drafting"
        DESIGNED = "designed", "Designed"
        APPROVED = "approved", "Approved"
        RECRUITING = "recruiting", "Recruiting schools"
        DELIVERING = "delivering", "Delivering"
        CLOSING = "closing", "Closing"
        FOLLOW_UP = "follow-up", "Follow-up"
        ARCHIVED = "archived", "Archived"
        PAUSED = "paused", "Paused"
        STOPPED = "stopped", "Stopped"

    class Meets(models.TextChoices):
        MONTHLY = "monthly", "Every month"
        HALF_TERMLY = "half-termly", "Every half-term"
        TERMLY = "termly", "Every term"
        TWICE_YEARLY = "twice-yearly", "Twice a year"
        YEARLY = "yearly", "Once a year"

    class FundingYear(models.TextChoices):
        APRIL = "april", "April to March, as councils and their schools count"
        SEPTEMBER = "september", "September to August, as academies count"

    class FocusGroup(models.TextChoices):
        DISADVANTAGED = "disadvantaged", "Disadvantaged pupils"
        SEND = "send", "Pupils with special educational needs"
        ALL = "all", "All pupils"
        CUSTOM = "custom", "A group of its own"

    name = models.CharField("name", max_length=120)
    code = models.CharField("short code", max_length=8, help_text="Stands before all its numbers")
    lead_organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="programmes_led", verbose_name="led by"
    )
    partners = models.ManyToManyField(Organisation, related_name="+", blank=True)
    commissioner = models.CharField("commissioned by", max_length=200, blank=True)
    rule_set = models.CharField(
        "rules of the fund", max_length=20, choices=RuleSet, default=RuleSet.CUSTOM
    )
    subject = models.CharField("subject", max_length=60)
    key_stages = ArrayField(
        models.PositiveSmallIntegerField(), verbose_name="key stages", default=list, blank=True
    )
    phases_of_education = ArrayField(
        models.CharField(max_length=24), verbose_name="phases", default=list, blank=True
    )
    focus_group = models.CharField(
        "pupils it is for", max_length=20, choices=FocusGroup, default=FocusGroup.ALL
    )
    own_group = models.CharField("which group", max_length=120, blank=True)
    problem = models.TextField("what is to be solved", max_length=2000, blank=True)
    evidence_of_need = models.TextField("how that is known", max_length=2000, blank=True)
    n_schools_planned = models.PositiveSmallIntegerField(
        "schools that are to take part", null=True, blank=True
    )
    starts_on = models.DateField("first day")
    ends_on = models.DateField("last day")
    follow_up_years = models.PositiveSmallIntegerField("years of follow-up", default=3)
    n_pupil_data_points = models.PositiveSmallIntegerField(
        "times a year pupils are measured", default=2
    )
    visit_staff_days = models.DecimalField(
        "days out of class for a visit", max_digits=4, decimal_places=2, default=Decimal("0.5")
    )
    event_staff_days = models.DecimalField(
        "days out of class for an event", max_digits=4, decimal_places=2, default=Decimal(2)
    )
    meeting_staff_days = models.DecimalField(
        "days out of class for a meeting", max_digits=4, decimal_places=2, default=Decimal("0.5")
    )
    specialist_days = models.DecimalField(
        "days of visits its specialists have in a school year", max_digits=6, decimal_places=1,
        null=True, blank=True,
    )  # fmt: skip
    specialist_word = models.CharField(
        "what its specialists are called", max_length=40, default="specialist"
    )
    steering_group_meets = models.CharField(
        "the steering group meets", max_length=12, choices=Meets, blank=True
    )
    strategic_board_meets = models.CharField(
        "the strategic board meets", max_length=12, choices=Meets, blank=True
    )
    fund_gbp = models.DecimalField(
        "the fund gives at most", max_digits=11, decimal_places=2, null=True, blank=True
    )
    budget_gbp = models.DecimalField(
        "it plans to spend", max_digits=11, decimal_places=2, null=True, blank=True
    )
    funding_year = models.CharField(
        "money is counted by", max_length=9, choices=FundingYear, blank=True
    )
    dpia_reference = models.CharField(
        "data protection impact assessment", max_length=120, blank=True
    )
    state = models.CharField("state", max_length=12, choices=State, default=State.DRAFTING)
    state_because = models.CharField("why", max_length=300, blank=True)
    paused_in = models.CharField("state it goes on in", max_length=12, choices=State, blank=True)
    is_evaluation_named = models.BooleanField(
        "the evaluator may see schools by name", default=False
    )

    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                "code",
                name="one_programme_of_a_code",
                violation_error_message="Another programme has this short code.",
            ),
            models.CheckConstraint(
                condition=Q(code__regex=r"^[A-Z0-9-]{2,8}$"),
                name="programme_code_is_short",
                violation_error_message=(
                    "Write the short code in 2 to 8 capital letters, digits or hyphens."
                ),
            ),
            models.CheckConstraint(condition=~Q(name=""), name="programme_has_a_name"),
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")),
                name="programme_ends_after_it_starts",
                violation_error_message="The last day is before the first.",
            ),
            models.CheckConstraint(
                condition=Q(n_pupil_data_points__lte=3),
                name="pupils_are_measured_three_times_a_year_at_most",
                violation_error_message=(
                    "Pupils are measured at most three times a year. Two is usual."
                ),
            ),
            models.CheckConstraint(
                condition=Q(follow_up_years__lte=10), name="follow_up_is_ten_years_at_most"
            ),
            models.CheckConstraint(
                condition=~Q(specialist_word=""), name="specialists_are_called_something"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["paused", "stopped"]) | ~Q(state_because=""),
                name="programme_is_halted_for_a_reason",
                violation_error_message="Say why the programme is paused or stopped.",
            ),
            models.CheckConstraint(
                condition=Q(state="paused") | Q(paused_in=""),
                name="programme_that_goes_on_is_not_paused",
            ),
            models.CheckConstraint(
                condition=Q(n_schools_planned=None) | Q(n_schools_planned__range=(1, 2000)),
                name="programme_is_for_a_school_or_more",
                violation_error_message="Write how many schools are to take part: 1 to 2,000.",
            ),
            models.CheckConstraint(
                condition=Q(fund_gbp=None) | Q(fund_gbp__gte=0),
                name="fund_gives_no_less_than_nothing",
                violation_error_message="Write what the fund gives in pounds, such as 240000.",
            ),
            models.CheckConstraint(
                condition=Q(budget_gbp=None) | Q(budget_gbp__gte=0),
                name="programme_spends_no_less_than_nothing",
                violation_error_message="Write what it plans to spend in pounds, such as 238500.",
            ),
            models.CheckConstraint(
                condition=Q(budget_gbp=None) | Q(fund_gbp=None) | Q(budget_gbp__lte=F("fund_gbp")),
                name="programme_spends_what_the_fund_gives_at_most",
                violation_error_message="It plans to spend more than the fund gives.",
            ),
            models.CheckConstraint(
                condition=~Q(focus_group="custom") | ~Q(own_group=""),
                name="programme_says_which_group_of_its_own",
                violation_error_message="Say which group of pupils it is for.",
            ),
            models.CheckConstraint(
                condition=Q(
                    visit_staff_days__range=(0, 20),
                    event_staff_days__range=(0, 20),
                    meeting_staff_days__range=(0, 20),
                ),
                name="school_gives_twenty_days_at_most_at_a_time",
                violation_error_message="Write 0 to 20 days.",
            ),
            models.CheckConstraint(
                condition=Q(specialist_days=None) | Q(specialist_days__gte=0),
                name="specialists_have_no_less_than_no_day",
                violation_error_message="Write how many days specialists have: 0 or more.",
            ),
            models.CheckConstraint(
                condition=Q(focus_group="custom") | Q(own_group=""),
                name="only_a_group_of_its_own_is_described",
                violation_error_message=(
                    "A group is described only where it is one of its own: choose that, or leave "
                    "this empty."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("reporting:programme", args=[self.code])

    @property
    def is_paid_from_outside(self) -> bool:
        """Whether it is somebody's project from outside its schools and their trust."""
        return self.rule_set in self.RuleSet.from_outside()

    @property
    def pupils(self) -> str:
        """Whom it is for, in words: of a group of its own, which."""
        return self.own_group or str(self.FocusGroup(self.focus_group).label)

    @property
    def phases_said(self) -> str:
        """ "Primary and junior"; "" while nobody has said."""
        return phases.listed(self.phases_of_education)

    @property
    def last_aim_on(self) -> date:
        """The last day by which an aim may fall due: the end of the last year of follow-up."""
        return date(self.ends_on.year + self.follow_up_years, 12, 31)

    @property
    def first_year(self) -> int:
        """The academic year of its year 1. What starts in July or August begins with the next."""
        year = self.starts_on.year
        return year if self.starts_on.month >= SUMMER_HOLIDAYS else year - 1

    @property
    def n_years(self) -> int:
        """School years it reaches into: 2 from September 2026 to July 2028."""
        return max(1, years.of(self.ends_on) - self.first_year + 1)

    def clean(self) -> None:
        """Its aims stay within it, where its days are changed."""
        if self.pk is None or not (self.starts_on and self.ends_on):
            return
        left = self.aims.exclude(due_on__range=(self.starts_on, self.last_aim_on))
        if (aim := left.order_by("due_on").first()) and self._moves():
            raise ValidationError(
                f"The aim “{aim}” is due on {aim.due_on:%-d %B %Y}, which would be outside the "
                "programme and its follow-up. Change the aim first."
            )

    def _moves(self) -> bool:
        kept = Programme.objects.filter(pk=self.pk)
        return not kept.filter(
            starts_on=self.starts_on, ends_on=self.ends_on, follow_up_years=self.follow_up_years
        ).exists()


@tracked
class Controller(models.Model):
    """Who answers in law for which data of a programme."""

    class Position(models.TextChoices):
        CONTROLLER = "controller", "Controller"
        JOINT = "joint", "Joint controller"
        PROCESSOR = "processor", "Processor"
        INDEPENDENT = "independent", "Independent controller"

    class Party(models.TextChoices):
        SCHOOL = "school", "The schools, or their trust"
        LEAD = "lead", "The lead organisation"
        HOME_SCHOOL = "home_school", "The specialists' home schools"
        EVALUATOR = "evaluator", "The evaluator"
        HOST = "host", "Who hosts Leadwell"
        FUNDER = "funder", "The funder"

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="controllers")
    party = models.CharField("who", max_length=12, choices=Party)
    name = models.CharField("name", max_length=200)
    position = models.CharField("position in law", max_length=12, choices=Position)
    what_for = models.CharField("of which data, and by which paper", max_length=400, blank=True)

    class Meta:
        ordering = ["programme", "pk"]
        constraints = [
            models.UniqueConstraint("programme", "party", "name", name="controller_is_named_once"),
            models.CheckConstraint(condition=~Q(name=""), name="controller_has_a_name"),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.get_position_display()}"

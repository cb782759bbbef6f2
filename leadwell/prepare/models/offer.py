"""A place offered to a school, with all that goes with it: by its size, year by year."""

from datetime import date
from decimal import Decimal
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q

from leadwell.audit.history import tracked
from leadwell.explore.models import Candidate
from leadwell.people.models import Person
from leadwell.programmes.models import Programme


class Given(models.TextChoices):
    """What a school is given in a school year. Training places are places at each event."""

    PLACES = "places", "Training places at each event"
    VISITS = "visits", "Days of visits"
    COVER = "cover", "Days of cover"
    COACHING = "coaching", "Coaching cycles"
    SESSIONS = "sessions", "Sessions for the whole staff"


class OfferState(models.TextChoices):
    OPEN = "open", "Waits for the school"
    ACCEPTED = "accepted", "Accepted"
    REFUSED = "refused", "Refused"
    WITHDRAWN = "withdrawn", "Taken back"


NOT_NEGATIVE = "Write nought or more."
COUNTS = (OfferState.OPEN, OfferState.ACCEPTED)
"""States in which it takes from the budget and from specialists’ days."""


@tracked
class Rates(models.Model):
    """What each thing that a school is given costs the programme, and how many days its
    specialists have. specialist_days: for visits to all schools, in a school year; it counts where
    the register of specialists has nobody for the programme. extra_days: counted on besides those
    of the register, for a reason."""

    programme = models.OneToOneField(Programme, models.PROTECT, related_name="rates")
    place_gbp = models.DecimalField(
        "a training place at one event, in pounds", max_digits=7, decimal_places=2
    )
    visit_day_gbp = models.DecimalField(
        "a day of visits, in pounds", max_digits=7, decimal_places=2
    )
    cover_day_gbp = models.DecimalField("a day of cover, in pounds", max_digits=7, decimal_places=2)
    coaching_gbp = models.DecimalField(
        "a coaching cycle, in pounds", max_digits=7, decimal_places=2
    )
    session_gbp = models.DecimalField(
        "a session for the whole staff, in pounds", max_digits=7, decimal_places=2
    )
    specialist_days = models.DecimalField(
        "days of visits its specialists have in a school year", max_digits=6, decimal_places=1,
        default=0,
    )  # fmt: skip
    extra_days = models.DecimalField(
        "days of a school year besides those of the register", max_digits=6, decimal_places=1,
        default=0,
    )  # fmt: skip
    extra_because = models.CharField("why they are counted on", max_length=300, blank=True)

    class Meta:
        verbose_name_plural = "rates"
        ordering = ["programme"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    place_gbp__gte=0, visit_day_gbp__gte=0, cover_day_gbp__gte=0,
                    coaching_gbp__gte=0, session_gbp__gte=0, specialist_days__gte=0,
                ),
                name="rates_are_not_below_nought",
                violation_error_message=NOT_NEGATIVE,
            ),
            models.CheckConstraint(
                condition=Q(extra_days=0, extra_because="")
                | (Q(extra_days__gt=0) & ~Q(extra_because="")),
                name="days_besides_the_register_are_there_for_a_reason",
                violation_error_message="Say why days besides those of the register are counted "
                "on; leave the reason empty where there are none.",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"Rates of {self.programme}"

    def of(self, kind: Given) -> Decimal:
        """Pounds for one."""
        by_kind: dict[Given, Decimal] = {
            Given.PLACES: self.place_gbp, Given.VISITS: self.visit_day_gbp,
            Given.COVER: self.cover_day_gbp, Given.COACHING: self.coaching_gbp,
            Given.SESSIONS: self.session_gbp,
        }  # fmt: skip
        return by_kind[kind]


class OfferQuerySet(models.QuerySet["Offer"]):
    def open(self) -> Self:
        return self.filter(state=OfferState.OPEN)

    def counting(self) -> Self:
        return self.filter(state__in=COUNTS)

    def newest_first(self) -> Self:
        return self.order_by("-made_at", "-pk")


@tracked
class Offer(models.Model):
    """One offer to one school. band_table, band: by which version of the table, and where in it.

    n_pupils: on roll when it was made; None for a secondary school of which that is not known.
    starts_on: from when it would take part. answer_by: the last day on which its head can answer.
    because: why it was refused or taken back.
    """

    refused_by_trigger: ClassVar[dict[str, str]] = {
        "budget_covers_what_is_offered": "Offers that wait for an answer or are accepted cost more "
        "than that. Take some back first, or plan to spend more.",
        "offers_are_within_the_budget": "With this, offers would cost more than the programme "
        "plans to spend. Make one smaller or take one back first, or plan to spend more.",
        "offers_are_within_the_days": "With this, offers would take more days of visits in a "
        "school year than specialists have. Make one smaller or take one back first.",
    }

    candidate = models.ForeignKey(Candidate, models.PROTECT, related_name="offers")
    band_table = models.CharField("table of sizes", max_length=20)
    band = models.CharField("size", max_length=4)
    n_pupils = models.PositiveIntegerField("pupils on roll", null=True)
    starts_on = models.DateField("would take part from")
    answer_by = models.DateField("to be answered by")
    state = models.CharField("state", max_length=9, choices=OfferState, default=OfferState.OPEN)
    because = models.CharField("why", max_length=500, blank=True)
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    made_on = models.DateField("made on")
    made_at = models.DateTimeField("made")
    ended_by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True, blank=True)
    ended_at = models.DateTimeField("answered or taken back", null=True, blank=True)

    objects = OfferQuerySet.as_manager()

    class Meta:
        ordering = ["candidate", "-made_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["candidate"],
                condition=Q(state__in=COUNTS),
                name="school_has_one_offer_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(state__in=OfferState.values), name="offer_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(answer_by__gt=F("made_on")),
                name="offer_leaves_time_to_answer",
                violation_error_message="Choose a day after today: the school has to have time.",
            ),
            models.CheckConstraint(
                condition=Q(state=OfferState.OPEN, ended_by=None, ended_at=None)
                | (~Q(state=OfferState.OPEN) & Q(ended_by__isnull=False, ended_at__isnull=False)),
                name="offer_that_ended_was_ended_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(state__in=COUNTS) | ~Q(because=""),
                name="offer_ends_without_the_school_for_a_reason",
                violation_error_message="Write the reason.",
            ),
        ]

    def __str__(self) -> str:
        return f"Offer to {self.candidate.standing_school}"

    def ran_out_on(self, on: date) -> bool:
        """Whether it waits still, and its last day is over."""
        return self.state == OfferState.OPEN and self.answer_by < on


@tracked
class OfferLine(models.Model):
    """One thing given in one year. by_size: what the table says; because: why it is another amount.
    cost_gbp: at the rates of the day on which it was said."""

    offer = models.ForeignKey(Offer, models.PROTECT, related_name="lines")
    year = models.PositiveSmallIntegerField("year of the programme")
    kind = models.CharField("what", max_length=8, choices=Given)
    amount = models.DecimalField("how much", max_digits=4, decimal_places=1)
    by_size = models.DecimalField("how much by size", max_digits=4, decimal_places=1)
    because = models.CharField("why another amount", max_length=200, blank=True)
    cost_gbp = models.DecimalField("costs, in pounds", max_digits=10, decimal_places=2)

    class Meta:
        ordering = ["offer", "year", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["offer", "year", "kind"], name="offer_says_a_thing_once_a_year"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=Given.values, year__range=(1, 10)),
                name="offer_line_is_of_a_kind_and_year",
            ),
            models.CheckConstraint(
                condition=Q(amount__gte=0, by_size__gte=0, cost_gbp__gte=0),
                name="offer_gives_no_less_than_nothing",
                violation_error_message=NOT_NEGATIVE,
            ),
            models.CheckConstraint(
                condition=Q(amount=F("by_size"), because="")
                | (~Q(amount=F("by_size")) & ~Q(because="")),
                name="offer_differs_from_size_for_a_reason",
                violation_error_message="Say why it is another amount than that of its size.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, year {self.year}: {self.amount}"


class OfferLetter(models.Model):
    """What the school was told, as a paper, and whenever something of it changed again. Never
    changed: the latest one is read. content: as leadwell.web.paper keeps it."""

    offer = models.ForeignKey(Offer, models.PROTECT, related_name="letters")
    content = models.JSONField("what it says")
    sha256 = models.CharField("hash of what it says", max_length=64)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField("written")

    class Meta:
        ordering = ["offer", "-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="offer_letter_has_a_hash"
            )
        ]

    def __str__(self) -> str:
        return f"Letter of {self.at:%Y-%m-%d}"

"""The report that a school's governors get each term: how far it is, and what its head writes."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from leadwell.audit.history import tracked
from leadwell.lib import academic_year as years
from leadwell.people.models import Person
from leadwell.programmes.models import Enrolment, Obligation
from leadwell.schools.models import HalfTerm, School

MOST_LETTERS = 400
"""Of a section, so that all of them stay on two sides."""
CLEAR_DAYS = 7
"""Between the day of issue and the meeting, neither of them counted."""


class ReportState(models.TextChoices):
    DUE = "due", "Due"
    DRAFTED = "drafted", "Drafted"
    EDITED = "edited", "Being edited"
    ISSUED = "issued", "Issued"
    RECEIVED = "received", "Received by governors"


UNISSUED = (ReportState.DUE, ReportState.DRAFTED, ReportState.EDITED)
ISSUED = (ReportState.ISSUED, ReportState.RECEIVED)
"""Governors read it, and it never changes."""


class Section(models.TextChoices):
    """What the head can say something in, in the order of the report."""

    SUMMARY = "summary", "In short"
    WHY = "why", "Why we are in it, and what we promised"
    HAPPENED = "happened", "What happened this term"
    CHANGING = "changing", "What is changing"
    RISKS = "risks", "Risks, and what leaders are doing"
    PUPILS = "pupils", "Pupils"
    DAYS = "days", "Days of support"
    NEXT = "next", "Next term"


class GovernorsReportQuerySet(models.QuerySet["GovernorsReport"]):
    def wanted(self) -> Self:
        """Not issued yet, and the school still owes it."""
        return self.filter(state__in=UNISSUED, obligation__skipped_because="")

    def late_on(self, on: date) -> Self:
        """Not issued although the term is over."""
        return self.wanted().filter(term_ends_on__lt=on)

    def at_school(self, school: School) -> Self:
        """Of a standing school, in all its programmes and under all its earlier rows."""
        here = Enrolment.objects.of_schools([school.pk]).order_by()
        return self.filter(enrolment__in=here)

    def with_places(self) -> Self:
        """The school, the programme and the obligation at hand."""
        return self.select_related(
            "enrolment__school__continued_by",
            "enrolment__programme",
            "enrolment__hub",
            "obligation",
        )


@tracked
class GovernorsReport(models.Model):
    """One school's report of one term.

    obligation: its due day, and whether it was kept. The term's days are those known when it was
    promised: a day that is owed does not drift. drafts_on: from when the worker drafts it.
    since: when it came to its state.
    """

    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="governors_reports")
    obligation = models.OneToOneField(Obligation, models.PROTECT, related_name="+")
    academic_year = models.PositiveSmallIntegerField("year")
    term = models.CharField("term", max_length=6, choices=HalfTerm.Term)
    term_starts_on = models.DateField("first day of the term")
    term_ends_on = models.DateField("last day of the term")
    drafts_on = models.DateField("drafted from")
    meeting_on = models.DateField("governors meet", null=True, blank=True)
    state = models.CharField("how far", max_length=8, choices=ReportState, default=ReportState.DUE)
    since = models.DateTimeField("in this state since")
    issued_on = models.DateField("issued", null=True, blank=True)
    received_on = models.DateField("received at the meeting of", null=True, blank=True)
    minute_ref = models.CharField("minute", max_length=40, blank=True)
    received_by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True, blank=True)

    objects = GovernorsReportQuerySet.as_manager()

    class Meta:
        ordering = ["term_starts_on", "pk"]
        indexes = [
            models.Index(
                fields=["drafts_on"], condition=Q(state="due"), name="report_to_draft_by_day"
            ),
            models.Index(
                fields=["term_ends_on"],
                condition=Q(state__in=UNISSUED),
                name="report_unissued_by_term",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "academic_year", "term"], name="one_report_a_school_and_term"
            ),
            models.CheckConstraint(
                condition=Q(state__in=ReportState.values, term__in=HalfTerm.Term.values),
                name="report_has_codes_that_are_known",
            ),
            models.CheckConstraint(
                condition=Q(term_ends_on__gte=F("term_starts_on")),
                name="report_is_of_a_term_with_days",
            ),
            models.CheckConstraint(
                condition=Q(state__in=UNISSUED, issued_on=None)
                | Q(state__in=ISSUED, issued_on__isnull=False),
                name="report_that_is_issued_has_its_day",
            ),
            models.CheckConstraint(
                condition=(
                    Q(state=ReportState.RECEIVED, received_on__isnull=False)
                    & Q(received_by__isnull=False)
                    & ~Q(minute_ref="")
                )
                | (
                    ~Q(state=ReportState.RECEIVED)
                    & Q(received_on=None, minute_ref="", received_by=None)
                ),
                name="report_received_has_a_day_and_a_minute",
            ),
            models.CheckConstraint(
                condition=Q(received_on=None) | Q(received_on__gte=F("issued_on")),
                name="report_is_received_after_it_is_issued",
                violation_error_message="The meeting was before the report was issued.",
            ),
        ]

    def __str__(self) -> str:
        return f"Governors’ report of {self.school}, {self.term_said}"

    def get_absolute_url(self) -> str:
        return reverse("reporting:governors-report", args=[self.pk])

    @property
    def school(self) -> School:
        return self.enrolment.standing_school

    @property
    def term_said(self) -> str:
        """ "autumn term 2026/27"."""
        return f"{self.get_term_display().lower()} term {years.label(self.academic_year)}"

    @property
    def is_issued(self) -> bool:
        return self.state in ISSUED

    @property
    def is_written(self) -> bool:
        """Whether there are words to read and change."""
        return self.state in {ReportState.DRAFTED, ReportState.EDITED}

    def is_late_on(self, on: date) -> bool:
        """Not issued although the term is over."""
        owed = not self.is_issued and not self.obligation.skipped_because
        return owed and self.term_ends_on < on

    def clear_days(self, issued_on: date) -> int | None:
        """Days between that day and the meeting, neither counted; None while none is known."""
        if self.meeting_on is None:
            return None
        return max(0, (self.meeting_on - issued_on).days - 1)

    def gives_notice_on(self, issued_on: date) -> bool:
        """Whether governors would have seven clear days with it; so too while no meeting is known."""
        n = self.clear_days(issued_on)
        return n is None or n >= CLEAR_DAYS

    @property
    def ident(self) -> str:
        """For the name of a file."""
        return f"governors-report-{self.school.urn}-{self.academic_year}-{self.term}"


class ReportDraft(models.Model):
    """What the draft stood on: so that its head sees what has changed since. said: lines by
    section. Written once."""

    report = models.OneToOneField(GovernorsReport, models.PROTECT, related_name="draft")
    said = models.JSONField("facts when it was drafted")
    at = models.DateTimeField("drafted")

    def __str__(self) -> str:
        return f"Draft of {self.at:%Y-%m-%d}"


@tracked
class ReportWords(models.Model):
    """The words of one section. drafted: what the draft said; words: what the head says."""

    report = models.ForeignKey(GovernorsReport, models.PROTECT, related_name="words")
    section = models.CharField("section", max_length=8, choices=Section)
    drafted = models.CharField("as drafted", max_length=MOST_LETTERS, blank=True)
    words = models.CharField("words", max_length=MOST_LETTERS, blank=True)
    changed_by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True, blank=True)
    changed_at = models.DateTimeField("changed", null=True, blank=True)

    class Meta:
        ordering = ["report", "pk"]
        verbose_name_plural = "report words"
        constraints = [
            models.UniqueConstraint(
                fields=["report", "section"], name="section_is_in_a_report_once"
            ),
            models.CheckConstraint(
                condition=Q(section__in=Section.values), name="section_is_one_of_the_report"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_section_display()}: {self.words}"

    @property
    def is_changed(self) -> bool:
        return self.words != self.drafted


@tracked
class ReportQuestion(models.Model):
    """What a governor asks about a report, and what the school answers."""

    report = models.ForeignKey(GovernorsReport, models.PROTECT, related_name="questions")
    text = models.CharField("question", max_length=400)
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField("asked")
    answer = models.CharField("answer", max_length=600, blank=True)
    minute_ref = models.CharField("minute", max_length=40, blank=True)
    answered_by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True, blank=True)
    answered_at = models.DateTimeField("answered", null=True, blank=True)

    class Meta:
        ordering = ["report", "asked_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="question_asks_something"),
            models.CheckConstraint(
                condition=Q(answer="", answered_by=None, answered_at=None, minute_ref="")
                | (~Q(answer="") & Q(answered_by__isnull=False, answered_at__isnull=False)),
                name="answer_is_somebodys",
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def is_answered(self) -> bool:
        return bool(self.answer)

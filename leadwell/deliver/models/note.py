"""The note of a visit: whose it is, how far it is and for whom it waits. Its words are versions."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse

from leadwell.audit.history import tracked
from leadwell.deliver.models.visit import Visit
from leadwell.people.models import Person
from leadwell.programmes.models import Enrolment


class NoteState(models.TextChoices):
    """How far a note is. What is written before it is shared is the author's draft alone."""

    DRAFT = "draft", "Being written"
    SHARED = "shared", "With the school"
    COMMENTED = "commented", "Commented on by the school"
    SIGNED = "signed", "Signed, with the hub"
    RETURNED = "returned", "Returned by the hub"
    RELEASED = "released", "Released"
    UNSIGNED = "unsigned", "Released without a signature"


RELEASED = (NoteState.RELEASED, NoteState.UNSIGNED)
WITH_AUTHOR = (NoteState.DRAFT, NoteState.COMMENTED, NoteState.RETURNED)
WITH_SCHOOL = (NoteState.SHARED,)
UNRELEASED = (NoteState.SHARED, NoteState.COMMENTED, NoteState.SIGNED, NoteState.RETURNED)
CLOSED = (NoteState.SIGNED, *RELEASED)
"""The words stay as they are: what is to be put right is an addendum."""
OPEN = tuple(state for state in NoteState if state not in CLOSED)
"""Nobody has signed it."""


class NoteQuerySet(models.QuerySet["Note"]):
    def released(self) -> Self:
        return self.filter(state__in=RELEASED)

    def with_places(self) -> Self:
        """The visit, its school and programme, the author and the words shown, at hand."""
        return self.select_related(
            "visit__enrolment__school__continued_by",
            "visit__enrolment__programme",
            "visit__enrolment__hub",
            "visit__specialist",
            "author",
            "shown",
        )

    def newest_first(self) -> Self:
        return self.order_by("-visit__on", "-pk")


@tracked
class Note(models.Model):
    """What came of one visit.

    shown: the version that is read, none before it is shared. since: when it came to its state.
    due_on: by when the next step should be taken, by whoever it waits for; none once released.
    opened_at: when somebody at the school first opened the version shown.
    """

    visit = models.OneToOneField(Visit, models.PROTECT, related_name="note")
    author = models.ForeignKey(Person, models.PROTECT, related_name="notes")
    state = models.CharField("state", max_length=9, choices=NoteState, default=NoteState.DRAFT)
    shown = models.OneToOneField(
        "NoteVersion", models.PROTECT, related_name="shown_by", null=True, blank=True
    )
    since = models.DateTimeField("in this state since")
    due_on = models.DateField("next step by", null=True, blank=True)
    opened_at = models.DateTimeField("first opened at the school", null=True, blank=True)
    was_returned = models.BooleanField("returned once", default=False)

    objects = NoteQuerySet.as_manager()

    class Meta:
        ordering = ["visit__on", "pk"]
        indexes = [
            models.Index(
                fields=["due_on"], condition=Q(due_on__isnull=False), name="note_waiting_by_day"
            ),
            models.Index(fields=["author", "state"], name="note_by_author"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=NoteState.DRAFT, shown=None, opened_at=None)
                | (~Q(state=NoteState.DRAFT) & Q(shown__isnull=False)),
                name="note_that_is_shared_has_words",
            ),
            models.CheckConstraint(
                condition=(Q(state__in=RELEASED) & Q(due_on=None))
                | (~Q(state__in=RELEASED) & Q(due_on__isnull=False)),
                name="note_waits_until_it_is_released",
            ),
            models.CheckConstraint(
                condition=Q(state__in=NoteState.values), name="note_is_in_a_state_that_is_known"
            ),
            models.CheckConstraint(
                condition=~Q(state=NoteState.RETURNED) | Q(was_returned=True),
                name="note_returned_is_marked_so",
            ),
        ]

    def __str__(self) -> str:
        return f"Note of visit, {self.visit}"

    def get_absolute_url(self) -> str:
        return reverse("deliver:note", args=[self.pk])

    @property
    def enrolment(self) -> Enrolment:
        return self.visit.enrolment

    @property
    def is_released(self) -> bool:
        return self.state in RELEASED

    @property
    def is_unsigned(self) -> bool:
        """Released although nobody at the school signed it: said wherever the note is."""
        return self.state == NoteState.UNSIGNED

    def is_late_on(self, on: date) -> bool:
        return self.due_on is not None and self.due_on < on


class NoteStep(models.Model):
    """One step of a note's life: who took it and when. Added, and never changed.

    verb: of the table of transitions, or "reminded". by: nobody where the clock did it.
    """

    note = models.ForeignKey(Note, models.PROTECT, related_name="steps")
    verb = models.CharField("what", max_length=16)
    state = models.CharField("state after it", max_length=9, choices=NoteState)
    version = models.PositiveSmallIntegerField("of which version", default=0)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True, blank=True)
    at = models.DateTimeField("when")

    class Meta:
        ordering = ["note_id", "at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(verb=""), name="note_step_says_what"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} on {self.at:%Y-%m-%d}"

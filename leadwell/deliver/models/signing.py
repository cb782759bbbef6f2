"""What is said of a note once it is shared: signatures, comments, addenda, the hub's check."""

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from leadwell.deliver.models.note import Note
from leadwell.deliver.models.version import HASH, NoteVersion
from leadwell.people.models import Person
from leadwell.programmes.models import Enrolment


class SigningDelegationQuerySet(models.QuerySet["SigningDelegation"]):
    def live(self) -> Self:
        return self.filter(ended_at=None)


class SigningDelegation(models.Model):
    """A head's word that a senior leader may sign the school's notes of visit."""

    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="signing_delegations")
    given_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    to = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="who may sign")
    words = models.CharField("in the head’s words", max_length=300)
    given_at = models.DateTimeField("given")
    ended_at = models.DateTimeField("taken back", null=True, blank=True)

    objects = SigningDelegationQuerySet.as_manager()

    class Meta:
        ordering = ["-given_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "to"], condition=Q(ended_at=None), name="signing_is_given_once"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("given_at")),
                name="signing_is_taken_back_after_it_is_given",
            ),
            models.CheckConstraint(
                condition=~Q(words="") & ~Q(to=F("given_by")), name="signing_is_given_in_writing"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.to} may sign for {self.enrolment}"


class NoteSignature(models.Model):
    """Somebody's signature under one version: what they read, when, and the hash of all it said.

    authenticated_at: when they last proved who they are. delegation: the head's word, where a
    senior leader signs. as_role: the stored code of the role they signed in.
    """

    version = models.OneToOneField(NoteVersion, models.PROTECT, related_name="signature")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    as_role = models.CharField("signed as", max_length=13)
    delegation = models.ForeignKey(
        SigningDelegation, models.PROTECT, related_name="+", null=True, blank=True
    )
    statement = models.TextField("what was signed")
    sha256 = models.CharField("hash of what it said", max_length=64)
    authenticated_at = models.DateTimeField("proved who they are")
    at = models.DateTimeField("signed")
    comment = models.CharField("comment", max_length=500, blank=True)
    sees_differently = models.CharField("sees it differently", max_length=500, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(sha256__regex=HASH) & ~Q(statement="") & ~Q(as_role=""),
                name="signature_says_what_was_signed",
            ),
            models.CheckConstraint(
                condition=Q(at__gte=F("authenticated_at")), name="signature_is_by_who_proved_it"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.by}, {self.at:%Y-%m-%d}"


class NoteRemark(models.Model):
    """Words said beside a note: a comment of the school, why the hub returned it, an addendum."""

    class Kind(models.TextChoices):
        COMMENT = "comment", "Comment"
        RETURN = "return", "Why it came back"
        ADDENDUM = "addendum", "Addendum"

    note = models.ForeignKey(Note, models.PROTECT, related_name="remarks")
    version = models.PositiveSmallIntegerField("on version")
    kind = models.CharField("kind", max_length=8, choices=Kind)
    text = models.CharField("words", max_length=500)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField("said")

    class Meta:
        ordering = ["note_id", "at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["comment", "return", "addendum"]) & ~Q(text=""),
                name="remark_says_something",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.at:%Y-%m-%d}"


class QualityCheck(models.Model):
    """What the hub lead ticked when they let a note go on, or gave it back."""

    class Tick(models.TextChoices):
        DESCRIBES = "describes", "It describes and does not grade"
        STRENGTHS = "strengths", "It names strengths"
        ACTIONS = "actions", "Every action has an owner and a day"
        RAG = "rag", "The colours fit the words"

    version = models.OneToOneField(NoteVersion, models.PROTECT, related_name="check_made")
    ticks = ArrayField(models.CharField(max_length=9, choices=Tick), default=list, blank=True)
    is_let_go = models.BooleanField("let go on")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField("checked")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ticks__contained_by=["describes", "strengths", "actions", "rag"]),
                name="quality_has_four_ticks",
            )
        ]

    def __str__(self) -> str:
        return f"{len(self.ticks)} of {len(self.Tick)} ticks"

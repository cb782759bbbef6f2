"""What a school and a programme promise one another, in versions, and who signed which."""

from datetime import timedelta
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from leadwell.audit.history import tracked
from leadwell.people.models import Person, RoleHeld
from leadwell.programmes.models import Enrolment

HASH = r"^[0-9a-f]{64}$"
ALWAYS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 16, 17]
TO_CHOOSE = [12, 14]
"""Numbers of the clauses that every memorandum has, and of those that may be left out. The library
is held to the same."""
MOST_DAYS = 20
"""On which somebody is released, as they are named beforehand."""
LINK_WORKS_FOR = timedelta(days=14)


class MemorandumState(models.TextChoices):
    """How far it is."""

    DRAFTED = "drafted", "Drafted"
    SENT = "sent", "Sent to the school"
    QUERIED = "queried", "Queried by the school"
    SIGNED = "signed", "Signed by the school"
    COUNTERSIGNED = "countersigned", "Countersigned"
    ACTIVE = "active", "Active"
    VARIED = "varied", "Active, being varied"
    ENDED = "ended", "Ended"


State = MemorandumState
WAITING = (State.SENT, State.QUERIED, State.SIGNED, State.COUNTERSIGNED, State.VARIED)
"""A version is with those who sign it."""
IN_FORCE = (State.ACTIVE, State.VARIED)


class Party(models.TextChoices):
    """Who signs."""

    HEAD = "head", "Headteacher"
    CHAIR = "chair", "Chair of governors"
    TRUST = "trust", "Trust"
    LEAD = "lead", "Lead organisation"


class MemorandumQuerySet(models.QuerySet["Memorandum"]):
    def live(self) -> Self:
        return self.exclude(state=State.ENDED)

    def holding(self) -> Self:
        return self.filter(state__in=IN_FORCE)

    def at_hand(self) -> Self:
        """With all that a line says of it."""
        return self.select_related(
            "enrolment__programme__lead_organisation", "enrolment__hub",
            "enrolment__school__continued_by", "shown", "in_force", "chair", "trust_signatory",
        )  # fmt: skip


@tracked
class Memorandum(models.Model):
    """The promise between one school and one programme, from its draft to its end.

    left_out: numbers of clauses. hours_a_week: of the subject leader. released_on: days on which
    they and their deputy are free for the programme; release_on: the same as it was written before
    days were. escalates_to: the role by which somebody is turned to if something goes wrong;
    escalation: their name and post, as it is printed. All these, besides, chair and
    trust_signatory: as the next version will say. shown: the version that is read
    and signed, or was last; in_force: the one that holds, where it was signed here. sent_on: when
    `shown` went to the school. paper_*: of one that was signed on paper.
    """

    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="memoranda")
    state = models.CharField("state", max_length=13, choices=State, default=State.DRAFTED)
    left_out = ArrayField(
        models.PositiveSmallIntegerField(), verbose_name="clauses left out", default=list,
        blank=True,
    )  # fmt: skip
    hours_a_week = models.DecimalField(
        "hours a week for the subject leader", max_digits=3, decimal_places=1, default=1
    )
    release_on = models.CharField(
        "days on which they are released, in words", max_length=200, blank=True
    )
    released_on = ArrayField(
        models.DateField(), verbose_name="days on which they are released", default=list,
        blank=True, size=MOST_DAYS,
    )  # fmt: skip
    escalation = models.CharField(
        "whom the school turns to if something goes wrong", max_length=260
    )
    escalates_to = models.ForeignKey(
        RoleHeld, models.PROTECT, related_name="+", null=True, blank=True,
        verbose_name="the role by which they are turned to",
    )  # fmt: skip
    besides = models.CharField("what is agreed besides", max_length=600, blank=True)
    chair = models.ForeignKey(
        Person, models.PROTECT, related_name="+", null=True, blank=True,
        verbose_name="chair of governors",
    )  # fmt: skip
    trust_signatory = models.ForeignKey(
        Person, models.PROTECT, related_name="+", null=True, blank=True,
        verbose_name="who signs for the trust",
    )  # fmt: skip
    shown = models.ForeignKey(
        "MemorandumVersion", models.PROTECT, related_name="+", null=True, blank=True
    )
    in_force = models.ForeignKey(
        "MemorandumVersion", models.PROTECT, related_name="+", null=True, blank=True
    )
    sent_on = models.DateField("sent", null=True, blank=True)
    active_since = models.DateField("active since", null=True, blank=True)
    paper_signed_on = models.DateField("signed on paper", null=True, blank=True)
    paper_kept_at = models.CharField("where the paper is kept", max_length=200, blank=True)
    ended_on = models.DateField("ended", null=True, blank=True)
    ended_because = models.CharField("why it ended", max_length=300, blank=True)

    objects = MemorandumQuerySet.as_manager()

    class Meta:
        ordering = ["enrolment", "-pk"]
        verbose_name_plural = "memoranda"
        indexes = [models.Index(fields=["state", "sent_on"], name="memorandum_by_state")]
        constraints = [
            models.UniqueConstraint(
                "enrolment",
                condition=~Q(state=State.ENDED),
                name="school_has_one_memorandum_at_a_time",
                violation_error_message="There is a memorandum with this school already.",
            ),
            models.CheckConstraint(
                condition=Q(state__in=State.values), name="memorandum_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(left_out__contained_by=TO_CHOOSE),
                name="memorandum_leaves_out_what_may_be_left_out",
                violation_error_message="This clause is in every memorandum.",
            ),
            models.CheckConstraint(
                condition=Q(hours_a_week__range=(0, 20)) & ~Q(escalation=""),
                name="memorandum_says_what_it_must",
                violation_error_message="Write the hours a week as a number up to 20.",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=WAITING) | Q(shown__isnull=False, sent_on__isnull=False),
                name="memorandum_that_waits_was_sent",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=IN_FORCE)
                | Q(active_since__isnull=False)
                & (Q(in_force__isnull=False) | Q(paper_signed_on__isnull=False)),
                name="memorandum_that_is_active_was_signed",
            ),
            models.CheckConstraint(
                condition=Q(paper_signed_on=None, paper_kept_at="")
                | Q(paper_signed_on__isnull=False) & ~Q(paper_kept_at=""),
                name="memorandum_on_paper_is_kept_somewhere",
                violation_error_message="Say where the paper is kept.",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.ENDED) & Q(ended_on=None, ended_because="")
                | Q(state=State.ENDED, ended_on__isnull=False) & ~Q(ended_because=""),
                name="memorandum_ends_for_a_reason",
                violation_error_message="Say why it ends.",
            ),
        ]

    def __str__(self) -> str:
        return f"Memorandum with {self.enrolment.standing_school}"

    def get_absolute_url(self) -> str:
        return reverse("prepare:memorandum", args=[self.enrolment_id])

    @property
    def is_in_force(self) -> bool:
        return self.state in IN_FORCE


class MemorandumVersion(models.Model):
    """What it says, word for word, from when it was sent. Never changed.

    content: as leadwell.web.paper keeps it. clauses: their numbers. library: the version of the
    library they are from. needs_trust: whether the school was of a trust, which then signs too.
    is_evaluation_named: whether it lets who evaluates the programme read the school's name.
    released_on, escalates_to: as of the memorandum when it was sent, for what follows from it.
    because: why there is another version than the one before.
    """

    memorandum = models.ForeignKey(Memorandum, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField("version")
    content = models.JSONField("what it says")
    clauses = ArrayField(models.PositiveSmallIntegerField(), verbose_name="clauses")
    library = models.PositiveSmallIntegerField("version of the library of clauses")
    needs_trust = models.BooleanField("the trust signs too", default=False)
    is_evaluation_named = models.BooleanField(
        "the evaluator may see the school by name", default=False
    )
    released_on = ArrayField(
        models.DateField(), verbose_name="days of release", default=list, blank=True
    )
    escalates_to = models.ForeignKey(
        RoleHeld, models.PROTECT, related_name="+", null=True, blank=True,
        verbose_name="the role by which somebody is turned to",
    )  # fmt: skip
    because = models.CharField("why there is another version", max_length=300, blank=True)
    sha256 = models.CharField("hash of what it says", max_length=64)
    sent_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    sent_at = models.DateTimeField("sent")

    class Meta:
        ordering = ["memorandum", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["memorandum", "number"], name="memorandum_version_is_numbered_once"
            ),
            models.CheckConstraint(
                condition=Q(clauses__contains=ALWAYS)
                & Q(clauses__contained_by=[*ALWAYS, *TO_CHOOSE]),
                name="memorandum_has_the_clauses_it_must_have",
            ),
            models.CheckConstraint(
                condition=Q(sha256__regex=HASH, number__gte=1)
                & (Q(number=1, because="") | Q(number__gt=1) & ~Q(because="")),
                name="memorandum_version_is_whole",
                violation_error_message="Say why there is another version.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.memorandum}, version {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("prepare:memorandum-version", args=[self.memorandum_id, self.number])

    @property
    def parties(self) -> list[Party]:
        """Who signs it, in the order in which they stand on it."""
        return [party for party in Party if party != Party.TRUST or self.needs_trust]


class SigningLinkQuerySet(models.QuerySet["SigningLink"]):
    def open(self) -> Self:
        return self.filter(used_at=None, ended_at=None)


class SigningLink(models.Model):
    """A link by which somebody without an account signs one version, once.

    Of what stands in the link only the hash is kept: whoever reads this table opens nothing with it.
    ended_at: when another took its place, or there was nothing to sign any more.
    """

    version = models.ForeignKey(MemorandumVersion, models.PROTECT, related_name="links")
    party = models.CharField("signs as", max_length=5, choices=Party)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    token_sha256 = models.CharField("hash of the link", max_length=64, unique=True)
    made_at = models.DateTimeField("made")
    expires_at = models.DateTimeField("works until")
    used_at = models.DateTimeField("signed", null=True, blank=True)
    ended_at = models.DateTimeField("ended", null=True, blank=True)

    objects = SigningLinkQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "party"],
                condition=Q(used_at=None, ended_at=None),
                name="one_link_at_a_time_for_a_signature",
            ),
            models.CheckConstraint(
                condition=Q(token_sha256__regex=HASH)
                & Q(party__in=[Party.CHAIR, Party.TRUST])
                & Q(expires_at__lte=F("made_at") + LINK_WORKS_FOR),
                name="link_is_for_fourteen_days_at_most",
            ),
            models.CheckConstraint(
                condition=Q(used_at=None) | Q(ended_at=None, used_at__lte=F("expires_at")),
                name="link_is_used_while_it_works",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version}: link for {self.person}"


HERE = Q(paper_on=None, post="", received_by=None, scan=None)
"""Of a signature that is not on paper."""


class MemorandumSignature(models.Model):
    """One party's name under one version: what they read, when, and its hash. Never changed.

    name: as it was typed, is known here or stands on the paper. authenticated_at: when they last
    proved who they are; None where they signed by link or on paper. paper_on: the date on the paper;
    post: of who signed it; received_by: who was there, or was given it. Without its scan it is not
    signed.
    """

    version = models.ForeignKey(MemorandumVersion, models.PROTECT, related_name="signatures")
    party = models.CharField("signed as", max_length=5, choices=Party)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    name = models.CharField("name", max_length=120)
    statement = models.TextField("what was signed")
    sha256 = models.CharField("hash of what it said", max_length=64)
    authenticated_at = models.DateTimeField("proved who they are", null=True, blank=True)
    link = models.OneToOneField(
        SigningLink, models.PROTECT, related_name="signature", null=True, blank=True
    )
    paper_on = models.DateField("date on the paper", null=True, blank=True)
    post = models.CharField("post", max_length=120, blank=True)
    received_by = models.ForeignKey(
        Person, models.PROTECT, related_name="+", null=True, blank=True, verbose_name="received by"
    )
    scan = models.OneToOneField(
        "MemorandumScan", models.PROTECT, related_name="signature", null=True, blank=True
    )
    at = models.DateTimeField("signed")

    class Meta:
        ordering = ["version", "at"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "party"], name="memorandum_is_signed_once_by_each"
            ),
            models.UniqueConstraint(
                fields=["version", "by"],
                name="nobody_signs_a_memorandum_for_two",
                violation_error_message="Nobody signs a memorandum for two sides.",
            ),
            models.CheckConstraint(
                condition=Q(sha256__regex=HASH) & ~Q(statement="") & ~Q(name="")
                & Q(party__in=Party.values),
                name="memorandum_signature_says_what_was_signed",
            ),
            models.CheckConstraint(
                condition=HERE & Q(authenticated_at=None, link__isnull=False)
                | HERE
                & Q(link=None, authenticated_at__isnull=False, authenticated_at__lte=F("at"))
                | Q(authenticated_at=None, link=None, paper_on__isnull=False, scan__isnull=False)
                & Q(received_by__isnull=False, party__in=[Party.HEAD, Party.CHAIR, Party.TRUST])
                & ~Q(post="") & ~Q(received_by=F("by")),
                name="memorandum_is_signed_by_who_proved_it_had_the_link_or_paper",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.name}, {self.get_party_display()}"


class MemorandumQuery(models.Model):
    """What the school asks about it before it signs, and the answer."""

    memorandum = models.ForeignKey(Memorandum, models.PROTECT, related_name="queries")
    clause = models.PositiveSmallIntegerField("about clause", null=True, blank=True)
    text = models.CharField("what is asked", max_length=500)
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField("asked")
    answer = models.CharField("answer", max_length=600, blank=True)
    answered_by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True, blank=True)
    answered_at = models.DateTimeField("answered", null=True, blank=True)

    class Meta:
        ordering = ["memorandum", "asked_at", "pk"]
        verbose_name_plural = "memorandum queries"
        constraints = [
            models.CheckConstraint(
                condition=~Q(text="")
                & (
                    Q(answer="", answered_by=None, answered_at=None)
                    | ~Q(answer="") & Q(answered_by__isnull=False, answered_at__isnull=False)
                ),
                name="query_is_answered_by_somebody",
                violation_error_message="Write the answer.",
            )
        ]

    def __str__(self) -> str:
        return self.text


class MemorandumStep(models.Model):
    """That something was done with it: verb, and the state it was in then. Added, never changed."""

    memorandum = models.ForeignKey(Memorandum, models.PROTECT, related_name="steps")
    verb = models.CharField("what", max_length=20)
    state = models.CharField("state", max_length=13, choices=State)
    because = models.CharField("why", max_length=300, blank=True)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True, blank=True)
    at = models.DateTimeField("when")

    class Meta:
        ordering = ["memorandum", "at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(verb="") & Q(state__in=State.values), name="memorandum_step_is_known"
            )
        ]

    def __str__(self) -> str:
        return f"{self.verb}, {self.at:%Y-%m-%d}"


class Reaffirmation(models.Model):
    """A head who came later says that the school stands by it. Never changed.

    sha256: of the version that is in force; "" of one on paper.
    """

    memorandum = models.ForeignKey(Memorandum, models.PROTECT, related_name="reaffirmations")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    statement = models.TextField("what was signed")
    sha256 = models.CharField("hash of what it said", max_length=64, blank=True)
    authenticated_at = models.DateTimeField("proved who they are")
    at = models.DateTimeField("signed")

    class Meta:
        ordering = ["memorandum", "at"]
        constraints = [
            models.UniqueConstraint(
                fields=["memorandum", "by"], name="memorandum_is_reaffirmed_once_by_a_head"
            ),
            models.CheckConstraint(
                condition=~Q(statement="") & Q(authenticated_at__lte=F("at")),
                name="reaffirmation_is_by_who_proved_it",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.by}, {self.at:%Y-%m-%d}"

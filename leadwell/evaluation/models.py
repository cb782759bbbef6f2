"""A programme's question, fixed; the runs that answer it; the findings they leave."""

import json
from typing import Any, ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from leadwell.evidence.usual import CALIPER, DRAWS, K
from leadwell.lib import academic_year
from leadwell.people.models import Person
from leadwell.programmes.models import Programme
from leadwell.schools.models import School

HASH = r"^[0-9a-f]{64}$"


class Recruitment(models.TextChoices):
    """By what the schools were chosen."""

    YEAR = "year", "By the results of a year"
    NOT_BY_RESULTS = "other", "Not by results"
    UNKNOWN = "unknown", "Nobody knows"


class EvaluationQuerySet(models.QuerySet["Evaluation"]):
    def current(self) -> Self:
        """The version of each programme's question that none has followed."""
        return self.filter(followed_by=None)


class Evaluation(models.Model):
    """One version of the question whether a programme changed results. Never changed.

    measures: keys of the catalogue; schools are matched on the first. replaces, because: the
    version before, and why it was left; both absent of the first. first_start: the academic year
    the first of its schools began. years_loaded: academic years with results of schools when it was
    fixed; is_after_results: whether any of them is as late as the first year in which a school
    began, in this or an earlier version. The database finds both out by itself, whatever is said.
    k, caliper, draws, seed: of the method. is_through_sponsors: results from before a sponsor took a
    school over count as its own. list_sha256: of the lines "URN year" of its schools.
    """

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="evaluations")
    version = models.PositiveSmallIntegerField("version", default=1)
    replaces = models.OneToOneField(
        "self", models.PROTECT, related_name="followed_by", null=True, blank=True
    )
    because = models.CharField("why it was changed", max_length=300, blank=True)
    measures = ArrayField(models.CharField(max_length=60), verbose_name="outcomes")
    recruitment = models.CharField("how schools were chosen", max_length=7, choices=Recruitment)
    recruited_on = models.SmallIntegerField("by results of", null=True, blank=True)
    first_start = models.SmallIntegerField("first year")
    n_schools = models.PositiveIntegerField("how many schools")
    list_sha256 = models.CharField("hash of the list of schools", max_length=64)
    k = models.PositiveSmallIntegerField("similar schools for each", default=K)
    caliper = models.FloatField("furthest a similar school may be", default=CALIPER)
    draws = models.PositiveIntegerField("groups drawn", default=DRAWS)
    seed = models.PositiveIntegerField("seed of the drawing", default=0)
    is_through_sponsors = models.BooleanField(
        "results from before a sponsor count", default=True, db_default=True
    )
    years_loaded = ArrayField(
        models.SmallIntegerField(), verbose_name="years with results by then", default=list
    )
    is_after_results = models.BooleanField("fixed or changed after results", default=False)
    fixed_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    fixed_at = models.DateTimeField("fixed")

    objects = EvaluationQuerySet.as_manager()
    refused_by_trigger: ClassVar[dict[str, str]] = {
        "evaluation_follows_the_version_before": "Somebody changed this question just now. "
        "Read it again.",
    }

    class Meta:
        ordering = ["programme", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "version"],
                name="evaluation_version_is_there_once",
                violation_error_message="Somebody fixed this question just now. Read it again.",
            ),
            models.CheckConstraint(
                condition=Q(version=1, replaces=None, because="")
                | (Q(version__gt=1, replaces__isnull=False) & ~Q(because="")),
                name="evaluation_that_is_changed_says_why",
                violation_error_message="Say why the question is changed.",
            ),
            models.CheckConstraint(
                condition=Q(recruitment="year", recruited_on__isnull=False)
                | Q(recruitment__in=["other", "unknown"], recruited_on=None),
                name="evaluation_names_the_year_schools_were_chosen_by",
                violation_error_message="Say by which year’s results the schools were chosen.",
            ),
            models.CheckConstraint(
                condition=Q(recruited_on=None) | Q(recruited_on__lt=F("first_start")),
                name="evaluation_chooses_schools_before_they_begin",
                violation_error_message=(
                    "The schools began before that year had results. Choose an earlier one."
                ),
            ),
            models.CheckConstraint(
                condition=Q(measures__len__gte=1), name="evaluation_asks_about_something"
            ),
            models.CheckConstraint(
                condition=Q(n_schools__gte=1, k__gte=1, caliper__gt=0, draws__gte=99),
                name="evaluation_is_about_schools",
            ),
            models.CheckConstraint(
                condition=Q(list_sha256__regex=HASH), name="evaluation_has_a_hash_of_its_list"
            ),
        ]

    def __str__(self) -> str:
        return f"Question of {self.programme}, version {self.version}"

    def get_absolute_url(self) -> str:
        return reverse("evaluation:question", args=[self.pk])

    @property
    def is_current(self) -> bool:
        return not hasattr(self, "followed_by")


class EvaluatedSchool(models.Model):
    """A school of a question, with the first year whose results are after its start. Never changed.

    Left the programme or not: whoever began is asked about. urn: as it was when it was fixed.
    """

    evaluation = models.ForeignKey(Evaluation, models.PROTECT, related_name="schools")
    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    urn = models.PositiveIntegerField("URN")
    start = models.SmallIntegerField("first year")

    class Meta:
        ordering = ["evaluation", "start", "urn"]
        constraints = [
            models.UniqueConstraint(
                fields=["evaluation", "school"], name="school_is_in_an_evaluation_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.urn} from {academic_year.label(self.start)}"


class Finding(models.Model):
    """What came of a question, from one state of the data. Never changed; run again instead.

    as_of: the last academic year with results that was looked at. said: the whole answer, as the
    text of one JSON object; sha256 is its hash. files: of results and the register that it was made
    from. inputs_sha256: of all that it depends on, the versions of programs too: the same, the same
    answer, to the byte. asked_by: None from the command line.
    """

    evaluation = models.ForeignKey(Evaluation, models.PROTECT, related_name="findings")
    as_of = models.SmallIntegerField("last year looked at")
    said = models.TextField("what was found")
    sha256 = models.CharField("hash of what was found", max_length=64)
    inputs_sha256 = models.CharField("hash of all it was made from", max_length=64)
    files = models.JSONField("files it was made from", default=list)
    code = models.CharField("versions of programs", max_length=120)
    seed = models.PositiveIntegerField("seed of the drawing")
    draws = models.PositiveIntegerField("groups drawn")
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True)
    at = models.DateTimeField("worked out")

    class Meta:
        ordering = ["evaluation", "-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["evaluation", "inputs_sha256"], name="finding_is_kept_once"
            ),
            models.CheckConstraint(
                condition=Q(sha256__regex=HASH, inputs_sha256__regex=HASH),
                name="finding_has_its_hashes",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.evaluation}, to {academic_year.label(self.as_of)}"

    def get_absolute_url(self) -> str:
        return reverse("evaluation:finding", args=[self.pk])

    @property
    def data(self) -> dict[str, Any]:
        """What was found, as `leadwell evaluate --json` prints it."""
        found: dict[str, Any] = json.loads(self.said)
        return found


class RunQuerySet(models.QuerySet["Run"]):
    def under_way(self) -> Self:
        return self.filter(state__in=UNDER_WAY)


class Run(models.Model):
    """Somebody asked for an answer: how far it is, and what came of it.

    as_of: results of later years are left aside; None for all.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "Waits for its turn"
        RUNNING = "running", "Being worked out"
        DONE = "done", "Done"
        REFUSED = "refused", "No answer"

    evaluation = models.ForeignKey(Evaluation, models.PROTECT, related_name="runs")
    as_of = models.SmallIntegerField("last year to look at", null=True)
    state = models.CharField("state", max_length=7, choices=State, default=State.WAITING)
    progress = models.CharField("how far", max_length=200, blank=True)
    refusal = models.TextField("why there is no answer", blank=True)
    finding = models.ForeignKey(Finding, models.PROTECT, related_name="+", null=True)
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField("asked")
    ended_at = models.DateTimeField("ended", null=True)

    objects = RunQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["evaluation"],
                condition=Q(state__in=["waiting", "running"]),
                name="evaluation_is_run_once_at_a_time",
                violation_error_message="It is being worked out already.",
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=["waiting", "running"], ended_at=None, finding=None, refusal=""
                )
                | Q(state="done", ended_at__isnull=False, finding__isnull=False, refusal="")
                | (Q(state="refused", ended_at__isnull=False, finding=None) & ~Q(refusal="")),
                name="run_ends_with_a_finding_or_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"Run of {self.asked_at:%Y-%m-%d %H:%M}"

    @property
    def is_under_way(self) -> bool:
        return self.state in UNDER_WAY


UNDER_WAY = (Run.State.WAITING, Run.State.RUNNING)


class SchoolCode(models.Model):
    """What a school is called before who evaluates a programme: drawn by chance, another in each
    programme, and never changed. school: as it stood when the code was drawn; who took it over
    keeps it."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="school_codes")
    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    code = models.CharField("code", max_length=4)
    given_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    given_at = models.DateTimeField("given")

    class Meta:
        ordering = ["programme", "code"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "school"], name="school_has_one_code"),
            models.UniqueConstraint(fields=["programme", "code"], name="code_is_of_one_school"),
            models.CheckConstraint(
                condition=Q(code__regex=r"^[BCDFGHJKLMNPQRSTVWXZ]{4}$"),
                name="code_says_nothing",
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def standing_school(self) -> School:
        return self.school.continued_by or self.school

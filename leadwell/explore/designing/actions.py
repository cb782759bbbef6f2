"""Say what a programme is, take it from state to state, sign for its data."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from leadwell.accounts.models import User
from leadwell.audit import log
from leadwell.explore.designing import retaining, rules
from leadwell.explore.designing.transitions import ASKS_WHY, after
from leadwell.explore.models import ImpactAssessment, RetentionConfirmation
from leadwell.people.running import actions as running
from leadwell.programmes import actions as programmes
from leadwell.programmes.models import (
    ActiveIngredient,
    DataPoint,
    Instrument,
    Intensity,
    Programme,
    WarningAnswer,
)
from leadwell.web.access import require

State = Programme.State
NUMBERS = ("n_visits", "n_events", "n_meetings")


@transaction.atomic
def take_step(
    *, programme: Programme, verb: str, because: str = "", by: User, at: datetime
) -> None:
    """One step of the table. because: needed where the step asks why; everybody in the programme
    can read it.

    Raises PermissionDenied with the reason.
    """
    programme = Programme.objects.select_for_update().get(pk=programme.pk)
    require(rules.may_step(by, programme, verb))
    if verb in ASKS_WHY and not because.strip():
        raise PermissionDenied("Say why.")
    programmes.change(
        thing=programme,
        by=by,
        at=at,
        paused_in=programme.state if verb == "pause" else "",
        state=after(verb, programme),
        state_because=because if verb in ASKS_WHY else "",
    )
    log.record(at=at, actor=by.email, verb=f"took the step {verb}", subject=programme)


@transaction.atomic
def change_design(*, programme: Programme, by: User, at: datetime, **fields: Any) -> None:
    """Some of what a programme says of itself. Raises PermissionDenied with the reason."""
    running.change_programme(programme=programme, by=by, at=at, **fields)


@transaction.atomic
def say_intensity(
    *,
    programme: Programme,
    year: int,
    half_terms: Iterable[Mapping[str, int]],
    specialist_as: str,
    by: User,
    at: datetime,
) -> None:
    """How much a school is given in the six half-terms of a year: n_visits, n_events, n_meetings."""
    require(rules.may_change_design(by, programme))
    for number, said in enumerate(half_terms, 1):
        Intensity.objects.update_or_create(
            programme=programme,
            year=year,
            half_term=number,
            defaults={name: said[name] for name in NUMBERS} | {"specialist_as": specialist_as},
        )
    log.record(at=at, actor=by.email, verb="said how much", subject=programme,
               detail={"year": year, "specialist": specialist_as})  # fmt: skip


@transaction.atomic
def keep_instrument(
    *, instrument: Instrument, points: Iterable[tuple[int, int]], by: User, at: datetime
) -> None:
    """A new instrument or a changed one, and when it is used: year and half-term of each time.

    Raises IntegrityError where pupils would be measured in a fourth half-term of a year.
    """
    require(rules.may_change_design(by, instrument.programme))
    verb = "changed" if instrument.pk else "added"
    instrument.save()
    wanted = set(points)
    for point in instrument.points.all():
        if (point.year, point.half_term) not in wanted:
            point.delete()
    for year, half_term in sorted(wanted):
        DataPoint.objects.get_or_create(instrument=instrument, year=year, half_term=half_term)
    _say_times(instrument.programme, by=by, at=at)
    log.record(at=at, actor=by.email, verb=verb, subject=instrument,
               detail={"points": sorted(wanted)})  # fmt: skip


@transaction.atomic
def remove_part(*, part: rules.Removable, by: User, at: datetime) -> None:
    """Take an aim, a strand, an ingredient or an instrument out of a draft; its history stays.

    Raises PermissionDenied with the reason, ProtectedError where something else rests on it.
    """
    programme = part.strand.programme if isinstance(part, ActiveIngredient) else part.programme
    require(rules.may_remove(by, programme))
    log.record(at=at, actor=by.email, verb="removed", subject=part,
               detail={"programme": programme.code})  # fmt: skip
    if isinstance(part, Instrument):
        part.points.all().delete()
    part.delete()
    if isinstance(part, Instrument):
        _say_times(programme, by=by, at=at)


@transaction.atomic
def answer_warning(
    *, programme: Programme, warning: str, about: str, answer: str, by: User, at: datetime
) -> None:
    """Why it is so all the same."""
    require(rules.may_change_design(by, programme))
    kept, _ = WarningAnswer.objects.update_or_create(
        programme=programme, warning=warning, about=about, defaults={"answer": answer}
    )
    log.record(at=at, actor=by.email, verb="answered a warning", subject=kept,
               detail={"warning": warning, "about": about})  # fmt: skip


@transaction.atomic
def write_assessment(
    *, programme: Programme, by: User, at: datetime, **words: str
) -> ImpactAssessment:
    """The one that is not signed yet; a new one where the last is signed and stays."""
    require(rules.may_write_assessment(by, programme))
    Programme.objects.select_for_update().get(pk=programme.pk)
    found = programme.impact_assessments.filter(signed_at=None).first()
    assessment = found or ImpactAssessment(programme=programme)
    for name, said in words.items():
        setattr(assessment, name, said)
    assessment.save()
    log.record(at=at, actor=by.email, verb="wrote", subject=assessment,
               detail={"fields": sorted(words)})  # fmt: skip
    return assessment


@transaction.atomic
def confirm_retention(
    *, programme: Programme, shown: str, by: User, at: datetime
) -> RetentionConfirmation:
    """How long its records are kept is right, as it was shown. shown: the fingerprint.

    Raises PermissionDenied with the reason, also where a rule was changed in between.
    """
    require(rules.may_confirm_retention(by, programme))
    in_force = retaining.of_programmes()
    if shown != retaining.fingerprint(in_force):
        raise PermissionDenied("A rule has just been changed. Look at it again.")
    kept = RetentionConfirmation.objects.create(
        programme=programme, versions=retaining.versions(in_force), confirmed_by=by.person,
        confirmed_at=at,
    )  # fmt: skip
    log.record(at=at, actor=by.email, verb="confirmed how long records are kept",
               subject=programme)  # fmt: skip
    return kept


@transaction.atomic
def sign_assessment(
    *,
    assessment: ImpactAssessment,
    outcome: str,
    advice: str,
    review_on: date,
    by: User,
    at: datetime,
) -> None:
    """By the data protection officer; from now on it stays as it is."""
    assessment = ImpactAssessment.objects.select_for_update().get(pk=assessment.pk)
    programme, on = assessment.programme, timezone.localdate(at)
    require(rules.may_sign_assessment(by, assessment, programme, on=on))
    assessment.outcome, assessment.advice, assessment.review_on = outcome, advice, review_on
    assessment.signed_by, assessment.signed_at = by.person, at
    assessment.save()
    reference = f"{assessment.get_outcome_display()}, signed {on:%-d %B %Y}"
    programmes.change(thing=programme, dpia_reference=reference, by=by, at=at)
    log.record(at=at, actor=by.email, verb="signed", subject=assessment,
               detail={"outcome": outcome})  # fmt: skip


def _say_times(programme: Programme, *, by: User, at: datetime) -> None:
    """How often a year pupils are measured at most, as its page says it."""
    points = DataPoint.objects.filter(
        instrument__programme=programme, instrument__asks=Instrument.Asks.PUPILS
    )
    times: dict[int, set[int]] = {}
    for year, half_term in points.values_list("year", "half_term"):
        times.setdefault(year, set()).add(half_term)
    n = max(map(len, times.values()), default=0)
    programmes.change(thing=programme, n_pupil_data_points=n, by=by, at=at)

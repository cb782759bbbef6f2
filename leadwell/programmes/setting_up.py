"""A programme's parts from a playbook: rows that are not saved yet, and one action that saves all."""

import hashlib
from calendar import monthrange
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from django.db import models, transaction

from leadwell.accounts.models import User
from leadwell.audit import log
from leadwell.programmes import measures
from leadwell.programmes.models import (
    ActiveIngredient,
    Aim,
    DataPoint,
    Instrument,
    Intensity,
    Programme,
    StartedFrom,
    Strand,
)
from leadwell.programmes.playbooks import Playbook
from leadwell.programmes.playbooks.shape import EVIDENCE


def fields(playbook: Playbook, *, starts_on: date) -> dict[str, Any]:
    """What the programme itself says, its last day counted from the first."""
    meets = {board.board: board.meets for board in playbook.boards}
    return {
        "subject": playbook.subject,
        "key_stages": list(playbook.key_stages),
        "phases_of_education": list(playbook.phases),
        "focus_group": playbook.focus_group,
        "own_group": playbook.own_group,
        "rule_set": playbook.rule_set,
        "funding_year": playbook.funding_year,
        "problem": playbook.problem,
        "evidence_of_need": playbook.evidence_of_need,
        "starts_on": starts_on,
        "ends_on": last_day(starts_on, playbook.months),
        "follow_up_years": playbook.follow_up_years,
        "n_pupil_data_points": playbook.n_pupil_data_points,
        "specialist_word": playbook.specialist_word,
        "steering_group_meets": meets.get("steering", ""),
        "strategic_board_meets": meets.get("strategic", ""),
    }


def last_day(starts_on: date, months: int) -> date:
    """The last of so many months from this day: 23 from 1 September 2026 end on 31 July 2028."""
    year, month = divmod(starts_on.year * 12 + starts_on.month - 1 + months, 12)
    day = min(starts_on.day, monthrange(year, month + 1)[1])
    return date(year, month + 1, day) - timedelta(days=1)


@transaction.atomic
def fill(
    *, programme: Programme, playbook: Playbook, text: str, by: User, at: datetime
) -> dict[str, int]:
    """Give a new programme every part its playbook has. text: of the playbook's file.

    Returns how many of each were made. The programme is new: it has no such part yet.
    """
    made: dict[str, int] = {}
    for part in _parts(programme, playbook, text):
        part.save(force_insert=True)
        name = str(part._meta.verbose_name_plural)
        made[name] = made.get(name, 0) + 1
    log.record(
        at=at, actor=by.email, verb="set up", subject=programme,
        detail={"playbook": playbook.key, "sha256": sha256(text), "made": made},
    )  # fmt: skip
    return made


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _parts(programme: Programme, playbook: Playbook, text: str) -> Iterator[models.Model]:
    """In an order in which each can be saved."""
    yield StartedFrom(
        programme=programme, key=playbook.key, title=playbook.title, text=text, sha256=sha256(text)
    )
    yield from _aims(programme, playbook)
    yield from _strands(programme, playbook)
    yield from _intensities(programme, playbook)
    yield from _instruments(programme, playbook)


def _aims(programme: Programme, playbook: Playbook) -> Iterator[Aim]:
    for aim in playbook.aims:
        yield Aim(
            programme=programme,
            term=aim.term,
            text=aim.text,
            measured_by=aim.measured_by,
            measure=aim.measure,
            baseline_plan=aim.baseline,
            target=aim.target,
            due_on=last_day(programme.starts_on, aim.months),
            owner=aim.owner,
            source=measures.every()[aim.measured_by].source,
        )


def _strands(programme: Programme, playbook: Playbook) -> Iterator[models.Model]:
    for each in playbook.strands:
        strand = Strand(
            programme=programme,
            name=each.name,
            provider=each.provider,
            evidence_source=f"{EVIDENCE[each.evidence]}: {each.rests_on}",
            phases_of_education=playbook.schools,
            max_per_school=each.places,
            begins_year=each.begins.year if each.begins else None,
            begins_half_term=each.begins.half_term if each.begins else None,
        )
        yield strand
        for one in each.ingredients:
            yield ActiveIngredient(
                strand=strand, text=one.do, indicator=one.see, is_fixed=one.fixed
            )


def _intensities(programme: Programme, playbook: Playbook) -> Iterator[Intensity]:
    for year in playbook.intensity:
        asked = zip(year.visits, year.events, year.meetings, strict=True)
        for half_term, (n_visits, n_events, n_meetings) in enumerate(asked, 1):
            yield Intensity(
                programme=programme,
                year=year.year,
                half_term=half_term,
                n_visits=n_visits,
                n_events=n_events,
                n_meetings=n_meetings,
                specialist_as=year.specialist,
            )


def _instruments(programme: Programme, playbook: Playbook) -> Iterator[models.Model]:
    for each in playbook.instruments:
        instrument = Instrument(programme=programme, code=each.code, name=each.name, asks=each.asks)
        yield instrument
        for point in each.points:
            yield DataPoint(instrument=instrument, year=point.year, half_term=point.half_term)

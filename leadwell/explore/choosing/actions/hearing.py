"""Write down what else is asked of a school that is put forward, as long as it says nothing itself."""

from datetime import date, datetime
from typing import Any

from django.db import transaction

from leadwell.accounts.models import User
from leadwell.explore.choosing import rules
from leadwell.explore.choosing.actions import moving
from leadwell.explore.models import Candidate, Initiative
from leadwell.explore.radar import moving as listed
from leadwell.web.access import require


@transaction.atomic
def hear_of(
    *, candidate: Candidate, told_by: str, told_on: date, by: User, at: datetime, **fields: Any
) -> Initiative:
    """An initiative of the school, with who said so and when: it counts in the school's list, whose
    head reads it there and puts it right. fields: as those of declaring. Raises IntegrityError for
    one that is in the list."""
    candidate = moving.locked(candidate)
    require(rules.may_hear_of(by, candidate))
    found = listed.enter(
        candidate.standing_school, heard_for=candidate, told_by=told_by, told_on=told_on, by=by,
        at=at, **fields,
    )  # fmt: skip
    moving.note(candidate, "hear", by=by, at=at, initiative=found.pk)
    return found


@transaction.atomic
def change_heard(*, initiative: Initiative, by: User, at: datetime, **fields: Any) -> None:
    """fields: as those of declaring. From whom it was heard stays as it was written."""
    found = listed.locked(initiative)
    require(rules.may_change_heard(by, found))
    listed.alter(found, by=by, at=at, **fields)


@transaction.atomic
def take_back_heard(*, initiative: Initiative, by: User, at: datetime) -> None:
    """It never was: it counts nowhere, and stays readable in the history."""
    found = listed.locked(initiative)
    require(rules.may_change_heard(by, found))
    listed.move(found, "take_back", ended_on=None)
    listed.note(found, "took back", by, at)

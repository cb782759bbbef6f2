"""Set a programme up from a playbook; add a playbook from a file, and take it back."""

from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from leadwell.accounts.models import User
from leadwell.explore.playbooks import rules
from leadwell.explore.playbooks.shelf import Shelved
from leadwell.people.models import Person
from leadwell.people.running import actions as running
from leadwell.programmes import registering, setting_up
from leadwell.programmes.models import OwnPlaybook, Programme
from leadwell.programmes.playbooks import read_playbook, text_of
from leadwell.web.access import require


@transaction.atomic
def set_up(
    *,
    shelved: Shelved,
    lead: Person,
    lead_organisation: str,
    starts_on: date,
    by: User,
    at: datetime,
    **fields: Any,
) -> Programme:
    """A programme in drafting with all that its playbook says, dates counted from its first day,
    or nothing. fields: name, code, n_schools_planned.

    Raises PermissionDenied with the reason, IntegrityError for a code that is taken.
    """
    require(rules.may_set_up(by))
    playbook = shelved.playbook
    programme = running.open_programme(
        lead=lead, lead_organisation=lead_organisation, by=by, at=at,
        **setting_up.fields(playbook, starts_on=starts_on), **fields,
    )  # fmt: skip
    setting_up.fill(programme=programme, playbook=playbook, text=shelved.text, by=by, at=at)
    return programme


@transaction.atomic
def add_playbook(*, data: bytes, name: str, by: User, at: datetime) -> OwnPlaybook:
    """A playbook of this file. Raises Refused for a file that is none, PermissionDenied with the
    reason where it may not be added."""
    require(rules.may_add_playbook(by))
    return bring_playbook(data=data, name=name, by=by, at=at)


@transaction.atomic
def bring_playbook(
    *, data: bytes, name: str, by: User | str, at: datetime, dry_run: bool = False
) -> OwnPlaybook:
    """The same without asking who: whoever calls has, or is at the command line.

    dry_run: everything a real one does, undone. Raises as add_playbook.
    """
    playbook = read_playbook(data, name=name)
    require(rules.is_new(playbook))
    text = text_of(data)
    try:
        with transaction.atomic():
            added = registering.add_playbook(playbook=playbook, text=text, by=by, at=at)
    except IntegrityError as error:  # of the constraint: somebody added it at the same instant
        raise PermissionDenied(f"There is a playbook called {playbook.key} already.") from error
    transaction.set_rollback(dry_run)
    return added


@transaction.atomic
def take_back(*, own: OwnPlaybook, by: User, at: datetime) -> None:
    require(rules.may_take_back(by, own))
    registering.take_back(thing=own, by=by, at=at)

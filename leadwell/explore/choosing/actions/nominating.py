"""Put schools forward, say that the head knows, say where it would belong."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from leadwell.accounts.models import User
from leadwell.explore.choosing import rules
from leadwell.explore.choosing.actions.moving import locked, move, note
from leadwell.explore.models import Candidate
from leadwell.explore.models.candidate import ITSELF
from leadwell.people.models import Person
from leadwell.people.roles import actions as roles
from leadwell.people.roles.actions import Newcomer
from leadwell.people.running import actions as running
from leadwell.programmes.models import Hub, Organisation, Programme
from leadwell.schools.models import School
from leadwell.web.access import require

WANTS_TO = "Its head would like to take part"


@dataclass(frozen=True, slots=True)
class Nomination:
    """Who puts schools forward, why, and when the head was told; None where that is to come.
    organisation: its name; one that is not known here is added. head_told_by: "" where it was who
    puts it forward."""

    organisation: str
    nominator: Newcomer
    reason: str
    head_told_on: date | None = None
    hub: Hub | None = None
    head_told_by: str = ""


@transaction.atomic
def nominate(
    *, programme: Programme, school: School, said: Nomination, by: User, at: datetime
) -> Candidate:
    """Put one school forward. Raises PermissionDenied with the reason, IntegrityError where it is
    put forward already."""
    return nominate_many(programme=programme, schools=[school], said=said, by=by, at=at)[0]


@transaction.atomic
def nominate_many(
    *, programme: Programme, schools: Iterable[School], said: Nomination, by: User, at: datetime
) -> list[Candidate]:
    """The same for several at once: all of them or none."""
    schools = list(schools)
    for school in schools:
        require(rules.may_nominate(by, programme, school))
    require(rules.has_come(said.head_told_on, on=timezone.localdate(at)))
    organisation, _ = Organisation.objects.get_or_create(name=said.organisation)
    nominator = _known(said.nominator, by=by, at=at)
    return [_put(programme, school, organisation, nominator, said, by, at) for school in schools]


@transaction.atomic
def say_head_told(
    *, candidate: Candidate, on: date, by: User, at: datetime, told_by: str = ""
) -> None:  # fmt: skip
    """told_by: the name of who told them; "" where it is who says so."""
    candidate = locked(candidate)
    require(rules.may_say_head_told(by, candidate))
    require(rules.has_come(on, on=timezone.localdate(at)))
    _tell(candidate, on, told_by or by.name)
    note(candidate, "say_head_told", by=by, at=at, on=on.isoformat())


@transaction.atomic
def change_candidate(*, candidate: Candidate, by: User, at: datetime, **fields: Any) -> None:
    """fields: hub, part, part_because, intelligence."""
    candidate = locked(candidate)
    require(rules.may_change(by, candidate))
    changed = {name: value for name, value in fields.items() if getattr(candidate, name) != value}
    if not changed:
        return
    for name, value in changed.items():
        setattr(candidate, name, value)
    candidate.save(update_fields=list(changed))
    note(candidate, "change", by=by, at=at, fields=sorted(changed))


def express(
    *, programme: Programme, school: School, because_late: str = "", by: User, at: datetime
) -> Candidate:
    """The school's own head would like to take part. Within another action, which has asked its
    own rule. Put forward already, whoever did it and under whichever of its earlier rows, the
    school stays the one candidate it is. because_late: why a new one begins in reserve."""
    lives = School.objects.lives_of([school.pk]).order_by().values("pk")
    known = Candidate.objects.live().filter(programme=programme, school__in=lives)
    if candidate := known.select_for_update(of=("self",)).first():
        if candidate.head_told_on is None:  # who writes it knows of it
            _tell(candidate, timezone.localdate(at), by.name)
        note(candidate, "express", by=by, at=at)
        return candidate
    organisation, _ = Organisation.objects.get_or_create(name=ITSELF)
    said = Nomination(ITSELF, Newcomer(by.name), WANTS_TO, head_told_on=timezone.localdate(at))
    candidate = _put(programme, school, organisation, by.person, said, by, at)
    if because_late:
        move(candidate, "come_late", because=because_late, by=by, at=at)
    return candidate


def _put(
    programme: Programme, school: School, organisation: Organisation, nominator: Person,
    said: Nomination, by: User, at: datetime,
) -> Candidate:  # fmt: skip
    candidate = Candidate.objects.create(
        programme=programme, school=school, hub=said.hub, organisation=organisation,
        nominated_by=nominator, nominated_on=timezone.localdate(at), reason=said.reason,
        head_told_on=said.head_told_on,
        head_told_by=(said.head_told_by or nominator.name) if said.head_told_on else "",
    )  # fmt: skip
    note(candidate, "nominate", by=by, at=at, because=said.reason, school=school.urn)
    return candidate


def _tell(candidate: Candidate, on: date, told_by: str) -> None:
    candidate.head_told_on, candidate.head_told_by = on, told_by
    candidate.save(update_fields=["head_told_on", "head_told_by"])


def _known(nominator: Newcomer, *, by: User, at: datetime) -> Person:
    if nominator.email:
        return running.find_or_add_person(name=nominator.name, email=nominator.email, by=by, at=at)
    return roles.add_person(name=nominator.name, by=by, at=at)

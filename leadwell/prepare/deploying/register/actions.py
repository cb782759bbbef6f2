"""Keep the register of specialists: put somebody on it, say what changed, take them off."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from leadwell.accounts.models import User
from leadwell.audit import log
from leadwell.people.models import Person
from leadwell.prepare.deploying.register import rules
from leadwell.prepare.models import (
    Credential,
    DaysAvailable,
    DeclaredInterest,
    Specialist,
    TrainingAttended,
)
from leadwell.web.access import require


@transaction.atomic
def register(*, person: Person, by: User, at: datetime, **facts: Any) -> Specialist:
    """A line of their own. facts: what they can do; at least a phase and a subject."""
    require(rules.may_register(by, person))
    made = Specialist(person=person, registered_on=_day(at), **facts)
    made.save(force_insert=True)
    log.record(at=at, actor=by.email, verb="registered", subject=made)
    return made


@transaction.atomic
def change(*, specialist: Specialist, by: User, at: datetime, **facts: Any) -> None:
    """What they can do, and how that was seen."""
    specialist = locked(specialist)
    require(rules.may_change(by, specialist))
    _save(specialist, facts, by, at)


@transaction.atomic
def say_checked(
    *, specialist: Specialist, checked_on: date, checked_until: date, checked_by: str, by: User,
    at: datetime,
) -> None:  # fmt: skip
    """Somebody saw a valid check for work with children. That it was seen, and nothing of it."""
    specialist = locked(specialist)
    require(rules.may_change(by, specialist))
    facts = {
        "checked_on": checked_on, "checked_until": checked_until, "checked_by": checked_by,
    }  # fmt: skip
    _save(specialist, facts, by, at)


@transaction.atomic
def say_skills(*, specialist: Specialist, skills: list[int], by: User, at: datetime) -> None:
    """What they say of their own work with adults, all six at once."""
    specialist = locked(specialist)
    require(rules.may_say_skills(by, specialist))
    _save(specialist, {"skills": skills, "skills_said_on": _day(at)}, by, at)


@transaction.atomic
def say_trainings(
    *, specialist: Specialist, trainings: Iterable[tuple[date, str]], by: User, at: datetime
) -> None:
    """The whole list of sessions for trainers they went to. trainings: days and titles; one that is
    not among them was none. Raises IntegrityError where one stands twice."""
    specialist = locked(specialist)
    require(rules.may_change(by, specialist))
    said = list(trainings)
    known = {(one.attended_on, one.title): one for one in specialist.trainings.all()}
    gone = [one.pk for what, one in known.items() if what not in said]
    specialist.trainings.filter(pk__in=gone).delete()
    new = [what for what in said if what not in known]
    TrainingAttended.objects.bulk_create(
        TrainingAttended(specialist=specialist, attended_on=on, title=title) for on, title in new
    )
    if gone or new:
        detail = {"new": len(new), "gone": len(gone)}
        log.record(at=at, actor=by.email, verb="said trainings of", subject=specialist,
                   detail=detail)  # fmt: skip


@transaction.atomic
def say_days(
    *, specialist: Specialist, academic_year: int, days: Mapping[int, Decimal], by: User,
    at: datetime,
) -> None:  # fmt: skip
    """days: by half-term, 1 to 6. A half-term that is not named keeps what it had."""
    specialist = locked(specialist)
    require(rules.may_say_days(by, specialist))
    for half_term, n in days.items():
        DaysAvailable.objects.update_or_create(
            specialist=specialist, academic_year=academic_year, half_term=half_term,
            defaults={"days": n},
        )  # fmt: skip
    said = {"year": academic_year, "days": {k: str(n) for k, n in days.items()}}
    log.record(at=at, actor=by.email, verb="said days of", subject=specialist, detail=said)


@transaction.atomic
def add_credential(*, specialist: Specialist, by: User, at: datetime, **fields: Any) -> Credential:
    specialist = locked(specialist)
    require(rules.may_change(by, specialist))
    made = Credential(specialist=specialist, **fields)
    made.save(force_insert=True)
    log.record(at=at, actor=by.email, verb="added", subject=made)
    return made


@transaction.atomic
def end_credential(*, credential: Credential, last_day: date, by: User, at: datetime) -> None:
    require(rules.may_end_credential(by, credential))
    credential.ends_on = last_day
    credential.save(update_fields=["ends_on"])
    log.record(at=at, actor=by.email, verb="ended", subject=credential)


@transaction.atomic
def declare(*, specialist: Specialist, by: User, at: datetime, **fields: Any) -> DeclaredInterest:
    """A school or trust to which they are not to be sent, and why."""
    specialist = locked(specialist)
    require(rules.may_say_interests(by, specialist))
    made = DeclaredInterest(specialist=specialist, declared_on=_day(at), **fields)
    made.save(force_insert=True)
    _save(specialist, {"interests_said_on": _day(at)}, by, at)
    return made


@transaction.atomic
def say_interests_whole(*, specialist: Specialist, by: User, at: datetime) -> None:
    """There are no other interests than those on the line, or none."""
    specialist = locked(specialist)
    require(rules.may_say_interests(by, specialist))
    _save(specialist, {"interests_said_on": _day(at)}, by, at)


@transaction.atomic
def end_interest(*, interest: DeclaredInterest, by: User, at: datetime) -> None:
    require(rules.may_end_interest(by, interest))
    interest.ended_on = _day(at)
    interest.save(update_fields=["ended_on"])
    log.record(at=at, actor=by.email, verb="ended", subject=interest)


@transaction.atomic
def leave_register(*, specialist: Specialist, by: User, at: datetime) -> None:
    """Nobody proposes them any more; what they did stays."""
    specialist = locked(specialist)
    require(rules.may_change(by, specialist))
    _save(specialist, {"left_on": _day(at)}, by, at)


def locked(specialist: Specialist) -> Specialist:
    """As it is now; and nobody else promises days of theirs until this is done."""
    found = Specialist.objects.select_for_update(of=("self",))
    return found.select_related("person__home_school__continued_by").get(pk=specialist.pk)


def _save(specialist: Specialist, facts: Mapping[str, Any], by: User, at: datetime) -> None:
    changed = [name for name, value in facts.items() if getattr(specialist, name) != value]
    for name in changed:
        setattr(specialist, name, facts[name])
    if changed:
        specialist.save(update_fields=changed)
        # Which facts, not what they say: the log outlives the person's wish to be forgotten.
        log.record(
            at=at, actor=by.email, verb="changed", subject=specialist, detail={"fields": changed}
        )


def _day(at: datetime) -> date:
    return timezone.localdate(at)

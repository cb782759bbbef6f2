"""The long list, the rule of the set, where hubs meet, the board's yes, and a place offered."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from leadwell.accounts.models import User
from leadwell.audit import log
from leadwell.explore.choosing import rule_sets, rules
from leadwell.explore.choosing.actions.moving import locked, move
from leadwell.explore.choosing.own_criteria import Row, data_of, row_of
from leadwell.explore.choosing.rules_of import rules_of
from leadwell.explore.models import (
    ApprovedSchool,
    ApprovedSet,
    Candidate,
    HubPlace,
    LongListed,
    OwnCriteria,
    SetRule,
)
from leadwell.lib.verdict import no
from leadwell.programmes.models import Hub, Programme
from leadwell.schools.models import School
from leadwell.web.access import require


@transaction.atomic
def put_on_long_list(
    *, programme: Programme, schools: Iterable[School], by: User, at: datetime
) -> int:
    """How many were not on it before."""
    require(rules.may_choose(by, programme))
    known = set(programme.long_list.values_list("school", flat=True))
    rows = [
        LongListed(programme=programme, school=school, by=by.person, at=at)
        for school in schools
        if school.pk not in known
    ]
    LongListed.objects.bulk_create(rows, ignore_conflicts=True)
    _log(programme, "put on the long list", by, at, schools=[row.school.urn for row in rows])
    return len(rows)


@transaction.atomic
def take_off_long_list(
    *, programme: Programme, schools: Iterable[School], by: User, at: datetime
) -> None:
    require(rules.may_choose(by, programme))
    gone = programme.long_list.filter(school__in=list(schools))
    urns = list(gone.values_list("school__urn", flat=True))
    gone.delete()
    _log(programme, "took off the long list", by, at, schools=urns)


@transaction.atomic
def set_rule(*, programme: Programme, by: User, at: datetime, **fields: Any) -> SetRule:
    """fields: least_schools, least_share_pct, most_minutes, because. Frozen once a board has
    approved a set: which is approved at the same moment, the lock on the programme decides."""
    programme = Programme.objects.select_for_update().get(pk=programme.pk)
    require(rules.may_set_rule(by, programme))
    made, _ = SetRule.objects.update_or_create(programme=programme, defaults=fields)
    said = {name: value for name, value in fields.items() if name != "because"}
    _log(programme, "set the rule of the set", by, at, **said)
    return made


@transaction.atomic
def write_criteria(
    *, programme: Programme, rows: Sequence[Row], because: str, by: User, at: datetime
) -> OwnCriteria:
    """The programme's own criteria, as the next version. Schools screened before keep theirs."""
    programme = Programme.objects.select_for_update().get(pk=programme.pk)
    require(rules.may_write_criteria(by, programme))
    known = rules_of(programme)
    if [row_of(one) for one in known.current.criteria] == list(rows):
        require(no(f"These are the criteria as they are: {known.current.name}."))
    criteria = data_of(rows, [known.fund, *known.own.values()])
    rule_sets.criteria(criteria)  # nothing that could not be read again is kept
    made = OwnCriteria.objects.create(
        programme=programme, version=max(known.own, default=0) + 1, criteria=criteria,
        because=because, by=by.person, at=at,
    )  # fmt: skip
    _log(programme, "wrote criteria", by, at, version=made.version)
    return made


@transaction.atomic
def place_hub(*, hub: Hub, school: School, by: User, at: datetime) -> HubPlace:
    require(rules.may_place_hub(by, hub))
    made, _ = HubPlace.objects.update_or_create(hub=hub, defaults={"school": school})
    log.record(
        at=at, actor=by.email, verb="said where it meets", subject=hub, detail={"urn": school.urn}
    )
    return made


@transaction.atomic
def approve_set(*, programme: Programme, words: str, by: User, at: datetime) -> ApprovedSet:
    """The set as it is at this moment."""
    Programme.objects.select_for_update().get(pk=programme.pk)
    require(rules.may_approve_set(by, programme))
    there = list(Candidate.objects.filter(programme=programme).in_the_set())
    made = ApprovedSet.objects.create(
        programme=programme, n_schools=len(there), n_eligible=sum(bool(c.is_eligible) for c in there),
        words=words, by=by.person, at=at,
    )  # fmt: skip
    ApprovedSchool.objects.bulk_create(
        ApprovedSchool(
            approved=made, candidate=each, is_eligible=bool(each.is_eligible), part=each.part
        )
        for each in there
    )
    _log(programme, "approved the set", by, at, schools=made.n_schools, eligible=made.n_eligible)
    return made


@transaction.atomic
def offer(*, candidate: Candidate, by: User, at: datetime) -> None:
    """A place in the programme, once nothing stands against it."""
    Programme.objects.select_for_update().get(pk=candidate.programme_id)
    candidate = locked(candidate)
    require(rules.may_offer(by, candidate))
    move(candidate, "offer", by=by, at=at)


def _log(programme: Programme, verb: str, by: User, at: datetime, **detail: Any) -> None:
    log.record(at=at, actor=by.email, verb=verb, subject=programme, detail=detail)

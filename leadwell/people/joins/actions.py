"""Deciding that two schools are one, or are not. Each raises PermissionDenied, and deciding.Busy."""

from datetime import datetime

from leadwell.accounts.models import User
from leadwell.people import rules
from leadwell.schools import deciding
from leadwell.schools.models import IdentityDecision, Join, School
from leadwell.web.access import require


def join_schools(
    *, earlier: School, later: School, reason: str, by: User, at: datetime
) -> IdentityDecision:
    """Let one school go on as the other: the last URN of the one with the first of the other."""
    with deciding.alone():
        before, after = (_now(school) for school in (earlier, later))
        require(rules.may_join_schools(by, before, after))
        return deciding.decide(
            old_urn=deciding.line_of(before)[-1].urn,
            new_urn=deciding.line_of(after)[0].urn,
            is_one_school=True,
            reason=reason,
            by=by,
            at=at,
        )


def part_schools(*, join: Join, reason: str, by: User, at: datetime) -> IdentityDecision:
    """Hold two URNs apart that files say are one school."""
    with deciding.alone():
        require(rules.may_part_schools(by, join))
        return deciding.decide(
            old_urn=join.old_urn,
            new_urn=join.new_urn,
            is_one_school=False,
            reason=reason,
            by=by,
            at=at,
        )


def take_back(*, decision: IdentityDecision, reason: str, by: User, at: datetime) -> None:
    """Let files alone say again whether two URNs are one school."""
    with deciding.alone():
        held = IdentityDecision.objects.select_for_update().get(pk=decision.pk)
        require(rules.may_take_back(by, held))
        deciding.take_back(decision=held, reason=reason, by=by, at=at)


def _now(school: School) -> School:
    """The school that stands for this one now: who is one may have changed since it was read."""
    return School.objects.standing().get(entries__born_as=school)

"""Say what screening found."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from leadwell.accounts.models import User
from leadwell.explore.choosing import rules
from leadwell.explore.choosing.actions.moving import locked, move
from leadwell.explore.choosing.screening import CriterionLine, look
from leadwell.explore.models import Candidate, CriterionFound, Screening
from leadwell.web.access import require

How = CriterionFound.How


@transaction.atomic
def find(
    *,
    candidate: Candidate,
    ticked: Mapping[str, str],
    by: User,
    at: datetime,
    because: str = "",
    intelligence: str = "",
    no_data: str = "",
) -> Screening:
    """Eligible where a criterion is met, by published figures or as a person says.

    ticked: where it is written, by the code of each criterion that a person found to be met; those
    that figures decide are not a person's to say. Raises PermissionDenied with the reason,
    IntegrityError for a no without one.
    """
    candidate = locked(candidate)
    seen = look(candidate)
    found = [_found(line, ticked.get(line.criterion.code, "")) for line in seen.lines]
    is_eligible = any(one.is_met for one in found)
    verb = "find_eligible" if is_eligible else "find_not_eligible"
    require(rules.may_find(by, candidate))
    screening = Screening.objects.create(
        candidate=candidate, rule_set=seen.rule_set.key, version=seen.rule_set.version,
        is_eligible=is_eligible, need=seen.need.kept, no_data=no_data, by=by.person, at=at,
    )  # fmt: skip
    for one in found:
        one.screening = screening
    CriterionFound.objects.bulk_create(found)
    fields = {"intelligence": intelligence} if intelligence else {}
    move(
        candidate, verb, by=by, at=at, is_eligible=is_eligible,
        because="" if is_eligible else because, **fields,
    )  # fmt: skip
    return screening


def _found(line: CriterionLine, source: str) -> CriterionFound:
    code, decided = line.criterion.code, line.decided
    if line.wants_a_person:
        said = source or decided.why
        return CriterionFound(code=code, is_met=bool(source), how=How.PERSON, why=said)
    return CriterionFound(
        code=code, is_met=bool(decided.is_met), how=How.PUBLISHED, why=decided.why
    )

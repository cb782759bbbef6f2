"""Say how few pupils is too few."""

from datetime import datetime

from django.db import transaction

from leadwell.accounts.models import User
from leadwell.audit import log
from leadwell.people.disclosure import rules
from leadwell.people.disclosure.releasing import one_at_a_time, policy
from leadwell.people.models import Threshold
from leadwell.web.access import require


@transaction.atomic
def set_threshold(*, fewest: int, reason: str, by: User, at: datetime) -> Threshold:
    """From now on. Raises PermissionDenied with the reason; IntegrityError below the fewest and
    above a class. What was hidden under an earlier threshold stays hidden."""
    require(rules.may_set_threshold(by))
    one_at_a_time()
    before = policy().threshold
    threshold = Threshold.objects.create(fewest=fewest, reason=reason.strip(), set_at=at, set_by=by)
    detail = {"before": before, "fewest": fewest}
    log.record(
        at=at, actor=by.email, verb="set how few is too few", subject=threshold, detail=detail
    )
    return threshold

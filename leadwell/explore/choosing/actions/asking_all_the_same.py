"""Why a school is chosen although much would be asked of it."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from leadwell.accounts.models import User
from leadwell.explore.choosing import all_the_same, rules
from leadwell.explore.choosing.actions.moving import locked
from leadwell.explore.models import Candidate, OverloadReason
from leadwell.explore.radar.moving import kept
from leadwell.explore.radar.radar import SchoolLoad
from leadwell.web.access import require


@transaction.atomic
def say_all_the_same(*, candidate: Candidate, text: str, by: User, at: datetime) -> OverloadReason:
    """With what would be asked of it now; for the programme's board, and the school's leaders."""
    candidate = locked(candidate)
    require(rules.may_say_all_the_same(by, candidate))
    seen = all_the_same.load_of(by, candidate, on=timezone.localdate(at))
    school = candidate.standing_school
    return kept(candidate.programme, school, seen, text, by=by, at=at)


def say_of_offer(
    *, candidate: Candidate, seen: SchoolLoad, text: str, by: User, at: datetime
) -> OverloadReason:
    """The same of what is offered. Within the action that makes or changes the offer, which has
    locked the candidate. seen: what would be asked with it."""
    require(rules.may_say_of_offer(by, candidate, seen))
    return kept(candidate.programme, candidate.standing_school, seen, text, by=by, at=at)

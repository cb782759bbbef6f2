"""What was promised and is done; the end."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from leadwell.accounts.models import User
from leadwell.prepare.deploying.agreeing.actions import suspend_all
from leadwell.prepare.memoranda import linking, promising, rules
from leadwell.prepare.memoranda.moving import locked, move
from leadwell.prepare.models import Memorandum
from leadwell.programmes import actions as programmes
from leadwell.programmes.models import Obligation
from leadwell.web.access import require


@transaction.atomic
def end(*, memorandum: Memorandum, because: str, by: User, at: datetime) -> None:
    """Nothing of it is owed any more, and work in the school stops until there is another: who was
    sent there sees it until the end of the day. What was signed stays."""
    memorandum = locked(memorandum)
    require(rules.may_end(by, memorandum))
    if memorandum.shown:
        linking.end(memorandum.shown, at=at)
    was_in_force, enrolment = memorandum.is_in_force, memorandum.enrolment
    on = timezone.localdate(at)
    move(memorandum, "end", by=by, at=at, because=because, ended_on=on, ended_because=because)
    promising.skip_open(enrolment, because=promising.HAS_ENDED, by=by, at=at)
    if was_in_force:
        programmes.agree_work(enrolment=enrolment, on=None, by=by, at=at)
        suspend_all(enrolment=enrolment, because=promising.HAS_ENDED, by=by, at=at)


@transaction.atomic
def keep_promise(
    *, obligation: Obligation, on: date | None, because: str = "", by: User, at: datetime
) -> None:
    """It was done on this day; or, without a day, need not be done, for a reason."""
    require(rules.may_say_kept(by, obligation.enrolment))
    if on:
        programmes.keep_promise(obligation=obligation, on=on, by=by, at=at)
    else:
        programmes.skip_promise(obligation=obligation, because=because, by=by, at=at)

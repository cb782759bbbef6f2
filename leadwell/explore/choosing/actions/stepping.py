"""Steps that want no more than a yes or a reason."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from leadwell.accounts.models import User
from leadwell.explore.choosing import letters, rules
from leadwell.explore.choosing.actions.moving import locked, move
from leadwell.explore.models import Candidate
from leadwell.people.running import rules as running
from leadwell.programmes import actions as programmes
from leadwell.programmes.models import Enrolment
from leadwell.web.access import require


@transaction.atomic
def screen(*, candidate: Candidate, by: User, at: datetime) -> None:
    """Begin to look whether it meets a criterion: the head knows."""
    candidate = locked(candidate)
    require(rules.may_screen(by, candidate, on=timezone.localdate(at)))
    move(candidate, "screen", by=by, at=at)


@transaction.atomic
def screen_again(*, candidate: Candidate, because: str, by: User, at: datetime) -> None:
    """What was found before stays in its history; the school is looked at anew."""
    candidate = locked(candidate)
    require(rules.may_screen_again(by, candidate))
    move(candidate, "screen_again", by=by, at=at, because=because)


@transaction.atomic
def reserve(
    *, candidate: Candidate, because: str, by: User, at: datetime, site: str = ""
) -> None:  # fmt: skip
    """Not now. site: as of decline."""
    candidate = locked(candidate)
    require(rules.may_reserve(by, candidate))
    move(candidate, "reserve", by=by, at=at, because=because)
    if site:
        letters.write_to_heads(candidate, site=site, by=by, at=at)


@transaction.atomic
def decline(
    *, candidate: Candidate, because: str, by: User, at: datetime, site: str = ""
) -> None:  # fmt: skip
    """The programme does not take it. The school reads why.

    site: such as https://leadwell.example, to which the letter to its head leads; "" where nobody
    is written to, as on the command line.
    """
    candidate = locked(candidate)
    require(rules.may_decline(by, candidate))
    move(candidate, "decline", by=by, at=at, because=because)
    if site:
        letters.write_to_heads(candidate, site=site, by=by, at=at)


@transaction.atomic
def refuse(*, candidate: Candidate, because: str, by: User, at: datetime) -> None:
    """The school does not come."""
    candidate = locked(candidate)
    require(rules.may_refuse(by, candidate))
    move(candidate, "refuse", by=by, at=at, because=because)


@transaction.atomic
def withdraw(
    *, candidate: Candidate, because: str, by: User, at: datetime, site: str = ""
) -> None:  # fmt: skip
    """The programme takes a place back that was not answered: the school is in reserve. site: as of
    decline."""
    candidate = locked(candidate)
    require(rules.may_withdraw(by, candidate))
    move(candidate, "withdraw", by=by, at=at, because=because)
    if site:
        letters.write_to_heads(candidate, site=site, by=by, at=at)


@transaction.atomic
def accept(*, candidate: Candidate, joined_on: date, by: User, at: datetime) -> Enrolment:
    """The school comes: it is taken into the programme in the same moment."""
    candidate = locked(candidate)
    require(rules.may_accept(by, candidate))
    require(running.may_join(candidate.programme, candidate.standing_school))
    enrolment = programmes.enrol_school(
        programme=candidate.programme,
        school=candidate.standing_school,
        joined_on=joined_on,
        hub=candidate.hub,
        part=Enrolment.Part(candidate.part),
        by=by,
        at=at,
    )
    move(candidate, "accept", by=by, at=at, enrolment=enrolment)
    return enrolment

"""Reset somebody's second factor; close an account and open it again."""

from datetime import datetime

from django.db import transaction

from leadwell.accounts import actions as accounts
from leadwell.accounts import letters
from leadwell.accounts.models import User
from leadwell.people.models import Person
from leadwell.people.ways_in import rules
from leadwell.web.access import require


@transaction.atomic
def reset_second_factor(*, person: Person, by: User, at: datetime) -> None:
    """Somebody has lost theirs: they sign in by password and set up another. They are told."""
    require(rules.may_reset_second_factor(by, person))
    user = _user(person)
    accounts.reset_second_factor(user=user, by=by.email, at=at)
    transaction.on_commit(lambda: letters.second_factor_reset(user, by=str(by)))


@transaction.atomic
def close_account(*, person: Person, by: User, at: datetime) -> None:
    """Somebody has left: they are out everywhere at once. What they wrote stays theirs."""
    require(rules.may_close_account(by, person))
    accounts.close_account(user=_user(person), by=by.email, at=at)


@transaction.atomic
def open_account(*, person: Person, by: User, at: datetime) -> None:
    """As it was; one that was emptied because its time was over has its address again, and waits
    for an invitation to be followed."""
    require(rules.may_close_account(by, person))
    user = _user(person)
    accounts.open_account(user=user, by=by.email, at=at)
    if person.email != user.email and not user.has_come:
        user.name = person.name
        user.save(update_fields=["name"])
        accounts.change_address(user=user, email=person.email, by=by.email, at=at)


def _user(person: Person) -> User:
    assert person.user is not None  # the rules have looked
    return person.user

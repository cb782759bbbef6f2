"""Making accounts."""

from datetime import datetime

from django.db import transaction

from leadwell.accounts.models import User
from leadwell.audit import log


class AlreadyThere(Exception):
    """The installation has what was asked for; str() says so."""


@transaction.atomic
def invite_first_administrator(*, email: str, name: str, by: str, at: datetime) -> User:
    """Who looks after a new installation; there is no password until the link is followed.

    Asked again for the same address before anybody has followed the link, it answers with the
    same account. Raises AlreadyThere when another administrator exists.
    """
    found = User.objects.filter(is_administrator=True).order_by("pk").first()
    if found is None:
        user = User.objects.create_user(email, name=name, is_administrator=True, joined_at=at)
        log.record(at=at, actor=by, verb="invited", subject=user, detail={"as": "administrator"})
        return user
    if found.email.lower() == email.lower() and not found.has_usable_password():
        return found
    raise AlreadyThere(
        f"{found.email} already looks after this installation. "
        "If the password is lost, use “Forgotten your password?” on the sign-in page."
    )


@transaction.atomic
def set_password(*, user: User, password: str, by: str, at: datetime) -> None:
    """A first or another password; every session of before it ends. It has been checked."""
    user.set_password(password)
    user.save(update_fields=["password"])
    log.record(at=at, actor=by, verb="set a password", subject=user)


def choose_appearance(*, appearance: str, by: User) -> None:
    """Light, dark or as the device, for pages this person sees. Of no interest to the log."""
    User.objects.filter(pk=by.pk).update(appearance=appearance)

"""Making and closing accounts, and the ways into them."""

from datetime import datetime

from django.db import transaction

from leadwell.accounts import factors
from leadwell.accounts.access import school_accounts_for
from leadwell.accounts.models import Session, User
from leadwell.audit import log
from leadwell.audit.models import Look


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
    if found.email.lower() == email.lower() and not found.has_come:
        return found
    raise AlreadyThere(
        f"{found.email} already looks after this installation. "
        "If the password is lost, use “Forgotten your password?” on the sign-in page."
    )


@transaction.atomic
def create_account(*, email: str, name: str, by: str, at: datetime) -> User:
    """An account for somebody who is invited; no password until the link is followed.

    Whoever has an account of this address, in capitals or not, keeps it: that one is the answer.
    """
    if found := User.objects.of_address(email).first():
        return found
    user = User.objects.create_user(email, name=name, joined_at=at)
    log.record(at=at, actor=by, verb="invited", subject=user)
    return user


@transaction.atomic
def change_address(*, user: User, email: str, by: str, at: datetime) -> None:
    """Another address to sign in with; a school account found by the one before is let go.

    Raises IntegrityError when it is somebody else's.
    """
    user.email = email
    user.save(update_fields=["email"])
    school_accounts_for(user).delete()
    log.record(at=at, actor=by, verb="changed an address", subject=user)


@transaction.atomic
def set_password(*, user: User, password: str, by: str, at: datetime) -> None:
    """A first or another password; every session of before it ends. It has been checked."""
    user.set_password(password)
    user.save(update_fields=["password"])
    end_all_sessions(user=user)
    log.record(at=at, actor=by, verb="set a password", subject=user)


def choose_appearance(*, appearance: str, by: User) -> None:
    """Light, dark or as the device, for pages this person sees. Of no interest to the log."""
    User.objects.filter(pk=by.pk).update(appearance=appearance)


@transaction.atomic
def end_session(*, session: Session, by: User, at: datetime) -> None:
    """Sign somebody out at one place."""
    session.delete()
    log.record(at=at, actor=by.email, verb="signed out elsewhere", subject=by)


@transaction.atomic
def end_other_sessions(*, but: str, by: User, at: datetime) -> int:
    """Sign oneself out everywhere but here; how many places that were. but: this session's key."""
    n, _ = Session.objects.filter(user=by).exclude(pk=but).delete()
    log.record(at=at, actor=by.email, verb="signed out elsewhere", subject=by, detail={"n": n})
    return n


def end_all_sessions(*, user: User) -> None:
    """Within another action. A session that goes on has its row written again with its page."""
    Session.objects.filter(user=user).delete()


@transaction.atomic
def close_account(*, user: User, by: str, at: datetime) -> None:
    """From now on this person cannot sign in, and is signed out wherever they are."""
    user.is_active = False
    user.save(update_fields=["is_active"])
    end_all_sessions(user=user)
    log.record(at=at, actor=by, verb="closed the account", subject=user)


@transaction.atomic
def open_account(*, user: User, by: str, at: datetime) -> None:
    """Let somebody in again whose account was closed."""
    user.is_active = True
    user.save(update_fields=["is_active"])
    log.record(at=at, actor=by, verb="opened the account again", subject=user)


@transaction.atomic
def reset_second_factor(*, user: User, by: str, at: datetime) -> None:
    """Forget somebody's app, passkeys and recovery codes, and sign them out everywhere."""
    factors.remove_all(user)
    end_all_sessions(user=user)
    log.record(at=at, actor=by, verb="reset the second factor", subject=user)


def note_second_factor(*, verb: str, kind: str, user: User, at: datetime) -> None:
    """Log what allauth did for somebody who asked for it, in its transaction."""
    log.record(at=at, actor=user.email, verb=verb, subject=user, detail={"kind": kind})


def note_failure(*, address: str, at: datetime) -> None:
    """Log that somebody tried this address with a wrong password or code: which account, if it is
    one's, and neither the address nor what was typed. As much work for a stranger's address."""
    user = User.objects.of_address(address).first()
    log.looked(
        at=at,
        by_user=user.pk if user else 0,
        as_roles="",
        outcome=Look.Outcome.FAILED,
        page="account_login",
        record="account",
    )

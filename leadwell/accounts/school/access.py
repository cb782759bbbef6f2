"""Whose school account it is."""

from allauth.socialaccount.models import SocialAccount

from leadwell.accounts.access import school_accounts_for
from leadwell.accounts.models import User
from leadwell.accounts.school import provider
from leadwell.accounts.school.tokens import Proof
from leadwell.lib.verdict import YES, Verdict, no

LAST = (
    "It is your only way in: you have no password. Have a link sent to choose one, then come back."
)


def linked_to(user: User) -> SocialAccount | None:
    """Somebody's own; there is one at most."""
    return school_accounts_for(user).first()


def can_use(user: User) -> bool:
    """Whether somebody has one of the provider that is set up now."""
    found = linked_to(user) if provider.name() else None
    return found is not None and provider.may_speak_for(found.provider)


def who_has(proof: Proof) -> User | None:
    """Whose it is since it was linked, whatever its address has become."""
    found = SocialAccount.objects.filter(provider=proof.issuer, uid=proof.subject)
    found = found.select_related("user").first()
    return found.user if found else None


def who_might(proof: Proof) -> User | None:
    """Who has the address that the provider answers for, and no school account yet."""
    if not proof.address:
        return None
    found: User | None = User.objects.of_address(proof.address).filter(is_active=True).first()
    return found if found and may_link(found) else None


def may_link(user: User) -> bool:
    """Not where another is linked: an address goes on to the next head, an account does not."""
    return not can_use(user)


def may_unlink(user: User) -> Verdict:
    return YES if user.has_usable_password() else no(LAST)

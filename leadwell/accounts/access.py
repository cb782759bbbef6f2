"""What is one's own on this floor."""

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.db.models import QuerySet

from leadwell.accounts.models import Session, User


def sessions_for(user: User) -> QuerySet[Session]:
    """Where somebody is signed in, the latest first; some may have run out since."""
    return Session.objects.filter(user=user).order_by("-seen_at")


def school_accounts_for(user: User) -> QuerySet[SocialAccount]:
    """The account at the school by which somebody signs in: one at most."""
    return SocialAccount.objects.filter(user_id=user.pk)  # type: ignore[no-any-return]


def factors_for(user: User) -> QuerySet[Authenticator]:
    """Somebody's app, passkeys and recovery codes."""
    return Authenticator.objects.filter(user_id=user.pk)  # type: ignore[no-any-return]

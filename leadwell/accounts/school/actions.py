"""A school account becomes somebody's way in, and ends being it."""

from datetime import datetime

from allauth.socialaccount.models import SocialAccount
from django.db import transaction

from leadwell.accounts.access import school_accounts_for
from leadwell.accounts.models import User
from leadwell.accounts.school import access
from leadwell.accounts.school.tokens import Proof
from leadwell.audit import log
from leadwell.web.access import require


@transaction.atomic
def link(*, user: User, proof: Proof, by: str, at: datetime) -> None:
    """From now on it opens this account. Nothing is kept but who it is at which provider.

    One of a provider that was set up before gives way. Raises IntegrityError where it is
    somebody else's, or another of the same provider is linked.
    """
    if not access.can_use(user):
        school_accounts_for(user).delete()
    SocialAccount.objects.create(user=user, provider=proof.issuer, uid=proof.subject)
    detail = {"issuer": proof.issuer}
    log.record(at=at, actor=by, verb="linked a school account", subject=user, detail=detail)


@transaction.atomic
def unlink(*, user: User, by: User, at: datetime) -> None:
    """It opens nothing any more."""
    require(access.may_unlink(user))
    school_accounts_for(user).delete()
    log.record(at=at, actor=by.email, verb="unlinked a school account", subject=user)

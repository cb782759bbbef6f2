"""The head signs what was agreed; from then on the database changes nothing of it."""

from datetime import datetime

from django.db import transaction

from leadwell.accounts.models import User
from leadwell.explore.models import Review, ReviewSignature
from leadwell.explore.reviewing import results, rules
from leadwell.explore.reviewing.actions.moving import locked, move
from leadwell.explore.reviewing.hashing import sha256
from leadwell.web.access import require

STATEMENT = (
    "I have read what was agreed in {review}. It is a fair account of where we stand, and the "
    "programme’s work begins from here. It may not be used for appraisal, capability or pay."
)


@transaction.atomic
def sign(
    *, review: Review, shown: str, authenticated_at: datetime, by: User, at: datetime
) -> ReviewSignature:
    """shown: the hash of what was on the page. Raises PermissionDenied with the reason."""
    review = locked(review)
    require(rules.may_sign(by, review))
    now = sha256(review)
    require(rules.is_shown(review, shown, now))
    signature = ReviewSignature.objects.create(
        review=review, by=by.person, statement=statement(review), sha256=now,
        published=results.to_keep(review), authenticated_at=authenticated_at, at=at,
    )  # fmt: skip
    move(review, "sign", by=by, at=at)
    return signature


def statement(review: Review) -> str:
    """What is signed, as it is shown in full."""
    return STATEMENT.format(review=review)

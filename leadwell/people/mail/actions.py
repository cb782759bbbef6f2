"""Choose which mail one gets."""

from django.db import transaction

from leadwell.accounts.models import User
from leadwell.people.models import MailChoice


@transaction.atomic
def choose_mail(*, digest: str, notes_at_once: bool, by: User) -> None:
    """One's own, from the next letter on. Of no interest to the log."""
    chosen = {"digest": digest, "notes_at_once": notes_at_once}
    MailChoice.objects.update_or_create(user=by, defaults=chosen)

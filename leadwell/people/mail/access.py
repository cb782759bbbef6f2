"""What somebody has chosen: their own, to be changed by them alone."""

from leadwell.accounts.models import User
from leadwell.people.models import MailChoice


def choice_for(user: User) -> MailChoice:
    """As kept, or what holds for who has chosen nothing: not saved yet."""
    return MailChoice.objects.filter(user=user).first() or MailChoice(user=user)

"""The link by which somebody invited sets a first password."""

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.urls import reverse

from leadwell.accounts.models import User


def link(user: User, *, site: str) -> str:
    """A link that works once and for three days. site: such as https://leadwell.example."""
    token = default_token_generator.make_token(user)
    path = reverse("account_reset_password_from_key", args=[user_pk_to_url_str(user), token])
    return site.rstrip("/") + path

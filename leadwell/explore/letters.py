"""The letter to a head who has an account: that there is something for them, and where; never what."""

from typing import Any

from django.core.mail import send_mail
from django.template.loader import render_to_string

from leadwell.accounts import invitation
from leadwell.accounts.school import provider
from leadwell.people.models import Person


def write_to(
    person_id: int, *, subject: str, template: str, path: str, site: str, **context: Any
) -> None:
    """Nobody without an account that works. path: where its link leads; who has not come yet finds
    above it how to."""
    person = Person.objects.select_related("user").get(pk=person_id)
    user = person.user
    if user is None or not user.is_active:
        return
    context |= {
        "person": person,
        "password": "" if user.has_come else invitation.link(user, site=site),
        "link": site.rstrip("/") + path,
        "address": user.email,
        "school": provider.name(),
    }
    send_mail(
        subject=f"Leadwell: {subject}",
        message=render_to_string(template, context),
        from_email=None,
        recipient_list=[person.email],
    )

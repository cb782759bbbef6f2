"""Letters about roles. None says anything of what a school's records hold."""

from datetime import date

from django.core.mail import send_mail
from django.template.loader import render_to_string

from leadwell.accounts import invitation as invitations
from leadwell.accounts.school import provider
from leadwell.people.models import Person
from leadwell.people.placing import placed
from leadwell.people.roles.wording import standing, title, where


def invitation(*, person_id: int, inviter: str, site: str, on: date) -> None:
    """To somebody invited: who invites them, to what, and the link that works once.

    Who has come before is told where to sign in instead.
    """
    person = Person.objects.select_related("user").get(pk=person_id)
    user = person.user
    if user is None or not user.is_active:
        return
    held = placed(person.roles.to_come_or_live(on))
    context = {
        "person": person,
        "inviter": inviter,
        "roles": [
            f"{title(one)}, {where(one)}"
            + (f" (from {one.starts_on:%-d %B %Y})" if standing(one, on) == "to come" else "")
            for one in held
        ],
        "link": "" if user.has_come else invitations.link(user, site=site),
        "site": site,
        "school": provider.name(),
        "address": user.email,
    }
    send_mail(
        subject=f"{inviter} invites you to Leadwell",
        message=render_to_string("people/roles/letters/invitation.txt", context),
        from_email=None,
        recipient_list=[person.email],
    )

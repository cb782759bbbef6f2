"""The letter to a head: that there is something to answer, by when and where; never what."""

from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse

from leadwell.accounts import invitation
from leadwell.accounts.school import provider
from leadwell.explore.models import Interest
from leadwell.people.models import Person


def asked(*, interest_id: int, person_id: int, asker: str, site: str) -> None:
    """The link leads to the form; who has not come yet finds above it how to."""
    interest = Interest.objects.select_related("call").get(pk=interest_id)
    person = Person.objects.select_related("user").get(pk=person_id)
    user = person.user
    if user is None or not user.is_active:
        return
    context = {
        "person": person,
        "asker": asker,
        "closes_on": interest.call.closes_on,
        "password": "" if user.has_come else invitation.link(user, site=site),
        "link": site.rstrip("/") + reverse("explore:write-interest", args=[interest.pk]),
        "address": user.email,
        "school": provider.name(),
    }
    send_mail(
        subject="Leadwell: your school is asked whether it would like to take part",
        message=render_to_string("explore/interest/letters/asked.txt", context),
        from_email=None,
        recipient_list=[person.email],
    )

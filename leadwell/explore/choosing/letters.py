"""The letter to a head who has an account: that there is an answer, and where; never what."""

from datetime import datetime
from functools import partial

from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from leadwell.accounts import invitation
from leadwell.accounts.models import User
from leadwell.accounts.school import provider
from leadwell.explore import access
from leadwell.explore.models import Candidate
from leadwell.people.models import Person


def write_to_heads(candidate: Candidate, *, site: str, by: User, at: datetime) -> None:
    """After the change is kept; a letter that cannot be sent does not undo it. No account is
    opened for it: who has none is sent the letter on paper."""
    for role in access.heads_of(candidate.standing_school, on=timezone.localdate(at)):
        if role.person.user is None:
            continue
        send = partial(
            answered, candidate_id=candidate.pk, person_id=role.person_id, asker=by.name, site=site
        )
        transaction.on_commit(send, robust=True)


def answered(*, candidate_id: int, person_id: int, asker: str, site: str) -> None:
    candidate = Candidate.objects.select_related("school__continued_by").get(pk=candidate_id)
    person = Person.objects.select_related("user").get(pk=person_id)
    user = person.user
    if user is None or not user.is_active:
        return
    context = {
        "person": person,
        "asker": asker,
        "password": "" if user.has_come else invitation.link(user, site=site),
        "link": site.rstrip("/") + reverse("explore:candidate", args=[candidate.pk]),
        "address": user.email,
        "school": provider.name(),
    }
    send_mail(
        subject="Leadwell: there is an answer for your school",
        message=render_to_string("explore/choosing/letters/answered.txt", context),
        from_email=None,
        recipient_list=[person.email],
    )

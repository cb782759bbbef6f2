"""The letter to a head who has an account: that there is an answer, and where; never what."""

from datetime import datetime
from functools import partial

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from leadwell.accounts.models import User
from leadwell.explore import access
from leadwell.explore.letters import write_to
from leadwell.explore.models import Candidate


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
    write_to(
        person_id,
        subject="there is an answer for your school",
        template="explore/choosing/letters/answered.txt",
        path=reverse("explore:candidate", args=[candidate_id]),
        site=site,
        asker=asker,
    )

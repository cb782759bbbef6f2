"""The letter to a head who has an account: that there is an answer, and where; never what.

A job is made with the answer itself. It goes when quiet hours are over, and is tried again for as
long as the mail server does not take it (mailing.py).
"""

from datetime import datetime

from django.utils import timezone
from procrastinate.contrib.django import app

from leadwell.accounts.models import User
from leadwell.explore import access
from leadwell.explore.choosing.answering import answer_of
from leadwell.explore.models import Candidate
from leadwell.lib import quiet_hours
from leadwell.people.mail.sending import MAIL_QUEUE
from leadwell.schools.calendar import school_days

TASK = "explore.tell_of_answer"


def write_to_heads(candidate: Candidate, *, site: str, by: User, at: datetime) -> None:
    """Within the step's transaction. No account is opened for it: who has none is sent the letter
    on paper."""
    answer, school = answer_of(candidate), candidate.standing_school
    assert answer  # it was given in this transaction
    moment = quiet_hours.next_moment(at, (school_days(school),))
    for role in access.heads_of(school, on=timezone.localdate(at)):
        if role.person.user and role.person.user.is_active:
            defer(
                moment, step_id=answer.pk, person_id=role.person_id, by_id=by.pk, site=site
            )  # fmt: skip


def defer(moment: datetime, **about: int | str) -> None:
    """By name: jobs call us."""
    app.configure_task(
        TASK, queue=MAIL_QUEUE, schedule_at=moment, allow_unknown=False
    ).defer(**about)  # fmt: skip

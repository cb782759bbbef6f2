"""Tell several schools at once that they have no place, or none for now; and that a letter went."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from django.db import transaction
from django.utils import timezone

from leadwell.accounts.models import User
from leadwell.explore.choosing import letters, rules
from leadwell.explore.choosing.actions.moving import locked, note
from leadwell.explore.choosing.actions.stepping import decline, reserve
from leadwell.explore.models import Candidate
from leadwell.programmes.models import Programme
from leadwell.web.access import require
from leadwell.web.templatetags.leadwell import day_and_year


@dataclass(frozen=True, slots=True)
class Answer:
    """What one school hears. because: the words its head reads; seen: its state when they were
    written, so that no school is answered twice by two people."""

    candidate: Candidate
    verb: Literal["decline", "reserve"]
    because: str
    seen: str


@transaction.atomic
def answer_many(
    *, programme: Programme, answers: Sequence[Answer], site: str, by: User, at: datetime
) -> None:
    """All of them or none, each by its own rule. Heads who have an account are written to."""
    require(rules.may_answer(by, programme))
    acts = {"decline": decline, "reserve": reserve}
    in_order = sorted(answers, key=lambda each: each.candidate.pk)
    for one in in_order:
        require(rules.is_as_seen(locked(one.candidate), one.seen))
    for one in in_order:
        acts[one.verb](
            candidate=one.candidate, because=one.because, site=site, by=by, at=at
        )  # fmt: skip


@transaction.atomic
def send_again(*, candidate: Candidate, site: str, by: User, at: datetime) -> None:
    """The letter to its head that could not be sent. site: as of decline."""
    candidate = locked(candidate)
    require(rules.may_send_again(by, candidate))
    note(candidate, "send_again", by=by, at=at)
    letters.write_to_heads(candidate, site=site, by=by, at=at)


@transaction.atomic
def say_answer_sent(*, candidate: Candidate, on: date, how: str, by: User, at: datetime) -> None:
    """That the letter went to a school whose head reads nothing here. The day is kept in words
    beside how it went: a step has only the moment at which it was said."""
    candidate = locked(candidate)
    require(rules.may_say_answer_sent(by, candidate))
    require(rules.has_come(on, on=timezone.localdate(at)))
    require(rules.is_after_answer(candidate, on))
    said = f"{how}, on {day_and_year(on)}"
    note(candidate, "say_answer_sent", by=by, at=at, because=said, on=on.isoformat())

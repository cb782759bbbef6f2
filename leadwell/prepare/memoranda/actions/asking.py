"""What the school asks before it signs, and the answers."""

from datetime import datetime

from django.db import transaction

from leadwell.accounts.models import User
from leadwell.audit import log
from leadwell.prepare.memoranda import rules
from leadwell.prepare.memoranda.moving import locked, move, note
from leadwell.prepare.models import Memorandum, MemorandumQuery
from leadwell.web.access import require


@transaction.atomic
def ask(
    *, memorandum: Memorandum, text: str, clause: int | None = None, by: User, at: datetime
) -> MemorandumQuery:
    """clause: the number it is about, None for the whole."""
    memorandum = locked(memorandum)
    require(rules.may_ask(by, memorandum))
    query = MemorandumQuery.objects.create(
        memorandum=memorandum, clause=clause, text=text, asked_by=by.person, asked_at=at
    )
    move(memorandum, "ask", by=by, at=at)
    return query


@transaction.atomic
def answer(*, query: MemorandumQuery, text: str, by: User, at: datetime) -> None:
    """The last open question answered, it is with the school again."""
    memorandum = locked(query.memorandum)
    require(rules.may_answer(by, memorandum))
    query = memorandum.queries.select_for_update().get(pk=query.pk)
    query.answer, query.answered_by, query.answered_at = text, by.person, at
    query.save(update_fields=["answer", "answered_by", "answered_at"])
    log.record(at=at, actor=by.email, verb="answered", subject=query)
    if memorandum.queries.filter(answer="").exists():
        note(memorandum, "answer", by=by, at=at)
    else:
        move(memorandum, "answer", by=by, at=at)

"""A memorandum of understanding, as the other factories make what it is about."""

from datetime import date

from leadwell.prepare.memoranda import writing
from leadwell.prepare.models import Memorandum, MemorandumVersion
from leadwell.programmes.models import Controller, Enrolment, Programme
from tests.factories import NOON, make_enrolment, make_person


def make_controller(programme: Programme, **fields: object) -> Controller:
    """Who answers for a programme's data: whoever leads it, if not said otherwise."""
    fields = {"party": "lead", "name": f"Larkwater, {fields.get('party', 'lead')}"} | fields
    return Controller.objects.create(
        programme=programme, **{"position": "controller", "what_for": "Its own"} | fields
    )


def make_memorandum(*, enrolment: Enrolment | None = None, **fields: object) -> Memorandum:
    """One that was sent in September and that nobody has signed. fields: of the memorandum."""
    enrolment = enrolment or make_enrolment()
    fields = {"escalation": "Rowan Beck", "chair": make_person()} | fields
    memorandum = Memorandum.objects.create(enrolment=enrolment, **fields)
    made = writing.written(memorandum, number=1, on=NOON.date())
    content = writing.frozen(made)
    memorandum.shown = MemorandumVersion.objects.create(
        memorandum=memorandum, number=1, content=content, clauses=list(made.clauses),
        library=made.library, is_evaluation_named=made.is_evaluation_named,
        sha256=writing.sha256(content), sent_by=make_person(), sent_at=NOON,
    )  # fmt: skip
    memorandum.state, memorandum.sent_on = "sent", date(2026, 9, 14)
    memorandum.save()
    return memorandum

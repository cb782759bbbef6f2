"""What the demonstration's strategic board has decided about the schools it looked at first, by the
actions of real life. Call it once notes are made."""

from datetime import timedelta

from leadwell.deliver.models import Note, Rag
from leadwell.demo.terms import Terms
from leadwell.govern.boards import actions
from leadwell.govern.boards.actions import Said
from leadwell.govern.models import Result
from leadwell.people import access
from leadwell.people.models import Role, RoleHeld
from leadwell.programmes.models import Programme

AGO, DUE_IN = timedelta(days=12), timedelta(days=30)
DECIDED = (
    ("Pay for cover of the subject leader until February", "Pay; pay for three; ask the trust"),
    ("The programme lead visits the head before Christmas", "Visit; write; wait a term"),
    ("A second specialist goes with the first once", "Send two; move the specialist; wait"),
)


def make(programme: Programme, terms: Terms) -> int:
    """About the first schools whose last released note has a Red. How many were recorded."""
    on = terms.today - AGO
    member = (
        RoleHeld.objects.live_on(terms.today)
        .filter(role=Role.STRATEGIC_BOARD_MEMBER, programme=programme)
        .select_related("person__user")
        .order_by("pk")
        .first()
    )
    lead = programme.roles.filter(role=Role.PROGRAMME_LEAD, ends_on=None).order_by("pk").first()
    if member is None or member.person.user is None or lead is None:
        return 0
    by = member.person.user
    access.remember(by)  # asked once, as within a request
    red = Note.objects.released().filter(
        visit__enrolment__programme=programme, shown__implementation=Rag.RED, visit__on__lt=on
    )
    found = red.with_places().newest_first()[: len(DECIDED)]
    for (text, options), note in zip(DECIDED, found, strict=False):
        actions.record_decision(
            enrolment=note.enrolment,
            said=Said(
                text=text, options=options, result=Result.UNANIMOUS, owner=lead.person,
                due_on=terms.today + DUE_IN, decided_on=on, note=note, is_published=True,
            ),
            by=by,
            at=terms.at(on),
        )  # fmt: skip
    return len(found)

"""Memoranda of the schools that have accepted a place in the next programme: one is with those who
sign it, one is a draft, and one more was signed on paper, where there are so many."""

from datetime import datetime, timedelta
from decimal import Decimal

from leadwell.accounts.models import User
from leadwell.demo.terms import Terms
from leadwell.people import access
from leadwell.people.models import Role
from leadwell.people.roles.actions import Newcomer
from leadwell.prepare.memoranda import actions, rules, signers, turning
from leadwell.prepare.memoranda.actions import Terms as Wording
from leadwell.prepare.models import Memorandum
from leadwell.programmes.models import Enrolment, Programme

DRAFTED, SENT, ASKED, ANSWERED, SIGNED = 10, 8, 6, 5, 4
"""Days before the world's day."""
CHAIRS = (
    Newcomer("Loveday Quickthorn", "loveday.quickthorn@example.org"),
    Newcomer("Jago Merrifield", "jago.merrifield@example.org"),
)
FOR_TRUSTS = Newcomer("Kerensa Oakmoss", "kerensa.oakmoss@example.org")


def agree(programme: Programme, *, lead: User, terms: Terms) -> None:
    """lead: who leads the programme."""

    def at(days: int) -> datetime:
        return terms.at(terms.today - timedelta(days=days))

    access.forget(lead)  # schools have come since
    access.remember(lead)
    parts = programme.enrolments.filter(left_on=None).select_related("school").order_by("pk")
    # The one whose head signs in comes first: theirs can be sent.
    heads_first = sorted(parts, key=lambda part: not signers.heads_of(part).exists())
    for n, part in enumerate(heads_first[: len(CHAIRS)]):
        wording = Wording(
            escalates_to=turning.turned_to(part, terms.today).get(
                person__user=lead, role=Role.PROGRAMME_LEAD
            ),
            hours_a_week=Decimal("1.5"),
            left_out=[14] if n else [],
            chair=CHAIRS[n],
            trust_signatory=FOR_TRUSTS if part.standing_school.trust_id else None,
        )
        made = actions.draft(enrolment=part, terms=wording, by=lead, at=at(DRAFTED))
        if n == 0 and rules.may_send(lead, made):
            _under_way(made, part, lead, at(SENT), at(ASKED), at(ANSWERED), at(SIGNED))


def _under_way(made: Memorandum, part: Enrolment, lead: User, *at: datetime) -> None:
    """The head has asked, was answered and has signed; the chair has not yet."""
    sent_at, asked_at, answered_at, signed_at = at
    version = actions.send(memorandum=made, by=lead, at=sent_at)
    head = signers.heads_of(part).select_related("person__user").latest("starts_on").person.user
    assert head  # may_send has looked
    access.remember(head)
    query = actions.ask(
        memorandum=made, clause=3, by=head, at=asked_at,
        text="Can the hour and a half be one afternoon a fortnight?",
    )  # fmt: skip
    actions.answer(
        query=query, by=lead, at=answered_at,
        text="Yes: time that is not given in one week is given in another of the same half-term.",
    )  # fmt: skip
    actions.sign(
        memorandum=made, version=version, authenticated_at=signed_at, by=head, at=signed_at
    )

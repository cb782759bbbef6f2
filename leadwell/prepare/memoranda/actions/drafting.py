"""Saying what the next version will say, and who signs it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from leadwell.accounts.models import User
from leadwell.audit import log
from leadwell.people.models import Person, RoleHeld
from leadwell.people.roles.actions import Newcomer
from leadwell.prepare.memoranda import rules, signers, turning
from leadwell.prepare.memoranda.moving import keep, note
from leadwell.prepare.models import Memorandum
from leadwell.programmes.models import Enrolment
from leadwell.web.access import require

Named = Person | Newcomer


@dataclass(frozen=True, slots=True)
class Terms:
    """What is not known here already. escalates_to: the role of whom the school turns to.
    hours_a_week: of the subject leader. left_out: numbers of clauses. released_on: days. chair,
    trust_signatory: who signs; somebody new is found by their address."""

    escalates_to: RoleHeld
    hours_a_week: Decimal
    left_out: Collection[int] = ()
    released_on: Collection[date] = ()
    besides: str = ""
    chair: Named | None = None
    trust_signatory: Named | None = None


@transaction.atomic
def draft(*, enrolment: Enrolment, terms: Terms, by: User, at: datetime) -> Memorandum:
    """Begin the memorandum of a school, or change what its next version will say. What was sent
    stays as it was sent. Raises IntegrityError where a clause is left out that cannot be."""
    require(rules.may_draft(by, enrolment))
    Enrolment.objects.select_for_update().get(pk=enrolment.pk)  # two people begin one memorandum
    fields: dict[str, Any] = {
        "left_out": sorted(terms.left_out),
        "hours_a_week": terms.hours_a_week,
        "released_on": sorted(set(terms.released_on)),
        "release_on": "",  # the old words: no days named are those agreed at the launch
        "escalates_to": terms.escalates_to,
        "escalation": turning.named(terms.escalates_to),
        "besides": terms.besides,
        "chair": _who(terms.chair, enrolment, "Chair of governors", by=by, at=at),
        "trust_signatory": _who(
            terms.trust_signatory, enrolment, "Signs for the trust", by=by, at=at
        ),
    }
    require(rules.may_turn_to(terms.escalates_to, enrolment))
    on = timezone.localdate(at)
    require(rules.may_release_on(terms.released_on, enrolment, on=on))
    _look_at_signatories(enrolment, fields["chair"], fields["trust_signatory"], on=on)
    if memorandum := enrolment.memoranda.live().select_for_update().first():
        keep(memorandum, **fields)
        note(memorandum, "draft", by=by, at=at)
        return memorandum
    memorandum = Memorandum.objects.create(enrolment=enrolment, **fields)
    note(memorandum, "draft", by=by, at=at)
    return memorandum


def _look_at_signatories(enrolment: Enrolment, chair: object, trust: object, *, on: date) -> None:
    """Each side has its own name. A head whose last day is known signs as one until then."""
    heads = set(
        signers.heads_of(enrolment).exclude(ends_on__lt=on).values_list("person", flat=True)
    )
    if isinstance(chair, Person) and chair.pk in heads:
        raise PermissionDenied(f"{chair} is the headteacher. The chair signs beside them.")
    if isinstance(chair, Person) and chair == trust:
        raise PermissionDenied(f"{chair} cannot sign both for the governors and for the trust.")


def _who(
    named: Named | None, enrolment: Enrolment, post: str, *, by: User, at: datetime
) -> Person | None:
    """Somebody of this address is that person, else somebody without an account."""
    if named is None or isinstance(named, Person):
        return named
    if known := Person.objects.themselves().of_address(named.email).first():
        return known
    person = Person.objects.create(name=named.name, email=named.email, post=post, added_by=by)
    log.record(at=at, actor=by.email, verb="added", subject=person)
    return person

"""Merge somebody who was named for an action into who they turned out to be. One way."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from leadwell.accounts.models import User
from leadwell.audit import log
from leadwell.people.models import Person
from leadwell.prepare.merging import rules
from leadwell.prepare.merging.access import actions_of
from leadwell.web.access import require

FACTS = {
    "email": "e-mail address", "phone": "telephone", "post": "post", "home_school": "school",
}  # fmt: skip
"""What the one who stays is given where they lack it; the other keeps a name alone."""


@transaction.atomic
def merge_person(*, named: Person, known: Person, by: User, at: datetime) -> None:
    """Actions of who was named become those of who is known, open and ended; what was written of
    them in notes stays as it was written. Raises PermissionDenied with the reason."""
    both = Person.objects.select_for_update(of=("self",)).order_by("pk")
    found = {person.pk: person for person in both.filter(pk__in=[named.pk, known.pk])}
    named, known = found[named.pk], found[known.pk]
    require(rules.may_merge_into(by, named, known, on=timezone.localdate(at)))
    n = 0
    for action in actions_of(named).select_for_update(of=("self",)):
        action.owner = known
        if action.passed_from_id == known.pk:  # it is with them again
            action.passed_from = action.passed_on = None
        action.save(update_fields=["owner", "passed_from", "passed_on"])
        n += 1
    _give_facts(named, known)
    Person.objects.filter(merged_into=named).update(merged_into=known)
    log.record(
        at=at, actor=by.email, verb="merged", subject=named,
        detail={"into": known.pk, "actions": n},
    )  # fmt: skip


def _give_facts(named: Person, known: Person) -> None:
    """First taken, then given: an address is one person's."""
    facts = {name: getattr(named, name) for name in FACTS}
    lacking = [name for name, value in facts.items() if value and not getattr(known, name)]
    named.email = named.phone = named.post = ""
    named.home_school, named.merged_into = None, known
    named.save(update_fields=[*FACTS, "merged_into"])
    for name in lacking:
        setattr(known, name, facts[name])
    if lacking:
        known.save(update_fields=lacking)

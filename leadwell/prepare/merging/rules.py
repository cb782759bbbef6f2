"""Who may say that somebody named for an action is somebody who is here already. Who, then when."""

from datetime import date

from leadwell.accounts.models import User
from leadwell.lib.verdict import YES, Verdict, no
from leadwell.people.models import Person
from leadwell.people.roles import rules as people
from leadwell.prepare import access
from leadwell.prepare.merging.access import actions_of, standing_about, was_forgotten
from leadwell.programmes.models import Enrolment
from leadwell.web.templatetags.leadwell import day_and_year


def may_merge(user: User, named: Person) -> Verdict:
    """Whether this is somebody who was named only: no account, and never a role."""
    if not (may := people.may_change_person(user, named)):
        return may
    if named.user_id:
        return no(
            f"{named} has an account. Open whoever was named only, and merge them into {named}."
        )
    if named.roles.exists():
        return no(
            f"{named} has, or had, a role here. Only somebody who was named for an action, and never "
            "had a role, is merged into somebody else."
        )
    return _is_free(named)


def may_merge_into(user: User, named: Person, known: Person, *, on: date) -> Verdict:
    if not (may := may_merge(user, named)):
        return may
    if known.pk == named.pk:
        return no(f"This is {named}. Choose who they turned out to be.")
    if known.merged_into_id:
        return no(f"{known} was merged into somebody else. Choose them.")
    if not (may := _is_free(known)):
        return may
    parts = Enrolment.objects.filter(actions__in=actions_of(named)).order_by().distinct()
    for part in parts.select_related("school__continued_by"):
        if not access.owners_at(part, on=on).filter(pk=known.pk).exists():
            return no(
                f"{known} does not work at {part.standing_school} today, so what {named} was to do "
                "there cannot be theirs."
            )
    return YES


def _is_free(person: Person) -> Verdict:
    """Nobody is merged who was forgotten, or whose data wait for an answer."""
    if was_forgotten(person):
        return no("This person was forgotten: nobody is merged with them.")
    if request := standing_about(person).first():
        return no(
            f"Something was asked about the data of {person} on "
            f"{day_and_year(request.received_on)}. The data protection officer answers first."
        )
    return YES

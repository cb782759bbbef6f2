"""The call of the next programme: schools asked, and what their heads have said so far. By the
actions of real life, after the board has approved the first schools."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.conf import settings

from leadwell.accounts.models import User
from leadwell.demo.terms import Terms
from leadwell.explore.interest import actions, rules
from leadwell.explore.interest.said import Declared, Said
from leadwell.explore.models import Interest, InterestCall
from leadwell.people import access
from leadwell.people.models import RoleHeld
from leadwell.people.roles.actions import Newcomer
from leadwell.programmes.models import Programme
from leadwell.schools.models import School

OPENED, ANSWERED = 26, 8
"""Days before the world's day."""
CLOSES, HEAR = 9, 31
"""Days after it."""
HEADS = ("Merryn Oakshott", "Jago Fernyhough", "Lowenna Tidewell", "Perran Ashcombe",
         "Tamsyn Larkrise")  # fmt: skip
FULL: dict[str, Any] = {
    "why": "In Years 3 and 4 pupils follow a method and cannot say why it works. Two new teachers "
    "ask for help, and we would sooner plan it with others than alone.",
    "hoped": "Pupils explain to one another; teachers plan from what pupils say.",
    "in_plan": "Number talk in every class by the summer, watched by the subject leader.",
    "plan_reference": "Priority 2, page 9",
    "subject_lead": "Our subject leader for mathematics",
    "leader": "Our deputy head",
    "working_party": "Deputy head, subject leader, a teacher of Year 4",
    "can_decide": ("timetable", "resources"),
    "hours": Decimal("1.5"),
    "shares": ("teachers", "tests", "books"),
    "days_not": "Sports week in June",
}
NOTHING_YET: dict[str, Any] = {
    "why": "Our results fell when two colleagues left. We are in a project for mathematics already "
    "and wonder whether the two go together.",
    "can_decide": (),
    "working_party": "The head",
    "hours": Decimal("0.5"),
    "shares": ("nothing",),
}
BEGUN = {"base": "0", "why": "We are a small school and plan mathematics on our own.", "hours": "1"}


def ask(programme: Programme, lead: User, terms: Terms) -> None:
    """Unless it is done: two have sent theirs, one writes, one does not come, others are silent."""
    if InterestCall.objects.filter(programme=programme).exists():
        return
    call = actions.open_call(
        programme=programme, closes_on=terms.today + timedelta(CLOSES),
        answer_by=terms.today + timedelta(HEAR), by=lead, at=terms.at(_ago(terms, OPENED)),
    )  # fmt: skip
    invited = [_invite(call, school, name, lead, terms) for school, name in _places(call)]
    tells = (_sends, _sends_red, _begins, _does_not_come)
    for tell, interest in zip(tells, invited, strict=False):
        head = _head_of(interest, terms)
        tell(interest, head, terms)


def _places(call: InterestCall) -> list[tuple[School, str]]:
    """Schools of the long list, of which nobody is named yet."""
    listed = call.programme.long_list.select_related("school").order_by("pk")
    free = [one.school for one in listed if rules.may_name_head(one.school, on=call.closes_on)]
    return list(zip(free, HEADS, strict=False))


def _invite(
    call: InterestCall, school: School, name: str, lead: User, terms: Terms
) -> Interest:  # fmt: skip
    head = Newcomer(name, f"{name.replace(' ', '.').lower()}@example.org", post="Headteacher")
    return actions.invite_school(
        call=call, school=school, head=head, site=settings.SITE, by=lead,
        at=terms.at(_ago(terms, OPENED - 1)),
    )  # fmt: skip


def _head_of(interest: Interest, terms: Terms) -> User:
    role = RoleHeld.objects.live_on(terms.today).get(school=interest.school, role="HT")
    user = role.person.user
    assert user  # invited
    access.remember(user)
    return user


def _sends(interest: Interest, head: User, terms: Terms, **said: Any) -> None:
    told_on = _ago(terms, ANSWERED + 4)
    at = terms.at(_ago(terms, ANSWERED))
    saved = actions.save_words(interest=interest, words={"why": "Kept"}, base=0, by=head, at=at)
    actions.submit(
        interest=saved, said=Said(**FULL | {"chair_told_on": told_on} | said), base=1,
        authenticated_at=at, by=head, at=at,
    )  # fmt: skip


def _sends_red(interest: Interest, head: User, terms: Terms) -> None:
    """Another project in the subject, and nobody who may decide."""
    project = Declared(
        "Counting Together", interest.programme.subject, "charity", 2, Decimal(8),
        _ago(terms, 70), terms.today + timedelta(300),
    )  # fmt: skip
    _sends(interest, head, terms, **NOTHING_YET, initiatives=(project,), chair_told_on=None)


def _begins(interest: Interest, head: User, terms: Terms) -> None:
    at = terms.at(_ago(terms, ANSWERED - 5))
    actions.save_words(interest=interest, words=BEGUN, base=0, by=head, at=at)


def _does_not_come(interest: Interest, head: User, terms: Terms) -> None:
    because = "We begin with a new building after Easter, and would like to be asked next year"
    at = terms.at(_ago(terms, ANSWERED + 1))
    actions.withdraw(interest=interest, because=because, by=head, at=at)


def _ago(terms: Terms, days: int) -> date:
    return terms.today - timedelta(days=days)

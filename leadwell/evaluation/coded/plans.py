"""Priorities and agreed actions under codes: what they are about and how far, in no words."""

from datetime import date

from leadwell.accounts.models import User
from leadwell.evaluation.coded import access
from leadwell.evaluation.coded.bands import way_gone
from leadwell.evaluation.coded.table import Cell, Codes, Table, kinds, known, numbered, term, yes
from leadwell.lib import codes as lists
from leadwell.prepare.models import FINISHED, AgreedAction, Priority, PriorityAction, PrioritySource
from leadwell.programmes import measures
from leadwell.programmes.models import ActiveIngredient, Programme

PRIORITIES = (
    "Priority", "How far", "Plan", "For whom", "Measured by", "Rests on", "Ingredients",
    "Under way", "Due", "Ended", "In the improvement plan", "Looks", "Way to the target",
    "Actions", "Actions done",
)  # fmt: skip
ACTIONS = (
    "Action", "For priority", "Came from", "How far", "Agreed", "Due", "Ended", "In time",
    "Support", "Effect seen",
)  # fmt: skip
COUNTED = "something counted"


def plans_tables(user: User, programme: Programme, codes: Codes, on: date) -> tuple[Table, Table]:
    """A constant number of queries."""
    plans = access.plans_of(user, programme)
    asked = Priority.objects.filter(plan__in=plans.order_by()).select_related(
        "plan__enrolment__school__continued_by"
    )
    rest = asked.prefetch_related("sources", "ingredients", "reviews", "actions__action")
    priorities = list(rest.order_by("pk"))
    counted = numbered(one.plan.standing_school.pk for one in priorities)
    numbers = dict(zip((one.pk for one in priorities), counted, strict=True))
    nth = _ingredients(programme)
    first = codes.table(
        "priorities",
        "Priorities",
        "Each priority of a plan: what kind it is, what it rests on, and how far it is.",
        PRIORITIES,
        ((one.plan.standing_school, _priority(one, numbers[one.pk], nth)) for one in priorities),
    )
    links = PriorityAction.objects.filter(priority__in=numbers).values_list("action", "priority")
    of = {action: numbers[priority] for action, priority in links}
    actions = list(access.actions_of(user, programme).order_by("pk"))
    nth_action = numbered(one.enrolment.standing_school.pk for one in actions)
    second = codes.table(
        "actions",
        "Agreed actions",
        "Each action that was agreed, from wherever it came, and what came of it.",
        ACTIONS,
        (
            (one.enrolment.standing_school, _action(one, n, of.get(one.pk, ""), on))
            for one, n in zip(actions, nth_action, strict=True)
        ),
    )
    return first, second


def _ingredients(programme: Programme) -> dict[int, int]:
    """Which of the programme's ingredients each is, as its design lists them."""
    found = ActiveIngredient.objects.filter(strand__programme=programme)
    rows = found.order_by("strand_id", "pk").values_list("pk", flat=True)
    return {pk: n for n, pk in enumerate(rows, start=1)}


def _priority(one: Priority, number: int, nth: dict[int, int]) -> tuple[Cell, ...]:
    looks = sorted(one.reviews.all(), key=lambda each: (each.at, each.pk))
    last = next((each.value for each in reversed(looks) if each.value is not None), None)
    actions = [each.action for each in one.actions.all()]
    return (
        number, one.get_state_display(), one.plan.get_state_display(), one.get_pupils_display(),
        known(one.measure, measures.every()) or COUNTED,
        kinds({each.kind for each in one.sources.all()}, PrioritySource.Kind.values),
        "; ".join(str(n) for n in sorted(nth[each.pk] for each in one.ingredients.all())),
        term(one.live_on), term(one.due_on), term(one.ended_on), yes(one.in_sip),
        "; ".join(each.how for each in looks), way_gone(one.baseline, one.target, last),
        len(actions), sum(each.state in FINISHED for each in actions),
    )  # fmt: skip


def _action(one: AgreedAction, number: int, priority: Cell, on: date) -> tuple[Cell, ...]:
    return (
        number, priority, one.get_origin_display(), one.get_state_display(), term(one.agreed_on),
        term(one.due_on), term(one.ended_on), _in_time(one, on),
        kinds(one.support, lists.of("support_tool").codes), one.get_effect_display(),
    )  # fmt: skip


def _in_time(one: AgreedAction, on: date) -> str:
    if one.state in FINISHED and one.ended_on:
        return yes(one.ended_on <= one.due_on)
    return "no" if one.is_open and one.due_on < on else ""

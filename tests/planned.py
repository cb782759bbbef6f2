"""Plans of schools with their priorities, in whichever state, with no roles needed."""

from datetime import date

from leadwell.people.models import Person
from leadwell.prepare.models import Plan, PlanApproval, PlanState, Priority, PrioritySource
from leadwell.programmes.models import ActiveIngredient, Strand
from tests.factories import NOON, make_colleague, make_enrolment

STATES = [state.value for state in PlanState]


def make_plan(*, n: int = 1, state: str = "draft", **fields: object) -> Plan:
    """With n priorities, which are under way once it is approved."""
    enrolment = fields.pop("enrolment", None) or make_enrolment()
    fields = {"opened_by": make_colleague(), "opened_on": NOON.date()} | fields
    plan = Plan.objects.create(enrolment=enrolment, **fields)
    for number in range(1, n + 1):
        make_priority(plan, number=number)
    return brought_to(state, plan)


def brought_to(state: str, plan: Plan) -> Plan:
    """A draft, as it is from then on."""
    for now in STATES[1 : STATES.index(state) + 1]:
        if now == "approved":
            PlanApproval.objects.create(
                plan=plan, by=plan.opened_by, statement="I approve it.", sha256=64 * "0",
                authenticated_at=NOON, at=NOON,
            )  # fmt: skip
            for one in plan.priorities.all():
                one.state, one.live_on = "live", NOON.date()
                one.save(update_fields=["state", "live_on"])
        plan.state = now
        plan.save(update_fields=["state"])
    return plan


def make_priority(plan: Plan, **fields: object) -> Priority:
    by: Person = plan.opened_by
    fields = {
        "number": 1, "statement": "More pupils reach the expected standard", "pupils": "all",
        "measure": "K40", "what": "at expected in Y5 maths", "unit": "per cent", "baseline": 58,
        "target": 70, "n_people": 28, "due_on": date(2027, 7, 1), "evidence": "PUMA summer",
        "by": by,
    } | fields  # fmt: skip
    priority = Priority.objects.create(plan=plan, **fields)
    strand, _ = Strand.objects.get_or_create(programme=plan.enrolment.programme, name="Number talk")
    ingredient, _ = ActiveIngredient.objects.get_or_create(
        strand=strand, text="Small steps", defaults={"indicator": "Small steps, in a lesson"}
    )
    priority.ingredients.add(ingredient)
    PrioritySource.objects.create(priority=priority, kind="published", measure="maths_expected")
    return priority

"""Plans of the demonstration's schools, in several states, by the actions of real life."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal

from leadwell.demo.half_terms import in_term
from leadwell.demo.people_world import Scene
from leadwell.demo.programme_world import Made
from leadwell.demo.reviewing import Cast, casts
from leadwell.explore.models import PeerAnswer, PeerFinding, Review
from leadwell.people.running.rules import may_work_at
from leadwell.prepare.models import Plan, Priority
from leadwell.prepare.planning import actions, rules
from leadwell.prepare.planning.actions import Stands, Written
from leadwell.programmes.models import ActiveIngredient, Programme

FATES = ("live", "agreed", "draft")
"""Of the schools whose review is signed, one after the other."""
OPENED = timedelta(days=120)
"""Before the world's day."""
WRITTEN = (
    ("Pupils of Years 3 and 4 give reasons, in every lesson", "K40",
     "at expected in reasoning, Years 3 and 4", "per cent", 46, 60, 26, "Tests of the summer term"),
    ("Extra help is linked to the lesson of the day", "",
     "teachers and assistants who plan together", "classes", 1, 4, None, "Plans of each half-term"),
    ("Bar models return from year to year", "K42",
     "Year 6", "points", 99, 102, 14, "National tests"),
    ("Number facts stay", "K41", "Year 4, facts recalled", "per cent", 31, 45, 9, "Check in June"),
)  # fmt: skip
STANDS = (
    Stands("green", Decimal(52), "Two year groups of two; sentence starters on every table"),
    Stands("amber", Decimal(2), "No time together on Thursdays"),
    Stands("grey", None, "Tests are in May"),
)


def plan(scene: Scene, made: Made) -> None:
    signed = dict(
        Review.objects.signed()
        .filter(enrolment__programme=made.programme)
        .order_by("pk")
        .values_list("enrolment", "pk")
    )
    reviewed = (cast for cast in casts(scene, made) if cast.enrolment.pk in signed)
    for fate, cast in zip(FATES, reviewed, strict=False):
        _tell(scene, cast, Review.objects.get(pk=signed[cast.enrolment.pk]), fate)


def _tell(scene: Scene, cast: Cast, review: Review, fate: str) -> None:
    on = scene.terms.today - OPENED

    def at(days: int) -> datetime:
        return scene.terms.at(on + timedelta(days=days))

    made = actions.open_plan(enrolment=cast.enrolment, by=cast.leader, at=at(0))
    n = 4 if fate == "draft" else 3
    closed = PeerFinding.objects.filter(review__enrolment=cast.enrolment, review__state="closed")
    findings = list(closed.exclude(answer__how=PeerAnswer.How.DECLINE))
    for said in _written(cast.enrolment.programme, review, findings, n):
        actions.write_priority(plan=made, said=said, by=cast.leader, at=at(1))
    if fate == "draft":
        return
    for user in (cast.leader, cast.specialist):
        actions.say_yes(plan=made, by=user, at=at(5))
    if fate == "agreed":
        return
    made = Plan.objects.get(pk=made.pk)
    actions.approve(
        plan=made, shown=actions.sha256(made), authenticated_at=at(7), by=cast.head, at=at(7)
    )
    made = Plan.objects.at_hand().get(pk=made.pk)
    live = list(made.priorities.live().select_related("plan__enrolment"))
    actions.say_sip(priority=live[0], sip_page="7", by=cast.head, at=at(20))
    _act(scene, cast, live[0])
    if may_work_at(cast.enrolment):
        actions.begin(plan=made, by=cast.leader, at=at(10))
        looked_at = {one.pk: stands for one, stands in zip(live, STANDS, strict=True)}
        actions.review_plan(plan=made, said=looked_at, by=cast.leader, at=at(45))


def _act(scene: Scene, cast: Cast, priority: Priority) -> None:
    today = scene.terms.today
    if rules.may_act(cast.leader, priority, on=today):
        actions.agree_action(
            priority=priority, what="Write six reasoning questions for each unit",
            owner=cast.leader.person, by=cast.leader,
            due_on=in_term(cast.enrolment, today + timedelta(days=21), since=today),
            at=scene.terms.at(today - timedelta(days=2)),
        )  # fmt: skip


def _written(
    programme: Programme, review: Review, findings: Sequence[PeerFinding], n: int
) -> Iterator[Written]:
    ingredients = list(
        ActiveIngredient.objects.filter(strand__programme=programme).order_by("strand", "pk")
    )
    due_on: date = programme.ends_on - timedelta(days=30)
    criteria = ("reasoning", "linked-to-class", "models-through-years", "number-facts")
    for number, told in enumerate(WRITTEN[:n]):
        statement, measure, what, unit, baseline, target, n_people, evidence = told
        fields = {
            "statement": statement, "pupils": programme.focus_group, "measure": measure,
            "artefact": "" if measure else "Classes in which it happens", "what": what,
            "unit": unit, "baseline": baseline, "target": target, "n_people": n_people, "due_on": due_on,
            "evidence": evidence,
            "group": programme.own_group,
        }  # fmt: skip
        ingredient = ingredients[number % len(ingredients)]
        found = findings[number : number + 1]
        yield Written(fields, [ingredient], [(review, criteria[number]), *found, "maths_expected"])

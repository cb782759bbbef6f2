"""What the demonstration's schools have agreed to do, and how it goes, by the actions of real life."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from leadwell.accounts.models import User
from leadwell.demo.half_terms import in_term
from leadwell.demo.people_world import Scene
from leadwell.demo.programme_world import Made
from leadwell.people import access
from leadwell.people.models import Person, Role, RoleHeld
from leadwell.prepare import actions
from leadwell.prepare.models import AgreedAction, Effect, ProgressSaid
from leadwell.prepare.needs import NOTHING, Needs
from leadwell.programmes.models import Enrolment

How = ProgressSaid.How
FRIDAY = 4
DONE = (
    ("Make a set of stem sentences for Year 4", "On the wall of both classes; photograph filed"),
    ("Watch a lesson with bar models in the next class", "Notes of both teachers, in the folder"),
    ("Plan the unit on fractions together", "The plan is on the school’s drive"),
)
UNDER_WAY = (
    "Teach two lessons that begin with a story problem",
    "Look at ten books for drawn models with the head",
    "Show the staff how a partner’s method is explained",
)
TO_COME = (
    "Ask each class for its favourite mistake",
    "Write the release hours into the spring timetable",
    "Moderate reasoning tasks with the next school",
)
NEEDED = (
    Needs(support_days=Decimal(1), cover_days=Decimal(1)), Needs(cover_days=Decimal("0.5")),
    Needs(support_days=Decimal("0.5"), cost_gbp=Decimal(60)),
)  # fmt: skip
LATE, DROPPED = "Put up the models of the term in Year 5", "Run a games evening for parents"


@dataclass(frozen=True, slots=True)
class Telling:
    """One school: its part, who speaks for it, and whom things are given to."""

    scene: Scene
    part: Enrolment
    by: User
    people: tuple[Person, ...]

    def day(self, weeks: int) -> date:
        """So many weeks from the world's day; never at a weekend."""
        day = self.scene.terms.today + timedelta(weeks=weeks)
        return day - timedelta(days=max(0, day.weekday() - FRIDAY))

    def agree(
        self, what: str, *, to: int, on: int, due: int, needs: Needs = NOTHING
    ) -> AgreedAction:
        """to: which of its people. on, due: in weeks from the world's day."""
        return actions.agree_action(
            enrolment=self.part,
            what=what,
            owner=self.people[to % len(self.people)],
            due_on=in_term(self.part, self.day(due), since=self.day(on)),
            support=["planning"] if to % 2 else ["team-teach", "model-lesson"],
            needs=needs,
            by=self.by,
            at=self.scene.terms.at(self.day(on)),
        )

    def say(self, action: AgreedAction, how: How, text: str, *, on: int) -> None:
        at = self.scene.terms.at(self.day(on))
        actions.say_progress(action=action, how=how, text=text, by=self.by, at=at)


def agree(scene: Scene, made: Made) -> None:
    """Three or four actions at every school of the programme that is still in it."""
    for n, telling in enumerate(_schools(scene, made)):
        _tell(telling, n)


def _schools(scene: Scene, made: Made) -> Iterator[Telling]:
    today = scene.terms.today
    parts = Enrolment.objects.open_on(today).filter(programme=made.programme)
    for part in parts.select_related("programme", "school__continued_by").order_by("pk"):
        here = RoleHeld.objects.at_schools([part.standing_school.pk]).live_on(today)
        found = here.filter(role__in=[Role.SUBJECT_LEADER, Role.TEACHER]).select_related(
            "person__user"
        )
        people = tuple(held.person for held in found.order_by("role", "pk"))
        by = people[0].user
        assert by  # who leads a subject signs in
        access.remember(by)  # their roles are asked for once, as within a request
        yield Telling(scene, part, by, people)


def _tell(school: Telling, n: int) -> None:
    what, evidence = DONE[n % 3]
    done = school.agree(what, to=n, on=-10, due=-5, needs=Needs(cover_days=Decimal("0.5")))
    at = school.scene.terms.at(school.day(-5))
    actions.give_evidence(action=done, evidence=evidence, by=school.by, at=at)
    if n % 2:
        later = school.scene.terms.at(school.day(-1))
        actions.say_effect(
            action=done, effect=Effect.SOME, note="More pupils explain", by=school.by, at=later
        )
    going = school.agree(UNDER_WAY[n % 3], to=n + 2, on=-4, due=n % 3 - 1, needs=NEEDED[n % 3])
    if n % 4 == 3:
        school.say(going, How.STUCK, "No cover on Tuesdays", on=-1)
    else:
        school.say(going, How.MOVING, "One class of two so far", on=-1)
    school.agree(TO_COME[n % 3], to=0, on=-2, due=3)
    if n % 7 == 0:
        school.agree(LATE, to=n + 1, on=-9, due=-6)
    if n % 10 == 3:
        dropped = school.agree(DROPPED, to=1, on=-9, due=-2)
        why = "Three evenings are enough in one term"
        school.say(dropped, How.DROPPED, why, on=-3)

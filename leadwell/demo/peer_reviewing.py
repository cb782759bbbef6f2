"""Peer reviews of the demonstration's schools, given by heads of others, by the actions of real
life."""

from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import islice

from leadwell.demo.people_world import Scene
from leadwell.demo.programme_world import Made
from leadwell.demo.reviewing import Cast, casts
from leadwell.explore.models import PeerReview
from leadwell.explore.peer_reviewing import actions
from leadwell.explore.peer_reviewing.actions import Found, Planned, Reviewer

FATES = ((2, "closed", 61), (0, "feedback", 6), (3, "self_review", -12))
"""Of which school, what becomes of it, and how many days ago it was; below 0 in so many days."""
ASKED = (
    "Do pupils explain how they know, in every lesson?",
    "Does extra help belong to the lesson of the class?",
)
OWN = {1: "In Years 5 and 6 they do; lower down now and then", 2: "We are not sure"}
GROUND = ("lesson-visits", "books", "pupils", "leader-meeting")
LIMITS = "One day, seven lessons of fourteen, and nothing seen in Year 2"
FOUND = (
    Found("Models stand on every wall, and pupils point to them while they talk",
          "Seven lessons, and six pupils of Years 3 and 5",
          "pupils wrote one reason in each lesson as well", "both"),
    Found("Books show the same small steps from year to year",
          "Twelve books from Years 1 to 6, with the head",
          "extra help in the afternoon began from the morning’s lesson", "leader"),
    Found("Staff meet each week about the next lesson",
          "Talk with two groups of staff", "somebody held what was agreed there", "senior"),
)  # fmt: skip
ANSWERS = (
    ("accept", "We saw it too when we looked together"),
    ("part", "In Key Stage 2 first: staff change in the others at Easter"),
    ("decline", "The minutes are kept by the deputy since September"),
)
HOST_TAKES = "A line under each task: I know because"
GIVER_TAKES = "We ask for such a day ourselves, about our own small steps"


def review(scene: Scene, made: Made) -> None:
    """Where there are schools enough; the next in the row sends its head."""
    there = list(islice(casts(scene, made), 6))
    for place, fate, ago in FATES:
        if place + 2 < len(there):
            _tell(scene, there[place], there[place + 1 : place + 3], fate, ago)


def _tell(scene: Scene, cast: Cast, givers: list[Cast], fate: str, ago: int) -> None:
    day = scene.terms.today - timedelta(days=ago)

    def at(days: int) -> datetime:
        return scene.terms.at(day + timedelta(days=days))

    made = actions.plan(
        enrolment=cast.enrolment, said=Planned("peer", day, day, ASKED), by=cast.manager, at=at(-14)
    )
    for giver in givers:
        said = Reviewer(giver.head.person.name, giver.enrolment.standing_school)
        actions.add_reviewer(review=made, said=said, by=cast.manager, at=at(-14))
    actions.begin(review=made, by=cast.manager, at=at(-10))
    actions.say_own(review=made, said=OWN, by=cast.head, at=at(-3))
    if fate == "self_review":
        return
    actions.arrive(review=made, by=cast.specialist, at=at(0))
    for found in FOUND:
        actions.write_finding(review=made, said=found, by=cast.specialist, at=at(0))
    actions.say_ground(review=made, evidence=GROUND, limits=LIMITS, by=cast.specialist, at=at(0))
    actions.give_feedback(
        review=made, leader_told_on=day, senior_told_on=day, by=cast.specialist, at=at(0)
    )
    made = PeerReview.objects.get(pk=made.pk)
    if fate == "closed":
        _answer(made, cast, givers[0], at)


def _answer(made: PeerReview, cast: Cast, giver: Cast, at: Callable[[int], datetime]) -> None:
    for finding, (how, because) in zip(made.findings.all(), ANSWERS, strict=True):
        actions.answer_finding(finding=finding, how=how, because=because, by=cast.manager, at=at(5))
    actions.respond(review=made, by=cast.head, at=at(6))
    workshop = made.ends_on + timedelta(days=28)
    actions.set_workshop(review=made, on=workshop, by=cast.head, at=at(6))
    actions.take_home(review=made, text=HOST_TAKES, by=cast.head, at=at(7))
    actions.take_home_as_giver(
        reviewer=made.reviewers.get(home_school=giver.enrolment.standing_school),
        text=GIVER_TAKES, by=giver.head, at=at(8),
    )  # fmt: skip
    actions.close(review=made, by=cast.head, at=at(30))

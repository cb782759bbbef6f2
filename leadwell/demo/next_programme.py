"""The programme that follows the first one: approved, looking for schools, with those that were put
forward. What becomes of each is for choosing_world, once results are loaded."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice

from django.db.models import Q

from leadwell.demo import designing, programme_world
from leadwell.demo import people_world as cast
from leadwell.demo.people_world import Scene
from leadwell.demo.programme_world import Made
from leadwell.explore.choosing import actions, the_set
from leadwell.explore.choosing.actions import Nomination
from leadwell.explore.models import Candidate
from leadwell.lib import travel
from leadwell.people import access
from leadwell.people.models import Role, RoleHeld
from leadwell.people.roles.actions import Newcomer
from leadwell.people.running import actions as running
from leadwell.programmes.models import Hub
from leadwell.schools.models import School

CODE = "KS2N"
OPENED, LONG_LISTED, TOLD = timedelta(days=130), timedelta(days=66), timedelta(days=52)
"""Before the world's day."""
HUBS = (("Exe and Tamar", "Exe", "Exe-08"), ("Parrett and Stour", "Parrett", "Parrett-08"))
"""Name, whose lead leads it, and the school where it meets."""
N_HEADS, N_LONG_LIST = 4, 5
N_BOARD = 3
FAR, PLACE_OF_FAR = 45, 7  # minutes


@dataclass(frozen=True, slots=True)
class Asked:
    """Schools put forward by one person. days: how long ago. is_told: whether their heads know;
    has_hub: whether anybody has said yet to which hub they would belong."""

    n: int
    organisation: str
    who: str
    post: str
    reason: str
    days: int
    is_told: bool = True
    has_hub: bool = True


PUT_FORWARD = (
    Asked(6, "Quillmere Council", "Senara Quillfeather", "School improvement adviser",
          "Disadvantaged pupils fall behind in mathematics from Year 4 on", 60),
    Asked(4, "Ottermarch Council", "Piran Withybed", "Adviser for primary schools",
          "Three subject leaders in four years; the new one asks for help", 58),
    Asked(4, "Lanternfield Teaching School", "Morwen Applegarth", "Director of partnerships",
          "The head saw the work at the next school and wants it for theirs", 57),
    Asked(1, "Ottermarch Council", "Piran Withybed", "Adviser for primary schools",
          "Its results fell when two teachers of Year 6 left", 24, is_told=False),
    Asked(1, "Dapplevale Diocese", "Jory Thornapple", "Officer for schools",
          "A small school that has nobody to plan mathematics with", 3, is_told=False,
          has_hub=False),
)  # fmt: skip


def make(scene: Scene, first: Made) -> None:
    """From four months ago to schools put forward. first: the programme that it follows."""
    today = scene.terms.today
    opened_on = today - OPENED
    made = programme_world.open_programme(scene, "next_maths", {}, opened_on=opened_on, after=first)
    _board(scene, first, made, since=opened_on)
    designing.recruit(scene, made.programme, lead=made.lead, since=opened_on)
    hubs = [_hub(scene, first, made, told, since=opened_on) for told in HUBS]
    access.remember(made.lead)  # who leads these hubs too, since now
    schools = _near([hub.place.school for hub in hubs])
    n = sum(each.n for each in PUT_FORWARD)
    _put_forward(scene, made, hubs, schools[:n])
    actions.put_on_long_list(
        programme=made.programme, schools=schools[n : n + N_LONG_LIST], by=made.lead,
        at=scene.terms.at(today - LONG_LISTED),
    )  # fmt: skip
    for school in schools[:N_HEADS]:
        cast.head_of(scene, school, since=today - OPENED)


def _board(scene: Scene, first: Made, made: Made, *, since: date) -> None:
    """Some of the first programme's board sit on this one's too."""
    seats = RoleHeld.objects.filter(
        role=Role.STRATEGIC_BOARD_MEMBER, programme=first.programme
    ).select_related("person__user")
    for seat in seats.order_by("pk")[:N_BOARD]:
        role = Role.STRATEGIC_BOARD_MEMBER
        cast.give(scene, seat.person, role, since=since, programme=made.programme)


def _hub(scene: Scene, first: Made, made: Made, told: tuple[str, str, str], *, since: date) -> Hub:
    """Led by whoever leads a hub of the first programme; it meets at one of its schools."""
    name, led_before, meets_at = told
    before, at = first.hubs[led_before], scene.terms.at(since)
    hub = running.add_hub(
        programme=made.programme, name=name, led_by=f"{led_before} Teaching School", by=made.lead,
        at=at,
    )  # fmt: skip
    leads = RoleHeld.objects.filter(role=Role.HUB_LEAD, hub=before).order_by("pk")
    cast.give(scene, leads[0].person, Role.HUB_LEAD, since=since, hub=hub)
    access.remember(made.lead)
    school = first.enrolments[meets_at].standing_school
    actions.place_hub(hub=hub, school=school, by=made.lead, at=at)
    return hub


def _near(places: list[School]) -> list[School]:
    """Primary schools that are in no programme: every second from the nearest on, and among
    them one that is too far away, where there is one."""
    free = (
        School.objects.standing().mainstream()
        .filter(is_open=True, phase_of_education="Primary", high_age__gte=11)
        .exclude(Q(enrolments__isnull=False) | Q(earlier__enrolments__isnull=False))
        .order_by("urn")
    )  # fmt: skip
    meets = [place for each in places if (place := the_set.place_of(each))]
    away = {
        school: min((travel.minutes(there, place) for place in meets), default=0)
        for school in free
        if (there := the_set.place_of(school))
    }
    nearest = sorted(away, key=lambda school: (away[school], school.urn))
    chosen = nearest[::2] if len(nearest) > 100 else nearest
    far = next((school for school in chosen if away[school] > FAR), None)
    if far is None:
        return chosen
    others = [school for school in chosen if school != far]
    return [*others[:PLACE_OF_FAR], far, *others[PLACE_OF_FAR:]]


def _put_forward(scene: Scene, made: Made, hubs: list[Hub], schools: list[School]) -> None:
    today, waiting = scene.terms.today, iter(schools)
    for each in PUT_FORWARD:
        on = today - timedelta(days=each.days)
        for school in islice(waiting, each.n):
            candidate = actions.nominate(
                programme=made.programme, school=school, by=made.lead, at=scene.terms.at(on),
                said=Nomination(
                    organisation=each.organisation,
                    nominator=Newcomer(each.who, email=_address(each.who), post=each.post),
                    reason=each.reason,
                    hub=_nearest(hubs, school) if each.has_hub else None,
                ),
            )  # fmt: skip
            if each.is_told:
                _tell(scene, made, candidate)


def _nearest(hubs: list[Hub], school: School) -> Hub:
    there = the_set.place_of(school)
    meets = {hub: the_set.place_of(hub.place.school) for hub in hubs}
    return min(hubs, key=lambda hub: _minutes(there, meets[hub]))


def _minutes(a: travel.Place | None, b: travel.Place | None) -> int:
    return travel.minutes(a, b) if a and b else 0


def _tell(scene: Scene, made: Made, candidate: Candidate) -> None:
    on = scene.terms.today - TOLD
    actions.say_head_told(candidate=candidate, on=on, by=made.lead, at=scene.terms.at(on))


def _address(name: str) -> str:
    return f"{name.replace(' ', '.')}@example.org".lower()

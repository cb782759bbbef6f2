"""What else is asked of the demonstration's schools, as their heads have declared it, and why one of
them is asked all the same, by the actions of real life. Call it once days of visits are agreed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from leadwell.accounts.models import User
from leadwell.demo.people_world import Scene
from leadwell.demo.programme_world import Made
from leadwell.explore.models import Initiative
from leadwell.explore.radar import actions
from leadwell.people import access
from leadwell.schools.models import School

Funder = Initiative.Funder
DECLARED, SAID, REASON = timedelta(days=21), timedelta(days=20), timedelta(days=9)
"""Before the world's day."""


@dataclass(frozen=True, slots=True)
class Other:
    """since: days before the world's day on which it began; for: how many days it lasts."""

    name: str
    subject: str
    funder: Funder
    n_staff: int
    staff_days: int
    since: int = 75
    lasts: int = 365


OTHERS: dict[str, tuple[Other, ...]] = {
    "Tamar-01": (
        Other("A counsellor in every school", "Wellbeing", Funder.CHARITY, 6, 12),
        Other("Calm corridors", "Behaviour", Funder.COUNCIL, 9, 10),
    ),
    "Exe-01": (Other("Small schools sing", "Music", Funder.CHARITY, 2, 6),),
    "Tamar-03": (Other("Science out of doors", "Science", Funder.OTHER, 3, 8),),
    "Torbay-02": (
        Other("Every day counts", "Attendance", Funder.COUNCIL, 5, 14),
        Other(
            "Marking less, saying more", "Assessment", Funder.SCHOOL, 12, 12, since=60, lasts=250
        ),
    ),
    "Parrett-08": (Other("Story time for parents", "Reading", Funder.SCHOOL, 4, 4),),
    "Stour-07": (Other("First words of French", "French", Funder.GOVERNMENT, 2, 5, lasts=280),),
    "Exe-04": (Other("One trust, one curriculum", "History", Funder.TRUST, 4, 6),),
    "Torbay-01": (Other("Tablets in Year 5", "Computing", Funder.GOVERNMENT, 6, 9),),
}
"""By the code of the school."""
NONE = ("Exe-05", "Stour-04")
"""Where the head has said that there is nothing else."""
LIST_IS_WHOLE = ("Tamar-01", "Exe-01", "Torbay-02", "Stour-07", "Exe-04")
WHY = {
    "Tamar-01": "Its pupils need mathematics most of all schools here. The head has moved the days "
    "of the counsellor to the summer, and reading and mathematics share one staff meeting.",
}


def declare(scene: Scene, made: Made) -> None:
    """For those schools that take part, whichever the size of the world."""
    today, at = scene.terms.today, scene.terms.at
    for school, code, by in _heads(made):
        for each in OTHERS.get(code, ()):
            starts_on = today - timedelta(days=each.since)
            actions.declare_initiative(
                school=school, name=each.name, subject=each.subject, funder=each.funder,
                n_staff=each.n_staff, staff_days=each.staff_days, starts_on=starts_on,
                ends_on=starts_on + timedelta(days=each.lasts), by=by, at=at(today - DECLARED),
            )  # fmt: skip
        if code in NONE or code in LIST_IS_WHOLE:
            n = len(OTHERS.get(code, ()))
            actions.say_list_is_whole(school=school, n_listed=n, by=by, at=at(today - SAID))
        if code in WHY:
            actions.give_reason(
                programme=made.programme, school=school, text=WHY[code], by=made.lead,
                at=at(today - REASON),
            )  # fmt: skip


def _heads(made: Made) -> Iterator[tuple[School, str, User]]:
    for code in (*OTHERS, *NONE):
        if code in made.staff:
            by = made.staff[code].head.person.user
            assert by  # a head signs in
            access.remember(by)  # asked once, as within a request
            yield made.enrolments[code].standing_school, code, by

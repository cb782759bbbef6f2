"""What people of the demonstration are told about their data, and who did this year's training."""

from leadwell.accounts.models import User
from leadwell.demo.people_world import Scene
from leadwell.demo.programme_world import Made
from leadwell.people.models import RoleHeld
from leadwell.people.notices import actions as notices
from leadwell.people.notices.access import officer_of
from leadwell.people.training import actions as training
from leadwell.people.training.access import roles_that_read_people

COURSE = "Data protection for schools, the yearly course"
LEFT_OUT = 12
"""Every twelfth has not done it yet."""


def tell(scene: Scene, made: Made) -> None:
    """Before the schools begin."""
    programme = made.programme
    notices.issue_notices(
        programme=programme,
        contact=officer_of(programme) or f"The office of {programme.lead_organisation}",
        by=made.lead,
        at=scene.terms.at(scene.terms.weekday(0, 3, 2)),
    )


def train(scene: Scene) -> None:
    """Whoever reads about others, on the first day of this school year."""
    today = scene.terms.today
    firsts = [scene.terms.weekday(year, 9, 2) for year in (2, 1)]
    done_on = next(day for day in firsts if scene.terms.has_come(day))
    held = RoleHeld.objects.live_on(today).filter(role__in=roles_that_read_people())
    users = User.objects.filter(person__in=held.values("person")).order_by("pk")
    for n, user in enumerate(users, start=1):
        if n % LEFT_OUT:
            training.confirm_training(
                trained_on=done_on, what=COURSE, by=user, at=scene.terms.at(today)
            )

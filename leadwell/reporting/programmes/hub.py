"""One hub: its schools and its people."""

from dataclasses import dataclass
from datetime import date

from leadwell.accounts.models import User
from leadwell.lib import words
from leadwell.lib.verdict import Verdict
from leadwell.people import access
from leadwell.people.roles.wording import hub_name
from leadwell.people.running import rules
from leadwell.programmes.models import Enrolment, Hub
from leadwell.reporting.programmes import schools, team
from leadwell.reporting.programmes.schools import STAGES, Line
from leadwell.reporting.programmes.team import Member


@dataclass(frozen=True, slots=True)
class HubPage:
    """schools: those this person reaches; n_schools: all of the hub."""

    hub: Hub
    schools: tuple[Line, ...]
    n_schools: int
    team: tuple[Member, ...]
    may_change: Verdict

    @property
    def name(self) -> str:
        return hub_name(self.hub)

    @property
    def n_unseen(self) -> int:
        return self.n_schools - len(self.schools)

    @property
    def sentence(self) -> str:
        """How many schools, and how far those seen are."""
        if not self.n_schools:
            return "No school is in this hub yet."
        verb = words.verb(self.n_schools, "is", "are")
        said = f"{words.count(self.n_schools, 'school')} {verb} in this hub."
        stages = [line.enrolment.stage_now for line in self.schools]  # type: ignore[attr-defined]
        parts = [
            f"{stages.count(key)} in {label}" for key, label in STAGES.items() if key in stages
        ]
        return f"{said} {', '.join(parts)}." if parts and not self.n_unseen else said


def about(user: User, hub: Hub, on: date) -> HubPage:
    """Seven queries, however many schools."""
    there = Enrolment.objects.filter(hub=hub).open_on(on)
    mine = access.enrolments_for(user).filter(pk__in=there.order_by().values("pk"))
    return HubPage(
        hub=hub,
        schools=tuple(schools.written(schools.lines(user, mine, on))),
        n_schools=there.count(),
        team=tuple(team.of_hub(user, hub, on)),
        may_change=rules.may_change_programme(user, hub.programme),
    )

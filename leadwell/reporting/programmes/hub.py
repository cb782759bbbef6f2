"""One hub: its schools and its people."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, QuerySet

from leadwell.accounts.models import User
from leadwell.lib import words
from leadwell.lib.verdict import Verdict
from leadwell.people import access
from leadwell.people.held import among
from leadwell.people.permissions import Operation
from leadwell.people.phrased import asked, facts
from leadwell.people.roles.wording import hub_name
from leadwell.people.running import rules
from leadwell.people.spreadsheets import contacts
from leadwell.programmes.models import Enrolment, Hub, StageSpan
from leadwell.reporting.programmes import schools, team
from leadwell.reporting.programmes.schools import STAGES, Schools
from leadwell.reporting.programmes.team import Member


@dataclass(frozen=True, slots=True)
class HubPage:
    """schools: a page of those this person reaches, n_in by their stage. n_schools: all of the
    hub. looks_after_visits: whether this person plans visits to all of its schools. lists_contacts: whether their contacts go out as a
    spreadsheet."""

    hub: Hub
    schools: Schools
    n_in: Mapping[str, int]
    n_schools: int
    team: tuple[Member, ...]
    may_change: Verdict
    looks_after_visits: bool
    lists_contacts: Verdict

    @property
    def name(self) -> str:
        return hub_name(self.hub)

    @property
    def n_unseen(self) -> int:
        return self.n_schools - self.schools.n

    @property
    def sentence(self) -> str:
        """How many schools, and how far those seen are."""
        if not self.n_schools:
            return "No school is in this hub yet."
        verb = words.verb(self.n_schools, "is", "are")
        said = f"{words.count(self.n_schools, 'school')} {verb} in this hub."
        parts = [
            f"{self.n_in[key]} in {label}" for key, label in STAGES.items() if key in self.n_in
        ]
        return f"{said} {', '.join(parts)}." if parts and not self.n_unseen else said


def seen(user: User, on: date, hub: int) -> QuerySet[Hub]:
    """The hub, if this user sees it, with its programme and who leads it."""
    return access.hubs_for(user).filter(pk=hub).select_related("programme", "led_by")


def about(user: User, hub: Hub, on: date, *, number: str = "1") -> HubPage:
    """A constant number of queries, however many schools. number: of the page of schools."""
    mine = access.enrolments_for(user).filter(hub=hub).open_on(on)  # type: ignore[attr-defined]
    return HubPage(
        hub=hub,
        schools=schools.schools(mine, on, number=number),
        n_in=dict(asked(_in_stages, user, on, hub.pk)),
        n_schools=sum(facts(_n_there, on, hub.pk)),
        team=tuple(team.of_hub(user, hub, on)),
        may_change=rules.may_change_programme(user, hub.programme),
        looks_after_visits=access.holds(user, "visit", Operation.CHANGE, on=hub),
        lists_contacts=contacts.may(user, hub.programme),
    )


def _in_stages(user: User, on: date, hub: int) -> QuerySet[StageSpan, tuple[str, int]]:
    """Of its schools that this user sees: how many are in each stage."""
    mine = access.enrolments_for(user).filter(hub=hub).open_on(on)  # type: ignore[attr-defined]
    spans = StageSpan.objects.live_on(on).filter(among("enrolment_id", mine.values("pk")))
    found: QuerySet[StageSpan, tuple[str, int]]
    found = spans.order_by().values_list("stage").annotate(n=Count("pk"))
    return found


def _n_there(on: date, hub: int) -> QuerySet[Enrolment, int]:
    there = Enrolment.objects.filter(hub=hub).open_on(on).order_by()
    return there.values("hub").annotate(n=Count("pk")).values_list("n", flat=True)

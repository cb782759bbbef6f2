"""One programme: what it is, what it consists of, who runs it, which schools are in it."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Prefetch, Q, QuerySet

from leadwell.accounts.models import User
from leadwell.evaluation import access as evaluating
from leadwell.explore.choosing import access as choosing
from leadwell.explore.peer_reviewing import access as peers
from leadwell.explore.radar import access as asking
from leadwell.explore.reviewing import access as reviewing
from leadwell.lib import words
from leadwell.lib.verdict import Verdict
from leadwell.people import access
from leadwell.people.disclosure.releasing import policy
from leadwell.people.models import Role, RoleHeld
from leadwell.people.phrased import asked, facts
from leadwell.people.running import rules
from leadwell.people.running.figures import AimTold, told
from leadwell.people.spreadsheets import contacts
from leadwell.programmes.models import (
    ActiveIngredient,
    Controller,
    Enrolment,
    Hub,
    Programme,
    Strand,
)
from leadwell.reporting.programmes import schools, team
from leadwell.reporting.programmes.burden import Burden, burden
from leadwell.reporting.programmes.checklist import UNDER_WAY, Checklist, checklist
from leadwell.reporting.programmes.schools import Schools
from leadwell.reporting.programmes.team import Team


@dataclass(frozen=True, slots=True)
class HubLine:
    """url: "" where this person may not open the hub."""

    hub: Hub
    n_schools: int
    url: str


@dataclass(frozen=True, slots=True)
class ProgrammePage:
    """schools: a page of those this person reaches. n_schools: all that take part. checklist:
    None where nobody is asked for it. reads_evaluation, reads_choosing: whether what changed by
    it, and how its schools are chosen, is theirs to read. sees_radar, reads_overload: whether what
    is asked of its schools is, and why it is asked all the same. lists_contacts: whether the contacts
    of its schools go out to them as a spreadsheet. reads_reviews: whether their reviews are to be
    read, be it how many. reads_peer_reviews: whether closed peer reviews of them are. burden: how
    long its forms take, for who shapes it."""

    programme: Programme
    aims: tuple[AimTold, ...]
    strands: tuple[Strand, ...]
    controllers: tuple[Controller, ...]
    hubs: tuple[HubLine, ...]
    schools: Schools
    n_schools: int
    n_targets: int
    team: Team
    checklist: Checklist | None
    may_change: Verdict
    may_enrol: Verdict
    reads_evaluation: bool
    sees_radar: bool
    reads_overload: bool
    reads_choosing: bool
    lists_contacts: Verdict
    reads_reviews: bool
    reads_peer_reviews: bool
    burden: Burden | None

    @property
    def sentence(self) -> str:
        """How many schools, as what, in how many hubs."""
        if not self.n_schools:
            return "No school takes part yet."
        takes = words.verb(self.n_schools, "takes", "take")
        said = f"{words.count(self.n_schools, 'school')} {takes} part"
        if self.hubs:
            said += f" in {words.count(len(self.hubs), 'hub')}"
        n_partners = self.n_schools - self.n_targets
        if n_partners and self.n_targets:
            said += f": {words.count(self.n_targets, 'target school')} and {n_partners} partner"
        return f"{said}."

    @property
    def n_unseen(self) -> int:
        return self.n_schools - self.schools.n


def about(user: User, programme: Programme, on: date, *, number: str = "1") -> ProgrammePage:
    """Some dozen queries, however many schools. number: of the page of schools."""
    # Each in its own order, of this one programme: the programme need not be joined for it.
    aims = tuple(programme.aims.order_by("due_on", "pk"))
    ingredients = Prefetch("ingredients", ActiveIngredient.objects.order_by("strand_id", "pk"))
    strands = tuple(programme.strands.order_by("pk").prefetch_related(ingredients))
    limits = policy()
    controllers = tuple(programme.controllers.order_by("pk"))
    taking_part = Enrolment.objects.filter(programme=programme).open_on(on)
    counted = taking_part.aggregate(n=Count("pk"), targets=Count("pk", filter=Q(part="target")))
    mine = access.enrolments_for(user).filter(programme=programme).open_on(on)  # type: ignore[attr-defined]
    may_change = rules.may_change_programme(user, programme)
    sees_radar, reads_overload = asking.reads_of(user, programme)
    asks = bool(may_change) and programme.state not in UNDER_WAY
    return ProgrammePage(
        programme=programme,
        aims=tuple(told(one, focus_group=programme.focus_group, policy=limits) for one in aims),
        strands=strands,
        controllers=controllers,
        hubs=_hubs(user, programme, on),
        schools=schools.schools(mine, on, number=number),
        n_schools=counted["n"],
        n_targets=counted["targets"],
        team=team.of_programme(user, programme, on),
        checklist=checklist(
            programme, aims=aims, strands=strands, controllers=controllers,
            n_schools=counted["n"], has_manager=_has_manager(programme, on),
        ) if asks else None,
        may_change=may_change,
        may_enrol=rules.may_enrol(user, programme),
        reads_evaluation=evaluating.reads_of(user, programme),
        sees_radar=sees_radar,
        reads_overload=reads_overload,
        reads_choosing=choosing.reads_counts(user, programme),
        lists_contacts=contacts.may(user, programme),
        reads_reviews=reviewing.reads_counts(user, programme),
        reads_peer_reviews=peers.reads(user, programme),
        burden=burden(programme, on=on) if may_change and programme.state in UNDER_WAY else None,
    )  # fmt: skip


def _hubs(user: User, programme: Programme, on: date) -> tuple[HubLine, ...]:
    opened = set(asked(_to_open, user, on, programme.pk))
    return tuple(
        HubLine(hub, hub.n, hub.get_absolute_url() if hub.pk in opened else "")  # type: ignore[attr-defined]
        for hub in facts(_counted, on, programme.pk)
    )


def _to_open(user: User, on: date, programme: int) -> QuerySet[Hub, int]:
    mine = access.hubs_for(user).filter(programme=programme).order_by()
    return mine.values_list("pk", flat=True)


def _counted(on: date, programme: int) -> QuerySet[Hub]:
    """The hubs of a programme and, as n, how many schools each has."""
    is_in = Q(enrolments__joined_on__lte=on) & (
        Q(enrolments__left_on=None) | Q(enrolments__left_on__gte=on)
    )
    hubs = Hub.objects.filter(programme=programme).select_related("led_by")
    return hubs.annotate(n=Count("enrolments", filter=is_in)).order_by("name")


def _has_manager(programme: Programme, on: date) -> bool:
    managers = RoleHeld.objects.filter(programme=programme, role=Role.PROJECT_MANAGER)
    return managers.live_on(on).exists()

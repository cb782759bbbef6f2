"""A school's part in a programme, as its page shows it."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import cast

from django.db.models import QuerySet
from django.urls import NoReverseMatch, reverse

from leadwell.accounts.models import User
from leadwell.lib import words
from leadwell.lib.verdict import Verdict
from leadwell.people import access
from leadwell.people.models import Role, RoleHeld
from leadwell.people.permissions import Operation, pages
from leadwell.people.phrased import asked
from leadwell.people.roles import contacts
from leadwell.people.roles.contacts import NEEDED
from leadwell.people.roles.rules import sees_all_contacts
from leadwell.people.roles.wording import title, when
from leadwell.people.running import rules
from leadwell.people.running.term_dates import Counted, counted
from leadwell.programmes.models import Enrolment, Obligation, Programme, StageSpan
from leadwell.schools.models import School
from leadwell.web.templatetags.leadwell import day_and_year

WORK = (
    ("review", "Reviews: where the school stands", "explore:reviews-of"),
    ("peer_review", "Peer reviews: people from outside look", "explore:peer-reviews-of"),
    ("deployment", "Who is sent, and who fits", "prepare:deployments-of"),
    ("plan", "Priorities and plan", "prepare:plans"),
    ("plan", "Agreed actions", "prepare:actions"),
    ("visit", "Visits, and days of support", "deliver:visits"),
    ("note_released", "Notes of visits", "deliver:notes"),
    ("note_released", "As a board sees it, and decisions", "reporting:board-school"),
    ("governors_report", "Governors’ reports", "govern:reports-of"),
    ("agreement", "Memorandum of understanding", "prepare:memorandum"),
    ("initiative", "What is asked of the school", "explore:asked"),
)
"""Pages of floors above about one school: the record by which one sees it, its words, its name."""


@dataclass(frozen=True, slots=True)
class Promise:
    """An obligation with its state of today: "done", "skipped", "late" or "due"."""

    obligation: Obligation
    state: str

    @property
    def what(self) -> str:
        return self.obligation.what

    @property
    def when(self) -> str:
        one = self.obligation
        match self.state:
            case "done":
                return f"Done on {day_and_year(cast('date', one.met_on))}"
            case "skipped":
                return f"Skipped, because: {one.skipped_because}"
            case "late":
                return f"Was due {day_and_year(one.due_on)}"
        return f"Due {day_and_year(one.due_on)}"


@dataclass(frozen=True, slots=True)
class Deployed:
    """A specialist of this school: what the programme calls them, and from when to when."""

    role: RoleHeld

    @property
    def title(self) -> str:
        return title(self.role)

    @property
    def when(self) -> str:
        return when(self.role)


@dataclass(frozen=True, slots=True)
class EnrolmentPage:
    """stages: newest first. missing: titles of needed contacts nobody is named for.

    may_name: whether this person can name somebody at the school. work: words and addresses of
    pages about the work there."""

    enrolment: Enrolment
    school: School
    stage: StageSpan | None
    stages: tuple[StageSpan, ...]
    contacts: contacts.Contacts
    deployed: tuple[Deployed, ...]
    promises: tuple[Promise, ...]
    may_change: Verdict
    may_see_deployed: bool
    may_name: bool
    counted: Counted
    work: tuple[tuple[str, str], ...]

    @property
    def missing(self) -> list[str]:
        lines = self.contacts.lines
        return [one.kind.title for one in lines if one.is_missing and one.kind.key in NEEDED]

    @property
    def sentence(self) -> str:
        """How far it is, what is late and who is missing, in that order."""
        said = [f"{self.school} {self._how_far()}."]
        if not self.enrolment.work_agreed_on:
            said.append("Work there waits for its memorandum of understanding.")
        if n := sum(promise.state == "late" for promise in self.promises):
            said.append(f"{words.count(n, 'promise')} {words.verb(n, 'is', 'are')} late.")
        if n := len(self.missing):
            said.append(
                f"{words.count(n, 'contact')} {words.verb(n, 'is', 'are')} still to be named."
            )
        return " ".join(said)

    def _how_far(self) -> str:
        if self.enrolment.left_on and not self.stage:
            return f"has left {self.enrolment.programme}"
        if not self.stage:
            return "has not begun its first stage"
        since = day_and_year(self.stage.starts_on)
        return f"is in the {self.stage.get_stage_display().lower()} stage, since {since}"


def seen(user: User, on: date, enrolment: int) -> QuerySet[Enrolment]:
    """The part, if this person sees it, with its school and programme."""
    one = access.enrolments_for(user).filter(pk=enrolment)
    return one.select_related("programme", "hub", "school__continued_by")


def about(user: User, enrolment: Enrolment, on: date) -> EnrolmentPage:
    """Seven queries, however much there is."""
    school = enrolment.standing_school
    spans = tuple(enrolment.stages.order_by("-starts_on"))
    return EnrolmentPage(
        enrolment=enrolment,
        school=school,
        stage=next((span for span in spans if _is_live(span, on)), None),
        stages=spans,
        contacts=contacts.about(school, on=on, shows_all=sees_all_contacts(user, school)),
        deployed=_deployed(user, enrolment, on),
        promises=tuple(Promise(each, each.state_on(on)) for each in enrolment.obligations.all()),
        may_change=rules.may_change_enrolment(user, enrolment),
        may_see_deployed=access.holds(user, "deployment", Operation.READ, on=enrolment),
        may_name=access.holds(user, "account", Operation.CREATE, on=enrolment),
        counted=counted(user, school, on),
        work=tuple(_work(user, enrolment)),
    )


def is_elsewhere(programme: Programme, school: School, on: date) -> bool:
    """Whether the school takes part in another programme here: no more than that is told."""
    taken = Enrolment.objects.of_schools([school.pk]).exclude(programme=programme)
    return taken.filter(programme__ends_on__gte=on, left_on=None).exists()


def _sent(user: User, on: date, enrolment: int) -> QuerySet[RoleHeld]:
    known = access.roles_for(user, key="deployment")
    sent = known.filter(enrolment=enrolment, role=Role.SPECIALIST)
    return sent.select_related("person").order_by("-starts_on")


def _deployed(user: User, enrolment: Enrolment, on: date) -> tuple[Deployed, ...]:
    roles = asked(_sent, user, on, enrolment.pk)
    for role in roles:
        role.enrolment = enrolment
    return tuple(Deployed(role) for role in roles)


def _work(user: User, enrolment: Enrolment) -> Iterator[tuple[str, str]]:
    """Pages that there are, as in the navigation."""
    for record, text, name in WORK:
        page = pages()[name]
        named = enrolment.standing_school.urn if page.of == "school" else enrolment.pk
        if access.holds(user, record, Operation.READ, on=enrolment, leaving_out=page.leaves):
            with suppress(NoReverseMatch):
                yield text, reverse(name, args=[named])


def _is_live(span: StageSpan, on: date) -> bool:
    return span.starts_on <= on and (span.ends_on is None or on <= span.ends_on)

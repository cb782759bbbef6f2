"""How far the schools put forward for the next programme have come, by the actions of real life.
Call it once results are loaded: it is they that say which schools meet a criterion."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction

from leadwell.accounts.models import User
from leadwell.demo import interests, memoranda_world
from leadwell.demo.next_programme import CODE
from leadwell.demo.terms import Terms
from leadwell.explore.choosing import actions
from leadwell.explore.choosing.actions import Said
from leadwell.explore.choosing.screening import look
from leadwell.explore.models import Assessment, Candidate, Screening
from leadwell.people import access
from leadwell.people.models import Role
from leadwell.prepare.offering import actions as offering
from leadwell.programmes.models import Enrolment, Programme

Leadership, Change = Assessment.Leadership, Assessment.Change
SCREENED, FOUND, ASSESSED, APPROVED, OFFERED, ACCEPTED = 45, 41, 33, 24, 21, 12
TO_ANSWER = timedelta(days=9)
RATES = {
    "place_gbp": Decimal(85), "visit_day_gbp": Decimal(350), "cover_day_gbp": Decimal(190),
    "coaching_gbp": Decimal(), "session_gbp": Decimal(120), "specialist_days": Decimal(90),
}  # fmt: skip
FOUND_LATER, CALLED, LATELY = 11, 9, 6
"""Days before the world's day."""
LETTER = {"meant-for": "Letter of the council’s adviser to the programme, with results by class"}
NO_RESULTS = "The results of the last three years have not been loaded yet"
READY: dict[str, Any] = {
    "leadership": Leadership.SECURE, "hours": Decimal("1.5"), "has_authority": True,
    "working_party": "Deputy head, subject leader, Year 4 teacher", "climate": [4, 4, 3, 5],
    "capacity": "Cover from within for two days a half-term; two mixed-age classes",
}  # fmt: skip

A_YEAR = timedelta(days=365)
HEARD: tuple[dict[str, Any], ...] = (
    {
        "name": "Readers at the gate", "subject": "Reading", "funder": "council", "n_staff": 3,
        "staff_days": Decimal(9), "told_by": "The council’s list of projects",
    },
)  # fmt: skip
"""What the programme heard is asked of schools that have said nothing themselves yet."""


@dataclass(frozen=True, slots=True)
class Fate:
    """What becomes of one school. meets: whether it is one that meets a criterion. assessed: what
    differs from a school that is ready; None where nobody has asked. because: why it ends so."""

    ends: str
    meets: bool = True
    assessed: dict[str, Any] | None = None
    because: str = ""


SCREENING, ELIGIBLE = Fate("screening"), Fate("eligible")


@dataclass(slots=True)
class Told:
    """is_met: whether figures say that it meets a criterion."""

    candidate: Candidate
    fate: Fate = SCREENING
    is_met: bool = False


BEFORE_THE_BOARD = (
    Fate("accepted", assessed={}),
    Fate("accepted", assessed={"leadership": Leadership.CHANGING}),
    Fate("offered", assessed={}),
    Fate("supported", assessed={"hours": None, "climate": [3, 3, 4, 3]},
         because="A subject lead of the next school leads the subject here on Mondays until Easter"),
    Fate("reserve", assessed={"hours": Decimal("0.5")},
         because="Its hub has as many schools as it can visit. It is asked first when one leaves"),
)  # fmt: skip
AFTER_THE_BOARD = (
    Fate("assessed", assessed={}),
    Fate("assessed", assessed={"leadership": Leadership.INTERIM, "change": Change.BUILDING}),
    Fate("assessed", assessed={"has_authority": False, "working_party": ""}),
    Fate("assessed", assessed={
        "hours": None, "override": "amber",
        "override_because": "A subject lead is appointed and begins after the holidays with two "
        "hours a week; the letter is on file",
    }),
    Fate("not_eligible", meets=False,
         because="Its results are near England’s in all three years, and nothing else is known"),
    Fate("partner", meets=False, assessed={"hours": Decimal(2)},
         because="Its mathematics is strong, and its leader teaches others well"),
    Fate("declined", meets=False,
         because="It meets no criterion, and the head prefers to wait for a programme in reading"),
    ELIGIBLE,
)  # fmt: skip
"""The last school put forward and known to its head is being screened."""


@transaction.atomic
def choose(*, today: date) -> None:
    """Everything but putting forward, unless it is done or no such programme is there."""
    programme = Programme.objects.filter(code=CODE).first()
    if programme is None or Screening.objects.filter(candidate__programme=programme).exists():
        return
    _Choosing(programme, Terms(today)).all()


class _Choosing:
    """By whom, and when. Steps come in the order of time."""

    def __init__(self, programme: Programme, terms: Terms) -> None:
        self.programme, self.terms = programme, terms
        self.lead = self._holder(Role.PROGRAMME_LEAD)
        self.board = self._holder(Role.STRATEGIC_BOARD_MEMBER)

    def all(self) -> None:
        told = self._screened()
        first = [each for each in told if each.fate in BEFORE_THE_BOARD]
        later = [each for each in told if each.fate in AFTER_THE_BOARD]
        self._find(first, days=FOUND)
        self._assess(first, days=ASSESSED)
        actions.approve_set(
            programme=self.programme, by=self.board, at=self._at(APPROVED),
            words="The first schools of both hubs. The others when their readiness is known.",
        )  # fmt: skip
        self._say_what_things_cost()
        for each in first:
            self._place(each)
        memoranda_world.agree(self.programme, lead=self.lead, terms=self.terms)
        self._find(later, days=FOUND_LATER)
        self._assess(later, days=LATELY)
        self._hear(later)
        interests.ask(self.programme, self.lead, self.terms)

    def _screened(self) -> list[Told]:
        """Each with its fate, but for the last: that one is being screened."""
        known = Candidate.objects.filter(programme=self.programme, head_told_on__isnull=False)
        waiting = [Told(each) for each in known.at_hand().order_by("pk")]
        for each in waiting:
            self._do(actions.screen, each, days=SCREENED)
        for each in waiting[:-1]:
            each.is_met = look(each.candidate).met_by_figures
        _give_fates(waiting[:-1])
        return waiting

    def _say_what_things_cost(self) -> None:
        offering.set_rates(programme=self.programme, by=self.lead, at=self._at(APPROVED), **RATES)

    def _find(self, told: list[Told], *, days: int) -> None:
        for each in told:
            fate, is_no = each.fate, not (each.is_met or each.fate.meets)
            has_figures = look(each.candidate).need.has_figures
            self._do(
                actions.find, each, days=days,
                ticked=LETTER if fate.meets and not each.is_met else {},
                because=fate.because if is_no else "",
                intelligence=fate.because if fate.ends == "partner" else "",
                no_data="" if has_figures else NO_RESULTS,
            )  # fmt: skip
            self._go_otherwise(each)

    def _go_otherwise(self, each: Told) -> None:
        because = each.fate.because
        if each.fate.ends == "declined":
            self._do(actions.decline, each, days=CALLED, because=because)
        elif each.fate.ends == "partner":
            part = Enrolment.Part.PARTNER
            self._do(actions.change_candidate, each, days=CALLED, part=part, part_because=because)

    def _assess(self, told: list[Told], *, days: int) -> None:
        for each in told:
            if each.fate.assessed is None:
                continue
            said = READY | each.fate.assessed
            called_on = self.terms.today - timedelta(days=days + 3)
            called = {"head_called_on": called_on, "head_called_by": self.lead.name}
            self._do(actions.assess, each, days=days, said=Said(**said | called))

    def _hear(self, told: list[Told]) -> None:
        """Of one school that is ready or not, once it was asked: it counts when it is asked again."""
        ready = (each for each in told if each.fate.ends == "assessed")
        for each, heard in zip(ready, HEARD, strict=False):
            begins = self._day(FOUND)
            self._do(
                actions.hear_of, each, days=LATELY, starts_on=begins,
                ends_on=begins + A_YEAR, told_on=self._day(LATELY), **heard,
            )  # fmt: skip

    def _place(self, each: Told) -> None:
        ends, because = each.fate.ends, each.fate.because
        if ends == "reserve":
            return self._do(actions.reserve, each, days=OFFERED, because=because)
        if ends == "supported":
            self._do(
                actions.promise_support, each, days=APPROVED, text=because,
                given_by="Lanternfield Teaching School",
            )  # fmt: skip
        self._do(
            offering.make_offer, each, days=OFFERED, others={}, starts_on=self.programme.starts_on,
            answer_by=self.terms.today + TO_ANSWER,
        )  # fmt: skip
        if ends == "accepted":
            on = self.programme.starts_on
            joined_on = min(on, self._day(ACCEPTED))
            self._do(offering.accept_offer, each, days=ACCEPTED, joined_on=joined_on)
        return None

    def _do(self, action: Any, each: Told, *, days: int, **said: Any) -> None:
        action(candidate=each.candidate, by=self.lead, at=self._at(days), **said)

    def _day(self, days: int) -> date:
        return self.terms.today - timedelta(days=days)

    def _at(self, days: int) -> datetime:
        return self.terms.at(self._day(days))

    def _holder(self, role: Role) -> User:
        held = self.programme.roles.filter(role=role).select_related("person__user")
        found = held.order_by("pk")[0].person.user
        assert found  # they sign in
        access.remember(found)  # asked once, as within a request
        return found


def _give_fates(told: list[Told]) -> None:
    """A school that figures find eligible never has a fate for one that is not; others may be found
    eligible by a person."""
    fates = [*BEFORE_THE_BOARD, *AFTER_THE_BOARD]
    for_others = iter([fate for fate in fates if not fate.meets])
    for_met = iter([fate for fate in fates if fate.meets])
    for each in told:
        fate = None if each.is_met else next(for_others, None)
        each.fate = fate or next(for_met, ELIGIBLE)

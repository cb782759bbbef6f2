"""What the programmes of the demonstration consist of, before anybody acts on it."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import yaml

from leadwell.demo import trial_schools
from leadwell.schools.models import RegisterEntry, School


class TooFewSchools(ValueError):
    """The country has not enough schools for the programmes asked for; str() says so."""


@dataclass(frozen=True, slots=True)
class Specialist:
    """code: as testers say it ("SLE-07"). home: where they work. to: codes of their schools."""

    code: str
    home: School
    to: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Member:
    """A school of a programme. data_officer: who its data protection officer works for."""

    code: str
    school: School
    data_officer: str
    is_partner: bool = False


@dataclass(frozen=True, slots=True)
class HubPlan:
    name: str
    led_by: str
    members: tuple[Member, ...]
    specialists: tuple[Specialist, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """One programme. topic: its part of programmes.yaml; facts: what differs from that.

    others: how many there are besides leaders, by role's code. has_deputies: for every hub lead.
    """

    topic: str
    hubs: tuple[HubPlan, ...]
    facts: dict[str, Any]
    others: dict[str, int]
    has_deputies: bool = False

    @property
    def members(self) -> list[Member]:
        return [member for hub in self.hubs for member in hub.members]


@cache
def topics() -> dict[str, dict[str, Any]]:
    text = resources.files(__package__).joinpath("programmes.yaml").read_text("utf-8")
    told: dict[str, dict[str, Any]] = yaml.safe_load(text)
    return told


SPECIALISTS = {
    "Exe": (1, 2, 3, 4, 7),
    "Tamar": (5, 6, 8, 9, 10),
    "Torbay": (11, 12, 13, 14, 15),
    "Parrett": (16, 17, 18, 19, 20),
    "Stour": (21, 22, 23, 24, 25),
}
"""Five in each hub, by number. SLE-07 works at Exe-06, in the hub they serve. That the check of
SLE-12 has ended and SLE-19 has one day left is for deploying.py to tell."""
AT_A_TRIAL_SCHOOL = {7: "Exe-06"}
HOMES = 12  # for the other 24, two at each
PARTNER = "Parrett-03"
BOARDS = {"FIN": 1, "EVAL": 1, "BRD-STRATEGIC": 5, "BRD-STEERING": 5}
SMALL_BOARDS = {"FIN": 1, "EVAL": 1, "BRD-STRATEGIC": 4, "BRD-STEERING": 3}
WIDE_BOARDS = {"FIN": 2, "EVAL": 2, "BRD-STRATEGIC": 7, "BRD-STEERING": 8}


def trial(homes: list[School]) -> Plan:
    """The programme of 41 schools in five hubs. homes: where most specialists work."""
    members = {member.code: member for member in trial_members()}
    hubs = []
    for name, numbers in SPECIALISTS.items():
        here = tuple(member for member in members.values() if member.code.startswith(f"{name}-"))
        specialists = []
        for place, number in enumerate(numbers):
            at, to = AT_A_TRIAL_SCHOOL.get(number), here[place::5]
            home = members[at].school if at else _home(homes, number // 2, to)
            may = [member.code for member in to if member.school != home]
            specialists.append(Specialist(f"SLE-{number:02}", home, tuple(may)))
        hubs.append(HubPlan(name, f"{name} Teaching School", here, tuple(specialists)))
    return Plan("maths", tuple(hubs), facts={}, others=BOARDS)


def trust(homes: list[School]) -> Plan:
    """The same for the four schools of the trust, led by the trust itself."""
    name = trial_schools.load().trust
    members = tuple(m for m in trial_members() if m.data_officer == name)
    specialists = tuple(
        Specialist(f"SLE-{n:02}", homes[n % 2 % len(homes)], (member.code,))
        for n, member in enumerate(members, start=1)
    )
    facts = {"led_by": name, "commissioner": name, "rule_set": "trust-internal"}
    return Plan("maths", (HubPlan("Rowan", name, members, specialists),), facts, SMALL_BOARDS)


def pattern(schools: list[School], *, n_hubs: int, code: str = "N-001") -> Plan:
    """A programme without any story, to be copied: specialists work in one of its hubs and go to
    another."""
    members = [
        Member(f"{n:02}", school, "The council’s data protection service")
        for n, school in enumerate(schools, start=1)
    ]
    a_hub = len(members) // n_hubs
    parts = [tuple(members[n * a_hub : (n + 1) * a_hub]) for n in range(n_hubs)]
    n_each = [4, 4, 3]  # specialists of a hub
    hubs = []
    for n, here in enumerate(parts):
        workplaces = parts[(n + 1) % n_hubs]
        specialists = tuple(
            Specialist(
                f"SLE-{n}{k}",
                _home([member.school for member in workplaces], k, here[k :: n_each[n]]),
                tuple(member.code for member in here[k :: n_each[n]]) if n_hubs > 1 else (),
            )
            for k in range(n_each[n])
        )
        hubs.append(HubPlan(f"Hub {n + 1}", "", here, specialists))
    facts = {"code": code, "name": "Number sense", "led_by": "Numberfold Teaching School"}
    return Plan("maths", tuple(hubs), facts, WIDE_BOARDS, has_deputies=True)


def _home(homes: list[School], place: int, to: Sequence[Member]) -> School:
    """The one at this place of those where specialists work; the next that is in no trust of the
    schools somebody is sent to, for nobody is sent within a trust."""
    trusts = {member.school.trust_id for member in to} - {None}
    turned = [homes[(place + n) % len(homes)] for n in range(len(homes))]
    return next((home for home in turned if home.trust_id not in trusts), turned[0])


def trial_members() -> list[Member]:
    """The 41 schools, under whichever number they have today."""
    told = trial_schools.load()
    rows = RegisterEntry.objects.select_related("school")
    by_urn = {row.urn: row for row in rows.filter(urn__in=[school.urn for school in told.schools])}
    if missing := [school.code for school in told.schools if school.urn not in by_urn]:
        raise TooFewSchools(f"The register has no {missing[0]}: load the country first.")
    return [
        Member(
            code=school.code,
            school=by_urn[school.urn].school,
            data_officer=told.trust if school.in_trust else f"{school.authority} Council",
            is_partner=school.code == PARTNER,
        )
        for school in told.schools
    ]


def other_schools(n: int, *, after: int = 0) -> list[School]:
    """Open primary schools of the country that are in no story, in the order of their numbers.

    Raises TooFewSchools when there is not one; of fewer than n, those there are.
    """
    told = {school.urn for school in trial_schools.load().schools}
    found = (
        School.objects.standing()
        .mainstream()
        .filter(is_open=True, phase_of_education="Primary")
        .exclude(urn__in=told)
        .exclude(earlier__urn__in=told)
        .order_by("urn")
    )
    chosen = list(found[after : after + n])
    if not chosen:
        raise TooFewSchools("The country has too few schools for its programmes. Ask for more.")
    return chosen

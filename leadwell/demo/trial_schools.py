"""The trial schools: the 41 whose stories the demonstration tells, each placed in the country."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources

import yaml

FIRST_URN = 900_001


@dataclass(frozen=True, slots=True)
class TrialSchool:
    """One school of the trial programme, as far as its story fixes it.

    code: hub and number, as testers say it ("Exe-01"). urn: its first URN.
    year_6: pupils in Year 6, 0 where the school has no such year; earlier_year_6 says otherwise
    for some academic years. strength: standing among schools in standard deviations, or None.
    """

    code: str
    urn: int
    name: str
    hub: str
    authority: str
    on_roll: int
    year_6: int = 0
    earlier_year_6: Mapping[int, int] = field(default_factory=dict)
    kind: str = "PRIMARY"
    strength: float | None = None
    becomes_academy: bool = False
    in_trust: bool = False


@dataclass(frozen=True, slots=True)
class Trial:
    """The schools in the order of their URNs, and the trust some belong to."""

    schools: tuple[TrialSchool, ...]
    trust: str

    def school(self, code: str) -> TrialSchool:
        """The school testers call `code`. Raises KeyError if there is none."""
        return {school.code: school for school in self.schools}[code]


@cache
def load() -> Trial:
    """Read trial_schools.yaml."""
    text = resources.files(__package__).joinpath("trial_schools.yaml").read_text("utf-8")
    told = yaml.safe_load(text)
    hubs: dict[str, str] = told["hubs"]
    schools = []
    for urn, facts in enumerate(told["schools"], start=FIRST_URN):
        hub = facts["code"].split("-")[0]
        schools.append(TrialSchool(urn=urn, hub=hub, authority=hubs[hub], **facts))
    return Trial(schools=tuple(schools), trust=told["trust"])

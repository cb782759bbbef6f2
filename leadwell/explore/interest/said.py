"""What a school says in its expression of interest, as the form hands it over."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from leadwell.explore.choosing.ready import Other
from leadwell.explore.models import Initiative


@dataclass(frozen=True, slots=True)
class Declared:
    """One other initiative that is not in the school's list yet."""

    name: str
    subject: str
    funder: str
    n_staff: int
    staff_days: Decimal
    starts_on: date
    ends_on: date

    @property
    def as_other(self) -> Other:
        return Other(self.name, self.subject, self.funder in Initiative.OUTSIDE)


@dataclass(frozen=True, slots=True)
class Said:
    """hours: a week for the subject lead. chair_told_on: None where the chair does not know yet.
    n_listed: how many initiatives the school's list had when this was read; initiatives: those
    that come to it."""

    why: str
    hoped: str
    in_plan: str
    plan_reference: str
    subject_lead: str
    leader: str
    working_party: str
    hours: Decimal
    shares: tuple[str, ...]
    can_decide: tuple[str, ...] = ()
    deputy: str = ""
    days_not: str = ""
    access_needs: str = ""
    chair_told_on: date | None = None
    n_listed: int = 0
    initiatives: tuple[Declared, ...] = ()

    @property
    def kept(self) -> dict[str, Any]:
        """What stands in the row that is signed; the initiatives are rows of the school's list."""
        fields = asdict(self)
        del fields["initiatives"], fields["n_listed"]
        return fields | {"can_decide": list(self.can_decide), "shares": list(self.shares)}


def sha256_of(content: Mapping[str, Any], statement: str) -> str:
    """64 hex digits, the same for the same words."""
    plain = json.dumps(
        {"content": content, "statement": statement}, sort_keys=True, ensure_ascii=False,
        default=str, separators=(",", ":"),
    )  # fmt: skip
    return hashlib.sha256(plain.encode()).hexdigest()

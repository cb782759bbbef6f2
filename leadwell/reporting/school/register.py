"""Which register a school's facts are from: of which day, and loaded when.

They are not the same: a register of last spring may be loaded today, and its facts are of then.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from leadwell.schools.models import SourceFile
from leadwell.schools.version import Version
from leadwell.web.templatetags.leadwell import day_and_year


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A register that was loaded. as_at: the day it tells of; None where it does not say."""

    loaded_at: datetime
    as_at: date | None

    @property
    def sentence(self) -> str:
        """Without its full stop."""
        loaded = f"loaded {day_and_year(self.loaded_at)}"
        return (
            f"Register of {day_and_year(self.as_at)}, {loaded}"
            if self.as_at
            else f"Register {loaded}"
        )


@lru_cache(maxsize=300)
def register_of(loaded: Version, la_code: int | None) -> Snapshot | None:
    """The newest that lists the council's schools; None if none does. Asked again after a load.

    A load from before the councils of a register were noted counts for all of them.
    """
    loads = SourceFile.objects.filter(kind=SourceFile.Kind.REGISTER).order_by("-loaded_at")
    told = loads.values_list("loaded_at", "report__facts")
    found = [_snapshot(at, facts or {}) for at, facts in told if _lists(facts or {}, la_code)]
    return max(found, key=lambda each: each.as_at or date.min, default=None)


def _lists(facts: Mapping[str, Any], la_code: int | None) -> bool:
    return "areas" not in facts or la_code in facts["areas"]


def _snapshot(loaded_at: datetime, facts: Mapping[str, Any]) -> Snapshot:
    as_at = facts.get("as_at")
    return Snapshot(loaded_at, date.fromisoformat(as_at) if as_at else None)

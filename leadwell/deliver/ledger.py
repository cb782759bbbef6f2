"""Days of support of a school: agreed, used, planned, left."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from leadwell.deliver.models import Visit
from leadwell.programmes.models import Enrolment

NONE = Decimal(0)


@dataclass(frozen=True, slots=True)
class Ledger:
    """In days. agreed: None while nothing is agreed."""

    agreed: Decimal | None
    used: Decimal
    planned: Decimal

    @property
    def left(self) -> Decimal | None:
        """After those used and those planned; below nothing where too much is planned."""
        return None if self.agreed is None else self.agreed - self.used - self.planned

    @property
    def sentence(self) -> str:
        if self.agreed is None:
            return (
                f"{in_days(self.used)} used and {in_days(self.planned, noun='')} planned; "
                "how many are agreed is not written down yet."
            )
        said = (
            f"{in_days(self.used, noun='')} of {in_days(self.agreed)} used, "
            f"{in_days(self.planned, noun='')} planned"
        )
        assert self.left is not None
        if self.left < 0:
            return f"{said}: {in_days(-self.left)} more than agreed."
        return f"{said}, {in_days(self.left, noun='')} left."


def ledger(enrolment: Enrolment, visits: Iterable[Visit]) -> Ledger:
    """visits: all of this school's part in the programme."""
    visits = list(visits)
    return Ledger(enrolment.days_agreed, used=used(visits), planned=planned(visits))


def used(visits: Iterable[Visit]) -> Decimal:
    return sum((each.days for each in visits if each.state == Visit.State.HAPPENED), NONE)


def planned(visits: Iterable[Visit]) -> Decimal:
    to_come = {Visit.State.PLANNED, Visit.State.CONFIRMED}
    return sum((each.days for each in visits if each.state in to_come), NONE)


def in_days(days: Decimal, *, noun: str = "day") -> str:
    """ "1 day", "2.5 days"; the number alone where the noun stands elsewhere."""
    number = f"{days:f}".rstrip("0").rstrip(".") if "." in f"{days:f}" else f"{days:f}"
    if not noun:
        return number
    return f"{number} {noun}" if days == 1 else f"{number} {noun}s"

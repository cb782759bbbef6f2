"""How many days a specialist has in an academic year, and how many are taken: one rule.

Taken are all days of agreements that are under way, from the day one is proposed; of one that is
over, the days that were given. Available is what the register says, half-term by half-term; where
it says nothing of a year, the guide counts.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Case, F, Sum, When

from leadwell.lib import academic_year as years
from leadwell.lib.verdict import YES, Verdict, no
from leadwell.people.models import Role, RoleHeld
from leadwell.prepare.models import OVER, TAKES_DAYS, DaysAvailable, DeploymentDays, Specialist
from leadwell.programmes.models import Programme
from leadwell.schools.models import School

GUIDE = Decimal(15)
"""Days a year that are usual, where nobody has said how many."""
WARN_SHARE = Decimal("0.9")
NONE = Decimal(0)


@dataclass(frozen=True, slots=True)
class Capacity:
    """Of one specialist in one academic year, in days. is_guide: whether nobody has said how many
    there are, so that the guide counts."""

    academic_year: int
    available: Decimal
    taken: Decimal
    is_guide: bool = False

    @property
    def left(self) -> Decimal:
        return max(NONE, self.available - self.taken)

    @property
    def is_nearly_full(self) -> bool:
        return self.taken >= WARN_SHARE * self.available

    @property
    def sentence(self) -> str:
        """ "14 of 15 days of 2026/27 are taken"."""
        return (
            f"{plain(self.taken)} of {plain(self.available)} days of "
            f"{years.label(self.academic_year)} are taken"
        )


def of(specialists: Iterable[Specialist], academic_year: int) -> dict[int, Capacity]:
    """By the specialist's number. Two queries, however many."""
    return of_years(specialists, [academic_year])[academic_year]


def of_years(
    specialists: Iterable[Specialist],
    academic_years: Collection[int],
    *,
    elsewhere_than: Programme | None = None,
) -> dict[int, dict[int, Capacity]]:
    """The same by academic year. elsewhere_than: a programme, whose own agreements are left out, so
    that what is left is there for it. Two queries, however many."""
    numbers = [one.pk for one in specialists]
    rows = DaysAvailable.objects.filter(specialist__in=numbers, academic_year__in=academic_years)
    available = {
        (year, pk): n
        for year, pk, n in rows.order_by()
        .values_list("academic_year", "specialist")
        .annotate(n=Sum("days"))
    }
    days = DeploymentDays.objects.filter(
        deployment__specialist__in=numbers, academic_year__in=academic_years
    )
    if elsewhere_than is not None:
        days = days.exclude(deployment__enrolment__programme=elsewhere_than)
    n = Case(
        When(deployment__state__in=TAKES_DAYS, then=F("agreed")),
        When(deployment__state__in=OVER, then=F("given")),
        default=NONE,
    )
    counted = days.order_by().values_list("academic_year", "deployment__specialist")
    taken = {(year, pk): n for year, pk, n in counted.annotate(n=Sum(n))}
    return {
        year: {
            pk: Capacity(
                year, available.get((year, pk), GUIDE), taken.get((year, pk)) or NONE,
                (year, pk) not in available,
            )
            for pk in numbers
        }
        for year in academic_years
    }  # fmt: skip


def may_take(specialist: Specialist, days: Mapping[int, Decimal]) -> Verdict:
    """Whether there are so many more days, by academic year. The specialist's line is locked by
    whoever takes them, so that two at once cannot take the same."""
    for year, n in sorted(days.items()):
        now = of([specialist], year)[specialist.pk]
        if now.taken + n > now.available:
            return no(
                f"{now.sentence}: {plain(n)} more would be {plain(now.taken + n)}. "
                f"{_whom_to_ask(specialist)}"
            )
    return YES


def may_keep(specialist: Specialist, academic_years: Iterable[int]) -> Verdict:
    """Whether what is taken already is still there: the register may say fewer days by now."""
    return may_take(specialist, dict.fromkeys(academic_years, NONE))


def plain(days: Decimal) -> str:
    """ "8", "2.5"."""
    text = f"{days:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _whom_to_ask(specialist: Specialist) -> str:
    head = _home_head(specialist.home)
    who = f"{head.person}, head of {specialist.home}," if head else f"the head of {specialist.home}"
    return f"Ask {who} for more days, or choose somebody else."


def _home_head(home: School | None) -> RoleHeld | None:
    if home is None:
        return None
    heads = RoleHeld.objects.at_schools([home.pk]).filter(role=Role.HOME_HEADTEACHER, ends_on=None)
    return heads.select_related("person").first()

"""What schools are offered beside one another: for each pupil, by size, and by how many pupils are
disadvantaged. In the order of names and sizes; no school is placed before another."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from leadwell.explore.choosing import figures
from leadwell.explore.choosing.figures import ENGLAND
from leadwell.lib import academic_year as years
from leadwell.prepare.models import Given, Offer
from leadwell.schools import catalogue
from leadwell.schools.models import School
from leadwell.web.numbers import amount, pounds

SHARE = "disadvantaged_pct"
MORE, FEWER, UNKNOWN = (
    "As large a share as England or larger",
    "A smaller share than England",
    "No share is published",
)


@dataclass(frozen=True, slots=True)
class Row:
    """Of one school. share: per cent of pupils who are disadvantaged, as published; None where no
    figure is. days: of visits over all years."""

    school: School
    band: str
    n_pupils: int | None
    days: Decimal
    cost_gbp: Decimal
    share: float | None = None

    @property
    def per_pupil(self) -> Decimal | None:
        return self.cost_gbp / self.n_pupils if self.n_pupils else None


@dataclass(frozen=True, slots=True)
class Group:
    """Schools of one kind together: on average for a school, and for a pupil of theirs."""

    name: str
    rows: tuple[Row, ...]

    @property
    def cells(self) -> tuple[str, str, str, str, str]:
        """Name, schools, days and pounds for a school, pounds for a pupil."""
        n = len(self.rows)
        days = sum((one.days for one in self.rows), Decimal()) / n
        cost = sum((one.cost_gbp for one in self.rows), Decimal())
        counted = [one for one in self.rows if one.n_pupils]
        pupils = sum(one.n_pupils or 0 for one in counted)
        spent = sum((one.cost_gbp for one in counted), Decimal())
        per_pupil = _pence(spent / pupils) if pupils else "roll not known"
        return (
            self.name,
            str(n),
            amount(round(days, 1)),
            pounds((cost / n).quantize(Decimal(1))),
            per_pupil,
        )


@dataclass(frozen=True, slots=True)
class Fairness:
    """source: where the share of disadvantaged pupils is from; "" where England's is not loaded."""

    rows: tuple[Row, ...]
    by_band: tuple[Group, ...]
    by_share: tuple[Group, ...]
    source: str


COLUMNS = ("School", "Band", "Pupils", "Days of visits", "Cost", "For a pupil")
GROUP_COLUMNS = ("Schools", "How many", "Days of visits, for a school", "Cost, for a school",
                 "Cost, for a pupil")  # fmt: skip


def fairness(offers: Iterable[Offer]) -> Fairness:
    """offers: with candidate, school and lines at hand. Two queries more."""
    offers = list(offers)
    shares, england, year = _shares([one.candidate.standing_school.pk for one in offers])
    rows = tuple(
        sorted(
            (_row(one, shares.get(one.candidate.standing_school.pk)) for one in offers),
            key=lambda row: (row.school.name, row.school.pk),
        )
    )
    order = ("XS", "S", "M", "L", "XL")
    by_band = _grouped(rows, sorted({r.band for r in rows}, key=_in(order)), lambda row: row.band)
    if england is None:
        return Fairness(rows, by_band, (), "")
    line = england
    by_share = _grouped(rows, (MORE, FEWER, UNKNOWN), lambda row: _share_of(row, line))
    said = f"Pupils in Year 6 who are disadvantaged, {years.label(year)}: England {line:g}%."
    return Fairness(rows, by_band, by_share, said)


def cells(row: Row) -> tuple[str, str, str, str, str, str]:
    """As its row says it."""
    return (
        str(row.school), row.band, f"{row.n_pupils:,}" if row.n_pupils else "not known",
        amount(row.days), pounds(row.cost_gbp),
        "roll not known" if row.per_pupil is None else _pence(row.per_pupil),
    )  # fmt: skip


def _row(offer: Offer, share: float | None) -> Row:
    lines = list(offer.lines.all())
    return Row(
        school=offer.candidate.standing_school,
        band=offer.band,
        n_pupils=offer.n_pupils,
        days=sum((one.amount for one in lines if one.kind == Given.VISITS), Decimal()),
        cost_gbp=sum((one.cost_gbp for one in lines), Decimal()),
        share=share,
    )


def _shares(schools: Sequence[int]) -> tuple[dict[int, float | None], float | None, int]:
    """By school, of England, and the year: the latest in which schools were given the figure."""
    found = figures.with_figures(catalogue.load().by_key[SHARE], figures.loaded_years())
    if not schools or not found:
        return {}, None, 0
    year = found[-1]
    read = figures.read(schools, [year])
    mine = {school: read.value(school, year, SHARE) for school in schools}
    return mine, read.value(ENGLAND, year, SHARE), year


def _share_of(row: Row, england: float) -> str:
    if row.share is None:
        return UNKNOWN
    return MORE if row.share >= england else FEWER


def _grouped(
    rows: Sequence[Row], names: Iterable[str], named: Callable[[Row], str]
) -> tuple[Group, ...]:
    made = (Group(name, tuple(row for row in rows if named(row) == name)) for name in names)
    return tuple(group for group in made if group.rows)


def _in(order: Sequence[str]) -> Callable[[str], int]:
    return lambda code: order.index(code) if code in order else len(order)


def _pence(amount: Decimal) -> str:
    return f"£{amount:,.2f}"

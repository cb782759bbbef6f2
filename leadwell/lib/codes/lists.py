"""A list of codes: its scales, their values, and the days on which each holds."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from leadwell.lib import academic_year as years


class NotACode(ValueError):
    """Nobody could write this code on that day; str() says so."""


class AcrossScales(ValueError):
    """What cannot be compared: the scale was replaced in between; str() says by which."""


@dataclass(frozen=True, slots=True)
class Span:
    """From first to last day, both in; date.min and date.max where there is no end."""

    first: date = date.min
    last: date = date.max

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    def overlaps(self, other: "Span") -> bool:
        return self.first <= other.last and other.first <= self.last

    def within(self, other: "Span") -> bool:
        return other.first <= self.first and self.last <= other.last

    @property
    def words(self) -> str:
        """ "2015/16 to 2018/19", "from 10 Nov 2025", "" for always."""
        first = "" if self.first == date.min else _begins(self.first)
        last = "" if self.last == date.max else _ends(self.last)
        if first and last:
            return first if first == last else f"{first} to {last}"
        return f"from {first}" if first else f"to {last}" if last else ""


@dataclass(frozen=True, slots=True)
class Value:
    """A code and what it says while its span lasts. numbers: what belongs to it, such as the score
    a threshold stands at. register: how the Department's register of schools writes it."""

    code: str
    says: str
    span: Span
    note: str = ""
    register: str = ""
    numbers: Mapping[str, float] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Scale:
    """Values that can be compared with one another."""

    key: str
    title: str
    span: Span
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class CodeList:
    """One question and all its answers, then and now. reserved: announced, and not to be written."""

    key: str
    title: str
    about: str
    scales: tuple[Scale, ...]
    reserved: tuple[Value, ...] = ()

    @property
    def codes(self) -> frozenset[str]:
        """All that could ever be written."""
        return frozenset(value.code for scale in self.scales for value in scale.values)

    def valid(self, *, on: date) -> tuple[Value, ...]:
        """What may be written that day, in the list's order; nothing where it had no scale."""
        scale = self.scale(on=on)
        return tuple(value for value in scale.values if on in value.span) if scale else ()

    def value(self, code: str, *, on: date) -> Value:
        """Raises NotACode for one that could not be written that day."""
        for value in self.valid(on=on):
            if value.code == code:
                return value
        known = ", ".join(value.code for value in self.valid(on=on)) or "none"
        raise NotACode(f"{self.title} has no {code!r} on {_day(on)}. Codes of that day: {known}.")

    def scale(self, *, on: date) -> Scale | None:
        return next((scale for scale in self.scales if on in scale.span), None)

    def one_scale(self, days: Iterable[date]) -> Scale:
        """The scale of all these days. Raises AcrossScales, for the reader, where there are two;
        NotACode where there is none."""
        found: dict[str, Scale] = {}
        for day in sorted(days):
            if (scale := self.scale(on=day)) is None:
                raise NotACode(f"{self.title} has no scale on {_day(day)}.")
            found[scale.key] = scale
        if not found:
            raise NotACode("There is no day to look at.")
        earlier, *later = found.values()
        if later:
            raise AcrossScales(
                f"{self.title}: another scale from {_begins(later[0].span.first)} on "
                f"({later[0].title.lower()}, in the place of {earlier.title.lower()}). The two "
                "cannot be compared, so no change and no trend is shown across them."
            )
        return earlier


def _begins(day: date) -> str:
    year = years.of(day)
    return years.label(year) if day == years.first_day(year) else _day(day)


def _ends(day: date) -> str:
    year = years.of(day)
    return years.label(year) if day == years.last_day(year) else _day(day)


def _day(day: date) -> str:
    return f"{day.day} {day:%b %Y}"

"""Who fits a school, by a sum that is shown. Pure: no clock, no database.

First the hard filters, each with its reason; then points: 40 for subject and specialisms, 25 for
the kind of school, 15 for travel, 15 for having worked there, 5 for days left. `weights.yaml` says
so as data. Nobody is assigned by it: somebody chooses.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from importlib.resources import files

import yaml

from leadwell.lib import travel

SCHOOL, TRUST, LEFT = "works there", "works in the same trust", "has left the register"
CHECK, CREDENTIAL = "check expired", "no credential that holds"
NO_CHECK, FULL = "no check seen", "no days left"
REFUSED, INTEREST, THERE = (
    "declined by the school before",
    "declared an interest",
    "is there already",
)
UNSAID = "has not said whether there are interests"


@dataclass(frozen=True, slots=True)
class Weights:
    """In points. most_minutes: of travel, from which on there are none."""

    version: int
    fit: int
    context: int
    travel: int
    continuity: int
    balance: int
    most_minutes: int
    shortlist: int

    @property
    def total(self) -> int:
        return self.fit + self.context + self.travel + self.continuity + self.balance


A_DAY = timedelta(days=1)
Span = tuple[date, date | None]
"""From when a credential holds, and until when: None where nobody has said."""


@dataclass(frozen=True, slots=True)
class Need:
    """What a school wants, and what it is. school, trust: numbers of the register of this site.
    contexts: codes of what it is, such as "mixed_age". last_day: until when; check and
    credential have to hold on the first, and who chooses is told where they end before the last. days: by academic year. is_within_trust: a programme of the
    trust itself, for which its own staff may be sent."""

    school: int
    trust: int | None
    subject: str
    specialisms: tuple[str, ...]
    phase: str
    contexts: frozenset[str]
    place: travel.Place | None
    first_day: date
    last_day: date
    days: Mapping[int, Decimal]
    is_within_trust: bool = False


@dataclass(frozen=True, slots=True)
class Known:
    """What the register says of one specialist. schools_refused: that declined them before;
    schools_worked: where they have been; schools_now: where they are agreed for or are. left: days
    by academic year; share_left: of the year's days, 0 to 1. credentials: from when to when."""

    key: int
    name: str
    home: int | None
    trust: int | None
    subjects: tuple[str, ...]
    specialisms: tuple[str, ...]
    phases: tuple[str, ...]
    contexts: frozenset[str]
    place: travel.Place | None
    checked_until: date | None
    credentials: tuple[Span, ...]
    left: Mapping[int, Decimal]
    share_left: float
    is_listed: bool = True
    has_said_interests: bool = True
    interest_schools: frozenset[int] = frozenset()
    interest_trusts: frozenset[int] = frozenset()
    schools_refused: frozenset[int] = frozenset()
    schools_worked: frozenset[int] = frozenset()
    schools_now: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the sum: how many points of how many, and why."""

    name: str
    points: float
    of: int
    why: str


@dataclass(frozen=True, slots=True)
class Fit:
    """A specialist who can be asked. minutes: None where a place is not known. fit_until: the last
    day on which check and credential hold, where that is before the last that is wanted."""

    known: Known
    parts: tuple[Part, ...]
    minutes: int | None
    fit_until: date | None = None

    @property
    def points(self) -> float:
        return round(sum(part.points for part in self.parts), 1)


@dataclass(frozen=True, slots=True)
class Unavailable:
    """One who cannot be, and every reason."""

    known: Known
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Matched:
    """shortlist: the best by points. others: who could be asked too. Same points: by name."""

    shortlist: tuple[Fit, ...]
    others: tuple[Fit, ...]
    unavailable: tuple[Unavailable, ...]

    def can_be_asked(self, key: int) -> bool:
        return any(fit.known.key == key for fit in (*self.shortlist, *self.others))

    def why_not(self, key: int) -> str:
        """ "check expired, no days left"; "" for who can be asked."""
        found = (one for one in self.unavailable if one.known.key == key)
        return next((", ".join(one.reasons) for one in found), "")


@cache
def weights() -> Weights:
    """As data says. Raises ValueError where the points are not a hundred."""
    text = files(__package__).joinpath("weights.yaml").read_text("utf-8")
    found = Weights(**yaml.safe_load(text))
    if found.total != 100:
        raise ValueError(f"the weights of matching are {found.total} points, and not 100")
    return found


def match(need: Need, known: Iterable[Known], by: Weights | None = None) -> Matched:
    """Everybody on one of three lists, the same however they are ordered."""
    by = by or weights()
    fits: list[Fit] = []
    out: list[Unavailable] = []
    for one in known:
        if reasons := tuple(_reasons(need, one)):
            out.append(Unavailable(one, reasons))
        else:
            fits.append(score(need, one, by))
    fits.sort(key=lambda fit: (-fit.points, fit.known.name, fit.known.key))
    out.sort(key=lambda one: (one.known.name, one.known.key))
    return Matched(tuple(fits[: by.shortlist]), tuple(fits[by.shortlist :]), tuple(out))


def score(need: Need, one: Known, by: Weights) -> Fit:
    """The sum, part by part."""
    minutes = travel.minutes(one.place, need.place) if one.place and need.place else None
    parts = (
        _fit(need, one, by.fit), _context(need, one, by.context),
        _travel(minutes, by.travel, by.most_minutes), _continuity(need, one, by.continuity),
        _balance(need, one, by.balance),
    )  # fmt: skip
    return Fit(one, parts, minutes, _fit_until(need, one))


def _fit_until(need: Need, one: Known) -> date | None:
    """Of somebody who may begin; None where they hold to the last day."""
    credential = credential_until(one.credentials, need.first_day, need.last_day)
    until = min(one.checked_until or need.last_day, credential)
    return until if until < need.last_day else None


def credential_until(spans: Iterable[Span], first_day: date, last_day: date) -> date:
    """Of credentials of which one holds on the first day: the last that they hold, or later than
    the last that is asked for. One may follow another without a day between."""
    until = first_day
    for starts, ends in sorted(spans, key=lambda span: span[0]):
        if starts <= until + A_DAY:
            until = max(until, ends or last_day)
    return until


def _reasons(need: Need, one: Known) -> Iterable[str]:
    """Every hard filter that somebody does not pass."""
    if not one.is_listed:
        yield LEFT
    if one.home == need.school:
        yield SCHOOL
    elif need.trust is not None and one.trust == need.trust and not need.is_within_trust:
        yield TRUST
    if one.checked_until is None:
        yield NO_CHECK
    elif one.checked_until < need.first_day:
        yield CHECK
    if not any(_holds(span, need.first_day) for span in one.credentials):
        yield CREDENTIAL
    if any(one.left.get(year, Decimal(0)) < n for year, n in need.days.items()):
        yield FULL
    if need.school in one.schools_refused:
        yield REFUSED
    if not one.has_said_interests:
        yield UNSAID
    if need.school in one.interest_schools or need.trust in one.interest_trusts:
        yield INTEREST
    if need.school in one.schools_now:
        yield THERE


def _holds(span: Span, on: date) -> bool:
    return span[0] <= on and (span[1] is None or on <= span[1])


def _fit(need: Need, one: Known, of: int) -> Part:
    knows_subject = _folded(need.subject) in map(_folded, one.subjects)
    known = [each for each in need.specialisms if _folded(each) in map(_folded, one.specialisms)]
    share = len(known) / len(need.specialisms) if need.specialisms else 1.0
    said = [need.subject if knows_subject else f"not {need.subject}"]
    if need.specialisms:
        said.append(", ".join(known) if known else "none of the specialisms asked for")
    return Part("Subject and specialisms", of / 2 * (knows_subject + share), of, "; ".join(said))


def _context(need: Need, one: Known, of: int) -> Part:
    """Two fifths for the phase, the rest for what else the school is."""
    is_phase = need.phase in one.phases
    known = need.contexts & one.contexts
    share = len(known) / len(need.contexts) if need.contexts else 1.0
    said = [f"{'knows' if is_phase else 'does not know'} the phase"]
    if need.contexts:
        said.append(f"{len(known)} of {len(need.contexts)} of what the school is")
    return Part("Kind of school", of * (0.4 * is_phase + 0.6 * share), of, "; ".join(said))


def _travel(minutes: int | None, of: int, most: int) -> Part:
    if minutes is None:
        return Part("Travel", 0.0, of, "a place is not known")
    return Part("Travel", of * max(0.0, 1 - minutes / most), of, f"{minutes} minutes")


def _continuity(need: Need, one: Known, of: int) -> Part:
    was_there = need.school in one.schools_worked
    why = "has worked with the school" if was_there else "has not worked with the school"
    return Part("Continuity", float(of * was_there), of, why)


def _balance(need: Need, one: Known, of: int) -> Part:
    left = f"{one.left[min(need.days)].normalize():f} days left, " if need.days else ""
    return Part("Days left", of * one.share_left, of, f"{left}{one.share_left:.0%} of the year’s")


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())

"""What the programme provides a school with, as its memorandum says it."""

from collections import Counter
from decimal import Decimal

from leadwell.lib import words
from leadwell.prepare.models import Offer, OfferState
from leadwell.programmes.models import Enrolment


def provided(enrolment: Enrolment) -> list[str]:
    """A line each: what the offer it accepted gives it, year by year; where there was none, the days
    agreed with this school, then what every school of the programme can count on."""
    if lines := _offered(enrolment):
        return lines
    programme = enrolment.programme
    if enrolment.days_agreed is not None:
        days = f"{Decimal(enrolment.days_agreed).normalize():f}"
        unit = "day" if days == "1" else "days"
        lines.append(f"{days} {unit} of support by a {programme.specialist_word}")
    given: Counter[tuple[int, str]] = Counter()
    for one in programme.intensities.all():
        given[one.year, "visit"] += one.n_visits
        given[one.year, "event"] += one.n_events
        given[one.year, "meeting"] += one.n_meetings
    for year in sorted({year for year, _ in given}):
        counted = [(given[year, what], what) for what in ("visit", "event", "meeting")]
        said = [words.count(n, what) for n, what in counted if n]
        if said:
            lines.append(f"In year {year}: {', '.join(said)}")
    return lines


def _offered(enrolment: Enrolment) -> list[str]:
    accepted = Offer.objects.filter(
        candidate__enrolment=enrolment, state=OfferState.ACCEPTED
    ).newest_first()
    if (offer := accepted.first()) is None:
        return []
    given: dict[int, list[str]] = {}
    for one in offer.lines.filter(amount__gt=0):
        said = f"{one.get_kind_display().lower()}: {one.amount.normalize():f}"
        given.setdefault(one.year, []).append(said)
    return [f"In year {year}: {'; '.join(said)}" for year, said in given.items()]

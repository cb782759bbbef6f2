"""The letter in which a place is offered: what comes with it, in plain English, on a side or two."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal

from django.utils import timezone

from leadwell.lib import academic_year as years
from leadwell.lib import words
from leadwell.people.models import Person
from leadwell.prepare.models import Given, Offer, OfferLine
from leadwell.prepare.offering import bands
from leadwell.prepare.offering.bands import Band
from leadwell.programmes.models import Programme
from leadwell.web.numbers import amount
from leadwell.web.paper.paper import Grid, Paper, Part, Points, Words
from leadwell.web.templatetags.leadwell import day_and_year

EXPLAINED = {
    Given.PLACES: "Training places at each event",
    Given.VISITS: "Days on which a {word} comes to you",
    Given.COVER: "Days of cover for your staff, which the programme pays",
    Given.COACHING: "Coaching: rounds of about six short sessions with one teacher",
    Given.SESSIONS: "Sessions for your whole staff",
}


def letter(offer: Offer, lines: Iterable[OfferLine], *, by: Person, at: datetime) -> Paper:
    """As it is sent. Lines: of this offer, as they are kept."""
    lines, candidate = list(lines), offer.candidate
    programme, school = candidate.programme, candidate.standing_school
    band = bands.of(offer.band_table).band(offer.band)
    on = timezone.localdate(at)
    return Paper(
        name=f"offer-{programme.code.lower()}-{school.urn}",
        kicker=f"{programme.lead_organisation}, {day_and_year(on)}",
        title=f"A place in {programme} for {school}",
        lede=f"Please answer by {day_and_year(offer.answer_by)}. Nothing is agreed before you "
        "say yes.",
        colours=(),
        colours_note="",
        parts=tuple(_parts(offer, band, lines)),
        ends=(f"Offered by {by.name} for {programme.lead_organisation}.",),
        as_at=on,
        is_published=False,
    )


def _parts(offer: Offer, band: Band, lines: list[OfferLine]) -> Iterable[Part]:
    programme = offer.candidate.programme
    yield Part("What we offer you", (Words(_in_a_line(band, lines)), _grid(programme, band, lines)))
    if special := _special(band, lines):
        yield Part("For your school", (Points(special),))
    yield Part("How it was worked out", (Words(_size(offer, band)),))
    yield Part("What you say yes to", (Points(_asked(offer, lines)),))
    yield Part(
        "How to answer",
        (
            Words(
                "Sign in to Leadwell and open this letter. The head says yes or no there, with a "
                "reason for a no. If you are unsure, ring us before you answer."
            ),
        ),
    )


def _in_a_line(band: Band, lines: list[OfferLine]) -> str:
    """ "Band XS: 1 place per event, 4 visits a year, 6 cover days a year"; of its first year."""
    first = {one.kind: one.amount for one in lines if one.year == lines[0].year}
    places, visits, cover = first[Given.PLACES], first[Given.VISITS], first[Given.COVER]
    return (
        f"Band {band.code}: {_count(places, 'place')} per event, {_count(visits, 'visit')} a year, "
        f"{_count(cover, 'cover day')} a year."
    )


def _grid(programme: Programme, band: Band, lines: list[OfferLine]) -> Grid:
    numbers = sorted({one.year for one in lines})
    named = tuple(years.label(programme.first_year + each - 1) for each in numbers)
    by_place = {(one.year, one.kind): one.amount for one in lines}
    word = programme.specialist_word
    rows = tuple(
        (text.format(word=word), *(_cell(kind, by_place[year, kind], band) for year in numbers))
        for kind, text in EXPLAINED.items()
    )
    return Grid("In each school year", ("What", *named), rows)


def _cell(kind: Given, given: Decimal, band: Band) -> str:
    is_shared = kind == Given.SESSIONS and band.shares_sessions and not given
    return "shared" if is_shared else amount(given)


def _special(band: Band, lines: list[OfferLine]) -> tuple[str, ...]:
    """What a small school should know, and what differs from its size."""
    found = []
    if band.paired_places:
        found.append(
            f"{_count(Decimal(band.paired_places), 'more place')} at each event is shared with "
            "another small school, so that nobody goes alone."
        )
    if band.shares_sessions:
        found.append("Sessions for the whole staff are held together with a school near you.")
    changed = {(one.kind, one.amount, one.by_size, one.because) for one in lines if one.because}
    for kind, given, by_size, because in sorted(changed):
        label = Given(kind).label
        found.append(f"{label}: {amount(given)} and not {amount(by_size)}. {because}.")
    return tuple(found)


def _size(offer: Offer, band: Band) -> str:
    roll = f"Your school has {offer.n_pupils:,} pupils on roll. " if offer.n_pupils else ""
    return (
        f"{roll}What a school is offered goes by its size, and is not the same for all: band "
        f"{band.code} is for schools of {band.pupils}. Every school of your size is offered this, "
        "unless this letter says why not."
    )


def _asked(offer: Offer, lines: list[OfferLine]) -> tuple[str, ...]:
    programme = offer.candidate.programme
    n_years = len({one.year for one in lines})
    span = words.count(n_years, "school year")
    return (
        f"You take part in {programme} from {day_and_year(offer.starts_on)}, for {span} at most, "
        f"until {day_and_year(programme.ends_on)}.",
        "Somebody of your school uses the training places, and somebody with a say in it is there "
        "when we come.",
        "A memorandum of understanding follows, which you and your chair of governors read and "
        "sign before work in your school begins.",
    )


def _count(number: Decimal, one: str) -> str:
    return f"{amount(number)} {one}{'' if number == 1 else 's'}"

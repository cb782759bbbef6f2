"""Finding a school by what somebody has at hand: a name, a town, a postcode, a number."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet
from django.urls import reverse

from leadwell.reporting import addresses
from leadwell.schools.models import Identifier, School
from leadwell.web.templatetags.leadwell import MONTHS

A_PAGE = 50
MOST_COUNTED = 1_000  # of a word as common as "primary" nobody reads more
URN = re.compile(r"[1-9][0-9]{5}")
LAESTAB = re.compile(r"([0-9]{3})[ /-]?([0-9]{4})")
POSTCODE = re.compile(r"([A-Z]{1,2}[0-9][A-Z0-9]?) ?([0-9][A-Z]{2})")
OUTWARD = re.compile(r"[A-Z]{1,2}[0-9][A-Z0-9]?")


@dataclass(frozen=True, slots=True)
class Hit:
    """A school found. earlier: "was URN 125099 until Nov 2017", where the number asked for is not
    the one it has now."""

    school: School
    earlier: str = ""

    @property
    def url(self) -> str:
        return addresses.school(self.school.urn)

    @property
    def where(self) -> str:
        area = self.school.local_authority
        parts = (self.school.town, self.school.postcode, area.name if area else "")
        return ", ".join(part for part in parts if part)

    @property
    def facts(self) -> str:
        """URN 125099, Community school, closed Aug 2011."""
        school = self.school
        closed = f"closed {_month(school.closed_on)}" if school.closed_on else "closed"
        parts = (
            f"URN {school.urn}",
            school.type_of_establishment or school.phase_of_education,
            "" if school.is_open else closed,
        )
        return ", ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class Found:
    """hits: of this page. how: what the words were taken for. more: there are over MOST_COUNTED."""

    page: Page
    hits: tuple[Hit, ...]
    how: str
    has_more: bool

    @property
    def n(self) -> int:
        return self.page.paginator.count


def found(schools: QuerySet[School], asked: str, *, page: str) -> Found:
    """The page of schools that fit, A to Z. Three queries at most; number and school are joined."""
    by_number, how = _numbers(asked)
    if by_number is not None:
        return _of_numbers(_held(by_number, schools), page, how)
    fitting, how = _fitting(schools, asked)
    few = Paginator(_counted(fitting), A_PAGE)
    number = few.get_page(page)
    start = (number.number - 1) * A_PAGE
    ordered = fitting.select_related("local_authority", "trust").order_by("name", "pk")
    return Found(
        page=number,
        hits=tuple(map(Hit, ordered[start : start + A_PAGE])),
        how=how,
        has_more=few.count >= MOST_COUNTED,
    )


def only_by_number(schools: QuerySet[School], asked: str) -> str:
    """Where to go at once: the page of the one school that ever had this number; else ""."""
    by_number, _ = _numbers(asked)
    if by_number is None:
        return ""
    urns = set(by_number.filter(school__in=schools).values_list("school__urn", flat=True)[:2])
    return reverse("reporting:school", args=[urns.pop()]) if len(urns) == 1 else ""


def all_found(schools: QuerySet[School], asked: str) -> Iterable[Hit]:
    """Every school that fits, for a file."""
    by_number, _ = _numbers(asked)
    if by_number is not None:
        return _hits(_held(by_number, schools))
    fitting, _ = _fitting(schools, asked)
    ordered = fitting.select_related("local_authority", "trust").order_by("name", "pk")
    return map(Hit, ordered.iterator(chunk_size=500))


def _numbers(asked: str) -> tuple[QuerySet[Identifier] | None, str]:
    if URN.fullmatch(asked):
        return Identifier.objects.filter(scheme="urn", value=int(asked)), f"URN {asked}"
    if laestab := LAESTAB.fullmatch(asked):
        value = int(laestab[1] + laestab[2])
        number = Identifier.objects.filter(scheme="laestab", value=value)
        return number, f"LAESTAB {_laestab(value)}"
    return None, ""


def _held(by_number: QuerySet[Identifier], schools: QuerySet[School]) -> QuerySet[Identifier]:
    """Those that a school has or had, of the schools a person may see."""
    mine = by_number.filter(school__in=schools)
    return mine.select_related("school__local_authority", "school__trust")


def _of_numbers(held: QuerySet[Identifier], page: str, how: str) -> Found:
    hits = _hits(held)
    number = Paginator(hits, A_PAGE).get_page(page)
    return Found(page=number, hits=tuple(number.object_list), how=how, has_more=False)


def _hits(held: QuerySet[Identifier]) -> list[Hit]:
    """A school once, however many times it had the number."""
    by_school = {each.school_id: each for each in held.order_by("last_on")}
    hits = [Hit(each.school, _earlier(each)) for each in by_school.values()]
    return sorted(hits, key=lambda hit: (hit.school.name, hit.school.pk))


def _earlier(held: Identifier) -> str:
    is_urn = held.scheme == Identifier.Scheme.URN
    if held.value == (held.school.urn if is_urn else held.school.laestab):
        return ""
    number = f"URN {held.value}" if is_urn else f"LAESTAB {_laestab(held.value)}"
    until = f"until {_month(held.last_on)}" if held.last_on else "before"
    return f"was {number} {until}"


def _laestab(value: int) -> str:
    return f"{value // 10_000}/{value % 10_000:04}"


def _fitting(schools: QuerySet[School], asked: str) -> tuple[QuerySet[School], str]:
    """By postcode where it looks like one, whole or its first half; else every word in the name
    or the town. UPPER(name) LIKE is what the trigram indexes answer."""
    written = asked.upper()
    if whole := POSTCODE.fullmatch(written):
        postcode = f"{whole[1]} {whole[2]}"
        return schools.filter(postcode=postcode), f"postcode {postcode}"
    if OUTWARD.fullmatch(written):
        return schools.filter(postcode__startswith=f"{written} "), f"postcodes in {written}"
    for word in asked.replace("’", "'").split():
        schools = schools.filter(Q(name__icontains=word) | Q(town__icontains=word))
    return schools, f'"{asked}"'


def _counted(schools: QuerySet[School]) -> range:
    """As long as there are schools, and no longer than MOST_COUNTED."""
    return range(schools.order_by()[:MOST_COUNTED].count())


def _month(on: date) -> str:
    return f"{MONTHS[on.month - 1]} {on.year}"

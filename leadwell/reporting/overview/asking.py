"""What is asked of the overview: which schools, which figure, which year, beside what."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from leadwell.accounts.models import User
from leadwell.people import access
from leadwell.people.roles.wording import hub_name
from leadwell.reporting.life.aggregates import ENGLAND as ENGLAND_ROW
from leadwell.reporting.life.aggregates import about_area, aggregates
from leadwell.reporting.overview.finding import CHOSEN, ENGLAND, Comparator
from leadwell.reporting.overview.rows import About
from leadwell.reporting.overview.standing import (
    Question,
    Sql,
    schools_sql,
    sql_of,
)
from leadwell.reporting.sources import Edition
from leadwell.schools import catalogue
from leadwell.schools.catalogue import Measure, Unit
from leadwell.schools.models import LocalAuthority, School, SourceFile
from leadwell.schools.version import Version, version


@dataclass(frozen=True, slots=True)
class Loaded:
    """What there is to choose from. academic_years: newest first. editions: by source and year."""

    version: Version
    academic_years: tuple[int, ...]
    editions: tuple[tuple[int, Edition], ...]
    areas: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """A choice made good: the question for the database and what its words need.

    area: the council's code and name, where one was chosen. where: the schools, in words.
    """

    question: Question
    about: About
    where: str
    area: tuple[int, str] | None
    n_chosen: int


def loaded(user: User) -> Loaded:
    """One query; two more the first time after something was loaded."""
    files = access.sources_for(user).filter(kind=SourceFile.Kind.RESULTS)
    has_schools = access.schools_for(user).order_by().filter(local_authority=OuterRef("pk"))
    areas = LocalAuthority.objects.filter(Exists(has_schools))
    return _loaded(
        version(),
        sql_of(files, "id", "academic_years", "loaded_at", "status"),
        sql_of(areas, "code", "name"),
    )


@lru_cache(maxsize=8)
def _loaded(loaded_now: Version, files: Sql, areas: Sql) -> Loaded:
    editions = tuple(
        (pk, Edition(year, timezone.localdate(loaded_at), status))
        for pk, held, loaded_at, status in _fetched(files)
        for year in held
    )
    return Loaded(
        version=loaded_now,
        academic_years=tuple(sorted({each.academic_year for _, each in editions}, reverse=True)),
        editions=editions,
        areas=tuple((code, name) for code, name in _fetched(areas)),
    )


def _fetched(query: Sql) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query.text, query.parameters)
        return list(cursor.fetchall())


def ask(user: User, choice: Mapping[str, Any], held: Loaded) -> Asked:
    """The cleaned form as a question. Asks nothing yet."""
    measure = catalogue.load().by_key[choice["measure"]]
    year = choice["year"] or held.academic_years[0]
    earlier = _earlier(measure, year, held)
    area = next((each for each in held.areas if each[0] == choice["area"]), None)
    question = Question(
        schools=schools_sql(_of_hub(user, _chosen(access.schools_for(user), choice), choice)),
        measure=measure.key,
        academic_year=year,
        earlier_year=earlier,
        england=_england(measure, year, held.version),
        sort=choice["sort"],
        version=held.version,
    )
    return Asked(
        question=question,
        about=About(measure, year, earlier, question.england),
        where=_where(choice, area),
        area=area,
        n_chosen=len(choice["urn"]),
    )


def _chosen(schools: QuerySet[School], choice: Mapping[str, Any]) -> QuerySet[School]:
    """Schools ticked by hand are shown whatever their kind."""
    if choice["urn"]:
        return schools.filter(
            identifiers__scheme="urn", identifiers__value__in=choice["urn"]
        ).distinct()
    if choice["area"]:
        schools = schools.filter(local_authority=choice["area"])
    if choice["trust"]:
        schools = schools.filter(trust__in=[trust.pk for trust in choice["trust"]])
    kind = choice["kind"]
    if kind == "all":
        return schools
    if kind == "special":
        return schools.filter(is_special=True)
    schools = schools.mainstream()  # type: ignore[attr-defined]
    return schools.filter(phase_of_education=kind) if kind else schools


def _of_hub(user: User, schools: QuerySet[School], choice: Mapping[str, Any]) -> QuerySet[School]:
    """Of the hub asked for, those in it now that this person reaches. By their numbers: answers
    are kept by what is asked, and who is in a hub changes without any file."""
    if not (hub := choice.get("hub")):
        return schools
    there = access.enrolments_for(user).filter(hub=hub, left_on=None).order_by()
    standing = there.values_list(Coalesce("school__continued_by", "school"), flat=True)
    return schools.filter(pk__in=sorted(standing))


def _where(choice: Mapping[str, Any], area: tuple[int, str] | None) -> str:
    if choice["urn"]:
        return CHOSEN
    trusts = [f"of {trust.name}" for trust in choice["trust"][:1]]
    hubs = [f"of {hub_name(hub)}"] if (hub := choice.get("hub")) else []
    return " ".join([*trusts, *hubs, *([f"in {area[1]}"] if area else [])])


def comparators(asked: Asked) -> list[Comparator]:
    """The area's own figure, then England's state-funded schools', as published. One query."""
    names = {about_area(asked.area[0]): asked.area[1]} if asked.area else {}
    names[ENGLAND_ROW] = ENGLAND
    found = {
        each.about: each
        for each in aggregates(names, asked.about.measure, [asked.about.academic_year])
    }
    return [
        Comparator(name, each.value, None if each.n is None else int(each.n))
        for about, name in names.items()
        if (each := found.get(about)) and each.value is not None
    ]


@lru_cache(maxsize=64)
def _england(measure: Measure, year: int, version: Version) -> float | None:
    """England's figure; for progress 0, by definition and whether or not it is printed."""
    if measure.unit is Unit.PROGRESS_POINTS:
        return 0.0
    return next((each.value for each in aggregates([ENGLAND_ROW], measure, [year])), None)


def _earlier(measure: Measure, year: int, held: Loaded) -> int | None:
    """The latest loaded year before, in which schools were given this figure at all."""
    produced = catalogue.load().produced
    before = [each for each in held.academic_years if each < year]
    return next((each for each in before if produced(measure.key, each) is None), None)

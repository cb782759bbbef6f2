"""Loading term dates: those of a year replace what was held for that year."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction

from leadwell.audit import log
from leadwell.lib import academic_year
from leadwell.lib.words import count
from leadwell.schools.models import HalfTerm, LocalAuthority, School
from leadwell.schools.sources import term_dates
from leadwell.schools.sources.refusal import Refused
from leadwell.schools.sources.term_dates import Part

ENDINGS = (" county council", " city council", " borough council", " council")


def import_terms(
    *,
    path: Path,
    by: str,
    at: datetime,
    area: int | None = None,
    urn: int | None = None,
    dry_run: bool = False,
) -> dict[str, Any]:
    """Load term dates for a council (by its code, or the name in the file) or for one school.

    The answer says for whom, and what is new, changed and the same. Raises Refused, having
    changed nothing.
    """
    dates = term_dates.read(path)
    whose = _school(urn) if urn else _area(area, dates.name)
    with transaction.atomic():
        changes = _replace(whose, dates.parts)
        if dry_run:
            transaction.set_rollback(True)
        elif changes["n_new"] or changes["n_gone"]:
            log.record(at=at, actor=by, verb="loaded term dates", subject=whose, detail=changes)
    years = sorted({part.academic_year for part in dates.parts})
    return {
        "for": str(whose),
        "academic_years": [academic_year.label(year) for year in years],
        "is_dry_run": dry_run,
        **changes,
        "sentences": _sentences(whose, changes, years),
    }


@transaction.atomic
def say_terms(*, school: School, parts: tuple[Part, ...], by: str, at: datetime) -> None:
    """A school's own dates, as somebody wrote them on a page: those of their years replace what was
    held for the school; its council's stay for other schools."""
    changes = _replace(school, parts)
    if changes["n_new"] or changes["n_gone"]:
        log.record(at=at, actor=by, verb="said term dates", subject=school, detail=changes)


def _replace(whose: LocalAuthority | School, parts: tuple[Part, ...]) -> dict[str, int]:
    of: Mapping[str, Any] = (
        {"school": whose} if isinstance(whose, School) else {"local_authority": whose}
    )
    years = {part.academic_year for part in parts}
    held = HalfTerm.objects.filter(**of, academic_year__in=years)
    before = {
        Part(each.academic_year, each.term, each.number, each.starts_on, each.ends_on): each.pk
        for each in held
    }
    HalfTerm.objects.filter(
        pk__in=[pk for part, pk in before.items() if part not in parts]
    ).delete()
    new = [part for part in parts if part not in before]
    HalfTerm.objects.bulk_create(
        HalfTerm(
            **of,
            academic_year=part.academic_year,
            term=part.term,
            number=part.number,
            starts_on=part.first,
            ends_on=part.last,
        )
        for part in new
    )
    n_same = len(parts) - len(new)
    return {"n_new": len(new), "n_same": n_same, "n_gone": len(before) - n_same}


def _school(urn: int) -> School:
    school = School.objects.standing().filter(urn=urn).first()
    if school is None:
        raise Refused(f"There is no school with URN {urn} here. Load the register first.")
    return school


def _area(code: int | None, name: str) -> LocalAuthority:
    if code is not None:
        found = LocalAuthority.objects.filter(pk=code).first()
    else:
        short = name.lower()
        for ending in ENDINGS:
            short = short.removesuffix(ending)
        found = LocalAuthority.objects.filter(name__iexact=short.strip()).first()
    if found is None:
        what = f"code {code}" if code is not None else f"the name {name!r}"
        raise Refused(f"There is no local authority with {what} here. Say its code: --area 846.")
    return found


def _sentences(
    whose: LocalAuthority | School, changes: Mapping[str, int], years: list[int]
) -> list[str]:
    if not changes["n_new"] and not changes["n_gone"]:
        return [f"The half-terms of {whose} are held already. Nothing changes."]
    said = ", ".join(academic_year.label(year) for year in years)
    return [
        f"{whose}, {said}: {count(changes['n_new'], 'half-term')} new, "
        f"{changes['n_same']} as before, {changes['n_gone']} replaced."
    ]

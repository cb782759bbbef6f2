"""Give the schools of a programme their codes."""

import secrets
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from leadwell.accounts.models import User
from leadwell.audit import log
from leadwell.evaluation.coded import access, rules
from leadwell.evaluation.models import SchoolCode
from leadwell.programmes.models import Programme
from leadwell.schools.models import School
from leadwell.web.access import require

LETTERS = "BCDFGHJKLMNPQRSTVWXZ"
"""No vowels: no code is a word. No digits: no spreadsheet takes one for a number."""
N_LETTERS = 4


@transaction.atomic
def give_codes(*, programme: Programme, by: User, at: datetime) -> int:
    """A code for each school that was put forward or joined and has none yet; how many.

    Drawn by chance and in an order by chance: neither the code nor its place tells anything.
    """
    Programme.objects.select_for_update().get(pk=programme.pk)
    require(rules.may_give(by, programme))
    schools = access.without_code(by, programme)
    codes = _draw(len(schools), {one.code for one in programme.school_codes.all()})
    SchoolCode.objects.bulk_create(
        SchoolCode(programme=programme, school=school, code=code, given_by=by.person, given_at=at)
        for school, code in zip(_by_chance(schools), codes, strict=True)
    )
    if schools:
        detail = {"n": len(schools)}
        log.record(at=at, actor=by.email, verb="gave codes", subject=programme, detail=detail)
    return len(schools)


def _draw(n: int, taken: set[str]) -> list[str]:
    drawn: list[str] = []
    while len(drawn) < n:
        code = "".join(secrets.choice(LETTERS) for _ in range(N_LETTERS))
        if code not in taken:
            taken.add(code)
            drawn.append(code)
    return drawn


def _by_chance(schools: Sequence[School]) -> list[School]:
    found = list(schools)
    secrets.SystemRandom().shuffle(found)
    return found

"""Names that a paper for governors must not have: of anybody at the school below senior leaders.

Governors' papers are open to inspection, but for what is said of named staff. Exact words only:
the whole name, or a title or the first letter with the last part of it ("Mrs Ash", "J. Ash"), in
whatever capitals; the first letter in capitals as they are written.
"""

import re
from collections.abc import Iterable, Mapping

from leadwell.people.held import among, any_of, of_schools
from leadwell.people.models import Person, Role, RoleHeld
from leadwell.programmes.models import Enrolment

MAY_BE_NAMED = (Role.HEADTEACHER, Role.SENIOR_LEADER, Role.GOVERNOR)
TITLES = r"(?:mr|mrs|ms|miss|mx|dr|sir|dame|revd?|prof(?:essor)?)\.?"
SPACES = re.compile(r"[\s\N{NO-BREAK SPACE}]+")


def not_to_be_named(enrolment: Enrolment) -> list[str]:
    """Names of those with a part at this school, now or before, who lead neither it nor the work
    as senior leaders; specialists too. Two queries."""
    school = enrolment.standing_school
    held = (
        RoleHeld.objects.at_schools([school.pk]).order_by(),
        RoleHeld.objects.filter(enrolment=enrolment).order_by(),
    )
    leads = [among("pk", one.filter(role__in=MAY_BE_NAMED).values("person")) for one in held]
    works = of_schools("home_school_id", frozenset({school.pk}))
    there = any_of(
        Person.objects.all(), [*(among("pk", one.values("person")) for one in held), works]
    )
    unnamed = there.exclude(leads[0] | leads[1]).order_by()
    return sorted(set(unnamed.values_list("name", flat=True)))


def found_in(texts: Mapping[str, str], names: Iterable[str]) -> list[tuple[str, str]]:
    """Each of these names that one of the texts has, as it stands there, and in which text."""
    patterns = [pattern for name in names if (pattern := _pattern(name))]
    return [
        (SPACES.sub(" ", found[0]), where)
        for where, text in texts.items()
        for pattern in patterns
        if (found := pattern.search(text))
    ]


def _pattern(name: str) -> re.Pattern[str] | None:
    parts = name.split()
    if len(parts) < 2:  # "Lee" alone may be a word or a place
        return None
    gap = SPACES.pattern
    whole = gap.join(map(re.escape, parts))
    first, last = re.escape(parts[0][0]), re.escape(parts[-1])
    short = rf"(?-i:{first}(?:\.(?:{gap})?|{gap}){last})"  # "a heath" is no Ada Heath
    return re.compile(rf"(?<!\w)(?:{whole}|{TITLES}{gap}{last}|{short})(?!\w)", re.IGNORECASE)

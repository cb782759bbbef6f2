"""A head who came after a memorandum was signed is asked whether the school stands by it."""

from datetime import date, datetime

from django.utils import timezone

from leadwell.people.models import Capacity, Role, RoleHeld
from leadwell.prepare.memoranda import promising, rules
from leadwell.prepare.models import Memorandum
from leadwell.prepare.models.memorandum import IN_FORCE
from leadwell.programmes import actions as programmes
from leadwell.schools.calendar import school_days_of
from leadwell.web.templatetags.leadwell import day_and_year


def ask_new_heads(*, at: datetime) -> int:
    """Heads who came since, each once, within twenty school days of their first; how many. Run
    again, none."""
    on = timezone.localdate(at)
    came = _heads_since(on)
    if not came:
        return 0
    days = school_days_of({memorandum.enrolment.standing_school for memorandum, _ in came})
    n = 0
    for memorandum, role in came:
        enrolment = memorandum.enrolment
        detail = f"head since {day_and_year(role.starts_on)}"
        asked = enrolment.obligations.filter(kind=promising.REAFFIRM, detail=detail)
        if asked.exists() or rules.has_stood_by(role.person_id, memorandum):
            continue
        calendar = days[enrolment.standing_school.pk]
        due_on = calendar.after(role.starts_on - promising.A_DAY, promising.REAFFIRM_WITHIN)
        programmes.promise(
            enrolment=enrolment, kind=promising.REAFFIRM, detail=detail, due_on=due_on, by=None,
            at=at,
        )  # fmt: skip
        n += 1
    return n


def _heads_since(on: date) -> list[tuple[Memorandum, RoleHeld]]:
    """Memoranda in force, each with a head of today who came after it was signed."""
    held = Memorandum.objects.at_hand().filter(state__in=IN_FORCE, enrolment__left_on=None)
    by_school: dict[int, list[Memorandum]] = {}
    for one in held:
        by_school.setdefault(one.enrolment.standing_school.pk, []).append(one)
    roles = (
        RoleHeld.objects.at_schools(sorted(by_school)).live_on(on)
        .filter(role=Role.HEADTEACHER).exclude(capacity=Capacity.VACANCY)
        .select_related("school")
    )  # fmt: skip
    return [
        (memorandum, role)
        for role in roles
        if role.school
        for memorandum in by_school.get(role.school.continued_by_id or role.school.pk, ())
        if memorandum.active_since and role.starts_on > memorandum.active_since
    ]

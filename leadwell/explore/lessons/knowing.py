"""What is known of a programme and its schools, as the facts that lessons ask about."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Count, Q

from leadwell.accounts.models import User
from leadwell.explore.choosing import access as choosing
from leadwell.explore.models import Assessment, Initiative
from leadwell.explore.radar.limits import limits
from leadwell.people import access
from leadwell.people.models import Capacity, Role, RoleHeld
from leadwell.programmes.lessons import Facts
from leadwell.programmes.models import Aim, Enrolment, Intensity, Programme
from leadwell.schools.models import School

A_MONTH = 365.25 / 12
AT_SCHOOL = (Role.HEADTEACHER, Role.SUBJECT_LEADER, Role.SCHOOL_FINANCE_CONTACT)


def of_programme(programme: Programme, *, on: date) -> Facts:
    """Eight queries, however many schools. A fact that is not known is not in it."""
    return {
        **_of_its_days(programme),
        **_of_strands(programme),
        **_of_aims(programme, list(programme.aims.all())),
        **_of_support(list(programme.intensities.all())),
        **_of_schools(programme),
        **_of_people(programme, on),
        "partners": programme.partners.count(),
    }


def of_schools(user: User, programme: Programme, *, on: date) -> Mapping[Enrolment, Facts]:
    """Of the schools whose records this person sees, and that have not left; six queries. What was
    found when a school was chosen is known to who reads that."""
    mine = access.enrolments_for(user).filter(programme=programme)
    parts = list(mine.filter(left_on=None).select_related("programme", "school__continued_by"))
    ids = [part.standing_school.pk for part in parts]
    held, others = _held_at(ids), _others(programme, ids, on)
    found = _found_ready(user, programme)
    return {
        part: {
            **_of_school(part, held[school], others[school], on),
            **found.get(school, {}),
        }
        for part in parts
        for school in [part.standing_school.pk]
    }


def _of_its_days(programme: Programme) -> dict[str, Any]:
    starts, ends = programme.starts_on, programme.ends_on
    septembers = (date(starts.year + more, 9, 1) for more in (-1, 0, 1))
    return {
        "months": round(((ends - starts).days + 1) / A_MONTH),
        "days_from_september": min(abs((starts - each).days) for each in septembers),
    }


def _of_strands(programme: Programme) -> dict[str, Any]:
    strands = list(programme.strands.annotate(n=Count("ingredients")))
    if not strands:
        return {}
    known = {"strands": len(strands), "fewest_ingredients": min(each.n for each in strands)}
    providers = {each.provider for each in strands if each.provider}
    return known | ({"providers": len(providers)} if providers else {})


def _of_aims(programme: Programme, aims: Sequence[Aim]) -> dict[str, Any]:
    if not aims:
        return {}
    first = min(aim.due_on for aim in aims)
    return {
        "aims_without_measure": sum(not aim.measured_by for aim in aims),
        "aims_after_end": sum(aim.due_on > programme.ends_on for aim in aims),
        "first_aim_months": int((first - programme.starts_on).days / A_MONTH),
    }


def _of_support(halves: Sequence[Intensity]) -> dict[str, Any]:
    """Half-terms follow one another over the years as they stand."""
    if not halves:
        return {}
    seen = [each.n_visits > 0 for each in halves] + [False]
    alone = sum(
        each.n_events > 0 and not (seen[place] or seen[place + 1])
        for place, each in enumerate(halves)
    )
    return {"events": sum(each.n_events for each in halves), "training_without_visit": alone}


def _of_schools(programme: Programme) -> dict[str, Any]:
    """Of those that take part; before any does, how many are planned."""
    parts = programme.enrolments.filter(left_on=None).select_related("school__continued_by")
    schools = [part.standing_school for part in parts]
    if not schools:
        planned = programme.n_schools_planned
        return {"schools": planned} if planned else {}
    sizes = [school.n_pupils for school in schools if school.n_pupils]
    return {
        "schools": len(schools),
        "hubs": len({part.hub_id for part in parts} - {None}),
        "councils": len({school.local_authority_id for school in schools}),
        "phases": len({school.phase_of_education for school in schools}),
    } | ({"times_larger": max(sizes) / min(sizes)} if sizes else {})


def _of_people(programme: Programme, on: date) -> dict[str, Any]:
    of_it = Q(programme=programme) | Q(hub__programme=programme) | Q(enrolment__programme=programme)
    asked = (Role.PROJECT_MANAGER, Role.SPECIALIST)
    held = RoleHeld.objects.filter(of_it, role__in=asked).to_come_or_live(on)
    rows = set(held.order_by().values_list("role", "person"))
    counted = Counter(role for role, _ in rows)
    return {
        "specialists": counted[Role.SPECIALIST],
        "has_project_manager": counted[Role.PROJECT_MANAGER] > 0,
    }


def _held_at(ids: list[int]) -> Mapping[int, list[RoleHeld]]:
    """By standing school: past and present."""
    found: defaultdict[int, list[RoleHeld]] = defaultdict(list)
    roles = RoleHeld.objects.at_schools(ids).filter(role__in=AT_SCHOOL).select_related("school")
    for role in roles:
        assert role.school is not None  # held at one, as the constraint has it
        found[_standing(role.school)].append(role)
    return found


def _others(programme: Programme, ids: list[int], on: date) -> Mapping[int, list[str]]:
    """The subject of each other programme that goes on and each initiative that was declared, by
    standing school: counted, never named."""
    found: defaultdict[int, list[str]] = defaultdict(list)
    taken = Enrolment.objects.of_schools(ids).exclude(programme=programme)
    live = taken.filter(left_on=None, programme__ends_on__gte=on)
    subjects = {(_standing(part.school), part.programme): part.programme.subject
                for part in live.select_related("school", "programme")}  # fmt: skip
    for (school, _), subject in subjects.items():
        found[school].append(subject)
    declared = Initiative.objects.at_schools(ids).filter(state=Initiative.State.OPEN)
    for one in declared.filter(ends_on__gte=on).select_related("school"):
        found[_standing(one.school)].append(one.subject)
    return found


def _found_ready(user: User, programme: Programme) -> Mapping[int, Facts]:
    """By standing school, as it was answered last whether the school could take the work on."""
    mine = choosing.candidates_for(user).filter(programme=programme)
    rows = Assessment.objects.filter(candidate__in=mine).select_related("candidate__school")
    last = {_standing(row.candidate.school): row for row in rows.order_by("at", "pk")}
    return {
        school: {
            "subject_leader_hours": float(row.hours or 0),
            "working_party_decides": row.has_authority,
            "inspection_due": row.inspection == Assessment.Inspection.DUE
            or row.change != Assessment.Change.NONE,
        }
        for school, row in last.items()
    }


def _standing(school: School) -> int:
    return school.continued_by_id or school.pk


def _of_school(part: Enrolment, held: Sequence[RoleHeld], others: Sequence[str], on: date) -> Facts:
    same = limits().subject(part.programme.subject)
    leaders = _now(held, Role.SUBJECT_LEADER, on)
    return {
        "other_initiatives": len(others),
        "other_initiatives_in_subject": sum(limits().subject(each) == same for each in others),
        "has_subject_leader": any(one.capacity != Capacity.DEPUTY for one in leaders),
        "has_deputy": any(one.capacity == Capacity.DEPUTY for one in leaders) or len(leaders) > 1,
        "has_finance_contact": bool(_now(held, Role.SCHOOL_FINANCE_CONTACT, on)),
        **_of_head(held, on),
        **_changed("head_changed", held, Role.HEADTEACHER, part, on),
        **_changed("subject_leader_changed", held, Role.SUBJECT_LEADER, part, on),
    }


def _of_head(held: Sequence[RoleHeld], on: date) -> dict[str, Any]:
    """Nothing is known where nobody has written down who it is."""
    heads = _now(held, Role.HEADTEACHER, on)
    settled = any(one.capacity == Capacity.FULL for one in heads)
    return {"head_is_settled": settled} if heads else {}


def _changed(
    key: str, held: Sequence[RoleHeld], role: Role, part: Enrolment, on: date
) -> dict[str, Any]:
    """Whether somebody else had it when the school joined."""
    then, now = _people(_now(held, role, part.joined_on)), _people(_now(held, role, on))
    return {key: not then & now} if then and now else {}


def _people(held: Iterable[RoleHeld]) -> set[int]:
    return {one.person_id for one in held if one.capacity != Capacity.DEPUTY}


def _now(held: Sequence[RoleHeld], role: Role, on: date) -> list[RoleHeld]:
    return [
        one
        for one in held
        if one.role == role and one.starts_on <= on and (one.ends_on is None or on <= one.ends_on)
    ]

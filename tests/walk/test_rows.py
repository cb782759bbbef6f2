"""Querysets of `access` hold the rows the permission table allows: no more, no fewer."""

from datetime import date
from itertools import product

import pytest
from django.utils import timezone

from leadwell.deliver import access as delivering
from leadwell.deliver.models import Visit
from leadwell.evaluation import access as evaluating
from leadwell.evaluation.models import Evaluation, Finding, Run
from leadwell.govern import access as governing
from leadwell.govern.models import GovernorsReport, ReportQuestion
from leadwell.people import access
from leadwell.people.models import Role, RoleHeld
from leadwell.people.permissions import Operation, Without, table
from leadwell.prepare.access import actions_for, holds
from leadwell.prepare.models import AgreedAction
from leadwell.programmes.models import Enrolment, Hub, Programme
from leadwell.schools.models import School
from tests.factories import (
    NOON,
    holder_of,
    make_action,
    make_enrolment,
    make_evaluation,
    make_finding,
    make_frozen_report,
    make_person,
    make_report,
    make_role,
    make_school,
    make_visit,
)
from tests.walk.twin import Twin
from tests.walk.world import everybody, make_half

pytestmark = pytest.mark.django_db

LEFT_OUT = [frozenset(), frozenset({Without.FIGURES_ONLY}), frozenset(Without)]


@pytest.fixture
def world():
    here, there = make_half("Alder"), make_half("Birch")
    # What makes sets differ: a school in both programmes, one that left, one that became another.
    make_enrolment(hub=there.hubs[1], school=here.enrolments[0].school)
    make_enrolment(
        hub=here.hubs[1], school=make_school(), left_on=date(2026, 10, 1), why_left="funding"
    )
    became = here.enrolments[1].school
    became.continued_by = make_school(name="Alder Academy", trust=became.trust)
    became.save()
    people = everybody(here)
    people["DPO of a school"] = holder_of(
        Role.DATA_PROTECTION_OFFICER, school=here.enrolments[2].school
    )
    people["DPO of a trust"] = holder_of(
        Role.DATA_PROTECTION_OFFICER, trust=here.enrolments[0].school.trust
    )
    # Somebody with two roles, in two programmes: the union applies.
    make_role(Role.HUB_LEAD, person=people[Role.SUBJECT_LEADER].person, hub=there.hubs[0])
    return people, Twin(timezone.localdate())


@pytest.mark.parametrize("left_out", LEFT_OUT, ids=["rows", "figures", "anything"])
def test_schools_parts_in_programmes(world, left_out):
    people, twin = world
    enrolments = list(Enrolment.objects.all())
    for who, user in people.items():
        access.remember(user)
        for key, operation in product(table(), Operation):
            allowed = {e.pk for e in enrolments if twin.may(user, key, operation, e, left_out)}
            found = access.enrolments_for(user, key=key, operation=operation, leaving_out=left_out)
            assert set(found.values_list("pk", flat=True)) == allowed, (who, key, operation)


@pytest.mark.parametrize(
    ("rows_for", "model", "key"),
    [
        (access.programmes_for, Programme, "board_pack"),
        (access.hubs_for, Hub, "school_record"),
        (access.records_for, School, "school_record"),
        (access.roles_for, RoleHeld, "account"),
        (access.roles_for, RoleHeld, "handover"),
        (access.roles_for, RoleHeld, "deployment"),
    ],
)
def test_rows_of_each_kind(world, rows_for, model, key):
    people, twin = world
    things = list(School.objects.standing() if model is School else model.objects.all())
    for (who, user), operation in product(people.items(), Operation):
        allowed = {thing.pk for thing in things if twin.may(user, key, operation, thing)}
        found = list(rows_for(user, key=key, operation=operation).values_list("pk", flat=True))
        assert set(found) == allowed, (who, operation)
        assert len(found) == len(allowed), f"{who} sees a row twice"


def test_agreed_actions_of_schools_and_ones_own(world):
    people, twin = world
    for enrolment in Enrolment.objects.all():
        for owner in (make_person(), people[Role.TEACHER].person, people[Role.GOVERNOR].person):
            make_action(enrolment=enrolment, owner=owner)
    actions = list(AgreedAction.objects.select_related("enrolment__school__continued_by"))
    for (who, user), operation in product(people.items(), Operation):
        access.remember(user)
        allowed = {each for each in actions if twin.may(user, "plan", operation, each)}
        found = list(actions_for(user, operation=operation))
        assert set(found) == allowed, (who, operation)
        assert len(found) == len(allowed), f"{who} sees a row twice"
        assert {each for each in actions if holds(user, operation, each)} == allowed, who


@pytest.fixture
def visits(world):
    """One at every school; by a teacher there who was a specialist once, by a head's own staff."""
    people, _ = world
    of_staff = people[Role.HOME_HEADTEACHER].person.roles.get().school
    for enrolment in Enrolment.objects.all():
        make_visit(enrolment=enrolment)
    past, teacher = Enrolment.objects.last(), people[Role.TEACHER].person
    type(teacher).objects.filter(pk=teacher.pk).update(home_school=of_staff)
    make_visit(enrolment=past, specialist=teacher)
    return people, Twin(timezone.localdate()), list(Visit.objects.all())


@pytest.mark.parametrize("operation", Operation)
def test_visits(visits, operation):
    people, twin, every = visits
    for who, user in people.items():
        allowed = {visit.pk for visit in every if twin.may(user, "visit", operation, visit)}
        found = list(delivering.visits_for(user, operation=operation).values_list("pk", flat=True))
        assert set(found) == allowed, (who, operation)
        assert len(found) == len(allowed), f"{who} sees a visit twice"


def test_visits_of_ones_own_and_of_ones_school_and_staff(visits):
    people, twin, every = visits
    dates = frozenset({Without.CONTENT})
    for who, user in people.items():
        seen = {visit for visit in every if twin.may(user, "visit", Operation.READ, visit)}
        mine = {visit for visit in seen if visit.specialist.user_id == user.pk}
        assert set(delivering.mine_for(user)) == mine, who
        if not any(role.role == "HH" for role in twin.held(user)):
            assert not delivering.staff_days_for(user).exists(), who
            continue
        only_dates = {v for v in every if twin.may(user, "visit", Operation.READ, v, dates)} - seen
        assert set(delivering.staff_days_for(user)) >= only_dates, who
    schools = people[Role.SUBJECT_LEADER]
    theirs = {v for v in every if twin.may(schools, "visit", Operation.CREATE, v)}
    own = {v for v in theirs if v.enrolment.school == schools.person.roles.first().school}
    assert set(delivering.at_own_school_for(schools)) >= own
    assert not delivering.at_own_school_for(people[Role.HUB_LEAD]).exists()


def test_one_thing_alone_is_judged_as_in_the_list(world):
    people, _ = world
    enrolments = list(Enrolment.objects.select_related("school__continued_by"))
    for who, user in people.items():
        access.remember(user)
        for key, operation in product(table(), Operation):
            listed = set(access.enrolments_for(user, key=key, operation=operation))
            judged = {e for e in enrolments if access.holds(user, key, operation, on=e)}
            assert judged == listed, (who, key, operation)


def test_what_somebody_holds_costs_one_query_however_much_is_asked(
    world, django_assert_num_queries
):
    people, _ = world
    user = people[Role.CHIEF_EXECUTIVE]
    access.remember(user)
    enrolments = list(Enrolment.objects.select_related("school__continued_by"))
    with django_assert_num_queries(1):
        for enrolment in enrolments:
            access.holds(user, "plan", Operation.READ, on=enrolment)
            access.holds(user, "claim", Operation.READ, on=enrolment)


def test_governors_reports_and_what_is_asked_about_them(world):
    people, _ = world
    for enrolment in Enrolment.objects.all():
        make_report(enrolment=enrolment, academic_year=2025)
        frozen = make_frozen_report(enrolment=enrolment)
        ReportQuestion.objects.create(
            report=frozen, text="Who pays?", asked_by=make_person(), asked_at=NOON
        )
    twin, once_issued = Twin(timezone.localdate()), frozenset({Without.RELEASED_ONLY})
    reports = list(GovernorsReport.objects.with_places())
    questions = list(ReportQuestion.objects.select_related("report__enrolment"))
    for who, user in people.items():
        access.remember(user)
        allowed = {
            each
            for each in reports
            if twin.may(
                user, "governors_report", Operation.READ, each,
                once_issued if each.is_issued else frozenset(),
            )
        }  # fmt: skip
        found = list(governing.reports_for(user))
        assert set(found) == allowed, who
        assert len(found) == len(allowed), f"{who} sees a row twice"
        asked = {q for q in questions if twin.may(user, "governors_question", Operation.READ, q)}
        assert set(governing.questions_for(user)) == asked, who
        written = {r for r in reports if twin.may(user, "governors_report", Operation.CHANGE, r)}
        assert set(governing.written_for(user)) == written, who


GROUPS = frozenset({Without.FIGURES_ONLY, Without.NAMES})
"""What an answer tells is of groups of schools, which who reads figures alone, or no names, may
read."""


def test_questions_findings_and_runs_of_programmes(world):
    people, twin = world
    for programme in Programme.objects.filter(evaluations=None):
        make_evaluation(programme)
    for one in Evaluation.objects.filter(findings=None):
        make_finding(one)
    Run.objects.bulk_create(
        Run(evaluation=one, asked_by=one.fixed_by, asked_at=NOON)
        for one in Evaluation.objects.filter(runs=None)
    )
    assert Evaluation.objects.values("programme").distinct().count() > 1
    kinds = ((evaluating.findings_for, Finding), (evaluating.runs_for, Run))
    for (who, user), operation in product(people.items(), Operation):
        access.remember(user)
        groups = GROUPS if operation is Operation.READ else frozenset()
        allowed = {
            one.pk
            for one in Evaluation.objects.all()
            if twin.may(user, "evaluation", operation, one, groups)
        }
        found = list(evaluating.evaluations_for(user, operation=operation))
        assert {one.pk for one in found} == allowed, (who, operation)
        assert len(found) == len(allowed), f"{who} sees a row twice"
        if operation is not Operation.READ:
            continue
        for rows_for, model in kinds:
            theirs = list(rows_for(user).values_list("pk", flat=True))
            wanted = model.objects.filter(evaluation__in=allowed).values_list("pk", flat=True)
            assert sorted(theirs) == sorted(wanted), (who, model)
        by_name = {
            one.programme_id
            for one in Evaluation.objects.all()
            if twin.may(user, "evaluation", operation, one)
        }
        theirs = evaluating.programmes_for(user, by_name=True).filter(evaluations__in=allowed)
        assert set(theirs.values_list("pk", flat=True)) == by_name, (who, "by name")

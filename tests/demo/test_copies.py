"""A programme that was copied is as one that was made by hand."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, models, transaction

from leadwell.accounts.models import User
from leadwell.audit.models import Event
from leadwell.demo import copies, fixture, names, plans, programme_world
from leadwell.demo.people_world import Scene
from leadwell.demo.terms import Terms
from leadwell.people.models import Person, Role, RoleHeld
from leadwell.programmes.models import Enrolment, Programme
from tests.demo.conftest import NOON, TODAY
from tests.demo.peopled import undone
from tests.factories import make_school

OWN = {
    "accounts.user": {"name", "email", "password"},
    "people.person": {"name", "email"},
    "programmes.programme": {"name", "code"},
}
"""What a copy has of its own, besides keys."""


@pytest.fixture(scope="module")
def acted(django_db_setup, django_db_blocker) -> Iterator[None]:
    """The same programme of two schools, made twice by the actions."""
    with django_db_blocker.unblock(), undone():
        people = names.draw(1)
        for code in ("N-001", "N-900"):
            schools = [make_school(), make_school()]
            plan = plans.pattern(schools, n_hubs=2, code=code)
            by = fixture.administrator(at=Terms(TODAY).at(TODAY))
            programme_world.make(Scene(Terms(TODAY), by, people), plan)
        yield


@pytest.fixture
def copied(acted) -> Iterator[Programme]:
    with undone():
        copies.copy(copies.pattern("N-001"), [(1, [make_school(), make_school()])], at=NOON)
        yield Programme.objects.get(code="N-002")


def portrait(code: str) -> list[tuple[str, list[Any]]]:
    """Everything a programme consists of, rows by their place and not by their number."""
    found = copies.pattern(code)
    places = {model._meta.label_lower: ids for model, ids in found.rows.items()}
    places["schools.school"] = list(found.schools)
    whole = []
    for model, ids in found.rows.items():
        rows = model._default_manager.in_bulk(ids)
        whole.append((model._meta.label_lower, [_fields(rows[pk], places) for pk in ids]))
    return whole


def _fields(row: models.Model, places: dict[str, list[int]]) -> dict[str, Any]:
    own = OWN.get(row._meta.label_lower, set())
    told = {}
    for field in row._meta.concrete_fields:
        if field.primary_key or field.name in own:
            continue
        value = getattr(row, field.attname)
        if isinstance(field, models.ForeignKey):
            there = places.get(field.related_model._meta.label_lower, [])
            value = f"the {there.index(value)}th" if value in there else value
        told[field.name] = value
    return told


def test_a_copied_school_is_as_one_that_was_acted_but_for_keys_and_names(copied):
    assert portrait("N-002") == portrait("N-001")
    assert portrait("N-900") == portrait("N-001")


def test_nothing_of_a_school_is_left_out_of_its_copy(copied):
    schools = copied.enrolments.order_by("pk").values_list("school", flat=True)
    first = Programme.objects.get(code="N-001").enrolments.order_by("pk")
    for old, new in zip(first.values_list("school", flat=True), schools, strict=True):
        for model in apps.get_models():
            for field in model._meta.concrete_fields:
                is_of_school = getattr(field.related_model, "__name__", "") == "School"
                if is_of_school and model._meta.app_label in {"people", "programmes"}:
                    rows = model._default_manager
                    n_old = rows.filter(**{field.name: old}).count()
                    n_new = rows.filter(**{field.name: new}).count()
                    if not model.__name__.endswith("Event"):
                        assert n_new == n_old, (model, field.name)


def test_names_and_addresses_of_copies_are_their_own(copied):
    people = Person.objects.filter(roles__programme=copied)
    assert people.count() > 10
    for person in people:
        assert person.user.email == person.email
        assert person.user.name == person.name
        assert person.email.endswith("@example.org")


def test_what_was_copied_has_its_history_and_the_log_says_so(copied):
    for model, ids in copies.pattern("N-002").rows.items():
        if model is User or not hasattr(model, "events"):
            continue
        said = model._default_manager.filter(pk__in=ids).exclude(events=None).distinct()
        assert said.count() == len(ids), model
    event = Event.objects.get(verb="copied")
    assert (event.subject_id, event.detail) == (str(copied.pk), {"of": "N-001"})


def test_a_copied_head_sees_the_copied_school_and_no_other(copied):
    from leadwell.people import access

    enrolment = copied.enrolments.first()
    head = RoleHeld.objects.get(school=enrolment.school, role=Role.HEADTEACHER)
    assert [each.pk for each in access.enrolments_for(head.person.user)] == [enrolment.pk]


def test_copying_again_writes_nothing(copied):
    before = Enrolment.objects.count()
    copies.copy(copies.pattern("N-001"), [(1, [make_school(), make_school()])], at=NOON)
    assert Enrolment.objects.count() == before


def test_the_database_refuses_a_copy_onto_a_school_that_has_a_head(acted):
    taken = list(Programme.objects.get(code="N-900").enrolments.select_related("school"))
    with pytest.raises(IntegrityError, match="school_has_one_head"), transaction.atomic():
        copies.copy(copies.pattern("N-001"), [(2, [each.school for each in taken])], at=NOON)

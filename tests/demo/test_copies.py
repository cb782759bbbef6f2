"""A programme that was copied is as one that was made by hand."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, models, transaction

from leadwell.accounts.models import User
from leadwell.audit.models import Event
from leadwell.demo import copies, fixture, names, plans, programme_world, sending
from leadwell.demo.people_world import Scene
from leadwell.demo.terms import Terms
from leadwell.people.models import Person, Role, RoleHeld
from leadwell.prepare.deploying.agreeing.hashing import sha256
from leadwell.prepare.models import Deployment
from leadwell.programmes.models import Enrolment, Programme
from leadwell.schools.models import School
from tests.demo.conftest import NOON, TODAY
from tests.demo.peopled import undone
from tests.factories import make_role, make_school, make_trust

OWN = {
    "accounts.user": {"name", "email", "password"},
    "people.person": {"name", "email"},
    "programmes.programme": {"name", "code"},
    "programmes.obligation": {"detail"},
    "prepare.deploymentsignature": {"statement", "sha256"},
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
            scene = Scene(Terms(TODAY), by, people)
            sending.go_on(scene, programme_world.make(scene, plan))
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
                if is_of_school and model._meta.app_label in {"people", "programmes", "prepare"}:
                    rows = model._default_manager
                    n_old = rows.filter(**{field.name: old}).count()
                    n_new = rows.filter(**{field.name: new}).count()
                    if not model.__name__.endswith("Event"):
                        assert n_new == n_old, (model, field.name)


def test_a_copied_agreement_says_its_own_words_and_promises_its_own_days(copied):
    first = Deployment.objects.filter(enrolment__programme__code="N-001")
    there = Deployment.objects.filter(enrolment__programme=copied)
    assert there.count() == first.count() == 2
    assert {one.state for one in there} == {"reviewed"}
    for one in there:
        signed = list(one.signatures.order_by("at"))
        assert [each.party for each in signed] == ["home", "host", "specialist"]
        assert {each.sha256 for each in signed} == {sha256(one)}
        assert str(one.specialist) in signed[0].statement
        assert all(str(one.standing_school) in each.statement for each in signed[1:])
        assert one.first_contact.detail == one.mid_review.detail == f"agreement {one.pk}"
        assert one.role.person == one.specialist.person
        assert one.role.enrolment == one.enrolment


def test_nobody_of_a_copy_is_sent_within_a_trust_where_it_can_be_helped(acted):
    of = copies.pattern("N-001")
    pairs = copies._pairs(of)
    assert pairs == [(1, 0), (0, 1)]  # each hub's specialist works in the other
    apart = [make_school(), make_school(), make_school()]
    one_trust = [make_school(trust=make_trust())] * 3
    there = [one_trust[0], School(pk=1, trust_id=one_trust[0].trust_id), apart[0]]
    turned = copies._apart(there, [(0, 1)])
    assert turned == [there[1], apart[0], there[0]]
    assert copies._apart(apart, [(0, 1), (1, 2)]) == apart
    assert copies._apart(one_trust, [(0, 1)]) == one_trust


def test_schools_whose_heads_are_named_are_not_copied_onto(acted):
    """Those that the next programme has asked have a head and are in nothing yet."""
    asked = make_role(Role.HEADTEACHER, school=make_school()).school
    taken = copies._taken()
    assert asked.pk in taken
    assert not taken & set(copies.pattern("N-001").schools)


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

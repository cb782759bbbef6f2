"""Somebody named for an action turns out to be here: what moves, what stays, who may, and never back."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse

from leadwell.audit import log
from leadwell.audit.models import Event
from leadwell.people import access
from leadwell.people.models import Erasure, Person, Role, SubjectRequest
from leadwell.people.privacy import actions as privacy
from leadwell.people.privacy import compiling, erasures, outliving
from leadwell.prepare.merging.actions import merge_person
from leadwell.prepare.models import AgreedAction
from tests.factories import (
    NOON,
    holder_of,
    make_action,
    make_enrolment,
    make_note,
    make_person,
    make_programme,
    make_role,
    make_school,
    make_user,
    make_visit,
)
from tests.people.privacy.conftest import tables_that_say
from tests.prepare.conftest import said

pytestmark = pytest.mark.django_db


@pytest.fixture
def head(enrolment):
    return holder_of(Role.HEADTEACHER, school=enrolment.school)


@pytest.fixture
def named(enrolment):
    """Jo, as the specialist wrote her down."""
    return make_person(
        name="Jo Quince", post="Year 4 teacher", home_school=enrolment.school,
        phone="01632 960001",
    )  # fmt: skip


@pytest.fixture
def known(enrolment):
    """Joanna, who has an account by now."""
    user = make_user(name="Joanna Quince")
    person = make_person(name=user.name, email=user.email, user=user)
    return make_role(Role.TEACHER, person=person, school=enrolment.school).person


@pytest.fixture
def actions(enrolment, named):
    ended = {"state": "evidenced", "evidence": "It hangs there", "ended_on": date(2026, 10, 1)}
    return [
        make_action(enrolment=enrolment, owner=named, what="Make a poster"),
        make_action(enrolment=enrolment, owner=named, what="Order counters", **ended),
    ]


def merge(named, known, by):
    merge_person(named=named, known=known, by=by, at=NOON)
    named.refresh_from_db()
    known.refresh_from_db()


def page(named):
    return reverse("prepare:merge-person", args=[named.pk])


def test_what_is_to_be_done_moves_with_its_history_and_the_log(named, known, head, actions):
    merge(named, known, head)
    assert set(AgreedAction.objects.filter(owner=known)) == set(actions)
    assert not AgreedAction.objects.filter(owner=named).exists()
    before = AgreedAction.pgh_event_model.objects.filter(owner=named)
    assert {event.pgh_obj_id for event in before} == {action.pk for action in actions}
    event = Event.objects.get(verb="merged")
    assert (event.subject_id, event.detail) == (str(named.pk), {"into": known.pk, "actions": 2})


def test_facts_go_to_whom_they_are_of_and_the_other_keeps_a_name_alone(named, known, head):
    merge(named, known, head)
    assert (known.name, known.post, known.phone) == (
        "Joanna Quince", "Year 4 teacher", "01632 960001"
    )  # fmt: skip
    assert (named.name, named.post, named.phone, named.email) == ("Jo Quince", "", "", "")
    assert (named.home_school, named.merged_into) == (None, known)


def test_what_was_signed_stays_as_it_was_signed(named, known, head, enrolment):
    note = make_note(make_visit(enrolment=enrolment, on=NOON.date()), owner=named)
    before = note.shown.sha256
    merge(named, known, head)
    assert note.shown.agreed.get().owner == named
    assert note.shown.agreed.get().action.owner == known
    note.shown.refresh_from_db()
    assert note.shown.sha256 == before


def test_nobody_is_shown_the_row_any_more_and_its_page_leads_to_the_person(
    client, named, known, head, actions
):
    merge(named, known, head)
    assert not access.people_for(head).filter(pk=named.pk).exists()
    client.force_login(head)
    assert client.get(named.get_absolute_url()).url == known.get_absolute_url()
    assert client.get(page(named)).status_code == 404
    stranger = holder_of(Role.HEADTEACHER, school=make_school())
    client.force_login(stranger)
    assert client.get(named.get_absolute_url()).status_code == 404
    absent = client.get(reverse("people:person", args=[987_654]))
    assert absent.status_code == 404


def test_the_two_pages_say_what_moves_and_ask_to_be_sure(client, named, known, head, actions):
    client.force_login(head)
    assert "They are somebody else here" in client.get(named.get_absolute_url()).text
    assert "Who is Jo Quince?" in client.get(page(named)).text
    assert "Say who they turned out to be" in client.post(page(named), {"known": ""}).text
    shown = client.post(page(named), {"known": "Joanna Quince"})
    text = said(shown)
    assert "Is Jo Quince the same as Joanna Quince?" in text
    assert "Make a poster Tansy Hill. Not started, due" in text
    assert "Order counters Tansy Hill. Done" in text
    assert "What is known of them: telephone, post, school" in text
    assert "cannot be undone" in text
    named.refresh_from_db()
    assert named.merged_into is None, "nothing is done before"
    sure = {"known": "Joanna Quince", "known_chosen": known.pk, "sure": known.pk}
    other = client.post(page(named), sure | {"sure": known.pk + 1})
    assert "the same as" in said(other), "sure of somebody else is not sure"
    done = client.post(page(named), sure, follow=True)
    assert "Jo Quince is Joanna Quince from now on." in said(done)
    assert done.redirect_chain[-1][0] == known.get_absolute_url()


def test_only_who_looks_after_people_there_may(client, named, known, leader, head, enrolment):
    teacher = holder_of(Role.TEACHER, school=enrolment.school)
    governor = holder_of(Role.GOVERNOR, school=enrolment.school)
    for user in (teacher, governor):
        with pytest.raises(PermissionDenied):
            merge(named, known, user)
    merge(named, known, holder_of(Role.HUB_LEAD, hub=enrolment.hub))


def test_two_who_sign_in_are_not_merged_and_whoever_has_a_role_is_not(known, head, enrolment):
    other = make_role(Role.TEACHER, school=enrolment.school).person
    with pytest.raises(PermissionDenied, match="has an account"):
        merge(other, known, head)
    contact = make_role(Role.TEACHER, person=make_person(), school=enrolment.school).person
    with pytest.raises(PermissionDenied, match="has, or had, a role here"):
        merge(contact, known, head)


def test_nobody_is_merged_into_somebody_of_another_school(named, head, actions):
    programme = make_programme()
    lead = holder_of(Role.PROGRAMME_LEAD, programme=actions[0].enrolment.programme)
    elsewhere = make_enrolment(programme=programme)
    stranger = make_role(Role.TEACHER, school=elsewhere.school).person
    with pytest.raises(PermissionDenied, match="does not work at Tansy Hill today"):
        merge(named, stranger, lead)
    with pytest.raises(PermissionDenied, match="Choose who they turned out to be"):
        merge(named, named, lead)


def test_who_was_forgotten_or_has_asked_something_is_left_alone(named, known, head):
    request = SubjectRequest.objects.create(
        kind="access", person=named, received_on=NOON.date(), logged_by=head, logged_at=NOON
    )
    with pytest.raises(PermissionDenied, match="The data protection officer answers first"):
        merge(named, known, head)
    request.answered_on, request.outcome = NOON.date(), "done"
    request.save()
    Erasure.objects.create(person=known.pk, erased_at=NOON)
    with pytest.raises(PermissionDenied, match="was forgotten"):
        merge(named, known, head)


def test_nothing_moves_where_the_log_fails(named, known, head, actions, monkeypatch):
    def broken(**_):
        raise RuntimeError("the log is full")

    monkeypatch.setattr(log, "record", broken)
    with pytest.raises(RuntimeError), transaction.atomic():
        merge_person(named=named, known=known, by=head, at=NOON)
    named.refresh_from_db()
    assert named.merged_into is None
    assert AgreedAction.objects.filter(owner=named).count() == 2


def test_it_is_one_way_and_the_database_keeps_it_so(named, known, head, enrolment):
    merge(named, known, head)
    with pytest.raises(PermissionDenied, match="merged into somebody else"):
        merge(make_person(name="Jo Q", home_school=enrolment.school), named, head)
    for fields in ({"email": "jo@example.org"}, {"merged_into": named}):
        with pytest.raises(IntegrityError, match="has_a_name_alone"), transaction.atomic():
            Person.objects.filter(pk=named.pk).update(**fields)


def test_whoever_was_named_twice_ends_with_one(named, known, head, enrolment):
    first = make_person(name="J. Quince", home_school=enrolment.school)
    merge(first, named, head)
    merge(named, known, head)
    first.refresh_from_db()
    assert first.merged_into == known


def test_a_copy_has_both_and_forgetting_leaves_neither(
    named, known, head, actions, tmp_path, monkeypatch
):
    monkeypatch.setattr(outliving.embedded, "home", lambda: tmp_path)
    merge(named, known, head)
    parts = compiling.compiled(known)
    told = " ".join(cell.text for part in parts for row in part.rows for cell in row)
    assert "Jo Quince" in told
    assert "Joanna Quince" in told
    officer = holder_of(
        Role.DATA_PROTECTION_OFFICER,
        organisation=actions[0].enrolment.programme.lead_organisation,
    )
    known.roles.update(ends_on=date(2026, 11, 1))
    request = SubjectRequest.objects.create(
        kind="erasure", person=known, received_on=NOON.date(), logged_by=officer, logged_at=NOON
    )
    privacy.erase(request=request, by=officer, at=NOON)
    assert tables_that_say("Jo Quince", "Joanna Quince", "01632 960001") == set()
    assert {one.person for one in erasures.in_rows()} == {named.pk, known.pk}

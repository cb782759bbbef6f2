"""Who may bring files in and decide about them, and when."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.urls import reverse

from leadwell.audit import log
from leadwell.people import access, actions, transitions
from leadwell.people.transitions import TRANSITIONS, State
from leadwell.schools.models import Load, School
from tests.factories import NOON, make_source, make_user
from tests.people.conftest import carry_out, page_of, post

pytestmark = pytest.mark.django_db

IMPORTS = reverse("people:imports")
UPLOAD = reverse("people:upload")


# Who may


@pytest.mark.parametrize("method", ["get", "post"])
def test_somebody_else_is_told_why_they_cannot_upload(client, method):
    client.force_login(make_user())
    response = getattr(client, method)(UPLOAD)

    assert response.status_code == 403
    assert "Only the administrator of this installation" in response.text


def test_somebody_else_cannot_tell_that_a_load_exists(client, looked, register):
    load = looked(register(900101))
    client.force_login(make_user())

    assert client.get(page_of(load)).status_code == 404
    for verb in ("confirm", "drop", "look-again"):
        assert post(client, verb, load).status_code == 404
    load.refresh_from_db()
    assert load.state == State.LOOKED


def test_an_action_asks_the_rule_even_when_a_view_forgets(looked, register):
    load, bob = looked(register(900101)), make_user(name="Bob")
    for act in (actions.confirm_load, actions.drop_load):
        with pytest.raises(PermissionDenied, match="Only the administrator"):
            act(load=load, by=bob, at=NOON)
    with pytest.raises(PermissionDenied, match="Only the administrator"):
        actions.upload_file(path=register(1), name="x", kind="register", by=bob, at=NOON)


def test_everybody_sees_which_files_the_figures_come_from(client, looked, register):
    make_source(name="ks2-of-2018.csv", academic_years=[2018], loaded_by="bob@example.org")
    looked(register(900101))
    client.force_login(make_user())
    text = client.get(IMPORTS).text

    for words in ("ks2-of-2018.csv", "2018/19", "final", "bob@example.org", "Fri\xa020\xa0Nov"):
        assert words in text
    assert "Upload a file" not in text
    assert "Under way" not in text


def test_the_administrator_sees_loads_under_way(as_alice, looked, register):
    load = looked(register(900101))
    text = as_alice.get(IMPORTS).text

    assert "Under way" in text
    assert page_of(load) in text
    assert "Upload a file" in text


def test_an_installation_without_data_says_what_will_stand_here(as_alice):
    assert "No published data is loaded yet." in as_alice.get(IMPORTS).text


@pytest.mark.parametrize("verb", ["confirm", "drop", "look-again"])
def test_deciding_is_never_a_visit(as_alice, looked, register, verb):
    load = looked(register(900101))
    assert as_alice.get(reverse(f"people:{verb}", args=[load.pk])).status_code == 405


def test_a_file_confirmed_by_somebody_whose_account_was_then_closed_is_not_loaded(looked, register):
    load = looked(register(900101))
    actions.confirm_load(load=load, by=load.uploaded_by, at=NOON)
    type(load.uploaded_by).objects.update(is_active=False)

    carry_out(load)

    assert load.state == State.REFUSED
    assert "Only the administrator" in load.refusal
    assert not School.objects.exists()


def test_whoever_lost_the_role_sees_no_uploads(looked, register):
    alice = looked(register(900101)).uploaded_by
    assert access.loads_for(alice).exists()
    alice.is_active = False
    assert not access.loads_for(alice).exists()


def test_asking_only_for_the_head_of_a_page_is_no_fault(as_alice):
    assert as_alice.head(UPLOAD).status_code == 200


# The moment


@pytest.mark.parametrize("state", State)
def test_the_page_offers_exactly_the_steps_the_table_allows(as_alice, looked, register, state):
    load = looked(register(900101))
    Load.objects.filter(pk=load.pk).update(state=state, refusal="because")
    text = as_alice.get(page_of(load)).text

    for verb in ("confirm", "drop"):
        offered = reverse(f"people:{verb}", args=[load.pk]) in text
        assert offered == (state in TRANSITIONS[verb].before)


@pytest.mark.parametrize("verb", ["confirm", "drop", "look-again"])
def test_deciding_twice_says_there_is_nothing_to_decide(as_alice, looked, register, verb):
    load = looked(register(900101))
    Load.objects.filter(pk=load.pk).update(state=State.DONE)
    response = post(as_alice, verb, load)

    assert response.status_code == 403
    assert "There is nothing to decide" in response.text


def test_every_state_can_be_reached_and_every_working_state_left():
    assert {step.after for step in TRANSITIONS.values()} == set(State)
    for state in transitions.WORKING:
        assert state in TRANSITIONS["refuse"].before


def test_a_step_is_taken_only_from_where_it_may_be(bring, register):
    load = bring(register(900101))
    assert not transitions.move("confirm", load.pk)
    assert transitions.move("look", load.pk)
    assert Load.objects.get().state == State.LOOKING


def test_a_load_is_not_confirmed_if_it_cannot_be_logged(looked, register, monkeypatch):
    load = looked(register(900101))
    monkeypatch.delattr(log, "record")
    with pytest.raises(AttributeError):
        actions.confirm_load(load=load, by=load.uploaded_by, at=NOON)

    load.refresh_from_db()
    assert load.state == State.LOOKED


def test_the_database_refuses_a_refusal_without_a_reason(bring, register):
    load = bring(register(900101))
    with pytest.raises(IntegrityError, match="a_refused_load_says_why"):
        Load.objects.filter(pk=load.pk).update(state=State.REFUSED)

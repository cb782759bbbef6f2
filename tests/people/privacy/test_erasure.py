"""Forgetting somebody who left: nothing of them is left in any table, and what stays is said."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import Error, connection, transaction
from django.utils import timezone

from leadwell.accounts.acting import acting_as
from leadwell.audit.models import Event, Look
from leadwell.people.mail.actions import choose_mail
from leadwell.people.models import Draft, Erasure, MailChoice, Message, Person, Role, RoleHeld
from leadwell.people.privacy import actions, erasures, lines, outliving
from tests.factories import holder_of, make_person, make_programme, make_role
from tests.people.privacy.conftest import ADDRESS, EARLIER, NAME, NOW, tables_that_say

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def list_of_this_test(tmp_path, monkeypatch):
    monkeypatch.setattr(outliving.embedded, "home", lambda: tmp_path)
    return tmp_path / erasures.NAME


def erase(asked, officer) -> Erasure:
    return actions.erase(request=asked, by=officer, at=NOW)


def test_no_table_says_the_name_or_an_address_afterwards_history_and_jobs_included(asked, officer):
    assert {"people_personevent", "people_draft", "audit_event", "procrastinate_jobs"} <= (
        tables_that_say(NAME, ADDRESS, EARLIER)
    )
    erase(asked, officer)
    assert tables_that_say(NAME, ADDRESS, EARLIER, "01632 960123") == set()


def test_the_person_stays_as_a_former_participant_who_can_never_sign_in(asked, officer, left):
    erase(asked, officer)
    left.person.refresh_from_db()
    left.user.refresh_from_db()
    assert (left.person.name, left.person.phone, left.person.post) == ("Former participant", "", "")
    assert left.person.email == left.user.email == lines.dead_address_of(left.person.pk)
    assert not left.user.is_active
    assert not left.user.has_usable_password()


def test_what_must_be_answered_for_stays_under_the_number(asked, officer, left):
    erase(asked, officer)
    assert RoleHeld.objects.filter(person=left.person, role=Role.SUBJECT_LEADER).exists()
    assert Look.objects.filter(by_user=left.user.pk).exists()
    # Which former participant did it is still told apart from another.
    assert Event.objects.filter(
        verb="changed", actor=lines.dead_address_of(left.person.pk)
    ).exists()


def test_what_a_colleague_wrote_keeps_its_other_words(asked, officer, left):
    erase(asked, officer)
    aim = left.enrolment.programme.aims.get()
    dead = lines.dead_address_of(left.person.pk)
    assert aim.text == f"former participant’s class talks more, {dead}."


def test_drafts_go_and_those_of_colleagues_stay(asked, officer, left):
    erase(asked, officer)
    with acting_as(left.user.pk):
        assert not Draft.objects.exists()
    assert "people_draft" in tables_that_say("Met former participant at ten")


def test_the_choice_of_mail_goes_and_what_was_sent_stays_under_the_number(asked, officer, left):
    choose_mail(digest="daily", notes_at_once=True, by=left.user)
    Message.objects.create(user=left.user, kind="digest", key="2026-W47", n_lines=1, at=NOW)
    erase(asked, officer)
    assert not MailChoice.objects.exists()
    assert Message.objects.get().user == left.user


def test_somebody_with_the_same_name_keeps_it(asked, officer):
    other = make_person(name=NAME, email="another.wren@example.org")
    Person.objects.filter(pk=other.pk).update(post=f"PA to {NAME}")
    erase(asked, officer)
    other.refresh_from_db()
    assert (other.name, other.post) == (NAME, f"PA to {NAME}")


def test_part_of_a_longer_name_or_address_is_not_taken_for_it(asked, officer, left):
    aim = left.enrolment.programme.aims.get()
    text = f"{NAME}e and a{NAME} and not.{ADDRESS} and {ADDRESS}.uk"
    type(aim).objects.filter(pk=aim.pk).update(text=text)
    erase(asked, officer)
    aim.refresh_from_db()
    assert aim.text == text


def test_the_certificate_counts_and_names_nobody(asked, officer, left):
    erasure = erase(asked, officer)
    done = {(line["table"], line["done"]): line["n"] for line in erasure.lines}
    assert done["people.Draft", "deleted"] == 1
    assert done["people.Person", "replaced"] == 1
    assert done["people.RoleHeld", "kept"] == 1
    assert done["mfa.Authenticator", "deleted"] == 1
    assert all(line["ground"] for line in erasure.lines if line["done"] == "kept")
    assert NAME not in str(erasure.lines)
    asked.refresh_from_db()
    assert (asked.outcome, str(asked)) == ("done", "To be forgotten: Former participant")


def test_the_list_beside_the_database_has_numbers_and_no_names(
    asked, officer, list_of_this_test, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        erasure = erase(asked, officer)
    [listed] = erasures.in_file()
    assert listed.key == (erasure.person, erasure.made_at)
    assert erasures.write_missing() == 0
    assert list_of_this_test.stat().st_mode & 0o777 == 0o600
    assert NAME not in list_of_this_test.read_text()


def test_a_line_cut_short_does_not_spoil_the_next(asked, officer, list_of_this_test):
    list_of_this_test.write_text('{"person": 1, "made')
    erase(asked, officer)
    erasures.write_missing()
    assert [one.person for one in erasures.in_file()] == [asked.person_id]


def test_a_number_that_is_somebody_elses_now_forgets_nobody(asked, officer, left):
    """After a restore a number may be given anew; when they were added tells them apart."""
    listed = erasures.Listed(left.person.pk, made_at=NOW, erased_at=NOW)
    assert not actions.erase_again(listed=listed, by="a test", at=NOW)
    left.person.refresh_from_db()
    assert left.person.name == NAME
    assert Erasure.objects.filter(person=left.person.pk, made_at=NOW).exists()


def test_who_is_listed_is_forgotten_again_once(asked, officer, left):
    listed = erasures.Listed(left.person.pk, erasures.made_at(left.person), erased_at=NOW)
    assert actions.erase_again(listed=listed, by="a test", at=NOW)
    assert not actions.erase_again(listed=listed, by="a test", at=NOW)
    assert tables_that_say(NAME, ADDRESS, EARLIER) == set()
    asked.refresh_from_db()
    assert asked.outcome == "done"


# Who may, and when


def test_nobody_in_post_is_forgotten(asked, officer, left):
    make_role(Role.TEACHER, person=left.person, school=left.enrolment.school,
              starts_on=timezone.localdate())  # fmt: skip
    with pytest.raises(PermissionDenied, match="still has a role"):
        erase(asked, officer)


def test_who_looks_after_the_installation_is_not_forgotten(asked, officer, left):
    type(left.user).objects.filter(pk=left.user.pk).update(is_administrator=True)
    with pytest.raises(PermissionDenied, match="looks after this installation"):
        erase(asked, officer)


def test_only_who_asked_to_be_is_forgotten_and_once(asked, officer):
    type(asked).objects.filter(pk=asked.pk).update(kind="access")
    with pytest.raises(PermissionDenied, match="has not asked to be forgotten"):
        erase(asked, officer)
    type(asked).objects.filter(pk=asked.pk).update(kind="erasure")
    erase(asked, officer)
    with pytest.raises(PermissionDenied, match="was answered"):
        erase(asked, officer)


def test_nobody_but_the_officer_forgets_anybody(asked):
    lead = holder_of(Role.PROGRAMME_LEAD, programme=make_programme())
    with pytest.raises(PermissionDenied, match="desk is the data protection officer’s"):
        erase(asked, lead)


# What the database lets the site do


def refused(sql: str, *parameters: object) -> str:
    with pytest.raises(Error) as refusal, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, list(parameters))
    return str(refusal.value)


HISTORY = "select people_forget_history(%s, 'people_person', '{}', %s::jsonb)"


def test_the_database_forgets_nobody_who_is_not_on_the_list(left):
    said = refused(HISTORY, left.person.pk, '{"name": "Former participant"}')
    assert "is not on the list of erasures" in said
    assert "is not on the list" in refused(
        "select people_forget_name(%s, 'audit_event', 'actor')", left.person.pk
    )


@pytest.mark.parametrize(
    "new", ['{"name": "Somebody else"}', '{"pgh_label": ""}', '{"email": "other@example.org"}']
)
def test_the_database_writes_only_what_forgetting_writes(asked, officer, left, new):
    erase(asked, officer)
    assert "not how a person is forgotten" in refused(HISTORY, left.person.pk, new)


@pytest.mark.parametrize(
    ("table", "way"),
    [
        ("people_roleheld", "{people_roleheld.programme_id}"),
        ("people_roleheld", "{people_roleheld.role}"),
        ("people_roleheld", "{}"),
        ("people_handover", "{people_roleheld.person_id}"),
        ("audit_look", "{}"),
        ("people_draft", "{people_draft.user_id,<people_person.user_id}"),
        ("people_person; drop table x", "{}"),
    ],
)
def test_the_database_follows_only_ways_that_lead_to_the_person(asked, officer, left, table, way):
    erase(asked, officer)
    refused("select people_forget_history(%s, %s, %s, null)", left.person.pk, table, way)


def test_a_table_of_ones_own_making_does_not_stand_in_for_the_list(left):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("create temp table people_erasure (person bigint, made_at timestamptz)")
        cursor.execute(
            "insert into pg_temp.people_erasure values (%s, %s)",
            [left.person.pk, erasures.made_at(left.person)],
        )
    assert "not on the list" in refused(HISTORY, left.person.pk, '{"name": ""}')


def test_history_of_others_is_as_it_was(asked, officer, left):
    history = Person.pgh_event_model.objects.exclude(pgh_obj=left.person.pk)
    before = list(history.order_by("pk").values())
    erase(asked, officer)
    assert list(history.order_by("pk").values()) == before
    assert before


def test_the_site_takes_nothing_off_the_list(asked, officer):
    erase(asked, officer)
    assert "permission denied" in refused("delete from people_erasure")
    assert "permission denied" in refused("update people_erasure set person = 1")

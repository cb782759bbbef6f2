"""Words that were for the safeguarding lead: taken out everywhere, by who may, and logged bare."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from leadwell.accounts.acting import acting_as
from leadwell.audit.models import Event
from leadwell.deliver.models import NotePurge, NoteStep, NoteVersion, Rag, Visit
from leadwell.deliver.notes import actions, purging, rules
from leadwell.deliver.notes.content import Agreed, Answer, Risk, Stand
from leadwell.deliver.notes.hashing import sha256, whole
from leadwell.deliver.placing import with_parts
from leadwell.people.drafts.actions import Device, keep_draft
from leadwell.people.models import Draft, Role
from leadwell.prepare import actions as prepare
from leadwell.prepare.models import AgreedAction, ProgressSaid
from tests.factories import (
    NOON,
    holder_of,
    make_action,
    make_attachment,
    make_content,
    make_note,
    make_visit,
)
from tests.owner import as_owner

pytestmark = pytest.mark.django_db

Section = NotePurge.Section
GONE = "Taken out: this was for the safeguarding lead."
A_DAY, TO_MONDAY = timedelta(days=1), timedelta(days=3)
EVERY_TABLE = """
select format('%I.%I', table_schema, table_name) from information_schema.tables
where table_schema = 'public' and table_type = 'BASE TABLE'
"""


def found_by_table(pattern):
    """What the pattern finds in any column of any table, history included: by what is found."""
    found = {}
    with as_owner() as cursor:
        cursor.execute(EVERY_TABLE)
        for (table,) in cursor.fetchall():
            cursor.execute(
                "select distinct (regexp_matches(t::text, %s, 'gi'))[1] "
                f"from {table} t where t::text ~* %s",
                [pattern, pattern],
            )
            for (word,) in cursor.fetchall():
                found.setdefault(word, set()).add(table.removeprefix("public."))
    return found


def where_secrets_are():
    return found_by_table("zz([a-z]+)zz")


def is_anywhere(word):
    return bool(found_by_table(f"({word})"))


def secret(section):
    """A word that stands in that section alone."""
    return f"zz{section}zz"


def lay(part, about, author, words, device):
    device = Device(device)
    with acting_as(author.pk):
        keep_draft(form=part, about=about, words=words, base=0, device=device, by=author, at=NOON)


def content(visit, **fields):
    answers = tuple(
        Answer(one.pk, how, f"{secret('answers')} {how}")
        for one, how in zip(
            visit.enrolment.actions.open().order_by("pk"),
            (ProgressSaid.How.STUCK, ProgressSaid.How.DROPPED),
            strict=False,
        )
    )
    red = Stand(Rag.RED, f"A {secret('reasons')}")
    fields = {
        "answers": answers, "gap_task_note": f"A {secret('answers')}",
        "purpose": f"For {secret('purpose')}", "seen": f"I saw {secret('seen')}",
        "strengths": (f"A {secret('strengths')}", "Another"),
        "adaptations": f"An {secret('adaptations')}", "readiness": ("R3",),
        "readiness_note": f"A {secret('readiness')}", "risk": Risk(f"A {secret('risk')}"),
        "stands": dict.fromkeys(("engagement", "implementation", "impact"), red),
        "agreed": (Agreed(f"Ask {secret('agreed')}", visit.specialist, visit.on + TO_MONDAY),),
        "next_on": visit.on + timedelta(days=28), "next_focus": f"More {secret('agreed')}",
    } | fields  # fmt: skip
    return make_content(visit, **fields)


@pytest.fixture
def note(enrolment, visit, author, head, hub_lead):
    """Shared, taken back, shared twice more, signed and added to, with drafts lying about: each
    section's word is in as many places as it can get to."""
    Visit.objects.filter(pk=visit.pk).update(
        purpose=f"Not {secret('purpose')}", purpose_by=visit.specialist
    )
    visit.refresh_from_db()
    for n in range(2):
        make_action(enrolment=enrolment, what=f"Buy counters {n}")
    found = actions.begin_note(visit=visit, by=author, at=NOON)

    def share(said):
        actions.share_note(note=found, content=said, by=author, at=NOON)
        found.refresh_from_db()

    share(content(visit, next_on=visit.on + timedelta(days=20)))
    actions.withdraw_note(note=found, by=author, at=NOON)
    found.refresh_from_db()
    share(content(visit))
    dropped = enrolment.actions.get(what="Buy counters 1")
    prepare.reopen_action(
        action=dropped, because="Still wanted", due_on=NOON.date() + TO_MONDAY, by=author, at=NOON
    )
    kept = found.shown.agreed.get().action
    agreed = Agreed(f"Ask {secret('agreed')} again", visit.specialist, kept.due_on, known=kept.pk)
    share(content(visit, agreed=(agreed,)))
    make_attachment(found, title=f"A {secret('files')}")
    actions.comment(note=found, text=f"Not {secret('said')}", by=head, at=NOON)
    found.refresh_from_db()
    for part, words in {
        "note-seen": {"seen": secret("seen"), "strength-1": secret("strengths"), "n_classes": "3",
                      "adaptations": secret("adaptations")},
        "note-done": {"purpose": secret("purpose"), "people_met": ["1", "2"]},
        "note-before": {"text-7": secret("answers"), "gap_task_note": secret("answers")},
        "note-agreed": {"a1-what": secret("agreed"), "a1-due_on": "2026-12-01"},
        "note-standing": {"impact": "red", "impact-reason": secret("reasons")},
        "note-following": {"risk": secret("risk"), "next_focus": secret("agreed"),
                           "readiness_note": secret("readiness")},
    }.items():  # fmt: skip
        lay(part, visit.pk, author, words, "phone")
        lay(part, visit.pk, author, {**words, "more": "x"}, "laptop")
    lay("note-sign", found.pk, head, {"comment": secret("said")}, "phone")
    actions.sign_note(
        note=found, version=found.shown, comment=f"A {secret('said')}",
        sees_differently=f"Or {secret('said')}", authenticated_at=NOON, by=head, at=NOON,
    )  # fmt: skip
    actions.add_to_note(note=found, text=f"Also {secret('said')}", by=author, at=NOON)
    found.refresh_from_db()
    return found


def test_each_sections_words_go_from_every_table_and_the_others_stay(note, author):
    where = where_secrets_are()
    assert set(where) == set(Section.values)
    assert {"prepare_agreedactionevent", "people_draft"} <= where["agreed"]
    assert {"deliver_visit", "deliver_visitevent"} <= where["agreed"]
    assert {"prepare_progresssaid", "prepare_agreedaction"} <= where["answers"]
    assert "deliver_visitevent" in where["purpose"]
    for section in Section.values:
        with transaction.atomic():
            with acting_as(author.pk):
                actions.purge_note(note=note, sections=[section], by=author, at=NOON)
            assert where_secrets_are() == {s: at for s, at in where.items() if s != section}
            transaction.set_rollback(True)


def test_all_of_it_goes_at_once_and_what_is_left_says_so(note, head):
    before = list(NoteVersion.objects.filter(note=note).values_list("number", "engagement"))
    with acting_as(head.pk):
        actions.purge_note(note=note, sections=Section.values, by=head, at=NOON)
    assert where_secrets_are() == {}
    shown = NoteVersion.objects.get(pk=note.shown_id)
    assert (shown.seen, shown.strengths, shown.impact_reason) == (GONE, [GONE, GONE], GONE)
    assert list(NoteVersion.objects.filter(note=note).values_list("number", "engagement")) == before
    with as_owner():
        drafts = list(Draft.objects.filter(form="note-seen").order_by("is_beside"))
    assert [draft.words["n_classes"] for draft in drafts] == ["3", "3"]
    assert "Buy counters 0" in AgreedAction.objects.values_list("what", flat=True)


def test_a_signature_stays_under_the_words_as_they_were(client, note, author, head):
    signed = note.shown.signature
    actions.purge_note(note=note, sections=["seen"], by=author, at=NOON)
    kept = with_parts(NoteVersion.objects.get(pk=note.shown_id))
    assert kept.signature.sha256 == signed.sha256 == kept.sha256 != sha256(whole(kept))
    client.force_login(head)
    page = client.get(note.get_absolute_url()).text
    assert f"by {author.person}: the signature is under the words as they were." in page


def test_a_signature_after_it_is_under_what_is_left(visit, author, head):
    note = make_note(visit, seen="Zanzibar")
    actions.purge_note(note=note, sections=["seen"], by=author, at=NOON - A_DAY)
    note.refresh_from_db()
    actions.sign_note(note=note, version=note.shown, authenticated_at=NOON, by=head, at=NOON)
    kept = with_parts(NoteVersion.objects.get(pk=note.shown_id))
    assert kept.signature.sha256 == sha256(whole(kept)) != kept.sha256


def test_a_purpose_that_came_from_the_note_before_goes_there_too_and_that_note_says_so(
    enrolment, visit, author
):
    first = make_note(visit, next_on=visit.on + TO_MONDAY, next_focus="Zanzibar")
    following = enrolment.visits.get(on=visit.on + TO_MONDAY)
    second = make_note(following, at=NOON + TO_MONDAY, purpose="Zanzibar", answers=tuple(
        Answer(one.pk, ProgressSaid.How.MOVING) for one in enrolment.actions.open()
    ))  # fmt: skip
    actions.purge_note(note=second, sections=["purpose"], by=author, at=NOON)
    assert not is_anywhere("Zanzibar")
    assert [(one.sections, one.followed.note) for one in first.purges.all()] == [
        (["agreed"], second)
    ]
    assert [one.sections for one in purging.in_rows()] == [("purpose",)]
    assert first.shown.agreed.get().what != GONE


def test_it_is_logged_without_a_word_of_it(note, author):
    actions.purge_note(note=note, sections=["seen", "risk"], by=author, at=NOON)
    step = NoteStep.objects.filter(note=note).latest("pk")
    assert (step.verb, step.by, step.state) == ("purge", author.person, note.state)
    event = Event.objects.latest("pk")
    assert (event.verb, event.subject_id, event.detail) == ("purge", str(note.pk), {})


def test_a_draft_that_was_never_shared_is_emptied_and_the_device_forgets(client, visit, author):
    client.force_login(author)
    seen = reverse("deliver:write-note", args=[visit.pk, "seen"])
    client.post(seen, {"seen": "Zanzibar", "strength-1": "Counters", "then": "later"})
    assert reverse("deliver:purge-draft", args=[visit.pk]) in client.get(seen).text
    page = client.get(reverse("deliver:purge-draft", args=[visit.pk]), follow=True)
    address = page.redirect_chain[-1][0]
    assert "First tell the school’s designated safeguarding lead" in page.text
    after = client.post(address, {"sections": ["seen"]}, follow=True)
    assert f'data-sent-for-good="{author.pk}:note-seen:{visit.pk}"' in after.text
    assert not is_anywhere("Zanzibar")
    with as_owner():
        assert Draft.objects.get(form="note-seen").words["strength-1"] == "Counters"


def test_a_device_that_still_has_the_words_does_not_put_them_back_by_itself(visit, author):
    note = actions.begin_note(visit=visit, by=author, at=NOON)
    phone = {"form": "note-seen", "about": visit.pk, "by": author, "at": NOON}
    with acting_as(author.pk):
        first = keep_draft(words={"seen": "Zanzibar"}, base=0, device=Device("a", turn=1), **phone)
        actions.purge_note(note=note, sections=["seen"], by=author, at=NOON)
        again = keep_draft(
            words={"seen": "Zanzibar!"}, base=first.version, device=Device("a", turn=2), **phone
        )
        assert again.is_beside
        assert Draft.objects.standing().get().words == {"seen": ""}


def test_before_anything_is_kept_there_is_nothing_to_take_out(client, visit, author):
    client.force_login(author)
    page = client.get(reverse("deliver:purge-draft", args=[visit.pk]), follow=True)
    assert "Nothing is kept of this note yet." in page.text


def test_who_signs_for_the_school_may_and_others_are_told_why_not(client, note, head, hub_lead):
    address = reverse("deliver:purge-note", args=[note.pk])
    client.force_login(head)
    assert client.get(address).status_code == 200
    assert "Choose at least one section" in client.post(address, {}).text
    client.force_login(hub_lead)
    refused = client.post(address, {"sections": ["seen"]})
    assert refused.status_code == 403
    assert "Only its author and who signs for the school can take words out" in refused.text
    client.force_login(holder_of(Role.HEADTEACHER, school=make_visit().enrolment.school))
    assert client.get(address).status_code == 404
    assert not NotePurge.objects.exists()


def test_the_action_asks_the_rule_itself(note, hub_lead):
    assert not rules.may_purge(hub_lead, note)
    with pytest.raises(PermissionDenied):
        actions.purge_note(note=note, sections=["seen"], by=hub_lead, at=NOON)


def refuses(who, statement, *values, match):
    with (
        acting_as(who.pk),
        pytest.raises(DatabaseError, match=match),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement, values)


def test_the_database_takes_out_nothing_without_a_row_of_the_same_moment(note, author):
    row = NotePurge.objects.create(note=note, sections=["seen"], by=author.person, at=NOON)
    with as_owner():
        NotePurge.objects.update(written_at=NOON)  # of another day
    for number in (row.pk, row.pk + 1):
        refuses(author, "select deliver_purge(%s)", number, match="nothing says")
    assert is_anywhere(secret("seen"))


@pytest.mark.parametrize(
    ("statement", "match"),
    [
        ("update deliver_notepurge set sections = '{risk}'", "permission denied"),
        ("delete from deliver_notepurge", "permission denied"),
        ("update deliver_noteversion set seen = ''", "permission denied"),
        ("select people_forget_name(1, 'deliver_noteversion', 'seen')", "not on the list"),
    ],
)
def test_the_site_changes_no_word_by_itself(note, author, statement, match):
    actions.purge_note(note=note, sections=["seen"], by=author, at=NOON)
    refuses(author, statement, match=match)


def test_a_section_that_nobody_knows_is_refused(note, author):
    refuses(
        author,
        "insert into deliver_notepurge (note_id, sections, by_id, at) values (%s, %s, %s, now())",
        note.pk,
        ["everything"],
        author.person.pk,
        match="purge_says_where",
    )


def test_what_a_restore_brings_back_is_taken_out_again(note, author):
    sections = ["agreed", "files", "seen"]
    with transaction.atomic():
        actions.purge_note(note=note, sections=sections, by=author, at=NOON)
        listed = purging.in_rows()
        transaction.set_rollback(True)  # as it was last night
    assert is_anywhere(secret("seen"))
    assert purging.purge_again(listed, by="restore", at=NOON) == 1
    assert not set(sections) & set(where_secrets_are())
    assert purging.purge_again(listed, by="restore", at=NOON) == 0
    assert (note.purges.get().by, note.purges.get().at) == (author.person, NOON)


def test_the_list_outlives_the_database_in_a_file_without_a_word_of_any_note(
    note, author, monkeypatch, tmp_path
):
    monkeypatch.setenv("LEADWELL_HOME", str(tmp_path))
    actions.purge_note(note=note, sections=["seen"], by=author, at=NOON)
    listed = purging.in_rows()
    for _ in range(2):
        purging.write_missing()
    assert purging.in_file() == listed == purging.listed_so_far()
    kept = (tmp_path / purging.NAME).read_text()
    assert len(kept.splitlines()) == 1
    assert "zz" not in kept
    (tmp_path / purging.NAME).write_text(kept[:20])  # a machine was lost while it was written
    purging.write_missing()
    assert purging.in_file() == listed

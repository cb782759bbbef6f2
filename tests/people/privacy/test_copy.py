"""What somebody gets who asks what is held about them: all of it, and nothing about others."""

import io
import json
import math
import zipfile

import pytest
from django.urls import reverse
from pypdf import PdfReader

from leadwell.audit import log
from leadwell.audit.models import Event, Look
from leadwell.people.models import Handover, Role, SubjectRequest
from leadwell.people.privacy import compiling, dictionary, places
from leadwell.people.privacy.others import Others
from tests.factories import make_person, make_role, make_user
from tests.people.privacy.conftest import ADDRESS, EARLIER, NAME, NOW

pytestmark = pytest.mark.django_db
OTHER = "Tamsin Quill"


@pytest.fixture
def copy_asked(left, officer) -> SubjectRequest:
    """Tamsin has followed Wren, was in Wren's log, and looked at Wren's page."""
    tamsin = make_person(name=OTHER, user=make_user(name=OTHER), email="tamsin@example.org")
    coming = make_role(Role.SUBJECT_LEADER, person=tamsin, school=left.enrolment.school)
    Handover.objects.create(leaving=left.role, coming=coming, opened_at=NOW)
    Event.objects.create(  # as an action wrote it before the log had no words
        at=NOW, actor=ADDRESS, verb="met", subject_type="people.person",
        subject_id=str(left.person.pk), detail={"with": OTHER},
    )  # fmt: skip
    log.looked(
        at=NOW, by_user=tamsin.user_id, as_roles="SUB", outcome=Look.Outcome.OPENED,
        page="people:person", record="account", about_people=[left.person.pk, tamsin.pk],
    )  # fmt: skip
    return SubjectRequest.objects.create(
        kind="access", person=left.person, received_on=NOW.date(), logged_by=officer, logged_at=NOW
    )


def take(desk, asked: SubjectRequest, kind: str, shown) -> bytes:
    address = reverse("people:request-copy", args=[asked.pk])
    return desk.post(address, {"as": kind, "shown": sorted(shown)}).content


def rows(told: dict, what: str) -> list[dict]:
    return next(table["rows"] for table in told["tables"] if table["what"] == what)


def test_the_file_has_every_table_and_earlier_states_and_masks_others(desk, copy_asked, left):
    parts = compiling.compiled(left.person)
    told = json.loads(take(desk, copy_asked, "json", compiling.shown_first(parts)))
    text = json.dumps(told, ensure_ascii=False)
    for fact in (NAME, ADDRESS, EARLIER, "01632 960123", "Maths lead", "Subject leader"):
        assert fact in text
    assert OTHER not in text
    assert "tamsin@example.org" not in text
    assert compiling.MASKED in text
    assert told["your_rights"].startswith("You may ask")
    assert all(table["why_and_how_long"] for table in told["tables"])


def test_every_table_of_the_dictionary_that_is_about_people_is_looked_into(copy_asked, left):
    who = places.named(left.person)
    found = {part.table for part in compiling.compiled(left.person)}
    for entry in places.personal():
        condition = places.about(entry, who)
        if condition and entry.model.objects.filter(condition).exists():
            assert entry.name in found
    assert {"people.Person", "people.RoleHeld", "people.Handover", "audit.Event", "audit.Look",
            "accounts.Session", "people.Draft", "people.SubjectRequest"} <= found  # fmt: skip


def test_no_personal_table_is_out_of_reach():
    """A new table about people must say how its rows lead to somebody. Numbers of pupils lead to
    no child, and jobs name nobody by a column."""
    nobody = places.Named(0, 0, frozenset(), "")
    unreached = [
        entry.name
        for entry in places.personal()
        if places.about(entry, nobody) is None and places.naming(entry, nobody) is None
    ]
    assert unreached == [
        "people.CountedAtom", "people.ReleasedSet", "procrastinate.ProcrastinateJob",
    ]  # fmt: skip
    assert set(unreached) <= set(dictionary.tables())


def test_secrets_are_never_given_away(desk, copy_asked, left):
    parts = compiling.compiled(left.person)
    everything = {cell.key for part in parts for cell in part.choices}
    text = take(desk, copy_asked, "json", everything).decode()
    left.user.refresh_from_db()
    assert left.user.password not in text
    assert "k" * 32 not in text
    assert compiling.HIDDEN in text


def test_the_officer_may_let_one_name_be_read_and_it_is_noted(desk, copy_asked, left):
    parts = compiling.compiled(left.person)
    [met] = [
        cell for part in parts if part.table == "audit.Event"
        for cell in part.choices if OTHER in cell.text
    ]  # fmt: skip
    shown = compiling.shown_first(parts) | {met.key}
    text = take(desk, copy_asked, "json", shown).decode()
    assert text.count(OTHER) == 1
    assert Event.objects.get(verb="took a copy").detail == {"kind": "json", "shown": [met.key]}


def test_the_officer_may_mask_what_the_machine_let_through(desk, copy_asked, left):
    text = take(desk, copy_asked, "json", set()).decode()
    assert "Maths lead" not in text
    assert "01632 960123" in text


def test_drafts_are_counted_and_not_opened(desk, copy_asked, left):
    text = take(desk, copy_asked, "json", set()).decode()
    assert "only their writer can open them" in text
    assert "Private" not in text


def test_the_pdf_says_the_same(desk, copy_asked, left):
    shown = compiling.shown_first(compiling.compiled(left.person))
    pages = PdfReader(io.BytesIO(take(desk, copy_asked, "pdf", shown))).pages
    text = " ".join("".join(page.extract_text() for page in pages).split())
    assert f"What is held about {NAME}" in text
    assert "01632 960123" in text
    assert OTHER not in text


def text_of(content: bytes) -> str:
    pages = PdfReader(io.BytesIO(content)).pages
    return " ".join("".join(page.extract_text() for page in pages).split())


def test_a_long_copy_is_several_pdf_files_with_every_record_once(
    desk, copy_asked, left, monkeypatch
):
    monkeypatch.setattr("leadwell.web.pdf.document.MOST_ROWS", 7)
    for n in range(12):
        log.record(at=NOW, actor=ADDRESS, verb=f"wrote{n:02}", subject=left.person)
    address = reverse("people:request-copy", args=[copy_asked.pk])
    parts = compiling.compiled(left.person)
    shown = sorted(compiling.shown_first(parts))
    n_rows, n_notes = sum(len(one.rows) for one in parts), sum(bool(one.note) for one in parts)
    response = desk.post(address, {"as": "pdf", "shown": shown})
    assert response["Content-Disposition"].endswith('.zip"')
    with zipfile.ZipFile(io.BytesIO(b"".join(response))) as archive:
        assert archive.testzip() is None
        texts = [text_of(archive.read(name)) for name in archive.namelist()]
    assert len(texts) == math.ceil((n_rows + n_notes) / 7)
    for n, text in enumerate(texts, start=1):
        assert f"{n} of {len(texts)}: all of them together have every record" in text
        assert f"{n_rows:,}" in text
    said = " ".join(texts)
    assert [said.count(f"wrote{n:02}") for n in range(12)] == [1] * 12
    assert OTHER not in said
    look = Look.objects.filter(outcome=Look.Outcome.EXPORTED).latest("pk")
    assert (look.page, look.n_rows) == ("people:request-copy", n_rows)


def test_a_long_copy_that_cannot_be_made_is_not_sent_in_part(desk, copy_asked, monkeypatch):
    """The third file fails: nothing of the two before is sent."""
    made = iter([b"one", b"two"])
    monkeypatch.setattr("leadwell.web.pdf.document.MOST_ROWS", 3)
    monkeypatch.setattr("leadwell.web.pdf.press.made", lambda _: next(made))
    with pytest.raises(StopIteration):
        desk.post(reverse("people:request-copy", args=[copy_asked.pk]), {"as": "pdf"})


def test_the_page_before_has_a_tick_for_each_cell_and_none_for_others(desk, copy_asked):
    text = desk.get(reverse("people:request-copy", args=[copy_asked.pk])).text
    assert OTHER in text
    assert 'value="people.Person:' in text


def test_a_table_of_many_rows_is_decided_by_column(copy_asked, left):
    for _ in range(compiling.ONE_BY_ONE + 1):
        log.record(at=NOW, actor=ADDRESS, verb="wrote", subject=left.person)
    [part] = [p for p in compiling.compiled(left.person) if p.table == "audit.Event"]
    assert part.is_long
    assert [cell.key for cell in part.choices] == ["audit.Event:*:actor", "audit.Event:*:detail"]
    assert [cell.names_others for cell in part.choices] == [False, True]


def test_a_pupils_request_has_no_copy_here(desk, left, officer):
    asked = SubjectRequest.objects.create(
        kind="access", school=left.enrolment.school, received_on=NOW.date(), logged_by=officer,
        logged_at=NOW,
    )  # fmt: skip
    response = desk.get(reverse("people:request-copy", args=[asked.pk]))
    assert response.status_code == 403
    assert "only the school knows" in response.text


@pytest.mark.parametrize(
    ("text", "is_named"),
    [
        ("Met Tamsin Quill at ten", True),
        ("TAMSIN QUILL’s class", True),
        ("Tamsin wrote, and Quill answered", False),
        ("Quilla Tamsin", False),
        ("Mrs Quill’s lesson was calm", True),
        ("MS. QUILL", True),
        ("T. Quill took it over", True),
        ("A quill and ink", True),
        ("Miss Penrose", False),
        ("write to somebody@example.org", True),
        (f"write to {ADDRESS}", False),
        (f"{NAME} wrote", False),
    ],
)
def test_others_are_found_by_a_whole_name_or_an_address(copy_asked, left, text, is_named):
    assert Others(places.named(left.person)).are_named_in(text) == is_named

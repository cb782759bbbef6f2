"""Bringing a file in by page: upload, what would change, confirm, and who may."""

from pathlib import Path

import pytest
from django.urls import reverse

from leadwell.audit.models import Event
from leadwell.people import actions, loading, rules
from leadwell.people.forms import UploadForm
from leadwell.people.transitions import State
from leadwell.schools.models import Content, Load, PublishedYear, School, SourceFile
from leadwell.schools.sources.sniffing import MAX_BYTES
from tests.factories import NOON, make_administrator
from tests.people.conftest import carry_out, page_of, post, sent
from tests.schools.sources import makers

pytestmark = pytest.mark.django_db

IMPORTS = reverse("people:imports")
UPLOAD = reverse("people:upload")


# From the file to the figures


def test_an_upload_says_what_would_change_and_changes_nothing_until_it_is_confirmed(
    as_alice, register
):
    response = as_alice.post(UPLOAD, sent(register(900101, 900102)), follow=True)
    load = Load.objects.get()
    assert response.redirect_chain == [(page_of(load), 302)]
    assert "waits to be looked at" in response.text

    loading.look(load_id=load.pk, at=NOON, say=lambda _: None)
    response = as_alice.get(page_of(load))
    assert "This is what the file would change." in response.text
    load.refresh_from_db()
    assert load.report["changes"]["n_new"] == 2
    assert load.report["sentences"][0] in response.text
    assert not School.objects.exists()
    assert not SourceFile.objects.exists()

    response = post(as_alice, "confirm", load)
    assert "being loaded" in response.text
    assert not School.objects.exists()

    carry_out(load)
    response = as_alice.get(page_of(load))
    assert "This file is loaded." in response.text
    assert School.objects.count() == 2
    assert SourceFile.objects.get().loaded_by == load.uploaded_by.email


def test_the_year_is_typed_as_people_write_it(as_alice, results):
    file = results(makers.school(900101))
    as_alice.post(UPLOAD, sent(file, "results", academic_year="2018/19", status="final"))

    load = Load.objects.get()
    assert (load.academic_year, load.status) == (2018, "final")


def test_a_year_and_a_status_mean_nothing_for_a_register(as_alice, register):
    as_alice.post(UPLOAD, sent(register(900101), academic_year="2018/19", status="final"))

    load = Load.objects.get()
    assert (load.academic_year, load.status) == (None, "")


def test_a_small_file_and_one_that_went_to_disk_arrive_alike(as_alice, register, settings):
    file = register(900101)
    as_alice.post(UPLOAD, sent(file))
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 0
    as_alice.post(UPLOAD, sent(file))

    assert Load.objects.count() == Content.objects.count() == 1


def test_changed_figures_are_shown_before_and_after(as_alice, looked, results):
    first = looked(results(makers.school(900101, SCHNAME="Tansy Hill")), "results", status="final")
    actions.confirm_load(load=first, by=first.uploaded_by, at=NOON)
    carry_out(first)
    changed = makers.school(900101, SCHNAME="Tansy Hill", PTRWM_EXP="71%", READPROG="SUPP",
                            READPROG_LOWER="SUPP", READPROG_UPPER="SUPP")  # fmt: skip

    text = as_alice.get(page_of(looked(results(changed), "results", status="final"))).text

    assert "Figures that differ: 4 of 4" in text
    assert "Tansy Hill" in text
    assert "67%" in text
    assert "71%" in text
    assert "Too few pupils" in text


def test_what_was_found_in_the_file_is_told(as_alice, looked, results):
    rows = [
        makers.school(900101),
        makers.cut(makers.school(900102), after="NFTYPE"),
        makers.area(3),
    ]
    text = as_alice.get(page_of(looked(results(*rows), "results"))).text

    for words in (
        "UTF-8",
        "Mainstream school",
        "Council",
        "state-funded schools in England",
        "taken in as far as",
    ):
        assert words in text
    assert "header says 2018/19" in text
    assert "figures we know are not in this file" in text


def test_a_file_that_is_loaded_already_can_only_be_dropped(as_alice, looked, register):
    first = looked(register(900101))
    actions.confirm_load(load=first, by=first.uploaded_by, at=NOON)
    carry_out(first)
    again = looked(register(900101))

    text = as_alice.get(page_of(again)).text

    assert "This file would change nothing." in text
    assert "Load it" not in text
    assert "Drop it" in text
    assert "is loaded already" in rules.may_confirm_load(again.uploaded_by, again).reason


def test_a_dropped_file_leaves_nothing_behind_but_its_line(as_alice, looked, register):
    load = looked(register(900101))
    response = post(as_alice, "drop", load)

    assert "was dropped. Nothing was changed." in response.text
    assert not Content.objects.exists()
    assert not School.objects.exists()
    assert Event.objects.filter(verb="dropped", subject_id=load.pk).exists()


# The bytes


def test_the_uploaded_bytes_are_kept_packed_and_only_until_the_load_has_ended(looked, register):
    file = register(*range(900101, 900301))
    load = looked(file)
    uploaded = Content.objects.get()
    assert uploaded.n_bytes < file.stat().st_size / 5

    actions.confirm_load(load=load, by=load.uploaded_by, at=NOON)
    assert carry_out(load).state == State.DONE
    assert load.content is None
    # What stays is the text of the file as columns, with the source it came from.
    assert Content.objects.get() == SourceFile.objects.get().raw != uploaded


def test_bytes_that_another_load_needs_stay(looked, register):
    load = looked(register(900101))
    bob = make_administrator(name="Bob")
    other = actions.upload_file(
        path=register(900101), name="again.csv", kind="register", by=bob, at=NOON
    )

    actions.drop_load(load=load, by=load.uploaded_by, at=NOON)

    other.refresh_from_db()
    assert other.content is not None
    assert Content.objects.count() == 1


def test_a_file_sent_twice_by_an_impatient_hand_is_one_load(as_alice, register):
    for _ in range(2):
        response = as_alice.post(UPLOAD, sent(register(900101)))

    assert Load.objects.count() == 1
    assert response.url == page_of(Load.objects.get())
    assert Event.objects.filter(verb="uploaded").count() == 1


# Refused


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"<!doctype html><title>404 Not found</title>", "a web page saved under a .csv name"),
        (b'{"message": "Gone"}', "an error message from the download page"),
        (b"PK\x03\x04xl/", "a spreadsheet, not a CSV file"),
        (b"", "This file is empty"),
        (b"a,b\r\n1,2\r\n", "This is not the register of schools"),
    ],
)
def test_what_is_no_such_file_is_refused_at_once_in_a_sentence(as_alice, tmp_path, content, words):
    path = makers.saved(content, tmp_path)
    response = as_alice.post(UPLOAD, sent(path))

    assert words in response.text
    assert "Error:" in response.text
    assert not Load.objects.exists()
    assert not Content.objects.exists()


def test_a_good_file_brought_as_another_is_told_which_it_is(as_alice, register):
    response = as_alice.post(UPLOAD, sent(register(900101), "results"))
    text = response.text.replace("&#x27;", "'")

    assert "This is the register of schools. Choose “School register” above" in text


def test_a_file_over_the_cap_is_refused(as_alice, register, monkeypatch):
    monkeypatch.setattr("leadwell.schools.sources.sniffing.MAX_BYTES", 100)
    assert MAX_BYTES == 400_000_000
    assert "too large" in as_alice.post(UPLOAD, sent(register(900101))).text


def test_a_year_nobody_can_read_is_refused_with_the_way_to_write_it(as_alice, results):
    response = as_alice.post(
        UPLOAD, sent(results(makers.school(900101)), "results", academic_year="last year")
    )
    assert "Write it like 2018/19" in response.text
    assert not Load.objects.exists()


def test_an_empty_form_says_what_to_do(as_alice):
    text = as_alice.post(UPLOAD, {}).text
    assert "Say what is in the file" in text
    assert "Choose the file" in text


def test_damage_found_by_the_worker_is_told_line_by_line(as_alice, looked, results):
    load = looked(results(makers.school(900101, PTRWM_EXP="abc")), "results")
    text = as_alice.get(page_of(load)).text

    assert load.state == State.REFUSED
    assert "This file was refused. Nothing was changed." in text
    assert "Line 2" in text
    assert "PTRWM_EXP" in text
    assert "abc" in text
    assert "Why are fewer schools right?" not in text
    assert not Content.objects.exists()


@pytest.mark.parametrize("england", [True, False], ids=["far fewer schools", "England left out"])
def test_too_few_schools_can_be_right_when_somebody_says_why(as_alice, looked, results, england):
    first = looked(results(*map(makers.school, range(900101, 900121))), "results")
    actions.confirm_load(load=first, by=first.uploaded_by, at=NOON)
    carry_out(first)
    few = [makers.school(urn, PTRWM_EXP="80%") for urn in range(900101, 900104)]
    load = looked(results(*few, england=england), "results")

    text = as_alice.get(page_of(load)).text
    assert "If it is right as it is, say why below." in text
    assert "--accept-fewer" not in text
    assert "Why are fewer schools right?" in text

    text = post(as_alice, "look-again", load, {"fewer_because": ""}).text
    assert "Say why fewer schools are right" in text

    post(as_alice, "look-again", load, {"fewer_because": "Only three schools of one trust"})
    loading.look(load_id=load.pk, at=NOON, say=lambda _: None)
    load.refresh_from_db()
    assert load.state == State.LOOKED

    actions.confirm_load(load=load, by=load.uploaded_by, at=NOON)
    carry_out(load)
    assert PublishedYear.objects.filter(urn=900101, values__contains=[80]).exists()
    assert PublishedYear.objects.filter(urn=900120).exists()
    assert Event.objects.get(verb="explained").subject_id == str(load.pk)


def test_saying_why_does_not_help_a_damaged_file(as_alice, looked, results):
    load = looked(results(makers.school(900101, PTRWM_EXP="abc")), "results")
    response = post(as_alice, "look-again", load, {"fewer_because": "because"})

    assert response.status_code == 403
    assert "Upload the right file instead" in response.text


def test_bytes_of_a_refused_file_are_let_go_of_after_a_day(looked, results):
    load = looked(results(makers.school(900101), england=False), "results")
    actions.let_go_of_refused(at=NOON + actions.KEPT_AFTER_REFUSAL)
    assert Content.objects.exists()

    actions.let_go_of_refused(at=NOON + actions.KEPT_AFTER_REFUSAL * 2)
    load.refresh_from_db()
    assert not Content.objects.exists()
    assert not rules.may_look_again(load.uploaded_by, load)


# The page that follows the work


def test_while_the_worker_is_at_it_the_page_asks_each_second_and_without_script_reloads(
    as_alice, bring, register
):
    load = bring(register(900101))
    Load.objects.filter(pk=load.pk).update(state=State.LOOKING, progress="Reading the register")
    text = as_alice.get(page_of(load)).text

    assert 'hx-trigger="every 1s"' in text
    assert "Reading the register." in text
    assert '<meta http-equiv="refresh"' in text.split("<noscript>")[1].split("</noscript>")[0]
    assert "</noscript>" in text.split("</head>")[0]


def test_the_page_stops_asking_when_there_is_nothing_to_wait_for(as_alice, looked, register):
    text = as_alice.get(page_of(looked(register(900101)))).text
    assert "hx-trigger" not in text
    assert "http-equiv" not in text


def test_the_page_asking_gets_only_the_piece_and_nothing_when_nothing_is_new(
    as_alice, bring, register
):
    load, ask = bring(register(900101)), {"HX-Request": "true"}
    piece = as_alice.get(page_of(load), headers=ask)
    assert "<html" not in piece.text
    assert 'id="load"' in piece.text
    assert "HX-Request" in piece["Vary"]

    same = as_alice.get(page_of(load), {"seen": f"{State.WAITING}|"}, headers=ask)
    assert (same.status_code, same.content) == (204, b"")


def test_the_form_says_how_large_a_file_may_be():
    assert "400 MB" in UploadForm.base_fields["file"].help_text


def test_a_real_file_of_one_county_is_looked_at_whole(as_alice, looked, shared_data: Path):
    load = looked(shared_data / "ks2" / "2018-936-ks2.csv", "results", status="final")
    text = as_alice.get(page_of(load)).text

    assert load.report["changes"]["n_new"] == 242
    assert "taken in as far as they go" in text
    assert load.report["facts"]["n_short_rows"] > 0

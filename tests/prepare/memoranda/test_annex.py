"""The annex to clause 10: drawn from the dictionary, the rules in force and who answers; frozen."""

import io
import re
from xml.etree import ElementTree as ET
from zipfile import ZipFile

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from leadwell.explore.models import ImpactAssessment
from leadwell.people.models import RuleChange
from leadwell.people.privacy import retention
from leadwell.people.privacy.dictionary import tables
from leadwell.prepare.memoranda import actions, annex, writing
from leadwell.prepare.memoranda.page import changes_of
from leadwell.programmes.models import Controller, Programme
from leadwell.web.paper.paper import Paper
from leadwell.web.pdf import press
from tests.factories import NOON, make_person
from tests.prepare.memoranda.conftest import again, drafted, sent

TOLD_NOWHERE = {"session", "rule_change"}
"""Who is signed in just now, and changes of the rules themselves."""


def parts(version):
    """The annex as it is kept, by heading."""
    kept = [each for each in version.content["parts"] if each["heading"].startswith("Annex")]
    return {each["heading"].partition(": ")[2]: str(each["blocks"]) for each in kept}


def test_it_says_what_why_who_how_long_and_what_evaluators_read(world):
    found = parts(sent(world).shown)
    assert list(found) == [
        "who answers for data", "which data, what for and how long", "how pupils stand in it",
        "what who evaluates it reads", "what people can ask",
    ]  # fmt: skip
    assert (
        "Larkwater Teaching School, the lead organisation: controller"
        in found["who answers for data"]
    )
    assert "No data protection impact assessment" in found["who answers for data"]
    data = found["which data, what for and how long"]
    assert tables()["deliver.NoteVersion"].purpose in data
    assert "Kept for 24 months:" in data
    assert "6 years after the programme’s end" in data
    assert "one term after the programme’s end" in data  # the key of the three pupils
    assert "stays at the school" in found["how pupils stand in it"]
    assert annex.NOT_NAMED in found["what who evaluates it reads"]


def test_what_is_told_of_pupils_and_names_is_what_this_memorandum_says(academy):
    Programme.objects.update(is_evaluation_named=True)
    found = parts(sent(academy, left_out=[12], trust_signatory=academy.chief.person).shown)
    assert "Three pupils" not in found["which data, what for and how long"]
    assert "Results of whole year groups" in found["which data, what for and how long"]
    assert annex.NAMED in found["what who evaluates it reads"]
    assert "its trust is meant: Alder Trust" in found["who answers for data"]


def test_an_assessment_that_was_signed_is_told_with_its_day(world):
    ImpactAssessment.objects.create(
        programme=world.enrolment.programme, outcome="go", signed_by=make_person(), signed_at=NOON,
        review_on=NOON.date().replace(year=NOON.year + 1),
    )  # fmt: skip
    told = parts(sent(world).shown)["who answers for data"]
    assert re.search(r"was signed on .*: go ahead\. It is looked at again by", told)


def test_how_long_is_as_the_officer_has_made_it_and_a_change_is_shown_with_the_next_version(world):
    memorandum = sent(world)
    RuleChange.objects.create(
        rule="log",
        version=2,
        months=36,
        because="As the council asks",
        changed_by=world.lead,
        changed_at=NOON,
    )
    Controller.objects.filter(party="lead").update(name="Another lead")
    drafted(world)
    version = actions.send(
        memorandum=again(memorandum), because="Data", by=world.manager, at=NOON
    )  # fmt: skip
    changes = {one.heading: one for one in changes_of(version)}
    assert list(changes) == [
        "Annex to clause 10: who answers for data",
        "Annex to clause 10: which data, what for and how long",
    ]
    now = "\n".join(changes["Annex to clause 10: which data, what for and how long"].now)
    looked = tables()["audit.Look"].purpose
    assert f"Kept for 3 years:\nWho did what, and who looked. {looked}." in now
    assert "Another lead" in str(changes["Annex to clause 10: who answers for data"].now)


def test_nothing_is_sent_before_somebody_answers_for_the_data(world):
    Controller.objects.filter(party="school").delete()
    with pytest.raises(PermissionDenied, match="name the schools, or their trust in the table"):
        sent(world)


def test_every_table_about_people_is_told_of_or_is_of_no_school(db):
    """What is kept of a school's people is kept under a rule that the annex names."""
    of_schools = {record for one in annex.KEPT for record in one.records}
    assert not of_schools & annex.OF_NO_SCHOOL
    for entry in tables().values():
        if entry.is_personal and entry.name not in {one.table for one in annex.KEPT}:
            assert entry.record in of_schools | annex.OF_NO_SCHOOL, entry.name
            if entry.record in of_schools:
                assert entry.keep in annex.rules_told() | TOLD_NOWHERE, entry.name
    assert annex.rules_told() <= set(retention.rules())


def test_it_stands_on_the_page_the_pdf_and_the_word_file_and_is_under_the_hash(client, world):
    memorandum = sent(world)
    version = memorandum.shown
    client.force_login(world.head)
    page = client.get(reverse("prepare:memorandum", args=[world.enrolment.pk])).text
    assert "Annex to clause 10: which data, what for and how long" in page
    args = [memorandum.pk, version.number]
    word = client.get(reverse("prepare:memorandum-docx", args=args)).content
    with ZipFile(io.BytesIO(word)) as archive:
        text = "".join(ET.fromstring(archive.read("word/document.xml")).itertext())
    assert "Annex to clause 10: who answers for data" in text
    assert client.get(reverse("prepare:memorandum-pdf", args=args)).content.startswith(b"%PDF")
    without = {
        **version.content,
        "parts": [p for p in version.content["parts"] if "Annex" not in p["heading"]],
    }
    assert writing.sha256(without) != version.sha256 == writing.sha256(version.content)


def test_it_takes_two_sides_at_most(world):
    for party, name in (("evaluator", "Inkle Vale"), ("host", "Larkwater"), ("funder", "The fund"),
                        ("home_school", "Schools that release")):  # fmt: skip
        Controller.objects.create(
            programme=world.enrolment.programme, party=party, name=name, position="processor",
            what_for="Rows under codes, and figures of groups; the contract of 12 April",
        )  # fmt: skip
    memorandum = sent(world)
    found = annex.annex(memorandum)
    paper = Paper(
        name="annex", kicker="Annex", title="Data", lede="", colours=(), colours_note="",
        parts=tuple(found), ends=(), as_at=NOON.date(), is_published=False,
    )  # fmt: skip
    pages = re.findall(rb"/Type\s*/Page\b(?!s)", press.printed(paper))
    assert 1 <= len(pages) <= 2

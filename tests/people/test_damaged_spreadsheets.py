"""Each list that goes out as a spreadsheet and comes back: what is damaged in it is refused in plain
words, with the row where there is one, and no table of the database is another afterwards."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django.urls import reverse

from leadwell.explore.choosing.spreadsheet import CANDIDATES
from leadwell.people.models import Role
from leadwell.people.spreadsheets.contacts import CONTACTS
from leadwell.prepare.deploying.register.spreadsheet import SPECIALISTS
from tests.factories import (
    holder_of,
    make_candidate,
    make_enrolment,
    make_hub,
    make_programme,
    make_role,
    make_school,
)
from tests.lib.spreadsheet.making import SHEET, damaged
from tests.sent import make_specialist
from tests.spreadsheets import look, take_out, words, worked_in
from tests.walk.asking import ask

pytestmark = pytest.mark.django_db
LISTS = {"contacts": CONTACTS, "nominations": CANDIDATES, "register": SPECIALISTS}
SECOND_ROW = re.compile(rb'(<row r="2".*?)(<c r="C2"[^>]*>.*?</c>|<c r="C2"[^>]*/>)', re.DOTALL)


@pytest.fixture
def programme():
    made = make_programme(code="SUMS")
    hub = make_hub(made, name="Coast")
    for name in ("Tansy Hill", "Alder Bank"):
        part = make_enrolment(hub=hub, school=make_school(name=name))
        make_role(Role.HEADTEACHER, school=part.school)
        make_candidate(programme=made, school=make_school(name=f"{name} Juniors"))
        make_specialist(hub=hub)
    return made


@pytest.fixture
def manager(client, programme):
    client.force_login(holder_of(Role.PROJECT_MANAGER, programme=programme))
    return client


def with_a_formula(content: bytes) -> bytes:
    formula = rb'\1<c r="C2" t="str"><f>1+1</f><v>2</v></c>'
    return damaged(content, SHEET, lambda xml: SECOND_ROW.sub(formula, xml, count=1))


def with_merged_cells(content: bytes) -> bytes:
    merged = b'</sheetData><mergeCells count="1"><mergeCell ref="B2:C3"/></mergeCells>'
    return damaged(content, SHEET, lambda xml: xml.replace(b"</sheetData>", merged, 1))


def with_100_000_rows(content: bytes) -> bytes:
    rows = b"".join(b'<row r="%d"><c><v>1</v></c></row>' % n for n in range(2, 100_002))
    return damaged(content, SHEET, lambda xml: xml.replace(b"</sheetData>", rows + b"</sheetData>"))


DAMAGES = {
    "malformed": (lambda content: content[: len(content) // 2], ("damaged",)),
    "another file": (lambda content: b"urn,name\r\n1,2\r\n", ("no spreadsheet",)),
    "a formula": (with_a_formula, ("a formula", "Row 2")),
    "merged cells": (with_merged_cells, ("merged", "Row 2")),
    "100,000 rows": (with_100_000_rows, ("more than 10,000 rows",)),
}


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("name", LISTS)
def test_it_is_refused_with_the_row_and_nothing_is_changed(manager, programme, name, damage):
    listing, (change, said) = LISTS[name], DAMAGES[damage]
    content = change(take_out(manager, listing, programme))
    file = SimpleUploadedFile("list.xlsx", content)
    answer = ask(
        manager, "POST", reverse(listing.address, args=[programme.code]),
        data=encode_multipart(BOUNDARY, {"file": file}), content_type=MULTIPART_CONTENT,
    )  # fmt: skip
    assert answer.status == 200
    text = " ".join(re.sub(r"<[^>]+>", " ", answer.text).split())
    assert [one for one in said if one not in text] == [], text[-1500:]
    assert 'name="carried"' not in answer.text
    assert not answer.changed


@pytest.mark.parametrize("name", LISTS)
def test_a_row_that_is_there_twice_is_refused_with_both(manager, programme, name):
    listing = LISTS[name]
    out = take_out(manager, listing, programme)
    content = worked_in(out, listing.layout(programme), lambda rows: rows.append(dict(rows[0])))
    page = look(manager, listing, programme, content)
    assert "there twice, in rows" in words(page)
    assert "carried" not in page.text

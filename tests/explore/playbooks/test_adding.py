"""A playbook of one's own: shown first, then added; refused with line and reason, nothing kept."""

from html import unescape

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse

from leadwell.audit.models import Event
from leadwell.explore.playbooks import actions, rules, shelf
from leadwell.programmes import registering
from leadwell.programmes.models import OwnPlaybook, Programme
from leadwell.programmes.playbooks import read_playbook
from tests.explore.playbooks.files import KEY, TITLE, text_of_ones_own
from tests.explore.playbooks.test_setting_up import send
from tests.factories import NOON, make_colleague

pytestmark = pytest.mark.django_db


def said(response):
    return " ".join(unescape(response.text).split())


def upload(client, text, name="ours.yaml"):
    file = SimpleUploadedFile(name, text.encode(), content_type="application/yaml")
    return client.post(reverse("explore:add-playbook"), {"file": file})


def confirm(client, text, name="ours.yaml"):
    return client.post(reverse("explore:add-playbook"), {"text": text, "name": name})


def add(by, **changes):
    data = text_of_ones_own(**changes).encode()
    return actions.add_playbook(data=data, name="ours.yaml", by=by, at=NOON)


def test_a_file_is_shown_as_its_page_will_be_before_anything_is_added(as_administrator):
    page = said(upload(as_administrator, text_of_ones_own()))
    assert "Nothing is added yet." in page
    assert TITLE in page
    assert "Add it" in page
    assert not OwnPlaybook.objects.exists()


def test_what_was_shown_is_added_and_can_be_set_up_from(as_administrator, administrator):
    text = text_of_ones_own()
    response = confirm(as_administrator, text)
    assert response.url == reverse("explore:playbook", args=[KEY])
    own = OwnPlaybook.objects.get()
    assert (own.key, own.title, own.text, own.added_by) == (KEY, TITLE, text, administrator)
    assert Event.objects.filter(verb="added").exists()
    assert TITLE in said(as_administrator.get(reverse("explore:playbooks")))
    send(as_administrator, KEY)
    assert Programme.objects.get().started_from.sha256 == own.sha256


def test_a_preview_goes_round_through_a_browser_to_the_same_playbook(as_administrator):
    """What a hidden field makes of line ends changes nothing that is read."""
    confirm(as_administrator, text_of_ones_own().replace("\n", "\r\n"))
    assert OwnPlaybook.objects.get().text == text_of_ones_own()
    assert shelf.find(KEY).playbook.title == TITLE


def test_each_fault_of_a_file_is_told_with_its_line(as_administrator):
    text = text_of_ones_own(months="230", focus_group="everybody")
    page = said(upload(as_administrator, text))
    assert "ours.yaml was not taken: it has 2 faults." in page
    assert "months: must be a whole number, 6 to 60 ('230')" in page
    assert "focus_group: must be one of" in page
    assert not OwnPlaybook.objects.exists()


def test_what_comes_back_changed_is_refused_as_a_file_would_be(as_administrator):
    page = said(confirm(as_administrator, text_of_ones_own(months="230")))
    assert "months: must be a whole number, 6 to 60 ('230')" in page
    assert not OwnPlaybook.objects.exists()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("x" * 70_000, "60,000 are the most"),
        ("a: &a [1]\nb: *a\n", "refers to another place of the file"),
        ("format: 7\n", "is written in format 7, and this version of Leadwell reads format 1"),
        ("PK\x03\x04", "is a spreadsheet or another packed file"),
        ("lessons:\n" + "  - row\n" * 100_000, "60,000 are the most"),
        ("name,urn\nTansy,1\n", "must be a group of names and values"),
    ],
)
def test_what_is_no_playbook_is_refused_with_the_reason(as_administrator, text, told):
    assert told in said(upload(as_administrator, text))
    assert not OwnPlaybook.objects.exists()


@pytest.mark.parametrize(
    ("months", "later", "told"),
    [
        ("=1+1", 0, "months: must be a whole number"),
        ("23\nmonths: 11", 1, "months: is written twice"),
        ("23\n<<: {months: 11}", 1, "<<: is not known"),
    ],
)
def test_formulas_and_what_is_there_twice_or_merged_are_told_by_line(
    as_administrator, months, later, told
):
    """later: lines after that of the first months."""
    text = text_of_ones_own(months=months)
    line = text[: text.index("months:")].count("\n") + 1 + later
    assert f"line {line}, {told}" in said(upload(as_administrator, text))
    assert not OwnPlaybook.objects.exists()


def test_a_key_that_is_in_use_is_not_taken_twice(as_administrator, administrator):
    add(administrator)
    assert "There is a playbook called our-own-maths already." in said(
        upload(as_administrator, text_of_ones_own())
    )
    shipped = text_of_ones_own(key="oracy-for-disadvantaged-pupils")
    assert "already. Give this one another key." in said(upload(as_administrator, shipped))


def test_two_at_the_same_instant_are_one_in_the_database(administrator):
    own = add(administrator)
    playbook = read_playbook(own.text.encode(), name="x")
    with pytest.raises(IntegrityError, match="one_playbook_of_a_key_in_use"), transaction.atomic():
        registering.add_playbook(playbook=playbook, text=own.text, by=administrator, at=NOON)


def test_a_key_is_free_again_once_its_playbook_was_taken_back(as_administrator, administrator):
    own = add(administrator)
    address = reverse("explore:take-back-playbook", args=[own.pk])
    assert as_administrator.post(address).url == reverse("explore:playbooks")
    assert shelf.find(KEY) is None
    assert as_administrator.post(address).status_code == 403
    assert add(administrator).key == KEY


def test_programmes_stay_as_they_are_when_their_playbook_is_taken_back(
    as_administrator, administrator
):
    own = add(administrator)
    send(as_administrator, KEY)
    actions.take_back(own=own, by=administrator, at=NOON)
    programme = Programme.objects.select_related("started_from").get()
    assert shelf.started_from(programme).title == TITLE


def test_who_may_open_no_programme_adds_no_playbook_and_is_told_why(as_reader):
    for answer in (
        as_reader.get(reverse("explore:add-playbook")), upload(as_reader, text_of_ones_own()),
        confirm(as_reader, text_of_ones_own()),
        as_reader.post(reverse("explore:take-back-playbook", args=[1])),
    ):  # fmt: skip
        assert answer.status_code == 403
        assert "Only who may open a programme here can add a playbook" in said(answer)
    with pytest.raises(PermissionDenied):
        add(make_colleague().user)


def test_nothing_is_kept_that_cannot_be_logged(administrator, monkeypatch):
    monkeypatch.delattr("leadwell.audit.log.record")
    with pytest.raises(AttributeError):
        add(administrator)
    assert not OwnPlaybook.objects.exists()


def test_one_that_cannot_be_read_any_more_is_left_out_and_hinders_nothing(
    as_administrator, administrator
):
    add(administrator)
    OwnPlaybook.objects.update(text="format: 0\n")
    assert as_administrator.get(reverse("explore:playbooks")).status_code == 200
    assert shelf.find(KEY) is None
    assert rules.is_new(read_playbook(text_of_ones_own().encode(), name="x"))


def test_a_group_of_its_own_comes_with_the_playbook(as_administrator):
    text = text_of_ones_own(focus_group="custom\nown_group: Pupils new to English")
    assert "For pupils new to English in" in said(upload(as_administrator, text))
    confirm(as_administrator, text)
    send(as_administrator, KEY)
    assert Programme.objects.get().pupils == "Pupils new to English"

"""Rubrics: those that come with Leadwell, and how a file of one's own is refused whole."""

import hashlib

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from leadwell.explore.models import Rubric
from leadwell.explore.reviewing import actions, rules, shelf
from leadwell.explore.reviewing.rubrics import MOST_BYTES, read_rubric, shipped
from leadwell.people.models import Role
from leadwell.schools.sources.refusal import Refused
from tests.explore.reviewing.conftest import signed_in
from tests.factories import NOON, holder_of, make_programme, make_school

KEPT = {
    ("disadvantaged-pupils", 1): "2b5b179b8de39363d9820244a8047c22e10053ab07148112f8ef0367b569e956",
    ("primary-mathematics", 1): "45ad384f571dc2b03dcd33a46684c20a19cbed70769da0487972cc087a319daf",
}
"""SHA-256 of each: a version never changes. One that is to say something else is a later one."""


def text(**changed):
    """A small rubric that can be right; changed: what stands in its place."""
    domains = changed.pop("domains", None) or "".join(domain(n) for n in range(1, 6))
    head = {"format": "1", "key": "small", "version": "1", "title": "Small", "about": "For us"}
    lines = "".join(f"{name}: {value}\n" for name, value in (head | changed).items())
    guidance = "guidance: [{title: A guide, publisher: Somebody, year: 2024}]\n"
    return f"{lines}{guidance}domains:\n{domains}".encode()


def domain(n, keys=("one", "two"), levels="[a, b, c, d]"):
    criteria = "".join(
        f"      - {{key: {key}-{n}, title: T, asks: Is it so, levels: {levels}}}\n" for key in keys
    )
    return f"  - key: d{n}\n    title: D{n}\n    criteria:\n{criteria}"


def test_those_that_come_with_leadwell_are_whole_and_follow_something_public():
    assert set(shipped()) == set(KEPT)
    for called, (rubric, file) in shipped().items():
        assert 5 <= len(rubric.domains) <= 9
        assert all(2 <= len(each.criteria) <= 5 for each in rubric.domains)
        assert all(one.is_link and one.year >= 2020 for one in rubric.guidance)
        assert hashlib.sha256(file.encode()).hexdigest() == KEPT[called], called


def test_a_rubric_of_ones_own_is_read():
    rubric = read_rubric(text(), name="small.yaml")
    assert (rubric.name, len(rubric.criteria)) == ("Small, version 1", 10)
    assert rubric.by_key["two-3"].looks_like(4) == "d"


@pytest.mark.parametrize(
    ("data", "line", "reason"),
    [
        (text(domains="".join(domain(n) for n in range(1, 5))), 8, "has 4; it must be a list of 5 to 9"),
        (text(domains="".join(domain(n) for n in range(1, 6)).replace("d2", "d1")), 13, "stands there twice"),
        (text(domains="".join(domain(n) for n in range(1, 6)).replace("two-5", "two-1")), 32, "in another domain too"),
        (text(domains="".join(domain(n, keys=("one",)) for n in range(1, 6))), 11, "has 1; it must be"),
        (text(domains="".join(domain(n, levels="[a, b, c]") for n in range(1, 6))), 11, "has 3; it must be"),
        (text(domains="".join(domain(n, levels="[a, b, c, c]") for n in range(1, 6))), 11, "stands there twice"),
        (text(version='"=1+1"'), 3, "must be a whole number"),
        (text(title="|\n  x\ntitle: y"), 6, "is written twice"),
        (text(about="&a x"), 5, "refers to another place"),
        (text(colour="red"), 6, "is not known"),
        (text(title="|\n  x\n<<: {about: y}"), 6, "is not known"),
        (b"PK\x03\x04\x14\x00", 1, "is a spreadsheet or another packed file"),
        (b"format: 1\nkey: [", 3, "cannot be read as YAML"),
        (b"format: 1\nkey: \xff", 2, "is not written in UTF-8"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_right_is_refused_with_line_and_reason(data, line, reason):
    with pytest.raises(Refused) as refused:
        read_rubric(data, name="small.yaml")
    first = next(one for one in refused.value.problems if reason in one.reason)
    assert first.line == line


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"x" * (MOST_BYTES + 1), "60,000 are the most"),
        (b"domains:\n" + b"  - row\n" * 100_000, "60,000 are the most"),
        (b"", "it is empty"),
        (text(format="2"), "written in format 2"),
    ],
)
def test_oversize_empty_and_later_formats_are_refused_before_anything_is_read(data, says):
    with pytest.raises(Refused, match=says):
        read_rubric(data, name="small.yaml")


@pytest.mark.django_db
def test_who_leads_a_programme_brings_one_sees_it_first_and_takes_it_back():
    lead = holder_of(Role.PROGRAMME_LEAD, programme=make_programme())
    client, add = signed_in(lead), reverse("explore:add-rubric")
    faulty = client.post(add, {"file": SimpleUploadedFile("r.yaml", text(colour="red"))})
    assert "it may be format, key, version" in faulty.text
    seen = client.post(add, {"file": SimpleUploadedFile("r.yaml", text())})
    assert "Nothing is added yet" in seen.text
    assert not Rubric.objects.exists()
    added = client.post(add, {"text": text().decode().replace("\n", "\r\n"), "name": "r.yaml"})
    row = Rubric.objects.get()
    assert added.url == reverse("explore:rubric", args=["small", 1])
    assert row.text == text().decode()
    assert client.get(reverse("explore:rubric-file", args=["small", 1])).content == text()
    again = client.post(add, {"file": SimpleUploadedFile("r.yaml", text(title="Other"))})
    assert "is here already" in again.text
    actions.add_rubric(data=text(version="2"), name="r.yaml", by=lead, at=NOON)
    assert [one.rubric.version for one in shelf.latest() if one.rubric.key == "small"] == [2]
    client.post(reverse("explore:take-back-rubric", args=[row.pk]))
    assert [one.rubric.version for one in shelf.every() if one.rubric.key == "small"] == [2]
    assert client.get(reverse("explore:rubric", args=["small", 1])).status_code == 200


@pytest.mark.django_db
def test_a_head_brings_none_and_nothing_of_a_refused_one_is_kept():
    head = holder_of(Role.HEADTEACHER, school=make_school())
    refused = signed_in(head).get(reverse("explore:add-rubric"))
    assert (refused.status_code, "Only those who lead a programme" in refused.text) == (403, True)
    with pytest.raises(PermissionDenied):
        actions.add_rubric(data=text(), name="r.yaml", by=head, at=NOON)
    assert not Rubric.objects.exists()
    assert rules.is_new(read_rubric(text(), name="r.yaml"))

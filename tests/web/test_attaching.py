"""A file sent with a form is told by its bytes, and is taken away as a file."""

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile

from leadwell.lib.attached import MOST_BYTES, TOO_LARGE, Attached, Kind
from leadwell.web import exports
from leadwell.web.attaching import AttachedField, taken_away
from tests.lib.test_attached import PDF, picture, word


class AForm(forms.Form):
    file = AttachedField(kinds=(Kind.PDF, Kind.PNG), otherwise="A PDF, please.")


class Unread(SimpleUploadedFile):
    def read(self, *args):
        raise AssertionError("it is not read")


def sent(data, name="anything.txt"):
    return AForm({}, {"file": SimpleUploadedFile(name, data)})


def test_what_is_kept_is_told_by_its_bytes_and_not_by_its_name():
    form = sent(PDF, "picture.png")
    assert form.is_valid()
    assert form.cleaned_data["file"] == Attached(Kind.PDF, PDF)


@pytest.mark.parametrize(
    ("data", "why"),
    [(word(), "A PDF, please."), (picture("JPEG"), "A PDF, please."), (b"", "This file is empty"),
     (b"x", "This file is none of them")],
)  # fmt: skip
def test_what_cannot_be_kept_is_refused_with_the_reason(data, why):
    assert why in sent(data).errors["file"][0]


def test_a_file_is_asked_for():
    assert AForm({}, {}).errors["file"] == ["Choose the file"]


def test_a_file_that_is_too_large_is_refused_before_it_is_read():
    large = Unread("large.pdf", PDF)
    large.size = MOST_BYTES + 1
    form = AForm({}, {"file": large})
    assert form.errors["file"] == [TOO_LARGE]


def test_the_browser_offers_what_may_be_chosen():
    assert AForm().fields["file"].widget.attrs["accept"] == ".pdf,.png"
    assert AttachedField().widget.attrs["accept"] == ".pdf,.jpg,.jpeg,.png,.docx"


def test_it_is_taken_away_as_a_file_and_counted():
    response = taken_away(memoryview(PDF), name="Plan of unit 3", ending="pdf")
    assert response.content == PDF
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'attachment; filename="Plan-of-unit-3.pdf"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert exports.n_rows_of(response) == 1


@pytest.mark.parametrize("kind", list(Kind))
def test_every_kind_is_known_by_its_ending(kind):
    assert Kind.of(kind.ending) == kind

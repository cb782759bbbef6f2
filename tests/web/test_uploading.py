import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import StopUpload
from django.test import RequestFactory
from django.urls import reverse

from leadwell.web import uploading
from tests.factories import make_administrator

pytestmark = pytest.mark.django_db


def a_file(n_bytes=10):
    return SimpleUploadedFile("register.csv", b"x" * n_bytes)


def test_nothing_of_a_strangers_is_written_to_disk(client, tmp_path, settings):
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    client.post(reverse("account_login"), {"file": a_file(100_000)})
    assert not list(tmp_path.iterdir())


def test_an_upload_past_the_most_we_read_is_cut_off(monkeypatch):
    monkeypatch.setattr(uploading, "MOST_BYTES", 1000)
    request = RequestFactory().post("/", {"file": a_file(2000)})
    request.user = make_administrator()
    handler = uploading.CappedUploadHandler(request)
    handler.new_file("file", "register.csv", "text/csv", 2000)
    handler.receive_data_chunk(b"x" * 1000, 0)
    with pytest.raises(StopUpload):
        handler.receive_data_chunk(b"x", 1000)


def test_an_administrators_file_arrives(client):
    client.force_login(make_administrator())
    page = client.post(reverse("people:upload"), {"kind": "register", "file": a_file()})
    assert page.status_code == 200
    assert "register.csv" in page.text or "not a" in page.text.lower()

"""Letters that went nowhere, read in the browser."""

import pytest
from django.core.mail import EmailMessage, get_connection

from leadwell.demo.mail import letters

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.demo.demo_urls")]
BACKEND = "django.core.mail.backends.filebased.EmailBackend"


@pytest.fixture
def post(tmp_path, settings):
    settings.MODE = "development"
    settings.EMAIL_FILE_PATH = tmp_path / "mail"

    def send(*texts: str, to: str = "ada@example.org", subject: str = "An invitation") -> None:
        connection = get_connection(BACKEND, file_path=str(tmp_path / "mail"))
        connection.send_messages([EmailMessage(subject, text, to=[to]) for text in texts])

    return send


def test_a_letter_is_shown_with_a_link_that_can_be_followed(client, post):
    post("Hello Ada,\n\nset it here:\nhttp://testserver/account/set-password/1-a-b/\n")
    text = client.get("/mail/").text
    assert "An invitation" in text
    assert "To ada@example.org" in text
    assert '<a href="http://testserver/account/set-password/1-a-b/"' in text


def test_what_is_written_in_a_letter_is_text_and_nothing_else(client, post):
    post("<script>alert(1)</script> <b>bold</b>", subject="<i>x</i>")
    text = client.get("/mail/").text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
    assert "<b>bold</b>" not in text
    assert "<i>x</i>" not in text


def test_two_letters_of_one_sending_are_two(post, tmp_path):
    post("first", "second")
    assert sorted(letter.text.strip() for letter in letters(tmp_path / "mail")) == [
        "first",
        "second",
    ]


def test_the_newest_stands_first(tmp_path):
    folder = tmp_path / "mail"
    folder.mkdir()
    for day, name in ((3, "c"), (1, "a"), (2, "b")):
        date = f"Date: Tue, 0{day} Nov 2026 10:00:00 -0000\n"
        head = f"Subject: {name}\nTo: x@example.org\n{date}\n"
        (folder / f"2026110{day}-1.log").write_text(f"{head}text\n{'-' * 79}\n")
    assert [letter.subject for letter in letters(folder)] == ["c", "b", "a"]


def test_accents_and_signs_come_out_as_they_went_in(post, tmp_path):
    post("Señora Ó Dálaigh paid £5 – thanks")
    assert "Señora Ó Dálaigh paid £5 – thanks" in letters(tmp_path / "mail")[0].text


def test_a_folder_that_is_not_there_or_holds_rubbish_is_no_letters(client, post, tmp_path):
    assert "No letters yet" in client.get("/mail/").text
    (tmp_path / "mail").mkdir()
    (tmp_path / "mail" / "x.log").write_bytes(b"\xff\xfe rubbish \n" + b"-" * 79 + b"\nmore")
    assert letters(tmp_path / "mail") == []


@pytest.mark.parametrize("mode", ["production", "test"])
def test_elsewhere_there_is_no_such_page(client, settings, mode):
    settings.MODE = mode
    assert client.get("/mail/").status_code == 404

"""What somebody chooses is their own, and holds from the next letter."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from leadwell.people.mail.access import choice_for
from leadwell.people.models import MailChoice
from tests.factories import make_user

pytestmark = pytest.mark.django_db
PAGE = reverse("people:mail")


@pytest.fixture
def signed_in(client):
    user = make_user()
    client.force_login(user)
    return user


def test_without_a_choice_it_is_a_digest_a_week_and_notes_at_once(client, signed_in):
    page = client.get(PAGE)
    assert page.context["form"].initial == {"digest": "weekly", "notes_at_once": True}
    assert signed_in.email in page.text
    assert not MailChoice.objects.exists()


def test_a_choice_is_kept_and_shown_again(client, signed_in):
    sent = client.post(PAGE, {"digest": "daily", "notes_at_once": "False"})
    assert sent.status_code == 302
    chosen = choice_for(signed_in)
    assert (chosen.digest, chosen.notes_at_once) == ("daily", False)
    assert client.get(PAGE).context["form"].initial == {"digest": "daily", "notes_at_once": False}


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"digest": "hourly", "notes_at_once": "True"},
        {"digest": "none", "notes_at_once": "False"},  # into which digest?
    ],
)
def test_what_is_no_choice_is_said_and_changes_nothing(client, signed_in, sent):
    page = client.post(PAGE, sent)
    assert page.status_code == 200
    assert page.context["form"].errors
    assert not MailChoice.objects.exists()


def test_nobody_chooses_for_another(client, signed_in):
    other = make_user()
    client.post(PAGE, {"digest": "none", "notes_at_once": "True", "user": other.pk})
    assert choice_for(other).digest == "weekly"
    assert choice_for(signed_in).digest == "none"


def test_a_stranger_is_asked_to_sign_in(client):
    assert client.get(PAGE).status_code == 302


def test_ones_account_leads_there(client, signed_in):
    assert f'href="{PAGE}"' in client.get(reverse("accounts:account")).text


def test_the_database_knows_no_other_frequency():
    with pytest.raises(IntegrityError), transaction.atomic():
        MailChoice.objects.create(user=make_user(), digest="hourly")

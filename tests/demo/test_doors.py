"""Being anybody of the demonstration by one click, and nobody anywhere else."""

import os
import subprocess
import sys
from datetime import timedelta
from importlib import import_module
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from leadwell.accounts import fresh
from leadwell.audit.models import Event
from leadwell.people.models import Role
from tests.factories import (
    make_administrator,
    make_colleague,
    make_person,
    make_role,
    make_school,
    make_user,
)

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.demo.demo_urls")]

ROOT = Path(__file__).resolve().parents[2]
DOORS = "/doors/"
SITE = "leadwell.config.urls"


@pytest.fixture
def _demonstration(settings):
    import_module(SITE)  # its addresses are chosen by the mode that there is when it is first read
    settings.MODE = "demo"


@pytest.fixture
def head(db):
    role = make_role(Role.HEADTEACHER, school=make_school(name="Marlpit Primary"))
    return role.person


@pytest.mark.usefixtures("_demonstration")
def test_everybody_with_an_account_stands_by_role_with_where(client, head):
    make_administrator(name="Asha Penhallow")
    text = client.get(DOORS).text
    for words in ("Headteacher", head.name, "Marlpit Primary", "Administrator", "Asha Penhallow"):
        assert words in text


@pytest.mark.usefixtures("_demonstration")
def test_who_has_no_account_or_no_role_today_is_not_there(client):
    school = make_school()
    without = make_role(Role.TEACHER, school=school, person=make_person(name="Nobody Here"))
    yesterday = timezone.localdate() - timedelta(days=1)
    gone = make_role(Role.TEACHER, school=school, person=make_colleague(), ends_on=yesterday)
    text = client.get(DOORS).text
    assert without.person.name not in text
    assert gone.person.name not in text


@pytest.mark.usefixtures("_demonstration")
def test_of_many_of_one_role_five_are_seen_and_the_others_looked_for(client):
    names = [make_role(Role.GOVERNOR, school=make_school()).person.name for _ in range(8)]
    text = client.get(DOORS).text
    assert ">3 more<" in text
    assert sum(f"as {name}," in text for name in names) == 5
    every = client.get(DOORS, {"role": Role.GOVERNOR}).text
    assert "8 doors: governor" in every
    assert all(f"as {name}," in every for name in names)


@pytest.mark.usefixtures("_demonstration")
def test_a_door_is_found_by_name_and_by_school(client, head):
    make_role(Role.GOVERNOR, school=make_school(name="Quarry Primary"))
    for asked in ("marlpit", head.name.upper()):
        text = client.get(DOORS, {"q": asked}).text
        assert f"as {head.name}, Marlpit Primary" in text
        assert "Quarry Primary" not in text
    assert "0 doors" in client.get(DOORS, {"q": "moonbase"}).text


@pytest.mark.usefixtures("_demonstration")
def test_the_doors_ask_as_often_for_many_as_for_few(client, head):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            client.get(DOORS)
        return len(queries)

    few = asked()
    for _ in range(12):
        make_role(Role.GOVERNOR, school=make_school())
    assert asked() == few


@pytest.mark.usefixtures("_demonstration")
def test_one_click_signs_in_as_them_and_it_is_logged(client, head):
    assert client.post(f"/doors/{head.user.pk}/").url == "/"
    text = client.get(reverse("accounts:account")).text
    assert head.name in text
    assert Event.objects.get(verb="came in by one click").actor == head.email


@pytest.mark.usefixtures("_demonstration")
def test_one_click_is_neither_fresh_nor_a_second_factor(client, head, settings):
    client.post(f"/doors/{head.user.pk}/")
    request = client.get(reverse("accounts:account")).wsgi_request
    assert request.user == head.user
    assert not fresh.is_fresh(request)
    assert not fresh.has_second_factor(request)
    settings.SECOND_FACTOR = "required"
    assert client.get("/schools/").url == reverse("mfa_index")


@pytest.mark.usefixtures("_demonstration")
def test_one_click_keeps_nothing_of_who_was_there_before(client, head):
    before = make_user()
    client.post(reverse("account_login"), {"login": before.email, "password": "a long pass phrase"})
    client.post(f"/doors/{head.user.pk}/")
    request = client.get(reverse("accounts:account")).wsgi_request
    assert request.user == head.user
    assert not fresh.is_fresh(request)


@pytest.mark.usefixtures("_demonstration")
def test_doors_open_by_post_and_with_a_token_only(head):
    strict = Client(enforce_csrf_checks=True)
    assert strict.get(f"/doors/{head.user.pk}/").status_code == 405
    assert strict.post(f"/doors/{head.user.pk}/").status_code == 403


@pytest.mark.usefixtures("_demonstration")
def test_a_closed_account_has_no_door(client, head):
    type(head.user).objects.filter(pk=head.user.pk).update(is_active=False)
    assert client.post(f"/doors/{head.user.pk}/").status_code == 404
    assert head.name not in client.get(DOORS).text


@pytest.mark.usefixtures("_demonstration")
def test_the_sign_in_page_leads_to_the_doors(client):
    assert f'href="{DOORS}"' in client.get(reverse("account_login")).text


@pytest.mark.parametrize("mode", ["production", "development", "test"])
def test_anywhere_else_the_view_itself_refuses_should_it_ever_be_routed(
    client, head, settings, mode
):
    settings.MODE = mode
    assert client.get(DOORS).status_code == 404
    assert client.post(f"/doors/{head.user.pk}/").status_code == 404
    assert "_auth_user_id" not in client.session


@pytest.mark.urls(SITE)
def test_the_sign_in_page_elsewhere_knows_of_no_doors(client):
    assert "doors" not in client.get(reverse("account_login")).text


BOOT = """
import django; django.setup()
from django.conf import settings
from django.http import Http404
from django.test import RequestFactory
from django.urls import Resolver404, resolve
def found(path):
    try:
        resolve(path)
    except Resolver404:
        return "no"
    return "yes"
paths = [found(path) for path in ("/doors/", "/doors/1/", "/mail/")]
from leadwell.demo import views
get, post = RequestFactory().get("/"), RequestFactory().post("/")
answers = []
for view, *sent in ((views.doors, get), (views.enter, post, 1), (views.mail, get)):
    try:
        view(*sent)
        answers.append("opens")
    except Http404:
        answers.append("refuses")
    except Exception:
        answers.append("opens")  # it went on to the database, which is not there
print(settings.MODE, *paths, *answers, "leadwell.demo" in settings.INSTALLED_APPS)
"""


@pytest.mark.parametrize(
    ("mode", "said"),
    [
        ("production", "production no no no refuses refuses refuses False"),
        ("development", "development no no yes refuses refuses opens True"),
        ("demo", "demo yes yes yes opens opens opens True"),
    ],
)
def test_only_the_demonstration_has_doors_and_production_has_neither_doors_nor_mail(
    mode, said, tmp_path
):
    environ = os.environ | {
        "LEADWELL_MODE": mode,
        "LEADWELL_HOME": str(tmp_path),
        "LEADWELL_SECRET_KEY": "only for this test",
        "DJANGO_SETTINGS_MODULE": "leadwell.config.settings",
    }
    done = subprocess.run(
        [sys.executable, "-c", BOOT], env=environ, cwd=ROOT, capture_output=True, text=True
    )
    assert done.stdout.strip() == said, done.stderr

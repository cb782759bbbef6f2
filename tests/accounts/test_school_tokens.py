"""What a provider of school accounts sends back lets in only whom it is about, here and now."""

import re
import time

import jwt
import pytest
from allauth.socialaccount.models import SocialAccount
from cryptography.hazmat.primitives.asymmetric import rsa
from django.test import Client
from django.urls import reverse

from leadwell.accounts.school import tokens
from tests.accounts.by_school import (
    by_school,
    comes_back,
    is_refused,
    leaves,
    who,
)
from tests.accounts.signing_in import SIGN_IN, by_password
from tests.provider import CLIENT

pytestmark = pytest.mark.django_db

TENANT = "7b8a1d4e-0000-4000-8000-0000000000aa"


# What comes back must be what was asked for


@pytest.mark.parametrize(
    "wrong",
    [
        {"nonce": "another"},
        {"nonce": None},
        {"aud": "somebody-else"},
        {"aud": [CLIENT, "somebody-else"], "azp": "somebody-else"},
        {"iss": "https://elsewhere.example"},
        {"exp": int(time.time()) - 3600},
        {"iat": int(time.time()) + 3600},
        {"nbf": int(time.time()) + 3600},
        {"sub": ""},
        {"sub": None},
        {"sub": "x" * 192},
    ],
    ids=lambda wrong: "-".join(f"{name}" for name in wrong),
)
def test_a_token_that_is_not_for_us_now_lets_nobody_in(client, school, alice, wrong):
    school.knows("s-1", alice.email)
    school.wrong = wrong
    assert is_refused(by_school(client, school))
    assert who(client) == ""
    assert not SocialAccount.objects.exists()


def test_a_key_that_the_provider_does_not_name_signs_nothing(client, school, alice):
    school.knows("s-1", alice.email)
    school.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    assert is_refused(by_school(client, school))
    school.kid = "of tomorrow"
    assert is_refused(by_school(client, school))
    assert who(client) == ""


@pytest.mark.parametrize("algorithm", ["none", "HS256"])
@pytest.mark.filterwarnings("ignore::jwt.warnings.InsecureKeyLengthWarning")
def test_a_token_without_a_signature_or_by_a_shared_secret_is_none(
    client, school, alice, algorithm
):
    school.knows("s-1", alice.email)
    school.algorithm, school.key = algorithm, None if algorithm == "none" else "a shared secret"
    assert is_refused(by_school(client, school))
    assert who(client) == ""


def test_a_key_newer_than_the_ones_we_know_is_asked_for_once(client, school, alice, monkeypatch):
    from django.core.cache import cache

    school.knows("s-1", alice.email)
    old = jwt.algorithms.RSAAlgorithm.to_jwk(
        rsa.generate_private_key(public_exponent=65537, key_size=2048).public_key(), as_dict=True
    )
    cache.set(f"{school.url}/keys", {"keys": [old | {"kid": "of yesterday"}]})
    by_school(client, school)
    assert who(client) == "Alice"


def test_who_comes_back_with_another_state_or_twice_or_in_another_browser_is_refused(
    client, school, alice
):
    school.knows("s-1", alice.email)
    back = school.answer(leaves(client)).removeprefix("http://testserver")
    assert is_refused(Client().get(back))
    assert is_refused(client.get(re.sub(r"state=\w+", "state=another", back)))
    assert is_refused(client.get(re.sub(r"&?state=\w+", "", back)))
    assert client.get(back).status_code == 302
    assert who(client) == "Alice"
    client.post(reverse("account_logout"))
    assert is_refused(client.get(back))
    assert who(client) == ""


def test_a_code_of_somebody_elses_errand_is_worth_nothing(client, school, alice, bob):
    """PKCE: the code of Bob's browser, put into Alice's, opens nothing."""
    school.knows("s-2", bob.email)
    his = school.answer(leaves(Client()))
    mine = school.answer(leaves(client)).removeprefix("http://testserver")
    mixed = re.sub(r"code=[^&]+", re.search(r"code=[^&]+", his)[0], mine)
    assert is_refused(client.get(mixed))
    assert who(client) == ""


def test_an_errand_is_forgotten_after_ten_minutes(client, school, alice, monkeypatch):
    school.knows("s-1", alice.email)
    url, now = leaves(client), time.time
    monkeypatch.setattr("allauth.socialaccount.internal.statekit.time.time", lambda: now() + 601)
    assert is_refused(comes_back(client, school, url))


def test_it_leads_to_no_address_elsewhere(client, school, alice):
    school.knows("s-1", alice.email)
    assert by_school(client, school, next="https://elsewhere.example/").url == "/"


def test_who_thinks_better_of_it_there_is_told_and_asked_again(client, school, alice):
    school.breaks_off = True
    response = by_school(client, school)
    assert response.url == SIGN_IN
    assert "You came back without signing in there." in client.get(SIGN_IN).text


def test_a_provider_that_does_not_answer_is_said_and_the_password_still_works(
    client, school, alice
):
    school.is_down = True
    response = client.post(reverse("account_school"))
    assert response.status_code == 503
    assert "There is no answer from there." in response.text
    by_password(client, alice)
    assert who(client) == "Alice"


def test_a_provider_that_says_it_is_another_is_not_believed(client, school, alice):
    school.issuer_said = "https://elsewhere.example"
    assert client.post(reverse("account_school")).status_code == 503


# Microsoft, for every school at once


def test_microsoft_is_believed_of_an_address_whose_domain_is_the_tenants(
    client, school, settings, alice
):
    school.knows("s-1", alice.email)
    school.is_for_every_school(TENANT)
    for name, value in school.settings().items():
        setattr(settings, name, value)
    assert is_refused(by_school(client, school))  # email_verified is not worth anything there
    for said in (False, 0, "0", "false", None):
        school.says["xms_edov"] = said
        assert is_refused(by_school(client, school))
    school.says["xms_edov"] = True
    by_school(client, school)
    assert who(client) == "Alice"
    assert SocialAccount.objects.get().provider == f"{school.url}/{TENANT}/v2.0"


@pytest.mark.parametrize("tenant", [None, "../organizations", TENANT.replace("a", "b")])
def test_a_token_of_one_tenant_does_not_pass_for_anothers(client, school, settings, alice, tenant):
    school.knows("s-1", alice.email, xms_edov=True)
    school.is_for_every_school(TENANT)
    for name, value in school.settings().items():
        setattr(settings, name, value)
    school.says["tid"] = tenant
    assert is_refused(by_school(client, school))


@pytest.mark.parametrize(
    ("claims", "is_believed"),
    [
        ({"email_verified": True, "hd": "tansyhill.example"}, True),
        ({"email_verified": True}, False),
        ({"email_verified": False, "hd": "tansyhill.example"}, False),
        ({"hd": "tansyhill.example"}, False),
    ],
)
def test_google_is_believed_of_a_schools_own_addresses(claims, is_believed):
    said = {"iss": tokens.GOOGLE, "email": "head@tansyhill.example"} | claims
    assert bool(tokens.proven_address(said, by_tenant=False)) is is_believed


@pytest.mark.parametrize("address", [None, "", 7, ["a@b.example"], "no address"])
def test_what_is_no_address_is_none(address):
    said = {"iss": "https://x.example", "email": address, "email_verified": True}
    assert tokens.proven_address(said, by_tenant=False) == ""


@pytest.mark.parametrize(
    ("issuer", "is_so"),
    [
        ("https://login.microsoftonline.com/{tenantid}/v2.0", True),
        (f"https://login.microsoftonline.com/{TENANT}/v2.0", True),
        ("https://login.microsoftonline.us/x/v2.0", True),
        ("https://accounts.google.com", False),
        ("https://microsoftonline.com.elsewhere.example", False),
    ],
)
def test_it_is_known_where_each_school_says_what_it_likes_of_its_people(issuer, is_so):
    assert tokens.is_by_tenant(issuer) is is_so


@pytest.mark.parametrize(
    ("issuer", "named", "is_so"),
    [
        ("https://a.example/x", "https://a.example/x", True),
        ("https://a.example/y", "https://a.example/x", False),
        ("https://a.example/y/v2.0", "https://a.example/organizations/v2.0", True),
        ("https://b.example/y/v2.0", "https://a.example/organizations/v2.0", False),
        ("http://a.example/y/v2.0", "https://a.example/common/v2.0", False),
    ],
)
def test_an_issuer_is_the_one_named_or_one_of_all_that_it_stands_for(issuer, named, is_so):
    assert tokens.may_be_of(issuer, named) is is_so

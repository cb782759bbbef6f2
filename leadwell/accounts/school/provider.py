"""The provider that the settings name: allauth's OpenID Connect, asked and believed more strictly."""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.internal import statekit
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from allauth.utils import build_absolute_uri
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.urls import reverse
from requests import RequestException

from leadwell.accounts.school.tokens import (
    Expected,
    NotProven,
    Proof,
    UnknownKey,
    may_be_of,
    proof_in,
)

KEPT_FOR = 60 * 60
"""Seconds for which what a provider says of itself is not asked again."""
ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri")
ID = "openid_connect"


class NotReached(Exception):
    """The provider does not answer, or answers nonsense; str() says how, for the log."""


@dataclass(frozen=True, slots=True)
class Back:
    """Somebody has come back. errand: what they were sent with; proof: what they bring, None
    where they or the provider broke it off."""

    errand: Mapping[str, Any]
    proof: Proof | None


class Adapter(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]
    """What it says of itself is kept for an hour, and must be about the issuer we named."""

    @property
    def openid_config(self) -> dict[str, Any]:
        url = self.get_provider().server_url
        said: dict[str, Any] = _kept(url, self._is_itself)
        return said

    def get_callback_url(self, request: HttpRequest, app: Any) -> str:
        return str(build_absolute_uri(request, reverse("account_school_back")))

    def keys(self, *, again: bool = False) -> list[dict[str, Any]]:
        url = self.openid_config["jwks_uri"]
        if again:
            cache.delete(url)
        keys: list[dict[str, Any]] = _kept(url, lambda said: isinstance(said.get("keys"), list))[
            "keys"
        ]
        return keys

    def _is_itself(self, said: Mapping[str, Any]) -> bool:
        return may_be_of(str(said.get("issuer")), settings.OIDC["ISSUER"]) and all(
            isinstance(said.get(name), str)
            and (said[name].startswith("https://") or not settings.IS_PRODUCTION)
            for name in ENDPOINTS
        )


def name() -> str:
    """What it is called on buttons, such as "your school’s Microsoft account"; "" where the
    settings name none."""
    return str(settings.OIDC["NAME"]) if settings.OIDC else ""


def leave(request: HttpRequest, *, errand: dict[str, Any], ask_again: bool = False) -> str:
    """Where to send somebody. errand: what they come back with, kept in their session.
    ask_again: even if they are signed in there. Raises NotReached."""
    provider = _provider(request)
    nonce = secrets.token_urlsafe(24)
    params = {"nonce": nonce}
    if ask_again:
        params |= {"prompt": "login", "max_age": "0"}
    try:
        response = provider.redirect(
            request, "login", data={"errand": errand, "nonce": nonce}, auth_params=params
        )
    except (RequestException, ValueError) as error:
        raise NotReached(type(error).__name__) from error
    return str(response.url)


def come_back(request: HttpRequest) -> Back | None:
    """None where nobody was sent away from this browser with what the address says, or they came
    back already. Raises NotReached, NotProven."""
    provider = _provider(request)
    state = statekit.unstash_state(
        request, state_id=request.GET.get("state", ""), provider_id=provider.sub_id
    )
    if state is None:
        return None
    kept = state["data"]
    if not request.GET.get("code"):
        return Back(kept["errand"], None)
    adapter = provider.get_oauth2_adapter(request)
    try:
        said = adapter.get_client(request, provider.app).get_access_token(
            request.GET["code"], pkce_code_verifier=state["pkce_code_verifier"]
        )
        expected = Expected(adapter.openid_config["issuer"], provider.app.client_id, kept["nonce"])
        return Back(kept["errand"], _proof(adapter, said.get("id_token"), expected))
    except OAuth2Error as error:  # its own words may hold what was sent
        raise NotProven("the provider does not know the code") from error
    except (RequestException, ValueError) as error:
        raise NotReached(type(error).__name__) from error


def may_speak_for(issuer: str) -> bool:
    """Whether a link made with this issuer is one of the provider that is set up now."""
    return bool(settings.OIDC) and may_be_of(issuer, settings.OIDC["ISSUER"])


def _proof(adapter: Adapter, token: object, expected: Expected) -> Proof:
    if not isinstance(token, str):
        raise NotProven("there is no token")
    try:
        return proof_in(token, keys=adapter.keys(), expected=expected)
    except UnknownKey:  # its keys may be newer than ours
        return proof_in(token, keys=adapter.keys(again=True), expected=expected)


def _provider(request: HttpRequest) -> Any:
    provider = get_adapter(request).get_provider(request, provider=ID)
    provider.oauth2_adapter_class = Adapter
    return provider


def _kept(url: str, is_right: Callable[[Mapping[str, Any]], bool]) -> Any:
    if (kept := cache.get(url)) is not None:
        return kept
    with get_adapter().get_requests_session() as session:
        answer = session.get(url)
        answer.raise_for_status()
        said = answer.json()
    if not (isinstance(said, dict) and is_right(said)):
        raise ValueError(f"{url} is not about what it should be")
    cache.set(url, said, KEPT_FOR)
    return said

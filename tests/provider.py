"""An OpenID Connect provider on this machine, which signs in whoever it is told to without asking:
discovery, authorize, token and keys, as in OpenID Connect Core 1.0."""

import base64
import hashlib
import json
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

from leadwell.config.school_provider import school_provider

NAME = "your school’s Microsoft account"
CLIENT, SECRET = "leadwell-in-a-test", "a secret of a test"
LATER = 600


@cache
def key() -> rsa.RSAPrivateKey:
    """One for a run of tests: making it takes a moment."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


class Provider:
    """says: what it signs of whoever comes next. wrong: what it says in place of what is right.
    key, kid: what it signs with. asked: each address that people were sent to."""

    def __init__(self) -> None:
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        self.path = "/school/v2.0"
        self.issuer_said = self.issuer
        self.key, self.kid, self.algorithm = key(), "of today", "RS256"
        self.says: dict[str, Any] = {}
        self.wrong: dict[str, Any] = {}
        self.breaks_off = self.is_down = False
        self.asked: list[dict[str, str]] = []
        self.codes: dict[str, dict[str, str]] = {}

    @property
    def issuer(self) -> str:
        return self.url + self.path

    def settings(self) -> dict[str, Any]:
        """What Leadwell is told of it."""
        said = {"NAME": NAME, "ISSUER": self.issuer, "CLIENT_ID": CLIENT, "SECRET": SECRET}
        return {"OIDC": said, "SOCIALACCOUNT_PROVIDERS": {"openid_connect": school_provider(said)}}

    def knows(self, subject: str, address: str, **more: Any) -> None:
        """From now on this person sits at its screen. more: other claims."""
        self.says = {"sub": subject, "email": address, "email_verified": True} | more

    def is_for_every_school(self, tenant: str) -> None:
        """As Microsoft is: one address for all, and an issuer for each."""
        self.path = "/organizations/v2.0"
        self.issuer_said = self.url + "/{tenantid}/v2.0"
        self.says |= {"tid": tenant}
        self.wrong |= {"iss": f"{self.url}/{tenant}/v2.0"}

    def answer(self, url: str) -> str:
        """Where it sends somebody who came to this address of its own."""
        asked = dict(parse_qsl(urlsplit(url).query))
        self.asked.append(asked)
        if self.breaks_off:
            back = {"error": "access_denied"}
        else:
            code = secrets.token_urlsafe(12)
            self.codes[code] = asked
            back = {"code": code}
        return f"{asked['redirect_uri']}?{urlencode(back | {'state': asked['state']})}"

    def token(self, sent: dict[str, str]) -> dict[str, Any] | None:
        """For a code, once, to whoever knows what began it."""
        asked = self.codes.pop(sent.get("code", ""), None)
        if asked is None or (sent["client_id"], sent["client_secret"]) != (CLIENT, SECRET):
            return None
        proof = hashlib.sha256(sent.get("code_verifier", "").encode()).digest()
        if base64.urlsafe_b64encode(proof).rstrip(b"=").decode() != asked["code_challenge"]:
            return None
        now = int(time.time())
        claims = {
            "iss": self.issuer, "aud": CLIENT, "iat": now, "exp": now + LATER,
            "nonce": asked["nonce"], **self.says, **self.wrong,
        }  # fmt: skip
        signed = jwt.encode(claims, self.key, self.algorithm, headers={"kid": self.kid})
        return {"access_token": "not kept", "token_type": "Bearer", "id_token": signed}

    def page(self, path: str) -> dict[str, Any] | None:
        if path == f"{self.path}/.well-known/openid-configuration":
            return {
                "issuer": self.issuer_said,
                "authorization_endpoint": f"{self.url}/authorize",
                "token_endpoint": f"{self.url}/token",
                "jwks_uri": f"{self.url}/keys",
            }
        if path == "/keys":
            public = jwt.algorithms.RSAAlgorithm.to_jwk(key().public_key(), as_dict=True)
            return {"keys": [public | {"kid": "of today", "use": "sig"}]}
        return None

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                split = urlsplit(self.path)
                if split.path == "/authorize":
                    self.send_response(302)
                    self.send_header("Location", provider.answer(self.path))
                    self.end_headers()
                else:
                    self._say(provider.page(split.path))

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                sent = {name: values[0] for name, values in parse_qs(body).items()}
                self._say(provider.token(sent))

            def _say(self, what: dict[str, Any] | None) -> None:
                status = 500 if provider.is_down else 200 if what else 400
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.end_headers()
                self.wfile.write(json.dumps(what or {"error": "invalid"}).encode())

            def log_message(self, *args: Any) -> None:
                """A test's output is the test's."""

        return Handler


@contextmanager
def running() -> Iterator[Provider]:
    provider = Provider()
    thread = Thread(target=provider.server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield provider
    finally:
        provider.server.shutdown()
        provider.server.server_close()
        thread.join()

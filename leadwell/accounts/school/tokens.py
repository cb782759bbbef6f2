"""What a provider has signed: who came back, and which of what it says is believed.

OpenID Connect Core 1.0, section 3.1.3.7. Only what is signed is read: there is no asking by
access token afterwards.
"""

import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import jwt

BY_PUBLIC_KEY = ["RS256", "PS256", "ES256"]
"""Never a shared secret: else whoever knows the public key could sign."""
SKEW = 60
"""Seconds by which two clocks may differ."""
GOOGLE = "https://accounts.google.com"
MICROSOFT = ("microsoftonline.com", "microsoftonline.us", "chinacloudapi.cn")
TENANT = "{tenantid}"
"""Stands in the issuer that Microsoft names for every school at once."""
FOR_ALL = ("organizations", "common")
"""How the path of such an issuer begins where it is set."""
YES = ("1", "true")
LONGEST_SUBJECT = 191


class NotProven(Exception):
    """What came back is no proof of anybody; str() says why, for the log."""


class UnknownKey(NotProven):
    """It is signed by a key that the provider does not name, or has named since."""


@dataclass(frozen=True, slots=True)
class Expected:
    """issuer: as the provider's own description names it. nonce: sent with this one person."""

    issuer: str
    client_id: str
    nonce: str


@dataclass(frozen=True, slots=True)
class Proof:
    """issuer and subject: who it is there, for good. address: theirs, "" where the provider does
    not answer for it. has_second_factor: whether it asked for more than a password. at: when they
    last showed who they are (seconds since 1970), None where it does not say."""

    issuer: str
    subject: str
    address: str
    has_second_factor: bool
    at: float | None


def proof_in(token: str, *, keys: Sequence[Mapping[str, Any]], expected: Expected) -> Proof:
    """keys: the provider's own, as JSON Web Keys. Raises NotProven."""
    try:
        claims = jwt.decode(
            token, _key(token, keys), algorithms=BY_PUBLIC_KEY, audience=expected.client_id,
            leeway=SKEW, options={"require": ["iss", "sub", "aud", "exp", "iat", "nonce"]},
        )  # fmt: skip
    except jwt.PyJWTError as error:
        raise NotProven(f"{type(error).__name__}: {error}") from error
    if not _same(claims["nonce"], expected.nonce):
        raise NotProven("the nonce is another")
    if not _same(claims["iss"], _issuer(claims, expected)):
        raise NotProven("the issuer is another")
    if isinstance(claims["aud"], list) and claims.get("azp", expected.client_id) != (
        expected.client_id
    ):
        raise NotProven("it was made for another")
    subject = claims["sub"]
    if not (isinstance(subject, str) and 0 < len(subject) <= LONGEST_SUBJECT):
        raise NotProven("there is no subject")
    asked, at = claims.get("amr"), claims.get("auth_time")
    return Proof(
        issuer=claims["iss"],
        subject=subject,
        address=proven_address(claims, by_tenant=is_by_tenant(expected.issuer)),
        has_second_factor=isinstance(asked, list) and "mfa" in asked,
        at=float(at) if isinstance(at, (int, float)) and not isinstance(at, bool) else None,
    )


def is_by_tenant(issuer: str) -> bool:
    """Whether each school's own administrator writes there what is said of its people."""
    host = urlsplit(issuer).hostname or ""
    return TENANT in issuer or any(host == one or host.endswith(f".{one}") for one in MICROSOFT)


def may_be_of(issuer: str, named: str) -> bool:
    """Whether an issuer is the one that is named, or one of all that it stands for."""
    one, other = urlsplit(issuer), urlsplit(named)
    is_for_all = other.path.strip("/").split("/")[0] in FOR_ALL
    return issuer == named or (is_for_all and one[:2] == other[:2])


def proven_address(claims: Mapping[str, Any], *, by_tenant: bool) -> str:
    """ "" where whoever answers for it does not own the address's domain.

    Microsoft lets the administrator of any organisation write any address into `email`, and so
    become anybody: only `xms_edov` says that the domain is theirs. Google confirms an address of
    another's domain once, whoever reads it later: only with `hd` is it the school's own.
    """
    address = claims.get("email")
    if not isinstance(address, str) or "@" not in address:
        return ""
    if by_tenant:
        said = claims.get("xms_edov")
        return address if said is True or str(said).lower() in YES else ""
    if claims.get("iss") == GOOGLE and not claims.get("hd"):
        return ""
    return address if claims.get("email_verified") is True else ""


def _issuer(claims: Mapping[str, Any], expected: Expected) -> str:
    if TENANT not in expected.issuer:
        return expected.issuer
    try:
        tenant = UUID(str(claims.get("tid")))
    except ValueError as error:
        raise NotProven("it names no tenant") from error
    return expected.issuer.replace(TENANT, str(tenant))


def _key(token: str, keys: Sequence[Mapping[str, Any]]) -> jwt.PyJWK:
    wanted = jwt.get_unverified_header(token).get("kid")
    found = [key for key in keys if key.get("kid") == wanted] if wanted else list(keys)
    if len(found) != 1:
        raise UnknownKey("it is signed by a key that the provider does not name")
    return jwt.PyJWK(dict(found[0]))


def _same(one: object, other: str) -> bool:
    return isinstance(one, str) and hmac.compare_digest(one.encode(), other.encode())

"""The link by which somebody without an account signs one version of one memorandum, once.

What stands in it is made by the worker in the moment in which the letter goes, and is nowhere but in
that letter: here only its hash is kept, and no log has it.
"""

import hashlib
import secrets
from datetime import datetime

from django.db.models import Q

from leadwell.prepare.models import (
    MemorandumVersion,
    SigningLink,
)
from leadwell.prepare.models.memorandum import LINK_WORKS_FOR, WAITING, Party


def hash_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def renew(version: MemorandumVersion, party: Party, *, at: datetime) -> str:
    """The secret of a new link; the one before leads nowhere from now on. 256 bits: nobody guesses
    one. Within a transaction, which is undone where the letter does not go."""
    memorandum = version.memorandum
    person = memorandum.chair if party == Party.CHAIR else memorandum.trust_signatory
    assert person  # who is sent a link is named
    end(version, party, at=at)
    token = secrets.token_urlsafe(32)
    SigningLink.objects.create(
        version=version, party=party, person=person, token_sha256=hash_of(token), made_at=at,
        expires_at=at + LINK_WORKS_FOR,
    )  # fmt: skip
    return token


def end(version: MemorandumVersion, party: Party | None = None, *, at: datetime) -> None:
    """Links of a version, or of one who signs it, lead nowhere any more."""
    found = SigningLink.objects.open().filter(version=version)
    (found.filter(party=party) if party else found).update(ended_at=at)


def found(token: str, *, at: datetime, holding: bool = False) -> SigningLink | None:
    """The link that works now and opens what is still to be signed; None for every other reason
    alike. holding: whether others wait until this is done with it."""
    links = SigningLink.objects.open().filter(
        token_sha256=hash_of(token), expires_at__gt=at,
        version__memorandum__state__in=WAITING, signature=None,
    )  # fmt: skip
    links = links.select_related("person", "version__memorandum__enrolment__programme")
    link = (links.select_for_update(of=("self",)) if holding else links).first()
    if link is None or link.version.memorandum.shown_id != link.version_id:
        return None
    signed = link.version.signatures.filter(Q(party=link.party) | Q(by=link.person_id))
    return None if signed.exists() else link

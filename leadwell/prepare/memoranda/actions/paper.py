"""A name that was put under a version on paper: recorded with its scan, and not without."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from leadwell.accounts.models import User
from leadwell.lib.attached import Attached
from leadwell.people.models import Person
from leadwell.prepare.memoranda import paper, rules
from leadwell.prepare.memoranda.actions.signing import follow, put_name
from leadwell.prepare.memoranda.moving import locked
from leadwell.prepare.models import (
    Memorandum,
    MemorandumScan,
    MemorandumScanBytes,
    MemorandumSignature,
    MemorandumVersion,
)
from leadwell.prepare.models.memorandum import Party
from leadwell.web.access import require


@dataclass(frozen=True, slots=True)
class OnPaper:
    """What the paper shows. signed_on: its date. name, post: of who signed. received_by: who was
    there, or was given it. shows_nobody: that no pupil can be told from it."""

    signed_on: date
    name: str
    post: str
    received_by: Person
    scan: Attached
    shows_nobody: bool


@transaction.atomic
def sign_on_paper(
    *,
    memorandum: Memorandum,
    version: MemorandumVersion,
    party: Party,
    on_paper: OnPaper,
    by: User,
    at: datetime,
) -> MemorandumSignature:
    """As if they had signed here: the last signature makes it active. Raises IntegrityError without
    the word that the scan shows nobody."""
    memorandum = locked(memorandum)
    require(rules.is_shown(memorandum, version))
    require(paper.may_record(by, memorandum, party))
    require(paper.may_be_dated(memorandum, on_paper.signed_on, at=at))
    signer = paper.signer(memorandum, party, on_paper.signed_on)
    require(paper.may_have_signed(signer, memorandum, on_paper.signed_on))
    assert signer  # the rule has looked
    require(paper.may_receive(on_paper.received_by, memorandum, signer, at=at))
    scan = MemorandumScan.objects.create(
        version=version, party=party, kind=on_paper.scan.kind.ending,
        n_bytes=len(on_paper.scan.data), shows_nobody=on_paper.shows_nobody, by=by.person, at=at,
    )  # fmt: skip
    MemorandumScanBytes.objects.create(scan=scan, data=on_paper.scan.data)
    signed = put_name(
        memorandum, party, signer, on_paper.name, at=at, post=on_paper.post,
        paper_on=on_paper.signed_on, received_by=on_paper.received_by, scan=scan,
    )  # fmt: skip
    follow(memorandum, party, by=by, at=at, verb="put_name_on_paper")
    return signed

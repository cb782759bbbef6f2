"""A name that was put under a version on paper: recorded with its scan, and not without."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection, transaction
from django.utils import timezone

from leadwell.accounts.models import User
from leadwell.lib.attached import Attached
from leadwell.people.models import Person
from leadwell.prepare.memoranda import rules, signers, telling
from leadwell.prepare.memoranda.actions.signing import follow, put_name
from leadwell.prepare.memoranda.moving import locked, note
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
    there, or was given it. shows_nobody: that no pupil can be told from it. acted_by: who acted for
    the school where it had no headteacher on that day; None of a day on which it had one."""

    signed_on: date
    name: str
    post: str
    received_by: Person
    scan: Attached
    shows_nobody: bool
    acted_by: Person | None = None


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
    require(rules.may_record_on_paper(by, memorandum, party))
    require(rules.may_be_dated(memorandum, on_paper.signed_on, at=at))
    signer = signers.signer(memorandum, party, on_paper.signed_on)
    if party == Party.HEAD and (signer is None or on_paper.acted_by):
        signer = on_paper.acted_by
        require(rules.may_have_acted(signer, memorandum, on_paper.signed_on))
    require(rules.may_sign_on_paper(signer, memorandum, by=by))
    assert signer  # the rule has looked
    require(rules.may_receive(on_paper.received_by, memorandum, signer, at=at))
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
    telling.tell_signer(signed, at=at)
    return signed


@transaction.atomic
def replace_scan(
    *, scan: MemorandumScan, file: Attached, shows_nobody: bool, because: str, by: User,
    at: datetime,
) -> None:  # fmt: skip
    """The right paper in the place of a wrong one, whose bytes are gone with it; that it happened,
    and why, stays. Who signed, and when, is not changed by it. Raises IntegrityError without the
    word that the new one shows nobody, and without a reason."""
    memorandum = locked(scan.version.memorandum)
    require(rules.may_replace_scan(by, scan))
    was = [scan.kind, scan.n_bytes, timezone.localdate(scan.at).isoformat()]
    with connection.cursor() as cursor:
        cursor.execute(
            "select prepare_replace_scan(%s, %s, %s, %s, %s, %s, %s)",
            [scan.pk, file.kind.ending, file.data, shows_nobody, because, by.person.pk, at],
        )
    note(
        memorandum, "replace_scan", by=by, at=at, because=because, party=scan.party,
        version=scan.version.number, was=was,
    )  # fmt: skip

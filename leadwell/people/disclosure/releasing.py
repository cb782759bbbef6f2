"""The one door: a table in, what its reader is shown out, and the register grown by it.

Every page, chart, file and letter with figures about pupils calls `release`. Nothing else calls the
engine, and nothing else touches the register.
"""

from datetime import datetime

from django.db import connection, transaction

from leadwell.accounts.models import User
from leadwell.audit import log
from leadwell.evidence.disclosure import release as engine
from leadwell.evidence.disclosure.policy import FEWEST, Policy, Tier
from leadwell.evidence.disclosure.register import Atoms, Register
from leadwell.evidence.disclosure.release import Release
from leadwell.evidence.disclosure.table import Table
from leadwell.people.disclosure import register
from leadwell.people.models import FigureRelease, Threshold

ONE_AT_A_TIME = 5_6_10  # the number of an advisory lock, held until the transaction ends


def policy() -> Policy:
    """The limits in force."""
    latest = Threshold.objects.values_list("fewest", flat=True).first()
    return Policy(threshold=latest or FEWEST)


@transaction.atomic
def release(
    table: Table,
    *,
    tier: Tier,
    what: str,
    by: User,
    at: datetime,
    own: Atoms = frozenset(),
) -> Release:
    """What a reader of this tier is shown, having regard to all that was shown before.

    what: the figures in a few words ("Reading 2025/26, hub north"), for the register. own: atoms of
    the reader's own school. Raises FiguresMoved (a ValueError) where an atom has other numbers
    than when it was first shown.

    What has been shown already is shown again without waiting. Anything new waits for whoever is
    releasing now, and is decided anew with what they showed: two tables may each be fine alone and
    give a small number away together.
    """
    before, answer = _answered(table, tier, own)
    if tier is Tier.SCHOOL or not register.is_grown(before, answer.register):
        return answer
    one_at_a_time()
    before, answer = _answered(table, tier, own)
    made = FigureRelease.objects.create(
        what=what, tier=tier, fewest=policy().threshold, released_at=at, released_by=by
    )
    register.grow(before, answer.register, made)
    detail = {"tier": str(tier), "cells": len(answer.cells), "hidden": len(answer.hidden)}
    log.record(at=at, actor=by.email, verb="released figures", subject=made, detail=detail)
    return answer


def one_at_a_time() -> None:
    """Wait until nobody else is releasing figures or changing how few is too few."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [ONE_AT_A_TIME])


def _answered(table: Table, tier: Tier, own: Atoms) -> tuple[Register, Release]:
    before = register.about(table.tallies)
    answer = engine.release(table, tier=tier, register=before, policy=policy(), own=own)
    return before, answer

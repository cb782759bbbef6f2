"""Eight devices at the same moment: one draft, the others beside it, no words lost."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from leadwell.accounts.acting import acting_as
from leadwell.people import access
from leadwell.people.drafts.actions import Device, Kept, keep_draft
from tests.factories import NOON, make_user

N = 8


@pytest.mark.django_db(transaction=True)
def test_of_eight_devices_at_once_each_keeps_its_words():
    user = make_user()
    together = Barrier(N)

    def keep(n: int) -> Kept:
        try:
            with acting_as(user.pk):
                together.wait()
                words, device = {"saw": f"words {n}"}, Device(f"d{n}")
                return keep_draft(
                    form="note", about=7, words=words, base=0, device=device, by=user, at=NOON
                )
        finally:
            connection.close()

    with ThreadPoolExecutor(N) as pool:
        kept = list(pool.map(keep, range(N)))
    assert sum(not each.is_beside for each in kept) == 1
    with acting_as(user.pk):
        rows = access.drafts_for(user).of("note", 7)
        assert {row.words["saw"] for row in rows} == {f"words {n}" for n in range(N)}
        assert rows.standing().count() == 1

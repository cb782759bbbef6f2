"""What an action needs is in the note that is signed; more than is there is said before it is shared."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from leadwell.deliver.models import NoteAction, NoteVersion
from leadwell.deliver.notes.hashing import Whole, sha256, whole
from leadwell.deliver.notes.reading import changed
from leadwell.prepare.models import AgreedAction, OfferLine
from leadwell.prepare.needs import Needs
from tests.deliver.notes.test_writing import address, said, share, write
from tests.factories import make_action, make_candidate, make_visit
from tests.invited import make_offer

pytestmark = pytest.mark.django_db
NEEDS = {"a1-support_days": "2", "a1-cover_days": "1.5", "a1-cost_gbp": "240"}
OF_BEFORE = "a852c866800249263c231b955a6d51afb118274108d0e06f77efef34330355a5"
"""Of `old()`, by the code of before actions said in a note what they need."""
TOO_MUCH = "More is needed than is there."


@pytest.fixture
def visit(enrolment, specialist):
    return make_visit(
        enrolment=enrolment, specialist=specialist, on=timezone.localdate(), purpose="Number talk"
    )


@pytest.fixture
def place(enrolment):
    """Accepted by the school: two days of cover in each year, and six of visits."""
    candidate = make_candidate(
        programme=enrolment.programme, school=enrolment.school, state="accepted",
        enrolment=enrolment,
    )  # fmt: skip
    offer = make_offer(candidate, state="accepted")
    for year in (1, 2):
        for kind, n in (("cover", 2), ("visits", 6)):
            OfferLine.objects.update_or_create(
                offer=offer, year=year, kind=kind,
                defaults={"amount": n, "by_size": n, "cost_gbp": 0},
            )  # fmt: skip


def old(**needs) -> Whole:
    version = NoteVersion(
        note_id=1, number=1, purpose="Number talk", gap_task="none", n_classes=2,
        seen="Pupils said how", strengths=["Counters to hand"], engagement="green",
        implementation="green", impact="amber", impact_reason="Early", readiness=[], next_on=None,
        next_focus="Year 4",
    )  # fmt: skip
    action = NoteAction(
        action_id=3, what="Plan a unit", owner_id=4, due_on=date(2026, 12, 4),
        for_aspects=["impact"], **needs,
    )  # fmt: skip
    return Whole(version, (7,), (), (), (), (action,))


def test_a_note_of_before_keeps_the_hash_it_was_signed_under():
    assert sha256(old()) == OF_BEFORE


def test_what_is_needed_is_part_of_the_hash_however_the_number_was_written():
    needs = {"support_days": Decimal(2), "cover_days": None, "cost_gbp": Decimal("0")}
    found = sha256(old(**needs))
    assert found != OF_BEFORE
    assert found == sha256(old(**needs | {"support_days": Decimal("2.0")}))
    assert found != sha256(old(**needs | {"support_days": Decimal("2.5")}))
    assert found != sha256(old(**needs | {"cost_gbp": None}))
    assert found != sha256(old(support_days=None, cover_days=Decimal(2), cost_gbp=Decimal("0")))


def test_what_was_said_to_be_needed_is_kept_signed_and_read(writer, visit):
    write(writer, visit, agreed=NEEDS)
    share(writer, visit)
    version = NoteVersion.objects.get()
    kept = version.agreed.get()
    assert kept.needs == Needs(Decimal(2), Decimal("1.5"), Decimal(240))
    assert version.sha256 == sha256(whole(version))
    AgreedAction.objects.update(cover_days=9)  # the list goes on; what was shared stays
    assert version.sha256 == sha256(whole(NoteVersion.objects.get()))
    page = said(writer.get(version.note.get_absolute_url()))
    assert "Needs 2 days of support, 1.5 days of cover, £240" in page


def test_another_version_that_needs_something_else_says_that_it_changed(writer, visit):
    write(writer, visit)
    share(writer, visit)
    known = str(AgreedAction.objects.get().pk)
    write(writer, visit, agreed=NEEDS | {"a1-known": known})
    share(writer, visit, base="1")
    first, second = NoteVersion.objects.order_by("number")
    assert "agreed" in changed(first, second)
    assert first.agreed.get().needs == Needs()
    assert AgreedAction.objects.get().cover_days == Decimal("1.5")


def test_more_than_the_place_gives_is_said_before_it_is_shared_and_stops_nobody(
    writer, visit, place
):
    make_action(enrolment=visit.enrolment, owner=visit.specialist, cover_days=Decimal(1))
    pk = visit.enrolment.actions.get().pk
    write(writer, visit, agreed=NEEDS, before={f"how-{pk}": "moving"})
    asked = said(writer.get(address("share-note", visit)))
    assert TOO_MUCH in asked
    assert "0.5 days of cover" in asked
    assert "Share it with the school" in asked
    assert "Shared with Tansy Hill" in said(share(writer, visit))


def test_as_much_as_there_is_says_nothing_and_a_version_is_not_counted_twice(writer, visit, place):
    write(writer, visit, agreed=NEEDS)
    assert TOO_MUCH not in said(writer.get(address("share-note", visit)))
    share(writer, visit)
    known = str(AgreedAction.objects.get().pk)
    write(writer, visit, agreed=NEEDS | {"a1-known": known}, seen={"seen": "Pupils said more"})
    assert TOO_MUCH not in said(writer.get(address("share-note", visit)))


def test_nothing_needs_less_than_nothing(writer, visit):
    write(writer, visit)
    share(writer, visit)
    kept = NoteAction.objects.get()
    other = make_action(enrolment=visit.enrolment, owner=kept.owner)
    with pytest.raises(IntegrityError, match="needs_no_less_than_nothing"), transaction.atomic():
        NoteAction.objects.create(
            version=kept.version, action=other, what="Plan", owner=kept.owner, due_on=kept.due_on,
            cover_days=-1,
        )  # fmt: skip

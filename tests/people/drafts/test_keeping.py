"""Nobody loses words: not to a second device, not to the same post twice, not to a huge paste."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leadwell.accounts.acting import acting_as
from leadwell.people import access
from leadwell.people.drafts.actions import Device, Kept, drop_draft, keep_draft, settle_draft
from leadwell.people.drafts.words import Unfit, are_same, cleaned
from leadwell.people.models import Draft
from tests.factories import NOON, make_user

pytestmark = pytest.mark.django_db

PHONE, LAPTOP, TABLET = Device("a-phone", "phone"), Device("a-laptop", "computer"), Device("a-tab")
LATER = NOON + timedelta(minutes=1)


@pytest.fixture
def alice():
    user = make_user()
    with acting_as(user.pk):
        yield user


def keep(user, words, base=0, device=PHONE, at=NOON, **more) -> Kept:
    words = {"saw": words} if isinstance(words, str) else words
    return keep_draft(
        form="note", about=7, words=words, base=base, device=device, by=user, at=at, **more
    )


def drafts(user) -> list[tuple[str, int, bool]]:
    rows = access.drafts_for(user).order_by("is_beside", "pk")
    return [(row.words["saw"], row.version, row.is_beside) for row in rows]


def test_words_are_kept_and_each_change_counts(alice):
    assert keep(alice, "Talk") == Kept(1, NOON)
    assert keep(alice, "Talk in pairs", base=1, at=LATER) == Kept(2, LATER)
    assert drafts(alice) == [("Talk in pairs", 2, False)]
    draft = access.drafts_for(alice).get()
    assert (draft.begun_at, draft.saved_at, draft.which) == (NOON, LATER, "phone")


def test_the_same_post_twice_changes_nothing(alice):
    keep(alice, "Talk")
    again = keep(alice, "Talk", at=LATER)
    assert again == Kept(1, NOON, is_changed=False)
    assert drafts(alice) == [("Talk", 1, False)]


def test_another_device_goes_on_from_what_it_has_seen(alice):
    keep(alice, "Talk")
    assert keep(alice, "Talk, books", base=1, device=LAPTOP) == Kept(2, NOON)
    assert drafts(alice) == [("Talk, books", 2, False)]


def test_a_device_whose_answer_was_lost_goes_on(alice):
    keep(alice, "Talk")
    assert keep(alice, "Talk again", base=0).version == 2
    assert drafts(alice) == [("Talk again", 2, False)]


def test_an_earlier_change_that_comes_in_late_takes_nothing_away(alice):
    def at_turn(turn, name=PHONE.name):
        return Device(name, "phone", turn)

    keep(alice, "First", device=at_turn(1))
    keep(alice, "First and third", base=1, device=at_turn(3))
    assert keep(alice, "First and second", base=1, device=at_turn(2)).is_beside
    keep(alice, "Elsewhere, later", base=1, device=at_turn(6, "b"))
    assert keep(alice, "Elsewhere", base=1, device=at_turn(5, "b")).is_beside
    assert [words for words, *_ in drafts(alice)] == [
        "First and third", "First and second", "Elsewhere, later"
    ]  # fmt: skip


def test_of_two_devices_neither_loses_its_words(alice):
    keep(alice, "Talk")
    keep(alice, "Talk in pairs", base=1)
    laid = keep(alice, "Books", base=1, device=LAPTOP)
    assert laid == Kept(2, NOON, is_beside=True)
    assert drafts(alice) == [("Talk in pairs", 2, False), ("Books", 1, True)]


def test_what_lies_beside_is_written_on_and_a_third_device_has_its_own(alice):
    keep(alice, "Talk")
    keep(alice, "Talk in pairs", base=1)
    for words in ("Books", "Books", "Books, marked"):
        assert keep(alice, words, base=1, device=LAPTOP).is_beside
    assert keep(alice, "Displays", base=1, device=TABLET).is_beside
    assert drafts(alice) == [
        ("Talk in pairs", 2, False), ("Books, marked", 2, True), ("Displays", 1, True)
    ]  # fmt: skip


def test_without_a_script_two_devices_do_not_overwrite_each_other_either(alice):
    nameless = Device("")
    keep(alice, "Talk", device=nameless)
    keep(alice, "Talk in pairs", base=1, device=nameless)
    assert keep(alice, "Books", base=1, device=nameless).is_beside
    assert keep(alice, "Displays", base=1, device=nameless).is_beside
    assert len(drafts(alice)) == 3


def test_the_author_chooses_and_one_is_left(alice):
    keep(alice, "Talk")
    keep(alice, "Talk in pairs", base=1)
    keep(alice, "Books", base=1, device=LAPTOP, active_seconds=90)
    row = access.drafts_for(alice).beside().get()
    words = {"saw": "Talk in pairs\n\nBooks"}
    kept = settle_draft(form="note", about=7, beside=row.pk, words=words, by=alice, at=LATER)
    assert kept == Kept(3, LATER)
    assert drafts(alice) == [("Talk in pairs\n\nBooks", 3, False)]
    assert access.drafts_for(alice).get().active_seconds == 90
    for device in (PHONE, LAPTOP):  # neither has seen what was chosen
        assert keep(alice, f"On from before, {device.name}", base=2, device=device).is_beside


def test_a_choice_is_whole_or_not_at_all(alice):
    keep(alice, "Talk")
    keep(alice, "Books", base=9, device=LAPTOP)
    row = access.drafts_for(alice).beside().get()
    before = drafts(alice)
    with pytest.raises(Unfit):
        settle_draft(form="note", about=7, beside=row.pk, words="no", by=alice, at=LATER)
    with pytest.raises(Draft.DoesNotExist):
        settle_draft(form="note", about=7, beside=row.pk + 99, words={}, by=alice, at=LATER)
    assert drafts(alice) == before


def test_what_was_sent_is_dropped_with_all_beside_it(alice):
    keep(alice, "Talk")
    keep(alice, "Books", base=9, device=LAPTOP)
    keep_draft(form="note", about=8, words={"saw": "x"}, base=0, device=PHONE, by=alice, at=NOON)
    assert drop_draft(form="note", about=7, by=alice)
    assert not drop_draft(form="note", about=7, by=alice)
    assert drafts(alice) == [("x", 1, False)]


def test_what_the_device_had_written_before_it_was_sent_begins_no_other(alice):
    """The page sends by itself while its button sends too, and the first may come in last."""
    late, now = (replace(PHONE, turn=turn) for turn in (41, 42))
    keep(alice, "Talk in pairs", device=now)
    drop_draft(form="note", about=7, by=alice)
    assert keep(alice, "Talk in", device=late) == Kept(0, NOON, is_changed=False)
    assert keep(alice, "Talk in pairs", device=now).is_changed is False
    assert drafts(alice) == []
    keep(alice, "Talk", device=replace(LAPTOP, turn=7))
    drop_draft(form="note", about=7, by=alice)
    keep(alice, "Books", device=replace(PHONE, turn=43))
    assert drafts(alice) == [("Books", 1, False)]


def test_a_change_that_was_taken_back_begins_no_other_after_it_was_sent(alice):
    """The button sends the words as they were kept, and the device has counted on."""
    written, left = (replace(PHONE, turn=turn) for turn in (41, 42))
    keep(alice, "Talk", device=written)
    assert keep(alice, "Talk", base=1, device=left).is_changed is False
    drop_draft(form="note", about=7, by=alice)
    keep(alice, "Talk", base=1, device=left)
    assert drafts(alice) == []


def test_what_lay_beside_when_it_was_sent_begins_no_other(alice):
    laptop = replace(LAPTOP, turn=5)
    keep(alice, "Talk", device=replace(PHONE, turn=41))
    keep(alice, "Books", base=9, device=laptop)
    drop_draft(form="note", about=7, by=alice)
    keep(alice, "Books", base=9, device=laptop)
    assert drafts(alice) == []


def test_a_draft_begun_again_has_no_version_that_a_device_has_seen(alice):
    keep(alice, "Talk")
    drop_draft(form="note", about=7, by=alice)
    assert keep(alice, "Talk more", base=4, device=LAPTOP).version == 5
    assert keep(alice, "x", base=10**30, device=LAPTOP).version == 6


def test_a_paste_of_two_megabytes_takes_nothing_away(alice):
    keep(alice, "Talk")
    with pytest.raises(Unfit, match="too long to be kept here: 2,000,0"):
        keep(alice, "x" * 2_000_000, base=1)
    assert drafts(alice) == [("Talk", 1, False)]


def test_the_database_keeps_to_the_length_as_well(alice):
    with pytest.raises(IntegrityError, match="draft_is_of_a_length"), transaction.atomic():
        Draft.objects.create(
            user=alice, form="note", words={"a": "x" * 400_000}, begun_at=NOON, saved_at=NOON
        )
    longest = {"a": '"' * 199_994}
    keep(alice, longest)
    with pytest.raises(Unfit):
        keep(alice, {"a": '"' * 199_998}, base=1)


def test_text_stays_as_it_was_written(alice):
    said = '<b>Bold</b> & "quoted" 🙂 שלום עולם \u200f\tend\nnext'
    keep(alice, said)
    assert drafts(alice)[0][0] == said


def test_characters_that_no_text_holds_are_left_out(alice):
    keep(alice, "a\x00b\x07c\ud800d\x9be\r\nf\rg")
    assert drafts(alice)[0][0] == "abcde\nf\ng"


@pytest.mark.parametrize(
    "words",
    [None, [], 7, {"a": 1}, {"a": None}, {"a": ["x", 1]}, {"": "x"}, {"n" * 101: "x"}, {1: "x"},
     {str(n): "x" for n in range(1001)}],
)  # fmt: skip
def test_what_is_not_the_words_of_a_form_is_refused(alice, words):
    with pytest.raises(Unfit, match="Open the page again"):
        keep(alice, words)
    assert drafts(alice) == []


def test_minutes_of_writing_never_go_down(alice):
    for seconds, stand in ((60, 60), (30, 60), (-5, 60), (75, 75), (10**12, 30 * 24 * 3600)):
        keep(alice, "Talk", base=1, active_seconds=seconds)
        assert access.drafts_for(alice).get().active_seconds == stand


def test_nobody_reaches_the_draft_of_somebody_else(alice):
    keep(alice, "Talk")
    bob = make_user()
    with acting_as(bob.pk):
        keep(bob, "Mine")
        assert drafts(bob) == [("Mine", 1, False)]
        assert drop_draft(form="note", about=7, by=bob)
    assert drafts(alice) == [("Talk", 1, False)]


def test_a_save_is_two_questions_and_one_that_changes_nothing_is_one(alice):
    """However many drafts there are: it happens each ten seconds."""
    keep(alice, "Talk")
    for form in range(20):
        keep_draft(form=f"f{form}", words={"saw": "x"}, base=0, device=PHONE, by=alice, at=NOON)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        keep(alice, "Talk in pairs", base=1)
    assert len(asked) == 2
    with CaptureQueriesContext(connection) as asked:
        keep(alice, "Talk in pairs", base=2)
    assert len(asked) == 1
    with CaptureQueriesContext(connection) as asked:
        keep(alice, "Books", base=1, device=LAPTOP)
        keep(alice, "Books, marked", base=1, device=LAPTOP)
    assert len(asked) == 6


TEXT = st.text(st.characters(codec=None), max_size=30)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(words=st.dictionaries(st.sampled_from("abc"), TEXT | st.lists(TEXT, max_size=3), max_size=5))
def test_whatever_is_written_comes_back_as_it_was_cleaned(alice, words):
    drop_draft(form="note", about=7, by=alice)
    fit = cleaned(words)
    keep(alice, words)
    assert are_same(access.drafts_for(alice).get().words, fit)
    assert cleaned(fit) == fit

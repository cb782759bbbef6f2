"""A finding is kept while it is written, on a telephone in a corridor, and goes when it is saved."""

import pytest
from django.urls import reverse

from leadwell.explore.models import PeerFinding
from leadwell.explore.peer_reviewing import actions
from leadwell.explore.peer_reviewing.actions import Found
from leadwell.people.models import Role
from tests.explore.peer_reviewing.conftest import signed_in
from tests.factories import NOON, holder_of, make_programme
from tests.kept import choose, drafts, keep, press

pytestmark = pytest.mark.django_db
FINDING = {
    "working": "Talk in pairs", "evidence": "Six lessons", "better": "pupils wrote a reason",
    "to_whom": "both",
}  # fmt: skip


@pytest.fixture
def review(world):
    return world.on_site()


def url(name, pk):
    return reverse(f"explore:{name}", args=[pk])


def test_words_are_kept_for_their_author_alone_and_gone_once_it_is_saved(world, review):
    mine, write = signed_in(world.specialist), url("write-finding", review.pk)
    assert keep(mine, write, {"working": "Talk in pa"}).json()["version"] == 1
    page = mine.get(write).text
    assert "Talk in pa" in page
    assert "Say what is working" not in page  # nobody has sent it yet
    assert "Talk in pa" not in signed_in(world.deputy).get(write).text
    assert not PeerFinding.objects.exists()
    assert press(mine, write, FINDING, page=page).url == review.get_absolute_url()
    assert drafts(world.specialist) == []
    told = f'data-sent-for-good="{world.specialist.pk}:peer-finding-new:{review.pk}"'
    assert told in mine.get(review.get_absolute_url()).text
    assert "Talk in pa" not in mine.get(write).text.split("<form")[-1]
    assert press(mine, write, FINDING, page=page).url == review.get_absolute_url()
    assert keep(mine, write, FINDING, page=page).status_code == 200  # late, on a bad line
    assert "Talk in pa" not in mine.get(write).text.split("<form")[-1]
    assert PeerFinding.objects.count() == 1


def test_what_somebody_else_changed_meanwhile_is_not_written_over(world, review):
    finding = actions.write_finding(
        review=review, said=Found(**FINDING), by=world.specialist, at=NOON
    )
    mine, change = signed_in(world.specialist), url("change-finding", finding.pk)
    keep(mine, change, FINDING | {"better": "pupils said why"})
    theirs = Found(**FINDING | {"better": "they wrote it down"})
    other = holder_of(Role.SPECIALIST, enrolment=world.enrolment)
    actions.change_finding(finding=finding, said=theirs, by=other, at=NOON)
    page = mine.get(change).text
    assert "after you began to write. Both are kept." in page
    sent = press(mine, change, FINDING | {"better": "pupils said why"}, page=page)
    assert sent.url == f"{change}choose/"
    both = mine.get(sent.url).text
    assert [text in both for text in ("pupils said why", "they wrote it down")] == [True, True]
    finding.refresh_from_db()
    assert finding.better == "they wrote it down"
    assert choose(mine, sent.url, "one").url == change
    press(mine, change, FINDING | {"better": "pupils said why"})
    finding.refresh_from_db()
    assert (finding.better, drafts(world.specialist)) == ("pupils said why", [])


def test_who_may_not_write_keeps_nothing_and_a_stranger_cannot_tell(world, review):
    finding = actions.write_finding(
        review=review, said=Found(**FINDING), by=world.specialist, at=NOON
    )
    stranger = signed_in(holder_of(Role.PROGRAMME_LEAD, programme=make_programme()))
    for name, pk in (("new-finding", review.pk), ("finding", finding.pk)):
        for verb in ("keep", "choose"):
            address = url(f"{verb}-{name}", pk)
            assert signed_in(world.leader).post(address).status_code in (403, 404)
            assert stranger.post(address).status_code == 404

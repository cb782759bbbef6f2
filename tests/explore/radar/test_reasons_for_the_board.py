"""Why a school goes on although much is asked of it: who says it, who reads it."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from leadwell.explore.models import OverloadReason
from leadwell.explore.radar import actions
from leadwell.people.models import Role
from tests.explore.radar.conftest import THIS_YEAR, said
from tests.factories import (
    NOON,
    holder_of,
    make_initiative,
    make_overload_reason,
    make_school,
)

pytestmark = pytest.mark.django_db
TEXT = "The charity’s project ends at half-term."


@pytest.fixture
def overloaded(part):
    """Another project in mathematics, paid for by a charity."""
    make_initiative(school=part.school, subject="Maths", staff_days=60, **THIS_YEAR)
    return part


def url(part):
    return reverse("explore:overload-reason", args=[part.programme.code, part.school.urn])


def test_a_lead_says_why_and_the_board_reads_it(client, overloaded, lead):
    client.force_login(lead)
    radar = reverse("explore:radar", query={"programme": overloaded.programme.code})
    assert "Say why it is asked all the same" in said(client.get(radar))

    response = client.post(url(overloaded), {"text": TEXT})

    given = OverloadReason.objects.get()
    assert (given.text, given.level, given.clash) == (TEXT, "red", "subject")
    assert given.load > 8
    assert given.needs_the_board
    assert response.url == reverse("explore:overload", args=[overloaded.programme.code])
    assert "1 reason given" in said(client.get(radar))
    client.force_login(holder_of(Role.STRATEGIC_BOARD_MEMBER, programme=overloaded.programme))
    page = said(client.get(response.url))
    assert TEXT in page
    assert "Another externally funded project in the same subject" in page
    assert "What is asked of its schools" not in page  # a board sees no radar


@pytest.mark.parametrize("role", [Role.HEADTEACHER, Role.SENIOR_LEADER])
def test_the_schools_own_leaders_read_it_too(client, overloaded, role):
    make_overload_reason(programme=overloaded.programme, school=overloaded.school, text=TEXT)
    make_overload_reason(programme=overloaded.programme, text="Of another school")
    client.force_login(holder_of(role, school=overloaded.school))
    assert TEXT in said(client.get(reverse("explore:asked", args=[overloaded.school.urn])))
    page = client.get(reverse("explore:overload", args=[overloaded.programme.code]))
    assert TEXT in said(page)
    assert "Of another school" not in said(page)


def test_a_hub_lead_reads_those_of_their_schools_in_their_programme(client, overloaded):
    make_overload_reason(programme=overloaded.programme, school=overloaded.school, text=TEXT)
    make_overload_reason(school=overloaded.school, text="Of another programme")
    make_overload_reason(programme=overloaded.programme, text="Of another school")
    client.force_login(holder_of(Role.HUB_LEAD, hub=overloaded.hub))
    page = said(client.get(reverse("explore:asked", args=[overloaded.school.urn])))
    assert TEXT in page
    assert "Of another" not in page


@pytest.mark.parametrize(
    "role", [Role.STRATEGIC_LEAD, Role.STRATEGIC_BOARD_MEMBER, Role.STEERING_GROUP_MEMBER]
)
def test_who_reads_them_is_told_why_they_give_none(client, overloaded, role):
    client.force_login(holder_of(role, programme=overloaded.programme))
    response = client.get(url(overloaded))
    assert response.status_code == 403
    assert "Only who leads or manages this programme" in said(response)


def test_whom_it_is_not_open_to_is_told_so(client, overloaded):
    client.force_login(holder_of(Role.SPECIALIST, enrolment=overloaded))
    page = client.get(reverse("explore:overload", args=[overloaded.programme.code]))
    assert page.status_code == 403
    assert "is not open to you" in said(page)


def test_where_nothing_is_too_much_no_reason_is_kept(part, lead):
    with pytest.raises(PermissionDenied, match="no reason is needed"):
        actions.give_reason(
            programme=part.programme, school=part.school, text=TEXT, by=lead, at=NOON
        )
    assert not OverloadReason.objects.exists()


def test_nobody_gives_a_reason_for_a_school_of_others(client, overloaded, lead):
    elsewhere = make_school()
    address = reverse("explore:overload-reason", args=[overloaded.programme.code, elsewhere.urn])
    client.force_login(lead)
    assert client.post(address, {"text": TEXT}).status_code == 404


def test_a_reason_is_whole_or_not_there(overloaded, lead, monkeypatch):
    monkeypatch.delattr("leadwell.audit.log.record")
    with pytest.raises(AttributeError):
        actions.give_reason(
            programme=overloaded.programme, school=overloaded.school, text=TEXT, by=lead, at=NOON
        )
    assert not OverloadReason.objects.exists()


def test_a_reason_that_says_nothing_is_asked_for_again(client, overloaded, lead):
    client.force_login(lead)
    page = client.post(url(overloaded), {"text": " "})
    assert "Say why the school is asked all the same" in said(page)

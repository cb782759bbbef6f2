"""What else is asked of a school that is being chosen: its programme writes down what it heard, with
who said so; the school’s head reads it, puts it right, and then it is the school’s own."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from leadwell.audit.models import Event, Look
from leadwell.explore.choosing import actions
from leadwell.explore.choosing.others import others_of
from leadwell.explore.models import Candidate, Initiative
from leadwell.explore.radar import actions as radar
from leadwell.explore.radar import rules as radar_rules
from leadwell.people.models import Role
from tests.explore.choosing.conftest import HEARD, TODAY, answers
from tests.explore.choosing.test_pages import page_of, signed_in, told
from tests.explore.radar.conftest import said
from tests.factories import (
    NOON,
    holder_of,
    make_enrolment,
    make_hub,
    make_initiative,
    make_programme,
    make_school,
    make_trust,
)

pytestmark = pytest.mark.django_db
SENT = HEARD | {"name": "Story  Sacks"}


@pytest.fixture
def candidate(put):
    return put(school=make_school(name="Marlpit Green", trust=make_trust("Alder Trust")))


@pytest.fixture
def heard(candidate, manager):
    return actions.hear_of(candidate=candidate, by=manager, at=NOON, **HEARD)


@pytest.fixture
def head(candidate):
    return holder_of(Role.HEADTEACHER, school=candidate.school)


def asked(candidate):
    return reverse("explore:asked", args=[candidate.school.urn])


def entry_of(user, candidate):
    """What the school’s page says of the one that was heard of."""
    return said(signed_in(user).get(asked(candidate))).partition("Who asks")[2]


def test_who_chooses_writes_it_down_with_who_said_so_and_it_counts_at_once(candidate, manager):
    client = signed_in(manager)
    assert page_of("hear", candidate.pk) in client.get(candidate.get_absolute_url()).text
    form = client.get(page_of("hear", candidate.pk))
    assert "Who said so, or where is it written?" in form.text
    assert client.post(page_of("hear", candidate.pk), SENT).url == candidate.get_absolute_url()
    one = Initiative.objects.get()
    assert (one.name, one.school, one.heard_for, one.told_by, one.told_on, one.declared_by) == (
        "Story Sacks", candidate.school, candidate, HEARD["told_by"], HEARD["told_on"],
        manager.person,
    )  # fmt: skip
    page = said(client.get(candidate.get_absolute_url()))
    assert "Source: The council’s list of projects, Thu 12 Nov 2026." in page
    assert "The school has not looked at it yet." in page
    assert [other.name for other in others_of(candidate, on=TODAY)] == ["Story Sacks"]
    assert candidate.steps.first().verb == "hear"
    assert Event.objects.filter(verb="declared").count() == 1
    assert Look.objects.filter(page="explore:hear", outcome="changed").exists()


def test_a_project_in_the_same_subject_that_was_heard_of_makes_it_red(screened, manager):
    candidate = screened()
    actions.hear_of(candidate=candidate, by=manager, at=NOON, **HEARD | {"subject": "Mathematics"})
    found = actions.assess(candidate=candidate, said=answers(), by=manager, at=NOON)
    assert (found.colour, found.needs_board) == ("red", True)


@pytest.mark.parametrize(
    ("sent", "why"),
    [
        ({"told_by": " "}, "Say who said so, or where it is written"),
        ({"told_on": ""}, "Choose the day on which you heard or read it"),
        ({"told_on": TODAY + timedelta(days=400)}, "That day is still to come"),
        ({"staff_days": "9999"}, "3 people cannot give more than"),
        ({"name": ""}, "Write what it is called"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(candidate, manager, sent, why):
    response = signed_in(manager).post(page_of("hear", candidate.pk), SENT | sent)
    assert why in said(response)
    assert "The council’s list of projects" in response.text or "told_by" in sent
    assert not Initiative.objects.exists()


def test_the_same_again_is_told_to_be_in_the_list(candidate, heard, manager):
    response = signed_in(manager).post(page_of("hear", candidate.pk), SENT)
    assert "An initiative of this name is in the list for some of these days." in said(response)


def test_its_head_reads_who_said_so_changes_it_and_then_it_is_the_schools(
    candidate, heard, manager, head
):
    told_so = entry_of(head, candidate)
    assert "for Larkwater Reads, which chooses schools. Source: The council’s list" in told_so
    assert "1 entry of this list was declared by a programme that chooses schools." in told_so
    mine = said(signed_in(head).get(candidate.get_absolute_url()))
    assert "Put it right in the school’s list" in mine
    client = signed_in(head)
    changed = {key: SENT[key] for key in SENT if not key.startswith("told")} | {"staff_days": "4"}
    client.post(reverse("explore:change-initiative", args=[heard.pk]), changed)
    heard.refresh_from_db()
    assert (heard.staff_days, heard.answered_by) == (4, head.person)
    assert heard.told_by == HEARD["told_by"]
    assert "was declared by a programme that chooses" not in entry_of(head, candidate)
    refused = signed_in(manager).get(page_of("change-heard", candidate.pk, heard.pk))
    assert (refused.status_code, "it is the school’s to change" in refused.text) == (403, True)
    assert f"Looked at by {head.name}" in said(signed_in(manager).get(candidate.get_absolute_url()))


def test_another_programme_the_school_takes_part_in_changes_nothing_of_it(candidate, heard):
    here = make_enrolment(school=candidate.school, programme=make_programme(name="Other"))
    lead = holder_of(Role.PROGRAMME_LEAD, programme=here.programme)
    said_no = radar_rules.may_change(lead, heard, on=TODAY)
    assert "A programme that was choosing the school heard of it" in said_no.reason
    with pytest.raises(PermissionDenied, match="The school puts it right"):
        radar.take_back_initiative(initiative=heard, by=lead, at=NOON)
    change = reverse("explore:change-initiative", args=[heard.pk])
    assert change not in signed_in(lead).get(asked(candidate)).text
    assert (
        change
        in signed_in(holder_of(Role.HEADTEACHER, school=here.school)).get(asked(candidate)).text
    )


def test_a_head_who_takes_it_back_takes_it_out_of_every_count(candidate, heard, head):
    radar.take_back_initiative(initiative=heard, by=head, at=NOON)
    assert others_of(candidate, on=TODAY) == ()
    heard.refresh_from_db()
    assert (heard.state, heard.answered_by) == ("mistake", head.person)


def test_a_head_who_says_that_the_list_is_whole_has_looked_at_it(candidate, heard, head):
    radar.say_list_is_whole(school=candidate.school, n_listed=1, by=head, at=NOON)
    heard.refresh_from_db()
    assert (heard.answered_by, heard.answered_on) == (head.person, TODAY)


def test_that_a_list_is_whole_answers_nothing_where_a_programme_says_it(candidate, heard, hub):
    """One that the school takes part in; it does not speak for the school."""
    part = make_enrolment(school=candidate.school)
    lead = holder_of(Role.PROGRAMME_LEAD, programme=part.programme)
    radar.say_list_is_whole(school=candidate.school, n_listed=1, by=lead, at=NOON)
    heard.refresh_from_db()
    assert heard.answered_on is None


def test_who_wrote_it_down_changes_it_or_takes_it_back_until_then(candidate, heard, manager):
    client = signed_in(manager)
    changed = {key: SENT[key] for key in SENT if not key.startswith("told")} | {"n_staff": "2"}
    assert client.post(page_of("change-heard", candidate.pk, heard.pk), changed).status_code == 302
    heard.refresh_from_db()
    assert (heard.n_staff, heard.answered_on) == (2, None)
    client.post(page_of("take-back-heard", candidate.pk, heard.pk))
    heard.refresh_from_db()
    assert heard.state == "mistake"
    assert client.post(page_of("take-back-heard", candidate.pk, heard.pk)).status_code == 403


def test_what_the_school_declared_itself_is_not_the_programmes_to_change(candidate, manager):
    own = make_initiative(school=candidate.school)
    with pytest.raises(PermissionDenied, match="The school declared it itself"):
        actions.change_heard(initiative=own, by=manager, at=NOON, name="Another")
    assert signed_in(manager).get(page_of("change-heard", candidate.pk, own.pk)).status_code == 404


def test_another_programme_is_not_told_that_this_one_chooses_the_school(candidate, heard, manager):
    """Who leads a programme that the school takes part in reads that it is asked, and no more."""
    part = make_enrolment(school=candidate.school, programme=make_programme(name="Number Sense"))
    lead = holder_of(Role.PROGRAMME_LEAD, programme=part.programme)
    entry = entry_of(lead, candidate)
    assert "Story Sacks" in entry
    assert "Not run here. Declared on Fri 20 Nov 2026." in entry
    taken = signed_in(lead).get(reverse("explore:asked-csv", args=[candidate.school.urn])).text
    for secret in ("Larkwater Reads", "council’s list", manager.name, "chooses schools"):
        assert secret not in entry
        assert secret not in taken
    executive = holder_of(Role.CHIEF_EXECUTIVE, trust=candidate.school.trust)
    assert "for Larkwater Reads, which chooses schools" in entry_of(executive, candidate)


def test_nothing_is_written_down_before_the_head_knows_and_none_after_it_is_over(put, manager):
    untold = put(head_told_on=None)
    client = signed_in(manager)
    refused = client.get(page_of("hear", untold.pk))
    assert (refused.status_code, "has not been told" in refused.text) == (403, True)
    assert page_of("hear", untold.pk) not in client.get(untold.get_absolute_url()).text
    over = put()
    actions.decline(candidate=over, because="Too far", by=manager, at=NOON)
    assert client.get(page_of("hear", over.pk)).status_code == 403


@pytest.mark.parametrize("role", [Role.STRATEGIC_LEAD, Role.HUB_LEAD, Role.HEADTEACHER])
def test_who_only_reads_is_told_why(candidate, heard, programme, hub, role):
    scope = {
        Role.STRATEGIC_LEAD: {"programme": programme}, Role.HUB_LEAD: {"hub": hub},
        Role.HEADTEACHER: {"school": candidate.school},
    }[role]  # fmt: skip
    client = signed_in(holder_of(role, **scope))
    assert "As the programme heard" in client.get(candidate.get_absolute_url()).text
    for url in (
        page_of("hear", candidate.pk), page_of("change-heard", candidate.pk, heard.pk),
    ):  # fmt: skip
        refused = client.get(url)
        assert refused.status_code == 403
        assert "Only those who lead or manage this programme choose its schools." in refused.text


def test_a_stranger_and_another_hub_cannot_tell_that_there_is_one(
    candidate, heard, stranger, programme
):
    for user in (stranger, holder_of(Role.HUB_LEAD, hub=make_hub(programme, name="Moor"))):
        client = signed_in(user)
        for name, *args in (("hear",), ("change-heard", heard.pk)):
            far = client.get(page_of(name, candidate.pk, *args))
            absent = client.get(page_of(name, 987_654_321, *args))
            assert (far.status_code, told(far)) == (404, told(absent))


def test_a_number_of_another_candidate_leads_nowhere(candidate, heard, put, manager):
    other = put()
    assert signed_in(manager).get(page_of("change-heard", other.pk, heard.pk)).status_code == 404


def test_the_database_holds_from_whom_and_for_which_school(candidate, heard, put):
    def made(**fields):
        fields = {
            "heard_for": candidate,
            "told_by": "The head",
            "told_on": date(2026, 9, 2),
        } | fields
        with transaction.atomic():
            make_initiative(**{"school": candidate.school, "declared_on": TODAY} | fields)

    for broken in (
        {"told_by": ""}, {"told_on": None}, {"told_on": TODAY + timedelta(1)}, {"heard_for": None},
        {"school": make_school()}, {"heard_for": put(head_told_on=None)},
        {"answered_on": TODAY},
    ):  # fmt: skip
        with pytest.raises(IntegrityError):
            made(**broken)
    with pytest.raises(IntegrityError), transaction.atomic():
        Initiative.objects.filter(pk=heard.pk).update(told_by="Somebody else")
    with pytest.raises(IntegrityError), transaction.atomic():
        Initiative.objects.filter(pk=heard.pk).update(
            heard_for=put(
                school=candidate.school.__class__.objects.exclude(pk=candidate.school_id).first()
            )
        )
    made()


def test_nothing_is_written_down_that_cannot_be_logged(candidate, manager, monkeypatch):
    monkeypatch.delattr("leadwell.audit.log.record")
    with pytest.raises(AttributeError):
        actions.hear_of(candidate=candidate, by=manager, at=NOON, **HEARD)
    assert not Initiative.objects.exists()
    assert candidate.steps.count() == 1


def test_a_school_that_becomes_an_academy_keeps_what_was_heard_of_it(candidate, heard, manager):
    academy = make_school(name="Marlpit Academy")
    candidate.school.continued_by = academy
    candidate.school.save()
    candidate = Candidate.objects.get(pk=candidate.pk)
    again = actions.hear_of(
        candidate=candidate, by=manager, at=NOON, **HEARD | {"name": "Calm corridors"}
    )
    assert again.school == academy
    head = holder_of(Role.HEADTEACHER, school=academy)
    page = said(signed_in(head).get(reverse("explore:asked", args=[academy.urn])))
    assert "2 entries of this list were declared by a programme that chooses schools." in page


def test_the_page_of_a_candidate_asks_no_more_for_many_than_for_one(candidate, heard, manager):
    client = signed_in(manager)

    def n_asked():
        with CaptureQueriesContext(connection) as caught:
            client.get(candidate.get_absolute_url())
        return len(caught)

    n_asked()
    few = n_asked()
    for n in range(6):
        actions.hear_of(
            candidate=candidate, by=manager, at=NOON, **HEARD | {"name": f"Project {n}"}
        )
    assert n_asked() == few

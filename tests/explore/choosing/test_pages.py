"""The pages of choosing schools: for whom they are, what they say, what they do."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from leadwell.explore.choosing import actions
from leadwell.explore.models import Candidate, SetRule
from leadwell.people.models import Role
from tests.explore.choosing.conftest import TODAY, answers, low_results
from tests.factories import NOON, holder_of, make_role, make_school, make_trust

pytestmark = pytest.mark.django_db
NOMINATED = {
    "organisation": "Larkshire Council", "name": "Rowan Pike", "email": "", "hub": "",
    "reason": "Its maths has fallen", "head_told_on": "",
}  # fmt: skip
ANSWERED = {
    "leadership": "interim", "head_called_on": "2026-11-10", "head_called_by": "Robin Ash",
    "hours": "0.5", "working_party": "Head and maths lead", "has_authority": "on",
    "inspection": "due", "change": "none", "capacity": "", "override": "", "override_because": "",
    "climate_0": "2", "climate_1": "2", "climate_2": "3", "climate_3": "4",
}  # fmt: skip


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def told(answer):
    """All that an answer tells, without the token that is masked anew each time."""
    return re.sub(rb'name="csrfmiddlewaretoken" value="[^"]*"', b"", answer.content)


def page_of(name, *args, **query):
    return reverse(f"explore:{name}", args=args, query=query or None)


def test_a_school_is_put_forward_screened_and_assessed_page_by_page(programme, hub, manager, lead):
    client, school = signed_in(manager), make_school(name="Marlpit Green")
    low_results(school)
    sent = client.post(page_of("long-list", "LARK"), {"urn": [school.urn]})
    assert sent.status_code == 302
    form = client.get(page_of("nominate", "LARK", urn=school.urn))
    undated = client.post(
        page_of("nominate", "LARK"), NOMINATED | {"urn": school.urn, "head_told_by": "Ash Vale"}
    )
    assert "Say when they told the head" in undated.text
    assert "Put Marlpit Green forward" in form.text
    posted = NOMINATED | {"urn": school.urn, "hub": hub.pk}
    assert client.post(page_of("nominate", "LARK"), posted).url == page_of("choosing", "LARK")
    candidate = Candidate.objects.get()
    listed = client.get(page_of("choosing", "LARK"))
    assert "Heads who have not been told" in listed.text
    refused = client.get(page_of("screen", candidate.pk))
    assert (refused.status_code, "has not been told" in refused.text) == (403, True)
    waits = client.get(candidate.get_absolute_url()).text
    assert "Its head comes first." in waits
    by_whom = {"on": "2026-11-20", "told_by": "Rowan Pike"}
    client.post(page_of("head-told", candidate.pk), by_whom)
    known = client.get(candidate.get_absolute_url()).text.replace("\xa0", " ")
    assert "Its head comes first." not in known
    assert "Fri 20 Nov 2026, by Rowan Pike" in known
    client.post(page_of("screen", candidate.pk))
    asked = client.get(page_of("find", candidate.pk))
    assert "maths progress \N{MINUS SIGN}6 (line \N{MINUS SIGN}5)" in asked.text
    assert "Open Government Licence" in asked.text
    client.post(page_of("find", candidate.pk), {})
    candidate.refresh_from_db()
    assert (candidate.state, candidate.is_eligible) == ("eligible", True)
    kept = client.post(page_of("assess", candidate.pk), ANSWERED)
    assert kept.status_code == 302, re.findall(r'class="err"[^>]*>.*?</p>', kept.text, re.DOTALL)
    page = client.get(candidate.get_absolute_url())
    assert "The head is there in the interim" in page.text
    assert "which is less than 3" in page.text
    assert "1 school, 1 eligible = 100%" in client.get(page_of("choosing", "LARK")).text
    lead_reads = signed_in(lead).get(candidate.get_absolute_url()).text
    assert "The set has 1 school. It needs 4 at least." in lead_reads


def test_a_school_that_meets_nothing_needs_its_reason(put, manager):
    candidate = put()
    client = signed_in(manager)
    actions.screen(candidate=candidate, by=manager, at=NOON)
    form = client.post(page_of("find", candidate.pk), {"no_data": "An infant school"})
    assert "write why, for the school to read" in form.text
    said = {"no_data": "An infant school", "because": "Its results are high", "intelligence": "x"}
    client.post(page_of("find", candidate.pk), said)
    candidate.refresh_from_db()
    assert (candidate.state, candidate.because) == ("not_eligible", "Its results are high")


def test_no_tests_is_said_for_the_years_without_any(put, manager):
    school = make_school()
    low_results(school, years=(2018, 2022, 2023))
    page = signed_in(manager).get(put(school).get_absolute_url())
    assert page.text.count("No tests that year") == 6  # two years, three measures
    assert "Not published school by school that year" in page.text
    assert "The same in 2023/24 as in 2018/19." in page.text


def test_a_head_reads_their_own_result_with_reasons_and_nothing_of_others(assessed, manager):
    mine, other = assessed(is_eligible=False), assessed()
    actions.decline(candidate=mine, because="Too far from every hub", by=manager, at=NOON)
    head = signed_in(holder_of(Role.HEADTEACHER, school=mine.school))
    page = head.get(mine.get_absolute_url())
    assert "Too far from every hub" in page.text
    assert "Two of four teachers are new" not in page.text  # known locally: not for the school
    assert "btn" not in page.text.split("<main")[1]
    assert str(mine.school) in head.get(page_of("results")).text
    assert "How my schools were chosen" in head.get(reverse("reporting:home")).text
    absent = head.get("/candidates/987654321/")
    assert (told(head.get(other.get_absolute_url())), absent.status_code) == (told(absent), 404)


def test_no_page_tells_a_school_before_a_person_has_told_its_head(put, manager):
    trust = make_trust()
    candidate = put(school=make_school(trust=trust), head_told_on=None)
    school = {"school": candidate.school}
    near = [
        signed_in(one)
        for one in (
            holder_of(Role.HEADTEACHER, **school), holder_of(Role.SENIOR_LEADER, **school),
            holder_of(Role.CHIEF_EXECUTIVE, trust=trust),
        )
    ]  # fmt: skip
    signed_in(manager).get(candidate.get_absolute_url())
    log = reverse("reporting:school-looked", args=[candidate.school.urn])
    assert "eligibility" not in near[0].get(log).text
    for client in near:
        absent = client.get("/candidates/987654321/")
        page = client.get(candidate.get_absolute_url())
        assert (page.status_code, told(page)) == (404, told(absent))
        assert "How my schools were chosen" not in client.get(reverse("reporting:home")).text
    assert signed_in(manager).get(candidate.get_absolute_url()).status_code == 200
    actions.say_head_told(candidate=candidate, on=TODAY, by=manager, at=NOON)
    assert [one.get(candidate.get_absolute_url()).status_code for one in near] == [200] * 3
    assert "eligibility" in near[0].get(log).text


def test_an_executive_reads_the_schools_of_the_trust(assessed, put):
    trust = make_trust()
    mine, _ = assessed(school=make_school(trust=trust)), put()
    executive = signed_in(holder_of(Role.CHIEF_EXECUTIVE, trust=trust))
    assert re.findall(r"/candidates/(\d+)/", executive.get(page_of("results")).text) == [
        str(mine.pk)
    ]


def test_a_board_reads_the_summary_and_approves(chosen, board, programme):
    client = signed_in(board)
    moved = client.get(page_of("choosing", "LARK"))
    assert moved.url == page_of("set", "LARK")
    page = client.get(moved.url)
    assert "4 schools, 4 eligible = 100%" in page.text
    assert chosen[0].reason not in page.text
    assert client.get(chosen[0].get_absolute_url()).status_code == 404
    client.post(page_of("approve-set", "LARK"), {"words": "Agreed"})
    assert programme.approved_sets.count() == 2
    make_role(Role.HEADTEACHER, person=board.person, school=chosen[1].school)
    refused = client.get(page_of("approve-set", "LARK"))
    assert (refused.status_code, "Another member approves it" in refused.text) == (403, True)


def test_a_red_is_waived_by_the_board_on_a_page_that_says_what_is_red(chosen, board, manager):
    actions.assess(candidate=chosen[0], said=answers(hours=None), by=manager, at=NOON)
    client = signed_in(board)
    assert "Waive it" in client.get(page_of("set", "LARK")).text
    assert "Waive it" not in signed_in(manager).get(page_of("set", "LARK")).text
    form = client.get(page_of("waive", chosen[0].pk))
    assert "No subject lead is in post" in form.text
    client.post(page_of("waive", chosen[0].pk), {"text": "One is appointed for January"})
    assert chosen[0].assessments.newest_first().first().remedies.count() == 1
    assert "Waive it" not in client.get(page_of("set", "LARK")).text


@pytest.mark.parametrize("verb", ["reserve", "decline", "screen-again"])
def test_a_reason_is_wanted_and_nothing_is_lost_without_it(assessed, manager, verb):
    candidate = assessed()
    client = signed_in(manager)
    assert "Write the reason" in client.post(page_of(verb, candidate.pk), {}).text
    client.post(page_of(verb, candidate.pk), {"because": "The hub is full"})
    candidate.refresh_from_db()
    assert candidate.because == "The hub is full"


def test_support_hub_part_rule_and_place_are_each_a_page(assessed, manager, lead, hub):
    candidate = assessed(said=answers(has_authority=False))
    client = signed_in(manager)
    assert (
        "Say who gives"
        in client.post(page_of("promise-support", candidate.pk), {"text": "Six days"}).text
    )
    support = {"text": "Six days", "given_by": "Ash Vale"}
    client.post(page_of("promise-support", candidate.pk), support)
    client.post(page_of("ask-again", candidate.pk),
                {"hours": "2", "inspection": "due", "change": "none"})  # fmt: skip
    part = {"hub": hub.pk, "part": "partner", "part_because": "", "intelligence": ""}
    assert (
        "Say why it takes part as a partner"
        in client.post(page_of("change", candidate.pk), part).text
    )
    client.post(page_of("change", candidate.pk), part | {"part_because": "Strong in maths"})
    candidate.refresh_from_db()
    assert candidate.part == "partner"
    candidate.school.easting, candidate.school.northing = 400_000, 100_000
    candidate.school.save()
    client.post(page_of("place-hub", hub.pk), {"school": candidate.school.pk})
    assert hub.place.school == candidate.school
    rule = {"least_schools": 1, "least_share_pct": 50, "most_minutes": 30, "because": "A trial"}
    signed_in(lead).post(page_of("set-rule", "LARK"), rule)
    assert SetRule.objects.get().because == "A trial"
    assert "A trial" in client.get(page_of("set", "LARK")).text


def test_the_wrong_role_is_told_why_and_a_stranger_cannot_tell_it_exists(put, stranger, programme):
    candidate = put()
    specialist = holder_of(Role.FINANCE_OFFICER, programme=programme)
    refused = signed_in(specialist).get(page_of("choosing", "LARK"))
    assert (refused.status_code, "how schools are chosen" in refused.text) == (403, True)
    client = signed_in(stranger)
    far, absent = client.get(page_of("choosing", "LARK")), client.get(page_of("choosing", "NONE"))
    assert (far.status_code, told(far)) == (404, told(absent))
    for name in ("candidate", "assess", "waive"):
        far, absent = (client.get(page_of(name, pk)) for pk in (candidate.pk, 987_654_321))
        assert told(far) == told(absent)


def test_the_list_asks_the_database_as_often_for_forty_as_for_four(
    assessed, manager, django_assert_max_num_queries, programme
):
    client = signed_in(manager)
    for _ in range(2):
        assessed()
    path = page_of("choosing", "LARK")
    with django_assert_max_num_queries(60) as few:
        client.get(path)
    for _ in range(10):
        assessed()
    with django_assert_max_num_queries(len(few)):
        client.get(path)


def test_what_wants_somebody_is_on_their_first_page(put, assessed, manager, board):
    put(head_told_on=None)
    Candidate.objects.update(nominated_on="2026-10-01")
    assessed()
    home = signed_in(manager).get(reverse("reporting:home")).text
    assert "has not been told" in home
    assert "waits for the board" in signed_in(board).get(reverse("reporting:home")).text

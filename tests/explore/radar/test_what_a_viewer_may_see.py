"""A programme out of somebody's reach is "Another programme": on no page, in no file, under no
question is there more of it than its subject, its half-terms and its days."""

import csv
import re
from datetime import date

import pytest
from django.urls import reverse

from leadwell.explore.radar.asked import ANOTHER, asked_of
from leadwell.people.models import Role
from tests.explore.radar.conftest import said
from tests.factories import (
    holder_of,
    make_administrator,
    make_enrolment,
    make_organisation,
    make_school,
)

pytestmark = pytest.mark.django_db
MASKED = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]*"')
SECRETS = ("quill",)
"""Of the other programme: its name, short code, strand and hub all have it."""

SPAN = {"first": date(2026, 9, 1), "last": date(2027, 8, 31)}


@pytest.fixture(autouse=True)
def everything(part, other_part, initiative):
    return part, other_part, initiative


def urls(school, ours):
    return [
        reverse("explore:radar"),
        reverse("explore:radar", query={"programme": ours.code, "order": "most"}),
        reverse("explore:radar", query={"programme": "QUILL"}),
        reverse("explore:radar", query={"school": "quill"}),
        reverse("explore:radar-csv"),
        reverse("explore:asked", args=[school.urn]),
        reverse("explore:asked-csv", args=[school.urn]),
    ]


def reach(role, part, school):
    match role:
        case Role.PROGRAMME_LEAD | Role.PROJECT_MANAGER | Role.STRATEGIC_LEAD:
            return {"programme": part.programme}
        case Role.HUB_LEAD:
            return {"hub": part.hub}
        case Role.CHIEF_EXECUTIVE:
            return {"trust": school.trust}
    return {"school": school}


@pytest.mark.parametrize(
    "role",
    [Role.PROGRAMME_LEAD, Role.PROJECT_MANAGER, Role.STRATEGIC_LEAD, Role.HUB_LEAD],
)
def test_of_another_programme_its_subject_half_terms_and_days_are_told_and_no_name(
    client, part, school, ours, role
):
    client.force_login(holder_of(role, **reach(role, part, school)))
    for url in urls(school, ours):
        response = client.get(url)
        assert response.status_code == 200
        # Titles and names of controls too: the whole of what is sent. What one asks for is
        # one's own, and said again in its field and in the links to other pages of the list.
        sent = response.text.lower().replace("school=quill", "").replace('value="quill"', "")
        sent = sent.replace("programme=quill", "")
        assert not [secret for secret in SECRETS if secret in sent], url
    page = client.get(reverse("explore:asked", args=[school.urn]))
    assert ANOTHER in said(page)
    other = said(page).partition("Who asks")[2].partition(ANOTHER)[2].partition("Number Sense")[0]
    assert re.fullmatch(
        r" Reading, Autumn 1 to Summer 2\. \d\.\d days in this school year\. ", other
    )
    assert "Number Sense" in said(page)
    taken = client.get(reverse("explore:asked-csv", args=[school.urn])).text
    [row] = [row for row in csv.reader(taken.splitlines()) if row[:1] == [ANOTHER]]
    assert row[1:5] == ["Reading", "Autumn 1 to Summer 2", "", ""]  # no day, no payer, no strands


@pytest.mark.parametrize("role", [Role.HEADTEACHER, Role.SENIOR_LEADER, Role.CHIEF_EXECUTIVE])
def test_a_schools_own_leaders_have_the_names_of_all_it_takes_part_in(client, part, school, role):
    client.force_login(holder_of(role, **reach(role, part, school)))
    text = said(client.get(reverse("explore:asked", args=[school.urn])))
    assert "Number Sense" in text
    assert "Quillfeather" in text
    assert ANOTHER not in text


def test_the_name_does_not_leave_the_database(school, lead, django_assert_num_queries):
    with django_assert_num_queries(3):  # the roles, the programmes and the initiatives
        found = asked_of(lead, [school.pk], **SPAN)[school.pk]
    assert {(each.name, each.code, bool(each.programme)) for each in found} == {
        ("Number Sense", "NUM-26", True), (ANOTHER, "", False), ("Story Sacks", "", False),
    }  # fmt: skip


@pytest.mark.parametrize(
    "role", [Role.SUBJECT_LEADER, Role.TEACHER, Role.GOVERNOR, Role.SCHOOL_FINANCE_CONTACT]
)
def test_others_at_the_school_have_no_radar(client, school, ours, role):
    client.force_login(holder_of(role, school=school))
    assert client.get(reverse("explore:asked", args=[school.urn])).status_code == 404
    page = client.get(reverse("explore:radar"))
    assert "There is no school of which you see what is asked." in said(page)
    assert "Tansy Hill" not in client.get(reverse("explore:radar-csv")).text


@pytest.mark.parametrize(
    "who", ["specialist", "board", "evaluator", "officer", "administrator", "stranger"]
)
def test_nobody_else_can_tell_that_anything_is_asked(client, part, ours, school, who):
    people = {
        "specialist": lambda: holder_of(Role.SPECIALIST, enrolment=part),
        "board": lambda: holder_of(Role.STRATEGIC_BOARD_MEMBER, programme=ours),
        "evaluator": lambda: holder_of(Role.EVALUATOR, programme=ours),
        "officer": lambda: holder_of(
            Role.DATA_PROTECTION_OFFICER, organisation=make_organisation()
        ),
        "administrator": make_administrator,
        "stranger": lambda: holder_of(Role.HEADTEACHER, school=make_school()),
    }
    client.force_login(people[who]())
    here = client.get(reverse("explore:asked", args=[school.urn]))
    nowhere = client.get(reverse("explore:asked", args=[100_001]))
    assert here.status_code == nowhere.status_code == 404
    assert MASKED.sub(b"", here.content) == MASKED.sub(b"", nowhere.content)
    assert "Tansy Hill" not in client.get(reverse("explore:radar")).text


def test_a_hub_lead_sees_their_own_schools_and_no_others(client, part, hub, ours):
    beyond = make_enrolment(programme=ours, school=make_school(name="Larch Lane"))
    client.force_login(holder_of(Role.HUB_LEAD, hub=hub))
    text = said(client.get(reverse("explore:radar")))
    assert "Tansy Hill" in text
    assert "Larch Lane" not in text
    asked = client.get(reverse("explore:radar", query={"hub": beyond.hub_id}))
    assert "Larch Lane" not in said(asked)


def test_it_is_led_to_only_for_whom_it_is_open(client, part, school, ours, lead):
    """From home, from the programme, from the school and from its part in the programme."""
    radar, asked = reverse("explore:radar"), reverse("explore:asked", args=[school.urn])
    reasons = reverse("explore:overload", args=[ours.code])
    client.force_login(lead)
    assert f'href="{radar}"' in client.get("/").text
    programme = client.get(ours.get_absolute_url()).text
    assert f'href="{radar}?programme={ours.code}"' in programme
    assert f'href="{reasons}"' in programme
    for page in (school, part):
        assert f'href="{asked}"' in client.get(page.get_absolute_url()).text
    client.force_login(holder_of(Role.STRATEGIC_BOARD_MEMBER, programme=ours))
    programme = client.get(ours.get_absolute_url()).text
    assert f'href="{reasons}"' in programme
    assert radar not in programme + client.get("/").text
    client.force_login(holder_of(Role.SUBJECT_LEADER, school=school))
    for url in ("/", ours.get_absolute_url(), *(x.get_absolute_url() for x in (school, part))):
        text = client.get(url).text
        assert not [each for each in (radar, asked, reasons) if each in text]

"""Looking for schools by need: what fits, in which order, at which cost."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from leadwell.explore.choosing import actions as choosing
from leadwell.people.models import Role
from leadwell.schools.reasons import Reason
from tests.explore.choosing.conftest import nomination
from tests.factories import NOON, holder_of, make_area, make_school, make_trust, publish

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager(programme):
    return holder_of(Role.PROJECT_MANAGER, programme=programme)


@pytest.fixture
def looked(manager):
    client = Client()
    client.force_login(manager)

    def look(**asked):
        page = client.get(reverse("explore:find-schools", args=["LARK"]), asked)
        return re.findall(r'<a href="/schools/\d+/">([^<]*)</a>', page.text)

    look.client = client
    return look


@pytest.fixture
def schools(db):
    other = make_area(991, "Owlshire", "South East")
    made = {
        "Low": make_school(name="Low", n_pupils=90, trust=make_trust("Heron Trust")),
        "Middle": make_school(name="Middle", n_pupils=210),
        "High": make_school(name="High", n_pupils=420, local_authority=other),
        "Hidden": make_school(name="Hidden", n_pupils=60),
        "Special": make_school(name="Special", is_special=True),
        "Closed": make_school(name="Closed", is_open=False),
    }
    figures = {"Low": (30, 25, 40), "Middle": (60, 55, 62), "High": (90, 70, 95),
               "Special": (1, 1, 1), "Closed": (10, 10, 10)}  # fmt: skip
    for name, (all_, ours, others) in figures.items():
        publish(
            made[name], 2024, eligible_pupils=30, maths_expected=all_,
            maths_expected_disadvantaged=ours, maths_expected_other=others,
        )  # fmt: skip
    publish(made["Hidden"], 2024, eligible_pupils=4, reasons={"maths_expected": Reason.SUPP})
    return made


def test_the_lowest_result_stands_first_and_the_hidden_last(looked, schools):
    assert looked() == ["Low", "Middle", "High", "Hidden"]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"below": 60}, ["Low", "Middle"]),
        ({"gap": 15}, ["Low", "High"]),
        ({"least": 100}, ["Middle", "High"]),
        ({"most": 90}, ["Low", "Hidden"]),
        ({"area": 991}, ["High"]),
        ({"region": "South East"}, ["High"]),
        ({"trust": "heron"}, ["Low"]),
        ({"phase": "Secondary"}, []),
        ({"special": "on"}, ["Special", "Low", "Middle", "High", "Hidden"]),
        ({"sort": "gap"}, ["High", "Low", "Middle", "Hidden"]),
        ({"sort": "name"}, ["Hidden", "High", "Low", "Middle"]),
        ({"sort": "-pupils"}, ["High", "Middle", "Low", "Hidden"]),
    ],
)
def test_what_is_asked_for_is_what_is_found(looked, schools, asked, found):
    assert looked(**asked) == found


def test_a_hidden_figure_says_why_and_what_cannot_be_read_says_so(looked, schools):
    path = reverse("explore:find-schools", args=["LARK"])
    assert "Too few pupils to show" in looked.client.get(path).text
    assert "No trust has “nobody”" in looked.client.get(path, {"trust": "nobody"}).text
    assert "Write more than the least" in looked.client.get(path, {"least": 9, "most": 1}).text


def test_one_tap_or_many_and_the_page_says_where_each_school_is(looked, schools, programme):
    path = reverse("explore:long-list", args=["LARK"])
    sent = {"urn": [schools["Low"].urn, schools["High"].urn], "asked": "below=95"}
    moved = looked.client.post(path, sent)
    assert moved.url.endswith("?below=95")
    page = looked.client.get(moved.url).text
    assert page.count("On the long list") == 2
    assert f'value="{schools["Low"].urn}"' not in page
    assert "Low" in looked.client.get(path).text
    off = reverse("explore:take-off", args=["LARK"])
    looked.client.post(off, {"urn": [schools["Low"].urn]})
    assert programme.long_list.count() == 1


def test_a_piece_comes_back_to_htmx_and_a_page_without_it(looked, schools):
    path = reverse("explore:find-schools", args=["LARK"])
    piece = looked.client.get(path, headers={"HX-Request": "true"})
    assert "<html" not in piece.text
    assert "<html" in looked.client.get(path).text


def test_a_thousand_schools_are_asked_for_as_often_as_three(
    looked, schools, django_assert_max_num_queries
):
    with django_assert_max_num_queries(60) as few:
        looked()
    for n in range(60):
        publish(make_school(name=f"Many {n}"), 2024, eligible_pupils=20, maths_expected=50)
    with django_assert_max_num_queries(len(few) + 4):  # those asked once after a load
        looked(sort="gap")
    with django_assert_max_num_queries(len(few)):
        looked(sort="name", page=2)


def test_without_any_results_schools_can_still_be_looked_for(looked, programme):
    make_school(name="Alone")
    assert looked(sort="name") == ["Alone"]


def test_schools_of_its_phases_are_looked_at_first_and_others_on_demand(looked, schools, programme):
    programme.phases_of_education = ["junior"]  # which the register calls primary
    programme.save()
    for name, phase in (("Low", "Primary"), ("Middle", "Secondary"), ("High", "Primary")):
        schools[name].phase_of_education = phase
        schools[name].save()
    page = looked.client.get(reverse("explore:find-schools", args=["LARK"])).text
    assert "Those it is for" in page
    assert looked() == ["Low", "High", "Hidden"]
    assert looked(phase="Secondary") == ["Middle"]
    assert looked(phase="") == ["Low", "Middle", "High", "Hidden"]


def test_special_schools_are_among_those_it_is_for_where_it_is_for_them(looked, schools, programme):
    schools["Special"].phase_of_education = "Not applicable"
    schools["Special"].save()
    programme.phases_of_education = ["special"]
    programme.save()
    assert looked() == ["Special"]


def test_a_school_of_another_phase_is_said_so_and_can_be_put_forward(looked, programme):
    """A warning where it is put forward, on its page and in the list; no refusal."""
    programme.phases_of_education = ["primary"]
    programme.save()
    school = make_school(name="Tansy Hill", phase_of_education="Secondary")
    alike = make_school(name="Alder", phase_of_education="Primary")
    address = reverse("explore:nominate", args=["LARK"])
    says = "Phase: secondary. The programme is for primary."
    asked = looked.client.get(address, {"urn": [school.urn, alike.urn]}).text
    assert asked.count("The programme is for primary.") == 1
    assert says in asked
    lead = holder_of(Role.PROGRAMME_LEAD, programme=programme)
    candidates = [
        choosing.nominate(programme=programme, school=each, said=nomination(), by=lead, at=NOON)
        for each in (school, alike)
    ]
    listed = looked.client.get(reverse("explore:choosing", args=["LARK"])).text
    assert listed.count(says) == 1
    one, other = (looked.client.get(each.get_absolute_url()).text for each in candidates)
    assert (says in one, "The programme is for" in other) == (True, False)

"""How much is asked of schools, as files for a meeting: the figures of the page, closed where it is."""

import csv
import io

import pytest
from django.urls import reverse

from leadwell.audit.models import Look
from leadwell.explore.radar.asked import ANOTHER
from leadwell.lib import academic_year as years
from leadwell.people.models import Role
from tests.explore.radar.test_radar_page import HEAVY, TODAY, YEAR, many
from tests.explore.radar.test_what_a_viewer_may_see import SECRETS, reach
from tests.factories import (
    holder_of,
    make_colleague,
    make_enrolment,
    make_initiative,
    make_overload_reason,
    make_school,
)
from tests.web.read_pdf import read, words

pytestmark = pytest.mark.django_db
PAGE = reverse("explore:radar")
CSV, PDF = reverse("explore:radar-csv"), reverse("explore:radar-pdf")


def of_one(school, ending):
    return reverse(f"explore:asked-{ending}", args=[school.urn])


def rows_of(response):
    return list(csv.DictReader(io.StringIO(response.text.removeprefix("\ufeff"))))


@pytest.fixture
def beside(hub):
    """A school of the hub of which more is asked; one reason is given for it."""
    enrolment = make_enrolment(hub=hub, school=make_school(name="Larch Lane"))
    make_initiative(school=enrolment.school, **HEAVY)
    make_overload_reason(school=enrolment.school, programme=hub.programme)
    return enrolment


def test_the_paper_has_the_schools_in_their_order_with_every_figure(client, part, beside, lead):
    client.force_login(lead)
    lines = client.get(PAGE, {"order": "most"}).context["found"].lines
    text = words(client.get(PDF, {"order": "most"}).content)
    places = [text.index(line.school.name) for line in lines]
    assert places == sorted(places)
    for line in lines:
        assert line.what in text
        assert line.fullest in text
        for load in line.load.loads:
            assert f"{load.total:.1f}" in text
        for remark in line.remarks:
            assert remark in text
    assert "Order Most asked of first" in text
    assert f"2 schools in {years.label(YEAR)}." in text
    assert "1 reason given" in text
    assert "Amber from 8, Red from 14." in text
    assert "One whole programme, of three strands and three days, comes to 7." in text
    [larch] = [row for row in rows_of(client.get(CSV)) if row["School"] == "Larch Lane"]
    assert larch["Reasons to ask all the same"] == "1"


def test_what_was_asked_for_is_said_and_nothing_else_is_there(client, part, beside, ours, lead):
    client.force_login(lead)
    text = words(client.get(PDF, {"programme": ours.code, "school": "larch"}).content)
    assert f"Programme {ours}" in text
    assert "Name has larch" in text
    assert "Tansy Hill" not in text
    nothing = words(client.get(PDF, {"school": "nobody"}).content)
    assert "No school of this kind." in nothing


def test_a_school_on_paper_says_who_asks_how_many_days_and_why_all_the_same(client, beside):
    client.force_login(holder_of(Role.HEADTEACHER, school=beside.school))
    page = client.get(reverse("explore:asked", args=[beside.school.urn])).context["page"]
    text = words(client.get(of_one(beside.school, "pdf")).content)
    for line in page.lines:
        assert line.asked.name in text
        assert line.altogether in text
        for said in line.days_said:
            assert said in text
    assert "Not run here. Declared by" in text
    assert f"Asked all the same for {beside.programme}: The other project ends at half-term" in text
    assert page.answer_said in text
    for row in page.rows[-1][1:]:
        assert row.split(", ")[0] in text


@pytest.mark.parametrize(
    "role", [Role.PROGRAMME_LEAD, Role.PROJECT_MANAGER, Role.STRATEGIC_LEAD, Role.HUB_LEAD]
)
def test_another_programme_is_as_closed_in_a_file_as_on_the_page(
    client, part, other_part, initiative, school, role
):
    """Neither in what it says nor in what the file says of itself."""
    client.force_login(holder_of(role, **reach(role, part, school)))
    for url in (PDF, of_one(school, "pdf")):
        response = client.get(url)
        made = read(response.content)
        said = f"{words(response.content)} {made.metadata} {response['Content-Disposition']}"
        assert not [secret for secret in SECRETS if secret in said.lower()], url
    assert ANOTHER in words(client.get(of_one(school, "pdf")).content)


def test_a_name_that_is_a_formula_is_text(client, part, head):
    make_initiative(school=part.school, name="=HYPERLINK(1)", subject="+Reading")
    client.force_login(head)
    [row] = [r for r in rows_of(client.get(of_one(part.school, "csv"))) if "HYPER" in r["Asked by"]]
    assert (row["Asked by"], row["Subject"]) == ("'=HYPERLINK(1)", "'+Reading")


def test_each_file_is_written_down_with_how_many_rows_it_has(client, part, beside, lead):
    client.force_login(lead)
    client.get(PDF, {"order": "most"})
    client.get(of_one(beside.school, "pdf"))
    of_all = Look.objects.get(page="explore:radar-pdf")
    assert (of_all.outcome, of_all.n_rows) == ("exported", 2)
    assert "most" in of_all.asked
    of_larch = Look.objects.get(page="explore:asked-pdf")
    assert of_larch.subject_id == str(beside.school.urn)


@pytest.mark.parametrize("ending", ["csv", "pdf"])
def test_who_has_no_radar_takes_an_empty_list_and_no_school(client, part, school, ending):
    client.force_login(holder_of(Role.SUBJECT_LEADER, school=school))
    assert client.get(of_one(school, ending)).status_code == 404
    taken = client.get(reverse(f"explore:radar-{ending}"))
    said = taken.text if ending == "csv" else words(taken.content)
    assert "Tansy Hill" not in said


def test_of_very_many_schools_the_paper_says_that_it_has_only_the_first(client):
    lead = make_colleague()
    many(520, 3, lead)
    client.force_login(lead.user)
    text = words(client.get(PDF).content)
    assert "Only the first 500 of 520 are here, in the order chosen (A to Z)." in text
    assert len([row for row in rows_of(client.get(CSV)) if row["URN"]]) == 520
    assert Look.objects.get(page="explore:radar-pdf").n_rows == 500


def test_the_year_to_come_is_the_year_of_both_files(client, part, head):
    client.force_login(head)
    page = client.get(reverse("explore:asked", args=[part.school.urn], query={"year": "next"}))
    assert f'href="{of_one(part.school, "pdf")}?year=next"' in page.text
    text = words(client.get(of_one(part.school, "pdf"), {"year": "next"}).content)
    assert f"School year {years.label(years.of(TODAY) + 1)}" in text

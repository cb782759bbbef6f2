"""Schools put forward, as a spreadsheet: by the same forms and actions as their pages."""

import pytest
from django.urls import reverse

from leadwell.explore.choosing.spreadsheet import CANDIDATES
from leadwell.explore.models import Candidate, Step
from leadwell.lib.spreadsheet import read
from leadwell.people.models import Role
from tests.explore.choosing.conftest import TODAY
from tests.factories import holder_of, make_candidate, make_school
from tests.spreadsheets import bring_in, look, take_out, words, worked_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def tansy(programme):
    return make_candidate(
        programme=programme, school=make_school(name="Tansy Hill"), head_told_on=None,
        is_eligible=None, reason="- falling",
    )  # fmt: skip


@pytest.fixture
def as_manager(client, manager):
    client.force_login(manager)
    return client


@pytest.fixture
def looked(as_manager, programme, tansy, hub):
    """Take the list out, work in it, and look at what it would change."""

    def looked(work):
        out = take_out(as_manager, CANDIDATES, programme)
        content = worked_in(out, CANDIDATES.layout(programme), work)
        return look(as_manager, CANDIDATES, programme, content)

    return looked


def test_hub_and_head_told_are_written_and_a_school_is_put_forward(
    looked, as_manager, programme, tansy, hub
):
    school = make_school(name="Alder Bank")

    def work(rows):
        rows[0] |= {"hub": "Coast", "head_told_on": TODAY, "intelligence": "A new head in May"}
        rows.append(
            {"urn": str(school.urn), "organisation": "Larkshire Council", "name": "Rowan Pike",
             "reason": "Its maths has fallen", "part": "Partner school", "part_because": "Strong in early maths"}
        )  # fmt: skip

    page = looked(work)
    assert "This file would change 1 school and add 1 school." in words(page)
    assert "Brought in." in words(bring_in(as_manager, CANDIDATES, programme, page))
    tansy.refresh_from_db()
    assert (tansy.hub, tansy.head_told_on, tansy.intelligence) == (hub, TODAY, "A new head in May")
    put = Candidate.objects.get(school=school)
    assert (put.reason, put.part, put.nominated_by.name) == (
        "Its maths has fallen",
        "partner",
        "Rowan Pike",
    )
    assert set(Step.objects.filter(candidate=tansy).values_list("verb", flat=True)) == {
        "say_head_told", "change",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("work", "said"),
    [
        (lambda rows: rows[0].update(reason="Another"), "stays as it was written"),
        (lambda rows: rows[0].update(part="Partner school"), "Say why it takes part as a partner"),
        (lambda rows: rows[0].update(urn="999999"), "Another school is another row"),
        (lambda rows: rows.append({"urn": "999999", "reason": "X"}), "No school in the register"),
        (
            lambda rows: rows.append({"urn": rows[0]["urn"], "reason": "X"}),
            "Say who puts it forward",
        ),
        (
            lambda rows: rows.append(
                {"urn": rows[0]["urn"], "reason": "X", "name": "Rowan", "organisation": "Y"}
            ),
            "put forward for the programme already",
        ),
    ],
)
def test_what_a_page_would_refuse_is_refused_by_row(looked, tansy, work, said):
    def both(rows):
        rows[0]["hub"] = "Coast"
        work(rows)

    page = looked(both)
    assert said in words(page)
    assert "carried" not in page.text
    tansy.refresh_from_db()
    assert tansy.hub is None, "nothing in part"


def test_who_told_the_head_goes_out_and_comes_back_with_the_day(
    looked, as_manager, programme, tansy
):
    school = make_school(name="Alder Bank")

    def work(rows):
        rows[0] |= {"head_told_on": TODAY, "head_told_by": "Ash Grove"}
        rows.append(
            {"urn": str(school.urn), "organisation": "Larkshire Council", "name": "Rowan Pike",
             "reason": "Its maths has fallen", "head_told_on": TODAY, "head_told_by": "Kit Marsh"}
        )  # fmt: skip

    bring_in(as_manager, CANDIDATES, programme, looked(work))
    told = Candidate.objects.order_by("school__name").values_list("head_told_on", "head_told_by")
    assert list(told) == [(TODAY, "Kit Marsh"), (TODAY, "Ash Grove")]
    assert "This file would change nothing." in words(looked(lambda rows: None))
    page = looked(lambda rows: rows[1].update(head_told_by="Somebody else"))
    assert "When the head was told, and by whom, has been written, and stays." in words(page)


def test_who_told_the_head_did_so_on_a_day(looked, tansy):
    page = looked(lambda rows: rows[0].update(head_told_by="Ash Grove"))
    assert "Write the day on which they told the head too." in words(page)
    tansy.refresh_from_db()
    assert tansy.head_told_by == ""


def test_it_comes_back_as_it_went_and_what_looks_like_a_formula_is_text(
    looked, tansy, as_manager, programme
):
    assert "This file would change nothing." in words(looked(lambda rows: None))
    out = take_out(as_manager, CANDIDATES, programme)
    (row,) = read(out, CANDIDATES.layout(programme)).rows
    assert row.values["reason"] == "- falling"


def test_what_is_for_who_chooses_is_refused_to_a_hub_lead_with_the_reason(
    client, programme, hub, tansy
):
    client.force_login(holder_of(Role.HUB_LEAD, hub=hub))
    for ending in ("", "-file"):
        response = client.get(reverse(f"{CANDIDATES.address}{ending}", args=[programme.code]))
        assert response.status_code == 403
        assert "Only those who lead or manage this programme" in words(response)

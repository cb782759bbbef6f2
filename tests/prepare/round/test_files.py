"""A round as files for a meeting: each pair with its reasons, and how good the whole is at most."""

import csv
import io
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from leadwell.audit.models import Look
from leadwell.people.models import Role
from leadwell.prepare.models import PlannedRound
from tests.factories import holder_of, make_hub
from tests.prepare.round.test_pages import said
from tests.sent import make_deployment
from tests.web.read_pdf import words

LONG = "knows the phase; " + "one of the many specialisms that were asked for, " * 12


def at(planned, ending):
    return reverse(f"prepare:round-{ending}", args=[planned.pk])


def rows_of(client, planned):
    text = client.get(at(planned, "csv")).text.removeprefix("\ufeff")
    return [row for row in csv.DictReader(io.StringIO(text)) if row["URN"]]


@pytest.fixture
def lead(client, hub_lead):
    client.force_login(hub_lead)
    return client


@pytest.fixture
def found(planned, school_at, specialist_at):
    """Ada is near the first of three schools, Eli near the second, where he is today; each has days
    for one. Nobody has any for the third."""
    school_at("Tansy Hill", 0)
    second = school_at("Alder Bank", 30)
    school_at("Larch Lane", 60)
    specialist_at("Ada Heath", 0, 8)
    eli = specialist_at("Eli Wood", 30, 8)
    make_deployment(enrolment=second, specialist=eli, days=Decimal("7.25"), state="active")
    return planned()


def test_each_row_has_the_pair_its_days_its_minutes_and_every_reason(lead, found):
    alder, larch, tansy = rows_of(lead, found)
    assert (tansy["Proposed"], tansy["Today"], tansy["What that is"]) == (
        "Ada Heath",
        "nobody",
        "new",
    )
    assert (alder["Proposed"], alder["Today"], alder["What that is"]) == (
        "Eli Wood", "Eli Wood", "stays",
    )  # fmt: skip
    assert (alder["Days"], alder["Days agreed"], tansy["Days"], tansy["Days agreed"]) == (
        "7.25", "Yes", "8.00", "No",
    )  # fmt: skip
    assert (tansy["Minutes on the road"], tansy["Travel"]) == ("0", "0 minutes")
    assert (larch["Proposed"], larch["What that is"]) == ("nobody", "Nobody has the days")
    assert (larch["Points of 100"], larch["Travel"]) == ("", "")
    points = [float(tansy[key]) for key in tansy if key and key.endswith(", points")]
    assert sum(points) == pytest.approx(float(tansy["Points of 100"]), abs=0.3)


def test_both_files_say_how_much_better_any_other_could_be_and_that_nobody_is_assigned(lead, found):
    text = words(lead.get(at(found, "pdf")).content)
    table = lead.get(at(found, "csv")).text
    page = said(lead.get(found.get_absolute_url()))
    for told in (
        "3 schools, of which 1 gets nobody. No other assignment is better.",
        "has worked with the school", "That a school gets somebody counts as much",
    ):  # fmt: skip
        assert told in text
        assert told in page
        assert told in table
    assert "assigns nobody: the home head is asked first" in text
    assert "Proposed: 2 with somebody" in text
    assert "Eli Wood: 1 school, 7.25 of 8 days left." in text
    assert "7.25 of 8" in page
    for ending in ("csv", "pdf"):
        assert f'href="{at(found, ending)}"' in page


def test_a_gap_is_said_no_smaller_than_it_was_proven(lead, found):
    PlannedRound.objects.filter(pk=found.pk).update(value=100.0, bound=100.31)
    text = words(lead.get(at(found, "pdf")).content)
    assert "No other assignment is more than 0.4% better." in text


def test_reasons_however_long_are_all_on_the_paper(lead, found):
    one = found.schools.exclude(proposed=None).first()
    one.parts = [["Subject", 20.0, 40, LONG.strip()]]
    one.save()
    assert LONG.strip() in words(lead.get(at(found, "pdf")).content)


def test_a_name_that_is_a_formula_is_text(lead, found):
    one = found.schools.exclude(proposed=None).first()
    one.parts = [["Subject", 20.0, 40, "=1+1"]]
    one.save()
    assert "'=1+1" in [row["Subject"] for row in rows_of(lead, found) if "Subject" in row]


@pytest.mark.parametrize("ending", ["csv", "pdf"])
def test_of_a_round_without_a_proposal_there_is_nothing_to_take(lead, plan, found, ending):
    waiting = plan()
    refused = lead.get(at(waiting, ending))
    assert refused.status_code == 403
    assert "waits for its turn. There is no proposal to take away." in said(refused)
    assert at(waiting, ending) not in said(lead.get(waiting.get_absolute_url()))


@pytest.mark.parametrize("ending", ["csv", "pdf"])
def test_nobody_else_can_tell_that_there_is_one(client, found, hub, ending):
    for user in (
        holder_of(Role.HEADTEACHER, school=found.schools.first().enrolment.school),
        holder_of(Role.HUB_LEAD, hub=make_hub(hub.programme, name="Moor")),
    ):
        client.force_login(user)
        assert client.get(at(found, ending)).status_code == 404


@pytest.mark.parametrize("ending", ["csv", "pdf"])
def test_that_it_was_taken_is_written_down_with_whom_it_is_about(lead, found, ending):
    lead.get(at(found, ending))
    look = Look.objects.get(page=f"prepare:round-{ending}")
    assert (look.outcome, look.n_rows, look.subject_id) == ("exported", 3, str(found.pk))
    people = found.specialists.values_list("specialist__person", flat=True)
    assert set(look.about_people) >= set(people)


def test_a_file_asks_as_many_questions_for_many_schools_as_for_few(
    lead, planned, school_at, specialist_at
):
    def n_asked() -> int:
        made = planned()
        with CaptureQueriesContext(connection) as caught:
            assert lead.get(at(made, "csv")).status_code == 200
        return len(caught)

    school_at("Tansy Hill", 0)
    specialist_at("Ada Heath", 0, 10)
    few = n_asked()
    for n in range(5):
        school_at(f"School {n}", n)
        specialist_at(f"Specialist {n}", n, 20)
    assert n_asked() == few

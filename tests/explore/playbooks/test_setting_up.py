"""From a playbook to a programme in drafting with everything filled in, or to nothing at all."""

from datetime import date
from html import unescape

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from leadwell.audit.models import Event
from leadwell.explore.playbooks import actions, shelf
from leadwell.people.models import RoleHeld
from leadwell.programmes import playbooks, setting_up
from leadwell.programmes.models import (
    ActiveIngredient,
    Aim,
    DataPoint,
    Instrument,
    Intensity,
    Programme,
    StartedFrom,
    Strand,
)
from tests.factories import NOON, holder_of, make_administrator, make_colleague, make_programme

pytestmark = pytest.mark.django_db

SHIPPED = tuple(playbooks.shipped().values())
NEW = {
    "name": "Number Sense", "code": "num-27", "starts_on": "2027-09-01", "n_schools_planned": "5",
    "lead_organisation": "Larkwater Learning Trust", "lead": "", "lead_name": "Bea Larkspur",
    "lead_email": "bea@larkwater.example",
}  # fmt: skip


def said(response):
    return " ".join(unescape(response.text).split())


def send(client, key, **changes):
    return client.post(reverse("explore:set-up", args=[key]), NEW | changes)


@pytest.mark.parametrize("one", SHIPPED, ids=lambda one: one.key)
def test_each_of_the_eight_sets_up_a_programme_with_everything_filled_in(as_administrator, one):
    response = send(as_administrator, one.key)

    assert response.url == reverse("reporting:programmes")
    programme = Programme.objects.get()
    assert (programme.code, programme.state) == ("NUM-27", Programme.State.DRAFTING)
    assert (programme.subject, programme.problem) == (one.subject, one.problem)
    assert programme.n_schools_planned == 5
    assert (programme.starts_on, programme.ends_on) == (date(2027, 9, 1), date(2029, 7, 31))
    assert RoleHeld.objects.get(programme=programme).person.name == "Bea Larkspur"
    assert programme.aims.count() == len(one.aims)
    assert all(aim.baseline_plan and aim.owner and aim.source for aim in programme.aims.all())
    assert ActiveIngredient.objects.count() == one.n_ingredients
    assert Intensity.objects.count() == 6 * len(one.intensity)
    assert DataPoint.objects.count() == sum(len(each.points) for each in one.instruments)
    assert programme.funding_year == one.funding_year
    assert programme.started_from.key == one.key


@pytest.mark.parametrize("one", SHIPPED, ids=lambda one: one.key)
def test_the_page_of_each_shows_all_its_parts(as_reader, one):
    page = said(as_reader.get(reverse("explore:playbook", args=[one.key])))
    told = [
        one.title, one.summary, one.suits, one.problem, one.evidence_of_need,
        *(aim.text for aim in one.aims), *(aim.baseline for aim in one.aims),
        *(strand.name for strand in one.strands), *(strand.provider for strand in one.strands),
        *(each.do for strand in one.strands for each in strand.ingredients),
        *(each.see for strand in one.strands for each in strand.ingredients),
        *(year.note for year in one.intensity), *(each.use for each in one.instruments),
        *(each.looks_at for each in one.boards), *(each.does for each in one.roles),
        *(each.watch for each in one.readiness), *(each.text for each in one.lasting),
        *(each.pays for each in one.money),
    ]  # fmt: skip
    assert [text for text in told if " ".join(text.split()) not in page] == []
    assert "Set up a programme from it" not in page


@pytest.mark.parametrize(
    ("months", "last"),
    [(11, date(2028, 7, 31)), (23, date(2029, 7, 31)), (6, date(2028, 2, 29))],
)
def test_dates_are_counted_from_the_first_day(months, last):
    assert setting_up.last_day(date(2027, 9, 1), months) == last


def test_a_month_that_has_no_such_day_ends_on_its_last_but_one():
    """Six months from 31 August end on the day before the last of February."""
    assert setting_up.last_day(date(2027, 8, 31), 6) == date(2028, 2, 28)


def test_aims_and_half_terms_are_where_the_playbook_says(as_administrator):
    send(as_administrator, "key-stage-2-maths-gap-hubs")
    aim = Aim.objects.get(measured_by="K44")
    assert (aim.due_on, aim.term, aim.source) == (date(2030, 7, 31), "long", "year_groups")
    first, last = Intensity.objects.order_by("year", "half_term")[::11]
    assert (first.n_visits, first.n_events, first.specialist_as) == (1, 1, "drives")
    assert (last.year, last.half_term, last.n_visits, last.specialist_as) == (2, 6, 0, "sounds")
    strand = Strand.objects.order_by("pk").first()
    assert strand.evidence_source.startswith("A national programme with its own materials: ")
    assert Instrument.objects.get(code="KS2").points.count() == 2


def test_one_line_of_the_log_says_what_was_made(as_administrator):
    send(as_administrator, SHIPPED[0].key)
    detail = Event.objects.get(verb="set up").detail
    assert detail["playbook"] == SHIPPED[0].key
    assert detail["made"]["aims"] == len(SHIPPED[0].aims)


def test_the_programme_says_what_it_was_set_up_from_as_it_was_then(client, as_administrator):
    send(as_administrator, SHIPPED[0].key)
    programme = Programme.objects.get()
    StartedFrom.objects.update(text=programme.started_from.text.replace("Traini", "Former traini"))
    client.force_login(holder_of("PL", programme=programme))
    page = said(client.get(reverse("explore:programme-playbook", args=["NUM-27"])))
    assert SHIPPED[0].title in page
    assert "Former training for each key stage" in page
    assert SHIPPED[0].readiness[0].watch in page


def test_where_its_money_went_stands_beside_the_budget_of_the_design(client, as_administrator):
    send(as_administrator, SHIPPED[0].key)
    client.force_login(holder_of("PL", programme=Programme.objects.get()))
    page = said(client.get(reverse("explore:design-running", args=["NUM-27"])))
    assert f"Where money went in “{SHIPPED[0].title}”" in page
    assert all(each.pays in page for each in SHIPPED[0].money)
    assert "September to August" in page


def test_a_programme_without_one_says_so(client):
    programme = make_programme()
    client.force_login(holder_of("PL", programme=programme))
    page = said(client.get(reverse("explore:programme-playbook", args=[programme.code])))
    assert "It was opened without a playbook." in page


def test_a_code_that_is_taken_makes_nothing_and_keeps_what_was_written(as_administrator):
    make_programme(code="NUM-27")
    page = said(send(as_administrator, SHIPPED[0].key))
    assert "Another programme has this short code." in page
    assert 'value="Number Sense"' in page
    assert Programme.objects.count() == 1
    assert not Aim.objects.exists()


def test_it_is_set_up_whole_or_not_at_all(administrator, monkeypatch):
    shelved = shelf.find(SHIPPED[0].key)
    monkeypatch.setattr(setting_up, "_instruments", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        actions.set_up(
            shelved=shelved, lead=make_colleague(), lead_organisation="Larkwater",
            starts_on=date(2027, 9, 1), name="Number Sense", code="NUM-27", n_schools_planned=4,
            by=administrator, at=NOON,
        )  # fmt: skip
    assert not Programme.objects.exists()
    assert not Strand.objects.exists()


def test_who_may_not_open_a_programme_is_told_who_can(as_reader):
    response = as_reader.get(reverse("explore:set-up", args=[SHIPPED[0].key]))
    assert response.status_code == 403
    assert "Only the administrator of this installation can open a programme." in said(response)


def test_the_action_asks_by_itself():
    with pytest.raises(PermissionDenied):
        actions.set_up(
            shelved=shelf.find(SHIPPED[0].key), lead=make_colleague(), lead_organisation="Larkwater",
            starts_on=date(2027, 9, 1), name="Number Sense", code="NUM-27", n_schools_planned=4,
            by=make_colleague().user, at=NOON,
        )  # fmt: skip


def test_a_playbook_there_is_not_is_not_found(as_administrator):
    for name in ("explore:playbook", "explore:set-up", "explore:playbook-file"):
        assert as_administrator.get(reverse(name, args=["no-such"])).status_code == 404


def test_the_shelf_has_a_card_for_each_and_asks_as_little_for_more(as_administrator):
    page = said(as_administrator.get(reverse("explore:playbooks")))
    assert all(one.title in page and one.summary in page for one in SHIPPED)
    with CaptureQueriesContext(connection) as asked:
        as_administrator.get(reverse("explore:playbooks"))
    assert sum("ownplaybook" in one["sql"] for one in asked) == 1


def test_the_file_of_each_can_be_taken_away_as_it_is(as_reader):
    response = as_reader.get(reverse("explore:playbook-file", args=[SHIPPED[0].key]))
    assert response["Content-Disposition"] == f'attachment; filename="{SHIPPED[0].key}.yaml"'
    assert response.content == playbooks.files()[0].read_bytes()


def test_the_form_suggests_the_next_september_and_the_fewest_schools(as_administrator):
    page = as_administrator.get(reverse("explore:set-up", args=[SHIPPED[0].key])).text
    assert '-09-01"' in page
    assert "This playbook is meant for 3 to 8." in page


def test_an_administrator_is_offered_to_set_up_from_each(client):
    client.force_login(make_administrator())
    page = client.get(reverse("explore:playbook", args=[SHIPPED[3].key])).text
    assert reverse("explore:set-up", args=[SHIPPED[3].key]) in page

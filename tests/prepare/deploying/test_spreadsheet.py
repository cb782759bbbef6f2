"""The register as a spreadsheet: by the same forms and actions as its pages."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from leadwell.lib import academic_year as years
from leadwell.lib.spreadsheet import Layout, read, write
from leadwell.people.access import today
from leadwell.people.models import Role
from leadwell.prepare.deploying.register.spreadsheet import SPECIALISTS, columns_of
from leadwell.prepare.models import Specialist
from leadwell.programmes.models.intensity import HALF_TERMS
from tests.factories import NOON, holder_of, make_hub, make_person, make_programme, make_role
from tests.sent import make_specialist
from tests.spreadsheets import bring_in, look, take_out, words, worked_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def hub():
    return make_hub(make_programme(), name="Coast")


@pytest.fixture
def ada(hub):
    made = make_specialist(hub=hub)
    made.person.name = "Ada Heath"
    made.person.save()
    return made


@pytest.fixture
def lead(client, hub):
    client.force_login(holder_of(Role.HUB_LEAD, hub=hub))
    return client


@pytest.fixture
def looked(lead, hub, ada):
    """Take the register out, work in it, and look at what it would change."""

    def looked(work):
        out = take_out(lead, SPECIALISTS, hub.programme)
        content = worked_in(out, SPECIALISTS.layout(hub.programme), work)
        return look(lead, SPECIALISTS, hub.programme, content)

    return looked


def days(specialist: Specialist) -> dict[int, Decimal]:
    rows = specialist.days_available.filter(academic_year=years.of(today()))
    return dict(rows.values_list("half_term", "days"))


def test_what_somebody_can_do_a_check_and_days_are_written_and_somebody_is_put_on_it(
    looked, lead, hub, ada
):
    new = make_person(name="Eli Wood", email="eli@example.org")
    make_role(Role.SPECIALIST, person=new, hub=hub)

    def work(rows):
        rows[0] |= {
            "specialisms": "Fluency; Bar modelling", "contexts": "Small; mixed-age classes",
            "checked_on": date(2026, 10, 1), "checked_until": date(2029, 9, 30),
        } | {f"half_term_{n}": n / 2 for n in range(1, 7)}  # fmt: skip
        rows.append(
            {"email": "Eli@example.org", "phases": "Secondary", "subjects": "Mathematics",
             "checked_on": date(2026, 9, 1), "checked_until": date(2029, 8, 31),
             "checked_by": "Robin Ash, head"}
        )  # fmt: skip

    page = looked(work)
    assert "This file would change 1 specialist and add 1 specialist." in words(page)
    assert "Brought in." in words(bring_in(lead, SPECIALISTS, hub.programme, page))
    ada.refresh_from_db()
    assert ada.specialisms == ["Fluency", "Bar modelling"]
    assert ada.contexts == ["small", "mixed_age"]
    assert (ada.checked_on, ada.checked_by) == (date(2026, 10, 1), "Robin Ash, head")
    assert days(ada) == {n: Decimal(n) / 2 for n in range(1, 7)}
    eli = Specialist.objects.get(person=new)
    assert (eli.phases, eli.subjects, eli.checked_until) == (
        ["secondary"], ["Mathematics"], date(2029, 8, 31),
    )  # fmt: skip
    assert days(eli) == {}


def test_taken_out_and_brought_in_untouched_it_changes_nothing(looked, ada):
    ada.days_available.create(academic_year=years.of(today()), half_term=1, days=Decimal("2.5"))
    assert "This file would change nothing." in words(looked(lambda rows: None))


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ({"phases": "Primry"}, "“Primry” is none of: "),
        ({"phases": ""}, "Tick one phase at least"),
        ({"contexts": "Big"}, "“Big” is none of: Small; Large; "),
        ({"checked_on": date(2999, 1, 1)}, "That day is still to come"),
        ({"checked_on": date(2029, 1, 2), "checked_until": date(2029, 1, 1)}, "still to come"),
        ({"half_term_1": 3}, "Write 0 where there are none"),
        ({"half_term_1": 41} | {f"half_term_{n}": 0 for n in range(2, 7)}, "less than or equal to 40"),
        ({"based_at": "999999"}, "No school here has the URN 999999."),
        ({"email": "other@example.org"}, "Somebody else is another row"),
    ],
)  # fmt: skip
def test_a_row_that_cannot_be_is_named_and_nothing_is_changed(looked, ada, written, why):
    before = Specialist.objects.values().get(pk=ada.pk)
    page = words(looked(lambda rows: rows[0].update(written)))
    assert why in page
    assert "Row 2" in page or "row 2" in page
    assert Specialist.objects.values().get(pk=ada.pk) == before


def test_who_has_no_place_cannot_be_put_on_it(looked):
    make_person(email="nobody@example.org")
    page = looked(lambda rows: rows.append({"email": "nobody@example.org", "phases": "Primary",
                                            "subjects": "Mathematics"}))  # fmt: skip
    assert "has a place among the specialists of your hubs and no line yet" in words(page)


def test_a_list_of_last_year_is_not_taken_for_this_years(looked, lead, hub, ada):
    """Its half-terms have other headings: nothing is written into the wrong year."""
    layout = SPECIALISTS.layout(hub.programme)
    sheet = read(take_out(lead, SPECIALISTS, hub.programme), layout)
    last = Layout(layout.title, (layout.columns[0], *columns_of(years.of(today()) - 1)))
    rows = [[row.values.get(column.key, "") for column in last.columns] for row in sheet.rows]
    page = look(lead, SPECIALISTS, hub.programme, write(last, rows, about=sheet.about, at=NOON))
    assert f"Days, {HALF_TERMS[0]} {years.label(years.of(today()))}" in words(page)
    assert "would change" not in words(page)


def test_ones_own_line_is_not_in_it(client, hub, ada):
    own = make_role(Role.HUB_LEAD, person=ada.person, hub=hub).person.user
    make_specialist(hub=hub)
    client.force_login(own)
    page = client.get(reverse("prepare:specialists-spreadsheet", args=[hub.programme.code]))
    assert page.status_code == 200
    assert "Ada Heath" not in words(page)


def test_another_hubs_specialists_are_not_in_it(looked, lead, hub):
    other = make_specialist(hub=make_hub(hub.programme, name="Moor"))
    seen = []
    looked(lambda rows: seen.extend(row["email"] for row in rows))
    assert other.person.email not in seen
    assert len(seen) == 1


def test_who_does_not_keep_the_register_is_told_why_and_a_stranger_nothing(client, hub, ada):
    url = reverse("prepare:specialists-spreadsheet", args=[hub.programme.code])
    client.force_login(holder_of(Role.PROGRAMME_LEAD, programme=hub.programme))
    page = client.get(url)
    assert page.status_code == 403
    assert "keeps the register" in words(page)
    client.force_login(holder_of(Role.PROGRAMME_LEAD, programme=make_programme()))
    assert client.get(url).status_code == 404


def test_sessions_for_trainers_go_out_with_their_days_and_come_back(looked, lead, hub, ada):
    ada.trainings.create(attended_on=date(2026, 10, 1), title="Coaching, day 1")

    def work(rows):
        assert rows[0]["trainings"] == "2026-10-01 Coaching, day 1"
        rows[0] |= {"trainings": "2026-10-01 Coaching, day 1; 2026-11-05 Coaching, day 2"}

    page = looked(work)
    assert "This file would change 1 specialist." in words(page)
    assert "Brought in." in words(bring_in(lead, SPECIALISTS, hub.programme, page))
    assert [str(one) for one in ada.trainings.all()] == ["Coaching, day 2", "Coaching, day 1"]


def test_a_session_without_its_day_is_a_problem(looked, ada):
    page = looked(lambda rows: rows[0].update(trainings="Coaching, day 1"))
    assert "Write the day and the session" in words(page)
    assert not ada.trainings.exists()

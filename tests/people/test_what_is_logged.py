"""Every file taken away, every failed sign-in and every refusal is in the access log."""

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from leadwell.audit.models import Look
from leadwell.people import looking, permissions
from leadwell.people.models import Role
from tests.accounts.signing_in import by_password, code_of, prove_again, with_app
from tests.factories import (
    holder_of,
    make_administrator,
    make_colleague,
    make_enrolment,
    make_organisation,
    make_role,
    make_school,
    make_user,
    publish,
)
from tests.walk.test_every_address import address
from tests.walk.world import make_half, other_things

pytestmark = pytest.mark.django_db
FILES = ("text/csv", "application/pdf", "application/json")


@pytest.fixture(autouse=True)
def _nobody_has_tried_yet():
    cache.clear()
    yield
    cache.clear()


def look() -> Look:
    """The one row there is."""
    return Look.objects.get()


# Files


def is_a_file(answer) -> bool:
    return answer.status_code == 200 and answer["Content-Type"].split(";")[0] in FILES


def test_every_address_that_answers_with_a_file_is_logged(client):
    here = make_half("Alder")
    other_things(here)
    school = here.enrolments[0].school
    publish(school, 2024, eligible_pupils=34, rwm_expected=69)
    officer = make_colleague()
    make_role(Role.DATA_PROTECTION_OFFICER, person=officer, organisation=make_organisation())
    make_role(Role.HEADTEACHER, person=officer, school=school)
    make_role(Role.PROGRAMME_LEAD, person=officer, programme=here.programme)
    client.force_login(officer.user)

    taken = {}
    for page in permissions.pages().values():
        if "GET" not in page.operations or page.audience in {"strangers", "oneself"}:
            continue
        where = address(page, here.things[page.of] if page.of else None)
        answer = client.get(where, {"q": "Alder"})
        _ = answer.getvalue()
        if is_a_file(answer):
            taken[page.name] = Look.objects.filter(page=page.name).latest("pk")

    assert {"reporting:overview-csv", "reporting:overview-pdf", "reporting:search-csv",
            "reporting:search-pdf", "reporting:school-csv", "reporting:school-pdf",
            "reporting:similar-csv", "reporting:looked-csv", "reporting:school-looked-csv",
            "people:people-csv", "people:erasure-pdf"} <= set(taken)  # fmt: skip
    named = {name for name in permissions.pages() if name.endswith(("-csv", "-pdf", "-json"))}
    of_a_question = {"evaluation:compare-csv", "evaluation:compare-pdf"}  # there is none in this
    of_papers = {
        "explore:answer-pdf",
        "prepare:offer-pdf",
        "prepare:memorandum-pdf",
    }  # none in this
    assert named - {"reporting:similar-pdf"} - of_a_question - of_papers <= set(taken)
    for name, row in taken.items():
        assert row.outcome == Look.Outcome.EXPORTED, name
        assert row.by_user == officer.user_id, name
        assert row.n_rows is not None, name


SAID_BY_THE_VIEW = {"govern.ReportQuestion", "prepare.PlannedRound"}
KINDS = {page.of for page in permissions.pages().values() if looking.is_logged(page)}


@pytest.mark.parametrize("kind", sorted(one for one in KINDS - SAID_BY_THE_VIEW if "." in one))
def test_of_every_kind_of_thing_that_a_page_is_about_it_is_known_whose_it_is(kind):
    """There is none of that number: it is found out all the same at which school it would be."""
    assert looking.about_a_floor_above(kind, 0) == looking.About()


def test_a_public_table_is_logged_with_what_was_asked_and_how_many_rows_and_about_nobody(client):
    make_school(name="Tansy Hill Primary")
    user = make_colleague().user
    client.force_login(user)
    client.get(reverse("reporting:search-csv"), {"q": "Tansy Hill"}).getvalue()
    row = look()
    assert (row.page, row.record, row.asked, row.n_rows) == (
        "reporting:search-csv", "published", "q=Tansy+Hill", 1,
    )  # fmt: skip
    assert (row.about_people, row.about_school) == ([], None)


def test_a_file_that_is_not_given_is_not_logged_as_taken(client):
    client.force_login(make_user())
    assert client.get(reverse("reporting:search-csv")).status_code == 302
    assert not Look.objects.exists()


def test_when_the_log_cannot_be_written_no_file_is_given(client, monkeypatch):
    client.force_login(make_user())
    monkeypatch.delattr("leadwell.audit.log.looked")
    with pytest.raises(AttributeError):
        client.get(reverse("reporting:search-csv"), {"q": "Tansy"})


def test_a_public_page_that_is_only_read_is_not_logged(client):
    client.force_login(make_user())
    client.get(reverse("reporting:search"), {"q": "Tansy"})
    client.get(reverse("reporting:school", args=[make_school().urn]))
    assert not Look.objects.exists()


def test_somebody_found_by_searching_and_opened_is_a_look_at_them(client):
    enrolment = make_enrolment()
    found = make_role(Role.TEACHER, school=enrolment.school).person
    client.force_login(holder_of(Role.HEADTEACHER, school=enrolment.school))
    assert found.name in client.get(reverse("people:people"), {"q": found.name}).text
    client.get(reverse("people:person", args=[found.pk]))
    opened = Look.objects.get(page="people:person")
    assert (opened.outcome, opened.about_people) == ("opened", [found.pk])


# Refusals


def test_what_somebody_may_not_do_with_a_thing_they_see_is_logged(client):
    enrolment = make_enrolment()
    teacher = holder_of(Role.TEACHER, school=enrolment.school)
    client.force_login(teacher)
    page = reverse("people:programme-about", args=[enrolment.programme.code])
    assert client.get(page).status_code == 403
    row = look()
    assert (row.by_user, row.outcome, row.page, row.record, row.subject_id) == (
        teacher.pk, "refused", "people:programme-about", "programme", enrolment.programme.code,
    )  # fmt: skip


def test_a_thing_out_of_reach_and_one_that_is_not_there_are_logged_and_answered_alike(client):
    enrolment = make_enrolment()
    client.force_login(make_user())
    there = client.get(reverse("people:enrolment", args=[enrolment.pk]))
    nowhere = client.get(reverse("people:enrolment", args=[987_654_321]))
    assert there.status_code == nowhere.status_code == 404
    rows = Look.objects.order_by("pk").values(
        "by_user", "outcome", "page", "record", "about_people", "about_school"
    )
    assert rows[0] == rows[1]
    assert rows[0]["outcome"] == "refused"


def test_a_public_address_that_leads_nowhere_is_no_refusal(client):
    client.force_login(make_user())
    assert client.get(reverse("reporting:school", args=[100_001])).status_code == 404
    assert not Look.objects.exists()


# Failed sign-ins


def test_a_wrong_password_is_logged_by_the_account_and_without_what_was_typed(client):
    user = make_user()
    before = timezone.now()
    by_password(client, user, password="not this pass phrase")
    row = look()
    assert (row.by_user, row.outcome, row.page) == (user.pk, "failed", "account_login")
    assert row.at >= before
    told = " ".join(str(getattr(row, field.name)) for field in Look._meta.fields)
    assert "not this" not in told
    assert user.email not in told


def test_an_address_that_is_nobodys_is_not_kept(client):
    client.post(reverse("account_login"), {"login": "nobody@example.org", "password": "x" * 12})
    row = look()
    assert (row.by_user, row.outcome) == (0, "failed")
    assert "nobody" not in " ".join(str(getattr(row, field.name)) for field in Look._meta.fields)


def test_the_sign_in_page_answers_alike_whether_or_not_there_is_such_an_account(client):
    user = make_user()
    known = by_password(client, user, password="not this pass phrase")
    unknown = client.post(
        reverse("account_login"), {"login": "nobody@example.org", "password": "not this either"}
    )
    assert known.status_code == unknown.status_code == 200
    assert known.context["form"].errors == unknown.context["form"].errors


def test_a_right_password_is_no_failure(client):
    by_password(client, make_user())
    assert not Look.objects.filter(outcome="failed").exists()


def test_a_wrong_code_is_logged(client):
    user = make_user()
    secret = with_app(user)
    by_password(client, user)
    wrong = "000000" if code_of(secret) != "000000" else "111111"
    client.post(reverse("mfa_authenticate"), {"code": wrong})
    assert (look().by_user, look().outcome) == (user.pk, "failed")


def test_a_wrong_password_where_it_is_asked_for_again_is_logged(client):
    user = make_user()
    client.force_login(user)
    client.post(reverse("account_reauthenticate"), {"password": "not this pass phrase"})
    assert (look().by_user, look().outcome) == (user.pk, "failed")
    prove_again(client)
    assert Look.objects.count() == 1


def test_an_administrator_has_no_way_round_the_log(client):
    client.force_login(make_administrator())
    client.get(reverse("people:people-csv")).getvalue()
    assert look().outcome == "exported"

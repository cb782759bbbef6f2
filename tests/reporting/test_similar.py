import csv
import io
import random
from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from leadwell.reporting.life.history import lives_of
from leadwell.reporting.life.rows import years_of
from leadwell.reporting.overview.standing import sql_of
from leadwell.reporting.similar import method as similar
from leadwell.reporting.similar import nearest as similar_search
from leadwell.reporting.similar.method import Intake
from leadwell.schools.models import School
from leadwell.schools.reasons import Reason
from leadwell.schools.version import version
from tests.factories import make_area, make_school, make_source, make_user, publish

WEIGHTS = similar.load()
SPREAD = Intake(pupils=200, fsm6=20, sen=10, age_7=2, earlier=25)


# The distance, by hand


def test_a_hand_worked_distance():
    """0.4 x 100/200 + 0.3 x 5/20 + 0.1 x 10/10 + 0.2 x 1/2 = 0.2 + 0.075 + 0.1 + 0.1."""
    one = Intake(pupils=300, fsm6=20, sen=10, age_7=16)
    other = Intake(pupils=200, fsm6=25, sen=20, age_7=15)
    apart = similar.distance(one, other, spread=SPREAD, weights=WEIGHTS)
    assert apart.total == pytest.approx(0.475)
    assert apart.parts == pytest.approx({"pupils": 0.5, "fsm6": 0.25, "sen": 1, "start": 0.5})


def test_what_is_not_known_of_both_is_left_out_and_the_rest_weigh_more():
    """Pupils 0.5 apart, disadvantaged 0.25: (0.4 x 0.5 + 0.3 x 0.25) / 0.7."""
    one = Intake(pupils=300, fsm6=20, sen=10)
    other = Intake(pupils=200, fsm6=25, earlier=50)
    apart = similar.distance(one, other, spread=SPREAD, weights=WEIGHTS)
    assert apart.total == pytest.approx(0.275 / 0.7)
    assert (apart.parts["sen"], apart.parts["start"]) == (None, None)


def test_the_start_is_earlier_results_where_age_7_is_not_known_of_both():
    one = Intake(age_7=16, earlier=60)
    other = Intake(earlier=35)
    apart = similar.distance(one, other, spread=SPREAD, weights=WEIGHTS)
    assert (apart.total, apart.is_by_age_7) == (1, False)


def test_points_at_age_7_are_never_set_beside_per_cents():
    apart = similar.distance(Intake(pupils=1, age_7=16), Intake(pupils=1, earlier=60),
                             spread=SPREAD, weights=WEIGHTS)  # fmt: skip
    assert apart.parts["start"] is None


def test_a_school_is_no_distance_from_itself_and_as_far_from_another_as_that_from_it():
    one, other = Intake(300, 20, 10, 16, 60), Intake(250, 22, 30, 17, 70)
    assert similar.distance(one, one, spread=SPREAD, weights=WEIGHTS).total == 0
    there = similar.distance(one, other, spread=SPREAD, weights=WEIGHTS)
    assert there == similar.distance(other, one, spread=SPREAD, weights=WEIGHTS)


def test_nothing_known_of_both_is_no_distance_at_all():
    assert (
        similar.distance(Intake(pupils=1), Intake(fsm6=1), spread=SPREAD, weights=WEIGHTS) is None
    )


@pytest.mark.parametrize("spread", [None, 0])
def test_what_does_not_vary_cannot_tell_schools_apart(spread):
    apart = similar.distance(Intake(1, 2), Intake(1, 9), spread=replace(SPREAD, fsm6=spread),
                             weights=WEIGHTS)  # fmt: skip
    assert apart.parts["fsm6"] is None


def test_the_weights_have_an_author_a_review_and_add_up_to_one():
    assert WEIGHTS.author
    assert WEIGHTS.reviewed_on < WEIGHTS.review_again_by
    weights = {component.key: component.weight for component in WEIGHTS.components}
    assert weights == {"pupils": 0.4, "fsm6": 0.3, "sen": 0.1, "start": 0.2}
    assert (WEIGHTS.n_schools, WEIGHTS.least_published) == (20, 6)


# The search


@pytest.fixture
def signed_in(client, db):
    client.force_login(make_user())
    return client


def searched(school, rows, *, among):
    visible = sql_of(among.order_by(), "id")
    return similar_search.nearest(school, rows, version(), among=visible)


def found_for(school):
    rows = years_of(school, lives_of(school))
    return searched(school, rows, among=School.objects.standing())


def some_results(rng, *, has_age_7):
    """Any results, with holes as the Department leaves them; the usual result always there."""
    values = {
        "n_on_roll": rng.randint(60, 700), "disadvantaged_pct": rng.randint(0, 60),
        "sen_support_pct": rng.randint(2, 30), "ehcp_pct": rng.randint(0, 8),
        "prior_attainment": rng.randint(130, 190) / 10,
    }  # fmt: skip
    kept = {key: value for key, value in values.items() if rng.random() < 0.85}
    if not has_age_7:
        kept.pop("prior_attainment", None)
    return kept | {"rwm_expected": rng.randint(20, 95), "eligible_pupils": 30}


def slowly(school, spread, year):
    """The slow twin: every school read and weighed one by one."""
    weighed = []
    rows = years_of(school, lives_of(school))
    own = similar_search.intake_of(rows, year, n_pupils=school.n_pupils)
    for other in School.objects.exclude(pk=school.pk):
        theirs = years_of(other, lives_of(other))
        is_candidate = (
            other.phase_of_education == school.phase_of_education
            and other.is_open and not other.is_special
            and year in theirs and theirs[year].value("rwm_expected") is not None
        )  # fmt: skip
        if not is_candidate:
            continue
        intake = similar_search.intake_of(theirs, year, n_pupils=other.n_pupils)
        apart = similar.distance(own, intake, spread=spread, weights=WEIGHTS)
        if apart:
            weighed.append((other.region != school.region, apart.total, other.urn))
    return sorted(weighed)[: WEIGHTS.n_schools]


@pytest.mark.django_db
@pytest.mark.parametrize("year", [2018, 2024])
@pytest.mark.parametrize("n_same_region", [30, 12])
def test_the_search_on_arrays_agrees_with_its_slow_twin(year, n_same_region):
    rng = random.Random(year + n_same_region)
    near, far = make_area(), make_area(991, "Farshire", "North East")
    source = make_source(academic_years=[2016, 2017, 2018, 2022, 2023, 2024])
    for i in range(48):
        school = make_school(
            local_authority=near if i < n_same_region else far,
            n_pupils=rng.choice([None, rng.randint(60, 700)]),
            phase_of_education=rng.choice(["Primary"] * 9 + ["Middle deemed primary"]),
            is_open=rng.random() < 0.95,
        )
        for each in (2016, 2017, 2018, 2022, 2023, 2024):
            results = some_results(rng, has_age_7=each == 2018)
            if rng.random() < 0.2:
                del results["rwm_expected"]
            if each <= year:
                publish(school, each, source=source, **results)

    n_checked = 0
    for school in School.objects.filter(is_open=True)[:12]:
        found = found_for(school)
        expected = slowly(school, found.spread, found.academic_year)
        assert [(not n.is_same_region, n.urn) for n in found.neighbours] == [
            (is_far, urn) for is_far, _, urn in expected
        ]
        assert [n.distance.total for n in found.neighbours] == pytest.approx(
            [total for _, total, _ in expected]
        )
        n_checked += 1
    assert n_checked == 12


@pytest.mark.django_db
def test_whom_a_person_may_not_see_is_passed_over_and_the_next_one_taken():
    school = make_school()
    publish(school, 2024, rwm_expected=60, n_on_roll=200)
    others = [make_school() for _ in range(45)]
    for i, other in enumerate(others):
        publish(other, 2024, rwm_expected=60, n_on_roll=201 + i)
    seen = School.objects.standing().filter(pk__in=[other.pk for other in others[22:]])
    rows = years_of(school, lives_of(school))
    found = searched(school, rows, among=seen).neighbours
    assert [each.school_id for each in found] == [other.pk for other in others[22:42]]


@pytest.mark.django_db
def test_only_open_mainstream_schools_of_the_phase_with_results_that_year_are_taken():
    school = make_school()
    publish(school, 2024, rwm_expected=60, n_on_roll=200)
    taken = make_school(name="Taken")
    publish(taken, 2024, rwm_expected=90, n_on_roll=900)
    others = (
        {"is_special": True}, {"is_open": False}, {"phase_of_education": "Middle deemed primary"},
    )  # fmt: skip
    for i, fields in enumerate(others):
        publish(make_school(**fields), 2024, rwm_expected=70 + i, n_on_roll=300 + 100 * i)
    publish(make_school(), 2023, rwm_expected=60, n_on_roll=200)
    publish(make_school(), 2024, n_on_roll=200, reasons={"rwm_expected": Reason.SUPP})
    publish(make_school(), 2024, record_type=2, rwm_expected=60, n_on_roll=200)

    assert [each.name for each in found_for(school).neighbours] == ["Taken"]


@pytest.mark.django_db
def test_earlier_results_are_the_mean_of_the_last_three_published_not_of_the_hidden():
    school = make_school()
    for year, value in {2017: 10, 2018: 40, 2022: 50, 2024: 60}.items():
        publish(school, year, rwm_expected=value)
    publish(school, 2023, reasons={"rwm_expected": Reason.SUPP})
    other = make_school()
    publish(other, 2024, rwm_expected=90)

    found = found_for(school)
    assert found.intake.earlier == 50
    assert found_for(other).neighbours[0].intake.earlier == 50


@pytest.mark.django_db
def test_nobody_on_roll_is_not_believed_of_a_school_with_results():
    """So published of schools about to close; the register's number stands in."""
    school, other = make_school(n_pupils=220), make_school(n_pupils=180)
    for each in (school, other):
        publish(each, 2024, rwm_expected=60, n_on_roll=0)
    publish(make_school(n_pupils=None), 2024, rwm_expected=60, n_on_roll=90)
    found = found_for(school)
    assert found.intake.pupils == 220
    assert {each.urn: each.intake.pupils for each in found.neighbours}[other.urn] == 180


@pytest.mark.django_db
def test_the_years_own_kind_of_sen_is_used():
    old, new = make_school(), make_school()
    publish(old, 2017, rwm_expected=1, sen_support_pct=10, statement_or_ehcp_pct=3, ehcp_pct=1)
    publish(new, 2024, rwm_expected=1, sen_support_pct=10, ehcp_pct=1, sen_pct=12)
    half = make_school()
    publish(half, 2024, rwm_expected=1, ehcp_pct=1)
    assert [found_for(each).intake.sen for each in (old, new, half)] == [13, 12, None]


@pytest.mark.django_db
def test_a_new_load_is_seen_at_once():
    school = make_school()
    publish(school, 2024, rwm_expected=60, n_on_roll=200)
    assert found_for(school).neighbours == ()
    publish(make_school(), 2024, rwm_expected=60, n_on_roll=300)
    assert len(found_for(school).neighbours) == 1


@pytest.mark.django_db
def test_the_middle_is_of_published_values_and_only_where_six_have_one():
    schools = [make_school() for _ in range(7)]
    for i, school in enumerate(schools):
        publish(school, 2024, rwm_expected=50 + i)
        hidden = {"reasons": {"rwm_expected": Reason.SUPP}} if i > 4 else {"rwm_expected": 50}
        publish(school, 2023, **hidden)
    ids = [school.pk for school in schools]
    assert similar_search.medians(ids, 17) == {2024: 53}


# The page and its file


def neighbourhood(n, **fields):
    school = make_school(name="Tansy Hill Primary", n_pupils=210)
    publish(school, 2024, rwm_expected=60, n_on_roll=200, disadvantaged_pct=24, sen_pct=15)
    for i in range(n):
        other = make_school(name=f"Otterwick {i}", town="Otter", **fields)
        publish(other, 2024, rwm_expected=50 + i % 9, n_on_roll=200 + 10 * i, disadvantaged_pct=i)
    return school


def test_the_page_shows_each_school_with_every_distance_and_no_rank(signed_in):
    school = neighbourhood(24)
    url = reverse("reporting:similar", args=[school.urn])
    text = " ".join(signed_in.get(url).text.split())
    assert "20 schools similar to Tansy Hill Primary" in text
    assert "pupils on roll 200, disadvantaged 24%, SEN 15%, earlier results 60%" in text
    assert "Smaller is nearer" in text
    assert "Otter, Larkshire" in text
    assert "Left out, since it is not published for these schools: SEN." in text
    assert text.count("left out") >= 20
    assert "Open Government Licence v3.0" in text
    assert "<ol" not in text


def test_schools_elsewhere_follow_where_the_region_has_too_few(signed_in):
    school = neighbourhood(2)
    other = make_school(local_authority=make_area(991, "Farshire", "North East"))
    publish(other, 2024, rwm_expected=60, n_on_roll=200)
    text = signed_in.get(reverse("reporting:similar", args=[school.urn])).text
    assert "2 of 3 are in the same region, South West, which has no more; the rest follow." in text


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({}, "No results of this school are loaded"),
        ({"is_special": True}, "Not comparable"),
        ({"low_age": 4, "high_age": 7}, "No Year 6 here"),
    ],
)
def test_a_school_with_nothing_to_compare_says_why(signed_in, fields, says):
    url = reverse("reporting:similar", args=[make_school(**fields).urn])
    assert says in signed_in.get(url).text


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"phase_of_education": "", "is_on_register": False}, "not on the register yet"),
        ({}, "No other mainstream school of the same phase has results in that year."),
    ],
)
def test_a_school_with_nobody_to_compare_says_why(signed_in, fields, says):
    school = make_school(**fields)
    publish(school, 2024, rwm_expected=60)
    assert says in signed_in.get(reverse("reporting:similar", args=[school.urn])).text


def test_the_file_holds_the_same_schools_with_their_distances(signed_in):
    school = neighbourhood(3)
    response = signed_in.get(reverse("reporting:similar-csv", args=[school.urn]))
    text = response.getvalue().decode("utf-8-sig")
    rows = [row for row in csv.DictReader(io.StringIO(text)) if row["School"]]
    assert [row["School"] for row in rows] == [n.name for n in found_for(school).neighbours]
    assert {row["Distance by SEN"] for row in rows} == {""}
    assert all(row["Distance in all"] for row in rows)
    assert "Weights: pupils on roll 0.4, disadvantaged 0.3, SEN 0.1" in text
    assert "Open Government Licence v3.0" in text


def test_the_number_of_queries_does_not_grow_with_schools(signed_in):
    school = neighbourhood(5)
    seen = []
    for n in (0, 55):
        for _ in range(n):
            publish(make_school(), 2024, rwm_expected=50, n_on_roll=100)
        make_source()  # a load: what was remembered is asked again
        with CaptureQueriesContext(connection) as captured:
            signed_in.get(reverse("reporting:similar", args=[school.urn]))
        seen.append(len(captured))
    assert seen[0] == seen[1] <= 13

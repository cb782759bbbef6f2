import csv
import io
from datetime import date
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from leadwell.schools import catalogue
from leadwell.schools.models import Join, RegisterEntry, School, SourceFile
from leadwell.schools.reasons import Reason
from tests.factories import make_school, make_source, make_trust, make_user, publish

pytestmark = pytest.mark.django_db

ATTRIBUTION = "Open Government Licence v3.0"
YEAR_6 = {"eligible_pupils": 34, "n_on_roll": 210}


@pytest.fixture
def signed_in(client):
    client.force_login(make_user())
    return client


def page_url(school, **query):
    return reverse("reporting:school", args=[school.urn], query=query)


def csv_url(school):
    return reverse("reporting:school-csv", args=[school.urn])


def published(school, **by_year):
    """A row a year, y2024=69: that per cent of 34 pupils at the expected standard."""
    for name, value in by_year.items():
        publish(school, int(name[1:]), **YEAR_6, rwm_expected=value)


def england(academic_year, value):
    publish(None, academic_year, record_type=5, rwm_expected=value)


def becomes(school, urn, *, on, kind):
    """The school goes on under another URN, from a day."""
    new = RegisterEntry.objects.create(
        urn=urn, school=school, born_as=School.objects.create(urn=urn, continued_by=school),
        name=f"{school.name} Academy", la_code=school.local_authority_id, opened_on=on,
    )  # fmt: skip
    Join.objects.create(
        old_urn=school.urn, new_urn=urn, kind=kind, joined_on=on,
        evidence=[f"The register lists {urn} as the successor of {school.urn}."],
    )  # fmt: skip
    RegisterEntry.objects.filter(urn=school.urn).update(closed_on=on)
    School.objects.filter(pk=school.pk).update(urn=urn)
    school.refresh_from_db()
    return new


def text_of(response):
    """The words of a page, with single spaces."""
    return " ".join(unescape(response.text).split())


# What every view is asked


def test_the_page_opens_with_what_happened_and_what_happened_to_others(signed_in):
    school = make_school(name="Tansy Hill Primary", n_pupils=212)
    published(school, y2023=60, y2024=69)
    england(2023, 61)
    england(2024, 62)

    text = text_of(signed_in.get(page_url(school)))

    assert (
        "In 2024/25, 69% of pupils met the expected standard in reading, writing and maths, "
        "up from 60% in 2023/24. England moved from 61% to 62%."
    ) in text
    assert "With 34 pupils, one year can move about 15 points either way by chance." in text
    assert ATTRIBUTION in text


@pytest.mark.parametrize("name", ["school", "school-csv", "similar", "similar-csv"])
def test_nothing_can_be_sent_to_these_pages(signed_in, name):
    assert signed_in.post(reverse(f"reporting:{name}", args=[make_school().urn])).status_code == 405


@pytest.mark.parametrize("name", ["school", "school-csv", "similar", "similar-csv"])
def test_a_stranger_is_asked_to_sign_in_whether_or_not_there_is_such_a_school(client, name):
    for urn in (make_school().urn, 999_999):
        response = client.get(reverse(f"reporting:{name}", args=[urn]))
        assert response.status_code == 302
        assert response.url.startswith(reverse("account_login"))


@pytest.mark.parametrize("name", ["school", "school-csv", "similar", "similar-csv"])
@pytest.mark.parametrize("urn", [999_999, 7, 10**30])
def test_a_urn_nobody_had_is_not_found(signed_in, name, urn):
    assert signed_in.get(reverse(f"reporting:{name}", args=[urn])).status_code == 404


@pytest.mark.parametrize("name", ["school", "school-csv", "similar", "similar-csv"])
def test_a_urn_the_school_once_had_leads_to_it(signed_in, name):
    school = make_school()
    old = school.urn
    becomes(school, 980_001, on=date(2020, 9, 1), kind="converter")

    response = signed_in.get(reverse(f"reporting:{name}", args=[old]), {"measure": "gps_average"})

    assert response.status_code == 302
    assert response.url == reverse(f"reporting:{name}", args=[980_001]) + "?measure=gps_average"


def test_a_phone_that_chose_a_measure_gets_back_only_the_results(signed_in):
    school = make_school()
    publish(school, 2024, **YEAR_6, maths_average=104)

    response = signed_in.get(
        page_url(school, measure="maths_average"), headers={"HX-Request": "true"}
    )

    assert "<html" not in response.text
    assert "In 2024/25, the average scaled score in maths was 104." in response.text
    assert "HX-Request" in response["Vary"]


def test_going_back_in_the_browser_gives_the_whole_page(signed_in):
    headers = {"HX-Request": "true", "HX-History-Restore-Request": "true"}
    assert "<html" in signed_in.get(page_url(make_school()), headers=headers).text


def test_an_unknown_measure_shows_the_usual_one(signed_in):
    school = make_school()
    published(school, y2024=69)
    for key in ("nonsense", "eligible_pupils", "rwm_expected_three_year"):
        assert "69% of pupils met" in signed_in.get(page_url(school, measure=key)).text


# The header


def test_the_header_says_who_the_school_is_and_as_at_when(signed_in):
    make_source(kind=SourceFile.Kind.REGISTER)
    school = make_school(name="Tansy Hill Primary", trust=make_trust(), n_pupils=212)
    published(school, y2024=69)

    text = text_of(signed_in.get(page_url(school)))

    assert "Larkshire, Larkwater Learning Trust" in text
    assert f"URN {school.urn}. Ages 4 to 11. 212 pupils on roll, 34 in Year 6 in 2024/25." in text
    assert "Register loaded Fri 20 Nov 2026." in text


def test_a_school_known_only_from_results_says_so(signed_in):
    school = make_school(is_on_register=False, phase_of_education="")
    published(school, y2024=69)
    text = text_of(signed_in.get(page_url(school)))
    assert "Not on the register yet." in text
    assert "the register does not say this school's phase yet" in text


def test_a_closed_school_says_when_it_closed(signed_in):
    school = make_school(is_open=False, closed_on=date(2024, 8, 31))
    assert "This school closed on" in signed_in.get(page_url(school)).text


def test_the_same_result_twice_is_neither_up_nor_down(signed_in):
    school = make_school()
    published(school, y2023=60, y2024=60)
    england(2023, 61)
    england(2024, 61)
    text = text_of(signed_in.get(page_url(school)))
    assert "maths, the same as in 2023/24. England stayed at 61%." in text


def test_a_first_year_is_set_beside_nothing_earlier(signed_in):
    school = make_school()
    published(school, y2024=60)
    england(2023, 60)
    england(2024, 61)
    assert "reading, writing and maths. England: 61%." in text_of(signed_in.get(page_url(school)))


# Years without a figure


def test_cancelled_and_unpublished_years_stand_as_gaps_with_their_reason(signed_in):
    school = make_school()
    published(school, y2018=60, y2022=62)

    text = text_of(signed_in.get(page_url(school)))

    assert "2019/20 and 2020/21: tests cancelled. 2021/22: schools not published." in text
    assert "up from 60% in 2018/19" in text


def test_a_hidden_figure_is_told_with_its_reason_and_never_shown_as_nought(signed_in):
    school = make_school()
    published(school, y2023=60)
    publish(school, 2024, eligible_pupils=4, reasons={"rwm_expected": Reason.SUPP})

    text = text_of(signed_in.get(page_url(school)))

    assert "There is no figure for 2024/25: too few pupils to show." in text
    assert "In 2023/24, 60% of pupils" in text
    assert "2024/25: too few pupils to show." in text


def test_a_year_in_which_others_have_results_and_the_school_has_none_says_so(signed_in):
    school = make_school()
    published(school, y2022=60)
    england(2023, 61)
    assert "2023/24: not in that year's results." in text_of(signed_in.get(page_url(school)))


def test_progress_that_nobody_was_given_is_no_fault_of_the_school(signed_in):
    school = make_school()
    publish(school, 2022, **YEAR_6, reading_progress=1.2, reading_progress_lower=-1,
            reading_progress_upper=3.4)  # fmt: skip
    published(school, y2023=60)
    text = text_of(signed_in.get(page_url(school, measure="reading_progress")))
    assert "There is no figure for 2023/24: not produced for any school that year." in text
    assert "In 2022/23, progress in reading was +1.2." in text
    assert "one year can move about 2.2 points" in text


def test_a_measure_never_published_for_the_school_says_so(signed_in):
    school = make_school()
    publish(school, 2024, eligible_pupils=4, reasons={"rwm_expected": Reason.SUPP})
    text = text_of(signed_in.get(page_url(school)))
    assert "is published for this school." in text
    assert "either way by chance" not in text


# Who it is set beside


def test_the_council_is_that_of_the_year_and_only_published_figures_are_shown(signed_in):
    school = make_school()
    published(school, y2023=60, y2024=69)
    publish(None, 2024, record_type=3, la_code=990, rwm_expected=63)
    publish(None, 2024, record_type=3, la_code=991, rwm_expected=11)
    text = text_of(signed_in.get(page_url(school)))
    assert "Larkshire: 63% in 2024/25." in text
    assert "11%" not in text


def test_similar_schools_are_drawn_by_their_middle_one_if_six_have_the_figure(signed_in):
    school = make_school()
    published(school, y2023=60, y2024=69)
    for value in (61, 62, 63, 65, 66):
        published(make_school(), y2023=value, y2024=value + 2)

    assert "fewer than six of them have this figure" in signed_in.get(page_url(school)).text
    published(make_school(), y2023=67, y2024=69)
    text = text_of(signed_in.get(page_url(school)))

    assert "Similar schools moved from 64% to 66%." in text  # of six: between 63 and 65, 65 and 67
    assert "Dashes: the middle one of 6 similar schools." in text


# Small numbers


@pytest.mark.parametrize(
    ("n", "says", "does_not_say"),
    [
        (8, "Only 8 pupils were in this year group. One pupil is 13 points.", "zzz"),
        (10, "A very small year group.", "zzz"),
        (11, "One pupil is 9 points.", "A very small year group."),
        (30, "One pupil is 3 points.", "A very small year group."),
        (31, "either way by chance", "One pupil is"),
    ],
)
def test_small_year_groups_are_told_for_what_they_are(signed_in, n, says, does_not_say):
    school = make_school()
    publish(school, 2024, eligible_pupils=n, rwm_expected=50)
    text = text_of(signed_in.get(page_url(school)))
    assert says in text
    assert does_not_say not in text


# The gap


def test_the_gap_is_disadvantaged_beside_others_in_the_school(signed_in):
    school = make_school()
    publish(school, 2023, **YEAR_6, rwm_expected_disadvantaged=44, rwm_expected_other=66)
    publish(school, 2024, **YEAR_6, rwm_expected_disadvantaged=70, rwm_expected_other=65)
    text = text_of(signed_in.get(page_url(school)))
    assert (
        "In 2024/25, disadvantaged pupils were 5 points above the others; in 2023/24, 22 points below."
        in text
    )


@pytest.mark.parametrize("hidden", ["rwm_expected_disadvantaged", "rwm_expected_other"])
def test_half_a_gap_is_hidden_with_its_other_half(signed_in, hidden):
    school = make_school()
    publish(school, 2023, **YEAR_6, rwm_expected_disadvantaged=44, rwm_expected_other=66)
    both = {"rwm_expected_disadvantaged": 37, "rwm_expected_other": 73}
    del both[hidden]
    publish(school, 2024, **YEAR_6, rwm_expected=60, **both, reasons={hidden: Reason.SUPP})

    text = text_of(signed_in.get(page_url(school)))

    assert "37" not in text.split("The gap")[1].split("All published figures")[0]
    assert "73" not in text.split("The gap")[1].split("All published figures")[0]
    assert "2024/25: too few pupils to show" in text


def test_without_any_pair_published_there_is_a_sentence_and_no_chart(signed_in):
    school = make_school()
    publish(school, 2024, **YEAR_6, rwm_expected=60, rwm_expected_other=61)
    response = signed_in.get(page_url(school))
    assert "No year has both figures published" in response.text
    assert 'id="gap-wid' not in response.text


def test_a_measure_without_groups_has_no_gap(signed_in):
    school = make_school()
    publish(school, 2024, **YEAR_6, science_expected=80)
    assert "The gap" not in signed_in.get(page_url(school, measure="science_expected")).text


# Kinds of school


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"low_age": 4, "high_age": 7}, "leave this infant school at 7"),
        ({"low_age": 4, "high_age": 9}, "leave this first school at 9"),
        ({"low_age": 2, "high_age": 5}, "leave this school at 5"),
        ({"low_age": 11, "high_age": 16}, "No key stage 2 here"),
        ({"low_age": 4, "high_age": 19, "is_special": True}, "Not comparable"),
        ({"low_age": 4, "high_age": 11}, "No results of this school are loaded."),
    ],
)
def test_schools_without_results_to_compare_get_a_sentence_in_place_of_a_chart(
    signed_in, fields, says
):
    response = signed_in.get(page_url(make_school(**fields)))
    assert says in text_of(response)
    assert 'role="img"' not in response.text


def test_a_special_school_shows_no_chart_even_with_results(signed_in):
    school = make_school(is_special=True)
    publish(school, 2024, record_type=2, **YEAR_6, rwm_expected=3)
    response = signed_in.get(page_url(school))
    assert "Not comparable" in response.text
    assert 'role="img"' not in response.text
    assert "Show all published figures" in response.text


@pytest.mark.parametrize(
    ("low_age", "high_age", "says"),
    [
        (7, 11, "This is a junior school: children join at 7"),
        (9, 13, "join at 9 and sit the tests of Year 6 after 2 years here"),
        (10, 14, "after 1 year here"),
    ],
)
def test_junior_and_middle_schools_say_where_their_pupils_started(
    signed_in, low_age, high_age, says
):
    school = make_school(low_age=low_age, high_age=high_age)
    published(school, y2024=69)
    response = signed_in.get(page_url(school))
    assert says in text_of(response)
    assert "69% of pupils" in response.text


# Identity


def test_a_school_with_two_urns_tells_both_lives_and_why_we_believe_it(signed_in):
    school = make_school(name="Marlpit Primary")
    published(school, y2018=50)
    old = school.urn
    becomes(school, 980_002, on=date(2020, 9, 1), kind="converter")
    publish(school, 2022, **YEAR_6, rwm_expected=60)

    text = text_of(signed_in.get(page_url(school)))

    assert "Known by 2 URNs" in text
    assert f"<strong>{old}</strong> Marlpit Primary" in text
    assert "Became an academy by choice: its history continues" in text
    assert f"The register lists 980002 as the successor of {old}." in text
    assert "Became an academy Sept 2020" in text
    assert "before a sponsor" not in text


def test_results_before_a_sponsor_are_shown_and_marked(signed_in):
    school = make_school()
    published(school, y2018=33)
    becomes(school, 980_003, on=date(2020, 9, 1), kind="sponsor_led")
    publish(school, 2022, **YEAR_6, rwm_expected=60)

    text = text_of(signed_in.get(page_url(school, figures="all")))

    assert "up from 33% in 2018/19" in text
    assert "Results to 2018/19 are of the school before a sponsor took it over." in text
    assert "2018/19, before the sponsor" in text
    assert "Taken over by a sponsor" in text


def test_of_two_rows_in_a_year_the_one_with_values_is_shown(signed_in):
    school = make_school()
    published(school, y2024=47)
    becomes(school, 980_004, on=date(2025, 2, 1), kind="converter")
    publish(school, 2024, n_on_roll=200, reasons={"n_on_roll": Reason.VALUE})
    text = text_of(signed_in.get(page_url(school)))
    assert "In 2024/25, 47% of pupils" in text
    assert "published under two URNs" not in text


@pytest.mark.parametrize(
    ("joined_on", "shown"), [(date(2025, 2, 1), "52%"), (date(2025, 7, 1), "47%")]
)
def test_of_two_rows_with_values_the_urn_of_the_day_of_the_tests_is_shown_and_said(
    signed_in, joined_on, shown
):
    school = make_school()
    published(school, y2024=47)
    becomes(school, 980_005, on=joined_on, kind="converter")
    published(school, y2024=52)

    text = text_of(signed_in.get(page_url(school)))

    assert f"In 2024/25, {shown} of pupils" in text
    assert "2024/25 was published under two URNs" in text


# All figures


def test_all_published_figures_come_with_their_denominator_or_their_reason(signed_in):
    school = make_school()
    publish(
        school, 2024, **YEAR_6, rwm_expected=69, disadvantaged_pupils=4,
        reasons={"rwm_expected_disadvantaged": Reason.SUPP},
    )  # fmt: skip
    text = text_of(signed_in.get(page_url(school, figures="all")))
    assert "69% of 34" in text
    assert "Too few pupils to show" in text
    assert text.count("<html") == 1


def test_the_table_alone_comes_when_it_is_opened(signed_in):
    school = make_school()
    published(school, y2024=69)
    response = signed_in.get(page_url(school, figures="all"), headers={"HX-Request": "true"})
    assert "<html" not in response.text
    assert "69% of 34" in response.text
    assert 'role="img"' not in response.text


def test_the_csv_holds_every_figure_as_published_and_the_attribution(signed_in):
    school = make_school()
    publish(
        school, 2024, **YEAR_6, rwm_expected=69,
        reasons={"rwm_expected_disadvantaged": Reason.SUPP},
    )  # fmt: skip

    response = signed_in.get(csv_url(school))
    text = response.getvalue().decode("utf-8-sig")
    rows = {row["Key"]: row for row in csv.DictReader(io.StringIO(text)) if row["Key"]}

    assert rows["rwm_expected"]["Value"] == "69"
    assert rows["rwm_expected"]["Number of pupils published with it"] == "34"
    assert rows["rwm_expected_disadvantaged"]["Value"] == ""
    assert rows["rwm_expected_disadvantaged"]["Published code"] == "SUPP"
    assert "reading_progress" not in rows  # nobody was given it that year
    assert ATTRIBUTION in text


def test_no_number_of_pupils_is_worked_out_from_a_per_cent(signed_in):
    """69% of 34 would be 23.46 pupils: no 23 anywhere."""
    school = make_school()
    publish(school, 2024, eligible_pupils=34, rwm_expected=69)
    text = signed_in.get(csv_url(school)).getvalue().decode()
    assert ",23" not in text


# How many queries


def queries_of(client, school):
    client.get(page_url(school))
    with CaptureQueriesContext(connection) as captured:
        client.get(page_url(school))
    return len(captured)


def test_the_number_of_queries_does_not_grow_with_schools(signed_in):
    school = make_school()
    published(school, y2022=1, y2023=60, y2024=69)
    seen = []
    for n in (5, 55):
        for _ in range(n):
            published(make_school(), y2023=60, y2024=64)
        make_source()  # a load: what was remembered is asked again
        with CaptureQueriesContext(connection) as captured:
            signed_in.get(page_url(school))
        seen.append((len(captured), queries_of(signed_in, school)))
    assert seen[0] == seen[1]
    assert max(seen[0]) <= 13


def test_every_measure_can_be_chosen(signed_in):
    school = make_school()
    values = {m.key: 1.0 for m in catalogue.load().measures}
    publish(school, 2022, **values)
    response = signed_in.get(page_url(school))
    for measure in catalogue.load().measures:
        if measure.group == "all" and measure.higher_is == "better":
            assert f'value="{measure.key}"' in response.text
            assert signed_in.get(page_url(school, measure=measure.key)).status_code == 200

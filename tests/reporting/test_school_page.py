from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from leadwell.reporting import ranges
from leadwell.schools import catalogue
from leadwell.schools.models import RegisterEntry, SourceFile
from leadwell.schools.reasons import Reason
from leadwell.web import numbers
from tests.factories import make_school, make_source, make_trust, publish
from tests.reporting.school_pages import (
    ATTRIBUTION,
    YEAR_6,
    becomes,
    england,
    page_url,
    published,
    text_of,
)

pytestmark = pytest.mark.django_db


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


def test_a_page_asked_for_again_is_remembered_until_something_is_loaded_or_the_school_changes(
    signed_in,
):
    school = make_school(name="Tansy Hill Primary", n_pupils=212)
    published(school, y2024=69)
    first, n_first = counted(signed_in, page_url(school))
    again, n_again = counted(signed_in, page_url(school))
    assert "69% of pupils" in first
    assert "69% of pupils" in again
    assert n_again < n_first

    school.low_age, school.high_age = 7, 11
    school.save()
    assert "children join at 7, in Year 3" in text_of(signed_in.get(page_url(school)))
    published(school, y2023=60)
    assert "up from 60% in 2023/24" in text_of(signed_in.get(page_url(school)))


def counted(client, url: str) -> tuple[str, int]:
    with CaptureQueriesContext(connection) as captured:
        return text_of(client.get(url)), len(captured)


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


def test_a_browser_never_takes_the_piece_with_all_figures_for_the_page(signed_in):
    url = page_url(make_school()) + "?figures=all"
    piece = signed_in.get(url, headers={"HX-Request": "true"})
    restored = signed_in.get(
        url, headers={"HX-Request": "true", "HX-History-Restore-Request": "true"}
    )

    assert "<html" not in piece.text
    assert "HX-Request" in piece["Vary"]
    assert "<html" in restored.text


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


def test_the_header_says_of_which_day_the_register_is_not_only_when_it_was_loaded(signed_in):
    school = make_school(n_pupils=212)
    told = RegisterEntry.objects.filter(urn=school.urn)
    told.update(facts={"counted_on": "2021-01-21"})
    of = {"kind": SourceFile.Kind.REGISTER, "academic_years": []}
    mine, theirs = school.local_authority_id, school.local_authority_id + 1
    make_source(**of, report={"facts": {"as_at": "2022-04-20", "areas": [mine]}})
    make_source(**of, report={"facts": {"as_at": "2019-04-20", "areas": [mine]}})
    make_source(**of, report={"facts": {"as_at": "2026-04-20", "areas": [theirs]}})
    published(school, y2024=69)

    text = text_of(signed_in.get(page_url(school)))

    assert "212 pupils on roll in Jan 2021, 34 in Year 6 in 2024/25." in text
    assert "Register of Wed 20 Apr 2022, loaded Fri 20 Nov 2026." in text


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


def test_a_gap_of_few_pupils_says_how_few_and_that_chance_alone_would_do(signed_in):
    school = make_school()
    few = {"disadvantaged_pupils": 6, "other_pupils": 6, "eligible_pupils": 12}
    publish(school, 2024, **few, rwm_expected_disadvantaged=83, rwm_expected_other=50)

    text = text_of(signed_in.get(page_url(school)))

    # Of two groups of six the 95% range is about half of the whole scale wide on either side.
    low, high = ranges.of_gap(catalogue.load().by_key["rwm_expected"], (83, 6), (50, 6))
    assert -25 < low < 0 < 33 < high < 75
    assert "disadvantaged pupils were 33 points above the others." in text
    assert (
        "Only 6 disadvantaged and 6 other "
        f"pupils: by chance alone the gap could lie anywhere from {numbers.signed(low)} to "
        f"{numbers.signed(high)} points, so these figures cannot tell which of the two did better."
    ) in text
    assert "83% of 6" in text
    assert "50% of 6" in text


def test_a_gap_beyond_chance_has_its_range_and_no_such_words(signed_in):
    school = make_school()
    many = {"disadvantaged_pupils": 60, "other_pupils": 60, "eligible_pupils": 120}
    publish(school, 2024, **many, rwm_expected_disadvantaged=30, rwm_expected_other=80)

    text = text_of(signed_in.get(page_url(school)))

    assert "60 disadvantaged and 60 other pupils: by chance alone" in text
    assert "cannot tell which" not in text
    assert "Only 60" not in text


@pytest.mark.parametrize("hidden", ["rwm_expected_disadvantaged", "rwm_expected_other"])
def test_half_a_gap_is_hidden_with_its_other_half(signed_in, hidden):
    school = make_school(urn=980_001)  # neither 37 nor 73 is in its name or numbers
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
        (7, 18, "This is an all-through school: children join from 7 and leave by 18"),
        (4, 16, "This is an all-through school: children join from 4 and leave by 16"),
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

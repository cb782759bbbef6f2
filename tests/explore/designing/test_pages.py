"""The pages of a design: for the right person, saved as far as they go, and why not."""

from datetime import date
from html import unescape

import pytest
from django.urls import reverse

from leadwell.audit.models import Event
from leadwell.explore.choosing import detectable
from leadwell.people.models import Role
from leadwell.programmes.models import HALF_TERMS, Aim, Instrument, Strand, WarningAnswer
from tests.factories import (
    holder_of,
    make_aim,
    make_enrolment,
    make_hub,
    make_instrument,
    make_programme,
    make_school,
    make_strand,
    make_trust,
    make_user,
    publish,
)
from tests.walk.asking import TOKENS

PARTS = ["need", "pupils", "aims", "strands", "work", "running", "check"]
NEED = {"problem": "Few explain", "evidence_of_need": "Visits"}
PUPILS = {
    "key_stages": ["1", "2"], "phases_of_education": ["junior", "primary"], "focus_group": "send", "n_schools_planned": "12",
    "starts_on": "2026-09-01", "ends_on": "2028-07-21", "follow_up_years": "3",
}  # fmt: skip
RUNNING = {
    "steering_group_meets": "half-termly", "strategic_board_meets": "termly", "fund_gbp": "100000",
    "budget_gbp": "90000.50", "funding_year": "april", "specialist_word": "coach",
}  # fmt: skip
YEAR = {f"n_{what}_{n}": "1" for what in ("visits", "events", "meetings") for n in range(1, 7)}


def at(programme, part):
    return reverse(f"explore:design-{part}", args=[programme.code])


def said(response):
    return " ".join(unescape(response.text).split())


@pytest.mark.parametrize("part", PARTS)
def test_each_page_is_there_before_anything_is_said(as_lead, programme, part):
    answer = as_lead.get(at(programme, part))
    assert answer.status_code == 200
    assert "Part " in said(answer)


@pytest.mark.parametrize(
    ("part", "sent", "field", "value"),
    [
        ("need", NEED, "evidence_of_need", "Visits"),
        ("pupils", PUPILS, "n_schools_planned", 12),
        ("pupils", PUPILS, "phases_of_education", ["junior", "primary"]),
        ("running", RUNNING, "strategic_board_meets", "termly"),
    ],
)
def test_what_is_said_is_kept_and_the_next_part_follows(
    as_lead, programme, part, sent, field, value
):
    following = PARTS[PARTS.index(part) + 1]
    assert as_lead.post(at(programme, part), sent).url == at(programme, following)
    programme.refresh_from_db()
    assert getattr(programme, field) == value
    assert Event.objects.filter(verb="changed").exists()


def test_a_page_is_saved_as_far_as_it_goes_and_one_may_stay(as_lead, programme):
    answer = as_lead.post(at(programme, "need"), {"problem": "Few explain", "stay": "1"})
    assert answer.url == at(programme, "need")
    programme.refresh_from_db()
    assert (programme.problem, programme.evidence_of_need) == ("Few explain", "")
    assert "Few explain" in said(as_lead.get(at(programme, "need")))


@pytest.mark.parametrize(
    ("part", "sent", "words"),
    [
        ("pupils", PUPILS | {"ends_on": "2026-01-01"}, "The last day is before the first."),
        ("pupils", PUPILS | {"n_schools_planned": "0"}, "1 to 2,000"),
        ("running", RUNNING | {"budget_gbp": "100001"}, "more than the fund gives"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_typed_is_lost(as_lead, programme, part, sent, words):
    answer = as_lead.post(at(programme, part), sent)
    assert (answer.status_code, words in said(answer)) == (200, True)
    assert "coach" in answer.text or 'value="3"' in answer.text


def test_the_days_of_a_programme_do_not_leave_its_aims(as_lead, programme):
    make_aim(programme, text="More talk", due_on=date(2031, 7, 1))
    answer = as_lead.post(at(programme, "pupils"), PUPILS | {"follow_up_years": "1"})
    assert "“More talk” is due on 1 July 2031" in said(answer)


@pytest.mark.parametrize("address", ["design", "people"])
def test_a_group_of_its_own_is_asked_for_and_shown_wherever_it_is_told(as_lead, programme, address):
    """On the page of the design and on the older one of what a programme is for."""
    page = at(programme, "pupils")
    if address == "people":
        page = reverse("people:programme-purpose", args=[programme.code])
    custom = PUPILS | NEED | {"focus_group": "custom"}
    assert "Say which group of pupils it is for" in said(as_lead.post(page, custom))
    sent = PUPILS | NEED | {"focus_group": "all", "own_group": "Pupils new to English"}
    answer = said(as_lead.post(page, sent))
    assert "or leave this empty" in answer
    assert "Pupils new to English" in answer  # nothing typed is lost
    assert as_lead.post(page, custom | {"own_group": "Pupils new to English"}).status_code == 302
    for address in (reverse("explore:design", args=[programme.code]), programme.get_absolute_url()):
        assert "Pupils new to English" in said(as_lead.get(address))
    assert as_lead.post(page, PUPILS | NEED).status_code == 302
    programme.refresh_from_db()
    assert (programme.focus_group, programme.own_group) == ("send", "")


# From published results


def test_sentences_about_a_council_are_put_under_how_it_is_known(as_lead, programme):
    make_school()  # of Larkshire, 990
    publish(None, 2024, record_type=3, la_code=990, maths_expected=64)
    publish(None, 2024, record_type=5, maths_expected=74)
    sent = NEED | {"whose": "council 990", "draft": "1"}
    answer = as_lead.post(at(programme, "need"), sent)
    assert (
        "In 2024/25, 64% of pupils in Larkshire, and 74% in England reached the expected standard "
        "in maths. (As published by the Department for Education.)"
    ) in said(answer)
    assert "Visits" in answer.text
    programme.refresh_from_db()
    assert programme.evidence_of_need == ""  # a draft, until it is saved


def test_schools_are_counted_against_england_and_none_is_named(as_lead, programme):
    """Of three schools two are below 74%; one has no figure. 61% to 80%."""
    for value in (61, 70, 80):
        publish(make_enrolment(programme=programme).school, 2024, maths_expected=value)
    make_enrolment(programme=programme)
    publish(None, 2024, record_type=5, maths_expected=74)
    answer = said(as_lead.post(at(programme, "need"), {"whose": "schools", "draft": "1"}))
    assert "In 2024/25, 2 of 3 schools with a published figure were below England" in answer
    assert "where 74% of pupils reached the expected standard in maths." in answer
    assert "They ran from 61% to 80%. 1 school has none." in answer


def test_of_a_trust_that_leads_its_own_schools(as_lead, programme):
    programme.lead_organisation.name = "Larkwater Learning Trust"
    programme.lead_organisation.save()
    programme.subject, programme.focus_group = "English", "disadvantaged"
    programme.save()
    school = make_school(trust=make_trust())
    publish(school, 2024, reading_expected_disadvantaged=55)
    publish(None, 2024, record_type=5, reading_expected_disadvantaged=63)
    answer = said(as_lead.post(at(programme, "need"), {"whose": "trust", "draft": "1"}))
    assert "1 of 1 school with a published figure was below England" in answer
    assert "63% of disadvantaged pupils reached the expected standard in reading" in answer


@pytest.mark.parametrize(
    ("whose", "words"),
    [("", "Choose whose published results"), ("council 990", "Nothing is published for these yet")],
)
def test_without_results_nobody_is_left_guessing(as_lead, programme, whose, words):
    make_school()
    answer = said(as_lead.post(at(programme, "need"), NEED | {"whose": whose, "draft": "1"}))
    assert words in answer
    assert "Few explain" in answer


# How much, and what is measured


def test_a_year_is_said_in_half_terms(as_lead, programme):
    page = reverse("explore:design-year", args=[programme.code, 2])
    assert "Autumn 1" in said(as_lead.get(page))
    sent = YEAR | {"n_visits_2": "2", "n_events_6": "", "specialist_as": "sounds"}
    assert as_lead.post(page, sent).url == at(programme, "work")
    kept = list(programme.intensities.order_by("half_term").values_list("n_visits", "n_events"))
    assert kept == [(1, 1), (2, 1), (1, 1), (1, 1), (1, 1), (1, 0)]
    assert ("7 visits, 5 events and 6 meetings; the specialist is a sounding board.") in said(
        as_lead.get(at(programme, "work"))
    )
    as_lead.post(page, sent | {"n_visits_1": "3"})
    assert programme.intensities.count() == len(HALF_TERMS)


def test_twenty_one_visits_in_a_half_term_are_refused(as_lead, programme):
    page = reverse("explore:design-year", args=[programme.code, 1])
    answer = as_lead.post(page, YEAR | {"n_visits_1": "21", "specialist_as": "drives"})
    assert "Write 20 at most" in said(answer)
    assert as_lead.get(reverse("explore:design-year", args=[programme.code, 3])).status_code == 302


def test_an_instrument_is_added_changed_and_taken_out(as_lead, programme):
    page = reverse("explore:add-instrument", args=[programme.code])
    assert "Year 2, summer 2" in said(as_lead.get(page))
    sent = {"code": "PUMA", "asks": "pupils", "points": ["1-1", "1-6", "2-6"]}
    assert as_lead.post(page, sent).url == at(programme, "work")
    made = Instrument.objects.get()
    programme.refresh_from_db()
    assert programme.n_pupil_data_points == 2
    change = reverse("explore:change-instrument", args=[made.pk])
    assert 'value="2-6"' in as_lead.get(change).text
    as_lead.post(change, sent | {"points": ["1-1"]})
    assert [str(one) for one in made.points.all()] == ["Year 1, autumn 1"]
    as_lead.post(reverse("explore:remove-instrument", args=[made.pk]))
    assert not Instrument.objects.exists()


def test_a_fourth_time_of_a_year_is_refused_with_the_reason(as_lead, programme):
    page = reverse("explore:add-instrument", args=[programme.code])
    sent = {"code": "PUMA", "asks": "pupils", "points": ["1-1", "1-2", "1-3", "1-4"]}
    answer = as_lead.post(page, sent)
    assert "Pupils would be measured in a fourth half-term of a year." in said(answer)
    assert not Instrument.objects.exists()
    assert as_lead.post(page, sent | {"asks": "staff"}).status_code == 302


def test_one_of_ones_own_has_a_name(as_lead, programme):
    page = reverse("explore:add-instrument", args=[programme.code])
    answer = as_lead.post(page, {"code": "CUSTOM", "asks": "staff"})
    assert "Write the name of what you collect." in said(answer)
    make_instrument(programme)
    answer = as_lead.post(page, {"code": "PUMA", "asks": "staff"})
    assert "This programme collects that already." in said(answer)


# Aims and strands


def test_an_aim_added_from_the_design_leads_back_to_it(as_lead, programme):
    page = reverse("people:add-aim", args=[programme.code]) + "?design=aims"
    form = as_lead.get(page)
    assert "?design=aims" in form.text
    sent = {
        "term": "short", "text": "More talk", "measured_by": "K25", "due_on": "2027-07-01",
        "owner": "PM", "target": "90", "baseline_plan": "The first half-term",
    }  # fmt: skip
    assert as_lead.post(page, sent).url == at(programme, "aims")
    aim = Aim.objects.get()
    assert (aim.source, aim.is_kpi) == ("actions", True)
    assert "Agreed actions done on time, per cent" in said(as_lead.get(at(programme, "aims")))


def test_a_measure_that_is_not_of_the_list_is_refused(as_lead, programme):
    page = reverse("people:add-aim", args=[programme.code])
    sent = {"term": "short", "text": "x", "measured_by": "K99", "due_on": "2027-07-01"}
    assert "Select a valid choice" in said(as_lead.post(page, sent))


@pytest.mark.parametrize("kind", ["aim", "strand", "ingredient"])
def test_a_part_is_taken_out_of_a_draft_once_confirmed(as_lead, programme, kind):
    strand = make_strand(programme, n_ingredients=1)
    part = {
        "aim": lambda: make_aim(programme),
        "strand": lambda: make_strand(programme),
        "ingredient": strand.ingredients.get,
    }[kind]()
    number = str(part.pk)
    page = reverse(f"explore:remove-{kind}", args=[part.pk])
    assert "Take out:" in said(as_lead.get(page))
    assert type(part).objects.filter(pk=part.pk).exists()
    assert as_lead.post(page).status_code == 302
    assert not type(part).objects.filter(pk=part.pk).exists()
    gone = Event.objects.get(verb="removed")
    assert (gone.subject_id, gone.detail) == (number, {"programme": programme.code})


def test_a_strand_with_ingredients_stays_until_they_are_out(as_lead, programme):
    strand = make_strand(programme, n_ingredients=1)
    answer = as_lead.post(reverse("explore:remove-strand", args=[strand.pk]))
    assert "Something rests on it: take that out first." in said(answer)
    assert Strand.objects.exists()


def test_what_the_board_has_before_it_is_not_taken_out(as_lead, programme):
    aim = make_aim(programme)
    type(programme).objects.update(state="designed")
    answer = as_lead.post(reverse("explore:remove-aim", args=[aim.pk]))
    assert answer.status_code == 403
    assert "take the design back to drafting first" in said(answer)


# The check


def test_what_is_missing_is_said_with_where_it_is_said(as_lead, programme):
    aim = make_aim(programme, text="More talk")
    page = as_lead.get(at(programme, "check"))
    assert "Write what is to be solved." in said(page)
    assert f"{at(programme, 'need')}#id_problem" in page.text
    assert (
        "“More talk”: say its measure, where it stands now, or how that will be found, its target, "
        "who keeps an eye on it and where its figure comes from."
    ) in said(page)
    assert f"{at(programme, 'aims')}#aim-{aim.pk}" in page.text
    for n in (2, 8):
        make_strand(programme, name=f"Of {n}", n_ingredients=n)
    page = said(as_lead.get(at(programme, "check")))
    assert "“Of 2” has 2 active ingredients: 3 to 7 are right." in page
    assert "“Of 8” has 8 active ingredients: 3 to 7 are right." in page


def test_nothing_is_missing_where_all_is_said(as_lead, safe):
    page = said(as_lead.get(at(safe, "check")))
    assert "Nothing. Everything that is asked for is said." in page
    assert "None. It fits into the school year." in page
    assert "Everything is said, and no warning waits for an answer." in page


def test_a_warning_is_answered_in_a_sentence_and_the_board_reads_it(client, as_lead, programme):
    type(programme).objects.update(starts_on=date(2027, 1, 4))
    page = as_lead.get(at(programme, "check"))
    assert "It starts on Mon 4 Jan 2027" in said(page)
    sent = {"warning": "starts-2027-01-04", "answer": ""}
    assert "Say in a sentence why" in said(as_lead.post(at(programme, "check"), sent))
    sent["answer"] = "The money comes in January."
    assert as_lead.post(at(programme, "check"), sent).status_code == 302
    assert WarningAnswer.objects.get().about == "2027-01-04"
    client.force_login(holder_of(Role.STRATEGIC_BOARD_MEMBER, programme=programme))
    overview = client.get(reverse("explore:design", args=[programme.code]))
    assert "The money comes in January." in said(overview)


def test_an_answer_does_not_count_once_the_day_has_moved(as_lead, programme):
    type(programme).objects.update(starts_on=date(2027, 1, 4))
    sent = {"warning": "starts-2027-01-04", "answer": "So it is."}
    as_lead.post(at(programme, "check"), sent)
    type(programme).objects.update(starts_on=date(2027, 2, 1))
    assert "1 warning waits for an answer" in said(as_lead.get(at(programme, "check")))
    answer = as_lead.post(at(programme, "check"), sent, follow=True)
    assert "This warning does not stand any more." in said(answer)


def test_what_could_be_detected_is_fetched_beside_a_real_link(as_lead, programme):
    assert "how many schools are to take part" in said(as_lead.get(at(programme, "aims")))
    type(programme).objects.update(n_schools_planned=12)
    page = as_lead.get(at(programme, "aims"))
    url = f"{reverse('evaluation:detect')}?schools=12&amp;years=2&amp;outcome=maths"
    assert f'hx-get="{url}"' in page.text
    assert f'href="{url}"' in page.text
    found = as_lead.get(unescape(url))
    assert 'id="detected">With 12 schools' in found.text


def test_a_programme_for_other_pupils_is_told_nothing_by_results_of_year_six(as_lead, programme):
    type(programme).objects.update(n_schools_planned=12, key_stages=[3, 4])
    page = as_lead.get(at(programme, "need"))
    assert "of key stage 2, which this programme is not for: write what you know" in said(page)
    assert 'name="draft"' not in page.text
    sent = {"problem": "Few explain", "evidence_of_need": "Visits", "draft": "1", "whose": "trust"}
    as_lead.post(at(programme, "need"), sent)
    programme.refresh_from_db()
    assert programme.evidence_of_need == "Visits"
    aims = as_lead.get(at(programme, "aims"))
    assert "What it can show rests on what it measures itself." in said(aims)
    assert reverse("evaluation:detect") not in aims.text
    assert detectable.of(programme, [make_school()]).url == ""


@pytest.mark.parametrize("page", ["design", "design-check"])
def test_what_others_learned_is_fetched_beside_a_real_link(as_lead, programme, page):
    url = reverse("explore:programme-lessons", args=[programme.code])
    shown = as_lead.get(reverse(f"explore:{page}", args=[programme.code]))
    assert f'hx-get="{url}"' in shown.text
    assert f'href="{url}"' in shown.text
    assert 'id="lessons-said"' in as_lead.get(url).text


# Who


@pytest.mark.parametrize("part", ["", *PARTS])
def test_a_stranger_cannot_tell_that_there_is_a_design(client, programme, part):
    name = f"explore:design-{part}" if part else "explore:design"
    client.force_login(holder_of(Role.PROGRAMME_LEAD, programme=make_programme()))
    there = client.get(reverse(name, args=[programme.code]))
    nowhere = client.get(reverse(name, args=["NOWHERE"]))
    assert there.status_code == nowhere.status_code == 404
    assert TOKENS.sub(b"", there.content) == TOKENS.sub(b"", nowhere.content)
    client.force_login(make_user())
    assert client.get(reverse(name, args=[programme.code])).status_code == 404


@pytest.mark.parametrize("part", PARTS)
def test_who_may_not_change_it_is_told_who_can(client, programme, part):
    client.force_login(holder_of(Role.HUB_LEAD, hub=make_hub(programme)))
    answer = client.get(at(programme, part))
    assert answer.status_code == 403
    assert "Only those who lead or manage this programme can change it." in said(answer)


def test_everybody_in_the_programme_reads_the_design(client, designed):
    client.force_login(holder_of(Role.HUB_LEAD, hub=make_hub(designed)))
    answer = client.get(reverse("explore:design", args=[designed.code]))
    assert answer.status_code == 200
    assert "Few explain" in said(answer)
    assert "Go there" not in answer.text
    page = client.get(designed.get_absolute_url())
    assert reverse("explore:design", args=[designed.code]) in page.text


def test_the_overview_asks_as_often_however_much_is_said(
    as_lead, designed, django_assert_max_num_queries
):
    page = reverse("explore:design", args=[designed.code])
    as_lead.get(page)
    with django_assert_max_num_queries(40) as before:
        as_lead.get(page)
    for _ in range(5):
        make_aim(designed)
        make_strand(designed, n_ingredients=4)
        make_instrument(designed, code="CUSTOM", name=f"No. {make_user().pk}", asks="staff",
                        points=((1, 2), (2, 2)))  # fmt: skip
    with django_assert_max_num_queries(len(before)):
        as_lead.get(page)

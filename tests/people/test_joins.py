"""Deciding by page which schools are one: side by side, with a reason, taken back."""

from html import unescape

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from leadwell.audit import log
from leadwell.audit.models import Event
from leadwell.people import rules
from leadwell.people.joins import actions
from leadwell.people.joins.page import spelt
from leadwell.schools import deciding, joining
from leadwell.schools.models import IdentityDecision, Join, Link, RegisterEntry, School
from tests.factories import NOON, make_school, make_source, make_user, publish

pytestmark = pytest.mark.django_db
OLD, NEW, OTHER = 950_101, 950_201, 950_301
WHY = "The logbook of the school says so"
RESULTS = {"eligible_pupils": 30, "rwm_expected": 61}


@pytest.fixture
def two(db):
    """A school that closed and one that opened in its place; no file links them."""
    old = make_school(urn=OLD, name="Tansy Hill", is_open=False)
    new = make_school(urn=NEW, name="Tansy Hill Academy")
    opened, closed = {"opened_on": "2017-11-01"}, {"closed_on": "2017-10-31", "status": "Closed"}
    for urn, dates in ((OLD, closed), (NEW, opened)):
        School.objects.filter(urn=urn).update(**{k: v for k, v in dates.items() if k != "status"})
        RegisterEntry.objects.filter(urn=urn).update(**dates)
    for year in (2015, 2016):
        publish(old, year, **RESULTS)
    publish(old, 2017, n_on_roll=200)
    for year in (2017, 2018, 2022):
        publish(new, year, **RESULTS)
    return School.objects.get(pk=old.pk), School.objects.get(pk=new.pk)


@pytest.fixture
def linked(two):
    """The same, and the links file says that the one became the other."""
    link()
    joining.work_out()
    return Join.objects.get()


def link(old=OLD, new=NEW, kind="Successor"):
    Link.objects.create(urn=old, link_urn=new, link_type=kind, established_on="2017-11-01")


def identity_page(urn=NEW):
    return reverse("people:identity", args=[urn])


def join_page(urn=OLD, other=NEW):
    return reverse("people:join", args=[urn], query={"other": other})


def part_page(urn=NEW):
    return reverse("people:part", args=[urn])


def back_page(decision):
    return reverse("people:take-back", args=[decision.pk])


def school_page(urn=NEW):
    return reverse("reporting:school", args=[urn])


def text_of(response):
    return " ".join(unescape(response.text).split())


def is_one():
    return School.objects.standing().filter(entries__urn__in=(OLD, NEW)).distinct().count() == 1


# Joining


def test_the_two_are_seen_side_by_side_with_what_would_change(as_alice, two):
    link(kind="Successor - merged")
    text = text_of(as_alice.get(join_page()))

    assert "Results of 2015/16 to 2018/19 and 2022/23 would be one line" in text
    assert "They overlap" not in text
    for words in (
        "Tansy Hill (950101)", "Tansy Hill Academy (950201)", "a row without results", "nothing",
        "Wed 1 Nov 2017", "Tue 31 Oct 2017",
        "The links file: 950201 is “Successor - merged” of 950101, Wed 1 Nov 2017.",
    ):  # fmt: skip
        assert words.replace(" ", "") in text.replace("\xa0", "").replace(" ", "")
    assert not is_one()


def test_what_was_decided_is_one_school_and_its_page_says_by_whom_and_why(as_alice, two, alice):
    response = as_alice.post(join_page(), {"first": OLD, "reason": WHY}, follow=True)

    assert response.redirect_chain == [(school_page(), 302)]
    text = text_of(response)
    assert "950101 and 950201 are one school now." in text
    assert "Known by 2 URNs" in text
    assert f"that 950101 and 950201 are one school, because: {WHY}" in text
    assert "The administrator decided on" in text
    section = text.split("Known by 2 URNs")[1].split("</section>")[0]
    assert alice.name not in section
    assert alice.email not in text
    assert is_one()
    assert as_alice.get(school_page(OLD)).url == school_page()


def test_everybody_reads_the_decision_and_only_who_may_is_offered_to_decide(client, as_alice, two):
    as_alice.post(join_page(), {"first": OLD, "reason": WHY})
    assert identity_page() in as_alice.get(school_page()).text

    client.force_login(make_user())
    text = client.get(school_page()).text
    assert WHY in text
    assert identity_page() not in text


def test_the_overview_shows_one_line_at_once_and_two_when_it_is_taken_back(as_alice, two):
    publish(two[0], 2018, **RESULTS)
    overview = reverse("reporting:overview", query={"year": "2018"})

    def shown():
        text = as_alice.get(overview).text
        return [text.count(f'href="{school_page(urn)}"') for urn in (OLD, NEW)]

    assert shown() == [1, 1]
    as_alice.post(join_page(), {"first": OLD, "reason": WHY})
    assert shown() == [0, 1]
    as_alice.post(back_page(IdentityDecision.objects.get()), {"reason": "A slip"})
    assert shown() == [1, 1]


def test_results_of_both_in_one_year_are_told_plainly(as_alice, two):
    publish(two[1], 2016, **RESULTS)
    text = text_of(as_alice.get(join_page()))

    assert "They overlap." in text
    assert "Both have results in 2016/17." in text
    assert "In that year only one of them could be shown" in text

    publish(two[1], 2015, **RESULTS)
    text = text_of(as_alice.get(join_page()))
    assert "Both have results in 2015/16 to 2016/17." in text
    assert "In those years" in text


def test_a_sponsor_led_academy_is_said_to_start_again(as_alice, two):
    assert "sponsor-led" not in as_alice.get(join_page()).text
    RegisterEntry.objects.filter(urn=NEW).update(type_of_establishment="Academy sponsor led")
    assert "950201 opened as a sponsor-led academy" in as_alice.get(join_page()).text


def test_the_order_is_the_registers_until_a_person_says_otherwise(as_alice, two):
    assert f'value="{OLD}"' in as_alice.get(join_page(NEW, OLD)).text
    assert deciding.earlier_first(two[1], two[0]) == two

    as_alice.post(join_page(), {"first": NEW, "reason": WHY})
    join = Join.objects.get()
    assert (join.old_urn, join.new_urn) == (NEW, OLD)


def test_a_school_of_several_urns_is_joined_at_its_ends(as_alice, linked, alice):
    later = make_school(urn=OTHER)
    as_alice.post(join_page(NEW, OTHER), {"first": NEW, "reason": WHY})
    assert [e.urn for e in deciding.line_of(School.objects.standing().get())] == [OLD, NEW, OTHER]
    assert School.objects.get(pk=later.pk).continued_by is not None


def test_a_decision_needs_a_reason(as_alice, two):
    for reason in ("", "   "):
        response = as_alice.post(join_page(), {"first": OLD, "reason": reason})
        assert "Say why" in response.text
        assert "Error:" in response.text
    assert not IdentityDecision.objects.exists()


@pytest.mark.parametrize(
    ("other", "words"),
    [
        ("", "Give the URN of the other school"),
        ("Tansy", "A URN has six digits"),
        ("950999", "No school here has had the URN 950999"),
        ("99999999999999999999", "No school here has had the URN"),
        (str(OLD), "is one of the URNs of this school already"),
    ],
)
def test_a_number_that_leads_nowhere_is_told(as_alice, two, other, words):
    text = as_alice.get(reverse("people:join", args=[OLD], query={"other": other})).text
    assert words in text
    assert "There is a problem" in text


def test_a_school_without_results_can_be_joined(as_alice, db):
    make_school(urn=OLD)
    make_school(urn=NEW)
    assert "Neither has results here yet." in as_alice.get(join_page()).text


# Parting


def test_what_files_say_is_one_school_is_parted_and_told_on_both_pages(as_alice, linked):
    assert part_page() in as_alice.get(identity_page()).text
    text = text_of(as_alice.get(part_page()))
    assert "Tansy Hill (950101) would have results of 2015/16 to 2016/17." in text
    assert (
        "Tansy Hill Academy (950201) would have results of 2017/18 to 2018/19 and 2022/23" in text
    )

    text = text_of(as_alice.post(part_page(), {"reason": WHY}, follow=True))

    assert "950101 and 950201 are two schools now." in text
    assert not is_one()
    for urn in (OLD, NEW):
        text = text_of(as_alice.get(school_page(urn)))
        assert f"that 950101 and 950201 are not one school, because: {WHY}" in text
        assert "One URN" in text


def test_what_is_held_apart_is_joined_only_after_that_is_taken_back(as_alice, linked, alice):
    as_alice.post(part_page(), {"reason": WHY})
    page = as_alice.get(join_page())
    assert "They cannot be joined now." in page.text
    assert "They are one school</button>" not in page.text

    response = as_alice.post(join_page(), {"first": OLD, "reason": WHY})
    assert response.status_code == 403
    assert "Take back first what was decided about them. The administrator" in response.text
    assert not is_one()


def test_what_a_person_decided_is_taken_back_and_not_parted(as_alice, two):
    as_alice.post(join_page(), {"first": OLD, "reason": WHY})
    assert part_page() not in as_alice.get(identity_page()).text
    assert "Take that back instead." in as_alice.get(part_page()).text
    response = as_alice.post(part_page(), {"reason": WHY})
    assert response.status_code == 403
    assert is_one()


def test_two_schools_cannot_be_parted(as_alice, two):
    assert as_alice.get(part_page()).status_code == 404


def test_what_files_no_longer_say_has_nothing_to_part(linked, alice):
    Link.objects.all().delete()
    joining.work_out()
    with pytest.raises(PermissionDenied, match="two schools already"):
        actions.part_schools(join=linked, reason=WHY, by=alice, at=NOON)


# Taking back


def test_a_decision_taken_back_leaves_all_as_before_and_is_remembered(as_alice, two):
    as_alice.post(join_page(), {"first": OLD, "reason": WHY})
    decision = IdentityDecision.objects.get()
    assert back_page(decision) in as_alice.get(identity_page()).text
    text = text_of(as_alice.get(back_page(decision)))
    assert decision.sentence in text
    assert "Tansy Hill (950101) would have results of 2015/16 to 2016/17." in text

    text = text_of(as_alice.post(back_page(decision), {"reason": "A slip"}, follow=True))

    assert "950101 and 950201 are two schools now." in text
    assert "are one school, because" not in text
    assert not is_one()
    assert "because: A slip" in text_of(as_alice.get(join_page()))
    assert "taken back already" in as_alice.get(back_page(decision)).text
    assert as_alice.post(back_page(decision), {"reason": "A slip"}).status_code == 403


def test_held_apart_and_taken_back_files_say_again(as_alice, linked):
    as_alice.post(part_page(), {"reason": WHY})
    decision = IdentityDecision.objects.get()
    assert back_page(decision) in as_alice.get(identity_page()).text
    assert "would be one line" in as_alice.get(back_page(decision)).text

    text = as_alice.post(back_page(decision), {"reason": "A slip"}, follow=True).text
    assert "950101 and 950201 are one school now." in text
    assert is_one()
    assert "because: A slip" in text_of(as_alice.get(identity_page()))


# Who may


PAGES = [identity_page(), join_page(), part_page(), reverse("people:take-back", args=[1])]


@pytest.mark.parametrize("page", PAGES[:3])
@pytest.mark.parametrize("method", ["get", "post"])
def test_somebody_else_is_told_why_they_cannot_decide_about_a_school(client, linked, page, method):
    client.force_login(make_user())
    response = getattr(client, method)(page)
    if page == PAGES[0] and method == "post":
        assert response.status_code == 405
        return
    assert response.status_code == 403
    assert "Only the administrator of this installation can decide" in response.text


@pytest.mark.parametrize("method", ["get", "post"])
def test_somebody_else_cannot_tell_which_decisions_there_are(client, as_alice, linked, method):
    as_alice.post(part_page(), {"reason": WHY})
    client.force_login(make_user())
    for pk in (IdentityDecision.objects.get().pk, 987_654):
        answer = getattr(client, method)(reverse("people:take-back", args=[pk]))
        assert answer.status_code == 404


def test_a_stranger_is_sent_to_sign_in(client, linked):
    for page in PAGES:
        assert client.get(page).url.startswith(reverse("account_login"))


def test_an_action_asks_the_rule_even_when_a_view_forgets(two, linked, alice):
    bob = make_user(name="Bob")
    other = make_school(urn=OTHER)
    decision = actions.part_schools(join=linked, reason=WHY, by=alice, at=NOON)
    only = pytest.raises(PermissionDenied, match="Only the administrator")
    with only:
        actions.join_schools(earlier=two[0], later=other, reason=WHY, by=bob, at=NOON)
    with only:
        actions.part_schools(join=linked, reason=WHY, by=bob, at=NOON)
    with only:
        actions.take_back(decision=decision, reason=WHY, by=bob, at=NOON)


def test_an_administrator_whose_account_is_closed_decides_nothing(alice):
    alice.is_active = False
    assert not rules.may_decide_identity(alice)


def test_unknown_schools_and_decisions_are_not_found(as_alice, db):
    for page in PAGES:
        assert as_alice.get(page).status_code == 404


# The moment


def test_a_school_joined_twice_is_one_already(two, alice):
    for reason in ("once", "twice"):
        verdict = rules.may_join_schools(alice, *(School.objects.get(pk=s.pk) for s in two))
        if reason == "once":
            assert verdict
            actions.join_schools(earlier=two[0], later=two[1], reason=WHY, by=alice, at=NOON)
    with pytest.raises(PermissionDenied, match="is one school already"):
        actions.join_schools(earlier=two[0], later=two[1], reason=WHY, by=alice, at=NOON)


def test_a_decision_is_whole_or_not_at_all(two, alice, monkeypatch):
    monkeypatch.delattr(log, "record")
    with pytest.raises(AttributeError):
        actions.join_schools(earlier=two[0], later=two[1], reason=WHY, by=alice, at=NOON)
    assert not IdentityDecision.objects.exists()
    assert not Join.objects.exists()
    assert not is_one()


def test_while_a_file_is_loaded_the_page_says_to_try_again(as_alice, two, monkeypatch):
    def busy(**_):
        raise deciding.Busy("A file is being loaded just now.")

    monkeypatch.setattr(actions, "join_schools", busy)
    response = as_alice.post(join_page(), {"first": OLD, "reason": WHY})
    assert "A file is being loaded just now." in response.text
    assert WHY in response.text


def test_each_decision_is_logged_once_and_has_its_reason(as_alice, two, alice):
    as_alice.post(join_page(), {"first": OLD, "reason": WHY})
    event = Event.objects.get(subject_type="schools.identitydecision")
    assert (event.actor, event.verb) == (alice.email, "joined")
    assert WHY not in str(event.detail)
    assert IdentityDecision.objects.get(pk=event.subject_id).reason == WHY


@pytest.mark.parametrize(
    ("years", "words"),
    [
        ([2016], "2016/17"),
        ([2016, 2017], "2016/17 to 2017/18"),
        ([2018, 2015], "2015/16 and 2018/19"),
        ([2012, 2015, 2016, 2022], "2012/13, 2015/16 to 2016/17 and 2022/23"),
    ],
)
def test_years_are_spelt_in_stretches(years, words):
    assert spelt(years) == words


def test_a_load_in_between_does_not_lead_a_decision_astray(two, alice):
    """Somebody looks at two schools; meanwhile files join one of them with a third."""
    old, new = two
    third = make_school(urn=OTHER)
    link(OTHER, OLD)
    joining.work_out()
    make_source()
    decision = actions.join_schools(earlier=old, later=new, reason=WHY, by=alice, at=NOON)
    assert (decision.old_urn, decision.new_urn) == (OLD, NEW)
    line = [e.urn for e in deciding.line_of(School.objects.standing().get())]
    assert line == [OTHER, OLD, NEW]
    assert third.pk != old.pk

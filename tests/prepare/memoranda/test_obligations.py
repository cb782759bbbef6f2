"""What clauses promise by a day or name, as rows and people: released days, pupils, money, whom to ask."""

from datetime import date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from leadwell.people import access as people
from leadwell.people.models import Role, RoleHeld
from leadwell.prepare.memoranda import actions, hub, promising, turning, wants
from leadwell.prepare.memoranda.clauses import library
from leadwell.prepare.memoranda.forms import DaysField
from leadwell.prepare.models import MemorandumVersion
from leadwell.programmes.models import Obligation
from tests.factories import NOON, holder_of, make_programme, make_role
from tests.prepare.memoranda.conftest import (
    CHAIR,
    RELEASED,
    active,
    again,
    drafted,
    jobs,
    link_of,
    sent,
    sign,
)

TODAY = NOON.date()


def owed(kind):
    return [(one.due_on, one.skipped_because) for one in Obligation.objects.filter(kind=kind)]


def signed_by_all(memorandum, world, mailoutbox):
    sign(memorandum, world.head)
    actions.sign_by_link(token=link_of(memorandum, mailoutbox), name=CHAIR.name, at=NOON)
    sign(memorandum, world.lead)


def said(question, user, on=TODAY):
    people.forget(user)
    return [want.title for want in question(user, on)]


def leaves(user, on):
    """Their only role ends on this day."""
    role = user.person.roles.get()
    role.ends_on = on
    role.save()
    return role


def test_each_day_of_release_is_owed_and_stands_in_the_clause(world, mailoutbox):
    memorandum = active(world, mailoutbox)
    assert owed("release") == [(day, "") for day in RELEASED]
    [clause] = [p for p in memorandum.in_force.content["parts"] if p["heading"].startswith("3.")]
    text = clause["blocks"][0]["text"].replace("\N{NO-BREAK SPACE}", " ")
    assert "for what the programme holds on Mon 14 Dec 2026 and Mon 18 Jan 2027." in text


def test_old_words_about_days_are_not_printed_once_somebody_has_left_the_days_empty(world):
    memorandum = drafted(world)
    type(memorandum).objects.update(release_on="12 October and 9 November")
    drafted(world, released_on=[])
    actions.send(memorandum=memorandum, by=world.manager, at=NOON)
    words = str(again(memorandum).shown.content)
    assert "on the days agreed at the launch" in words
    assert "9 November" not in words


def test_a_day_that_is_over_when_work_is_agreed_is_owed_by_nobody(world, mailoutbox):
    before = NOON - timedelta(1)
    memorandum = sent(world, at=before, released_on=[before.date(), *RELEASED])
    signed_by_all(memorandum, world, mailoutbox)
    assert len(owed("release")) == 2


def test_a_variation_with_other_days_skips_those_given_up_and_owes_the_new_ones(world, mailoutbox):
    memorandum = active(world, mailoutbox)
    other = date(2027, 3, 8)
    drafted(world, released_on=[RELEASED[0], other])
    assert len(owed("release")) == 2  # a draft changes nothing that is owed
    actions.send(memorandum=memorandum, because="Another day", by=world.manager, at=NOON)
    assert len(owed("release")) == 2
    signed_by_all(memorandum, world, mailoutbox)
    assert owed("release") == [
        (RELEASED[0], ""), (RELEASED[1], promising.OTHER_DAYS), (other, ""),
    ]  # fmt: skip


def test_what_is_owed_is_what_was_sent_whatever_the_draft_says_since(world, mailoutbox):
    memorandum = sent(world)
    drafted(world, released_on=[date(2027, 5, 3)])
    signed_by_all(memorandum, world, mailoutbox)
    assert [day for day, _ in owed("release")] == list(RELEASED)


def test_money_has_a_last_day_of_claims_and_one_on_which_it_lapses(world, mailoutbox):
    """The programme ends on Friday 21 July 2028: twenty school days before is Friday 23 June."""
    active(world, mailoutbox)
    assert owed("last_claims") == [(date(2028, 6, 23), "")]
    assert owed("money_lapses") == [(date(2028, 7, 21), "")]


def test_three_pupils_are_chosen_within_twenty_school_days_or_not_for_a_reason(
    world, mailoutbox, client
):
    """From Friday 20 November: ten school days of December and five each of two weeks before."""
    active(world, mailoutbox)
    [(due_on, _)] = owed("focus_pupils")
    assert due_on == date(2026, 12, 18)
    client.force_login(world.manager)
    one = Obligation.objects.get(kind="focus_pupils")
    client.post(reverse("prepare:promise-kept", args=[one.pk]), {"because": "A very small school"})
    one.refresh_from_db()
    assert one.skipped_because == "A very small school"


def test_a_memorandum_without_the_clause_owes_no_pupils(world, mailoutbox):
    memorandum = sent(world, left_out=[12])
    signed_by_all(memorandum, world, mailoutbox)
    assert owed("focus_pupils") == []


def test_one_that_was_sent_with_the_first_library_owes_what_that_one_promised(world, mailoutbox):
    memorandum = sent(world)
    version = memorandum.shown
    memorandum.in_force = MemorandumVersion(
        memorandum=memorandum, clauses=version.clauses, library=1, released_on=list(RELEASED)
    )
    promising.promise_all(memorandum, by=world.lead, at=NOON)
    kinds = set(Obligation.objects.values_list("kind", flat=True))
    assert not kinds & {"release", "focus_pupils", "last_claims", "money_lapses"}
    assert "launch" in kinds


def test_no_row_is_made_for_the_clocks_of_notes_and_the_page_says_where_they_are(
    world, mailoutbox, client
):
    active(world, mailoutbox)
    assert library().clauses[8].promises == ()
    notes = reverse("deliver:notes", args=[world.enrolment.pk])
    page = reverse("prepare:memorandum", args=[world.enrolment.pk])
    client.force_login(world.head)
    assert notes in client.get(page).text
    client.force_login(world.governor)
    told = client.get(page).text
    assert "signed within another five" in told
    assert notes not in told


def test_whom_the_school_turns_to_is_somebody_of_today_printed_with_name_and_post(world):
    memorandum = sent(world)
    name = world.lead.person.name
    assert f"goes to {name}, programme lead, who answers" in str(memorandum.shown.content)
    assert memorandum.shown.escalates_to == world.lead.person.roles.get()
    of_hub = drafted(world, escalates_to=world.hub_lead.person.roles.get())
    assert of_hub.escalation == f"{world.hub_lead.person.name}, hub lead"
    elsewhere = make_role(Role.PROGRAMME_LEAD, programme=make_programme())
    with pytest.raises(PermissionDenied, match="does not have that post"):
        drafted(world, escalates_to=elsewhere)
    with pytest.raises(PermissionDenied, match="does not have that post"):
        drafted(world, escalates_to=world.head.person.roles.get())


def test_nothing_is_sent_that_names_nobody_of_today(world):
    memorandum = drafted(world, escalates_to=world.hub_lead.person.roles.get())
    RoleHeld.objects.filter(pk=memorandum.escalates_to_id).update(
        ends_on=people.today() - timedelta(1)
    )
    with pytest.raises(PermissionDenied, match="does not have that post any more"):
        actions.send(memorandum=memorandum, by=world.manager, at=NOON)
    type(memorandum).objects.update(escalates_to=None)
    with pytest.raises(PermissionDenied, match="a name and a post"):
        actions.send(memorandum=memorandum, by=world.manager, at=NOON)


def test_when_they_leave_that_post_the_hub_is_told_once_and_reads_it_until_it_is_put_right(
    world, mailoutbox
):
    active(world, mailoutbox)
    mailoutbox.clear()
    jobs(hub.TASK).delete()
    at = NOON + timedelta(3)  # the Monday after
    leaves(world.lead, TODAY)
    assert hub.tell_of_nobody_to_turn_to(at=NOON) == 0  # the last day is still theirs
    assert [hub.tell_of_nobody_to_turn_to(at=at), hub.tell_of_nobody_to_turn_to(at=at)] == [1, 1]
    for job in jobs(hub.TASK):
        hub.tell(**job.args, at=at)
    [letter] = mailoutbox
    assert letter.to == [world.hub_lead.email]
    assert "has nobody to turn to" in letter.subject
    on = at.date()
    assert said(wants.nobody_to_turn_to, world.hub_lead, on) == ["Tansy Hill has nobody to turn to"]
    assert said(wants.nobody_to_turn_to, world.manager, on) != []
    assert said(wants.nobody_to_turn_to, world.head, on) == []
    assert said(wants.nobody_to_turn_to, world.hub_lead) == []
    jobs(hub.TASK).delete()
    later = at + timedelta(14)
    assert hub.tell_of_nobody_to_turn_to(at=later) == 1  # still so
    for job in jobs(hub.TASK):
        hub.tell(**job.args, at=later)
    assert mailoutbox == [letter]  # told long ago


def test_who_has_the_same_post_again_is_still_turned_to(world, mailoutbox):
    memorandum = active(world, mailoutbox)
    role = leaves(world.lead, TODAY)
    make_role(
        Role.PROGRAMME_LEAD, programme=role.programme, person=role.person,
        starts_on=TODAY + timedelta(1),
    )  # fmt: skip
    at_hand = list(type(memorandum).objects.select_related("in_force__escalates_to"))
    assert turning.without_anybody(at_hand, TODAY + timedelta(3)) == []


def test_days_are_read_as_people_write_them():
    field = DaysField(most=3)
    day, other = date(2026, 10, 12), date(2027, 1, 18)
    written = "18 January 2027\n12/10/2026\n Mon 12 Oct 2026 \n"
    assert sorted(field.clean(written)) == [day, other]
    assert field.prepare_value([day]) == "12 October 2026"
    for wrong in ("12 October", "31 February 2027", "tomorrow"):
        with pytest.raises(Exception, match="Write each day like 12 October 2026"):
            field.clean(wrong)


def test_days_are_from_today_to_the_programmes_last_and_one_named_already_may_stay(
    world, mailoutbox
):
    last = world.enrolment.programme.ends_on
    for wrong, why in ((TODAY - timedelta(1), "is over"), (last + timedelta(1), "last day is")):
        with pytest.raises(PermissionDenied, match=why):
            drafted(world, released_on=[*RELEASED, wrong])
    assert not world.enrolment.memoranda.exists()
    assert drafted(world, released_on=[TODAY, last]).released_on == [TODAY, last]
    later = NOON + timedelta(10)
    assert drafted(world, at=later, released_on=[TODAY]).released_on == [TODAY]
    signed_by_all(sent(world, released_on=RELEASED), world, mailoutbox)
    drafted(world, released_on=[])
    after = NOON + timedelta(90)
    assert drafted(world, at=after, released_on=RELEASED).released_on == list(RELEASED)


def test_the_form_offers_those_of_today_and_keeps_the_days(world, client):
    stranger = holder_of(Role.PROGRAMME_LEAD, programme=make_programme())
    client.force_login(world.manager)
    to = reverse("prepare:draft-memorandum", args=[world.enrolment.pk])
    page = client.get(to).text
    assert f"{world.lead.person.name}, programme lead" in page
    assert f"{world.hub_lead.person.name}, hub lead" in page
    assert stranger.person.name not in page
    day = timezone.localdate()  # the first that can be named
    written = f"{day.day} {day:%B %Y}"
    fields = {
        "hours_a_week": "1.5", "released_on": f"{written}\nsometime", "kept": ["12"],
        "chair": "else", "chair_name": "Wren Orchard", "chair_email": "wren@example.org",
        "escalates_to": str(world.lead.person.roles.get().pk),
    }  # fmt: skip
    assert "“sometime” is not one" in client.post(to, fields).text
    for wrong, why in (
        (f"{day - timedelta(1):%d/%m/%Y}", "is over"), ("22 July 2028", "after the programme"),
    ):  # fmt: skip
        assert why in client.post(to, fields | {"released_on": wrong}).text
    assert not world.enrolment.memoranda.exists()
    client.post(to, fields | {"released_on": written})
    memorandum = world.enrolment.memoranda.get()
    assert memorandum.released_on == [day]
    assert written in client.get(to).text
    assert "Say whom the school turns to" in client.post(to, fields | {"escalates_to": ""}).text


def test_what_a_letter_says_waits_for_the_hour(world, mailoutbox):
    active(world, mailoutbox)
    leaves(world.lead, TODAY)
    at = datetime.combine(TODAY + timedelta(3), NOON.timetz()).replace(hour=21)
    hub.tell_of_nobody_to_turn_to(at=at)
    job = jobs(hub.TASK).order_by("-id")[0]
    assert hub.tell(**job.args, at=at) > at
    assert again(world.enrolment.memoranda.get()).is_in_force

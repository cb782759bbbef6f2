"""How a programme goes from state to state: each step by whom, when, and what it needs."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse

from leadwell.audit import log
from leadwell.audit.models import Event
from leadwell.explore.designing import actions, rules
from leadwell.explore.designing.transitions import BESIDE, BUTTONS, TRANSITIONS
from leadwell.explore.models import ImpactAssessment
from leadwell.people.models import Role
from leadwell.programmes.models import Aim, Controller, Programme, Strand, WarningAnswer
from tests.designed import WORDS, sign
from tests.explore.designing.test_pages import said
from tests.factories import (
    NOON,
    holder_of,
    make_administrator,
    make_organisation,
    make_programme,
    make_school,
    make_strand,
)

State = Programme.State
SIGNED = {"outcome": "go", "advice": "", "review_on": "2035-09-01"}


def step(programme, verb):
    return reverse(f"explore:step-{verb.replace('_', '-')}", args=[programme.code])


def put(programme, state, **fields):
    Programme.objects.filter(pk=programme.pk).update(state=state, **fields)
    programme.refresh_from_db()


def test_every_step_has_its_rule_and_its_button():
    assert set(rules.STEPS) == set(rules.NOT_NOW) == set(BUTTONS) == {*TRANSITIONS, *BESIDE}
    assert all(BUTTONS.values())


def test_from_the_first_draft_to_the_archive(client, lead, board, safe):
    for verb, after in (
        ("design", "designed"), ("approve", "approved"), ("recruit", "recruiting"),
        ("deliver", "delivering"), ("close", "closing"), ("follow", "follow-up"),
        ("archive", "archived"),
    ):  # fmt: skip
        client.force_login(board if verb == "approve" else lead)
        assert BUTTONS[verb] in said(client.get(step(safe, verb)))
        assert client.post(step(safe, verb)).url == reverse("explore:design", args=[safe.code])
        safe.refresh_from_db()
        assert safe.state == after
    assert Event.objects.filter(verb__startswith="took the step").count() == 7


@pytest.mark.parametrize("verb", sorted(BUTTONS))
@pytest.mark.parametrize("state", State.values)
def test_no_step_is_taken_from_another_state(lead, board, safe, verb, state):
    put(safe, state, state_because="Because")
    one = TRANSITIONS.get(verb) or BESIDE[verb]
    user = board if verb == "approve" else lead
    may = rules.may_step(user, safe, verb)
    assert bool(may) == (state in one.before)
    if not may:
        assert rules.NOT_NOW[verb] in may.reason


@pytest.mark.parametrize("verb", sorted(set(BUTTONS) - {"approve"}))
@pytest.mark.parametrize("role", [Role.PROJECT_MANAGER, Role.STRATEGIC_LEAD])
def test_others_who_run_it_are_told_who_does_this(client, safe, verb, role):
    put(safe, next(iter((TRANSITIONS.get(verb) or BESIDE[verb]).before)), state_because="Because")
    client.force_login(holder_of(role, programme=safe))
    answer = client.post(step(safe, verb), {"because": "So"})
    assert answer.status_code == 403
    assert "Only who leads this programme" in said(answer)


def test_who_leads_a_programme_does_not_approve_it(as_lead, safe):
    put(safe, State.DESIGNED)
    answer = as_lead.post(step(safe, "approve"))
    assert answer.status_code == 403
    assert "Only a member of the strategic board of this programme can approve" in said(answer)
    assert "The strategic board approves it next." in said(
        as_lead.get(reverse("explore:design", args=[safe.code]))
    )


@pytest.mark.parametrize("verb", sorted(BUTTONS))
def test_a_stranger_finds_no_step(client, safe, verb):
    client.force_login(holder_of(Role.PROGRAMME_LEAD, programme=make_programme()))
    assert client.get(step(safe, verb)).status_code == 404
    client.force_login(make_administrator())
    assert client.post(step(safe, verb)).status_code in {403, 404}


# What a step needs


@pytest.mark.parametrize(
    ("undo", "words"),
    [
        (lambda p: Programme.objects.update(problem=""), "Write what is to be solved."),
        (lambda p: Programme.objects.update(key_stages=[]), "Say which key stages"),
        (lambda p: Programme.objects.update(phases_of_education=[]), "Say which phases"),
        (lambda p: p.aims.filter(term="short").delete(), "Set a short-term aim."),
        (lambda p: p.aims.update(baseline=None), "where it stands now"),
        (lambda p: p.aims.update(target=None), "its target"),
        (lambda p: p.strands.get().ingredients.first().delete(), "has 2 active ingredients"),
        (lambda p: make_strand(p, name="Empty"), "“Empty” has 0 active ingredients"),
        (lambda p: p.intensities.filter(year=2).delete(), "a school is given in year 2"),
        (lambda p: p.instruments.get().points.all().delete(), "say when it is used"),
        (lambda p: Programme.objects.update(budget_gbp=None), "Write what it plans to spend."),
        (lambda p: Programme.objects.update(steering_group_meets=""), "the steering group meets"),
        (lambda p: Programme.objects.update(n_schools_planned=None), "Say how many schools"),
    ],
)  # fmt: skip
def test_a_design_is_handed_over_once_it_says_what_it_is(as_lead, designed, undo, words):
    undo(designed)
    answer = as_lead.post(step(designed, "design"))
    assert answer.status_code == 403
    assert words in said(answer)
    designed.refresh_from_db()
    assert designed.state == "drafting"


def test_nobody_hands_over_a_half_design_past_the_page(lead, programme):
    with pytest.raises(PermissionDenied, match="14 things have to be said"):
        actions.take_step(programme=programme, verb="design", by=lead, at=NOON)


def test_nothing_is_approved_before_who_answers_for_data_is_named(client, board, designed):
    put(designed, State.DESIGNED)
    client.force_login(board)
    assert "Say who answers for data: the lead organisation." in said(
        client.post(step(designed, "approve"))
    )


def test_nothing_is_approved_before_the_officer_has_signed(client, board, officer, assessment):
    programme = assessment.programme
    put(programme, State.DESIGNED)
    client.force_login(board)
    words = "The data protection officer has not signed the impact assessment."
    assert words in said(client.post(step(programme, "approve")))
    sign(assessment, officer, outcome="no", advice="Too many read the codes")
    assert "The data protection officer said: not like this." in said(
        client.post(step(programme, "approve"))
    )


def test_nothing_is_approved_while_a_warning_waits(client, board, lead, safe):
    put(safe, State.DESIGNED, starts_on=date(2027, 1, 4))
    client.force_login(board)
    answer = client.post(step(safe, "approve"))
    assert "1 warning waits for an answer: It starts on Mon 4 Jan 2027" in said(answer)
    actions.answer_warning(
        programme=safe, warning="starts", about="2027-01-04", answer="The money comes then.",
        by=lead, at=NOON,
    )  # fmt: skip
    assert client.post(step(safe, "approve")).status_code == 302


def test_what_the_officer_took_back_stops_recruiting(as_lead, officer, safe, lead):
    put(safe, State.APPROVED)
    again = actions.write_assessment(programme=safe, by=lead, at=NOON, **WORDS)
    sign(again, officer, outcome="no", advice="A new form asks for names")
    assert "not like this" in said(as_lead.post(step(safe, "recruit")))


# Why


@pytest.mark.parametrize("verb", ["pause", "stop", "redraft"])
def test_a_step_back_says_why_and_everybody_can_read_it(as_lead, safe, verb):
    put(safe, State.DESIGNED)
    assert "Say why" in said(as_lead.post(step(safe, verb)))
    as_lead.post(step(safe, verb), {"because": "The trust changes hands"})
    safe.refresh_from_db()
    assert safe.state == TRANSITIONS[verb].after
    assert "The trust changes hands" in said(as_lead.get(safe.get_absolute_url()))


def test_nobody_pauses_without_a_reason_past_the_form(lead, safe):
    with pytest.raises(PermissionDenied, match="Say why"):
        actions.take_step(programme=safe, verb="pause", because="  ", by=lead, at=NOON)


@pytest.mark.parametrize("state", ["drafting", "delivering", "follow-up"])
def test_what_was_paused_goes_on_where_it_was_and_is_rid_of_the_reason(as_lead, safe, state):
    put(safe, state)
    as_lead.post(step(safe, "pause"), {"because": "Half a term without a lead"})
    safe.refresh_from_db()
    assert (safe.state, safe.paused_in) == ("paused", state)
    assert as_lead.post(step(safe, "go_on")).status_code == 302
    safe.refresh_from_db()
    assert (safe.state, safe.state_because, safe.paused_in) == (state, "", "")


def test_the_board_sends_a_design_back(client, board, safe):
    put(safe, State.DESIGNED)
    client.force_login(board)
    client.post(step(safe, "redraft"), {"because": "Two strands, not three"})
    safe.refresh_from_db()
    assert (safe.state, safe.state_because) == ("drafting", "Two strands, not three")


def test_a_step_that_cannot_be_logged_is_not_taken(lead, safe, monkeypatch):
    monkeypatch.delattr(log, "record")
    with pytest.raises(AttributeError):
        actions.take_step(programme=safe, verb="design", by=lead, at=NOON)
    safe.refresh_from_db()
    assert safe.state == "drafting"


def test_the_database_holds_no_halt_without_a_reason(programme):
    with pytest.raises(IntegrityError, match="programme_is_halted_for_a_reason"):
        Programme.objects.filter(pk=programme.pk).update(state=State.PAUSED)


# The impact assessment


def impact(programme, name="impact"):
    return reverse(f"explore:{name}", args=[programme.code])


def test_an_assessment_is_written_as_far_as_it_goes_and_signed(client, lead, officer, programme):
    client.force_login(lead)
    assert "None is written yet." in said(client.get(impact(programme)))
    client.post(impact(programme, "impact-write"), {"purpose": "Figures of groups"})
    assert "Not written yet" in said(client.get(impact(programme)))
    client.force_login(officer)
    refused = client.get(impact(programme, "impact-sign"))
    assert "Some of its questions have no answer yet." in said(refused)
    client.force_login(lead)
    assert "Figures of groups" in client.get(impact(programme, "impact-write")).text
    client.post(impact(programme, "impact-write"), WORDS)
    client.force_login(officer)
    assert client.post(impact(programme, "impact-sign"), SIGNED).url == impact(programme)
    kept = ImpactAssessment.objects.get()
    assert kept.signed_by.user == officer
    page = said(client.get(impact(programme)))
    assert f"Go ahead: signed by {officer.person}" in page
    programme.refresh_from_db()
    assert programme.dpia_reference.startswith("Go ahead, signed ")


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({}, "Say whether it may go ahead"),
        (SIGNED | {"review_on": "2020-01-01"}, "Choose a day that is still to come"),
        (SIGNED | {"outcome": "no"}, "Say what has to be done first, or why not"),
        (SIGNED | {"outcome": "conditions"}, "Say what has to be done first, or why not"),
    ],
)
def test_a_signature_says_what_it_is_for(client, officer, assessment, sent, words):
    client.force_login(officer)
    assert words in said(client.post(impact(assessment.programme, "impact-sign"), sent))
    assert not ImpactAssessment.objects.signed().exists()


def test_nobody_else_signs(client, lead, assessment):
    programme = assessment.programme
    for user in (
        lead,
        holder_of(Role.DATA_PROTECTION_OFFICER, organisation=make_organisation("Another")),
    ):
        client.force_login(user)
        answer = client.post(impact(programme, "impact-sign"), SIGNED)
        assert answer.status_code == 403
        assert "Only the data protection officer of the organisation that leads" in said(answer)
    client.force_login(holder_of(Role.DATA_PROTECTION_OFFICER, school=make_school()))
    assert client.post(impact(programme, "impact-sign"), SIGNED).status_code in {403, 404}
    with pytest.raises(PermissionDenied):
        sign(assessment, lead)


def test_who_may_not_write_it_is_told_who_can_and_a_stranger_finds_nothing(
    client, board, assessment
):
    programme = assessment.programme
    client.force_login(board)
    assert client.get(impact(programme)).status_code == 200
    answer = client.post(impact(programme, "impact-write"), WORDS)
    assert "Only those who lead or manage this programme can write" in said(answer)
    client.force_login(holder_of(Role.PROGRAMME_LEAD, programme=make_programme()))
    assert client.get(impact(programme)).status_code == 404


def test_what_was_signed_stays_and_the_next_begins_with_its_words(client, lead, officer, safe):
    kept = ImpactAssessment.objects.get()
    with pytest.raises(IntegrityError, match="signed_assessment_stays"), transaction.atomic():
        ImpactAssessment.objects.filter(pk=kept.pk).update(purpose="Something else")
    client.force_login(lead)
    form = client.get(impact(safe, "impact-write"))
    assert WORDS["safeguards"] in form.text
    client.post(impact(safe, "impact-write"), WORDS | {"purpose": "Names too"})
    assert ImpactAssessment.objects.count() == 2
    kept.refresh_from_db()
    assert kept.purpose == WORDS["purpose"]
    assert "One is being written; the last was signed on" in said(client.get(impact(safe)))


@pytest.mark.parametrize(
    "fields",
    [
        {"outcome": "go"},
        {"signed_at": NOON},
        {"advice": "Fine"},
    ],
)
def test_no_assessment_is_half_signed(programme, fields):
    with pytest.raises(IntegrityError, match="impact_assessment_is_signed_whole"):
        ImpactAssessment.objects.create(programme=programme, **fields)


def test_one_is_written_at_a_time(programme):
    ImpactAssessment.objects.create(programme=programme)
    with pytest.raises(IntegrityError, match="one_impact_assessment_is_being_written"):
        ImpactAssessment.objects.create(programme=programme)


# Programmes of before


def test_an_older_programme_goes_on_from_where_it_is(as_lead, programme):
    """Made by the short form, delivering, with aims and strands that say little."""
    Aim.objects.create(
        programme=programme, term="short", text="More talk", measure="Walks",
        due_on=date(2027, 7, 1),
    )  # fmt: skip
    Strand.objects.create(programme=programme, name="Talk")
    put(programme, State.DELIVERING, dpia_reference="DPIA 14")
    page = said(as_lead.get(reverse("explore:design", args=[programme.code])))
    assert "Delivering" in page
    assert "(Walks: ? to ? by Thu 1 July 2027)" in page
    as_lead.post(step(programme, "pause"), {"because": "A flood"})
    as_lead.post(step(programme, "go_on"))
    as_lead.post(step(programme, "close"))
    programme.refresh_from_db()
    assert programme.state == "closing"


def test_an_older_one_that_recruits_needs_the_signature_before_it_delivers(as_lead, programme):
    put(programme, State.RECRUITING, dpia_reference="DPIA 14")
    for party in ("lead", "school"):
        Controller.objects.create(
            programme=programme, party=party, name=party, position="controller"
        )
    answer = said(as_lead.post(step(programme, "deliver")))
    assert "The data protection officer has not signed the impact assessment." in answer
    assert not WarningAnswer.objects.exists()

"""From a finding of a peer review to a priority: one press, and what the priority rests on."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from leadwell.explore.models import PeerAnswer
from leadwell.people.models import Role
from leadwell.prepare.models import Plan, PrioritySource
from leadwell.prepare.planning import actions, rules
from leadwell.prepare.planning.actions import Written
from leadwell.programmes.models import ActiveIngredient
from leadwell.web.templatetags.leadwell import day_and_year
from tests.factories import NOON, holder_of, make_enrolment, make_programme, make_school
from tests.peer_reviewed import make_peer_review
from tests.planned import make_plan, make_priority

pytestmark = pytest.mark.django_db
ON = NOON.date()


@pytest.fixture
def enrolment():
    programme = make_programme(name="Larkwater Reads", code="LARK")
    return make_enrolment(school=make_school(name="Tansy Hill"), programme=programme)


@pytest.fixture
def leader(enrolment):
    return holder_of(Role.SUBJECT_LEADER, school=enrolment.school)


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def said_by(finding):
    """A priority that rests on this finding alone."""
    known = make_priority(make_plan(n=0, enrolment=make_enrolment()))
    names = (
        "statement", "pupils", "measure", "what", "unit", "baseline", "target", "n_people",
        "evidence",
    )  # fmt: skip
    fields = {name: getattr(known, name) for name in names}
    due_on = finding.review.enrolment.programme.ends_on
    return Written(fields | {"due_on": due_on}, list(ActiveIngredient.objects.all()), [finding])


def test_one_press_opens_the_form_of_a_priority_with_the_finding_as_its_source(enrolment, leader):
    finding = make_peer_review(state="response", enrolment=enrolment).findings.get()
    client = signed_in(leader)
    press = reverse("prepare:take-up", args=[finding.pk])
    piece = client.get(reverse("prepare:taken-up", args=[finding.review_id])).text
    assert press in piece
    answer = client.post(press)
    plan = Plan.objects.get()
    assert answer.url == f"{reverse('prepare:add-priority', args=[plan.pk])}?finding={finding.pk}"
    form = client.get(answer.url).text
    ticked = form[form.index(f'value="finding/{finding.pk}"') :].split(">")[0]
    assert "checked" in ticked
    assert "Even better if every lesson ended with a reason" in form
    assert client.post(press).url == answer.url  # pressed again it is the same plan
    assert Plan.objects.count() == 1


def test_a_priority_rests_on_the_finding_and_both_pages_say_so(enrolment, leader):
    review = make_peer_review(state="closed", enrolment=enrolment)
    finding, plan = review.findings.get(), make_plan(n=0, enrolment=enrolment)
    before = actions.sha256(plan)
    actions.write_priority(plan=plan, said=said_by(finding), by=leader, at=NOON)
    assert PrioritySource.objects.get(finding=finding).kind == "finding"
    assert actions.sha256(plan) != before
    client = signed_in(leader)
    became = client.get(reverse("prepare:taken-up", args=[review.pk])).text
    assert "More pupils reach the expected standard" in became
    page = client.get(plan.get_absolute_url()).text
    assert f"A finding of the peer review, {day_and_year(ON)}" in page
    assert "every lesson ended with a reason" not in page  # some who read it may not


def test_a_piece_has_no_page_around_it(enrolment, leader):
    review = make_peer_review(state="feedback", enrolment=enrolment)
    url = reverse("prepare:taken-up", args=[review.pk])
    piece = signed_in(leader).get(url, headers={"HX-Request": "true"})
    assert "<html" not in piece.text
    assert "Make it a priority" in piece.text


def test_what_was_declined_or_not_said_is_no_source(enrolment, leader):
    review = make_peer_review(state="feedback", enrolment=enrolment)
    finding = review.findings.get()
    PeerAnswer.objects.create(finding=finding, how="decline", because="No", by=review.opened_by, at=NOON)  # fmt: skip
    assert "declined" in rules.may_take_up(leader, finding, on=ON).reason
    refused = signed_in(leader).post(reverse("prepare:take-up", args=[finding.pk]))
    assert (refused.status_code, "has declined this finding" in refused.text) == (403, True)
    plan = make_plan(n=0, enrolment=enrolment)
    with pytest.raises(PermissionDenied, match="declined"):
        actions.write_priority(plan=plan, said=said_by(finding), by=leader, at=NOON)
    assert not plan.priorities.exists()
    page = signed_in(leader).get(reverse("prepare:add-priority", args=[plan.pk])).text
    assert "every lesson ended" not in page
    early = make_peer_review(state="on_site", enrolment=enrolment)
    said = {"working": "a", "evidence": "b", "better": "c", "to_whom": "both"}
    unsaid = early.findings.create(number=1, by=early.opened_by, at=NOON, **said)
    assert "said to the school first" in rules.may_take_up(leader, unsaid, on=ON).reason


def test_a_plan_that_is_agreed_is_opened_again_first(enrolment, leader):
    finding = make_peer_review(state="closed", enrolment=enrolment).findings.get()
    make_plan(n=1, state="live", enrolment=enrolment)
    may = rules.may_take_up(leader, finding, on=timezone.localdate())
    assert "Under way" in may.reason
    page = signed_in(leader).get(reverse("prepare:taken-up", args=[finding.review_id])).text
    assert "Make it a priority" not in page
    assert may.reason in page


def test_who_reads_only_is_told_why_and_a_stranger_cannot_tell(enrolment):
    finding = make_peer_review(state="closed", enrolment=enrolment).findings.get()
    lead = signed_in(holder_of(Role.PROGRAMME_LEAD, programme=enrolment.programme))
    press = reverse("prepare:take-up", args=[finding.pk])
    assert lead.post(press).status_code == 403
    became = reverse("prepare:taken-up", args=[finding.review_id])
    assert lead.get(became).status_code == 200
    stranger = signed_in(holder_of(Role.PROGRAMME_LEAD, programme=make_programme()))
    assert [stranger.post(press).status_code, stranger.get(became).status_code] == [404, 404]
    assert not Plan.objects.exists()


def test_the_database_knows_a_source_as_one_thing(enrolment):
    finding = make_peer_review(state="closed", enrolment=enrolment).findings.get()
    priority = make_plan(enrolment=enrolment).priorities.get()
    for fields in (
        {"kind": "finding"},
        {"kind": "finding", "finding": finding, "measure": "maths_expected"},
        {"kind": "published", "finding": finding, "measure": "maths_expected"},
    ):
        with pytest.raises(DatabaseError, match="source_is_one_thing"), transaction.atomic():
            PrioritySource.objects.create(priority=priority, **fields)
    PrioritySource.objects.create(priority=priority, kind="finding", finding=finding)
    with pytest.raises(IntegrityError, match="source_is_named_once"), transaction.atomic():
        PrioritySource.objects.create(priority=priority, kind="finding", finding=finding)


def test_many_findings_take_no_more_questions_than_one(enrolment, leader):
    client = signed_in(leader)

    def n(review):
        with CaptureQueriesContext(connection) as asked:
            assert client.get(reverse("prepare:taken-up", args=[review.pk])).status_code == 200
        return len(asked)

    one, four = (make_peer_review(state="closed", enrolment=enrolment, n=n) for n in (1, 4))
    assert n(one) == n(four)

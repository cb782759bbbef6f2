"""How long records are kept: looked at and confirmed for a programme before a board approves it."""

from datetime import date
from html import unescape

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.urls import reverse

from leadwell.audit.models import Event
from leadwell.explore.designing import actions, check, design, retaining, rules
from leadwell.explore.models import RetentionConfirmation
from leadwell.people.models import Role, RuleChange
from tests.designed import confirm, sign
from tests.factories import NOON, holder_of, make_programme, make_user

pytestmark = pytest.mark.django_db


def said(response):
    return " ".join(unescape(response.text).split())


def page(programme):
    return reverse("explore:retention", args=[programme.code])


def shown():
    return {"shown": retaining.fingerprint(retaining.of_programmes())}


def change_a_rule(version=2):
    RuleChange.objects.create(
        rule="focus_pupil", version=version, months=6, because="Schools asked for less",
        changed_by=make_user(), changed_at=NOON,
    )  # fmt: skip


def lacks(programme):
    return [one.text for one in check.before_approved(design.of(programme))]


def test_who_leads_reads_until_when_and_confirms(as_lead, programme, lead):
    """It ends on 21 July 2028; focus pupils are kept for 12 months after: due on 22 July 2029."""
    programme.ends_on = date(2028, 7, 21)
    programme.save()
    before = said(as_lead.get(page(programme)))
    assert "Nobody has confirmed it yet. The board approves nothing before." in before
    assert "12 months after the programme’s end: until Sun 22 July 2029." in before
    assert "Accounts" not in before
    assert as_lead.post(page(programme), shown()).url == page(programme)
    kept = RetentionConfirmation.objects.get()
    assert (kept.confirmed_by, kept.versions["focus_pupil"]) == (lead.person, 1)
    assert Event.objects.filter(verb="confirmed how long records are kept").exists()
    after = said(as_lead.get(page(programme)))
    assert f"Confirmed by {lead.person} on" in after
    assert "Confirm it for" not in after
    for name in ("design", "design-running"):
        text = said(as_lead.get(reverse(f"explore:{name}", args=[programme.code])))
        assert str(lead.person) in text


def test_nothing_is_approved_before_it_is_confirmed(board, lead, officer, assessment):
    programme = assessment.programme
    sign(assessment, officer)
    actions.take_step(programme=programme, verb="design", by=lead, at=NOON)
    programme.refresh_from_db()
    told = rules.may_step(board, programme, "approve")
    assert "Look at how long its records are kept, and confirm it." in told.reason
    with pytest.raises(PermissionDenied):
        actions.take_step(programme=programme, verb="approve", by=board, at=NOON)
    confirm(programme, lead)
    assert rules.may_step(board, programme, "approve")


def test_a_rule_that_changes_is_looked_at_again_and_stops_no_programme_that_is_approved(
    as_lead, safe, lead, board
):
    assert lacks(safe) == []
    for verb, by in (("design", lead), ("approve", board)):
        actions.take_step(programme=safe, verb=verb, by=by, at=NOON)
    change_a_rule()
    assert lacks(safe) == [
        "How long records are kept was changed after it was confirmed: look at it again."
    ]
    assert "A rule was changed after" in said(as_lead.get(page(safe)))
    safe.refresh_from_db()
    assert rules.may_step(lead, safe, "recruit")
    confirm(safe, lead)
    assert lacks(safe) == []
    assert "Confirmed before" in said(as_lead.get(page(safe)))


def test_what_was_not_on_the_page_is_not_confirmed(as_lead, programme):
    seen = shown()
    change_a_rule()
    answer = as_lead.post(page(programme), seen)
    assert "A rule has just been changed. Look at it again." in said(answer)
    assert not RetentionConfirmation.objects.exists()


def test_others_read_it_and_are_told_who_confirms_and_a_stranger_finds_nothing(
    client, programme, board, officer
):
    for user in (board, officer):
        client.force_login(user)
        assert "Only those who lead or manage this programme" in said(client.get(page(programme)))
        answer = client.post(page(programme), shown())
        assert answer.status_code == 403
        assert "The data protection officer changes the rules." in said(answer)
    client.force_login(holder_of(Role.PROGRAMME_LEAD, programme=make_programme()))
    nowhere = reverse("explore:retention", args=["NOWHERE"])
    assert client.get(page(programme)).status_code == client.get(nowhere).status_code == 404
    assert not RetentionConfirmation.objects.exists()


def test_a_programme_that_is_over_stays_as_it_is(lead, programme):
    programme.state, programme.state_because = "stopped", "No money"
    programme.save()
    assert "stays as it is" in rules.may_confirm_retention(lead, programme).reason


def test_the_database_keeps_what_was_confirmed(programme, lead):
    confirm(programme, lead)
    for sql in (
        "update explore_retentionconfirmation set confirmed_at = now()",
        "delete from explore_retentionconfirmation",
    ):
        with (
            pytest.raises(DatabaseError, match="permission denied"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(sql)
    with pytest.raises(IntegrityError, match="confirmed_retention_says_which_rules"):
        RetentionConfirmation.objects.create(
            programme=programme, versions={}, confirmed_by=lead.person, confirmed_at=NOON
        )


def test_a_confirmation_that_cannot_be_logged_is_not_kept(programme, lead, monkeypatch):
    def broken(**_):
        raise RuntimeError("no log")

    monkeypatch.setattr("leadwell.explore.designing.actions.log.record", broken)
    with pytest.raises(RuntimeError), transaction.atomic():
        confirm(programme, lead)
    assert not RetentionConfirmation.objects.exists()


def test_rules_of_programmes_are_those_that_the_officer_changes():
    found = retaining.of_programmes()
    assert {"focus_pupil", "accountability", "coaching", "finance", "unsuccessful"} <= found.keys()
    assert not found.keys() & {"account", "session", "log", "draft", "for_good", "job"}

"""Whatever is done afterwards in whatever order, what somebody signed reads as they read it."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from leadwell.people.models import Person, RuleChange
from leadwell.prepare.memoranda import actions, writing
from leadwell.prepare.models import (
    Memorandum,
    MemorandumScan,
    MemorandumScanBytes,
    MemorandumSignature,
    MemorandumVersion,
    Reaffirmation,
    SigningLink,
)
from leadwell.programmes.models import ActiveIngredient, Aim, Controller, Enrolment, Programme
from leadwell.schools.models import School
from tests.factories import NOON
from tests.prepare.memoranda.conftest import (
    CHAIR,
    again,
    drafted,
    link_of,
    new_head,
    sent,
    sign,
    sign_on_paper,
)

FROZEN = (
    MemorandumVersion, MemorandumSignature, MemorandumScan, MemorandumScanBytes, Reaffirmation,
)  # fmt: skip
LATER = NOON + timedelta(11)


def vary(world, memorandum, mailoutbox):
    drafted(
        world, hours_a_week=3, besides="One more day", released_on=[],
        escalates_to=world.hub_lead.person.roles.get(),
    )  # fmt: skip
    actions.send(memorandum=again(memorandum), because="One more day", by=world.manager, at=LATER)


def put_names(world, memorandum, mailoutbox):
    """All who have not signed what is shown."""
    signed = set(again(memorandum).shown.signatures.values_list("party", flat=True))
    if "head" not in signed:
        sign(memorandum, world.head, at=LATER)
    if "chair" not in signed:
        token = link_of(memorandum, mailoutbox, at=LATER)
        actions.sign_by_link(token=token, name=CHAIR.name, at=LATER)
    if "lead" not in signed:
        sign(memorandum, world.lead, at=LATER)


def head_alone_signs(world, memorandum, mailoutbox):
    sign(memorandum, world.head, at=LATER)


def chair_signs_on_paper(world, memorandum, mailoutbox):
    sign_on_paper(world, memorandum, signed_on=LATER.date(), at=LATER)


def take_back(world, memorandum, mailoutbox):
    actions.keep_as_it_was(memorandum=again(memorandum), by=world.manager, at=LATER)


def question(world, memorandum, mailoutbox):
    actions.ask(memorandum=again(memorandum), text="Which?", clause=3, by=world.head, at=LATER)


def end(world, memorandum, mailoutbox):
    actions.end(memorandum=again(memorandum), because="It closes", by=world.lead, at=LATER)


def another_head(world, memorandum, mailoutbox):
    if world.head.person.roles.filter(ends_on=None).exists():
        coming = new_head(world, LATER.date() - timedelta(1))
        actions.reaffirm(memorandum=again(memorandum), authenticated_at=LATER, by=coming, at=LATER)


def rename_everything(world, memorandum, mailoutbox):
    """What the words were drawn from."""
    Programme.objects.update(name="Another name", specialist_word="visitor")
    School.objects.update(name="Another school")
    Person.objects.update(name="Somebody")
    Aim.objects.update(text="Another aim")
    ActiveIngredient.objects.update(text="Another ingredient")
    Enrolment.objects.update(days_agreed=1)
    Controller.objects.update(name="Somebody else", what_for="Everything")
    RuleChange.objects.create(
        rule="accountability", version=2 + RuleChange.objects.count(), months=90,
        because="As the council asks", changed_by=world.lead, changed_at=LATER,
    )  # fmt: skip
    Programme.objects.update(is_evaluation_named=True)
    Memorandum.objects.update(released_on=[], escalates_to=None, escalation="Nobody")


def write_into_it(world, memorandum, mailoutbox):
    """Every column of what is frozen, each by itself, and each row away."""
    for model in FROZEN:
        for field in model._meta.concrete_fields:
            if field.primary_key:
                continue
            with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
                model.objects.update(**{field.attname: None})
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            model.objects.all()._raw_delete(model.objects.db)
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        SigningLink.objects.all()._raw_delete(SigningLink.objects.db)
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        Memorandum.objects.all()._raw_delete(Memorandum.objects.db)


STEPS = (
    vary, put_names, head_alone_signs, chair_signs_on_paper, take_back, question, end, another_head, rename_everything,
    write_into_it,
)  # fmt: skip


def kept(memorandum):
    """Each signed version as it is read, and each name under it, column by column."""
    rows = {
        f"{model.__name__} {row['id']}": row for model in FROZEN for row in model.objects.values()
    }
    for version in memorandum.versions.filter(signatures__isnull=False).distinct():
        assert writing.sha256(version.content) == version.sha256
        paper = writing.signed_paper(version)
        *words, names = paper.parts  # names are added under it
        rows[f"Words of {version.pk}"] = (paper.title, paper.lede, tuple(words), paper.ends)
        for one in version.signatures.all():
            assert one.name in str(names)
    return rows


@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@example(steps=[put_names, vary, rename_everything, put_names, write_into_it])
@example(steps=[chair_signs_on_paper, put_names, rename_everything, vary, write_into_it])
@example(steps=[put_names, another_head, vary, take_back, vary, end, write_into_it])
@given(steps=st.lists(st.sampled_from(STEPS), min_size=1, max_size=7))
def test_what_was_signed_never_changes(world, mailoutbox, steps):
    with transaction.atomic():
        memorandum = sent(world)
        sign(memorandum, world.head)
        before = kept(memorandum)
        for step in steps:
            try:
                with transaction.atomic():
                    step(world, memorandum, mailoutbox)
            except (PermissionDenied, actions.LinkRefused):
                pass  # not now: nothing happened, as another test shows
            now = kept(again(memorandum))
            assert {key: now.get(key) for key in before} == before, step.__name__
            before = now
        transaction.set_rollback(True)

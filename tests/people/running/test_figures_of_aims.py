"""Everybody in the programme reads an aim: none is kept, or shown, that tells of few people."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse

from leadwell.people.running import actions
from leadwell.programmes.models import Aim, Programme
from tests.factories import NOON

pytestmark = pytest.mark.django_db

AIM = {"term": "short", "text": "More talk", "measure": "", "due_on": "2027-07-01"}


def counted(**said):
    return AIM | {"measured_by": "K40", "baseline": "58", "target": "70"} | said


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({}, "Say about how many people “now” is"),
        ({"n_people": "5"}, "fewer than 6 people could be recognised"),
        ({"n_people": "0"}, "could be recognised"),
        ({"measured_by": "", "measure": "Pupils who explain"}, "Say about how many people"),
        ({"measured_by": "K48", "baseline": "3", "n_people": "7"}, "fewer than 6 people could be"),
    ],
)
def test_no_aim_begins_at_a_figure_about_few(as_lead, programme, said, why):
    answer = as_lead.post(reverse("people:add-aim", args=[programme.code]), counted(**said))
    assert why in answer.text
    assert not Aim.objects.exists()


@pytest.mark.parametrize(
    "said",
    [
        {"n_people": "412"}, {"measured_by": "K25"}, {"measured_by": "maths_expected"},
        {"baseline": "", "baseline_plan": "The autumn test"},
        {"measured_by": "", "measure": "Walks"},
    ],
)  # fmt: skip
def test_a_figure_about_many_or_about_no_people_is_kept(as_lead, programme, said):
    as_lead.post(reverse("people:add-aim", args=[programme.code]), counted(**said))
    assert Aim.objects.count() == 1


def test_an_aim_for_a_group_tells_of_none_that_few_of_it_reached(as_lead, programme):
    """18 of 20 is 2 who did not: of everybody it is told, of disadvantaged pupils it is not."""
    page = reverse("people:add-aim", args=[programme.code])
    Programme.objects.filter(pk=programme.pk).update(focus_group="disadvantaged")
    as_lead.post(page, counted(baseline="50", target="90", n_people="20"))
    assert not Aim.objects.exists()
    Programme.objects.filter(pk=programme.pk).update(focus_group="all")
    as_lead.post(page, counted(baseline="50", target="90", n_people="20"))
    assert Aim.objects.count() == 1


def test_no_way_around_the_form_keeps_one(programme, lead):
    fields = counted() | {"due_on": date(2027, 7, 1), "baseline": 58, "target": 70, "n_people": 4}
    with pytest.raises(PermissionDenied, match="could be recognised"):
        actions.add_aim(programme=programme, by=lead, at=NOON, **fields)
    aim = actions.add_aim(programme=programme, by=lead, at=NOON, **fields | {"n_people": 40})
    with pytest.raises(PermissionDenied, match="could be recognised"):
        actions.change_part(part=aim, by=lead, at=NOON, n_people=4)
    with pytest.raises(IntegrityError, match="aim_is_about_somebody"), transaction.atomic():
        Aim.objects.filter(pk=aim.pk).update(n_people=0)


def test_what_was_said_before_is_hidden_until_somebody_says_how_many_it_is_about(
    as_lead, programme
):
    aim = Aim.objects.create(
        programme=programme, **AIM | {"measured_by": "K40"}, baseline=57, target=71
    )
    page = reverse("reporting:programme", args=[programme.code])
    text = as_lead.get(page).text
    assert "“Now” is hidden until somebody says about how many people it is." in text
    assert "57 to" not in text
    assert "to 71" not in text
    Aim.objects.filter(pk=aim.pk).update(n_people=240)
    assert "from 57 to 71" in as_lead.get(page).text

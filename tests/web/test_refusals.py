"""What somebody reads when the database refuses what they sent."""

import pytest
from django import forms
from django.apps import apps
from django.db import IntegrityError, transaction

from leadwell.explore.models import Candidate
from leadwell.prepare.models import AgreedAction
from leadwell.web.refusals import UNWORDED, attempt, sentence
from tests.factories import make_action, make_candidate

pytestmark = pytest.mark.django_db


def refused(act) -> IntegrityError:
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        act()
    return caught.value


def test_a_constraint_is_told_in_its_own_words():
    error = refused(lambda: make_candidate(state="declined"))
    assert sentence(error) == "Write the reason: the school reads it."


def test_one_without_words_says_that_nothing_was_saved_and_no_name_of_a_constraint():
    candidate, form = make_candidate(), forms.Form({})

    def act():
        with transaction.atomic():
            Candidate.objects.filter(pk=candidate.pk).update(state="nonesuch")

    assert form.is_valid()
    assert not attempt(form, act)
    assert form.non_field_errors() == [UNWORDED]
    assert sentence(refused(act)) == UNWORDED


def test_what_is_no_constraint_of_ours_is_a_fault_and_nobody_is_told_to_try_again():
    action = make_action()
    error = refused(lambda: AgreedAction.objects.filter(pk=action.pk).update(what=None))
    assert sentence(error) == ""


def test_no_constraint_speaks_to_people_in_code():
    """Words of our own are a sentence, and name nothing that only the database knows."""
    said = {
        str(each.violation_error_message)
        for model in apps.get_models()
        for each in model._meta.constraints
        if each.violation_error_message != each.default_violation_error_message
    }
    assert len(said) > 100
    assert not [words for words in said if "_" in words or words[-1] not in ".?:"]

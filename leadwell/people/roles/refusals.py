"""What the database refuses, in the constraint's own words."""

from collections.abc import Callable
from itertools import chain

from django import forms
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError

BY_TRIGGER = {
    "school_is_never_without_a_head": (
        "The school would be without a head on some day. Let one follow the other on the next day."
    ),
}


def attempt(form: forms.BaseForm, act: Callable[[], object]) -> bool:
    """Whether it could be done; if not, the form says why: the rule, or the constraint.

    act: an action, which is atomic, so that nothing of a refused one is left.
    """
    try:
        act()
    except PermissionDenied as refused:
        form.add_error(None, str(refused))
    except IntegrityError as error:
        if not (said := sentence(error)):
            raise
        form.add_error(None, said)
    else:
        return True
    return False


def sentence(error: IntegrityError) -> str:
    """The broken constraint's own sentence; "" where it has none for people."""
    name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None) or ""
    for constraint in chain(*(model._meta.constraints for model in apps.get_models())):
        if constraint.name == name and constraint.violation_error_message:
            return str(constraint.violation_error_message)
    return BY_TRIGGER.get(name, "")

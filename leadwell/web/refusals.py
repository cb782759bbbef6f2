"""What the database refuses, in the constraint's own words."""

from collections.abc import Callable

from django import forms
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError

UNWORDED = (
    "This does not fit with what is kept here already, so nothing was saved. Look it over and send "
    "it again."
)


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
    """The broken constraint's own sentence, or that nothing was saved where it has none: Django's
    names the constraint, which helps nobody; "" where what is broken is no constraint of ours.

    A trigger that stands for a constraint has its sentence on its model: refused_by_trigger.
    """
    name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None) or ""
    for model in apps.get_models():
        for constraint in model._meta.constraints:
            if constraint.name == name:
                said = constraint.violation_error_message
                return UNWORDED if said == constraint.default_violation_error_message else str(said)
        if said := getattr(model, "refused_by_trigger", {}).get(name):
            return str(said)
    return ""

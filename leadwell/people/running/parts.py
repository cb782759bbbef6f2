"""The parts a programme is made of, as one table: what each hangs on, its form and its words."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, QuerySet

from leadwell.accounts.models import User
from leadwell.lib.verdict import Verdict
from leadwell.people.running import actions, forms, rules
from leadwell.programmes.models import ActiveIngredient, Aim, Controller, Hub, Programme, Strand


@dataclass(frozen=True, slots=True)
class Kind:
    """path: from a part to its programme. owner: what it hangs on, as its field and as the
    argument of `add` are called."""

    model: type[Model]
    form: type[forms.PartForm]
    path: str
    owner: str
    add: Callable[..., Any]
    may_add: Callable[[User, Any], Verdict]
    adding: str
    changing: str
    lede: str

    def of(self, programmes: QuerySet[Programme]) -> QuerySet[Any]:
        return self.model._default_manager.filter(**{f"{self.path}__in": programmes})


STRAND = Kind(
    Strand, forms.StrandForm, "programme", "programme",
    actions.add_strand, rules.may_add_strand,
    "Add a strand", "Change this strand",
    "A strand is one line of work. One to three are usual; more than three go less deep.",
)  # fmt: skip
INGREDIENT = Kind(
    ActiveIngredient, forms.IngredientForm, "strand__programme", "strand",
    actions.add_ingredient, rules.may_add_ingredient,
    "Add an active ingredient", "Change this active ingredient",
    "What must not be lost for the strand to work, and how one would see it in a classroom.",
)  # fmt: skip
AIM = Kind(
    Aim, forms.AimForm, "programme", "programme",
    actions.add_aim, rules.may_change_programme,
    "Add an aim", "Change this aim",
    "What is to be different, by when, and how one will see it.",
)  # fmt: skip
CONTROLLER = Kind(
    Controller, forms.ControllerForm, "programme", "programme",
    actions.add_controller, rules.may_change_programme,
    "Say who answers for data", "Change who answers for data",
    "The lead organisation and the schools always stand here. Others as they take part.",
)  # fmt: skip
HUB = Kind(
    Hub, forms.HubForm, "programme", "programme",
    actions.add_hub, rules.may_change_programme,
    "Add a hub", "Change this hub",
    "Schools that meet and are looked after together.",
)  # fmt: skip

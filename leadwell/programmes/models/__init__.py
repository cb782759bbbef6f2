from leadwell.programmes.models.enrolment import Enrolment, Hub, ImplementationStage, StageSpan
from leadwell.programmes.models.obligation import Obligation
from leadwell.programmes.models.programme import (
    Aim,
    Controller,
    Organisation,
    Programme,
)
from leadwell.programmes.models.strand import ActiveIngredient, Strand

__all__ = [
    "ActiveIngredient",
    "Aim",
    "Controller",
    "Enrolment",
    "Hub",
    "ImplementationStage",
    "Obligation",
    "Organisation",
    "Programme",
    "StageSpan",
    "Strand",
]

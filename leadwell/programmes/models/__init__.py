from leadwell.programmes.models.aim import Aim
from leadwell.programmes.models.answer import WarningAnswer
from leadwell.programmes.models.enrolment import Enrolment, Hub, ImplementationStage, StageSpan
from leadwell.programmes.models.instrument import DataPoint, Instrument
from leadwell.programmes.models.intensity import HALF_TERMS, Intensity
from leadwell.programmes.models.lesson import LessonAnswer, OwnLesson
from leadwell.programmes.models.obligation import Obligation
from leadwell.programmes.models.playbook import OwnPlaybook, StartedFrom
from leadwell.programmes.models.programme import (
    Controller,
    Organisation,
    Programme,
)
from leadwell.programmes.models.strand import ActiveIngredient, Strand

__all__ = [
    "HALF_TERMS",
    "ActiveIngredient",
    "Aim",
    "Controller",
    "DataPoint",
    "Enrolment",
    "Hub",
    "ImplementationStage",
    "Instrument",
    "Intensity",
    "LessonAnswer",
    "Obligation",
    "Organisation",
    "OwnLesson",
    "OwnPlaybook",
    "Programme",
    "StageSpan",
    "StartedFrom",
    "Strand",
    "WarningAnswer",
]

"""What is thought through before anything begins, what is known of a school by then, and how it
is chosen."""

from leadwell.explore.models.assessment import WORDS, ImpactAssessment
from leadwell.explore.models.candidate import Candidate, CandidateQuerySet, CandidateState, Step
from leadwell.explore.models.chosen_set import (
    ApprovedSchool,
    ApprovedSet,
    HubPlace,
    LongListed,
    SetRule,
)
from leadwell.explore.models.initiative import Initiative, InitiativesAnswer
from leadwell.explore.models.overload import OverloadReason
from leadwell.explore.models.readiness import Assessment, Colour, Remedy
from leadwell.explore.models.screening import CriterionFound, Screening

__all__ = [
    "WORDS",
    "ApprovedSchool",
    "ApprovedSet",
    "Assessment",
    "Candidate",
    "CandidateQuerySet",
    "CandidateState",
    "Colour",
    "CriterionFound",
    "HubPlace",
    "ImpactAssessment",
    "Initiative",
    "InitiativesAnswer",
    "LongListed",
    "OverloadReason",
    "Remedy",
    "Screening",
    "SetRule",
    "Step",
]

"""What is thought through before anything begins, what is known of a school by then, and how it
is chosen."""

from leadwell.explore.models.assessment import WORDS, ImpactAssessment
from leadwell.explore.models.candidate import Candidate, CandidateQuerySet, CandidateState, Step
from leadwell.explore.models.chosen_set import (
    ApprovedSchool,
    ApprovedSet,
    HubPlace,
    LongListed,
    OwnCriteria,
    SetRule,
)
from leadwell.explore.models.initiative import Initiative, InitiativesAnswer
from leadwell.explore.models.interest import (
    Interest,
    InterestCall,
    InterestQuerySet,
    InterestState,
    SentInterest,
)
from leadwell.explore.models.overload import OverloadReason
from leadwell.explore.models.peer_review import (
    OVER,
    TOLD,
    PeerAnswer,
    PeerFinding,
    PeerQuestion,
    PeerReview,
    PeerReviewer,
    PeerReviewQuerySet,
    PeerState,
    PeerStep,
    TakenHome,
)
from leadwell.explore.models.readiness import Assessment, Colour, Remedy
from leadwell.explore.models.retention import RetentionConfirmation
from leadwell.explore.models.review import (
    REVEALED,
    AgreedLevel,
    Confidence,
    Headline,
    Point,
    Review,
    ReviewQuerySet,
    ReviewSignature,
    ReviewState,
    ReviewStep,
    ReviewView,
    Rubric,
    ViewRating,
)
from leadwell.explore.models.screening import CriterionFound, Screening

__all__ = [
    "OVER",
    "REVEALED",
    "TOLD",
    "WORDS",
    "AgreedLevel",
    "ApprovedSchool",
    "ApprovedSet",
    "Assessment",
    "Candidate",
    "CandidateQuerySet",
    "CandidateState",
    "Colour",
    "Confidence",
    "CriterionFound",
    "Headline",
    "HubPlace",
    "ImpactAssessment",
    "Initiative",
    "InitiativesAnswer",
    "Interest",
    "InterestCall",
    "InterestQuerySet",
    "InterestState",
    "LongListed",
    "OverloadReason",
    "OwnCriteria",
    "PeerAnswer",
    "PeerFinding",
    "PeerQuestion",
    "PeerReview",
    "PeerReviewQuerySet",
    "PeerReviewer",
    "PeerState",
    "PeerStep",
    "Point",
    "Remedy",
    "RetentionConfirmation",
    "Review",
    "ReviewQuerySet",
    "ReviewSignature",
    "ReviewState",
    "ReviewStep",
    "ReviewView",
    "Rubric",
    "Screening",
    "SentInterest",
    "SetRule",
    "Step",
    "TakenHome",
    "ViewRating",
]

"""What is known of a school before anything begins there."""

from leadwell.explore.models.initiative import Initiative, InitiativesAnswer
from leadwell.explore.models.overload import OverloadReason

__all__ = ["Initiative", "InitiativesAnswer", "OverloadReason"]

"""What is done with a review, one module a part of its life."""

from leadwell.explore.reviewing.actions.meeting import (
    agree,
    agree_level,
    meet,
    reopen,
    write_headlines,
)
from leadwell.explore.reviewing.actions.moving import locked
from leadwell.explore.reviewing.actions.opening import name_voice, open_review, review_again
from leadwell.explore.reviewing.actions.rubrics import add_rubric, take_back
from leadwell.explore.reviewing.actions.signing import sign, statement
from leadwell.explore.reviewing.actions.viewing import DRAFT, Said, hand_in

__all__ = [
    "DRAFT",
    "Said",
    "add_rubric",
    "agree",
    "agree_level",
    "hand_in",
    "locked",
    "meet",
    "name_voice",
    "open_review",
    "reopen",
    "review_again",
    "sign",
    "statement",
    "take_back",
    "write_headlines",
]

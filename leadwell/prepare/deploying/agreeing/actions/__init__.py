"""What is done with a deployment agreement."""

from leadwell.prepare.deploying.agreeing.actions.closing import (
    comment,
    end_early,
    evaluate,
    finish_left,
    finish_over,
)
from leadwell.prepare.deploying.agreeing.actions.proposing import (
    change_deployment,
    decline,
    propose,
)
from leadwell.prepare.deploying.agreeing.actions.signing import begin, sign, statement
from leadwell.prepare.deploying.agreeing.actions.working import (
    count_given,
    resume,
    review,
    say_contact,
    say_handover,
    suspend,
    suspend_all,
)

__all__ = [
    "begin",
    "change_deployment",
    "comment",
    "count_given",
    "decline",
    "end_early",
    "evaluate",
    "finish_left",
    "finish_over",
    "propose",
    "resume",
    "review",
    "say_contact",
    "say_handover",
    "sign",
    "statement",
    "suspend",
    "suspend_all",
]

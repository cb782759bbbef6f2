"""What is done with a peer review, one module a part of its life."""

from leadwell.explore.peer_reviewing.actions.answering import (
    answer_finding,
    close,
    respond,
    set_workshop,
    take_home,
    take_home_as_giver,
)
from leadwell.explore.peer_reviewing.actions.finding import (
    Found,
    change_finding,
    drop_finding,
    give_feedback,
    say_ground,
    write_finding,
)
from leadwell.explore.peer_reviewing.actions.moving import locked
from leadwell.explore.peer_reviewing.actions.planning import (
    Planned,
    Reviewer,
    add_reviewer,
    arrive,
    begin,
    cancel,
    change,
    drop_reviewer,
    plan,
    say_own,
)

__all__ = [
    "Found",
    "Planned",
    "Reviewer",
    "add_reviewer",
    "answer_finding",
    "arrive",
    "begin",
    "cancel",
    "change",
    "change_finding",
    "close",
    "drop_finding",
    "drop_reviewer",
    "give_feedback",
    "locked",
    "plan",
    "respond",
    "say_ground",
    "say_own",
    "set_workshop",
    "take_home",
    "take_home_as_giver",
    "write_finding",
]

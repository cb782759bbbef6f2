"""What is done with a candidate, each a change that is whole or not at all."""

from leadwell.explore.choosing.actions.answering import (
    Answer,
    answer_many,
    say_answer_sent,
    send_again,
)
from leadwell.explore.choosing.actions.asking_all_the_same import (
    say_all_the_same,
    say_of_offer,
)
from leadwell.explore.choosing.actions.assessing import (
    Said,
    ask_again,
    assess,
    promise_support,
    waive,
)
from leadwell.explore.choosing.actions.composing import (
    approve_set,
    offer,
    place_hub,
    put_on_long_list,
    set_rule,
    take_off_long_list,
    write_criteria,
)
from leadwell.explore.choosing.actions.finding import find
from leadwell.explore.choosing.actions.hearing import change_heard, hear_of, take_back_heard
from leadwell.explore.choosing.actions.nominating import (
    Nomination,
    change_candidate,
    express,
    nominate,
    nominate_many,
    say_head_told,
)
from leadwell.explore.choosing.actions.stepping import (
    accept,
    decline,
    refuse,
    reserve,
    screen,
    screen_again,
    withdraw,
)

__all__ = [
    "Answer",
    "Nomination",
    "Said",
    "accept",
    "answer_many",
    "approve_set",
    "ask_again",
    "assess",
    "change_candidate",
    "change_heard",
    "decline",
    "express",
    "find",
    "hear_of",
    "nominate",
    "nominate_many",
    "offer",
    "place_hub",
    "promise_support",
    "put_on_long_list",
    "refuse",
    "reserve",
    "say_all_the_same",
    "say_answer_sent",
    "say_head_told",
    "say_of_offer",
    "screen",
    "screen_again",
    "send_again",
    "set_rule",
    "take_back_heard",
    "take_off_long_list",
    "waive",
    "withdraw",
    "write_criteria",
]

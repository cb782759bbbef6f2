"""Room for calls that go deep.

Python keeps what its functions are about in pieces of 16 kB, asks the system for each when a call
no longer fits, and gives it back when that call ends. A page stands on a hundred calls, so a piece
always ends somewhere; if it ends below what is called often, each such call asks and gives back,
hundreds of times a page. Who says that it needs much is given one large piece, and whatever it
calls has room in the rest of that.
"""

from collections.abc import Callable
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

SLOTS = 70_000
"""Of 8 bytes: the least power of two that holds them, 1 MiB, leaves half of it to others. Memory
that nobody writes to is never taken."""


def roomily(call: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """What call(*args, **kwargs) answers or raises."""
    return call(*args, **kwargs)


roomily.__code__ = roomily.__code__.replace(co_stacksize=SLOTS)

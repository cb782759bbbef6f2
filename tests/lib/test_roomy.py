"""Room for calls that go deep changes nothing but how long they take."""

import subprocess
import sys

import pytest

from leadwell.lib.roomy import roomily


def test_what_is_called_answers_as_ever():
    assert roomily(dict, [("a", 1)], b=2) == {"a": 1, "b": 2}
    assert roomily(roomily, sorted, [2, 1], reverse=True) == [2, 1]


def test_what_is_raised_comes_through():
    with pytest.raises(ZeroDivisionError):
        roomily(divmod, 1, 0)


def test_no_depth_asks_the_system_at_every_call():
    """Two hundred depths, so that a piece ends at some of them; counted in faults of memory, which
    are the same however busy the machine is."""
    counted = """
import resource
from leadwell.lib.roomy import roomily

def shallow(): return None

def down(n):
    if n: return down(n - 1)
    for _ in range(500): shallow()

def every_depth():
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    for n in range(50, 350): down(n)
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before

print(every_depth(), roomily(every_depth))
"""
    done = subprocess.run(
        [sys.executable, "-c", counted], capture_output=True, text=True, check=True
    )
    tight, roomy = map(int, done.stdout.split())
    assert roomy < 100, (tight, roomy)

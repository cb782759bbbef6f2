"""Lessons that come back when they matter: what was learned elsewhere, and the facts it hangs on."""

from leadwell.programmes.lessons.facts import EVERY as FACTS
from leadwell.programmes.lessons.facts import About, Facts, Measured
from leadwell.programmes.lessons.lesson import COMPARED, Comparison, Condition, Lesson, matching
from leadwell.programmes.lessons.reading import read_lessons, shipped

__all__ = [
    "COMPARED",
    "FACTS",
    "About",
    "Comparison",
    "Condition",
    "Facts",
    "Lesson",
    "Measured",
    "matching",
    "read_lessons",
    "shipped",
]

"""Rubrics: what a review asks, as files in versions. Their shape, the reader that refuses what is
otherwise, and those that come with Leadwell."""

from leadwell.explore.reviewing.rubrics.reading import read_rubric, shipped, text_of
from leadwell.explore.reviewing.rubrics.rubric import Criterion, Domain, Guidance, Rubric
from leadwell.explore.reviewing.rubrics.shape import FORMAT, MOST_BYTES, RUBRIC

__all__ = [
    "FORMAT",
    "MOST_BYTES",
    "RUBRIC",
    "Criterion",
    "Domain",
    "Guidance",
    "Rubric",
    "read_rubric",
    "shipped",
    "text_of",
]

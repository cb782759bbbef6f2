"""Numbers as the results files write them: 78%, 105, -2.4, or a code where there is no number."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Words = NDArray[np.object_]

CODES = ("", "SUPP", "NA", "LOWCOV", "NE", "NP", "SP", "RE", " ", "")
SHOWN, SUPP, NA, LOWCOV, NE, NP, SP, RE, SPACE, BLANK = range(10)

_CODE_WORDS = np.array(CODES, dtype=object)
_COUNTS = np.array([str(i) for i in range(5_000)], dtype=object)
_PERCENTS = np.array([f"{i}%" for i in range(101)], dtype=object)
_MOST_TENTHS = 600
_TENTHS = np.array([f"{i / 10:g}" for i in range(-_MOST_TENTHS, _MOST_TENTHS + 1)], dtype=object)


def counts(values: Floats | Ints, why: Ints) -> Words:
    """Whole numbers; why: SHOWN, or the code to write instead, one a value."""
    whole = np.rint(values).astype(np.int64)
    words = _COUNTS[np.minimum(whole, _COUNTS.size - 1)]
    for i in np.flatnonzero(whole >= _COUNTS.size).tolist():
        words[i] = str(whole[i])
    return _coded(words, why)


def percents(part: Floats, of: Floats, why: Ints) -> Words:
    """Whole per cents of part in `of`, half rounded up."""
    return _coded(_PERCENTS[percent_points(part, of)], why)


def percent_points(part: Floats, of: Floats) -> Ints:
    """The same as numbers; 0 where `of` is 0."""
    points = np.floor(100 * np.rint(part) / np.maximum(of, 1) + 0.5)
    return points.clip(0, 100).astype(np.int64)


def averages(total: Floats, of: Floats, why: Ints) -> Words:
    """Mean scaled scores, to a whole point."""
    return counts(np.floor(total / np.maximum(of, 1) + 0.5), why)


def tenths(values: Floats, why: Ints) -> Words:
    """One decimal, none where it is nought."""
    index = np.floor(10 * values + 0.5).clip(-_MOST_TENTHS, _MOST_TENTHS).astype(np.int64)
    return _coded(_TENTHS[index + _MOST_TENTHS], why)


def _coded(words: Words, why: Ints) -> Words:
    return np.where(why == SHOWN, words, _CODE_WORDS[why])

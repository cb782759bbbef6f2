"""What a figure that somebody typed is about: read from its measure, or from its words.

Aims and priorities ask by it how many people a figure is about, and the limits for small groups
are asked with it.
"""

import re

from leadwell.evidence.disclosure.table import Kind
from leadwell.evidence.disclosure.typed import Scale
from leadwell.programmes import measures
from leadwell.programmes.measures import Counts, Source
from leadwell.programmes.models import Programme

PUPILS = re.compile(
    r"\b(?:(?i:pupils?|child|children|boys?|girls?|learners?|students?|disadvantaged)"
    r"|SEND?|FSM6?|EAL|EHCPs?)\b"
)
"""Words for pupils; abbreviations in capitals only, so that nobody is asked about what is sent."""
PER_CENT = re.compile(
    r"\bper ?cents?\b(?! points?\b)|\bpercentages?\b(?! points?\b)|%", re.IGNORECASE
)
OF_PUPILS = (Source.YEAR_GROUPS, Source.FOCUS_PUPILS, Source.PUBLISHED)


def is_about_people(measure: str, words: str) -> bool:
    """Whether it counts pupils or staff, and not classes, books or sessions. measure: a key of the
    list, "" where there is none; words: what is said of it instead."""
    if known := measures.every().get(measure):
        return known.counts in (Counts.PEOPLE, Counts.PUBLISHED)
    return bool(PUPILS.search(words))


def scale_of(unit: str) -> Scale:
    if PER_CENT.search(unit):
        return Scale.PER_CENT
    return Scale.PUPILS if PUPILS.search(unit) else Scale.OTHER


def kind_of(measure: str, focus_group: str, *, whole: Kind) -> Kind:
    """whole: what they are, where it is about all pupils, or about staff."""
    known = measures.every().get(measure)
    is_of_pupils = not known or known.source in OF_PUPILS
    return Kind.GROUP if is_of_pupils and focus_group != Programme.FocusGroup.ALL else whole

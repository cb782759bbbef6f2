"""Results of a school from before a sponsor took it over: counted as its own, or left out.

To us the school stays one. The Department starts its history again, and being taken over is itself
a change of everything. So a question says which way it is asked, and how many schools that is.
"""

from dataclasses import replace

import numpy as np

from leadwell.evidence.panel import Flags, Ints, Panel, Why
from leadwell.schools.models import Join

LABEL = "Schools that a sponsor took over"
HELP = "The Department starts their history again. Either way it is said how many schools that is."
WITHOUT_BEFORE = "without"
CHOICES = (
    ("", "Results from before count as theirs"),
    (WITHOUT_BEFORE, "Results from before are left out"),
)


def said(is_through_sponsors: bool) -> str:
    return dict(CHOICES)["" if is_through_sponsors else WITHOUT_BEFORE]


def before_sponsors(urns: Ints) -> Flags:
    """Which rows are of a school before a sponsor took it over: under a URN that a sponsor-led
    academy has followed since, at once or later.

    urns: any shape, 0 for no row. One query.
    """
    joins = Join.objects.order_by().values_list("old_urn", "new_urn", "kind")
    after = {old: (new, kind) for old, new, kind in joins}
    led = [old for old, (_, kind) in after.items() if kind == Join.Kind.SPONSOR_LED]
    came_from = {new: old for old, (new, _) in after.items()}
    found: set[int] = set()
    for urn in led:
        here: int | None = urn
        while here is not None and here not in found:
            found.add(here)
            here = came_from.get(here)
    flags: Flags = np.isin(urns, sorted(found))
    return flags


def left_out(panel: Panel, is_before: Flags) -> Panel:
    """Without results from before: as of a school that is new with its sponsor. is_before: shape
    (n, t)."""
    cut = is_before[:, :, None] & (panel.why == Why.VALUE)
    values = np.where(cut, np.nan, panel.values)
    return replace(panel, values=values, why=np.where(cut, np.uint8(Why.NEW), panel.why))

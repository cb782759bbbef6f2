"""What fits, in which order, beside the plainest way of saying it."""

from math import isnan, nan
from types import SimpleNamespace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from leadwell.explore.choosing.fitting import ORDERS, Fitting

PHASES, REGIONS = ("Primary", "Secondary"), ("", "South East")
WORDS = {word: place for place, word in enumerate({*PHASES, *REGIONS})}
FIGURE = st.one_of(st.none(), st.integers(-20, 100).map(float))
SCHOOL = st.fixed_dictionaries({
    "pupils": st.one_of(st.none(), st.integers(0, 500)), "level": FIGURE, "gap": FIGURE,
    "area": st.integers(0, 2), "trust": st.integers(0, 2), "is_special": st.booleans(),
    "phase": st.sampled_from(PHASES), "region": st.sampled_from(REGIONS),
})  # fmt: skip
COLUMNS = ("pupils", "level", "gap", "area", "trust", "is_special", "phase", "region")
ASKED = st.fixed_dictionaries({
    "sort": st.sampled_from(sorted(ORDERS)), "special": st.booleans(),
    "phase": st.frozensets(st.sampled_from([*PHASES, "Nursery"])), "region": st.sampled_from(REGIONS),
    "area": st.one_of(st.none(), st.integers(1, 2)),
    "trust": st.lists(st.integers(1, 2).map(lambda pk: SimpleNamespace(pk=pk)), max_size=2),
    "least": st.one_of(st.none(), st.integers(0, 500)),
    "most": st.one_of(st.none(), st.integers(0, 500)),
    "below": st.one_of(st.none(), st.integers(0, 100)),
    "gap": st.one_of(st.none(), st.integers(0, 30)),
})  # fmt: skip


def held(schools) -> Fitting:
    """In the order of their names, numbered from 1."""
    column = {name: [one[name] for one in schools] for name in COLUMNS}
    return Fitting(
        pk=np.arange(1, len(schools) + 1),
        pupils=np.array(column["pupils"], float),
        level=np.array(column["level"], float),
        gap=np.array(column["gap"], float),
        area=np.array(column["area"], np.int64),
        trust=np.array(column["trust"], np.int64),
        is_special=np.array(column["is_special"], bool),
        phase=np.array([WORDS[word] for word in column["phase"]], np.int64),
        region=np.array([WORDS[word] for word in column["region"]], np.int64),
        words=WORDS,
    )


def plainly(schools, asked):
    """The same, school by school: a special school that is asked for has no phase of its own; what
    is not known fits no bound, and stands last."""
    bounds = {
        "least": lambda one, n: one["pupils"] >= n, "most": lambda one, n: one["pupils"] <= n,
        "below": lambda one, n: one["level"] <= n, "gap": lambda one, n: one["gap"] <= -n,
    }  # fmt: skip
    given = {
        name: fits
        for name, fits in bounds.items()
        if (asked[name] if name in ("least", "most") else asked[name] is not None)
    }

    def fits(one):
        return (
            (asked["special"] or not one["is_special"])
            and (not asked["phase"] or one["phase"] in asked["phase"] or one["is_special"])
            and asked["region"] in ("", one["region"])
            and asked["area"] in (None, one["area"])
            and (not asked["trust"] or one["trust"] in {trust.pk for trust in asked["trust"]})
            and all(within(one, asked[name]) for name, within in given.items())
        )

    def place(numbered):
        n, one = numbered
        name = asked["sort"].removeprefix("-")
        value = 0 if name == "name" else one[name]
        if isnan(value):
            return 1, 0, n
        return 0, -value if asked["sort"].startswith("-") else value, n

    known = [
        {name: nan if value is None else value for name, value in one.items()} for one in schools
    ]
    fitting = ((n, one) for n, one in enumerate(known, 1) if fits(one))
    return [n for n, _ in sorted(fitting, key=place)]


@given(schools=st.lists(SCHOOL, max_size=12), asked=ASKED)
def test_the_schools_that_fit_stand_in_the_order_that_was_asked_for(schools, asked):
    assert held(schools).ids(asked).tolist() == plainly(schools, asked)

"""What one question leaves for the next changes no digit of its answer."""

from dataclasses import fields, is_dataclass, replace

import numpy as np
import pytest

from leadwell.evidence.appraisal.appraising import appraise
from leadwell.evidence.appraisal.country import Country
from leadwell.evidence.panel import Treatment, Why
from tests.evidence.appraisal import asking
from tests.evidence.appraisal.asking import middling, question


def flat(thing):
    """Every number and word in it, arrays as their bytes."""
    if isinstance(thing, np.ndarray):
        return [(thing.shape, thing.tobytes())]
    if is_dataclass(thing):
        return [each for one in fields(thing) for each in flat(getattr(thing, one.name))]
    if isinstance(thing, dict):
        return [each for key, value in thing.items() for each in (key, *flat(value))]
    if isinstance(thing, tuple | list):
        return [each for one in thing for each in flat(one)]
    return [repr(thing)]


@pytest.fixture
def panel():
    made = asking.country(3, n=220, k=3)
    rng = np.random.default_rng(1)
    values = np.where(rng.random(made.values.shape) < 0.02, np.nan, made.values)
    why = np.where(np.isnan(values), Why.SUPPRESSED, Why.VALUE).astype(np.uint8)
    return replace(made, values=values, why=why)


def lists(panel):
    """One list after another, from one start year and from two; the last is of the first again."""
    some = middling(panel, 24)
    yield Treatment.of(some[:8], 2017)
    yield Treatment.of(some[6:14], 2017)
    yield Treatment(np.array(some[:12]), np.repeat([2016, 2017], 6))
    yield Treatment(np.array(some[4:16]), np.repeat([2016, 2017], 6))
    yield Treatment.of(some[:9], 2017, recruited_on=2016)
    yield Treatment.of(some[:1], 2017)
    yield Treatment.of(some[:8], 2017)


def test_the_answer_is_the_same_to_the_last_digit_whatever_was_asked_before(panel):
    asked, elsewhere = question(panel, draws=99), np.zeros(panel.size, dtype=bool)
    elsewhere[::9] = True
    country = Country(panel)
    for treatment in lists(panel):
        for others in (None, elsewhere):
            slow = appraise(panel, treatment, asked, elsewhere=others)
            fast = appraise(panel, treatment, asked, elsewhere=others, country=country)
            assert flat(fast.answers) == flat(slow.answers)
            assert flat(fast.comparison) == flat(slow.comparison)
            assert flat(fast.event_study) == flat(slow.event_study)
    assert country.prepared.keys() == country.contrasts.keys()


def test_what_is_known_of_one_panel_serves_no_other(panel):
    with pytest.raises(ValueError, match="of another panel"):
        appraise(
            panel, Treatment.of(middling(panel, 8), 2017), question(panel),
            country=Country(asking.country(4)),
        )  # fmt: skip

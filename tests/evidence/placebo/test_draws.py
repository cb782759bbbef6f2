from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leadwell.evidence.panel import NONE, Treatment
from leadwell.evidence.placebo import att, changes, contrasts, max_t, noise
from leadwell.evidence.placebo.draws import draw
from leadwell.evidence.placebo.null import Null
from tests.evidence import worlds


def prepared(panel, treatment, *, neighbours=None, scaled=True, weight="pupils"):
    neighbours = neighbours or worlds.nearest(panel)
    each = contrasts.for_starts(panel, neighbours, treatment)
    of_noise = [noise.Noise(name, 0.94, 79.4) for name in panel.outcomes] if scaled else None
    made = changes.after(panel, each, weight=weight, noise=of_noise)
    return made, att.att(panel, made, treatment)


def two_starts(panel, n=4):
    return Treatment(panel.schools[:n], np.array([2018, 2017] * n)[:n])


def every_draw(panel, made, found, pool):
    """All ordered choices from a pool of rows, by plain loops over the treated."""
    by_start = {one.start: one for one in made}
    for chosen in product(pool, repeat=len(found.rows)):
        total = np.zeros(len(found.columns))
        for i, donor in enumerate(chosen):
            one = by_start[int(found.starts[i])]
            for c in range(total.size):
                in_treated_noise = found.sds[i, c] / one.sds[donor, c]
                total[c] += found.shares[i, c] * one.values[donor, c] * in_treated_noise
        yield total


@pytest.mark.parametrize("scaled", [True, False])
def test_a_tiny_pool_gives_every_draw_there_is_once(scaled):
    panel = worlds.country(1, n=9)
    treatment = two_starts(panel, 3)
    made, found = prepared(panel, treatment, scaled=scaled)
    null = draw(panel, made, found)
    slow = np.array(list(every_draw(panel, made, found, range(3, 9))))
    assert null.is_exact
    assert (null.n_pool, null.n_drawn, len(null.draws)) == (6, 3, 6**3)
    for column in range(2):
        np.testing.assert_allclose(
            np.sort(null.draws[:, column]), np.sort(slow[:, column]), atol=1e-12
        )
    beyond = [np.mean(np.abs(slow[:, c]) >= abs(found.estimate[c])) for c in range(2)]
    assert null.p(found.estimate) == pytest.approx((1 + 216 * np.array(beyond)) / 217)


@pytest.mark.parametrize("scaled", [True, False])
def test_draws_from_a_larger_pool_have_the_mean_and_spread_of_all(scaled):
    """The mean of all draws is the sum of each treated school's mean placebo, and so the variance."""
    panel = worlds.country(2, n=80)
    treatment = two_starts(panel, 4)
    made, found = prepared(panel, treatment, scaled=scaled)
    null = draw(panel, made, found, draws=20_000, seed=5)
    by_start = {one.start: one for one in made}
    mean = variance = np.zeros(2)
    for i, start in enumerate(found.starts):
        one = by_start[int(start)]
        placebos = (one.values / one.sds)[4:] * found.sds[i] * found.shares[i]
        mean, variance = mean + placebos.mean(axis=0), variance + placebos.var(axis=0)
    sd = np.sqrt(variance)
    np.testing.assert_allclose(null.draws.mean(axis=0), mean, atol=4 * sd.max() / np.sqrt(20_000))
    np.testing.assert_allclose(null.draws.std(axis=0), sd, rtol=0.02)


def test_agrees_draw_by_draw_with_a_slow_twin_of_the_same_seed():
    """Donors in order of their first column under the first start, slots of what they count with."""
    panel = worlds.country(3, n=70, k=1)
    treatment = Treatment.of(panel.schools[:5], 2017)
    made, found = prepared(panel, treatment)
    null = draw(panel, made, found, draws=500, seed=11)
    (one,) = made
    z = np.sort(one.values[5:, 0] / one.sds[5:, 0])
    counts = np.sort(found.shares[:, 0] * found.sds[:, 0])
    rng = np.random.default_rng(11)
    picks = [rng.integers(65, size=500) for _ in range(5)]
    slow = [sum(counts[i] * z[picks[i][b]] for i in range(5)) for b in range(500)]
    np.testing.assert_allclose(null.draws[:, 0], slow, atol=1e-12)


@settings(max_examples=10)
@given(st.integers(0, 50), st.sampled_from(["school", "trust"]))
def test_a_point_more_for_the_treated_leaves_chance_as_it_was(seed, unit):
    panel = worlds.country(seed)
    treatment, neighbours = two_starts(panel), worlds.nearest(panel)
    values = panel.values.copy()
    for row, start in enumerate(treatment.starts):
        values[row, panel.years >= start] += 1.0
    nulls = []
    for one in (panel, worlds.with_values(panel, values)):
        made, found = prepared(one, treatment, neighbours=neighbours)
        nulls.append(draw(one, made, found, unit=unit, draws=200, seed=1).draws)
    np.testing.assert_array_equal(*nulls)


@settings(max_examples=10)
@given(st.integers(0, 50), st.integers(0, 1000), st.sampled_from(["school", "bands", "trust"]))
def test_order_and_numbers_of_schools_change_no_draw(seed, how, unit):
    panel = worlds.country(seed, missing=0.02)
    rng = np.random.default_rng(how)
    order = rng.permutation(panel.size)
    number = dict(zip(panel.schools.tolist(), rng.permutation(panel.size).tolist(), strict=True))
    other = worlds.shuffled(panel, order)
    other = replace(
        other,
        schools=np.array([number[int(school)] for school in other.schools]),
        trust=np.where(other.trust == NONE, NONE, 99 - other.trust),
    )
    treatment = two_starts(panel)
    turned = Treatment(
        np.array([number[int(school)] for school in treatment.schools[::-1]]),
        treatment.starts[::-1],
    )
    neighbours = worlds.nearest(panel, before=2020)
    asked = {
        "unit": "trust" if unit == "trust" else "school",
        "strata": 3 if unit == "bands" else 1,
    }
    one = draw(panel, *prepared(panel, treatment, neighbours=neighbours), draws=200, **asked)
    two = draw(
        other,
        *prepared(other, turned, neighbours=worlds.moved(neighbours, order)),
        draws=200,
        **asked,
    )
    np.testing.assert_allclose(one.draws, two.draws, atol=1e-12)


@settings(max_examples=10)
@given(st.integers(0, 50), st.sampled_from([2.0, 0.25, 10.0]))
def test_another_unit_doubles_everything_but_p(seed, unit):
    panel = worlds.country(seed)
    treatment, neighbours = two_starts(panel), worlds.nearest(panel)
    found = []
    for factor in (1.0, unit):
        one = worlds.with_values(panel, panel.values * factor)
        each = contrasts.for_starts(one, neighbours, treatment)
        of_noise = [noise.Noise(name, 0.94 * factor**2, 79.4 * factor**2) for name in one.outcomes]
        made = changes.after(one, each, weight="pupils", noise=of_noise)
        effect = att.att(one, made, treatment)
        null = draw(one, made, effect, draws=199)
        found.append((effect.estimate, *null.interval(effect.estimate), null.p(effect.estimate)))
    for before, after in zip(found[0][:3], found[1][:3], strict=True):
        np.testing.assert_allclose(after, before * unit, rtol=1e-9, atol=1e-9)
    assert found[1][3].tolist() == found[0][3].tolist()


def test_placebos_are_neither_treated_nor_listed_nor_without_a_figure():
    """Their results are moved out of this world: no draw may show it."""
    panel = worlds.country(4)
    values = panel.values.copy()
    values[7, 4:, 0] = np.nan  # no reading after the start
    values[7, 4:, 1] += 1e6
    values[[0, 1, 20]] += np.array([0, 0, 0, 0, 1e6, 1e6])[:, None]
    panel = worlds.with_values(panel, values)
    treatment = Treatment.of(panel.schools[:2], 2018)
    neighbours = worlds.nearest(panel)
    each = contrasts.for_starts(panel, neighbours, treatment, left_out=np.array([7, 20]))
    made = changes.after(panel, each, weight="school", noise=None)
    found = att.att(panel, made, treatment)
    null = draw(panel, made, found, left_out=np.array([20]), draws=9_999)
    assert null.n_pool == 56
    assert np.abs(null.draws).max() < 100


def test_a_placebo_moves_as_much_as_the_small_school_it_stands_for():
    """In small schools chance is larger than in most: bands see that, and so does scaling."""
    panel = worlds.country(5, n=200, k=1)
    order = np.argsort(panel.pupils.mean(axis=1))
    treatment = Treatment.of(panel.schools[order[:5]], 2018)
    made, found = prepared(panel, treatment, scaled=False)
    plain, bands = (draw(panel, made, found, strata=strata).draws.std() for strata in (1, 8))
    made, found = prepared(panel, treatment)
    by_noise = draw(panel, made, found).draws.std()
    assert bands > 1.2 * plain
    assert by_noise == pytest.approx(np.sqrt(((found.shares * found.sds) ** 2).sum()), rel=0.1)


def trusts_of(panel, sizes):
    trust = np.repeat(np.arange(len(sizes)), sizes)
    return replace(panel, trust=np.append(trust, np.full(panel.size - trust.size, NONE)))


def test_a_trust_is_replaced_by_trusts_of_like_size_one_by_one():
    """Trust 0 has 4 schools. Those of 2 to 8 can stand for it: 3 of 5. Schools in none are 1."""
    panel = trusts_of(worlds.country(6), [4, 2, 8, 5, 9, 10])
    treatment = Treatment.of(panel.schools[:4], 2018)
    made, found = prepared(panel, treatment)
    null = draw(panel, made, found, unit="trust")
    (one,) = made
    slow = []
    for trust in (1, 2, 3):
        of = np.flatnonzero(panel.trust == trust)
        share = one.weights[of] / one.weights[of].sum(axis=0)
        change = (share * one.values[of]).sum(axis=0)
        noise_there = np.sqrt(((share * one.sds[of]) ** 2).sum(axis=0))
        noise_here = np.sqrt(((found.shares * found.sds) ** 2).sum(axis=0))
        slow.append(change / noise_there * noise_here)
    assert null.is_exact
    assert (null.n_pool, null.n_drawn, null.unit) == (3, 1, "trust")
    np.testing.assert_allclose(np.sort(null.draws, axis=0), np.sort(slow, axis=0), atol=1e-12)
    assert null.interval(found.estimate) is None
    assert null.interval(found.estimate, level=0.5) is not None


def test_other_schools_of_a_treated_trust_stand_for_nobody():
    panel = trusts_of(worlds.country(6), [6, 3, 3, 3])
    treatment = Treatment.of(panel.schools[:4], 2018)
    made, found = prepared(panel, treatment)
    assert draw(panel, made, found, unit="trust").n_pool == 3
    assert draw(panel, made, found).n_pool == 56


def test_a_school_in_no_trust_stands_for_no_trust_of_six():
    """A trust of 6 and a school took part: 4 trusts of 3 can stand for the one; for the other the
    38 schools in none."""
    panel = trusts_of(worlds.country(6), [6, 3, 3, 3, 3, 3, 1])
    panel = replace(panel, trust=np.where(panel.trust == 5, NONE, panel.trust))
    treatment = Treatment.of([*panel.schools[:6], panel.schools[-1]], 2018)
    made, found = prepared(panel, treatment)
    null = draw(panel, made, found, unit="trust")
    assert (null.n_pool, null.n_drawn, null.is_exact) == (4, 2, True)
    assert len(null.draws) % 4 == 0


def test_trusts_with_two_starts_carry_both():
    panel = trusts_of(worlds.country(7), [4, 4, 4, 4])
    treatment = Treatment(panel.schools[:4], np.array([2017, 2017, 2018, 2018]))
    made, found = prepared(panel, treatment, scaled=False, weight="school")
    null = draw(panel, made, found, unit="trust")
    counts = found.weights[:, 0] / found.weights[:, 0].sum()
    slow = []
    for trust in (1, 2, 3):
        parts = [one.values[panel.trust == trust].mean(axis=0) * 2 for one in made]
        early, late = np.sqrt((counts[:2] ** 2).sum()), np.sqrt((counts[2:] ** 2).sum())
        slow.append(early * parts[0] + late * parts[1])
    np.testing.assert_allclose(np.sort(null.draws, axis=0), np.sort(slow, axis=0), atol=1e-12)


def null_of(draws):
    return Null(np.asarray(draws, dtype=float), unit="school", strata=1, seed=0, n_pool=9,
                n_drawn=1, is_exact=False)  # fmt: skip


def test_a_hand_worked_p_and_interval():
    """19 draws, -9 to 9: sizes 7 and more are 6. In 20 parts, the first and the last draw are at 5%
    and 95%: 7 - 9 to 7 + 9."""
    null = null_of(np.arange(-9, 10)[:, None])
    assert null.p(np.array([7.0])).tolist() == [7 / 20]
    assert null.p(np.array([-7.0])).tolist() == [7 / 20]
    assert null.p(np.array([100.0])).tolist() == [1 / 20]
    assert [float(end[0]) for end in null.interval(np.array([7.0]), level=0.9)] == [-2, 16]
    assert null.interval(np.array([7.0])) is None


def test_an_interval_holds_the_estimate_where_all_draws_lie_to_one_side():
    """Draws of 1 to 39: an effect of 5 less 39 at one end; at the other not less 1, but as it is."""
    for sign in (1.0, -1.0):
        low, high = null_of(sign * np.arange(1.0, 40.0)[:, None]).interval(np.array([sign * 5.0]))
        assert sorted([sign * low[0], sign * high[0]]) == [-34.0, 5.0]


def test_an_interval_excludes_0_as_p_says_where_chance_is_even():
    draws = np.random.default_rng(3).normal(size=(4_999, 1))
    null = null_of(np.vstack([draws, -draws]))
    for size in np.linspace(1.5, 2.5, 41):
        low, high = null.interval(np.array([size]))
        p = null.p(np.array([size]))[0]
        assert (low[0] > 0) == (p < 0.05) or abs(p - 0.05) < 3e-4
        assert high[0] - size == pytest.approx(size - low[0], abs=0.01)


def test_several_outcomes_come_from_the_same_draws():
    panel = worlds.country(8)
    values = panel.values.copy()
    values[:, :, 1] = 2 * values[:, :, 0]
    panel = worlds.with_values(panel, values)
    made, found = prepared(panel, two_starts(panel), scaled=False)
    null = draw(panel, made, found, draws=999)
    np.testing.assert_allclose(null.draws[:, 1], 2 * null.draws[:, 0], atol=1e-9)
    assert max_t.adjusted(null.draws, found.estimate) == pytest.approx(null.p(found.estimate))


def test_a_column_nobody_treated_has_asks_nothing_of_placebos():
    panel = worlds.country(1)
    values = panel.values.copy()
    values[:2, :, 1] = values[10:, :, 1] = np.nan
    panel = worlds.with_values(panel, values)
    made, found = prepared(panel, two_starts(panel, 2))
    null = draw(panel, made, found, draws=99)
    assert null.n_pool == 58
    assert np.isnan(null.p(found.estimate)).tolist() == [False, True]


def test_the_seed_decides_and_is_kept():
    panel = worlds.country(1)
    made, found = prepared(panel, two_starts(panel))
    one, two, other = (draw(panel, made, found, draws=99, seed=seed) for seed in (7, 7, 8))
    assert one.seed == 7
    assert one.draws.tolist() == two.draws.tolist()
    assert one.draws.tolist() != other.draws.tolist()


def test_what_cannot_be_drawn_is_refused_in_words():
    panel = worlds.country(1, n=8)
    made, found = prepared(panel, two_starts(panel, 5), neighbours=worlds.nearest(panel, k=7))
    with pytest.raises(ValueError, match="5 schools took part, and only 3 of their size did not"):
        draw(panel, made, found)
    with pytest.raises(ValueError, match="no school that did not take part"):
        draw(panel, made, found, left_out=np.arange(8))
    panel = worlds.country(1)
    made, found = prepared(panel, Treatment.of(panel.schools[panel.trust == 1], 2018))
    alone = replace(panel, trust=np.where(panel.trust == 1, 1, NONE))
    with pytest.raises(ValueError, match="1 trust took part, and only 0 of"):
        draw(alone, made, found, unit="trust")
    for asked in ({"draws": 0}, {"strata": 0}, {"strata": 2, "unit": "trust"}):
        with pytest.raises(ValueError, match="1 or more"):
            draw(panel, made, found, **asked)
    order = np.argsort(panel.pupils.mean(axis=1))
    treatment = Treatment.of(panel.schools[order[:6]], 2018)
    made, found = prepared(panel, treatment)
    with pytest.raises(ValueError, match=r"6 schools took part, and only [23] of their size"):
        draw(panel, made, found, strata=20)

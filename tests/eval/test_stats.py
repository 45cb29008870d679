"""Intervals and tests against textbook figures, scipy, and the properties they must have."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eval.stats import (
    area_under_risk_coverage,
    effective_size,
    falls_short,
    holm,
    mcnemar,
    mean_interval,
    paired_bootstrap,
    risk_coverage,
    wilson,
)


def test_wilson_agrees_with_its_textbook_example():
    # 81 of 263: (0.308 + 0.0073 ± 1.96 * 0.0294) / 1.0146  (Newcombe 1998, table I, method 3)
    assert wilson(81, 263) == pytest.approx((0.2553, 0.3662), abs=5e-5)
    assert wilson(0, 20) == pytest.approx((0.0, 0.1611), abs=5e-5)


@pytest.mark.parametrize(("successes", "n"), [(0, 7), (7, 7), (3, 11), (150, 208)])
def test_wilson_agrees_with_scipy(successes: int, n: int):
    from scipy.stats import binomtest

    expected = binomtest(successes, n).proportion_ci(method="wilson")
    assert wilson(successes, n) == pytest.approx((expected.low, expected.high))


@given(st.integers(1, 300), st.data())
def test_wilson_holds_the_proportion_and_stays_within_one(n: int, data: st.DataObject):
    successes = data.draw(st.integers(0, n))
    low, high = wilson(successes, n)
    assert 0 <= low <= successes / n + 1e-12
    assert successes / n - 1e-12 <= high <= 1


def test_a_group_of_translations_that_always_agree_counts_once():
    values = [1.0, 1.0, 1.0, 1.0, 0.0, 0.0, 0.0, 0.0] * 10
    assert effective_size(values, range(80)) == 80
    assert effective_size(values, [i // 4 for i in range(80)]) == 20
    assert effective_size([1.0] * 80, [i // 4 for i in range(80)]) == 20


def test_independent_values_in_groups_count_almost_each():
    rng = random.Random(0)
    values = [float(rng.random() < 0.7) for _ in range(400)]
    assert 320 < effective_size(values, [i // 4 for i in range(400)]) <= 400


def test_effective_size_never_exceeds_the_number_of_rows():
    balanced = [1.0, 0.0] * 20  # every group sums to one: less spread than chance
    assert effective_size(balanced, [i // 2 for i in range(40)]) == 40


def test_proportions_get_wilson_and_scores_the_bootstrap():
    assert mean_interval([1.0, 0.0, 1.0, 1.0], range(4), unit=True, seed=0) == wilson(3, 4)
    low, high = mean_interval([0.2, 0.4, 0.9, 0.5] * 10, range(40), unit=True, seed=0)
    # mean 0.5, s = 0.256, standard error 0.0405: about 0.5 ± 0.079
    assert (low, high) == pytest.approx((0.42, 0.58), abs=0.02)
    assert mean_interval([0.0, 0.0], range(2), unit=False, seed=0) == (0.0, 0.0)


def test_a_few_scores_that_agree_are_no_certainty():
    assert mean_interval([0.5, 0.5], range(2), unit=True, seed=0) == wilson(1, 2)
    assert mean_interval([0.5] * 20, range(20), unit=True, seed=0) == (0.5, 0.5)


def test_the_bootstrap_is_seeded_and_blind_to_the_order_of_rows():
    rng = random.Random(1)
    rows = [(rng.random(), i // 3) for i in range(90)]
    first = mean_interval(*zip(*rows, strict=True), unit=True, seed=7)
    rng.shuffle(rows)
    assert mean_interval(*zip(*rows, strict=True), unit=True, seed=7) == first
    assert mean_interval(*zip(*rows, strict=True), unit=True, seed=8) != first


def test_grouped_rows_widen_the_interval():
    values = [i % 10 / 10 for i in range(20) for _ in range(4)]
    alone = mean_interval(values, range(80), unit=True, seed=0)
    grouped = mean_interval(values, [i // 4 for i in range(80)], unit=True, seed=0)
    assert grouped[1] - grouped[0] > 1.7 * (alone[1] - alone[0])


def test_the_interval_covers_the_truth_about_as_often_as_it_says():
    rng = random.Random(3)
    hits = 0
    for trial in range(200):
        values = [rng.betavariate(4, 2) for _ in range(60)]
        low, high = mean_interval(values, range(60), unit=True, seed=trial)
        hits += low <= 4 / 6 <= high
    assert 0.90 <= hits / 200 <= 0.99


def test_mcnemar_counts_only_pairs_that_differ():
    # 8 losses, 1 win, 50 ties: P(X >= 8 of 9) = (9 + 1) / 512
    differences = [-1.0] * 8 + [1.0] + [0.0] * 50
    assert mcnemar(differences, range(59)) == pytest.approx(10 / 512)
    assert mcnemar([0.0] * 5, range(5)) == 1.0
    assert mcnemar([1.0] * 5, range(5)) == 1.0


def test_mcnemar_agrees_with_scipy():
    from scipy.stats import binomtest

    differences = [-1.0] * 13 + [1.0] * 6
    assert mcnemar(differences, range(19)) == pytest.approx(binomtest(13, 19, alternative="greater").pvalue)


def test_four_translations_that_flip_together_are_one_vote():
    differences = [-1.0] * 8
    assert mcnemar(differences, range(8)) == pytest.approx(1 / 256)
    assert mcnemar(differences, [0, 0, 0, 0, 1, 1, 1, 1]) == pytest.approx(1 / 4)


def test_the_paired_bootstrap_claims_nothing_of_a_question_or_two():
    assert paired_bootstrap([-1.0], ["one"], seed=0) == 0.5
    assert paired_bootstrap([-1.0, -1.0, -0.5], ["one", "two", "two"], seed=0) == 0.25
    assert paired_bootstrap([-1.0] * 5, range(5), seed=0) == pytest.approx(1 / 32)


def test_the_paired_bootstrap_sees_a_steady_loss_and_no_loss_in_noise():
    rng = random.Random(5)
    noise = [rng.gauss(0, 0.2) for _ in range(100)]
    mean = sum(noise) / len(noise)
    assert paired_bootstrap([x - mean - 0.1 for x in noise], range(100), seed=0) < 0.001
    assert paired_bootstrap([x - mean for x in noise], range(100), seed=0) == pytest.approx(0.5, abs=0.05)
    assert paired_bootstrap([x - mean + 0.1 for x in noise], range(100), seed=0) > 0.99


@settings(max_examples=30)
@given(st.lists(st.floats(-1, 1), min_size=1, max_size=30))
def test_a_p_value_is_never_zero_and_never_above_one(differences: list[float]):
    assert 0 < paired_bootstrap(differences, range(len(differences)), seed=0) <= 1
    assert 0 < mcnemar(differences, range(len(differences))) <= 1


def test_holm_multiplies_by_the_hypotheses_left_and_never_falls():
    # sorted .01 .02 .04: .01*3=.03, .02*2=.04, .04*1=.04
    assert holm([0.04, 0.01, 0.02]) == pytest.approx([0.04, 0.03, 0.04])
    assert holm([0.9, 0.8]) == [1.0, 1.0]
    assert holm([]) == []


def test_risk_grows_with_coverage_when_confidence_means_something():
    coverage, risk = risk_coverage([0.9, 0.1, 0.8, 0.4], [False, True, False, True])
    assert coverage.tolist() == [0.25, 0.5, 0.75, 1.0]
    assert risk.tolist() == pytest.approx([0, 0, 1 / 3, 1 / 2])
    assert area_under_risk_coverage([0.9, 0.1, 0.8, 0.4], [False, True, False, True]) == pytest.approx(5 / 24)


def test_a_mean_falls_short_beyond_newcombes_interval():
    # 56 of 70 against 48 of 80 (Newcombe 1998, table II, method 10): the difference is .2, from .0524 to .3339
    # with one n for both: 56 and 42 of 70 give .2 - √((.8 - .6918)² + (.7064 - .6)²) = .0483
    assert falls_short(42 / 70, 56 / 70, 70)
    # 9 and 6 of 10: .3 - √((.9 - .5958)² + (.8318 - .6)²) = -.0824
    assert not falls_short(6 / 10, 9 / 10, 10)
    assert not falls_short(0.9, 0.9, 1000)
    assert not falls_short(1.0, 0.2, 1000)


@given(st.integers(1, 200), st.floats(0, 1), st.floats(0, 1), st.integers(2, 5))
def test_more_of_the_same_evidence_never_excuses_a_loss(n: int, before: float, after: float, times: int):
    assert not falls_short(after, before, n) or falls_short(after, before, n * times)


def test_chance_alone_falls_short_about_as_rarely_as_it_should():
    rng = random.Random(3)
    short = 0
    for _ in range(2000):
        before, after = (sum(rng.random() < 0.85 for _ in range(30)) / 30 for _ in range(2))
        short += falls_short(after, before, 30)
    assert short / 2000 < 0.04  # one-sided 2.5 %

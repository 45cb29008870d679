"""Sentences are divided evenly, within the limit, where a break costs least."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from rag.ingest.pack import pack


def sums(sizes: list[int], found: list[range]) -> list[int]:
    return [sum(sizes[i] for i in each) for each in found]


def test_equal_parts_rather_than_a_full_one_and_a_rest() -> None:
    sizes = [10] * 25
    assert sums(sizes, pack(sizes, [0.0] * 25, target=200, limit=240)) in ([120, 130], [130, 120])


def test_one_part_if_it_fits() -> None:
    assert pack([50, 50, 100], [0.0] * 3, target=200, limit=240) == [range(3)]


def test_breaks_go_where_they_cost_least() -> None:
    sizes = [50] * 6
    breaks = [9.0] * 6
    breaks[4] = 0.0
    assert pack(sizes, breaks, target=150, limit=240) == [range(4), range(4, 6)]


def test_nothing_to_divide() -> None:
    assert pack([], [], target=10, limit=20) == []


@given(st.lists(st.tuples(st.integers(1, 60), st.floats(0, 5)), max_size=60))
def test_a_division_is_complete_and_within_the_limit(items: list[tuple[int, float]]) -> None:
    sizes = [size for size, _ in items]
    found = pack(sizes, [cost for _, cost in items], target=40, limit=60)
    assert [i for each in found for i in each] == list(range(len(sizes)))
    assert all(total <= 60 for total in sums(sizes, found))


@given(st.lists(st.integers(1, 30), min_size=1, max_size=9))
def test_no_division_costs_less(sizes: list[int]) -> None:
    target, limit = 25, 40

    def cost(found: list[range]) -> float:
        off = [(total - target) / target for total in sums(sizes, found)]
        return sum(each * each * (2 if each > 0 else 1) for each in off)

    def divisions(start: int) -> list[list[range]]:
        if start == len(sizes):
            return [[]]
        ends = [end for end in range(start + 1, len(sizes) + 1) if sum(sizes[start:end]) <= limit]
        return [[range(start, end), *rest] for end in ends for rest in divisions(end)]

    best = min(cost(each) for each in divisions(0))
    assert cost(pack(sizes, [0.0] * len(sizes), target=target, limit=limit)) <= best + 1e-9

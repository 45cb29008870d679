"""Divide a row of sentences into passages of about equal size, at the places where a break does least harm."""

from __future__ import annotations

from collections.abc import Sequence
from math import inf


def pack(sizes: Sequence[int], breaks: Sequence[float], *, target: int, limit: int) -> list[range]:
    """The ranges of the best division: every range sums to at most `limit`, and the total cost is least.

    A range of size s costs ((s - target) / target)², twice that above the target; `breaks[i]` is what it costs to begin
    a range at i. Sizes are in tokens, at least 1 and at most `limit` each. Dynamic programming, O(n * limit).
    """
    count = len(sizes)
    best = [0.0] + [inf] * count
    start_of = [0] * (count + 1)
    for end in range(1, count + 1):
        size = 0
        for start in range(end - 1, -1, -1):
            size += sizes[start]
            if size > limit:
                break
            off = (size - target) / target
            cost = best[start] + off * off * (2 if off > 0 else 1) + (breaks[start] if start else 0.0)
            if cost < best[end]:
                best[end], start_of[end] = cost, start
    ranges: list[range] = []
    end = count
    while end:
        ranges.append(range(start_of[end], end))
        end = start_of[end]
    return ranges[::-1]

"""Rankings judged by ir-measures, with bootstrap intervals over groups of questions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from eval.retrieval.systems import Rank
from eval.retrieval.tasks import Query, Task
from eval.stats import mean_interval

DEPTH = 20
"""Places that are looked at; average precision and reciprocal rank count what lies deeper as not found."""
_SEED = 0


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean over `n` questions with its 95 % interval."""

    value: float
    low: float
    high: float
    n: int


@dataclass(frozen=True, slots=True)
class Judged:
    """Each question's value by measure, and the questions' groups."""

    values: Mapping[str, Sequence[float]]
    groups: Sequence[str]

    def estimate(self, measure: str) -> Estimate:
        """Mean and interval of a measure."""
        values = self.values[measure]
        low, high = mean_interval(values, self.groups, unit=True, seed=_SEED)
        return Estimate(sum(values) / len(values), low, high, len(values))


def pooled(parts: Sequence[Judged]) -> Judged:
    """Several slices as one; the same group in two slices stays one group."""
    names = parts[0].values
    values = {name: [value for part in parts for value in part.values[name]] for name in names}
    return Judged(values, [group for part in parts for group in part.groups])


def judge_task(task: Task, rank: Rank) -> dict[str, Judged]:
    """Every slice of a task. A text that several slices ask is asked once."""
    known: dict[str, list[str]] = {}
    for queries in task.slices.values():
        for query in queries:
            if query.text not in known:
                known[query.text] = rank(query.text, DEPTH)
    return {name: judge(queries, known) for name, queries in task.slices.items()}


def judge(queries: Sequence[Query], rankings: Mapping[str, Sequence[str]]) -> Judged:
    """Rankings by question text. recall@k: whether a relevant document is among the first k."""
    from ir_measures import AP, RR, Measure, Qrel, ScoredDoc, Success, iter_calc, nDCG

    measures: dict[Measure, str] = {
        Success @ 1: "recall@1",
        Success @ 5: "recall@5",
        Success @ 10: "recall@10",
        RR: "mrr",
        nDCG @ 10: "ndcg@10",
        AP: "map",
    }
    qrels = [Qrel(str(number), name, 1) for number, query in enumerate(queries) for name in sorted(query.relevant)]
    run = [
        ScoredDoc(str(number), name, -float(place))
        for number, query in enumerate(queries)
        for place, name in enumerate(name for name in rankings[query.text] if name not in query.ignored)
    ]
    values = {name: [0.0] * len(queries) for name in measures.values()}  # a question without results is in no answer
    for result in iter_calc(list(measures), qrels, run):
        values[measures[result.measure]][int(result.query_id)] = float(result.value)
    return Judged(values, [query.group for query in queries])

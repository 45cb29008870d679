"""Every metric, in the order of the report."""

from __future__ import annotations

from eval.metrics import (
    agreement,
    answer_language,
    citation_precision,
    citation_recall,
    cmrc_f1,
    exact_match,
    invention_rate,
    latency,
    mrr,
    ndcg,
    over_refusal_rate,
    passed,
    polarity,
    quote_recall,
    quote_validity,
    recall,
    refusal_precision,
    refusal_reason,
    refusal_recall,
    slot_accuracy,
    token_f1,
    tokens,
    wrong_answer_rate,
)
from eval.metrics.base import Metric

MAIN = (
    "passed",
    "slot_accuracy",
    "citation_precision",
    "citation_recall",
    "recall@5",
    "over_refusal_rate",
    "refusal_recall",
)
"""What is shown where there is no room for all."""

METRICS: dict[str, Metric] = {
    module.METRIC.name: module.METRIC
    for module in (
        passed,
        slot_accuracy,
        exact_match,
        token_f1,
        cmrc_f1,
        citation_precision,
        citation_recall,
        quote_recall,
        quote_validity,
        refusal_precision,
        refusal_recall,
        invention_rate,
        over_refusal_rate,
        wrong_answer_rate,
        refusal_reason,
        answer_language,
        agreement,
        polarity,
        recall,
        mrr,
        ndcg,
        latency,
        tokens,
    )
}

GATED: dict[str, Metric] = {name: metric for name, metric in METRICS.items() if metric.gated}
"""The metrics whose loss is a regression."""

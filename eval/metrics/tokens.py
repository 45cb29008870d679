"""Tokens: prompt and completion tokens of an answer, in the count of the model that wrote it."""

from __future__ import annotations

from eval.metrics.base import Case, Metric, always


def tokens(case: Case) -> float | None:
    """Tokens; None for an answer that no language model wrote."""
    usage = case.answer.usage
    total = usage.prompt_tokens + usage.completion_tokens
    return float(total) if total else None


METRIC = Metric("tokens", tokens, always, better="lower", unit=False)

"""Fair timing: what is compared runs in turn, in one process or one loop, and medians are quoted."""

from __future__ import annotations

import os
import statistics
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Spread:
    """Median with the smallest and the largest, in the unit of the values."""

    median: float
    low: float
    high: float
    n: int

    @classmethod
    def of(cls, values: Sequence[float]) -> Spread:
        """The spread of `values`, at least one."""
        return cls(statistics.median(values), min(values), max(values), len(values))

    def __format__(self, spec: str) -> str:
        return f"{self.median:{spec}} ({self.low:{spec}}-{self.high:{spec}}, n={self.n})"


def seconds(work: Callable[[], object]) -> float:
    """Wall seconds of one call."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def in_turn(works: Sequence[Callable[[], object]], rounds: int) -> list[list[float]]:
    """Seconds of each of `works`, `rounds` times in the order A B A B ..., after one round that is not counted."""
    for work in works:
        work()
    timed = [[seconds(work) for work in works] for _ in range(rounds)]
    return [list(column) for column in zip(*timed, strict=True)]


def ratios(over: Sequence[float], under: Sequence[float]) -> Spread:
    """Spread of the pairwise ratios of two series measured in turn."""
    return Spread.of([a / b for a, b in zip(over, under, strict=True)])


def process(command: Sequence[str], environment: dict[str, str]) -> tuple[float, int]:
    """Wall seconds and peak resident bytes of a whole process, by the operating system's own account."""
    began = time.perf_counter()
    child = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    elapsed = time.perf_counter() - began
    if status != 0:
        raise RuntimeError(f"{' '.join(command)} ended with status {status}")
    return elapsed, usage.ru_maxrss * 1024


def folder_of(texts: dict[str, str], root: Path) -> Path:
    """`root` with one UTF-8 file for each of `texts`."""
    root.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        (root / name).write_text(text, encoding="utf-8")
    return root

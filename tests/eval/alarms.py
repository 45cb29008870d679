"""The table of seeded regressions and harmless changes, and what the gate makes of each: `python tests/eval/alarms.py`.

Exits 1 if a regression goes unnoticed or a harmless change raises an alarm. `--live` adds those that need the real
system and its embedding model; sampling a language model is in test_gate_sampled.py.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from changes import HARMLESS, REGRESSIONS, Change, realistic

from eval.baseline import bless
from eval.datasets.gold import read
from eval.gate import Result, Verdict, gate
from eval.oracle import oracle
from eval.score import score

GOLD = Path(__file__).parents[2] / "eval" / "gold" / "seeds.jsonl"
Line = tuple[bool, str, str, list[str]]
"""Whether an alarm is due, where the change is made, its name, and the checks that did not pass."""


def stored() -> Iterator[Line]:
    """The changes of stored rows."""
    base = realistic(oracle("seeds", list(read(GOLD).values())))
    baseline = bless(base, score(base), None).baseline
    changes: tuple[tuple[bool, Mapping[str, Change]], ...] = ((True, REGRESSIONS), (False, HARMLESS))
    for alarm, named in changes:
        for name, change in named.items():
            yield alarm, "rows", name, _alarms(gate(run := change(base), score(run), baseline))


def live() -> Iterator[Line]:
    """The changes of the real system."""
    import live_changes

    with tempfile.TemporaryDirectory() as scratch, live_changes.bench(Path(scratch)) as bench:
        for alarm, named in ((True, live_changes.BREAKING), (False, live_changes.HARMLESS)):
            for name, change in named.items():
                yield alarm, "system", name, _alarms(bench.verdict(change))


def _alarms(verdict: Verdict) -> list[str]:
    return [check.name for check in verdict.checks if check.result is not Result.PASS]


def main(with_live: bool) -> int:
    """Print a line per change and the counts; the exit code."""
    right = {True: 0, False: 0}
    lines = [*stored(), *(live() if with_live else ())]
    print("| change of | | alarm due | checks that do not pass |\n|---|---|---|---|")
    for due, where, name, alarms in lines:
        more = f" and {len(alarms) - 3} more" if len(alarms) > 3 else ""
        print(f"| {where} | {name} | {'yes' if due else 'no'} | {', '.join(alarms[:3])}{more} |")
        right[due] += due == bool(alarms)
    due_count = sum(line[0] for line in lines)
    print(f"\ncaught: {right[True]} of {due_count} regressions")
    print(f"let pass: {right[False]} of {len(lines) - due_count} harmless changes")
    return int(sum(right.values()) != len(lines))


if __name__ == "__main__":
    raise SystemExit(main("--live" in sys.argv[1:]))

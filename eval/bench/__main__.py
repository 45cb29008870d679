"""`python -m eval.bench --data DIR`: the figures of the main job, as ratios and absolutes, in one table.

Without `--data` the parts that need NTREX are *unmeasured*; without a local language model, so is its part.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from eval.bench import llm, main_job
from eval.bench.main_job import Figure

PARTS = (
    main_job.ingest_throughput,
    main_job.search_cold,
    main_job.search_warm,
    main_job.extractive_warm,
    llm.local_model,
)


def show(figure: Figure) -> None:
    """One line a figure: name, value, what it should be."""
    print(f"{figure.name:<52} {figure.value:<40} {figure.target}", flush=True)


def main() -> None:
    """Measure every part and print it as soon as it is known."""
    parser = argparse.ArgumentParser(prog="python -m eval.bench", description=__doc__)
    parser.add_argument("--data", type=Path, help="folder with ntrex/ (and others) in it")
    parser.add_argument("--seeds", type=Path, default=Path("seeds"))
    parser.add_argument("--part", choices=[part.__name__ for part in PARTS], help="only this one")
    arguments = parser.parse_args()
    for part in PARTS:
        if arguments.part not in (None, part.__name__):
            continue
        for figure in part(arguments.seeds, arguments.data):
            show(figure)


main()

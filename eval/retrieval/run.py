"""Runs the tasks: files into a temporary index through the service, every system over the same questions."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from eval.retrieval import systems
from eval.retrieval.measure import Judged, judge_task
from eval.retrieval.tasks import Task, Unmeasured
from rag.config import load_settings
from rag.errors import UsageError
from rag.service import Service

if TYPE_CHECKING:
    from rag.retrieve.ask import Translate

OURS = "rag"
SYSTEMS = (OURS, "plain dense", "plain bm25", "llama-index")
TRANSLATING = f"{OURS}, translating"

Say = Callable[[str], None]
"""Where progress goes."""


@dataclass(frozen=True, slots=True)
class Measured:
    """One task: what was judged by system and slice, how long the index took, and a question of each system.

    A question's time is without embedding it.
    """

    task: Task
    judged: Mapping[str, Mapping[str, Judged]]
    ingest_seconds: float
    question_ms: Mapping[str, float]


def run(tasks: Sequence[Task | Unmeasured], work: Path, chosen: Iterable[str], say: Say) -> list[Measured | Unmeasured]:
    """Every task with the chosen systems. Indexes are built in `work`; one that is there is brought up to date."""
    return [
        task if isinstance(task, Unmeasured) else _measure(task, work / task.name, set(chosen), say) for task in tasks
    ]


def _measure(task: Task, work: Path, chosen: set[str], say: Say) -> Measured:
    documents = work / "documents"
    documents.mkdir(parents=True, exist_ok=True)
    for name, text in task.documents.items():
        (documents / name).write_text(text, encoding="utf-8", newline="")
    with Service(load_settings(home=work / "index")) as service:
        service.embedder = systems.Remembering(service.embedder)
        say(f"{task.name}: ingesting {len(task.documents)} documents")
        report = service.ingest([documents])
        say(f"{task.name}: {report.chunks} passages in {report.seconds:.0f} s, {report.failed} files failed")
        build: dict[str, Callable[[], systems.Rank]] = {
            OURS: lambda: systems.service(service),
            "plain dense": lambda: systems.plain_dense(service.index, service.embedder),
            "plain bm25": lambda: systems.plain_bm25(task.documents),
            "llama-index": lambda: systems.llama_index(task.documents, service.embedder),
            TRANSLATING: lambda: systems.translating(service, _translator(service)),
        }
        ranks = {name: make() for name, make in build.items() if name in chosen}
        judged, milliseconds = {}, {}
        asked = list(dict.fromkeys(query.text for queries in task.slices.values() for query in queries))
        service.embedder.embed_queries(asked)  # at once, which is quicker, and at no system's expense
        for name, rank in ranks.items():
            say(f"{task.name}: {len(asked)} questions to {name}")
            rank("1", 1)  # what is loaded when it is first needed is no question's time
            began = time.perf_counter()
            judged[name] = judge_task(task, rank)
            milliseconds[name] = (time.perf_counter() - began) * 1000 / len(asked)
        return Measured(task, judged, report.seconds, milliseconds)


def _translator(service: Service) -> Translate:
    from rag.retrieve.translate import translator

    if service.chat_model is None:
        raise UsageError("There is no language model to translate.", hint="Fetch it: rag models pull")
    return translator(service.chat_model)

"""From the words of a command to rows on disk: which questions, which system, which model."""

from __future__ import annotations

import tempfile
import time
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from eval.cassette import MAX_TAPES, Player, Recorder, Tape, read_tapes, write_tapes
from eval.collect import collect
from eval.live import Models
from eval.provenance import code_digest, prompt_digests, public_settings, version
from eval.records import Manifest, Outcome, ResultRow, digest, gold_version
from eval.suite import Suite
from eval.suites import cassettes_of, open_suite
from eval.system import Answerer
from rag.config import load_settings
from rag.errors import LLMUnavailableError
from rag.llm.base import ChatModel
from rag.models.registry import shipped_registry
from rag.types import ANSWER_K

Note = Callable[[str], None]


def run_suite(
    name: str, answerer: Answerer, *, live: bool, out: Path | None, limit: int | None, seed: int, note: Note
) -> dict[str, Any]:
    """Ask a suite's questions; returns the folder, the counts of rows by outcome, and the seconds it took.

    Without `live`, a language model's answers come from the suite's cassettes, and only the rows sampled for them are
    asked.
    """
    started = time.perf_counter()
    suite, models = open_suite(name), Models(load_settings())
    chat_model: ChatModel | None = None
    player, llm = None, "none"
    if answerer != "extractive" and live:
        chat_model = models.chat_model()
        llm = f"{chat_model.name} {chat_model.digest}" if chat_model else llm
    elif answerer != "extractive":
        tapes = read_tapes(cassettes_of(name))
        chat_model = player = _player(tapes, models)
        llm = f"cassettes {digest(''.join(tape.dump_line() for tape in tapes.values()))}"
        limit = min(limit or MAX_TAPES, MAX_TAPES)
    suite = suite.sample(limit) if limit else suite
    manifest = manifest_of(suite, answerer, models, llm, live=live, seed=seed)
    folder = out or Path("runs") / f"{suite.name}-{answerer}-{manifest.digest[:8]}"
    counts = collect(
        suite,
        partial(models.open, chat_model=chat_model),
        folder,
        manifest,
        player=player,
        on_row=_teller(note, len(suite.gold)),
    )
    return {
        "folder": str(folder),
        "rows": counts.total(),
        **{outcome.value: counts[outcome] for outcome in Outcome if outcome is not Outcome.OK},
        "seconds": time.perf_counter() - started,
    }


def record_suite(name: str, *, limit: int, note: Note) -> dict[str, int]:
    """Bring the cassettes of a suite up to date; returns how many tapes were kept, recorded and failed.

    Tapes are written row by row, so that an interrupted recording loses at most one.
    """
    suite, models, path = open_suite(name).sample(limit), Models(load_settings()), cassettes_of(name)
    wanted = {row.id for row in suite.gold}
    tapes = {row: tape for row, tape in read_tapes(path).items() if row in wanted}
    kept = _playable(suite, models, tapes)
    missing = Suite(suite.name, tuple(row for row in suite.gold if row.id not in kept), suite.corpora)
    if not missing.gold:
        return {"kept": len(kept), "recorded": 0, "failed": 0}
    chat_model = models.chat_model()
    if chat_model is None:
        raise LLMUnavailableError("There is no language model to record.", hint="RAG_LLM names one.")
    recorder = Recorder(chat_model)
    tell = _teller(note, len(missing.gold))

    def save(row: ResultRow) -> None:
        tape = recorder.cut(row.id)
        if row.outcome is Outcome.OK:
            tapes[row.id] = tape
            write_tapes(path, tapes.values())
        tell(row)

    with tempfile.TemporaryDirectory() as scratch:
        manifest = manifest_of(missing, "llm", models, "recording", live=True, seed=0)
        opener = partial(models.open, chat_model=recorder)
        counts = collect(missing, opener, Path(scratch) / "run", manifest, on_row=save)
    return {"kept": len(kept), "recorded": counts[Outcome.OK], "failed": counts.total() - counts[Outcome.OK]}


def _playable(suite: Suite, models: Models, tapes: dict[str, Tape]) -> set[str]:
    """The rows whose tape still answers everything that is asked."""
    kept: set[str] = set()
    player = _player(tapes, models)

    def keep(row: ResultRow) -> None:
        if row.outcome is Outcome.OK:
            kept.add(row.id)

    if tapes:
        with tempfile.TemporaryDirectory() as scratch:
            manifest = manifest_of(suite, "llm", models, "playing", live=False, seed=0)
            opener = partial(models.open, chat_model=player)
            collect(suite, opener, Path(scratch) / "run", manifest, player=player, on_row=keep)
    return kept


def _player(tapes: dict[str, Tape], models: Models) -> Player:
    """Tapes of another model than the local one in the settings are stale; of an endpoint nothing is known."""
    entry = shipped_registry().get(models.settings.llm_model) if models.settings.llm == "local" else None
    return Player(tapes, entry.sha256 if entry else None)


def manifest_of(suite: Suite, answerer: Answerer, models: Models, llm: str, *, live: bool, seed: int) -> Manifest:
    """What makes this run; `llm` names the language model or the cassettes."""
    return Manifest(
        suite=suite.name,
        gold=gold_version(suite.gold),
        documents=suite.documents_digest(),
        answerer=answerer,
        live=live,
        seed=seed,
        k=ANSWER_K,
        settings=public_settings(models.settings),
        models={"embedder": models.embedder(), "llm": llm},
        prompts=prompt_digests(),
        code=code_digest(),
        version=version(),
    )


def _teller(note: Note, total: int) -> Callable[[ResultRow], None]:
    """Notes what went wrong, and how far the work is now and then."""
    asked: Counter[Outcome] = Counter()

    def tell(row: ResultRow) -> None:
        asked[row.outcome] += 1
        if row.error is not None:
            note(f"{row.id}: {row.outcome}: {row.error.message}")
        if asked.total() % 25 == 0:
            note(f"{asked.total()} of {total} asked")

    return tell

"""`rag verify` as a user runs it: against files and against the index, each failure by its name, without a model."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.cli.shell import SEEDS, Shell

SOURCE = "seeds/000_ab4d0b7b6ea0cd6f.txt"
HEAVY = ("torch", "transformers", "onnxruntime", "sentence_transformers", "llama_index", "xllamacpp")


def cited(source: str = SOURCE, start: int = 454, end: int = 485, **changes: Any) -> dict[str, Any]:
    text = (SEEDS / Path(source).name).read_bytes().decode()
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    made = {"id": 1, "document": "d", "source": source, "sha256": sha256, "start": start, "end": end}
    return made | {"quote": text[start:end], "title": None, "published": None, "language": "zh-Hans"} | changes


def answered(*citations: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"question": "q", "status": "answered", "answer": "a [1]", "citations": list(citations), **more}


def check(shell: Shell, answers: str, *options: str) -> tuple[int, dict[str, Any]]:
    saved = shell.folder / "saved.jsonl"
    saved.write_text(answers, encoding="utf-8")
    return shell.json("verify", str(saved), *options)


def changed(**changes: Any) -> Callable[[], dict[str, Any]]:
    return lambda: cited() | changes


def test_files_bear_out_what_is_cited(shell: Shell) -> None:
    refusal = {"reason": "no_evidence", "message": "no", "nearest": [cited(start=0, end=20)]}
    lines = [answered(cited(), cited(id=2)), answered(refusal=refusal, status="refused", answer="no")]
    code, report = check(shell, "\n".join(map(json.dumps, lines)), "--sources", str(SEEDS))
    assert (code, report) == (0, {"checked": 3, "failed": 0, "failures": []})


@pytest.mark.parametrize(
    ("forged", "reason"),
    [
        (changed(quote="他说,“朝鲜人民军与俄罗斯士兵并肩作战,失去了俄库尔斯克州”。"), "quote_mismatch"),
        (changed(start=455), "quote_mismatch"),
        (changed(end=10**9), "offset_out_of_range"),
        (changed(start=-1), "offset_out_of_range"),
        (changed(start=485, end=454), "offset_out_of_range"),
        (changed(sha256="0" * 64), "text_changed"),
        (changed(source="seeds/none.txt", sha256="0" * 64), "document_missing"),
        (changed(source="seeds/none.txt"), "source_mismatch"),
    ],
)
def test_a_forged_citation_is_named_with_its_line(
    shell: Shell, forged: Callable[[], dict[str, Any]], reason: str
) -> None:
    lines = [answered(cited()), answered(cited(), forged() | {"id": 2})]
    code, report = check(shell, "\n".join(map(json.dumps, lines)), "--sources", str(SEEDS))
    assert (code, report["checked"], report["failed"]) == (1, 3, 1)
    (failure,) = report["failures"]
    assert (failure["answer"], failure["citation"], failure["reason"]) == (1, 2, reason)


@pytest.mark.parametrize(
    "text", ["", "[]", "no json", "{}", json.dumps(answered({"id": 1})), json.dumps(answered())[:-9]]
)
def test_what_holds_no_answer_never_passes(shell: Shell, text: str) -> None:
    code, report = check(shell, text, "--sources", str(SEEDS))
    assert code == 2
    assert "saved.jsonl" in report["error"]["message"]


def test_a_number_without_a_citation_and_a_quote_that_is_none(shell: Shell) -> None:
    forged = {"text": "拉夫罗夫上次访问朝鲜是2001年。 [1]", "citations": [1], "verdict": "quoted"}
    lines = [answered(), answered(cited(), sentences=[forged])]
    code, report = check(shell, "\n".join(map(json.dumps, lines)), "--sources", str(SEEDS))
    assert (code, report["checked"], report["failed"]) == (1, 3, 3)
    assert [one["reason"] for one in report["failures"]] == ["citation_missing", "quote_missing", "answer_altered"]


def test_a_quote_that_no_terminal_can_show_is_reported_all_the_same(shell: Shell) -> None:
    forged = cited(quote="\ud800\x1b[2J")
    code, report = check(shell, json.dumps(answered(forged)), "--sources", str(SEEDS))
    assert (code, report["failures"][0]["reason"]) == (1, "quote_mismatch")
    code, out, err = shell("verify", str(shell.folder / "saved.jsonl"), "--sources", str(SEEDS))
    assert code == 1
    assert "quote_mismatch" in err
    assert "\x1b" not in out + err


def test_no_model_is_loaded(shell: Shell) -> None:
    """No store of models is there, and what runs them is never imported."""
    saved = shell.folder / "saved.json"
    saved.write_text(json.dumps(answered(cited())), encoding="utf-8")
    script = (
        "import sys; from rag.cli import main; sys.argv = ['rag', 'verify', *sys.argv[1:]]\n"
        "try: main()\n"
        "except SystemExit as end: code = end.code or 0\n"
        f"print(code, [name for name in {HEAVY!r} if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(saved), "--sources", str(SEEDS)],
        env={**os.environ, "RAG_HOME": str(shell.folder / "home"), "RAG_MODELS": str(shell.folder / "none")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.splitlines()[-1:] == ["0 []"], done.stderr


@pytest.mark.model
def test_the_index_bears_out_what_is_cited_and_needs_no_model_for_it(seeded: Shell, tmp_path: Path) -> None:
    documents = {Path(one["source"]).name: one for one in seeded.json("list")[1]["documents"]}
    document = documents[Path(SOURCE).name]["id"]
    true, gone = cited(document=document), cited(document="0" * 16)
    changed_since = cited(document=document, sha256="0" * 64)
    saved = tmp_path / "saved.json"
    saved.write_text(json.dumps([answered(true), answered(gone), answered(changed_since)]), encoding="utf-8")
    code, report = Shell(seeded.folder, RAG_MODELS=str(tmp_path / "none")).json("verify", str(saved))
    assert (code, report["checked"]) == (1, 3)
    assert [one["reason"] for one in report["failures"]] == ["document_missing", "text_changed"]

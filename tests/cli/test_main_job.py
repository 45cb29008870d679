"""The main job at the command line, with the real models: seeds in, cited answers out, in the contract's JSON."""

from __future__ import annotations

import json
import shutil
import signal
import time
from pathlib import Path

import pytest

from tests.cli.shell import SEEDS, Shell

pytestmark = pytest.mark.model
KURSK = "他说,“朝鲜人民军与俄罗斯士兵并肩作战,解放了俄库尔斯克州”。"
REPORTERS_QUESTION = "会否参与其他地区作战"
ASKED = {
    "en": "what did Lavrov say about Kursk?",
    "de": "Was hat Lawrow über Kursk gesagt?",
    "zh-Hans": "拉夫罗夫对库尔斯克说了什么？",
    "zh-Hant": "拉夫羅夫對庫爾斯克說了什麼？",
}
ANSWER_KEYS = {
    "question",
    "language",
    "status",
    "answer",
    "refusal",
    "sentences",
    "citations",
    "answerer",
    "model",
    "degraded",
    "usage",
    "timings",
}
CITATION_KEYS = {
    "id",
    "document",
    "source",
    "sha256",
    "start",
    "end",
    "quote",
    "title",
    "published",
    "language",
    "translation",
}


@pytest.fixture
def copied(seeded: Shell, tmp_path: Path) -> Shell:
    """A seeded home that a test may change."""
    shutil.copytree(seeded.environment["RAG_HOME"], tmp_path / "home")
    return Shell(tmp_path)


def check_kursk(shell: Shell, answer: dict[str, object]) -> None:
    assert answer["status"] == "answered"
    citations = answer["citations"]
    assert isinstance(citations, list)
    assert citations[0]["quote"] == KURSK
    assert not any(REPORTERS_QUESTION in citation["quote"] for citation in citations)
    for citation in citations:
        _, text, _ = shell("show", citation["document"], "--text")
        assert text[citation["start"] : citation["end"]] == citation["quote"]


@pytest.mark.parametrize("language", ASKED)
def test_the_sentence_is_cited_in_every_language(seeded: Shell, language: str) -> None:
    code, answer = seeded.json("ask", "--answerer", "extractive", ASKED[language])
    assert code == 0
    assert set(answer) >= ANSWER_KEYS
    assert set(answer["citations"][0]) >= CITATION_KEYS
    assert (answer["language"], answer["answerer"], answer["degraded"]) == (language, "extractive", None)
    check_kursk(seeded, answer)


@pytest.mark.llm
@pytest.mark.parametrize("language", ["en", "zh-Hant"])
def test_the_local_model_cites_it_too(seeded: Shell, language: str) -> None:
    code, answer = Shell(seeded.folder, RAG_LLM="local").json("ask", ASKED[language])
    assert code == 0
    assert (answer["language"], answer["answerer"], answer["degraded"]) == (language, "llm", None)
    assert answer["usage"]["prompt_tokens"] > 0
    assert "[1]" in answer["answer"]
    check_kursk(seeded, answer)


@pytest.mark.parametrize("language", ASKED)
def test_the_passage_is_among_the_first_in_every_language(seeded: Shell, language: str) -> None:
    code, found = seeded.json("search", ASKED[language], "--k", "5")
    assert code == 0
    assert [hit["rank"] for hit in found["hits"]] == [1, 2, 3, 4, 5]
    assert set(found["hits"][0]) >= {"rank", "document", "source", "start", "end", "text", "score", "language"}
    assert any(KURSK in hit["text"] for hit in found["hits"])


def test_ingesting_again_changes_nothing_and_prune_follows_the_files(tmp_path: Path, copied: Shell) -> None:
    code, report = copied.json("ingest", str(SEEDS))
    assert code == 0
    counts = {key: report[key] for key in ("added", "updated", "unchanged", "removed", "skipped", "failed")}
    assert counts == {"added": 0, "updated": 0, "unchanged": 5, "removed": 0, "skipped": 0, "failed": 0}
    assert report["documents"] == 5
    assert report["failures"] == []
    pages = tmp_path / "pages"
    pages.mkdir()
    page = pages / "brücke.txt"
    page.write_text("Die Brücke wurde 1998 gebaut.\n", encoding="utf-8")
    assert copied.json("ingest", "pages")[1]["added"] == 1
    page.write_text("Die Brücke wurde 1999 gebaut.\n", encoding="utf-8")
    assert copied.json("ingest", "pages")[1]["updated"] == 1
    page.unlink()
    assert copied.json("ingest", "pages", "--prune")[1]["removed"] == 1
    assert len(copied.json("list")[1]["documents"]) == 5


def test_documents_are_listed_shown_and_removed(copied: Shell) -> None:
    documents = copied.json("list")[1]["documents"]
    assert set(documents[0]) >= {"id", "source", "sha256", "title", "published", "languages", "chunks"}
    chosen = documents[0]
    by_id, by_source = (copied("show", chosen[key], "--text")[1] for key in ("id", "source"))
    assert (
        by_id
        == by_source
        == next(path for path in SEEDS.iterdir() if path.name in chosen["source"]).read_text(encoding="utf-8")
    )
    assert copied.json("remove", chosen["id"]) == (0, {"removed": 1})
    assert len(copied.json("list")[1]["documents"]) == 4
    code, error = copied.json("show", chosen["id"])
    assert code == 1
    assert error["error"]["code"] == "not_found"


def test_a_saved_answer_is_verified_and_a_forged_one_is_not(seeded: Shell, tmp_path: Path) -> None:
    _, answer = seeded.json("ask", ASKED["en"])
    saved = tmp_path / "answer.json"
    saved.write_text(json.dumps(answer), encoding="utf-8")
    code, report = seeded.json("verify", str(saved))
    assert (code, report["checked"], report["failed"]) == (0, len(answer["citations"]), 0)
    assert seeded("verify", str(saved), "--sources", str(SEEDS.parent))[0] == 0
    answer["citations"][0]["quote"] = KURSK.replace("解放", "失去")
    saved.write_text(json.dumps(answer), encoding="utf-8")
    code, report = seeded.json("verify", str(saved))
    assert code == 1
    assert "quote_mismatch" in json.dumps(report["failures"])


def test_a_refusal_exits_3_where_that_is_asked_for(seeded: Shell) -> None:
    question = "Wie hoch ist der Eiffelturm?"
    code, answer = seeded.json("ask", question, "--fail-on-refusal")
    assert code == 3
    assert (answer["status"], answer["citations"]) == ("refused", [])
    assert answer["refusal"]["message"] == answer["answer"]
    code, out, _ = seeded("ask", question)
    assert code == 0
    assert f"{answer['answer']}\n\nNearest passages:\n[1] " in out


def test_two_questions_are_answered_and_the_one_that_is_not_is_named(seeded: Shell) -> None:
    asked = ("--answerer", "extractive", "What did Lavrov say about Kursk, and who won the World Cup in 1998?")
    _, answer = seeded.json("ask", *asked)
    assert [citation["quote"] for citation in answer["citations"]] == [KURSK]
    assert [one["question"] for one in answer["unanswered"]] == ["who won the World Cup in 1998?"]
    told = "“who won the World Cup in 1998?” The documents do not answer this question clearly."
    assert told in seeded("ask", *asked)[1]


def test_a_claim_comes_with_its_denial(seeded: Shell) -> None:
    _, answer = seeded.json("ask", "--answerer", "extractive", "Has North Korea supplied Russia with weapons?")
    quotes = [citation["quote"] for citation in answer["citations"]]
    assert quotes[-1] == "克里姆林宫发言人佩斯科夫表示,西方的指控没有证据。"
    assert quotes[0].startswith("白宫上周表示")


def test_a_conversation_shows_how_a_follow_up_was_understood(seeded: Shell) -> None:
    code, out, err = seeded("chat", typed=f"{ASKED['en']}\nand where did he arrive?\n")
    assert code == 0
    assert KURSK in out
    assert "understood as:" in out + err


def test_the_doctor_finds_nothing_wrong_and_a_missing_model(seeded: Shell, tmp_path: Path) -> None:
    code, report = seeded.json("doctor")
    assert code == 0, report
    assert all(set(check) >= {"name", "ok", "detail", "fix"} for check in report["checks"])
    code, report = Shell(seeded.folder, RAG_MODELS=str(tmp_path)).json("doctor")
    assert code == 1
    assert any("rag models pull" in (check["fix"] or "") for check in report["checks"] if not check["ok"])


def test_the_models_are_listed_with_licence_and_size(seeded: Shell) -> None:
    code, report = seeded.json("models", "list")
    assert code == 0
    for model in report["models"]:
        assert {"name", "licence", "bytes", "sha256"} <= set(model)


@pytest.mark.llm
def test_ctrl_c_stops_an_answer_in_one_line(seeded: Shell) -> None:
    process = Shell(seeded.folder, RAG_LLM="local").start("ask", ASKED["de"])
    time.sleep(4)  # the model is being loaded or reads the prompt
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "[interrupted]" in err
    assert "Traceback" not in err

"""The program's outside: usage errors, exit codes, and how little it loads."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from rag.cli import main
from rag.cli.output import one_line, published_in_words
from rag.text.visible import visible

HEAVY = (
    "chromadb",
    "llama_index",
    "numpy",
    "onnxruntime",
    "pydantic",
    "sentence_transformers",
    "torch",
    "transformers",
)


def run(*arguments: str, capsys: pytest.CaptureFixture[str]) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as stop:
        main(list(arguments))
    out, err = capsys.readouterr()
    return int(stop.value.code or 0), out, err


def loaded_by(code: str, names: tuple[str, ...]) -> list[str]:
    """Those of `names` that a fresh interpreter has imported after running `code`."""
    probe = f"import sys\n{code}\nprint(*[name for name in {names!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
    return done.stdout.split()


def test_importing_the_command_line_loads_nothing_heavy() -> None:
    assert loaded_by("import rag.cli", HEAVY) == []


def test_the_probe_would_notice_a_heavy_import() -> None:
    assert loaded_by("import rag.cli, numpy", HEAVY) == ["numpy"]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["nope"], "nope"),
        (["search"], "question"),
        (["search", "--k", "many", "q"], "--k"),
        (["ask", "--nope", "q"], "--nope"),
    ],
)
def test_wrong_usage_exits_2_in_one_line_with_a_hint(
    arguments: list[str], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run(*arguments, capsys=capsys)
    assert code == 2
    assert out == ""
    first, hint = err.splitlines()
    assert says in first
    assert first.endswith("[usage]")
    assert "--help" in hint


def test_no_arguments_print_the_help_and_exit_2(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys=capsys)
    assert code == 2
    assert "ingest" in out
    assert err == ""


def test_an_error_with_json_is_one_object_on_stdout(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("RAG_HOME", str(tmp_path / "home"))
    code, out, _ = run("search", "--json", "anything", capsys=capsys)
    assert code == 1
    assert json.loads(out)["error"]["code"] == "no_index"


def test_a_mistyped_setting_is_named(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("RAG_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("RAG_EMBED_MODLE", "x")
    _, _, err = run("search", "anything", capsys=capsys)
    assert "RAG_EMBED_MODLE" in err


@pytest.mark.parametrize(("value", "says"), [("gpt", "RAG_LLM"), ("openai-compatible", "RAG_LLM_BASE_URL")])
def test_a_setting_that_cannot_be_used_is_usage(
    value: str, says: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RAG_LLM", value)
    code, _, err = run("list", capsys=capsys)
    assert code == 2
    assert err.startswith("rag: RAG_LLM")
    assert says in err


def test_text_for_a_terminal_cannot_move_its_cursor() -> None:
    assert visible("a\x1b[2Jb\u202ec\r\n„d“") == "a[2Jbc\n„d“"
    assert one_line("  a\n\tb\x00 ") == "a b"


def test_a_date_without_a_year_says_so() -> None:
    assert published_in_words("--07-13") == "07-13 (no year stated)"
    assert published_in_words("2023-10-19") == "2023-10-19"


def test_help_is_printed_for_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    commands = ("ingest", "list", "show", "remove", "search", "ask", "chat", "verify", "doctor", "models")
    for command in commands:
        code, out, _ = run(command, "--help", capsys=capsys)
        assert code == 0, command
        assert "Usage: " in out


def test_a_closed_pipe_ends_quietly(tmp_path: Path) -> None:
    shell = f"{sys.executable} -m rag.cli --help | true"
    done = subprocess.run(
        ["bash", "-c", shell], capture_output=True, text=True, env={**os.environ, "HOME": str(tmp_path)}
    )
    assert done.stderr == ""


def test_a_mistyped_line_of_rag_toml_is_told_as_such(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "rag.toml").write_text('nonsense = "1"\n')
    code, _, err = run("list", capsys=capsys)
    assert code == 2
    assert "rag.toml" in err
    assert "'nonsense'" in err

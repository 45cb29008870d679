"""The wheel works away from the checkout: its prompts travel with it, and it answers a question."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PIP = [sys.executable, "-m", "pip", "--disable-pip-version-check"]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    build = [*PIP, "wheel", "--no-deps", "--no-build-isolation", "--quiet", "-w", str(folder), str(ROOT)]
    subprocess.run(build, check=True, capture_output=True)
    return next(folder.glob("*.whl"))


def test_the_wheel_carries_prompts_evals_and_data_and_no_tests(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    prompts = {f"rag/_prompts/{path.name}" for path in (ROOT / "prompts").glob("*.md")}
    assert prompts
    assert prompts <= names
    data = [
        path for folder in ("rag", "eval") for path in (ROOT / folder).rglob("*") if path.suffix in (".toml", ".npz")
    ]
    assert {path.relative_to(ROOT).as_posix() for path in data} <= names
    assert any(name.startswith("eval/") for name in names)
    assert not [name for name in names if name.startswith(("tests/", "seeds/"))]


@pytest.mark.model
@pytest.mark.timeout(300)
def test_the_wheel_answers_a_question_away_from_the_checkout(wheel: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    subprocess.run([*PIP, "install", "--no-deps", "--quiet", "--target", str(site), str(wheel)], check=True)
    pages = tmp_path / "pages"
    pages.mkdir()
    (pages / "brücke.txt").write_text(
        "Die neue Brücke über den Fluss wurde am 3. Mai 2021 eröffnet.\n", encoding="utf-8"
    )
    environment = {**os.environ, "PYTHONPATH": str(site), "RAG_HOME": str(tmp_path / "home")}

    def python(*arguments: str) -> str:
        command = [sys.executable, *arguments]
        done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    assert python("-c", "import rag; print(rag.__file__)").startswith(str(site))
    python("-m", "rag.cli", "ingest", "pages")
    question = "When was the new bridge over the river opened?"
    answer = json.loads(python("-m", "rag.cli", "ask", "--answerer", "extractive", "--json", question))
    assert answer["status"] == "answered"
    assert "3. Mai 2021" in answer["citations"][0]["quote"]

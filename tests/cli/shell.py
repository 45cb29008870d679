"""The command line as a user runs it: a process, a folder, a home."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

SEEDS = Path(__file__).parents[2] / "seeds"
RAG = [sys.executable, "-m", "rag.cli"]


def heed_ctrl_c() -> None:
    """A shell that starts the tests in the background has them, and all they start, ignore Ctrl-C."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


class Shell:
    """Runs `rag` as a user would, in a folder and a home of its own."""

    def __init__(self, folder: Path, **settings: str) -> None:
        self.folder = folder
        self.environment = {**os.environ, "RAG_HOME": str(folder / "home"), "RAG_LLM": "none", **settings}

    def start(self, *arguments: str, stdin: int | None = None) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [*RAG, *arguments],
            cwd=self.folder,
            env=self.environment,
            stdin=stdin,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            preexec_fn=heed_ctrl_c,
        )

    def __call__(self, *arguments: str, typed: str | None = None) -> tuple[int, str, str]:
        process = self.start(*arguments, stdin=subprocess.DEVNULL if typed is None else subprocess.PIPE)
        out, err = process.communicate(typed)
        assert "Traceback" not in out + err
        return process.returncode, out, err

    def json(self, *arguments: str) -> tuple[int, dict[str, Any]]:
        code, out, _ = self(*arguments, "--json")
        return code, json.loads(out)

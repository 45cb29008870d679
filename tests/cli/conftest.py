from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.shell import SEEDS, Shell


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    return Shell(tmp_path)


@pytest.fixture(scope="session")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Shell:
    """With the seeds in its index. Tests only read it."""
    shell = Shell(tmp_path_factory.mktemp("seeded"))
    code, _, err = shell("ingest", str(SEEDS))
    assert code == 0, err
    return shell

"""What every test gets: no network (loopback for tests marked `net`), and no settings from the machine it runs on."""

from __future__ import annotations

import os

import pytest
from pytest_socket import disable_socket, enable_socket, socket_allow_hosts


def pytest_runtest_setup(item: pytest.Item) -> None:
    enable_socket()
    if item.get_closest_marker("net"):
        socket_allow_hosts(["127.0.0.1", "localhost", "::1"], allow_unix_socket=True)
    else:
        disable_socket(allow_unix_socket=True)


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Settings of the developer's shell do not reach a test; the place of the fetched models does."""
    for name in list(os.environ):
        if name.startswith("RAG_") and name != "RAG_MODELS":
            monkeypatch.delenv(name)
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")

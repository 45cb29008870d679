"""Headless Chromium on the page, served on loopback. Skipped where there is no Chromium to start."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from rag.api.app import create_app
from tests.http.conftest import running

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    playwright = pytest.importorskip("playwright.sync_api")
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        pytest.skip("no Chromium: apt-get install chromium")
    with playwright.sync_playwright() as started:
        opened = started.chromium.launch(executable_path=chromium, args=list(FLAGS))
        yield opened
        opened.close()


@pytest.fixture
def visit(browser: Any) -> Iterator[Callable[..., Any]]:
    """Opens the page of a service in a tab of its own; what the browser complains about fails the test."""
    from contextlib import ExitStack

    complaints: list[str] = []
    with ExitStack() as stack:

        def open_page(service: Any, *, door: Any = None, line: Any = None, **options: Any) -> Any:
            address = stack.enter_context(running(create_app(service, door=door, line=line)))
            context = browser.new_context(**{"locale": "en-US", **options})
            stack.callback(context.close)
            context.grant_permissions(["clipboard-read", "clipboard-write"])
            page = context.new_page()
            page.set_default_timeout(10_000)
            page.on("pageerror", lambda error: complaints.append(str(error)))
            page.on("request", lambda request: complaints.extend(_elsewhere(request.url, address)))
            page.goto(address)
            return page

        yield open_page
    assert complaints == []


def _elsewhere(url: str, address: str) -> list[str]:
    return [] if url.startswith((address, "data:", "blob:")) else [f"the page asked {url}"]

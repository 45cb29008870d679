"""A first note or two, as everybody begins with: answered in every language, and not when they do not say."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from rag.config import load_settings
from rag.service import Service

pytestmark = pytest.mark.model
NOTES = {
    "bridge": "The old bridge at Kehl was closed on 3 May 2021 because its bearings had rusted. The mayor, Anna Weber,"
    " said the repair would cost 2 million euros.\n",
    "library": "上海图书馆新馆于2022年9月28日开放，馆内有六千个座位。馆长陈超说，新馆每天可以接待四万名读者。\n",
    "bakery": "Die Bäckerei Schmidt in Ulm verkauft seit 1954 Brezeln. Im Sommer öffnet sie um fünf Uhr morgens.\n",
}
ANSWERED = {
    "bridge": ("When was the bridge closed?", "Wann wurde die Brücke geschlossen?", "桥什么时候关闭的？"),
    "library": (
        "上海图书馆新馆什么时候开放？",
        "館長說新館每天可以接待多少讀者？",
        "How many seats does the library have?",
    ),
    "bakery": ("Seit wann verkauft die Bäckerei Schmidt Brezeln?",),
}
NOWHERE = ("Wie hoch ist der Eiffelturm?", "Who is the president of France?", "谁发明了电话？")


@pytest.fixture(scope="module", params=[("bridge",), ("library",), ("bridge", "library"), tuple(NOTES)], ids="+".join)
def noted(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[set[str], Service]]:
    """Which notes there are, and the service on them."""
    folder: Path = tmp_path_factory.mktemp("notes")
    for name in request.param:
        (folder / f"{name}.txt").write_text(NOTES[name], encoding="utf-8")
    with Service(load_settings(home=folder / "home")) as service:
        service.ingest([folder])
        yield set(request.param), service


def test_what_the_notes_say_is_answered_and_nothing_else(noted: tuple[set[str], Service]) -> None:
    names, service = noted
    asked = {question: name in names for name, questions in ANSWERED.items() for question in questions}
    asked |= dict.fromkeys(NOWHERE, False)
    given = {question: service.ask(question, answerer="extractive").status == "answered" for question in asked}
    assert given == asked

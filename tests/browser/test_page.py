"""What a reader does at the page: ask, watch, open a citation, add and remove documents, be refused, reload."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from rag.api.auth import parse_keys
from rag.api.guard import Door
from rag.errors import VectorStoreError
from rag.llm.scripted import Reply
from tests.http.conftest import with_model
from tests.http.scripted import QUOTE, TEXT, ScriptedService, make_document

pytestmark = [pytest.mark.net, pytest.mark.filterwarnings("ignore::DeprecationWarning")]


def ask(page: Any, question: str = "What did he say?") -> None:
    page.fill("#question", question)
    page.keyboard.press("Enter")


def test_a_citation_opens_its_article_with_exactly_the_quoted_span_marked(visit: Any) -> None:
    page = visit(ScriptedService.with_article())
    ask(page)
    page.click(".answer .mark >> nth=0")
    page.wait_for_selector(".article mark")
    assert page.text_content(".article mark") == QUOTE
    assert page.text_content("#source-text") == TEXT
    assert page.get_attribute(".article mark", "lang") == "zh-Hans"
    assert page.is_visible("text=the document says exactly this")
    assert "July 13 (no year stated)" in page.text_content(".sources")


def test_offsets_are_code_points_also_behind_characters_of_two_units(visit: Any) -> None:
    service = ScriptedService()
    service.put(make_document("emoji.txt", "🙂𠮷𠮷 Titel „eins“\n"))
    page = visit(service)
    ask(page)
    page.click(".answer .mark >> nth=0")
    page.wait_for_selector(".article mark")
    assert page.text_content(".article mark") == "🙂𠮷𠮷 Titel „eins“"


def test_a_quote_that_is_gone_from_its_place_is_said_to_be(visit: Any) -> None:
    service = ScriptedService.with_article()
    page = visit(service)
    ask(page)
    page.wait_for_selector(".answer .mark")
    service.put(make_document("article.txt", "something else\n" * 20))
    page.click(".answer .mark >> nth=0")
    page.wait_for_selector(".proof.broken:not(:empty)")
    assert page.query_selector(".article mark") is None


def test_documents_and_answers_are_text_never_markup(visit: Any) -> None:
    attack = "<img src=x onerror=\"document.title='owned'\"><script>document.title='owned'</script>"
    service = ScriptedService()
    service.put(make_document("<b>attack</b>.txt", f"{attack}\n"))
    page = visit(service)
    ask(page, attack)
    page.click(".answer .mark >> nth=0")
    page.wait_for_selector(".article mark")
    assert page.text_content(".article mark") == attack
    assert page.query_selector("main img, aside img, main script, aside script, main b") is None
    assert page.title() == "Ask your documents"


def test_the_answer_is_watched_as_it_is_made(visit: Any) -> None:
    service, _, line = with_model(Reply("a slow reply", piece=2, delay=0.2))
    page = visit(service, line=line)
    ask(page)
    page.wait_for_selector(".evidence summary")
    assert "1 passage found" in page.text_content(".evidence summary")
    assert page.is_visible("#stop")
    page.wait_for_selector(".sources")
    assert "a slow reply" in page.text_content(".answer")
    assert page.query_selector(".status") is None


def test_the_place_in_line_is_shown_until_it_is_ones_turn(visit: Any) -> None:
    go = threading.Event()
    service, model, line = with_model(lambda _: "first" if go.wait(20) else "", Reply("second", delay=1.0))
    ahead = threading.Thread(target=service.ask, args=("ahead?",))
    ahead.start()
    page = visit(service, line=line)
    ask(page)
    page.wait_for_selector("text=Place in line: 1.")
    go.set()
    page.wait_for_selector("text=Reading 1 passage…")
    page.wait_for_selector(".sources")
    ahead.join()
    assert len(model.history) == 2


def test_stopping_stops_the_model(visit: Any) -> None:
    service, model, line = with_model(Reply("a reply " * 500, delay=0.05))
    page = visit(service, line=line)
    ask(page)
    page.wait_for_selector(".evidence")
    page.click("#stop")
    page.wait_for_selector("text=Stopped.")
    page.wait_for_timeout(800)
    assert model.closed == 1


def test_pointing_at_a_mark_shows_its_quote(visit: Any) -> None:
    page = visit(ScriptedService.with_article())
    ask(page)
    page.hover(".answer .mark >> nth=0")
    assert page.text_content("#peek q") == QUOTE
    page.mouse.move(5, 5)
    assert page.is_hidden("#peek")


def test_title_outlet_date_and_translation_are_shown_with_the_quote(visit: Any) -> None:
    class Translated(ScriptedService):
        """One citation, of an article that names its outlet, translated."""

        def ask(self, question: str, **kwargs: Any) -> Any:
            answer = super().ask(question, **{**kwargs, "on_event": None})
            citation = replace(answer.citations[0], translation="He said so.")
            return replace(answer, citations=(citation,))

    service = Translated()
    service.put(replace(make_document("article.txt", TEXT), outlet="Der Bote", published="2023-09-14"))
    page = visit(service)
    ask(page)
    page.wait_for_selector(".sources")
    assert page.text_content(".sources .translation") == "He said so."
    assert page.get_attribute(".sources .translation", "lang") == "en"
    page.click(".answer .mark >> nth=0")
    page.wait_for_selector(".article mark")
    assert page.text_content("#source-title") == "外长访问"
    assert page.text_content("#source-about").startswith("Der Bote · September 14, 2023")
    assert page.text_content("#source-translation") == "He said so."


def test_a_follow_up_is_shown_as_it_was_understood(visit: Any) -> None:
    class Understanding(ScriptedService):
        """Takes every question for another one."""

        def ask(self, question: str, **kwargs: Any) -> Any:
            return replace(super().ask(question, **kwargs), understood="Who <b>replied</b>?")

    page = visit(Understanding.with_article())
    ask(page)
    page.wait_for_selector(".sources")
    assert page.text_content(".note") == "Understood as: Who <b>replied</b>?"


@pytest.mark.parametrize(
    ("degraded", "said"),
    [
        ("llm_unavailable", "No language model was at hand"),
        ("llm_failed", "The language model failed"),
        ("uncalibrated", "refusals are not calibrated"),
    ],
)
def test_what_was_missing_is_said_by_its_name(visit: Any, degraded: str, said: str) -> None:
    class Degraded(ScriptedService):
        """Something was missing."""

        def ask(self, question: str, **kwargs: Any) -> Any:
            return replace(super().ask(question, **{**kwargs, "on_event": None}), degraded=degraded)

    service = Degraded()
    service.put(make_document("article.txt", TEXT))
    page = visit(service)
    ask(page)
    page.wait_for_selector(".sources")
    assert said in page.text_content(".note")


def test_the_keyboard_reaches_the_citation_and_comes_back(visit: Any) -> None:
    page = visit(ScriptedService.with_article())
    ask(page)
    page.focus(".answer .mark >> nth=0")
    page.keyboard.press("Enter")
    page.wait_for_selector(".article mark")
    page.keyboard.press("Escape")
    assert page.is_hidden("#source")
    assert page.evaluate("document.activeElement.className") == "mark"


def test_a_refusal_says_why_and_shows_the_nearest_passages(visit: Any) -> None:
    page = visit(ScriptedService.with_article())
    ask(page, "unknown things")
    page.wait_for_selector(".refusal")
    assert "The documents do not say." in page.text_content(".refusal")
    assert QUOTE in page.text_content(".sources blockquote")


def test_an_error_says_what_to_do_and_can_be_tried_again(visit: Any) -> None:
    service = ScriptedService.with_article(failure=VectorStoreError("Chroma does not answer.", hint="Start it."))
    page = visit(service)
    ask(page)
    page.wait_for_selector(".failure")
    assert "Start it." in page.text_content(".failure")
    service.failure = None
    page.click(".failure button")
    page.wait_for_selector(".sources")


def test_documents_are_added_listed_and_removed(visit: Any, tmp_path: Path) -> None:
    (tmp_path / "neu „1“.txt").write_text("Neuer Bericht\n", encoding="utf-8")
    (tmp_path / "leer.txt").write_text("", encoding="utf-8")
    page = visit(ScriptedService())
    page.click("#add-first")
    page.set_input_files("#files", [tmp_path / "neu „1“.txt", tmp_path / "leer.txt"])
    page.wait_for_selector(".uploads .wrong")
    assert "no text" in page.text_content(".uploads .wrong")
    page.wait_for_selector(".list li")
    assert "Neuer Bericht" in page.text_content(".list")
    page.click(".list button")
    page.click(".list button")
    page.wait_for_selector(".list li", state="detached")


def test_a_dropped_file_is_added(visit: Any) -> None:
    service = ScriptedService()
    page = visit(service)
    transfer = page.evaluate_handle(
        "() => { const t = new DataTransfer(); t.items.add(new File(['文档\\n'], '文档.txt')); return t; }"
    )
    page.dispatch_event("body", "drop", {"dataTransfer": transfer})
    page.wait_for_selector(".list li")
    assert [document.source for document in service.found.values()] == ["文档.txt"]


def test_a_reload_keeps_the_conversation_in_this_tab(visit: Any) -> None:
    page = visit(ScriptedService.with_article())
    ask(page)
    page.wait_for_selector(".sources")
    page.reload()
    assert QUOTE in page.text_content(".sources")
    page.click("#fresh")
    page.reload()
    assert page.query_selector(".turn") is None


def test_a_follow_up_carries_the_conversation(visit: Any) -> None:
    service = ScriptedService.with_article()
    page = visit(service)
    ask(page, "Who spoke?")
    page.wait_for_selector(".sources")
    ask(page, "And when?")
    page.wait_for_selector(".turn:nth-child(2) .sources")
    assert [message.role for message in service.asked[1][1]] == ["user", "assistant"]


def test_the_conversation_is_copied_with_its_citations(visit: Any) -> None:
    page = visit(ScriptedService.with_article())
    ask(page)
    page.wait_for_selector(".sources")
    page.click("#copy")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert f"[1] {QUOTE}" in copied
    assert "article.txt, 6–36" in copied


def test_a_key_is_asked_for_and_kept_for_the_tab_only(visit: Any) -> None:
    door = Door(keys=parse_keys("alice:writer:a-secret-key-0123"))
    page = visit(ScriptedService.with_article(), door=door)
    page.fill("#key-value", "wrong-key")
    page.keyboard.press("Enter")
    page.wait_for_timeout(300)
    page.fill("#key-value", "a-secret-key-0123")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=1 document in Simplified Chinese.")
    ask(page)
    page.wait_for_selector(".sources")
    assert page.evaluate("JSON.stringify(localStorage) + document.cookie").count("a-secret-key") == 0


@pytest.mark.parametrize(
    ("locale", "title", "language"),
    [
        ("de-DE", "Fragen Sie Ihre Dokumente", "de"),
        ("zh-CN", "向你的文档提问", "zh-Hans"),
        ("zh-TW", "向你的文件提問", "zh-Hant"),
        ("zh-HK", "向你的文件提問", "zh-Hant"),
        ("fr-FR", "Ask your documents", "en"),
    ],
)
def test_the_page_speaks_the_readers_language(visit: Any, locale: str, title: str, language: str) -> None:
    page = visit(ScriptedService.with_article(), locale=locale)
    assert page.text_content("h1") == title
    assert page.get_attribute("html", "lang") == language


def test_every_language_has_every_word(visit: Any) -> None:
    page = visit(ScriptedService())
    keys = page.evaluate(
        "import('/page/words.js').then(({words}) => Object.values(words).map((w) => Object.keys(w).sort().join()))"
    )
    assert len(set(keys)) == 1


@pytest.mark.parametrize("width", [360, 700, 820])
def test_a_phone_shows_all_of_it_without_scrolling_sideways(visit: Any, width: int) -> None:
    page = visit(ScriptedService.with_article(), viewport={"width": width, "height": 700}, locale="de-DE")
    ask(page, "Was sagte er überhaupt?" + "x" * 90)
    page.click(".answer .mark >> nth=0")
    page.wait_for_selector(".article mark")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.is_visible("#close-source")
    page.click("#close-source")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_screen_reader_is_told_names_and_news(visit: Any) -> None:
    page = visit(ScriptedService.with_article())
    ask(page)
    page.wait_for_selector(".sources")
    assert page.get_attribute(".answer .mark >> nth=0", "aria-label") == f"Source 1: {QUOTE}"
    assert "The documents say" in page.text_content("#news")
    nameless = page.evaluate(
        "[...document.querySelectorAll('button, input, select, textarea')]"
        ".filter((e) => !(e.textContent.trim() || e.ariaLabel || e.labels?.[0]?.textContent.trim())).length"
    )
    assert nameless == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_rules_of_accessibility_are_kept_in_every_state(visit: Any, scheme: str) -> None:
    """axe's rules, contrast among them; its script has to be let past the page's own policy."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    service = ScriptedService.with_article()
    page = visit(service, color_scheme=scheme, locale="de-DE", bypass_csp=True)

    def check(state: str) -> None:
        page.wait_for_selector(state)
        found = axe.run(page)
        assert found.violations_count == 0, found.generate_report()

    check("#welcome")
    ask(page)
    page.hover(".answer .mark >> nth=0")
    check("#peek:not([hidden])")
    page.click(".answer .mark >> nth=0")
    check(".article mark")
    page.keyboard.press("Escape")
    ask(page, "unknown things")
    check(".refusal")
    service.failure = VectorStoreError("Chroma does not answer.", hint="Start it.")
    ask(page)
    check(".failure")
    page.click("#open-documents")
    check(".list li")

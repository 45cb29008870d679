from __future__ import annotations

import dataclasses
import json
import time
from collections.abc import Callable

import pytest

from rag.answer.confidence import shipped
from rag.answer.decompose import Part
from rag.answer.flow import answer, answer_parts
from rag.answer.refuse import SAID_SO
from rag.errors import LLMError, LLMUnavailableError, NotFoundError
from rag.llm.scripted import Reply, ScriptedModel
from rag.types import Answer, AnswerSentence, Hit
from tests.answer.seeds import IN_GERMAN, NEWS_OF_JULY, hits_of, seed_hits, seed_text

KURSK = "What did Lavrov say about Kursk?"
HIS_WORDS = "他说,“朝鲜人民军与俄罗斯士兵并肩作战,解放了俄库尔斯克州”。"
GOOD = "[1] Lavrov said that the Korean army fought beside Russian soldiers and liberated Kursk."


def ask(model: ScriptedModel | None, question: str = KURSK, **options: object) -> Answer:
    return answer(question, seed_hits(NEWS_OF_JULY, IN_GERMAN), model=model, text_of=seed_text, **options)  # type: ignore[arg-type]


def holds(given: Answer) -> None:
    """What is true of every answer: marks and citations agree, and every citation is exact."""
    numbers = {
        number for sentence in given.sentences if sentence.verdict != "unsupported" for number in sentence.citations
    }
    assert numbers == {citation.id for citation in given.citations}
    for citation in given.citations:
        assert seed_text(citation.document)[citation.start : citation.end] == citation.quote
    for sentence in given.sentences:
        assert (sentence.text in given.answer) is (sentence.verdict != "unsupported")
    assert (given.refusal is not None) is (given.status == "refused")
    json.dumps(dataclasses.asdict(given))


def test_a_supported_sentence() -> None:
    given = ask(ScriptedModel.of(GOOD))
    holds(given)
    assert given.answer == "Lavrov said that the Korean army fought beside Russian soldiers and liberated Kursk [1]."
    assert [sentence.verdict for sentence in given.sentences] == ["supported"]
    assert [citation.quote for citation in given.citations] == [HIS_WORDS]
    assert (given.answerer, given.model, given.degraded, given.language) == ("llm", "scripted", None, "en")
    assert given.usage.prompt_tokens > 0
    assert given.usage.completion_tokens == len(GOOD)
    assert 0 < given.timings.first_token_ms <= given.timings.total_ms


def test_a_sentence_that_fails_gives_way_to_its_quote() -> None:
    given = ask(ScriptedModel.of("[1] Lavrov said that 300 soldiers liberated Kursk in two days."))
    holds(given)
    assert [sentence.verdict for sentence in given.sentences] == ["quoted"]
    assert HIS_WORDS in given.answer
    assert "300" not in given.answer


def test_a_quote_stands_in_once() -> None:
    given = ask(ScriptedModel.of("[1] It was 300 soldiers in all.\n[1] It took them 12 days.\n" + GOOD))
    holds(given)
    assert [sentence.verdict for sentence in given.sentences] == ["supported", "quoted", "unsupported"]


def test_whoever_stops_waiting_frees_the_model_at_once() -> None:
    model = ScriptedModel.of(f"{GOOD}\n[2] He went on and on.")

    def stop(name: str, _: object) -> None:
        if name == "sentence":
            raise KeyError

    with pytest.raises(KeyError) as stopped:
        ask(model, on_event=stop)
    assert stopped.tb is not None  # it keeps every frame, and what they hold, alive
    assert model.closed == 1


def test_an_invented_number_is_dropped_and_told() -> None:
    given = ask(ScriptedModel.of(f"{GOOD}\n[9] He also praised the weather in Wonsan."))
    holds(given)
    assert [(s.verdict, s.citations) for s in given.sentences] == [("supported", (1,)), ("unsupported", ())]
    assert "weather" not in given.answer


def test_nothing_supported_is_a_refusal() -> None:
    given = ask(ScriptedModel.of("He praised the weather in Wonsan.\nHe liked the food there."))
    holds(given)
    assert given.status == "refused"
    assert given.refusal is not None
    assert given.refusal.reason == "unsupported_draft"
    assert given.refusal.nearest[0].quote == HIS_WORDS
    assert given.citations == ()
    assert [sentence.verdict for sentence in given.sentences] == ["unsupported", "unsupported"]


@pytest.mark.parametrize("draft", ["NONE", "I'm sorry, I cannot answer.", "抱歉，无法回答。", "???", "***\n---"])
def test_a_model_that_declines_is_believed_where_nothing_is_known_of_the_evidence(draft: str) -> None:
    given = ask(ScriptedModel.of(draft))
    holds(given)
    assert given.refusal is not None
    assert given.refusal.reason == "no_evidence"
    assert HIS_WORDS in {one.quote for one in given.refusal.nearest}


@pytest.mark.parametrize("draft", ["", "   "])
def test_a_model_that_says_nothing_leaves_the_quotes(draft: str) -> None:
    given = ask(ScriptedModel.of(draft))
    holds(given)
    assert given.answerer == "extractive"
    assert HIS_WORDS in given.answer


@pytest.mark.parametrize(
    ("script", "degraded"),
    [
        (LLMUnavailableError("gone"), "llm_unavailable"),
        (LLMError("broken"), "llm_failed"),
        (Reply("[1] Lavr", error=LLMError("cut")), "llm_failed"),
    ],
)
def test_a_model_that_fails_leaves_the_quotes_and_says_so(script: Exception | Reply, degraded: str) -> None:
    given = ask(ScriptedModel.of(script))
    holds(given)
    assert (given.answerer, given.degraded) == ("extractive", degraded)
    assert HIS_WORDS in given.answer


def test_what_was_verified_before_the_model_died_stands() -> None:
    given = ask(ScriptedModel.of(Reply(f"{GOOD}\n[1] And then he", error=LLMError("cut"))))
    holds(given)
    assert (given.answerer, given.degraded) == ("llm", "llm_failed")
    assert [sentence.verdict for sentence in given.sentences] == ["supported"]


def test_ten_thousand_tokens_are_cut() -> None:
    given = ask(ScriptedModel.of(Reply(f"{GOOD}\n" * 10_000, piece=1)))
    holds(given)
    assert len(given.sentences) <= 8
    assert given.usage.completion_tokens < 1000


def test_a_sentence_without_end_is_cut() -> None:
    model = ScriptedModel.of(Reply(f"{GOOD}\n[1] The rent is 5" + " and 5" * 20_000))
    began = time.perf_counter()
    given = ask(model)
    holds(given)
    assert time.perf_counter() - began < 10
    assert [one.verdict for one in given.sentences].count("supported") == 1
    assert "The rent" not in given.answer


def test_garbage_is_not_shown() -> None:
    given = ask(ScriptedModel.of("\x00\ufffd" * 50 + "\n{'a': [1, 2}\n[[[1]]] ]]\n1111 2222 3333 [1]\n" + "啊" * 200))
    holds(given)
    assert HIS_WORDS in given.answer or given.status == "refused"
    assert "1111" not in given.answer


def test_without_a_model() -> None:
    given = ask(None)
    holds(given)
    assert (given.answerer, given.degraded) == ("extractive", "llm_unavailable")
    assert ask(None, answerer="extractive").degraded is None


def test_an_llm_is_wanted_and_there_is_none() -> None:
    with pytest.raises(LLMUnavailableError):
        ask(None, answerer="llm")
    with pytest.raises(LLMUnavailableError, match="gone"):
        ask(ScriptedModel.of(LLMUnavailableError("gone")), answerer="llm")


def test_extractive_asks_no_model() -> None:
    model = ScriptedModel.of(GOOD)
    assert ask(model, answerer="extractive").answerer == "extractive"
    assert model.history == []


@pytest.mark.parametrize(
    ("question", "language", "opening"),
    [
        (KURSK, "en", "According to the documents, Lavrov said: “"),
        ("Was hat Lawrow über Kursk gesagt?", "de", "Den Dokumenten zufolge sagte Lawrow: „"),
        ("拉夫罗夫关于库尔斯克说了什么？", "zh-Hans", "据文件记载，拉夫罗夫说：“"),
        ("拉夫羅夫關於庫爾斯克說了什麼？", "zh-Hant", "據文件記載，拉夫羅夫說：「"),
    ],
)
def test_the_kursk_question_in_four_languages(question: str, language: str, opening: str) -> None:
    given = ask(None, question, answerer="extractive")
    holds(given)
    assert given.language == language
    assert given.answer.startswith(opening)
    assert HIS_WORDS in [citation.quote for citation in given.citations]
    assert not any("会否参与其他地区作战" in citation.quote for citation in given.citations)


def test_an_answer_is_shown_with_its_question_marked_as_one() -> None:
    given = ask(None, KURSK, answerer="extractive")
    answered = [s.text for s in given.sentences if "金正恩提议" in s.text]
    assert answered
    assert all(
        "(asked: “朝鲜士兵对俄收复库尔斯克州作出贡献,会否参与其他地区作战?”) “答:这是" in text for text in answered
    )


def test_traditional_asks_traditional_answers() -> None:
    said = "[1] 拉夫罗夫说，“朝鲜人民军与俄罗斯士兵并肩作战”，解放了库尔斯克。"
    given = ask(ScriptedModel.of(said), "拉夫羅夫關於庫爾斯克說了什麼？")
    holds(given)
    assert given.answer == "拉夫羅夫說，“朝鲜人民军与俄罗斯士兵并肩作战”，解放了庫爾斯克[1]。"


def test_broken_german_gives_way_to_the_quote() -> None:
    given = ask(
        ScriptedModel.of("[1] Lawrow sagte, dass die 朝鲜人民军 zusammen作战 hat."), "Was hat Lawrow über Kursk gesagt?"
    )
    holds(given)
    assert [sentence.verdict for sentence in given.sentences] == ["quoted"]
    assert "zusammen" not in given.answer


def test_events_come_in_order() -> None:
    events: list[tuple[str, object]] = []
    given = ask(ScriptedModel.of(GOOD), on_event=lambda kind, what: events.append((kind, what)))
    kinds = [kind for kind, _ in events if kind != "progress"]
    assert kinds == ["evidence", "sentence", "answer"]
    assert events[-1][1] is given
    assert all(isinstance(what, AnswerSentence) for kind, what in events if kind == "sentence")


def test_what_on_event_raises_stops_the_model() -> None:
    model = ScriptedModel.of(Reply(f"{GOOD}\n" * 50, piece=8))

    def hang_up(kind: str, _: object) -> None:
        if kind == "progress":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ask(model, on_event=hang_up)
    assert model.closed == 1


@pytest.mark.parametrize(
    ("question", "reason", "named"),
    [
        ("What did Lavrov say about Kaliningrad?", "no_evidence", "Kaliningrad"),
        ("Was hat Lawrow über Kaliningrad gesagt?", "no_evidence", "Kaliningrad"),
        ("拉夫罗夫关于加里宁格勒说了什么？", "no_evidence", "加里宁格勒"),
        ("Who won the football World Cup in Qatar?", "off_topic", "Qatar"),
    ],
)
def test_names_that_no_passage_mentions(question: str, reason: str, named: str) -> None:
    model = ScriptedModel.of(GOOD)
    given = ask(model, question)
    holds(given)
    assert given.refusal is not None
    assert given.refusal.reason == reason
    assert named in given.answer
    assert given.refusal.nearest
    assert model.history == [], "no model is asked what the documents cannot answer"


def test_no_hits() -> None:
    given = answer(KURSK, [], model=None)
    assert given.refusal is not None
    assert given.refusal.reason == "no_evidence"
    assert given.refusal.nearest == ()


@pytest.mark.parametrize("text_of", [lambda _: "another text", pytest.param(None, id="gone")])
def test_a_document_that_changed_since_it_was_found(text_of: Callable[[str], str] | None) -> None:
    def gone(_: str) -> str:
        raise NotFoundError("gone")

    given = answer(KURSK, seed_hits(NEWS_OF_JULY), model=None, text_of=text_of or gone)
    assert given.status == "refused"
    assert given.citations == ()


def test_a_question_and_documents_of_another_language() -> None:
    text = "Le pont de Kehl a été fermé lundi à cause des inondations de la semaine passée."
    given = answer("Pourquoi le pont de Kehl a-t-il été fermé ?", hits_of(text), model=None)
    assert given.status == "answered"
    assert text in given.answer


class _Named:
    """An embedder as far as refusal asks: its name. Nothing is embedded where there is no model's draft."""

    def __init__(self, name: str) -> None:
        self.name = name


def scored_hits(score: float, likeness: float) -> list[Hit]:
    """The seeds' passages, one of them about Kursk that stands out by `score`."""
    return [
        dataclasses.replace(
            hit,
            score=score if "库尔斯克" in hit.text else 0.0,
            sentence_scores=tuple(
                score if "库尔斯克" in sentence.of(seed_text(NEWS_OF_JULY)) else 0.0 for sentence in hit.chunk.sentences
            ),
            likeness=likeness,
        )
        for hit in seed_hits(NEWS_OF_JULY)
    ]


def ask_calibrated(question: str, hits: list[Hit], name: str | None = None, tolerance: float = 0.2) -> Answer:
    embedder = _Named(name or shipped().embedder)
    return answer(
        question,
        hits,
        model=None,
        embedder=embedder,  # type: ignore[arg-type]
        answerer="extractive",
        text_of=seed_text,
        max_hallucination=tolerance,
    )


def test_an_answer_and_a_refusal_say_how_sure_they_are() -> None:
    given = ask_calibrated(KURSK, scored_hits(5.0, 0.7))
    assert given.status == "answered"
    assert given.confidence is not None
    other = ask_calibrated("Who won the chess final in May?", scored_hits(0.0, 0.0))
    assert other.status == "refused"
    assert other.confidence is not None
    assert 0 <= other.confidence < given.confidence <= 1


def test_the_words_asked_for_on_what_is_asked_about_are_an_answer_however_low_they_score() -> None:
    hits = scored_hits(-1.0, 0.3)
    said = ask_calibrated(KURSK, hits)
    assert (said.status, said.confidence) == ("answered", SAID_SO)
    others = ask_calibrated(KURSK.replace("Kursk", "Berlin"), hits)
    assert others.status == "refused"
    assert others.confidence is not None
    assert others.confidence < 0.5


def test_who_tolerates_no_invention_is_refused() -> None:
    hits = scored_hits(2.0, 0.5)
    assert ask_calibrated(KURSK, hits, tolerance=0.9).status == "answered"
    refused = ask_calibrated(KURSK, hits, tolerance=0.001)
    assert refused.status == "refused"
    assert refused.confidence == ask_calibrated(KURSK, hits, tolerance=0.9).confidence


def test_another_embedder_is_uncalibrated() -> None:
    given = ask_calibrated(KURSK, scored_hits(5.0, 0.7), name="some-other-model")
    assert (given.status, given.degraded, given.confidence) == ("answered", "uncalibrated", None)
    refused = ask_calibrated("Was sagte Selenskyj?", scored_hits(5.0, 0.7), name="some-other-model")
    assert (refused.status, refused.degraded, refused.confidence) == ("refused", "uncalibrated", None)


@pytest.mark.parametrize(
    ("question", "says"),
    [
        ("Why did Macron cancel his trip to Berlin?", "“cancel”"),
        ("Warum sagte Macron seine Reise nach Berlin ab?", "„sagte … ab“"),
        ("马克龙为什么取消访问柏林？", "“取消”"),
        ("馬克宏為什麼取消訪問柏林？", "「取消」"),
    ],
)
def test_a_false_premise_is_named_beside_what_a_passage_on_it_says(question: str, says: str) -> None:
    visit, rain = "Macron visited Berlin on 3 May.", "Macron says that it rained all day."
    given = answer(question, hits_of(f"{visit}\n{rain}"), model=None)
    assert given.refusal is not None
    assert given.refusal.reason == "false_premise"
    assert says in given.answer
    assert visit in given.answer or question[0] in "馬马"  # alone, Chinese does not show that it is a name
    unrelated = answer(question, hits_of(rain), model=None)
    assert unrelated.status == "refused"
    assert rain not in unrelated.answer


@pytest.mark.parametrize(
    ("text", "opening"),
    [
        ("Macron said: “The bridge will be rebuilt.”", "The documents say:"),
        ("Macron met reporters. He said: “The bridge will be rebuilt.”", "According to the documents, Macron said:"),
        ("Macron answered 11 questions on the bridge.", "The documents say:"),
        ("Macron said that the bridge will be rebuilt.", "The documents say:"),
    ],
)
def test_only_what_someone_says_is_led_in_by_their_name(text: str, opening: str) -> None:
    given = answer("What did Macron say about the bridge?", hits_of(text), model=None)
    assert given.answer.startswith(opening)


def test_a_fallback_begins_with_a_frame_in_the_readers_language() -> None:
    for question, opening in (
        (KURSK, "According to the documents, Lavrov said:"),
        ("Was hat Lawrow über Kursk gesagt?", "Den Dokumenten zufolge sagte Lawrow:"),
        ("拉夫羅夫針對庫爾斯克說了什麼？", "據文件記載，拉夫羅夫說："),
    ):
        given = ask(ScriptedModel.of("[1] 999 soldiers went there for 888 days."), question)
        holds(given)
        assert given.answer.startswith(opening)


def test_cited_quotes_are_translated_after_the_answer() -> None:
    words = (
        "He said that the Korean People's Army fought beside Russian soldiers and liberated the Russian Kursk region."
    )
    model = ScriptedModel.of(GOOD, words)
    told: list[str] = []
    given = ask(model, on_event=lambda kind, _: told.append(kind))
    holds(given)
    assert [citation.translation for citation in given.citations] == [words]
    assert told[-1] == "answer"
    assert told.index("sentence") < len(told) - 1


def test_a_traditional_reader_gets_the_quote_in_both_scripts() -> None:
    given = ask(None, "拉夫羅夫針對庫爾斯克說了什麼？")
    assert given.citations[0].quote == HIS_WORDS
    assert given.citations[0].translation == "他說,“朝鮮人民軍與俄羅斯士兵並肩作戰,解放了俄庫爾斯克州”。"


@pytest.mark.parametrize(("language", "frame"), [("zh-Hant", "文件"), ("zh-Hans", "文件"), ("de", "Dokument")])
@pytest.mark.parametrize("question", ["她幾歲？ (Department for Transport、Hanna Lindqvist)", "Lavrov (Kursk)"])
def test_a_question_that_was_completed_is_answered_in_the_language_it_was_asked_in(
    question: str, language: str, frame: str
) -> None:
    parts = [(Part(question, question), seed_hits(NEWS_OF_JULY))]
    given = answer_parts(question, parts, model=None, text_of=seed_text, language=language)
    assert given.language == language
    assert frame in given.answer

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.answer.evidence import rank, select
from rag.answer.extractive import pick, quoted
from rag.answer.question import read_question
from rag.answer.statements import LONGEST
from rag.errors import NotFoundError
from rag.text.language import detect
from rag.text.quotation import pairs
from rag.text.sentences import is_question
from rag.types import Evidence, Span
from tests.answer.seeds import IN_GERMAN, NEWS_OF_JULY, document, hits_of, seed_hits, seed_text

HIS_WORDS = "他说,“朝鲜人民军与俄罗斯士兵并肩作战,解放了俄库尔斯克州”。"
REPORTERS_QUESTION = "——朝鲜士兵对俄收复库尔斯克州作出贡献,会否参与其他地区作战?"
KURSK = {
    "en": "What did Lavrov say about Kursk?",
    "de": "Was hat Lawrow über Kursk gesagt?",
    "zh-Hans": "拉夫罗夫关于库尔斯克说了什么？",
    "zh-Hant": "拉夫羅夫關於庫爾斯克說了什麼？",
}


@pytest.mark.parametrize("language", KURSK)
def test_what_lavrov_said_about_kursk(language: str) -> None:
    found = select(KURSK[language], seed_hits(NEWS_OF_JULY, IN_GERMAN), text_of=seed_text)
    quotes = [one.quote for one in found]
    assert HIS_WORDS in quotes
    assert not any("会否参与其他地区作战" in quote for quote in quotes)
    his = found[quotes.index(HIS_WORDS)]
    assert (his.speaker, his.context) == ("拉夫罗夫", "拉夫罗夫转达了俄总统普京对金正恩的问候。")


@pytest.mark.parametrize("language", KURSK)
def test_an_answer_is_cited_with_its_question_as_context(language: str) -> None:
    found = select(KURSK[language], seed_hits(NEWS_OF_JULY), text_of=seed_text)
    answers = [one for one in found if one.quote.startswith("答:这是朝鲜领导人金正恩提议的")]
    assert [(one.speaker, one.context) for one in answers] == [("拉夫罗夫", REPORTERS_QUESTION.lstrip("—"))]


@pytest.mark.parametrize("language", KURSK)
def test_other_words_of_his_stay_out_where_some_are_about_it(language: str) -> None:
    found = select(KURSK[language], seed_hits(NEWS_OF_JULY, IN_GERMAN), text_of=seed_text)
    assert all("库尔斯克" in one.quote + one.context for one in found)


def test_a_question_before_the_passage_is_not_its_context() -> None:
    text = "Do you accept our cookies?\nThe bridge at Kehl must be rebuilt.\n"
    hit = hits_of(text)[-1]
    assert hit.text.startswith("The bridge")
    assert [one.context for one in select("What about the bridge at Kehl?", [hit], text_of=lambda _: text)] == [""]


def test_without_the_documents_text_the_lead_in_is_out_of_sight() -> None:
    found = select(KURSK["en"], seed_hits(NEWS_OF_JULY))
    assert {one.speaker for one in found if one.quote.startswith("答:这是")} <= {""}


def test_another_ones_words_stand_back() -> None:
    text = "Scholz said the bridge at Kehl must be rebuilt.\nMacron said the bridge at Kehl must be rebuilt soon."
    assert select("What did Macron say about the bridge at Kehl?", hits_of(text))[0].speaker == "Macron"
    assert select("What did Scholz say about the bridge at Kehl?", hits_of(text))[0].speaker == "Scholz"


@pytest.mark.parametrize(
    ("text", "columns", "row"),
    [
        (
            "Fares\n\n| To | Price |\n| --- | --- |\n| Bonn | 9 € |\n| Köln | 12 € |",
            "| To | Price |",
            "| Köln | 12 € |",
        ),
        ("Abfahrten\n\nZiel\tUhrzeit\nBonn\t9:30\nKöln\t10:15", "Ziel\tUhrzeit", "Köln\t10:15"),
        (
            "红烧牛肉面的材料\n\n| 食材 | 用量 |\n|---|---|\n| 番茄 | 3颗 |\n| 米酒 | 半杯 |",
            "| 食材 | 用量 |",
            "| 米酒 | 半杯 |",
        ),
    ],
)
def test_a_row_comes_with_the_names_of_its_columns_which_state_nothing(text: str, columns: str, row: str) -> None:
    first, *others = hits_of(text)
    sentences = tuple(sentence for hit in (first, *others) for sentence in hit.chunk.sentences)
    whole = replace(first, text=text, chunk=replace(first.chunk, span=Span(0, len(text)), sentences=sentences))
    found = select("What does it say about Köln and 米酒?", [whole], text_of=lambda _: text)
    assert {one.quote: one.columns for one in found}[row] == columns
    marked = columns.startswith("|")
    assert (columns in [one.quote for one in found]) is not marked
    assert f"“{columns}”) “{row}” [" in quoted(next(one for one in found if one.quote == row), "en")


@pytest.mark.parametrize(
    ("text", "asked", "quote"),
    [
        (
            "Abfall\n\nOrtsteil Nord\n\nTonne\tvormittags\tnachmittags\nPapier\tMontag\tDienstag\n\n"
            "Ortsteil Süd\n\nTonne\tvormittags\tnachmittags\nPapier\tFreitag\tSamstag",
            "Wann wird im Ortsteil Süd das Papier geholt?",
            "(columns: “Ortsteil Süd · Tonne\tvormittags\tnachmittags”) “Papier\tFreitag\tSamstag” [1]",
        ),
        (
            "# Notes\n\n## Version 5.0\n\n- Sharing was removed.\n\n## Version 4.9\n\n- Sharing was added.",
            "In which version was sharing added?",
            "(under “Version 4.9”) “- Sharing was added.” [1]",
        ),
        (
            "# 更新说明\n\n## 5.0版\n\n- 移除了日历共享功能。\n\n## 4.9版\n\n- 新增了日历共享功能。",
            "4.9版新增了什么功能？",
            "(under “4.9版”) “- 新增了日历共享功能。” [1]",
        ),
    ],
)
def test_a_row_and_an_item_come_with_the_heading_above(text: str, asked: str, quote: str) -> None:
    hits = [hit for hit in hits_of(text) if hit.text != text.split("\n")[0]]
    best = select(asked, hits, text_of=lambda _: text)[0]
    assert quoted(best, "en") == quote
    assert best.preface == best.context


def test_who_sent_a_mail_is_no_evidence() -> None:
    text = "Von: Eva Lund <eva@a.example>\nAn: Bo Sand <bo@a.example>\nBetreff: Kühlschrank\n\n"
    text += "Eva Lund ersetzt den Kühlschrank von Bo Sand am Mittwoch."
    first, *others = hits_of(text)
    sentences = tuple(sentence for hit in (first, *others) for sentence in hit.chunk.sentences)
    whole = replace(first, text=text, chunk=replace(first.chunk, span=Span(0, len(text)), sentences=sentences))
    found = select("Wann ersetzt Eva Lund den Kühlschrank von Bo Sand?", [whole], text_of=lambda _: text)
    assert [one.quote for one in found] == ["Eva Lund ersetzt den Kühlschrank von Bo Sand am Mittwoch."]


def test_a_row_far_down_a_long_table_has_its_columns_and_heading() -> None:
    rows = [f"Hex bolt {n}\tM{n} x 40\t{n}.80" for n in range(200)]
    above = "Price list\n\nFixings\n\n"
    text = above + "\n".join(["Article\tSize\tPrice", *rows])
    last = Span(text.index(rows[-1]), len(text))
    first = hits_of(rows[-1])[0]
    hit = replace(first, text=rows[-1], chunk=replace(first.chunk, span=last, sentences=(last,)))
    found = select("What does hex bolt 199 cost?", [hit], text_of=lambda _: text)
    assert [one.columns for one in found] == ["Fixings · Article\tSize\tPrice"]


def test_a_number_in_a_row_counts_in_what_its_column_names() -> None:
    text = "Leave\n\nOccasion\tDays\nOwn wedding\t2\nNo wedding\tnone"
    asked = read_question("How many days of leave do I get for my own wedding?")
    own, other, *_ = sorted(rank(asked, hits_of(text)), key=lambda one: "Own" not in one.candidate.statement.quote)
    assert (own.signs["kind"], other.signs["kind"]) == (1.0, -1.0)


def test_the_heading_of_a_paragraph_states_nothing() -> None:
    text = "Mietvertrag\n\n§ 6 Schönheitsreparaturen\nDer Mieter übernimmt die Schönheitsreparaturen nicht.\n"
    text += "§ 7 gilt auch für Schönheitsreparaturen."
    quotes = [one.quote for one in select("Wer muss die Schönheitsreparaturen machen?", hits_of(text))]
    assert sorted(quotes) == [
        "Der Mieter übernimmt die Schönheitsreparaturen nicht.",
        "§ 7 gilt auch für Schönheitsreparaturen.",
    ]


def test_a_numbered_heading_in_capitals_states_nothing() -> None:
    text = "Manual\n\n1. SAFETY INSTRUCTIONS\nKeep the safety instructions.\n2. CALL 911 FOR SAFETY"
    quotes = [one.quote for one in select("What about safety?", hits_of(text))]
    assert quotes == ["Keep the safety instructions.", "2. CALL 911 FOR SAFETY"]


def test_every_quote_stands_in_the_document_at_its_offsets() -> None:
    for question in KURSK.values():
        for one in select(question, seed_hits(NEWS_OF_JULY, IN_GERMAN), text_of=seed_text, limit=99):
            assert one.span.of(seed_text(one.document.id)) == one.quote


def test_questions_remarks_and_scraps_are_no_evidence() -> None:
    text = "Who rebuilt the bridge at Kehl?\n(Photo: the bridge at Kehl)\nKehl\nThe army rebuilt the bridge at Kehl."
    assert [one.quote for one in select("Who rebuilt the bridge at Kehl?", hits_of(text))] == [
        "The army rebuilt the bridge at Kehl."
    ]


def test_titles_and_headings_are_no_evidence() -> None:
    states = "The AquaPress 300 makes espresso in a minute."
    title, subject, heading = "AquaPress 300 Espresso Machine", "Subject: AquaPress 300", "## Espresso, AquaPress 300"
    text = f"{title}\n\n{subject}\n\n{heading}\n\n{states}\n"
    found = select("Does the AquaPress 300 make espresso?", hits_of(text), text_of=lambda _: text)
    assert [one.quote for one in found] == [states]


def test_a_repeated_sentence_is_taken_once() -> None:
    text = "The army rebuilt the bridge at Kehl.\nThe army rebuilt the bridge at Kehl.\nThe bridge was long."
    assert len(select("Who rebuilt the bridge at Kehl?", hits_of(text))) == 2


def test_numbers_run_from_one_and_scores_fall() -> None:
    found = select(KURSK["en"], seed_hits(NEWS_OF_JULY, IN_GERMAN), text_of=seed_text, limit=4)
    assert [one.id for one in found] == list(range(1, len(found) + 1))
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
    assert len(found) <= 4


def test_a_long_sentence_is_cut_at_clauses_outside_quotations() -> None:
    long = (
        "他说，"
        + "，".join(f"第{n}座桥必须重建" for n in range(40))
        + "，“"
        + "，".join("我们会重建" for _ in range(80))
        + "”。"
    )
    for one in select("桥必须重建吗", hits_of(long), limit=99):
        if len(one.quote) * 3 > LONGEST:
            assert one.quote.count("“") == one.quote.count("”")
        assert all(one.quote[p.span.end - 1] == "”" for p in pairs(one.quote) if p.mark == "“")
        assert one.quote.count("“") == one.quote.count("”"), "a quotation was cut"


def test_scores_of_meaning_count() -> None:
    low, high = hits_of("A red house stands there.\nA blue house stands here.")
    low, high = replace(low, sentence_scores=(0.1,)), replace(high, sentence_scores=(3.0,))
    assert select("Which boat?", [low, high])[0].quote == "A blue house stands here."


def test_a_document_that_is_gone_still_gives_its_passage() -> None:
    def gone(_: str) -> str:
        raise NotFoundError("gone")

    assert select(KURSK["zh-Hans"], seed_hits(NEWS_OF_JULY), text_of=gone)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300), st.text(max_size=60))
def test_any_text_and_any_question(text: str, question: str) -> None:
    """Breaks if a rule assumes something of a text: an index, a bracket, a name."""
    for one in select(question, hits_of(text), text_of=lambda _: text):
        assert one.span.of(text) == one.quote
        assert not is_question(one.quote)


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("When was the bridge at Kehl closed?", "The bridge at Kehl was closed on 3 May 2021."),
        ("How many people live near the bridge at Kehl?", "Some 34,000 people live near the bridge at Kehl."),
        ("Why is the bridge at Kehl closed?", "The bridge at Kehl is closed because of flood damage."),
        ("Wann wurde die Brücke bei Kehl gesperrt?", "The bridge at Kehl was closed on 3 May 2021."),
        ("凯尔大桥附近住着多少人？", "Some 34,000 people live near the bridge at Kehl."),
    ],
)
def test_a_sentence_with_the_kind_of_thing_asked_for_comes_first(question: str, answer: str) -> None:
    text = "\n".join(
        (
            "The bridge at Kehl is a bridge near Kehl.",
            "The bridge at Kehl was closed on 3 May 2021.",
            "Some 34,000 people live near the bridge at Kehl.",
            "The bridge at Kehl is closed because of flood damage.",
        )
    )
    assert select(question, hits_of(text))[0].quote == answer


def test_a_number_in_the_question_is_no_time_of_day() -> None:
    text = "8号线的末班车23:40发出。\n8号线的末班车很挤。"
    told, other = rank(read_question("8号线的末班车几点发出？"), hits_of(text))
    assert (told.signs["kind"], other.signs["kind"]) == (1.0, -1.0)


def test_a_thing_the_question_holds_itself_does_not_count() -> None:
    text = "In 2021 the bridge at Kehl was much discussed.\nThe bridge at Kehl was rebuilt in 2023."
    found = select("In which year was the bridge at Kehl rebuilt, closed in 2021?", hits_of(text))
    assert found[0].quote == "The bridge at Kehl was rebuilt in 2023."


def test_a_document_of_another_date_stands_back() -> None:
    july = hits_of("The minister arrived by train.", "july.txt", published="--07-13")
    october = hits_of("The minister arrived by plane.", "october.txt", published="2023-10-19")
    asked = "How did the minister arrive in October 2023?"
    assert select(asked, [*july, *october])[0].quote == "The minister arrived by plane."
    assert (
        select("How did the minister arrive in July?", [*october, *july])[0].quote == "The minister arrived by train."
    )


def test_retrievals_scores_rank_where_nothing_else_tells() -> None:
    hits = [
        replace(hit, sentence_scores=(score,))
        for hit, score in zip(hits_of("Cats sleep all day.\nDogs bark all night."), (0.5, 2.0), strict=True)
    ]
    assert [one.quote for one in select("动物做什么？", hits)] == ["Dogs bark all night.", "Cats sleep all day."]


@pytest.mark.parametrize(
    ("question", "quotes", "shown"),
    [
        # The best is about what is asked, and who says it is not told: not his words about something else.
        (
            "Was sagte Brodersen über eine Insel ohne Glocke?",
            [("„Eine Insel ohne Glocke ist stumm.“", ""), ("„Das ist kein Fischer“, sagte er.", "Brodersen")],
            [0],
        ),
        ("What did Tate say about the roof?", [("“The roof leaks.”", ""), ("“Ask me in May,” she said.", "Tate")], [0]),
        ("王强对大桥的修复说了什么？", [("“大桥的修复要三年。”", ""), ("他说：“五月再问我。”", "王强")], [0]),
        # His own words about it come first, and so do those that cannot be compared, or where nothing is about it.
        ("What did Tate say about the roof?", [("“The roof leaks.”", ""), ("“A roof lasts,” she said.", "Tate")], [1]),
        (
            "What did Tate say about the roof?",
            [("“The roof leaks.”", ""), ("„Es regnet hinein“, sagte sie.", "Tate")],
            [1],
        ),
        ("What did Tate say about the roof?", [("“It leaks.”", ""), ("“Ask me in May,” she said.", "Tate")], [1]),
    ],
)
def test_not_what_one_said_about_something_else(question: str, quotes: list[tuple[str, str]], shown: list[int]) -> None:
    evidence = [
        Evidence(place + 1, document(quote), Span(0, len(quote)), quote, detect(quote), 9 - place / 10, "", speaker)
        for place, (quote, speaker) in enumerate(quotes)
    ]
    assert [evidence.index(one) for one in pick(read_question(question), evidence)] == shown

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.text.fold import fold
from rag.types import Span

TEXTS = st.text(
    st.one_of(
        st.sampled_from(
            "俄羅斯發髮后後裏着著üÜßẞéŁø“”「」，。１ａＡﬁ½①Ⅳe\u0301\u0308\u00ad\u200b\ufeff가\u1100\u1161\n İı"
        ),
        st.characters(),
    ),
    max_size=40,
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("拉夫羅夫對庫爾斯克說了什麼", "拉夫罗夫对库尔斯克说了什么"),
        ("標誌著臺灣的後裏", "标志着台湾的后里"),
        ("Außenminister", "AUSSENMINISTER"),
        ("Müller", "muller"),
        ("Mu\u0308ller", "Müller"),
        ("„Ja“ – ‚nein‘", "\"ja\" - 'nein'"),
        ("１１，２０２４：Ａ", "11,2024:a"),
        ("「同志」。", '"同志".'),
        ("Wor\u00adt\u200b", "wort"),
        ("Ærø Łódź", "aero lodz"),
        ("ﬁnal", "final"),
        ("٣٤", "34"),
        ("\u1100\u1161", "가"),
    ],
)
def test_spellings_meet(one: str, other: str) -> None:
    assert fold(one).text == fold(other).text


@pytest.mark.parametrize(("one", "other"), [("俄", "娥"), ("мой", "мои"), ("1,000", "1.000")])
def test_different_texts_stay_different(one: str, other: str) -> None:
    assert fold(one).text != fold(other).text


def test_what_matched_is_found_in_the_original() -> None:
    original = "Ein Gru\u00df\u00ad von Mu\u0308ller, ﬁn。"
    folded = fold(original)
    for wanted, source in [("gruss", "Gru\u00df\u00ad"), ("s", "\u00df\u00ad"), ("muller", "Mu\u0308ller"), ("i", "ﬁ")]:
        start = folded.text.rindex(wanted)
        assert folded.span(start, start + len(wanted)).of(original) == source


@given(TEXTS)
def test_offsets_grow_and_stay_inside(text: str) -> None:
    folded = fold(text)
    assert len(folded.starts) == len(folded.ends) == len(folded.text)
    assert all(0 <= start < end <= len(text) for start, end in zip(folded.starts, folded.ends, strict=True))
    assert list(folded.starts) == sorted(folded.starts)
    assert list(folded.ends) == sorted(folded.ends)


@given(TEXTS, st.data())
def test_any_part_of_the_fold_leads_to_an_original_that_folds_to_it(text: str, data: st.DataObject) -> None:
    folded = fold(text)
    if not folded.text:
        return
    start = data.draw(st.integers(0, len(folded.text) - 1))
    end = data.draw(st.integers(start + 1, len(folded.text)))
    span = folded.span(start, end)
    assert folded.text[start:end] in fold(span.of(text)).text
    for smaller in (Span(span.start + 1, span.end), Span(span.start, span.end - 1)):
        if fold(smaller.of(text)).text == fold(span.of(text)).text:
            continue  # a character that folds to nothing goes with the one before it
        assert len(fold(smaller.of(text)).text) != end - start or folded.text[start:end] != fold(smaller.of(text)).text


@given(TEXTS)
def test_folding_twice_changes_nothing(text: str) -> None:
    once = fold(text).text
    assert fold(once).text == once


@given(TEXTS, st.sampled_from(["后", "a", " ", "“"]), TEXTS)
def test_folding_is_local(left: str, middle: str, right: str) -> None:
    assert fold(left + middle).text + fold("." + right).text[1:] == fold(left + middle + "." + right).text.replace(
        fold(left + middle).text + ".", fold(left + middle).text, 1
    )

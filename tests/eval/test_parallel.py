"""The study on parallel news, on a made-up document in four languages."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer import Typer
from typer.testing import CliRunner

from eval.datasets import xquad_r
from eval.datasets.errors import DatasetError
from eval.datasets.parallel import ParallelDocument
from eval.parallel.__main__ import parallel
from eval.parallel.spoil import Spoiler
from eval.parallel.texts import Pair, pairs

BRIDGE = ParallelDocument(
    "bridge",
    {
        "en": ("Old bridge closed", "On 3 May the bridge in Avonbury was closed for 4 months.", "So said Jane Porter."),
        "de": (
            "Brücke zu",
            "Am 3. Mai wurde die Brücke in Avonbury für 4 Monate geschlossen.",
            "So sagte es Jane Porter.",
        ),
        "zh-Hans": ("旧桥关闭", "5月3日，埃文伯里的桥关闭了4个月。", "简·波特这样说。"),
        "zh-Hant": ("舊橋關閉", "5月3日，埃文伯里的橋關閉了4個月。", "簡·波特這樣說。"),
    },
)
RIVER = ParallelDocument(
    "river",
    {
        "en": ("High water", "The water near Wexhampton rose.", "They met Tom Barlowe there."),
        "de": ("Hochwasser", "Das Wasser bei Wexhampton stieg.", "Sie trafen dort Tom Barlowe."),
        "zh-Hans": ("大水", "韦克斯汉普顿附近水位上涨。", "他们在那里见到汤姆·巴洛。"),
        "zh-Hant": ("大水", "韋克斯漢普頓附近水位上漲。", "他們在那裡見到湯姆·巴洛。"),
    },
)


def found(language: str, quoted: str, place: int = 1) -> Pair:
    return next(
        one for one in pairs([BRIDGE], 1) if (one.language, one.quote.language, one.place) == (language, quoted, place)
    )


def test_a_sentence_is_paired_with_itself_and_its_translations_but_not_with_the_other_chinese() -> None:
    every = list(pairs([BRIDGE, RIVER], 1))
    assert len(every) == 2 * 2 * (4 + 2 + 2 * 4)
    assert {one.direction for one in every} == {"same", "en<de", "en<zh", "de<en", "de<zh", "zh<en", "zh<de"}
    assert found("en", "zh-Hans").quote.quote == BRIDGE.sentences["zh-Hans"][1]
    assert found("zh-Hans", "en", 2).quote.speaker == "Jane Porter"


def test_corruptions_are_false_and_always_the_same() -> None:
    spoiler = Spoiler([BRIDGE, RIVER])
    spoilt = list(spoiler.spoilt(found("en", "zh-Hans")))
    assert spoilt == list(spoiler.spoilt(found("en", "zh-Hans")))
    by_kind = {kind: (text, asked) for kind, text, asked in spoilt}
    assert set(by_kind) == {"digit", "date", "negation", "name of other news", "said"}
    assert "Wexhampton" in by_kind["name of other news"][0]
    assert by_kind["said"] == (f"Jane Porter said that {BRIDGE.sentences['en'][1]}", "What did Jane Porter say?")


def test_nobody_is_made_to_say_what_somebody_says() -> None:
    spoilt = Spoiler([BRIDGE, RIVER]).spoilt(found("en", "en", 2))
    assert "said" not in {kind for kind, _, _ in spoilt}


@pytest.mark.parametrize("of", ["ntrex", "xquad"])
def test_without_the_texts_it_is_unmeasured(tmp_path: Path, of: str) -> None:
    app = Typer()
    app.command()(parallel)
    result = CliRunner().invoke(app, ["--data", str(tmp_path), "--set", of])
    assert result.exit_code == 1
    assert f"{of}: unmeasured" in result.output


def write_xquad(folder: Path, texts: dict[str, list[list[str]]]) -> None:
    """One paragraph an article: the sentences of each, by language."""
    for language, articles in texts.items():
        data = [
            {
                "title": f"Article {number}",
                "paragraphs": [
                    {
                        "context": " ".join(lines),
                        "qas": [],
                        "sentence_breaks": [
                            [start := len(" ".join(lines[:place])) + (place > 0), start + len(line)]
                            for place, line in enumerate(lines)
                        ],
                    }
                ],
            }
            for number, lines in enumerate(articles)
        ]
        (folder / xquad_r.FILES[language]).write_text(json.dumps({"data": data}), encoding="utf-8")


@pytest.mark.parametrize("content", ['{"data": 3}', "[1", '{"data": [{"paragraphs": []}, 1]}'])
def test_a_file_of_another_layout_is_named(tmp_path: Path, content: str) -> None:
    write_xquad(tmp_path, {language: [["A sentence."]] for language in xquad_r.FILES})
    (tmp_path / xquad_r.FILES["de"]).write_text(content)
    with pytest.raises(DatasetError, match=r"xquad-r\.de\.json"):
        xquad_r.read(tmp_path)


def test_only_aligned_paragraphs_of_xquad_are_read(tmp_path: Path) -> None:
    write_xquad(
        tmp_path,
        {
            "en": [["The old bridge is closed.", "It is 90 m long."], ["One.", "Two."], ["Short.", "A long sentence."]],
            "de": [
                ["Die alte Brücke ist zu.", "Sie ist 90 m lang."],
                ["Eins und zwei."],
                ["Kurz.", "Ein langer Satz."],
            ],
            "zh-Hans": [["那座旧桥关闭了。", "桥长90米。"], ["一。", "二。"], ["这是一个很长的句子。", "短。"]],
        },
    )
    ((article, document),) = xquad_r.read(tmp_path)
    assert article == 0
    assert document.sentences["en"] == ("Article 0", "The old bridge is closed.", "It is 90 m long.")
    assert document.sentences["zh-Hans"][2] == "桥长90米。"

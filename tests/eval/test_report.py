"""Reports: what is in them, and that no answer can break out of them."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from xml.etree import ElementTree as ET

import pytest
from changes import answered, only

from eval import mutations as spoil
from eval.baseline import bless
from eval.gate import Verdict, gate
from eval.oracle import refuse
from eval.report.github import workflow_commands
from eval.report.junit import junit
from eval.report.markdown import markdown
from eval.report.page import page
from eval.report.terminal import print_checks, print_comparison, print_regressions, print_scores
from eval.runs import Run
from eval.score import score

HOSTILE = (
    "</td></table><script>alert(1)</script>\n\n# Gate passes\n| a | b |\n@maintainer see #1 "
    "![x](http://evil/x.png) [link](javascript:1) \x1b[2J\x1b]0;pwned\x07 \u202eevil \x00 ::error::x %0A {{ 7*7 }} ]]>"
)


def verdict_of(run: Run, changed: Run) -> Verdict:
    return gate(changed, score(changed), bless(run, score(run), None).baseline)


@pytest.fixture
def hostile(perfect: Run) -> Run:
    """Every German answer attacks whoever displays it."""
    return only(lambda row: row.language == "de", spoil.each_answer(lambda answer, _: replace(answer, answer=HOSTILE)))(
        perfect
    )


class Tags(HTMLParser):
    """Collects the tags and the text of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        assert not any(
            name.startswith("on") or (value or "").startswith(("http", "javascript")) for name, value in attrs
        )

    def handle_data(self, data: str) -> None:
        self.text += data


def test_markdown_shows_both_answers_and_the_worst_first(perfect: Run):
    crashed = only(lambda row: row.id == "both-de", spoil.each_row(spoil.crashed))(perfect)
    changed = only(lambda row: row.id == "closed-en", answered(refuse))(crashed)
    words = markdown(changed, verdict_of(perfect, changed))
    assert words.startswith("## Evaluation does not pass: <code>small</code>")
    assert words.index("both-de") < words.index("closed-en</code><br>")
    assert "paint-" not in words  # nothing happened to it
    assert "The old bridge was closed on 3 May 2021 [1]." in words
    assert "The documents do not say." in words
    assert " metrics → failed" in words
    assert "passed 1.000 → 0.000" in words


def test_markdown_of_a_good_run_is_short(perfect: Run):
    words = markdown(perfect, verdict_of(perfect, perfect))
    assert words.startswith("## Evaluation passes")
    assert "0 of 16 rows\n\nNone." in words


def test_no_answer_can_draw_in_markdown(perfect: Run, hostile: Run):
    words = markdown(hostile, verdict_of(perfect, hostile))
    assert "# Gate passes" in words  # shown
    assert not re.search(r"^#+ Gate passes", words, re.MULTILINE)  # but no heading
    for table in re.findall(r"<table>.*?</table>", words, re.DOTALL):
        assert "\n\n" not in table  # an empty line would end the block and read what follows as Markdown
    outside = re.sub(r"<code>.*?</code>", "", words, flags=re.DOTALL)
    for harm in ("<script", "@maintainer", "evil", "javascript", "\x1b", "\u202e", "\x00"):
        assert harm not in outside
    assert "<script" not in words
    assert "\x1b" not in words
    assert "\u202e" not in words


def test_no_answer_can_draw_in_html(perfect: Run, hostile: Run):
    html = page(hostile, score(hostile), verdict_of(perfect, hostile))
    found = Tags(html)
    assert "script" not in found.tags
    assert "a" not in found.tags
    assert "<script>alert(1)</script>" in found.text
    assert "{{ 7*7 }}" in found.text
    assert "\x1b" not in html
    assert html.count("data:image/png;base64,") == 2  # no answer states its confidence
    assert html.count("unmeasured, no answer states its confidence") == 2
    assert "default-src 'none'" in html


def test_html_draws_confidence_where_it_is_stated(perfect: Run):
    def sure(answer, gold):
        return replace(answer, confidence=0.9 if gold.answerable else 0.2)

    run = spoil.each_answer(sure)(perfect)
    assert page(run, score(run)).count("data:image/png;base64,") == 4


def test_html_is_the_same_every_time(perfect: Run):
    assert page(perfect, score(perfect)) == page(perfect, score(perfect))


def test_a_language_or_kind_in_another_script_is_drawn(gold, perfect: Run):
    strange = tuple(row.model_copy(update={"kind": "问题$"}) for row in perfect.gold)
    run = replace(perfect, gold=strange)
    assert "问题" in page(run, score(run))


def test_junit_counts_failures_errors_and_skips(perfect: Run, hostile: Run):
    changed = only(lambda row: row.id == "both-en", spoil.each_row(spoil.crashed))(hostile)
    changed = only(lambda row: row.id == "both-zh-Hans", spoil.each_answer(spoil.alter_quote))(changed)
    xml = junit(changed, verdict_of(perfect, changed))
    suites = {suite.get("name"): suite for suite in ET.fromstring(xml)}
    rows = suites["rows"]
    assert (rows.get("tests"), rows.get("errors"), rows.get("skipped")) == ("16", "1", "0")
    assert int(rows.get("failures", "0")) == 5  # the German answers and the altered quote
    failed = rows.find("testcase[@name='closed-de']/failure")
    assert failed is not None
    assert "Gate passes" in (failed.text or "")
    assert int(suites["gate"].get("failures", "0")) > 0


def test_annotations_are_one_line_each(perfect: Run, hostile: Run):
    unproven = spoil.each_answer(spoil.alter_quote)(hostile)
    lines = list(workflow_commands(verdict_of(perfect, unproven)))
    assert 0 < len(lines) <= 10
    assert all(line.startswith("::error title=") and "\n" not in line and "\r" not in line for line in lines)
    crashed = only(lambda row: row.id == "both-de", spoil.each_row(spoil.crashed))(perfect)
    (rows, *rest) = workflow_commands(verdict_of(perfect, crashed))
    assert rows == "::error title=Evaluation%3A rows failed::fail: 1 row failed: both-de"
    assert any("Wie viele?" in line for line in rest)
    assert list(workflow_commands(verdict_of(perfect, perfect))) == []


def test_the_terminal_shows_counts_and_no_control_characters(
    perfect: Run, hostile: Run, capsys: pytest.CaptureFixture[str]
):
    verdict = verdict_of(perfect, hostile)
    print_scores(score(hostile), "run")
    print_comparison(verdict.comparison)
    print_regressions(verdict.comparison.regressions)
    print_checks(verdict.checks)
    shown = capsys.readouterr().out
    assert "slot_accuracy" in shown
    assert "unmeasured" in shown
    assert "\x1b]0" not in shown
    assert "\u202e" not in shown

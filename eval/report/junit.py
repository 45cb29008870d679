"""The gate's verdict as JUnit XML: one test per check and one per row, for any CI's own display."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from eval.compare import RowChange
from eval.gate import Check, Result, Verdict
from eval.records import GoldRow, Outcome
from eval.report.text import cut
from eval.runs import Run

_LIMIT = 2000


def junit(run: Run, verdict: Verdict) -> str:
    """The XML document. A row fails if it passed before and does not any more; crashed rows are errors."""
    lost = {change.id: change for change in verdict.comparison.regressions if "passed" in change.losses}
    suites = ET.Element("testsuites")
    _suite(suites, "gate", [_check(check) for check in verdict.checks])
    _suite(suites, "rows", [_row(row, run, lost.get(row.id)) for row in run.gold])
    ET.indent(suites)
    return ET.tostring(suites, encoding="unicode", xml_declaration=False) + "\n"


def _suite(parent: ET.Element, name: str, cases: list[ET.Element]) -> None:
    counts = {
        what: sum(case.find(tag) is not None for case in cases)
        for what, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped"))
    }
    attributes = {"name": name, "tests": str(len(cases)), **{what: str(count) for what, count in counts.items()}}
    ET.SubElement(parent, "testsuite", attributes).extend(cases)


def _case(group: str, name: str, tag: str | None, message: str = "", body: str = "") -> ET.Element:
    case = ET.Element("testcase", classname=cut(group, _LIMIT), name=cut(name, _LIMIT))
    if tag:
        ET.SubElement(case, tag, message=cut(message, _LIMIT)).text = cut(body, _LIMIT)
    return case


def _check(check: Check) -> ET.Element:
    tags = {Result.PASS: None, Result.FAIL: "failure"}
    return _case("gate", check.name, tags.get(check.result, "error"), f"{check.result}: {check.detail}")


def _row(gold: GoldRow, run: Run, lost: RowChange | None) -> ET.Element:
    group = f"rows.{gold.language}.{gold.kind}"
    row = run.rows.get(gold.id)
    if row is None or row.outcome is Outcome.FAILED:
        message = row.error.message if row is not None and row.error is not None else "There is no row."
        return _case(group, gold.id, "error", message)
    if row.outcome is not Outcome.OK:
        return _case(group, gold.id, "skipped", str(row.outcome))
    if lost is None:
        return _case(group, gold.id, None)
    body = f"{lost.question}\n\nold: {lost.old_answer}\n\nnew: {lost.new_answer}"
    return _case(group, gold.id, "failure", f"lost {', '.join(lost.losses)}", body)

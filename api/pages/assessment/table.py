"""The table of evidence as a workbook holds it: a sheet for each standard, a line for each criterion."""

from collections.abc import Mapping

from api.pages.tables import Table
from api.pages.words import Words
from workflow.assessment.assess import Assessment, Judged, StandardNow
from workflow.assessment.shown import Proof
from workflow.sheets.tables import Column


def standards_tables(told: Assessment, found: Mapping[int, Proof], words: Words) -> list[Table]:
    """A table for each standard; its level stands below."""
    return [_table(each, found, words) for each in told.standards]


def _table(standard: StandardNow, found: Mapping[int, Proof], words: Words) -> Table:
    columns = tuple(
        Column(words(key))
        for key in (
            *("standards_code", "standards_criterion", "standards_status", "standards_why"),
            *("standards_entries", "standards_papers"),
        )
    )
    note = "" if standard.level is None else words("standards_level", level=standard.level)
    rows = [_row(each, found, words) for each in standard.criteria]
    title = f"{standard.code} {words.label(standard.standard.label)}"
    return Table(standard.code, title, columns, rows, note=note)


def _row(judged: Judged, found: Mapping[int, Proof], words: Words) -> tuple[str, ...]:
    finding = judged.finding
    entries = (found[seq] for seq in finding.entries if seq in found)
    return (
        judged.code,
        words.label(judged.criterion.label),
        words(f"standards_{finding.status.value}"),
        words.label(finding.why),
        ", ".join(f"{each.item} #{each.seq}" for each in entries),
        ", ".join(f"{words.document(paper.code)}: {paper.shown}" for paper in finding.papers),
    )

"""The annual report (รายงานผลการดำเนินงานประจำปี), compiled from what the year's projects reported (U-A3)."""

import datetime
from collections.abc import Sequence

from sqlmodel import Session

from papers.content import year
from papers.content.shown import Told, groups, holder, money, paper, per_cent
from states.fiscal import FiscalYear
from workflow.models import Item
from workflow.proposals.report import SECTIONS
from workflow.reports.annual import AnnualContent, ProjectResult, Share, compile_year
from workflow.reports.outcomes import Change
from workflow.reports.problems import KINDS, Carried


def content(session: Session, item: Item, *, on: datetime.date) -> Told:
    """The year's results; its money is that of 30 September."""
    found = compile_year(session, item.office_id, item.fiscal_year)
    end = FiscalYear(item.fiscal_year).end
    names = groups(session, item.office_id)
    return paper(
        session,
        item,
        on,
        **year.told(session, item.office_id, item.fiscal_year, end),
        ended=on >= end,
        by_strategy=[_share(each) for each in found.by_strategy],
        projects=[_project(each, names) for each in found.projects],
        reported=len(found.projects) - len(found.missing),
        missing=_missing(found),
        outcomes=[_change(each) for each in found.outcomes],
        lessons=_lessons(found.lessons),
        director=holder(session, item.office_id, "area_director", on),
    )


def _share(of: Share) -> Told:
    name = of.name_th or of.code or "ไม่ได้ระบุกลยุทธ์"
    return {"code": of.code, "name": name, "projects": len(of.projects), **money(of.money)}


def _project(each: ProjectResult, names: dict[str, str]) -> Told:
    return {
        "code": each.code,
        "title": each.title,
        "group": names.get(each.group, each.group),
        "state": each.label.th,
        **money(each.money),
        "sections": [
            {"title": label.th, "text": getattr(each.report, name)}
            for name, label in SECTIONS.items()
            if getattr(each.report, name).strip()
        ],
        "indicators": [
            {"name": one.name, "target": one.target, "result": one.result} for one in each.indicators
        ],
    }


def _missing(found: AnnualContent) -> list[Told]:
    return [
        {"code": each.code, "title": each.title, "gaps": [gap.th for gap in each.gaps]}
        for each in found.missing
    ]


def _change(each: Change) -> Told:
    return {
        "test": " ".join(part for part in (each.test, each.level) if part),
        "subject": each.subject or "ภาพรวม",
        "since": each.since,
        "until": each.until,
        "before": per_cent(each.before),
        "after": per_cent(each.after),
        "change": per_cent(each.change),
    }


def _lessons(found: Sequence[Carried]) -> list[Told]:
    """Problems, obstacles and suggestions, one text once, with the codes of those who tell it."""
    return [
        {"title": KINDS[kind].th, "rows": rows}
        for kind in ("problem", "obstacle", "suggestion")
        if (rows := _told_by([each for each in found if each.kind == kind]))
    ]


def _told_by(found: Sequence[Carried]) -> list[Told]:
    sources: dict[str, list[str]] = {}
    for each in found:
        told = sources.setdefault(each.text.strip(), [])
        if each.source not in told:
            told.append(each.source)
    return [{"text": text, "sources": codes} for text, codes in sources.items()]

"""The paper of one agenda item (เอกสารประกอบวาระ): what it is about, in figures, and what was resolved."""

import datetime
from collections.abc import Callable
from typing import Final

from sqlmodel import Session, col, select

from papers.content import year
from papers.content.meeting import resolved
from papers.content.plan_book import direction
from papers.content.proposal_form import content as proposal
from papers.content.shown import Told, category_names, funds, groups, holder, iso, paper
from workflow import definitions
from workflow.amendments.comparison import before_after
from workflow.meetings.agenda import HEADING
from workflow.models import AgendaItem, Body, Item, Meeting


def content(session: Session, item: Item, *, on: datetime.date) -> Told:
    """What is put before a body: `told` differs by the item's kind, the resolution is there once resolved."""
    return paper(
        session,
        item,
        on,
        kind=item.kind,
        told=_KINDS[item.kind](session, item, on) if item.kind in _KINDS else {},
        **_entry(session, item),
        secretary=holder(session, item.office_id, "plan_director", on),
    )


def _entry(session: Session, item: Item) -> Told:
    """The latest agenda on which the item stands, and what was resolved there."""
    row = session.exec(
        select(AgendaItem, Meeting, Body)
        .join(Meeting, col(Meeting.item_id) == col(AgendaItem.meeting_id))
        .join(Body, col(Body.id) == col(Meeting.body_id))
        .where(AgendaItem.item_id == item.id, AgendaItem.position != HEADING)
        .order_by(col(Meeting.held_on).desc(), col(AgendaItem.id).desc())
        .limit(1)
    ).first()
    if row is None:
        return {"number": "", "body": "", "meeting": "", "held_on": "", "resolution": None}
    entry, meeting, body = row
    return {
        "number": f"{entry.section}.{entry.position}",
        "body": body.name_th,
        "meeting": f"{meeting.number}/{meeting.year}",
        "held_on": meeting.held_on.isoformat(),
        "resolution": resolved(session, meeting.item_id).get(entry.id),
    }


def _plan(session: Session, item: Item, on: datetime.date) -> Told:
    """The plan's money, and whether the office asks leave to change projects during the year (U-D6)."""
    settings = definitions.by_hash(session, item.definition_hash).settings
    return {
        **year.told(session, item.office_id, item.fiscal_year, on),
        "flexible": bool(settings.get("flexible_amendment")),
    }


def _report(session: Session, item: Item, on: datetime.date) -> Told:
    return year.told(session, item.office_id, item.fiscal_year, on)


def _amendment(session: Session, item: Item, _on: datetime.date) -> Told:
    """The table before and after, by line and by group, in satang, and the day of its adoption, if any."""
    found = before_after(session, item)
    names, kept, words = groups(session, item.office_id), funds(session, item.office_id), category_names()
    return {
        "net": found.net,
        "adopted_on": iso(found.adopted_on),
        "lines": [
            {
                "code": line.project,
                "title": line.title,
                "fund": kept.get(line.fund, line.fund),
                "category": words.get(line.category, line.category),
                "before": line.before,
                "change": line.change,
                "after": line.after,
            }
            for line in found.lines
        ],
        "groups": [
            {
                "name": names.get(each.code, each.code),
                "before": each.before,
                "change": each.change,
                "after": each.after,
            }
            for each in found.by_group
        ],
    }


def _development(session: Session, item: Item, _on: datetime.date) -> Told:
    return direction(session, item.office_id, item.fiscal_year)


def _project(session: Session, item: Item, on: datetime.date) -> Told:
    return proposal(session, item, on=on)


_KINDS: Final[dict[str, Callable[[Session, Item, datetime.date], Told]]] = {
    "annual_plan": _plan,
    "annual_report": _report,
    "plan_amendment": _amendment,
    "development_plan": _development,
    "project": _project,
}

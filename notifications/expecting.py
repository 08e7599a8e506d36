"""The papers that a fiscal year will bring and that nobody has opened yet, with what is owed on them."""

import datetime

from sqlmodel import Session, select

from states.due import Due, due_dates, parse_rule
from states.fiscal import FiscalYear
from states.model import Definition, Duty
from states.source import shipped_kinds
from workflow import definitions
from workflow.ledger import calendar_of
from workflow.models import Group, Item, Obligation, Office
from workflow.permissions import in_force

EXPECTED = "คาดการณ์"


def expect(session: Session, office_id: int, year: FiscalYear, now: datetime.datetime) -> None:
    """Adds the papers of the year that are not there yet, and what is owed on them from its first day.

    For a rehearsal: the papers have no history. `now` decides by which definitions.
    """
    known = {
        (kind, quarter)
        for kind, quarter in session.exec(
            select(Item.kind, Item.quarter).where(Item.office_id == office_id, Item.fiscal_year == year.be)
        )
    }
    calendar = calendar_of(session, office_id, session.get_one(Office, office_id).calendar_version)
    groups = [
        each.id
        for each in session.exec(select(Group).where(Group.office_id == office_id))
        if in_force(each.valid_from, each.valid_to, year.start)
    ]
    for kind in shipped_kinds():
        name = definitions.in_force(session, office_id, kind, now)
        definition = definitions.by_hash(session, name)
        for quarter in (1, 2, 3, 4) if kind == "quarterly_report" else (None,):
            duties = [each for each in definition.duties if _foreseen(each)]
            if not duties or (kind, quarter) in known:
                continue
            item = _paper(session, office_id, definition, name, year, quarter, now)
            for duty in duties:
                dues = due_dates(
                    parse_rule(duty.rule),
                    fiscal_year=year,
                    quarter=quarter,
                    ends_on=year.end,
                    opened_on=year.start,
                    calendar=calendar,
                )
                for turn_no, due in enumerate(dues, start=1):
                    for group in groups if duty.each == "group" else [None]:
                        session.add(_obligation(item, duty, due, turn_no, group))
    session.flush()


def _foreseen(duty: Duty) -> bool:
    """Whether its date follows from the fiscal year alone."""
    return duty.rule.get("after") != "opening" and duty.each != "reader"


def _paper(
    session: Session,
    office_id: int,
    definition: Definition,
    name: str,
    year: FiscalYear,
    quarter: int | None,
    now: datetime.datetime,
) -> Item:
    item = Item(
        office_id=office_id,
        kind=definition.kind,
        code=f"{EXPECTED}-{definition.kind}-{year.be}{f'-{quarter}' if quarter else ''}",
        title=f"{definition.label.th} ({EXPECTED})",
        search_text="",
        fiscal_year=year.be,
        quarter=quarter,
        ends_on=year.end,
        state=definition.initial,
        state_since=now,
        effective_on=year.start,
        definition_hash=name,
        opened_at=now,
    )
    session.add(item)
    session.flush()
    return item


def _obligation(item: Item, duty: Duty, due: Due, turn_no: int, group_id: int | None) -> Obligation:
    return Obligation(
        office_id=item.office_id,
        item_id=item.id,
        code=duty.code,
        turn=turn_no,
        owed_by=duty.owed_by,
        group_id=group_id,
        due_on=due.on,
        formula=due.formula,
        calendar_version=due.calendar_version,
        reckoning=due.reckoning.to_json(),
        ladder=duty.ladder,
        opened_seq=0,
        opened_at=item.opened_at,
    )

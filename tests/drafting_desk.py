"""Steps as if taken in the small office, the outbox rows they leave, and the papers drafted from them."""

import datetime
from typing import Any

from sqlmodel import Session, col, select

from states.model import Transition
from workflow import definitions, history
from workflow.models import Entry, Item, OutboxRow, PaperRow
from workflow.moments import bangkok_date, moment_text
from workflow.papers.fields import Fields, read


def stepped(
    session: Session,
    office: Any,
    item: Item,
    trigger: str,
    at: datetime.datetime,
    *,
    source: str = "",
    reason: str = "",
) -> OutboxRow:
    """The outbox row of the step, as if the first of its roles had taken it; the item stays where it is."""
    move = move_of(session, item, trigger, source)
    actor = next((role for role in move.by if role != "system"), "system")
    record = history.Record(
        office_id=office.id,
        kind="step",
        at=moment_text(at),
        effective_on=bangkok_date(at).isoformat(),
        subject=f"item:{item.code}",
        actor_id=office.people[actor],
        item_id=item.id,
        position_id=office.positions[actor],
        trigger=trigger,
        from_state=source or move.sources[0],
        to_state=move.target,
        capacity="own",
        reason=reason or ("ตัวเลขไม่ตรงกับบัญชี" if move.needs_reason else ""),
    )
    sealed = history.append(session, record)
    row = OutboxRow(
        office_id=office.id,
        item_id=item.id,
        entry_seq=sealed.seq,
        notices=",".join(move.notices),
        created_at=at,
    )
    session.add(row)
    session.flush()
    return row


def move_of(session: Session, item: Item, trigger: str, source: str = "") -> Transition:
    definition = definitions.by_hash(session, item.definition_hash)
    return next(
        each
        for each in definition.transitions
        if each.trigger == trigger and (not source or source in each.sources)
    )


def papers(session: Session, code: str = "") -> list[PaperRow]:
    """The papers drafted so far, in order; of one code where it is named."""
    found = select(PaperRow).order_by(col(PaperRow.item_id))
    return list(session.exec(found.where(PaperRow.code == code) if code else found))


def said(row: PaperRow) -> Fields:
    return read(row.fields)


def opened_by(session: Session, row: PaperRow) -> Entry:
    """The one entry of the paper's item."""
    return session.exec(select(Entry).where(Entry.item_id == row.item_id)).one()

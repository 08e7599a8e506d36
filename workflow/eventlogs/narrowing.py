"""Which entries of an office's history an event log holds: what the reader may see, narrowed as she asks."""

import datetime

from msgspec import Struct
from sqlmodel import Session, col, func, select
from sqlmodel.sql.expression import SelectOfScalar

from workflow.errors import BadInput, UnknownItem, UnknownKind
from workflow.models import ChainHead, Entry, Item
from workflow.queries import Viewer, entries_visible_to, items_visible_to


class Narrowed(Struct, frozen=True, kw_only=True):
    """What is asked for. `who` is the reader, None for whoever keeps the database itself.

    `fiscal_year` is B.E.; `since` and `until` are Bangkok dates of effect, both included; `upto` is the last
    entry taken along, so that what is recorded meanwhile is in no part of the log.
    """

    office_id: int
    who: Viewer | None = None
    kind: str = ""
    item: str = ""
    fiscal_year: int | None = None
    since: datetime.date | None = None
    until: datetime.date | None = None
    upto: int = 0


def narrowed(
    session: Session,
    office_id: int,
    who: Viewer | None = None,
    *,
    kind: str = "",
    item: str = "",
    fiscal_year: int | None = None,
    since: datetime.date | None = None,
    until: datetime.date | None = None,
) -> Narrowed:
    """What is asked for, up to the newest entry. Raises UnknownItem, UnknownKind, BadInput."""
    if since and until and until < since:
        raise BadInput("to", "dates_crossed", until.isoformat())
    head = session.exec(select(ChainHead.seq).where(ChainHead.office_id == office_id)).first()
    asked = Narrowed(
        office_id=office_id,
        who=who,
        kind=kind,
        item=item,
        fiscal_year=fiscal_year,
        since=since,
        until=until,
        upto=head or 0,
    )
    if item and session.exec(items(asked).where(Item.code == item).limit(1)).first() is None:
        raise UnknownItem(item)
    if kind and session.exec(items(asked).where(Item.kind == kind).limit(1)).first() is None:
        raise UnknownKind(kind)
    return asked


def items(asked: Narrowed) -> SelectOfScalar[Item]:
    """The office's items that the reader may see."""
    if asked.who is not None:
        return items_visible_to(asked.who)
    return select(Item).where(Item.office_id == asked.office_id)


def item_ids(asked: Narrowed) -> SelectOfScalar[int]:
    """The numbers of the items that the reader may see, for other statements to build on."""
    return items(asked).with_only_columns(col(Item.id))  # type: ignore[return-value]


def entries(asked: Narrowed) -> SelectOfScalar[Entry]:
    """The entries about items that are asked for, in no order."""
    found = (
        entries_visible_to(asked.who)
        if asked.who is not None
        else select(Entry).where(Entry.office_id == asked.office_id)
    )
    found = found.where(col(Entry.item_id).is_not(None), col(Entry.seq) <= asked.upto)
    if asked.since is not None:
        found = found.where(col(Entry.effective_on) >= asked.since)
    if asked.until is not None:
        found = found.where(col(Entry.effective_on) <= asked.until)
    if not (asked.kind or asked.item or asked.fiscal_year is not None):
        return found
    of = select(Item.id).where(Item.office_id == asked.office_id)
    of = of.where(Item.kind == asked.kind) if asked.kind else of
    of = of.where(Item.code == asked.item) if asked.item else of
    of = of.where(Item.fiscal_year == asked.fiscal_year) if asked.fiscal_year is not None else of
    return found.where(col(Entry.item_id).in_(of))


def count(session: Session, asked: Narrowed) -> int:
    """How many entries are asked for; those that only open a case brought in from elsewhere count, too."""
    return int(session.execute(entries(asked).with_only_columns(func.count())).scalar_one())

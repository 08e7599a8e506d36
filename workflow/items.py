"""Opens items: a new plan, project, report or paper starts on the office's present definition."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from sqlmodel import Session, col, select

from states.fiscal import FiscalYear
from states.model import Definition
from states.thai import search_text
from workflow import definitions, history, ledger
from workflow.database import Cursor
from workflow.errors import AlreadyExists, BadInput, Denial, NotAllowed, UnknownItem
from workflow.facts import limited
from workflow.models import Item, Office
from workflow.moments import bangkok_date, moment_text
from workflow.permissions import Authority, Whose, in_scope
from workflow.situation import read, who
from workflow.statements import Step, open_duties

# Besides those who take the first step of a kind, the policy-and-plan group may open any paper (P-M1.3).
_OPENERS = ("plan_director", "plan_officer")


@dataclass(frozen=True, slots=True)
class NewItem:
    """What is known of an item when it is opened. `fiscal_year` is Buddhist Era."""

    kind: str
    code: str
    title: str
    fiscal_year: int
    quarter: int | None = None
    starts_on: datetime.date | None = None
    ends_on: datetime.date | None = None
    parent_id: int | None = None
    group_id: int | None = None
    school_id: int | None = None
    owner_id: int | None = None


def open_item(session: Session, office_id: int, new: NewItem, *, by: int, at: datetime.datetime) -> Item:
    """Opens `new` in its first state, with its `opened` entry and what is owed from the start.

    Raises UnknownKind, AlreadyExists (the code is taken in this office), BadInput, NotAllowed.
    """
    authority = opener(
        session, Whose(office_id, new.kind, new.group_id, new.school_id, new.owner_id), by=by, at=at
    )
    _check(session, office_id, new)
    name = definitions.in_force(session, office_id, new.kind, at)
    definition = definitions.by_hash(session, name)
    item = _insert(session, office_id, new, definition, name, at)
    reading = read(session, item.id, by, bangkok_date(at))
    record = _record(item, authority, by, at, kind="opened", state=definition.initial)
    sealed = history.append(session, record)
    duties = ledger.obligations(
        session,
        definition,
        definition.opening_duties,
        reading.item,
        bangkok_date(at),
        reading.calendar_version,
    )
    open_duties(Cursor(session), Step(reading.item, sealed, definition.initial, opens=duties))
    return item


def import_item(
    session: Session, office_id: int, new: NewItem, *, state: str, by: int, at: datetime.datetime
) -> Item:
    """Takes in an item that is already under way elsewhere, in `state`, with one `imported` entry.

    Raises as `open_item`, and BadInput where the kind has no such state.
    """
    authority = opener(
        session, Whose(office_id, new.kind, new.group_id, new.school_id, new.owner_id), by=by, at=at
    )
    _check(session, office_id, new)
    name = definitions.in_force(session, office_id, new.kind, at)
    definition = definitions.by_hash(session, name)
    if state not in definition.by_state:
        raise BadInput("state", "unknown", state)
    item = _insert(session, office_id, new, definition, name, at)
    item.state = state
    session.flush()
    history.append(session, _record(item, authority, by, at, kind="imported", state=state))
    return item


def _check(session: Session, office_id: int, new: NewItem) -> None:
    for name, text, limit in (("code", new.code, 40), ("title", new.title, 500)):
        if not text.strip():
            raise BadInput(name, "empty")
        limited(name, text, limit)
    if "/" in new.code or not new.code.isprintable():
        raise BadInput("code", "not_printable", new.code)  # the code stands in addresses
    if not 2400 < new.fiscal_year < 2700:
        raise BadInput("fiscal_year", "wrong_era", str(new.fiscal_year))
    if new.quarter not in (None, 1, 2, 3, 4):
        raise BadInput("quarter", "out_of_range", str(new.quarter))
    if new.kind == "quarterly_report" and new.quarter is None:
        raise BadInput("quarter", "empty")
    if new.parent_id is not None:
        parent = session.get(Item, new.parent_id)
        if parent is None or parent.office_id != office_id:
            raise UnknownItem(str(new.parent_id))
    taken = session.exec(select(Item.id).where(Item.office_id == office_id, Item.code == new.code)).first()
    if taken is not None:
        raise AlreadyExists("item", new.code)


def _insert(
    session: Session,
    office_id: int,
    new: NewItem,
    definition: Definition,
    definition_hash: str,
    at: datetime.datetime,
) -> Item:
    year = FiscalYear(new.fiscal_year)
    item = Item(
        office_id=office_id,
        kind=new.kind,
        code=new.code.strip(),
        title=new.title.strip(),
        search_text=search_text(f"{new.code} {new.title}"),
        fiscal_year=new.fiscal_year,
        quarter=new.quarter,
        starts_on=new.starts_on,
        ends_on=new.ends_on or year.end,
        state=definition.initial,
        state_since=at,
        effective_on=bangkok_date(at),
        definition_hash=definition_hash,
        parent_id=new.parent_id,
        group_id=new.group_id,
        school_id=new.school_id,
        owner_id=new.owner_id,
        opened_at=at,
    )
    session.add(item)
    session.flush()
    return item


def opener(session: Session, item: Whose, *, by: int, at: datetime.datetime) -> Authority:
    """By what this person may open such an item; raises NotAllowed, UnknownKind.

    A group opens what is its own, a school what is the school's: whoever is named as owner. An order that is
    limited to other papers or to single steps gives nobody the right to open one.
    """
    definition = definitions.by_hash(session, definitions.in_force(session, item.office_id, item.kind, at))
    actor = who(session, item.office_id, by, bangkok_date(at))
    roles = {role for move in definition.leaving(definition.initial) for role in move.by} | set(_OPENERS)
    if actor.office_id != item.office_id:
        raise NotAllowed(Denial("other_office", tuple(sorted(roles))))
    reaching = [each for each in actor.authorities if each.covers(item.kind, "open")]
    fitting = [each for each in reaching if each.role in roles or each.role == "system"]
    if not actor.active or not fitting:
        raise NotAllowed(Denial("no_role", tuple(sorted(roles))))
    within = [each for each in fitting if in_scope(each, item)]
    if not within:
        elsewhere = "other_school" if fitting[0].scope == "school" else "other_group"
        raise NotAllowed(Denial(elsewhere, tuple(sorted(roles))))
    return within[0]


def _record(
    item: Item, authority: Authority, by: int, at: datetime.datetime, *, kind: str, state: str
) -> history.Record:
    return history.Record(
        office_id=item.office_id,
        kind=kind,
        at=moment_text(at),
        effective_on=bangkok_date(at).isoformat(),
        subject=f"item:{item.code}",
        actor_id=by,
        capacity=authority.capacity,
        item_id=item.id,
        position_id=authority.position_id,
        principal_id=authority.principal_id,
        order_no=authority.order_no,
        to_state=state,
        version=1,
        definition_hash=item.definition_hash,
    )


def find(session: Session, office_id: int, code: str) -> Item:
    """The office's item of this code; raises UnknownItem."""
    found = session.exec(select(Item).where(Item.office_id == office_id, Item.code == code)).first()
    if found is None:
        raise UnknownItem(code)
    return found


def offices_with(session: Session, code: str) -> Iterable[str]:
    """The codes of the offices that have an item of this code."""
    return session.exec(
        select(Office.code).join(Item, col(Item.office_id) == col(Office.id)).where(Item.code == code)
    ).all()

"""What was owed on a paper on a day, as far as it was known: also what an undo has opened again since."""

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from sqlmodel import Session, col, select

from workflow.asof.course import Told
from workflow.asof.past import Past, later
from workflow.asof.reopened import Closing, by_children, taken_back_since
from workflow.models import Entry, Group, Item, Obligation
from workflow.moments import bangkok_date


@dataclass(frozen=True, slots=True)
class DutyThen:
    """Something owed by a role, of a group where one is named.

    `due_on` is None where it is not recorded what it was then; `closed_on` the Bangkok date from which it
    was settled, `outcome` done, cancelled or closed, empty while it was owed.
    """

    code: str
    turn: int
    owed_by: str
    group: str
    person_id: int | None
    due_on: datetime.date | None
    opened_on: datetime.date
    closed_on: datetime.date | None = None
    outcome: str = ""


@dataclass(slots=True)
class _Owed:
    """An obligation's row while what was recorded later is taken back."""

    row: Obligation
    due_on: datetime.date | None
    closed_seq: int | None
    outcome: str


def duties_then(session: Session, item: Item, told: Collection[Told], past: Past) -> list[DutyThen]:
    """What was owed on the paper by the end of the day, settled or not, in the order of due dates.

    `told` is the paper's whole history. Of what an undo or a move taken back has opened again since, it is
    told how it stood at the moment that counts.
    """
    rows = session.exec(
        select(Obligation).where(Obligation.item_id == item.id).order_by(col(Obligation.id))
    ).all()
    created = _created_by_moves(rows, told)
    days = _days(session, item.office_id, rows, told, past)
    found = []
    for row in rows:
        since = days.get(created.get(row.id, row.opened_seq))
        if since is not None and since.at <= past.known:
            found.append(_Owed(row, row.due_on, row.closed_seq, row.outcome))
    _date_back(session, item, found, past)
    closings = (*taken_back_since(session, told, past), *by_children(session, item, past))
    for closing in closings:
        _close_again(found, closing, created)
    days |= {each.seq: _When(each.at, each.on) for each in closings}
    groups = dict(session.exec(select(Group.id, Group.code).where(Group.office_id == item.office_id)).all())
    duties = [_told(each, days, groups, past) for each in found]
    return sorted(
        (each for each in duties if each.opened_on <= past.on),
        key=lambda each: (each.due_on or datetime.date.max, each.code, each.turn, each.group),
    )


def _created_by_moves(rows: Iterable[Obligation], told: Collection[Told]) -> dict[int, int]:
    """The obligations that a move to another path put in another's place, with the number of its entry.

    Such a row counts from when that other was opened, but was written by the move: each move writes one
    more of the same turn. `rows` are in the order in which they were written.
    """
    written: dict[tuple[object, ...], list[Obligation]] = defaultdict(list)
    for row in rows:
        written[row.code, row.turn, row.group_id, row.person_id, row.opened_seq].append(row)
    created: dict[int, int] = {}
    for entry in told:
        if entry.kind != "migrated":
            continue
        replaced = set(entry.told.get("opened", ())) & set(entry.told.get("closed", ()))
        for each in written.values():
            again = [row for row in each[1:] if row.id not in created]
            if again and again[0].code in replaced and again[0].opened_seq < entry.seq:
                created[again[0].id] = entry.seq
    return created


@dataclass(frozen=True, slots=True)
class _When:
    at: datetime.datetime
    on: datetime.date


def _days(
    session: Session, office_id: int, rows: Iterable[Obligation], told: Collection[Told], past: Past
) -> dict[int, _When]:
    """When each entry that matters here was recorded, and of which day it is."""
    days = counted_days(told, past)
    found = {each.seq: _When(each.at, days[each.seq]) for each in told}
    elsewhere = {seq for row in rows for seq in (row.opened_seq, row.closed_seq) if seq} - set(found)
    theirs = select(col(Entry.seq), col(Entry.at), col(Entry.effective_on)).where(
        Entry.office_id == office_id, col(Entry.seq).in_(elsewhere)
    )
    return found | {seq: _When(at, on) for seq, at, on in session.exec(theirs)}


def counted_days(told: Iterable[Told], past: Past) -> dict[int, datetime.date]:
    """The Bangkok date of each entry of a paper, with its latest correction that was known."""
    days: dict[int, datetime.date] = {}
    for entry in told:
        days[entry.seq] = entry.effective_on
        if entry.kind == "corrected" and entry.corrects in days and entry.at <= past.known:
            days[entry.corrects] = entry.effective_on
    return days


def _date_back(session: Session, item: Item, owed: list[_Owed], past: Past) -> None:
    """Takes back every dating anew that was recorded later; where none tells from what, no date is known."""
    for entry, item_id, _ in later(session, item.office_id, past.known, ("calendar", "particulars")):
        if entry.kind == "particulars" and item_id != item.id:
            continue
        told = entry.told
        if told.get("dated_anew") and "moves" not in told:
            for each in owed:
                each.due_on = None
            continue
        befores: dict[tuple[str, str], list[str]] = defaultdict(list)
        for move in told.get("moves", ()):
            if move["item"] == item.code:
                befores[move["code"], move["after"]].append(move["before"])
        for (code, after), values in befores.items():
            mine = [
                each
                for each in owed
                if each.row.code == code and each.due_on and each.due_on.isoformat() == after
            ]
            known = len(set(values)) == 1 and len(values) == len(mine)
            for each in mine:
                each.due_on = datetime.date.fromisoformat(values[0]) if known else None


def _close_again(owed: Iterable[_Owed], closing: Closing, created: Mapping[int, int]) -> None:
    """What a step that was undone since had settled by then; by a child's step, only the earliest due.

    What a move to another path put in the place of what it closed was there only afterwards (`created`).
    """
    mine = [
        each
        for each in owed
        if created.get(each.row.id, each.row.opened_seq) < closing.seq
        and (each.closed_seq is None or each.closed_seq > closing.seq)
        and (closing.ends or each.row.code in closing.codes)
    ]
    if closing.earliest:
        mine = sorted(mine, key=lambda each: (each.due_on or datetime.date.max, each.row.id))[:1]
    for each in mine:
        each.closed_seq = closing.seq
        each.outcome = closing.outcome if each.row.code in closing.codes else "cancelled"


def _told(each: _Owed, days: Mapping[int, _When], groups: Mapping[int, str], past: Past) -> DutyThen:
    """The duty as it stood: settled only by what was known, and of a day that had come."""
    row = each.row
    closed = days.get(each.closed_seq) if each.closed_seq is not None else None
    settled = closed is not None and closed.at <= past.known and closed.on <= past.on
    opened = days.get(row.opened_seq)
    return DutyThen(
        *(row.code, row.turn, row.owed_by, groups.get(row.group_id or 0, ""), row.person_id, each.due_on),
        opened_on=opened.on if opened else bangkok_date(row.opened_at),
        closed_on=closed.on if closed and settled else None,
        outcome=each.outcome if settled else "",
    )

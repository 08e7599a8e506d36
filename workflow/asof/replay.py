"""Retells every paper of an office from its history, and names each that does not stand where it tells."""

import json
from collections import defaultdict
from collections.abc import Iterator
from typing import Any, Final

from msgspec import Struct
from sqlmodel import Session

from workflow import definitions
from workflow.asof.course import Course, Told
from workflow.asof.evidence import differing as evidence_differing
from workflow.asof.particulars import PARTICULARS, Changes, kept_text
from workflow.asof.past import moment_of
from workflow.database import Cursor, Sql
from workflow.moments import moment_text
from workflow.situation import date_of


class Difference(Struct, frozen=True):
    """One thing in which a paper is not what its history tells.

    `field` is state, version, definition_hash, effective_on, state_since, ended, opened_at, title, owner_id,
    starts_on, ends_on, facts, documents, owed, or order where entry `seq` does not follow the one before.
    """

    item_id: int
    code: str
    field: str
    told: str
    kept: str
    seq: int | None = None


class Kept(Struct, frozen=True):
    """An item's row, as text where the databases differ."""

    item_id: int
    code: str
    state: str
    version: int
    definition_hash: str
    effective_on: str
    state_since: str
    opened_at: str
    title: str
    owner_id: int | None
    starts_on: str | None
    ends_on: str | None
    owed: int


_ITEMS = Sql(
    "SELECT i.id, i.code, i.state, i.version, i.definition_hash, i.effective_on, i.state_since, i.opened_at,"
    " i.title, i.owner_id, i.starts_on, i.ends_on,"
    " (SELECT count(*) FROM obligation o WHERE o.item_id = i.id AND o.outcome = '')"
    " FROM item i WHERE i.office_id = ? ORDER BY i.code"
)
# What was given with a step changes neither place nor particulars: its text need not be read here.
_ENTRIES = Sql(
    "SELECT item_id, seq, kind, at, effective_on, from_state, to_state, version, definition_hash, corrects,"
    " CASE WHEN kind = 'step' THEN '{}' ELSE details END"
    " FROM history_entry WHERE office_id = ? AND item_id IS NOT NULL ORDER BY seq"
)
_NEWLY: Final = 1000


def check(session: Session, office_id: int) -> list[Difference]:
    """Every difference between the office's papers and what its history tells of them; none is well.

    Compared are place, version, path, days, particulars, the facts and documents shown, and that nothing is
    owed on a paper that has ended. Whether the history itself holds is asked of `workflow.history.verify`.
    """
    cursor = Cursor(session)
    courses: dict[int, Course] = defaultdict(Course)
    changes: dict[int, Changes] = defaultdict(Changes)
    found: list[Difference] = []
    kept = {row[0]: _kept(row) for row in cursor.rows(_ITEMS, (office_id,))}
    for item_id, entry in _entries(cursor, office_id):
        if item_id not in kept:
            found.append(Difference(item_id, "", "order", str(entry.seq), "other_office", entry.seq))
            continue
        problem = courses[item_id].take(entry)
        if problem:
            found.append(_out_of_order(kept[item_id], entry, problem))
        changes[item_id].take(entry)
    for item in kept.values():
        found += _place(session, item, courses[item.item_id])
        found += _particulars(item, changes[item.item_id])
    for item_id, name, told, shown, seq in evidence_differing(cursor, office_id):
        code = kept[item_id].code if item_id in kept else ""
        found.append(Difference(item_id, code, name, told, shown, seq))
    return found


def _out_of_order(item: Kept, entry: Told, problem: str) -> Difference:
    return Difference(item.item_id, item.code, "order", problem, entry.from_state or entry.kind, entry.seq)


def _entries(cursor: Cursor, office_id: int) -> Iterator[tuple[int, Told]]:
    result = cursor.run(_ENTRIES, (office_id,))
    while rows := result.fetchmany(_NEWLY):
        for item_id, seq, kind, at, on, *rest in rows:
            yield item_id, Told(seq, kind, moment_of(at), date_of(on), *rest)


def _kept(row: Any) -> Kept:
    item_id, code, state, version, name, on, since, opened, title, owner, starts, ends, owed = row
    return Kept(
        *(item_id, code, state, version, name, date_of(on).isoformat()),
        *(moment_text(moment_of(since)), moment_text(moment_of(opened)), title, owner),
        *(kept_text(starts), kept_text(ends), owed),
    )


def _place(session: Session, item: Kept, course: Course) -> Iterator[Difference]:
    """Where history says that the paper stands, against its row."""
    standing = course.now
    if standing is None:
        yield Difference(item.item_id, item.code, "order", "", "no_entry")
        return
    compared = {
        "state": (standing.state, item.state),
        "version": (str(standing.version), str(item.version)),
        "definition_hash": (standing.definition_hash, item.definition_hash),
        "effective_on": (standing.effective_on.isoformat(), item.effective_on),
        "state_since": (moment_text(standing.state_since), item.state_since),
        "opened_at": (moment_text(course.marks[0].at), item.opened_at),
        "ended": (
            _ended(session, standing.definition_hash, standing.state),
            _ended(session, item.definition_hash, item.state),
        ),
    }
    for name, (told, kept) in compared.items():
        if told != kept:
            yield Difference(item.item_id, item.code, name, told, kept, standing.seq)
    if compared["ended"][0] == "yes" and item.owed:
        yield Difference(item.item_id, item.code, "owed", "0", str(item.owed), standing.seq)


def _ended(session: Session, definition_hash: str, state: str) -> str:
    """yes or no; the name of the state where the path does not know it."""
    definition = definitions.by_hash(session, definition_hash)
    if state not in definition.by_state:
        return state
    return "yes" if definition.is_end(state) else "no"


def _particulars(item: Kept, changes: Changes) -> Iterator[Difference]:
    """What history says that title, owner and days were changed to, against the row."""
    for name in PARTICULARS:
        told = changes.latest(name)
        if told is not None and told.after != getattr(item, name):
            after, kept = (json.dumps(each, ensure_ascii=False) for each in (told.after, getattr(item, name)))
            yield Difference(item.item_id, item.code, name, after, kept, told.seq)

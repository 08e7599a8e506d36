"""What an office shows everybody: plans and reports it has published, and figures that were accepted.

Nothing here names a person: who is responsible is told by group. Pages are closed until the office opens
them. The transparency items (OIT O10 to O12, DOMAIN §3.10) are made from the same rows.
"""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from states.model import Definition, Label
from workflow import definitions
from workflow.changes import SETTERS, Hand, applied, authority, record
from workflow.errors import UnknownItem, UnknownOffice
from workflow.facts import limited
from workflow.models import Document, Entry, Group, Item, Office, Person, PublicPages, StoredFile
from workflow.money.figures import Sum, sum_of
from workflow.money.plan_table import PlanRow, plan_rows

OPENERS: Final = (*SETTERS, "plan_director")
LONGEST_INTRODUCTION: Final = 2_000
_PUBLISHED: Final = "published"
_PLAN_BOOKS: Final = frozenset({"plan_book", "revised_plan_book"})
# What is published, and as which documents its book is put forward. A plan also holds the report's book, as
# what its closing asks for: that one is given out with the report alone.
_BOOKS: Final = {
    "annual_plan": _PLAN_BOOKS,
    "annual_report": frozenset({"annual_report_book"}),
    "development_plan": _PLAN_BOOKS,
}
_HALF_YEAR: Final = 2


@dataclass(frozen=True, slots=True)
class Published:
    """A plan or report as everybody may know it: since which Bangkok date, and its book as a file, if any."""

    kind: str
    title: str
    code: str
    fiscal_year: int
    state: Label
    published_on: datetime.date
    book: tuple[str, str, int] | None  # file name, SHA-256, bytes


@dataclass(frozen=True, slots=True)
class PublicRow:
    """A project of a published plan: what, by which group, when, money in satang through a closed quarter."""

    code: str
    title: str
    group: str
    state: Label
    starts_on: datetime.date | None
    ends_on: datetime.date | None
    money: Sum


@dataclass(frozen=True, slots=True)
class PublicPlan:
    """A published plan with its projects; `through` is the last quarter whose report was closed, or 0."""

    plan: Published
    rows: tuple[PublicRow, ...]
    total: Sum
    through: int


@dataclass(frozen=True, slots=True)
class OitItem:
    """One transparency item: its `number` (O10 …), what answers it, or None where nothing does yet."""

    number: str
    what: str
    answer: Published | None
    through: int = 0


def settings_of(session: Session, office_id: int) -> PublicPages:
    """As kept; closed where nothing is."""
    return session.get(PublicPages, office_id) or PublicPages(office_id=office_id)


def set_pages(session: Session, hand: Hand, *, is_open: bool, introduction: str) -> PublicPages:
    """Opens or closes the pages of the person's office; raises NotAllowed, TooLong."""
    office_id = session.get_one(Person, hand.by).office_id
    by = authority(session, office_id, hand, OPENERS)
    row = session.get(PublicPages, office_id)
    if row is None:
        row = PublicPages(office_id=office_id)
        session.add(row)
    wanted = {
        "is_open": is_open,
        "introduction": limited("introduction", introduction.strip(), LONGEST_INTRODUCTION),
    }
    changed = applied(row, wanted, ("is_open", "introduction"))
    session.flush()
    if changed:
        code = session.get_one(Office, office_id).code
        record(session, office_id, "public_pages", [code], {"changed": changed}, hand, by=by)
    return row


def open_office(session: Session, code: str) -> Office:
    """The office of this code if its pages are open; raises UnknownOffice for any other alike."""
    query = (
        select(Office)
        .join(PublicPages, col(PublicPages.office_id) == col(Office.id))
        .where(Office.code == code, col(PublicPages.is_open).is_(True))
    )
    found = session.exec(query).first()
    if found is None:
        raise UnknownOffice(code[:40])
    return found


def open_offices(session: Session) -> Sequence[Office]:
    """Every office whose pages are open, by name."""
    query = (
        select(Office)
        .join(PublicPages, col(PublicPages.office_id) == col(Office.id))
        .where(col(PublicPages.is_open).is_(True))
        .order_by(col(Office.name_th), col(Office.id))
    )
    return session.exec(query).all()


def published(session: Session, office_id: int) -> list[Published]:
    """Plans and reports that are published, the newest first; three statements for any number."""
    items = session.exec(
        select(Item).where(Item.office_id == office_id, col(Item.kind).in_(_BOOKS)).order_by(col(Item.id))
    ).all()
    out = [item for item in items if item.state in _public_states(session, item.definition_hash)]
    steps = _publishing_steps(session, out)
    books = _books(session, out, steps)
    found = [
        Published(
            item.kind,
            item.title,
            item.code,
            item.fiscal_year,
            definitions.by_hash(session, item.definition_hash).by_state[item.state].label,
            steps[item.id].effective_on if item.id in steps else item.effective_on,
            books.get(item.id),
        )
        for item in out
    ]
    return sorted(found, key=lambda each: (each.published_on, each.code), reverse=True)


def plan_of(session: Session, office_id: int, fiscal_year: int, on: datetime.date) -> PublicPlan:
    """The published annual plan of a fiscal year (B.E.); raises UnknownItem where none is."""
    plans = (each for each in published(session, office_id) if each.kind == "annual_plan")
    plan = next((each for each in plans if each.fiscal_year == fiscal_year), None)
    if plan is None:
        raise UnknownItem(str(fiscal_year))
    through = closed_through(session, office_id, fiscal_year)
    groups = dict(session.exec(select(Group.code, Group.name_th).where(Group.office_id == office_id)).all())
    rows = [row for row in plan_rows(session, office_id, fiscal_year, on) if row.in_plan]
    shown = tuple(_public_row(row, groups, through) for row in rows)
    return PublicPlan(plan, shown, sum_of((line for row in rows for line in row.lines), through), through)


def _public_row(row: PlanRow, groups: dict[str, str], through: int) -> PublicRow:
    return PublicRow(
        row.code,
        row.title,
        groups.get(row.group, ""),
        row.label,
        row.starts_on,
        row.ends_on,
        sum_of(row.lines, through),
    )


def closed_through(session: Session, office_id: int, fiscal_year: int) -> int:
    """The last quarter up to which every report of the year is closed; 0 where the first is not."""
    reports = session.exec(
        select(Item).where(
            Item.office_id == office_id, Item.kind == "quarterly_report", Item.fiscal_year == fiscal_year
        )
    ).all()
    closed = {
        item.quarter
        for item in reports
        if definitions.by_hash(session, item.definition_hash).is_end(item.state)
    }
    return next((quarter - 1 for quarter in range(1, 5) if quarter not in closed), 4)


def oit(session: Session, office_id: int, fiscal_year: int) -> tuple[OitItem, ...]:
    """The year's transparency items as they stand: plan (O10), six months' progress (O11), report (O12)."""
    every = [each for each in published(session, office_id) if each.fiscal_year == fiscal_year]
    plan = next((each for each in every if each.kind == "annual_plan"), None)
    report = next((each for each in every if each.kind == "annual_report"), None)
    through = closed_through(session, office_id, fiscal_year)
    return (
        OitItem("O10", "plan", plan),
        OitItem("O11", "progress", plan if through >= _HALF_YEAR else None, through),
        OitItem("O12", "report", report),
    )


def public_book(session: Session, office_id: int, sha256: str) -> tuple[str, str]:
    """File name and type of the book of something published; raises UnknownItem for any other file."""
    for each in published(session, office_id):
        if each.book is not None and each.book[1] == sha256:
            stored = session.get_one(StoredFile, sha256)
            if stored.destroyed_at is None:
                return each.book[0], stored.media_type
    raise UnknownItem(sha256[:40])


def years(found: Iterable[Published]) -> list[int]:
    """The fiscal years of what is published, the latest first."""
    return sorted({each.fiscal_year for each in found if each.kind != "development_plan"}, reverse=True)


def _public_states(session: Session, name: str) -> frozenset[str]:
    return _after_publishing(definitions.by_hash(session, name))


def _after_publishing(definition: Definition) -> frozenset[str]:
    """`published`, and every state that steps other than those sent back lead to from there."""
    if _PUBLISHED not in definition.by_state:
        return frozenset()
    found, waiting = {_PUBLISHED}, [_PUBLISHED]
    while waiting:
        for move in definition.leaving(waiting.pop()):
            if not move.send_back and move.target not in found:
                found.add(move.target)
                waiting.append(move.target)
    return frozenset(found)


def _publishing_steps(session: Session, items: Sequence[Item]) -> dict[int, Entry]:
    """By item the last step that published it and was not undone."""
    query = (
        select(Entry)
        .where(
            col(Entry.item_id).in_([item.id for item in items]),
            Entry.kind == "step",
            Entry.to_state == _PUBLISHED,
            col(Entry.seq).not_in(_undone(items)),
        )
        .order_by(col(Entry.seq))
    )
    return {entry.item_id: entry for entry in session.exec(query) if entry.item_id is not None}


def _books(
    session: Session, items: Sequence[Item], steps: Mapping[int, Entry]
) -> dict[int, tuple[str, str, int]]:
    """By item its newest book, put forward no later than the step that published it.

    What somebody attaches afterwards nobody has published; what an undone step put forward, neither.
    """
    kinds = {item.id: item.kind for item in items}
    query = (
        select(Document, StoredFile.size)
        .join(StoredFile, col(StoredFile.sha256) == col(Document.sha256))
        .where(
            col(Document.item_id).in_(steps),
            col(Document.code).in_(frozenset().union(*_BOOKS.values())),
            col(Document.entry_seq).not_in(_undone(items)),
        )
        .order_by(col(Document.id))
    )
    return {
        row.item_id: (row.filename, row.sha256, size)
        for row, size in session.exec(query)
        if row.code in _BOOKS[kinds[row.item_id]] and row.entry_seq <= steps[row.item_id].seq
    }


def _undone(items: Sequence[Item]) -> SelectOfScalar[int | None]:
    """The numbers of these items' steps that were undone."""
    return select(col(Entry.corrects)).where(
        col(Entry.item_id).in_([item.id for item in items]),
        Entry.kind == "undone",
        col(Entry.corrects).is_not(None),
    )

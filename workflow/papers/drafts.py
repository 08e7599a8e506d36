"""Drafts memos, letters, circulars and orders: once for a cause, changed until they are on their way."""

import hashlib
from collections.abc import Iterable
from typing import Final

from sqlmodel import Session, col, func, select

from states.catalogue import PaperWords, catalogue
from states.fiscal import fiscal_year_of
from states.thai import search_text
from workflow import definitions
from workflow.changes import Hand
from workflow.database import Cursor
from workflow.errors import BadInput, ContentChanged, Denial, NotAllowed, PaperFixed, UnknownItem
from workflow.history import hold
from workflow.items import NewItem, open_item, opener
from workflow.meetings.secretariat import tell_of
from workflow.models import Item, Letterhead, PaperRow, Person
from workflow.papers import addressees
from workflow.papers.fields import Fields, checked, read, written
from workflow.permissions import Authority, Whose, in_scope, powers
from workflow.situation import Reading
from workflow.situation import read as look

KIND: Final = "memo"
EDITABLE: Final = ("draft", "returned")
# Those who propose a paper write it; whoever passes or signs it does not (memo.yaml, separate).
WRITERS: Final = ("plan_officer", "project_owner", "system")


def open_paper(
    session: Session,
    office_id: int,
    code: str,
    fields: Fields,
    hand: Hand,
    *,
    about_id: int | None = None,
    cause: str | None = None,
    fiscal_year: int | None = None,
    owner_id: int | None = None,
    group_id: int | None = None,
) -> Item:
    """Opens the draft of the paper `code` (of states.catalogue) as an item `M<fy>-<n>` with one entry.

    A `cause` that has set off a paper in this office already gives that paper, untouched. `fiscal_year` is
    Buddhist Era, else that of the day; without an owner whoever opens it owns it. Raises BadInput, TooLong,
    UnknownItem (`about_id` of another office), NotAllowed.
    """
    owner = owner_id or _herself(session, hand)
    if cause is None:  # else a paper may be there already
        opener(session, Whose(office_id, KIND, group_id, None, owner), by=hand.by, at=hand.at)
    words = words_of(code)
    checked(fields)
    addressees.check(session, office_id, fields.sent_to)
    hold(Cursor(session), office_id)  # no number and no cause twice
    drafted = _drafted(session, office_id, cause) if cause is not None else None
    if drafted is not None:
        return drafted
    _same_office(session, office_id, about_id)
    year = fiscal_year or fiscal_year_of(hand.day).be
    new = NewItem(
        kind=KIND,
        code=_next_code(session, office_id, year),
        title=title_of(fields),
        fiscal_year=year,
        group_id=group_id,
        owner_id=owner,
    )
    item = open_item(session, office_id, new, by=hand.by, at=hand.at)
    session.add(
        PaperRow(
            item_id=item.id,
            office_id=office_id,
            code=code,
            form=words.form,
            about_id=about_id,
            cause=cause,
            fields=written(fields),
            thai_digits=words.thai_digits and _writes_thai_digits(session, office_id),
            secret=bool(fields.secrecy),
            changed_by=hand.by,
            changed_at=hand.at,
        )
    )
    session.flush()
    return item


def title_of(fields: Fields) -> str:
    """What the paper is called wherever it is not shown itself: in lists, registers, tables and messages.

    A secret paper by its class alone: these are read by the whole office, and some leave it.
    """
    return f"({fields.secrecy})" if fields.secrecy else fields.subject.strip()


def words_of(code: str) -> PaperWords:
    """What the catalogue says of a paper that walks the path of a memo; raises BadInput."""
    words = catalogue().papers.get(code)
    if words is None or words.form == "none":
        raise BadInput("paper", "unknown", code[:80])
    return words


def paper_of(session: Session, item_id: int) -> PaperRow | None:
    """The content of the item, where it is kept here."""
    return session.get(PaperRow, item_id)


def with_paper(session: Session, items: Iterable[Item]) -> frozenset[int]:
    """Those of the items that are official papers with a desk of their own; asks only where one may be."""
    memos = [item.id for item in items if item.kind == KIND]
    if not memos:
        return frozenset()
    return frozenset(session.exec(select(PaperRow.item_id).where(col(PaperRow.item_id).in_(memos))))


def must_have(session: Session, item_id: int, code: str) -> PaperRow:
    """The content as it is now that nobody else writes; raises UnknownItem where none is kept."""
    row = session.get(PaperRow, item_id, populate_existing=True)
    if row is None:
        raise UnknownItem(code)
    return row


def edit(
    session: Session,
    item_id: int,
    fields: Fields,
    hand: Hand,
    *,
    expect_revision: int,
    thai_digits: bool | None = None,
) -> PaperRow:
    """Changes what a draft or returned paper says, and records which fields; nothing where nothing changes.

    `thai_digits` is its switch, left as it is where None. Raises NotAllowed, PaperFixed (it is on its way),
    ContentChanged (somebody changed it since `expect_revision`), BadInput, TooLong, UnknownItem.
    """
    reading = look(session, item_id, hand.by, hand.day)
    item = reading.item
    row = must_have(session, item_id, item.code)
    by = _writer(reading)
    checked(fields)
    if item.state not in EDITABLE:
        definition = definitions.by_hash(session, item.definition_hash)
        raise PaperFixed(item.code, definition.by_state[item.state].label)
    expect(session, row, item.code, expect_revision)
    before = read(row.fields)
    changed = [name for name in Fields.__struct_fields__ if getattr(before, name) != getattr(fields, name)]
    digits = {} if thai_digits in (None, row.thai_digits) else {"thai_digits": thai_digits}
    changed += digits
    if not changed:
        return row
    if "sent_to" in changed:
        addressees.check(session, item.office_id, fields.sent_to)
    row.fields, row.revision = written(fields), row.revision + 1
    row.thai_digits = digits.get("thai_digits", row.thai_digits)
    row.changed_by, row.changed_at = hand.by, hand.at
    renamed = {}
    if "subject" in changed or "secrecy" in changed:
        renamed["title"] = _rename(session, item_id, title_of(fields))
    row.secret = bool(fields.secrecy)
    session.flush()
    told = {"changed": changed, "revision": row.revision, "sha256": _sha256(row.fields), **digits, **renamed}
    tell_of(session, item, by, hand, "paper", told)
    return row


def expect(session: Session, row: PaperRow, code: str, revision: int) -> None:
    """Raises ContentChanged where the paper no longer says what its reader saw."""
    if row.revision != revision:
        name = session.get_one(Person, row.changed_by).name_th
        raise ContentChanged(code, name, row.changed_at)


def _writes_thai_digits(session: Session, office_id: int) -> bool:
    """The office's own switch, which its letterhead keeps."""
    kept = session.get(Letterhead, office_id)
    return kept is None or kept.thai_digits


def _drafted(session: Session, office_id: int, cause: str) -> Item | None:
    return session.exec(
        select(Item)
        .join(PaperRow, col(PaperRow.item_id) == col(Item.id))
        .where(PaperRow.office_id == office_id, PaperRow.cause == cause)
    ).first()


def _same_office(session: Session, office_id: int, about_id: int | None) -> None:
    about = session.get(Item, about_id) if about_id is not None else None
    if about_id is not None and (about is None or about.office_id != office_id):
        raise UnknownItem(str(about_id))


def _next_code(session: Session, office_id: int, year: int) -> str:
    """The first free `M<fy>-<n>`, begun at the number of papers there are: none is ever deleted."""
    prefix = f"M{year}-"
    mine = select(func.count()).where(Item.office_id == office_id, col(Item.code).startswith(prefix))
    number = session.exec(mine).one() + 1
    while session.exec(
        select(Item.id).where(Item.office_id == office_id, Item.code == f"{prefix}{number}")
    ).first():
        number += 1
    return f"{prefix}{number}"


def _herself(session: Session, hand: Hand) -> int | None:
    """Whoever opens a paper by hand owns it; the service account owns none."""
    person = session.get(Person, hand.by)
    return None if person is None or person.is_service else person.id


def _writer(reading: Reading) -> Authority:
    """By what post or order she writes this paper: a project's people only their own group's."""
    item = reading.item
    found = powers(reading.actor, item.office_id, WRITERS, item.kind, "propose")
    if not found:
        raise NotAllowed(Denial("no_role", WRITERS))
    within = [each for each in found if in_scope(each, item)]
    if not within:
        raise NotAllowed(Denial("other_group", WRITERS))
    return within[0]


def _rename(session: Session, item_id: int, title: str) -> list[str]:
    """Calls the paper by what it says now; its title before and after."""
    item = session.get_one(Item, item_id)
    before, item.title = item.title, title
    item.search_text = search_text(f"{item.code} {title}")
    return [before, title]


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()

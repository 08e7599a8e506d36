"""Numbers of papers: a series per register and calendar year, gapless, never used again (DOMAIN 3.3)."""

import datetime
from dataclasses import dataclass
from typing import Final

from sqlmodel import Session, col, select

from states.thai import be_year
from workflow import permissions
from workflow.changes import Hand, record
from workflow.database import Cursor, Sql
from workflow.errors import BadDate, BadInput, RegisterRefused, UnknownNumber
from workflow.facts import LONGEST_REASON, limited
from workflow.history import hold
from workflow.models import Item, Office, Person, Register, RegisterNumber
from workflow.permissions import Authority
from workflow.situation import who

KINDS: Final = ("internal", "outgoing", "circular", "order")
REGISTRARS: Final = ("clerk", "plan_officer", "system")
LONGEST_SUBJECT: Final = 500
_BEGIN = Sql(
    "INSERT INTO register (office_id, kind, year, last, used_on_paper) VALUES (?, ?, ?, 0, 0)"
    " ON CONFLICT DO NOTHING"
)
# The row stays locked until the caller commits: whoever dies before gives her number back.
_NEXT = Sql(
    "UPDATE register SET last = last + 1 WHERE office_id = ? AND kind = ? AND year = ? RETURNING last"
)


@dataclass(frozen=True, slots=True)
class Listed:
    """One line of a register as its keeper reads it; `item_code` is empty for a paper written elsewhere."""

    id: int
    number: int
    text: str
    subject: str
    dated_on: datetime.date
    item_code: str
    registered_by: str
    registered_at: datetime.datetime
    voided_at: datetime.datetime | None
    void_reason: str


def printed(office_prefix: str, kind: str, number: int, year: int) -> str:
    """A number as it stands on the paper, in 0-9; `year` is Buddhist Era.

    With the office's code "ศธ 04xxx/123", a circular "ศธ 04xxx/ว 12"; the code is never guessed, so without
    one "0045/2569" and "ว 0012/2569". Orders carry the year: "45/2569".
    """
    if kind == "order":
        return f"{number}/{year}"
    mark = "ว " if kind == "circular" else ""
    prefix = office_prefix.strip().rstrip("/")
    return f"{prefix}/{mark}{number}" if prefix else f"{mark}{number:04}/{year}"


def take(
    session: Session,
    office_id: int,
    kind: str,
    year: int,
    *,
    subject: str,
    dated_on: datetime.date,
    hand: Hand,
    item_id: int | None = None,
    by: Authority,
) -> RegisterNumber:
    """Gives out the next number of a register in the caller's transaction, with its entry.

    `year` is the calendar year (B.E.) of `dated_on`, a Bangkok date that may be past but not to come. Raises
    BadInput, BadDate, TooLong.
    """
    _known(kind)
    if be_year(dated_on.year) != year:
        raise BadInput("year", "out_of_range", str(year))
    if dated_on > hand.day:
        raise BadDate("in_future", dated_on.isoformat())
    if not subject.strip():
        raise BadInput("paper_subject", "empty")
    cursor = Cursor(session)
    hold(cursor, office_id)  # always before the register, so that nobody waits in a circle
    cursor.run(_BEGIN, (office_id, kind, year))
    (number,) = cursor.row(_NEXT, (office_id, kind, year))
    office = session.get_one(Office, office_id)
    row = RegisterNumber(
        office_id=office_id,
        kind=kind,
        year=year,
        number=number,
        text=printed(office.document_prefix, kind, number, year),
        subject=limited("paper_subject", subject.strip(), LONGEST_SUBJECT),
        dated_on=dated_on,
        item_id=item_id,
        registered_by=hand.by,
        registered_at=hand.at,
    )
    session.add(row)
    session.flush()
    told = {"register": kind, "year": year, "number": number, "text": row.text, "subject": row.subject}
    codes = [f"{kind}/{year}"]
    record(session, office_id, "register", codes, {"taken": told}, hand, by=by, on=dated_on, item_id=item_id)
    return row


def take_elsewhere(
    session: Session, office_id: int, kind: str, *, subject: str, dated_on: datetime.date, hand: Hand
) -> RegisterNumber:
    """A number for a paper written outside this system; raises NotAllowed and as `take`."""
    by = registrar(session, office_id, hand)
    year = be_year(dated_on.year)
    return take(session, office_id, kind, year, subject=subject, dated_on=dated_on, hand=hand, by=by)


def registrar(session: Session, office_id: int, hand: Hand) -> Authority:
    """By what post or order she keeps the office's registers, whose chain is held; raises NotAllowed."""
    actor = who(session, office_id, hand.by, hand.day)
    return permissions.empowered(actor, office_id, REGISTRARS, "memo", "issue")


def begin_at(
    session: Session, office_id: int, kind: str, year: int, used_on_paper: int, hand: Hand
) -> Register:
    """Says up to which number the office had numbered papers by hand before it began here.

    Only upward, and only while no number above it was given out here. Raises NotAllowed, BadInput,
    RegisterRefused (not_upward).
    """
    by = registrar(session, office_id, hand)
    _known(kind)
    if not 2400 < year < 2700:
        raise BadInput("year", "wrong_era", str(year))
    if not 0 < used_on_paper < 1_000_000:
        raise BadInput("used_on_paper", "out_of_range", str(used_on_paper))
    Cursor(session).run(_BEGIN, (office_id, kind, year))
    row = session.get_one(Register, (office_id, kind, year), populate_existing=True)
    if used_on_paper <= row.used_on_paper or used_on_paper < row.last:
        raise RegisterRefused("not_upward", str(max(row.last, row.used_on_paper)))
    before, row.used_on_paper, row.last = row.used_on_paper, used_on_paper, used_on_paper
    session.flush()
    told = {"used_on_paper": [before, used_on_paper]}
    record(session, office_id, "register", [f"{kind}/{year}"], told, hand, by=by)
    return row


def void(session: Session, number_id: int, reason: str, hand: Hand) -> RegisterNumber:
    """Marks a number of a paper written elsewhere as void; it stays taken.

    The number of a paper kept here becomes void with its paper. Raises UnknownNumber, NotAllowed, BadInput
    (no reason), RegisterRefused (void_already, of_paper), TooLong.
    """
    row = session.get(RegisterNumber, number_id)
    if row is None:
        raise UnknownNumber(str(number_id))
    by = registrar(session, row.office_id, hand)
    session.refresh(row)
    if row.item_id is not None:
        raise RegisterRefused("of_paper", row.text)
    if row.voided_at is not None:
        raise RegisterRefused("void_already", row.text)
    if not reason.strip():
        raise BadInput("reason", "empty")
    _mark(session, row, reason, hand, by)
    return row


def number_of(session: Session, item_id: int) -> RegisterNumber | None:
    """The number of a paper kept here; it keeps it for good."""
    return session.exec(select(RegisterNumber).where(RegisterNumber.item_id == item_id)).first()


def voided_with_paper(session: Session, item: Item, reason: str, hand: Hand, by: Authority) -> None:
    """The paper was made void: its number, if it has one, stays taken and says so."""
    row = number_of(session, item.id)
    if row is not None and row.voided_at is None:
        _mark(session, row, reason, hand, by)


def restored_with_paper(session: Session, item: Item, hand: Hand, by: Authority) -> None:
    """The voiding was taken back: the number is that of a paper in force again."""
    row = number_of(session, item.id)
    if row is None or row.voided_at is None:
        return
    row.voided_at, row.void_reason = None, ""
    session.flush()
    _tell(session, row, {"restored": row.text}, hand, by)


def _mark(session: Session, row: RegisterNumber, reason: str, hand: Hand, by: Authority) -> None:
    row.voided_at, row.void_reason = hand.at, limited("reason", reason, LONGEST_REASON).strip()
    session.flush()
    _tell(session, row, {"voided": row.text, "reason": row.void_reason}, hand, by)


def _tell(session: Session, row: RegisterNumber, told: dict[str, str], hand: Hand, by: Authority) -> None:
    codes = [f"{row.kind}/{row.year}"]
    record(session, row.office_id, "register", codes, told, hand, by=by, item_id=row.item_id)


def listing(session: Session, office_id: int, kind: str, year: int) -> tuple[Listed, ...]:
    """A register of a calendar year (B.E.), by number."""
    rows = session.exec(
        select(RegisterNumber, Item.code, Person.name_th)
        .join(Person, col(Person.id) == col(RegisterNumber.registered_by))
        .outerjoin(Item, col(Item.id) == col(RegisterNumber.item_id))
        .where(
            RegisterNumber.office_id == office_id, RegisterNumber.kind == kind, RegisterNumber.year == year
        )
        .order_by(col(RegisterNumber.number))
    )
    return tuple(
        Listed(
            id=row.id,
            number=row.number,
            text=row.text,
            subject=row.subject,
            dated_on=row.dated_on,
            item_code=code or "",
            registered_by=name,
            registered_at=row.registered_at,
            voided_at=row.voided_at,
            void_reason=row.void_reason,
        )
        for row, code, name in rows
    )


def unexplained(session: Session, office_id: int, kind: str, year: int) -> tuple[int, ...]:
    """Numbers up to the last one that neither stand in the register nor were used on paper: never any."""
    register = session.get(Register, (office_id, kind, year), populate_existing=True)
    if register is None:
        return ()
    given = {each.number for each in listing(session, office_id, kind, year)}
    return tuple(n for n in range(register.used_on_paper + 1, register.last + 1) if n not in given)


def _known(kind: str) -> None:
    if kind not in KINDS:
        raise BadInput("register", "unknown", kind[:40])

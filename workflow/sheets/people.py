"""People from a workbook: accounts and the posts they take, read with every fault, saved whole."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.styles import Font
from sqlmodel import Session, col, or_, select

from workflow.changes import LONGEST_NAME, Hand
from workflow.errors import BadInput
from workflow.models import Occupancy, Office, Person, Position
from workflow.people import Appointment, NewPerson, add_people, appoint, is_username
from workflow.sheets.cells import code_key, read_code, read_date, read_text
from workflow.sheets.rows import GUIDANCE, CellError, Row, sheet_called, table_in
from workflow.sheets.tables import Column, first_sheet, put, saved, write_table
from workflow.sheets.workbook import Sheet

SHEET: Final = "บุคลากร"
NAME, ACCOUNT, POST, ORDER = "ชื่อ-สกุล", "ชื่อบัญชี", "ตำแหน่ง", "เลขที่คำสั่ง"
FIRST, LAST = "วันแรก", "วันสุดท้าย"
COLUMNS: Final = (
    *(Column(NAME, width=36), Column(ACCOUNT, width=20), Column(POST, width=44)),
    *(Column(FIRST, "date", 16), Column(LAST, "date", 16), Column(ORDER, width=18)),
)
_HEADING_ROW: Final = 4
_INSTRUCTION: Final = (
    f"{GUIDANCE} หนึ่งแถวต่อหนึ่งคน ชื่อบัญชีเป็นอักษรอังกฤษตัวเล็กหรือตัวเลข ตำแหน่งเว้นว่างได้ แถวที่ไม่กรอกชื่อไม่นำเข้า"
    "  วันที่กรอกเป็น พ.ศ. เว้นวันแรกหมายถึงวันนำเข้า"
)


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One person of the file; `person_id` where the account is known, `position_id` of a post to take."""

    number: int
    name_th: str
    username: str
    active_from: datetime.date
    active_to: datetime.date | None
    post: str = ""
    position_id: int | None = None
    order_no: str = ""
    person_id: int | None = None

    @property
    def effect(self) -> str:
        """What importing it does: new, changed (a post for a known account) or same."""
        if self.person_id is None:
            return "new"
        return "same" if self.position_id is None else "changed"


@dataclass(frozen=True, slots=True)
class PeoplePreview:
    """What importing the file would do. Nothing may be saved while `errors` is not empty."""

    rows: tuple[PersonRow, ...]
    errors: tuple[CellError, ...]

    @property
    def effective(self) -> tuple[PersonRow, ...]:
        return tuple(row for row in self.rows if row.effect != "same")


@dataclass(frozen=True, slots=True)
class _Known:
    """What stands in the office on the day, and the account names that other offices use."""

    on: datetime.date
    people: dict[str, Person]
    elsewhere: frozenset[str]
    posts: dict[str, list[Position]]
    held: dict[int, list[Occupancy]]


def people_template(session: Session, office_id: int, on: datetime.date) -> bytes:
    """A workbook to fill in: the posts that nobody holds on a Bangkok date, and room for more people."""
    known = _known(session, office_id, on)
    posts = sorted({each.id: each for found in known.posts.values() for each in found}.items())
    vacant = [post for key, post in posts if not known.held.get(key)]
    office = session.get_one(Office, office_id)
    book = Workbook()
    sheet = first_sheet(book, SHEET)
    rows = ([None, None, _told(post, known), None, None, None] for post in vacant)
    write_table(sheet, COLUMNS, rows, top=_HEADING_ROW)
    put(sheet, 1, 1, f"บุคลากรและตำแหน่ง {office.name_th}").font = Font(bold=True, size=14)
    put(sheet, 2, 1, _INSTRUCTION)
    return saved(book)


def read_people(
    session: Session, office_id: int, sheets: Sequence[Sheet], on: datetime.date
) -> PeoplePreview:
    """Whom the workbook names, held against the office on a Bangkok date.

    Raises BadInput for `file` (workbook_sheet, workbook_headings).
    """
    table = table_in(sheet_called(sheets, SHEET), (NAME, ACCOUNT), (POST, FIRST, LAST, ORDER))
    known = _known(session, office_id, on)
    rows = [found for row in table.rows(POST) if (found := _row(row, known)) is not None]
    return PeoplePreview(tuple(rows), tuple(table.errors))


def save_people(session: Session, office_id: int, preview: PeoplePreview, hand: Hand) -> None:
    """Opens the accounts and appoints to the posts, each in one entry of the history, or nothing at all.

    Raises NotAllowed, BadInput, AlreadyExists.
    """
    if preview.errors:
        raise BadInput("file", "workbook_rows", str(len(preview.errors)))
    new = [row for row in preview.rows if row.person_id is None]
    added = [NewPerson(row.username, row.name_th, row.active_from, row.active_to) for row in new]
    ids = add_people(session, office_id, added, hand)
    posts = [
        Appointment(
            row.position_id, row.person_id or ids[row.username], row.active_from, order_no=row.order_no
        )
        for row in preview.rows
        if row.position_id is not None
    ]
    appoint(session, office_id, posts, hand)


def _known(session: Session, office_id: int, on: datetime.date) -> _Known:
    """Read once for all rows."""
    people = session.exec(select(Person).where(Person.office_id == office_id)).all()
    others = session.exec(select(Person.username).where(Person.office_id != office_id)).all()
    posts: dict[str, list[Position]] = {}
    lasting = or_(col(Position.valid_to).is_(None), col(Position.valid_to) >= on)
    for post in session.exec(select(Position).where(Position.office_id == office_id, lasting)).all():
        for key in {code_key(post.code), code_key(post.title_th)}:
            posts.setdefault(key, []).append(post)
    held: dict[int, list[Occupancy]] = {}
    of_office = select(Occupancy).join(Position, col(Position.id) == col(Occupancy.position_id))
    still = or_(col(Occupancy.valid_to).is_(None), col(Occupancy.valid_to) >= on)
    for each in session.exec(of_office.where(Position.office_id == office_id, still)).all():
        held.setdefault(each.position_id, []).append(each)
    return _Known(on, {each.username: each for each in people}, frozenset(others), posts, held)


def _told(post: Position, known: _Known) -> str:
    """A post as the template names it: its title, or its code where another has the same title."""
    return post.title_th if len(known.posts[code_key(post.title_th)]) == 1 else post.code


def _row(row: Row, known: _Known) -> PersonRow | None:
    """The person of a row; nothing where something is wrong with it."""
    before = len(row.table.errors)
    name = _line(row.needed(NAME, partial(read_text, longest=LONGEST_NAME)))
    username = (row.needed(ACCOUNT, read_code) or "").lower()
    since = row.read(FIRST, read_date) or known.on
    until = row.read(LAST, read_date)
    order_no = _line(row.read(ORDER, partial(read_text, longest=100)))
    if until is not None and until < since:
        row.complain(LAST, "ends_before_start", until.isoformat())
    person = _account(row, username, name, known) if name and username else None
    asked = _line(row.read(POST, partial(read_text, longest=LONGEST_NAME)))
    if order_no and not asked:
        row.complain(POST, "empty")
    post = _post(row, asked, known) if asked else None
    hers = person is not None and post is not None and _holds(person, post, since, known)
    if post is not None and not hers and row.is_first(POST, post.id) and _taken(post, since, known):
        row.complain(POST, "post_held", post.title_th)
    if len(row.table.errors) != before:
        return None
    takes = post.id if post is not None and not hers else None
    title = post.title_th if post is not None else ""
    person_id = person.id if person is not None else None
    return PersonRow(row.number, name, username, since, until, title, takes, order_no, person_id)


def _line(text: Any) -> str:
    """In one line, as names are kept."""
    return " ".join(str(text or "").split())


def _account(row: Row, username: str, name: str, known: _Known) -> Person | None:
    """Whose account it is, if it is known; complains where it cannot be opened."""
    if not is_username(username):
        row.complain(ACCOUNT, "account_shape", username[:60])
    elif not row.is_first(ACCOUNT, username):
        return None
    elif username in known.elsewhere:
        row.complain(ACCOUNT, "account_taken", username)
    elif (person := known.people.get(username)) is not None:
        if person.is_service or code_key(person.name_th) != code_key(name):
            row.complain(ACCOUNT, "account_taken", username)
        return person
    return None


def _post(row: Row, asked: str, known: _Known) -> Position | None:
    """The post of this title or code; complains where there is none, or more than one."""
    found = known.posts.get(code_key(asked), [])
    if len(found) != 1:
        row.complain(POST, "post_ambiguous" if found else "post_unknown", asked[:60])
        return None
    return found[0]


def _holds(person: Person, post: Position, since: datetime.date, known: _Known) -> bool:
    return any(each.person_id == person.id for each in _holding(post, since, known))


def _taken(post: Position, since: datetime.date, known: _Known) -> bool:
    return bool(_holding(post, since, known))


def _holding(post: Position, since: datetime.date, known: _Known) -> list[Occupancy]:
    """Who holds the post on that day or later."""
    return [each for each in known.held.get(post.id, []) if each.valid_to is None or each.valid_to >= since]

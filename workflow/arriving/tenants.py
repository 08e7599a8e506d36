"""Reads lists of area offices and their schools, as the ministry gives them out, and sets the offices up."""

import csv
import io
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sqlmodel import Session, col, select

from workflow.arriving.bounded import text_of
from workflow.arriving.csv_log import decoded
from workflow.changes import LONGEST_NAME, Hand
from workflow.errors import BadInput
from workflow.models import Occupancy, Office, Person, Position, School
from workflow.offices import NewOffice
from workflow.structure import NewSchool, add_schools

LARGEST: Final = 64 * 2**20  # bytes unpacked
LONGEST_CODE: Final = 20
OFFICE_COLUMNS: Final = ("office_code", "office_name")
SCHOOL_COLUMNS: Final = ("school_code", "office_code", "school_name")
NAMELESS: Final = "โรงเรียนรหัส {code} (ไม่มีชื่อในรายการ)"
_OFFICE_CODE: Final = re.compile(r"^[A-Z][A-Z0-9-]{0,19}$")
_IN_FULL: Final = {
    "สพป.": "สำนักงานเขตพื้นที่การศึกษาประถมศึกษา",
    "สพม.": "สำนักงานเขตพื้นที่การศึกษามัธยมศึกษา",
}


@dataclass(frozen=True, slots=True)
class Adjusted:
    """A code or name that could not stay as the list has it: where, what it was, what it became, and why.

    `why`: prefixed (an office's code begins with a letter), repeated (another school of the office has it),
    or unnamed (the code stays, but the list gives the school no name).
    """

    line: int
    office: str
    name: str
    listed: str
    code: str
    why: str


@dataclass(frozen=True, slots=True)
class Tenant:
    """One office of the list with its schools, codes as they will be."""

    code: str
    name_th: str
    short_th: str
    schools: tuple[NewSchool, ...]


@dataclass(frozen=True, slots=True)
class Listed:
    """What the lists say. `same_names` counts names that more than one school of an office bears."""

    tenants: tuple[Tenant, ...]
    adjusted: tuple[Adjusted, ...]
    same_names: int


def read_lists(offices: Path, schools: Path | None, *, prefix: str) -> Listed:
    """The offices in the order of their list, each with its schools in the order of theirs.

    An office's code that does not begin with a capital letter gets `prefix` before it. Of schools of one
    office that share a code the first keeps it, the second gets "-2" behind it, and so on: the same list
    gives the same codes. A school without a name is called by its code, and that it has none. Raises
    BadInput: log_headings, log_unreadable, log_ragged, log_encoding, list_code, list_name, list_office (each
    with the line), and as `bounded.text_of`.
    """
    adjusted: list[Adjusted] = []
    names, codes = _offices(offices, prefix, adjusted)
    of_office: dict[str, list[NewSchool]] = {listed: [] for listed in names}
    if schools is not None:
        _schools(schools, codes, of_office, adjusted)
    tenants = tuple(
        Tenant(codes[listed], _in_full(name), name, tuple(of_office[listed]))
        for listed, name in names.items()
    )
    return Listed(tenants, tuple(adjusted), _same_names(of_office.values()))


def _offices(path: Path, prefix: str, adjusted: list[Adjusted]) -> tuple[dict[str, str], dict[str, str]]:
    """Names, and the codes that will be, by the code in the list."""
    names: dict[str, str] = {}
    codes: dict[str, str] = {}
    for line, row in _rows(path, OFFICE_COLUMNS):
        listed, name = row["office_code"], _named(row["office_name"], line)
        code = listed if _OFFICE_CODE.match(listed) else prefix + listed.upper()
        if not listed or not _OFFICE_CODE.match(code) or code in codes.values():
            raise BadInput("code", "list_code", str(line))
        if code != listed:
            adjusted.append(Adjusted(line, code, name, listed, code, "prefixed"))
        names[listed], codes[listed] = name, code
    return names, codes


def _schools(
    path: Path,
    codes: Mapping[str, str],
    of_office: Mapping[str, list[NewSchool]],
    adjusted: list[Adjusted],
) -> None:
    listed_already = {(row["office_code"], row["school_code"]) for _, row in _rows(path, SCHOOL_COLUMNS)}
    taken: dict[str, set[str]] = {office: set() for office in of_office}
    for line, row in _rows(path, SCHOOL_COLUMNS):
        office, listed = row["office_code"], row["school_code"]
        name = _named(row["school_name"] or NAMELESS.format(code=listed), line)
        if office not in of_office:
            raise BadInput("office", "list_office", f"{line} ({office[:40]})")
        code, turn = listed, 1
        while code in taken[office] or (turn > 1 and (office, code) in listed_already):
            turn += 1
            code = f"{listed}-{turn}"
        if not listed or len(code) > LONGEST_CODE:
            raise BadInput("code", "list_code", str(line))
        taken[office].add(code)
        of_office[office].append(NewSchool(code, name))
        if code != listed:
            adjusted.append(Adjusted(line, codes[office], name, listed, code, "repeated"))
        if not row["school_name"]:
            adjusted.append(Adjusted(line, codes[office], name, listed, code, "unnamed"))


def _rows(path: Path, columns: Sequence[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """Each row with its line, of the columns asked for."""
    reader = csv.reader(io.StringIO(decoded(path.name, text_of(path, LARGEST)), newline=""), strict=True)
    try:
        headings = [heading.strip() for heading in next(reader, [])]
        missing = [name for name in columns if name not in headings]
        if missing:
            raise BadInput("file", "log_headings", ", ".join(missing))
        at = {name: headings.index(name) for name in columns}
        for record in reader:
            if len(record) != len(headings):
                raise BadInput("file", "log_ragged", str(reader.line_num))
            yield reader.line_num, {name: record[place].strip() for name, place in at.items()}
    except csv.Error as error:
        raise BadInput("file", "log_unreadable", str(reader.line_num)) from error


def _named(name: str, line: int) -> str:
    if not name or len(name) > LONGEST_NAME or any(unicodedata.category(sign) == "Cc" for sign in name):
        raise BadInput("name_th", "list_name", str(line))
    return name


def _in_full(name: str) -> str:
    """The office's name with its abbreviation written out."""
    for short, full in _IN_FULL.items():
        if name.startswith(short):
            return full + name.removeprefix(short).strip()
    return name


def _same_names(lists: Iterable[Sequence[NewSchool]]) -> int:
    counted = (Counter(each.name_th for each in schools) for schools in lists)
    return sum(sum(times > 1 for times in names.values()) for names in counted)


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of one office: whether it is new, how many of its schools are, and whose name differs."""

    office_id: int
    created: bool
    schools: int
    differing: tuple[str, ...] = ()


def standing(session: Session, code: str) -> int | None:
    """The office of this code, if there is one."""
    return session.exec(select(Office.id).where(Office.code == code)).first()


def settle(session: Session, tenant: Tenant, office_id: int, hand: Hand, *, created: bool) -> Settled:
    """Adds the schools of the list that the office has not. One that it calls otherwise keeps its name."""
    known = dict(session.exec(select(School.code, School.name_th).where(School.office_id == office_id)).all())
    missing = [each for each in tenant.schools if each.code not in known]
    differing = tuple(
        each.code for each in tenant.schools if known.get(each.code, each.name_th) != each.name_th
    )
    if missing:
        add_schools(session, office_id, missing, hand)
    return Settled(office_id, created, len(missing), differing)


def new_office(tenant: Tenant, profile: str, holiday_years: tuple[int, ...]) -> NewOffice:
    """The office as `create_office` takes it."""
    return NewOffice(tenant.code, tenant.name_th, tenant.short_th, profile, holiday_years=holiday_years)


def service_account(session: Session, office_id: int) -> int:
    """The account in whose name the system acts in an office."""
    query = (
        select(Person.id)
        .join(Occupancy, col(Occupancy.person_id) == col(Person.id))
        .join(Position, col(Position.id) == col(Occupancy.position_id))
        .where(Person.office_id == office_id, Position.role == "system")
        .order_by(col(Person.id))
    )
    return session.exec(query.limit(1)).one()

"""What anybody may learn of an issued paper by the code printed on it, told alike by page, JSON and command."""

import datetime
import re
from dataclasses import dataclass
from typing import Final

from sqlmodel import Session, col, select

from states.catalogue import catalogue
from states.model import Label
from states.thai import arabic_digits
from workflow import history
from workflow.models import Item, Office
from workflow.models.history import Entry
from workflow.models.papers import PaperRow, PaperText, RegisterNumber, Witness
from workflow.papers.witness import code_of

LENGTH: Final = 16
# Crockford's alphabet leaves these out because they are read as others.
_MEANT: Final = str.maketrans("OIL", "011")
_SIGNS: Final = re.compile(r"[0-9A-HJKMNP-TV-Z]")
_FOUR: Final = 4
CHECKS: Final = ("witness", "entry", "chain", "text")


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at, by its name in CHECKS, and whether it holds."""

    name: str
    holds: bool


@dataclass(frozen=True, slots=True)
class Attested:
    """What the office recorded of the paper: nothing of whom it is to or what it says."""

    code: str
    item_id: int
    office: Label
    paper: Label
    form: str
    number: str
    dated_on: datetime.date | None
    signed_at: datetime.datetime | None
    signature: str
    issued_at: datetime.datetime
    voided_at: datetime.datetime | None
    entry_seq: int
    text_sha256: str
    checks: tuple[Check, ...]

    @property
    def holds(self) -> bool:
        return all(each.holds for each in self.checks)


def typed_code(text: str) -> str:
    """The code somebody typed, pasted or read off a paper, as it is printed; what is no sign of one is left out.

    Thai digits, small letters, O for 0, I or L for 1, any dashes, and the whole address are understood.
    """
    last = arabic_digits(text.strip()).rstrip("/").rsplit("/", 1)[-1]
    signs = "".join(_SIGNS.findall(last.upper().translate(_MEANT)))
    return "-".join(signs[start : start + _FOUR] for start in range(0, len(signs), _FOUR))


def is_whole(code: str) -> bool:
    """Whether `typed_code` found as many signs as a code has."""
    return signs_in(code) == LENGTH


def signs_in(code: str) -> int:
    return len(code.replace("-", ""))


def attested(session: Session, code: str) -> Attested | None:
    """What is recorded under this code, each check made now; None where no paper has it."""
    row = session.get(Witness, code)
    if row is None:
        return None
    office = session.get_one(Office, row.office_id)
    number = session.exec(
        select(RegisterNumber)
        .where(RegisterNumber.item_id == row.item_id)
        .order_by(col(RegisterNumber.id).desc())
    ).first()
    text = _text(session, row)
    paper = session.get_one(PaperRow, row.item_id)
    return Attested(
        code=row.code,
        item_id=row.item_id,
        office=Label(office.name_th, office.name_en or office.name_th),
        paper=catalogue().papers[paper.code].label,
        form=paper.form,
        number=number.text if number else "",
        dated_on=number.dated_on if number else None,
        signed_at=text.signed_at if text else None,
        signature=text.signature if text else "",
        issued_at=row.made_at,
        voided_at=number.voided_at if number else None,
        entry_seq=row.entry_seq,
        text_sha256=row.text_sha256,
        checks=_checks(session, office.code, row),
    )

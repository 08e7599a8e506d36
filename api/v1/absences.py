"""Days on which people are away: what they owe then is told to whoever stands in for them."""

from typing import Annotated

from fastapi import APIRouter, HTTPException, Path, Query, Response
from pydantic import BaseModel, Field
from sqlmodel import Session

from api.answers import OnlyOnce
from api.dependencies import Acting, Looking, OwnOffice, SignedIn, Transaction
from api.plain_text import PlainText
from api.problems import RESPONSES
from api.v1.schools import for_the_whole_office
from api.v1.shapes import LARGEST_NUMBER, Asked, BangkokDate
from workflow.absences import absences_of, end_absence, note_absence
from workflow.errors import UnknownPerson
from workflow.models import Absence, Person
from workflow.people import by_username

router = APIRouter(
    tags=["offices"], responses={key: RESPONSES[key] for key in (401, 403, 404, 409, 413, 422)}
)
Account = Annotated[PlainText, Query(description="Account name; whoever has signed in where left out")]


class WantedAbsence(Asked):
    """Both days are included. Whoever keeps the office's orders may note another's."""

    account: PlainText = Field(default="", description="Account name; whoever has signed in where left out")
    valid_from: BangkokDate
    valid_to: BangkokDate
    reason: PlainText = Field(default="", description="At most 300 characters; not told to others")


class AbsenceShown(BaseModel):
    absence: int = Field(description="The absence's key")
    account: str
    valid_from: BangkokDate
    valid_to: BangkokDate
    reason: str = Field(description="Empty for everybody but the person herself")


class AbsenceEnded(BaseModel):
    absence: int
    last_day: BangkokDate | None = Field(description="Null where it had not begun and is taken away")


@router.get("/absences")
def absences(
    session: Transaction,
    person: SignedIn,
    who: Looking,
    hand: Acting,
    office: OwnOffice,
    account: Account = "",
) -> list[AbsenceShown]:
    """วันที่ไม่อยู่ · A person's absences that are not over; schools see their own."""
    whose = _person(session, account, person, office)
    if whose.id != person.id:
        for_the_whole_office(who)
    return [_shown(row, whose, person) for row in absences_of(session, whose.id, hand.day)]


@router.post("/absences", response_model=AbsenceShown)
def note(
    wish: WantedAbsence,
    session: Transaction,
    person: SignedIn,
    hand: Acting,
    office: OwnOffice,
    once: OnlyOnce,
) -> Response:
    """แจ้งวันที่ไม่อยู่ · Notes that a person is away, so that others are told what she owes then."""

    def act() -> AbsenceShown:
        whose = _person(session, wish.account, person, office)
        row = note_absence(session, whose.id, wish.valid_from, wish.valid_to, wish.reason, hand)
        return _shown(row, whose, person)

    return once(wish, act)


@router.delete("/absences/{absence}", response_model=AbsenceEnded)
def end(
    session: Transaction,
    hand: Acting,
    absence: Annotated[int, Path(ge=1, le=LARGEST_NUMBER, description="The absence's key")],
    office: OwnOffice,
    once: OnlyOnce,
) -> Response:
    """กลับมาปฏิบัติราชการ · She is back today; an absence that has not begun is taken away."""
    known = session.get(Absence, absence)
    if known is None or session.get_one(Person, known.person_id).office_id != office:
        raise HTTPException(404)

    def act() -> AbsenceEnded:
        row = end_absence(session, absence, hand)
        return AbsenceEnded(absence=absence, last_day=row.valid_to if row else None)

    return once("", act)


def _person(session: Session, account: str, herself: Person, office: int) -> Person:
    found = by_username(session, account) if account else herself
    if found.office_id != office:
        raise UnknownPerson(account)
    return found


def _shown(row: Absence, whose: Person, reader: Person) -> AbsenceShown:
    return AbsenceShown(
        absence=row.id,
        account=whose.username,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        reason=row.reason if whose.id == reader.id else "",
    )

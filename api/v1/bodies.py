"""The office's committees and boards, and who sits on them by which order of appointment."""

import datetime
from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Path, Response
from pydantic import BaseModel, Field
from sqlmodel import Session, col, select

from api.answers import OnlyOnce
from api.dependencies import Acting, Looking, Moment, OwnOffice, Transaction
from api.plain_text import PlainText
from api.problems import RESPONSES
from api.v1.schools import for_the_whole_office
from api.v1.shapes import LARGEST_NUMBER, Asked, BangkokDate, OnDay
from workflow.errors import BadInput, UnknownBody
from workflow.meetings import bodies
from workflow.meetings.bodies import NewMember
from workflow.models import Body, Member
from workflow.moments import bangkok_date
from workflow.people import by_username
from workflow.queries import in_force_on

router = APIRouter(
    tags=["meetings"], responses={key: RESPONSES[key] for key in (401, 403, 404, 409, 413, 422)}
)
BodyCode = Annotated[PlainText, Path(description="Code of a committee or board of the office")]
MemberKey = Annotated[int, Path(ge=1, le=LARGEST_NUMBER, description="The member's key")]


class WantedMember(Asked):
    name_th: PlainText = Field(description="As the order names her, at most 300 characters")
    role: PlainText = Field(
        default="member", description="chair, vice_chair, member, secretary or assistant_secretary"
    )
    account: PlainText = Field(default="", description="Her account name, where she has one")
    valid_from: BangkokDate | None = Field(default=None, description="Else from today")
    valid_to: BangkokDate | None = Field(default=None, description="Her last day, where it is known")


class WantedAppointment(Asked):
    """Everybody an order of appointment names."""

    order_no: PlainText = Field(description="At most 300 characters")
    members: list[WantedMember] = Field(min_length=1, max_length=200)


class WantedEnd(Asked):
    last_day: BangkokDate


class MemberOfBody(BaseModel):
    member: int = Field(description="The member's key")
    name_th: str
    role: str
    account: str = Field(description="Empty where she has none")
    order_no: str
    valid_from: BangkokDate
    valid_to: BangkokDate | None


class BodyShown(BaseModel):
    code: str
    name_th: str
    internal: bool = Field(description="Meets in Khanton; other boards are recorded by their letters")
    valid_from: BangkokDate
    valid_to: BangkokDate | None
    members: list[MemberOfBody] = Field(description="Those of the day, and those appointed for later")


@router.get("/bodies")
def office_bodies(
    session: Transaction, who: Looking, office: OwnOffice, at: Moment, on: OnDay = None
) -> list[BodyShown]:
    """คณะกรรมการของสำนักงาน · The committees and boards of a day with their members."""
    for_the_whole_office(who)
    day = on or bangkok_date(at)
    found = session.exec(
        select(Body).where(Body.office_id == office, in_force_on(Body, day)).order_by(col(Body.code))
    ).all()
    seats = bodies.seats(session, [body.id for body in found], day)
    return [_shown(body, seats[body.id]) for body in found]


@router.post("/bodies/{body}/members", response_model=BodyShown)
def appoint(
    wish: WantedAppointment,
    session: Transaction,
    hand: Acting,
    office: OwnOffice,
    body: BodyCode,
    once: OnlyOnce,
) -> Response:
    """แต่งตั้งกรรมการ · Seats everybody an order names, all or none."""

    def act() -> BodyShown:
        first = min(each.valid_from or hand.day for each in wish.members)
        found = _body(session, office, body, first)
        bodies.appoint(session, found.id, wish.order_no, [_new(session, each) for each in wish.members], hand)
        return _shown_alone(session, found, max(first, hand.day))

    return once(wish, act)


@router.post("/bodies/{body}/members/{member}/end", response_model=BodyShown)
def end_membership(
    wish: WantedEnd,
    session: Transaction,
    hand: Acting,
    office: OwnOffice,
    body: BodyCode,
    member: MemberKey,
    once: OnlyOnce,
) -> Response:
    """พ้นจากการเป็นกรรมการ · Ends a membership with its last day."""

    def act() -> BodyShown:
        found = bodies.body_of(session, office, body, member)
        bodies.end_membership(session, member, wish.last_day, hand)
        return _shown_alone(session, found, hand.day)

    return once(wish, act)


def _body(session: Session, office: int, code: str, on: datetime.date) -> Body:
    """The office's body of this code; raises UnknownBody, and BadInput where it has it on another day."""
    try:
        return bodies.body_in_force(session, office, code, on)
    except BadInput as error:
        if error.problem == "unknown":
            raise UnknownBody(code) from error
        raise


def _new(session: Session, wish: WantedMember) -> NewMember:
    person_id = by_username(session, wish.account).id if wish.account else None
    return NewMember(person_id=person_id, **wish.model_dump(exclude={"account"}))


def _shown_alone(session: Session, body: Body, day: datetime.date) -> BodyShown:
    return _shown(body, bodies.seats(session, [body.id], day)[body.id])


def _shown(body: Body, seats: Sequence[tuple[Member, str]]) -> BodyShown:
    return BodyShown(
        code=body.code,
        name_th=body.name_th,
        internal=body.internal,
        valid_from=body.valid_from,
        valid_to=body.valid_to,
        members=[
            MemberOfBody(
                member=row.id,
                name_th=row.name_th,
                role=row.role,
                account=account,
                order_no=row.order_no,
                valid_from=row.valid_from,
                valid_to=row.valid_to,
            )
            for row, account in seats
        ],
    )

"""Signing in and out, and who one is."""

from typing import Literal

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, Field
from sqlmodel import Session, col, select

from api import cookies, signing
from api.dependencies import Looking, Moment, SignedIn, Transaction, token_of
from api.plain_text import PlainText
from api.problems import RESPONSES
from api.signing import Came
from api.v1.shapes import Asked, BangkokDate, Named, named_role
from workflow import accounts
from workflow.accounts.sessions import FULL, SECOND_FACTOR
from workflow.models import Delegation, Occupancy, Office, Person, Position
from workflow.moments import bangkok_date
from workflow.queries import in_force_on

router = APIRouter(tags=["sign-in"])


class NamePassword(Asked):
    """A person's account; service accounts cannot sign in."""

    username: PlainText = Field(min_length=1, max_length=60)
    password: PlainText = Field(min_length=1, max_length=1000)


class SignedInAnswer(BaseModel):
    """Send it as `Authorization: Bearer TOKEN`. It is shown once and kept nowhere.

    Where `asked` is not empty there is no token yet: send the six digits or a recovery code with `pending` to
    /sign-in/second-factor within ten minutes. Where it is `enrolment`, the account gets its second factor on
    the page /sign-in first.
    """

    token: str
    hours: int = Field(description="How long it holds; 0 while something is asked")
    asked: Literal["", "second_factor", "enrolment"] = ""
    pending: str = ""


class SecondFactorShown(Asked):
    """The second step of signing in."""

    pending: PlainText = Field(min_length=1, max_length=100, description="As /sign-in gave it")
    code: PlainText = Field(
        min_length=1, max_length=100, description="Six digits of this half minute, or a recovery code"
    )


class SignedOut(BaseModel):
    """The session has ended."""

    signed_out: bool = True


class OfficeName(BaseModel):
    code: str
    name_th: str
    name_en: str


class Post(BaseModel):
    """A position held, or stood in for by an order."""

    position: str
    title_th: str
    role: Named
    capacity: str = Field(description="own, acting (รักษาราชการแทน) or on_behalf (ปฏิบัติราชการแทน)")
    order_no: str
    until: BangkokDate | None = Field(description="Last Bangkok date, where there is one")


class Me(BaseModel):
    """Who has signed in, and by what she may act today."""

    username: str
    name_th: str
    office: OfficeName
    roles: list[Named]
    positions: list[Post]
    sees_whole_office: bool = Field(
        description="False for people of schools, who see their own schools' items"
    )


@router.post("/sign-in", responses={key: RESPONSES[key] for key in (401, 422, 429)})
def sign_in(wish: NamePassword, request: Request, response: Response) -> SignedInAnswer:
    """เข้าสู่ระบบ · Starts a session; gives its token, and a browser its cookie."""
    return _answer(request, response, signing.start(request, wish.username, wish.password))


@router.post("/sign-in/second-factor", responses={key: RESPONSES[key] for key in (401, 422, 429)})
def second_factor(wish: SecondFactorShown, request: Request, response: Response) -> SignedInAnswer:
    """ยืนยันขั้นที่สอง · Finishes signing in with the second factor."""
    return _answer(request, response, signing.second_step(request, wish.pending, wish.code))


def _answer(request: Request, response: Response, came: Came) -> SignedInAnswer:
    signing.keep(request, response, came)
    if came.stage == FULL:
        return SignedInAnswer(token=came.token, hours=came.hours)
    asked: Literal["second_factor", "enrolment"] = (
        "second_factor" if came.stage == SECOND_FACTOR else "enrolment"
    )
    return SignedInAnswer(token="", hours=0, asked=asked, pending=came.token)


@router.post("/sign-out")
def sign_out(request: Request, response: Response, session: Transaction, at: Moment) -> SignedOut:
    """ออกจากระบบ · Ends the session; without one it changes nothing."""
    accounts.sign_out(session, token_of(request), at=at)
    cookies.drop(request, response, cookies.SESSION)
    return SignedOut()


@router.get("/me", responses={401: RESPONSES[401]})
def me(session: Transaction, person: SignedIn, who: Looking, at: Moment) -> Me:
    """ฉันคือใคร · Who has signed in, with positions and orders in force today."""
    office = session.get_one(Office, person.office_id)
    posts = posts_of(session, person, at)
    return Me(
        username=person.username,
        name_th=person.name_th,
        office=OfficeName(code=office.code, name_th=office.name_th, name_en=office.name_en),
        roles=[named_role(role) for role in sorted({post.role.code for post in posts})],
        positions=posts,
        sees_whole_office=bool(who.roles) and not who.bounded,
    )


def posts_of(session: Session, person: Person, at: Moment) -> list[Post]:
    """The positions a person holds today, then those she stands in for."""
    return [*_held(session, person, at), *_stood_in_for(session, person, at)]


def _held(session: Session, person: Person, at: Moment) -> list[Post]:
    on = bangkok_date(at)
    rows = session.exec(
        select(Position, Occupancy)
        .join(Occupancy, col(Occupancy.position_id) == col(Position.id))
        .where(Occupancy.person_id == person.id, in_force_on(Occupancy, on), in_force_on(Position, on))
        .order_by(Position.code)
    )
    return [_post(held, "own", row.order_no, row.valid_to) for held, row in rows]


def _stood_in_for(session: Session, person: Person, at: Moment) -> list[Post]:
    on = bangkok_date(at)
    rows = session.exec(
        select(Position, Delegation)
        .join(Delegation, col(Delegation.position_id) == col(Position.id))
        .where(Delegation.person_id == person.id, in_force_on(Delegation, on), in_force_on(Position, on))
        .order_by(Position.code)
    )
    return [_post(stood, row.capacity, row.order_no, row.valid_to) for stood, row in rows]


def _post(position: Position, capacity: str, order_no: str, until: BangkokDate | None) -> Post:
    return Post(
        position=position.code,
        title_th=position.title_th,
        role=named_role(position.role),
        capacity=capacity,
        order_no=order_no,
        until=until,
    )

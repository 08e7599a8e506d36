"""One's own sessions: where one is signed in, and ending them."""

from fastapi import APIRouter, Request
from pydantic import BaseModel, Field

from api.dependencies import Moment, SignedIn, Transaction, token_of
from api.plain_text import PlainText
from api.problems import RESPONSES
from api.v1.shapes import Instant
from workflow.accounts import sessions

router = APIRouter(tags=["sign-in"], responses={401: RESPONSES[401]})


class SessionShown(BaseModel):
    """One place where she is signed in."""

    name: str = Field(description="What it is ended by")
    device: str = Field(description="The browser in words, as it was when she signed in")
    address: str
    started_at: Instant
    last_seen_at: Instant
    expires_at: Instant
    this: bool = Field(description="The one that asks")


class SessionsShown(BaseModel):
    sessions: list[SessionShown] = Field(description="The latest used first")


class SessionsEnded(BaseModel):
    ended: int


@router.get("/account/sessions")
def my_sessions(request: Request, session: Transaction, person: SignedIn, at: Moment) -> SessionsShown:
    """ที่ที่เข้าสู่ระบบอยู่ · Every session of the person's that runs now."""
    found = sessions.running(session, person.id, token_of(request), at)
    return SessionsShown(
        sessions=[
            SessionShown(
                name=each.name,
                device=each.device,
                address=each.address,
                started_at=each.started_at,
                last_seen_at=each.last_seen_at,
                expires_at=each.expires_at,
                this=each.this,
            )
            for each in found
        ]
    )


@router.delete("/account/sessions/{name}", responses={422: RESPONSES[422]})
def end_session(name: PlainText, session: Transaction, person: SignedIn, at: Moment) -> SessionsEnded:
    """ออกจากระบบที่อื่น · Ends one of her own sessions, wherever it runs."""
    sessions.revoke(session, person, name, at)
    return SessionsEnded(ended=1)


@router.delete("/account/sessions")
def end_others(request: Request, session: Transaction, person: SignedIn, at: Moment) -> SessionsEnded:
    """ออกจากระบบทุกที่ยกเว้นที่นี่ · Ends every session of hers but the one that asks."""
    return SessionsEnded(ended=sessions.revoke_others(session, person, token_of(request), at))

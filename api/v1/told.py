"""Who was told what of an item, when, and whether it arrived."""

import datetime

from fastapi import APIRouter
from pydantic import BaseModel, Field

from api.dependencies import AskedItem, Looking, Transaction
from api.problems import RESPONSES
from api.v1.shapes import Instant
from notifications.tellings import told_about

router = APIRouter(tags=["history"], responses={key: RESPONSES[key] for key in (401, 403, 404, 422)})


class SendingShown(BaseModel):
    channel: str
    outcome: str = Field(description="sent, failed or cancelled; empty while it waits")
    at: Instant | None
    attempts: int
    detail: str = Field(description="What the other side answered last; for whom it concerns and who minds")


class TellingShown(BaseModel):
    code: str = Field(description="The notice")
    rung: int | None = Field(description="Of a reminder: days from the due date, negative before it")
    duty: str = Field(description="What is owed; empty where it is no reminder")
    due_on: datetime.date | None
    person: str = Field(description="Account")
    name_th: str
    because: str = Field(
        description="Why she was told in another's place: acting:, vacant:, absent:, escalated"
    )
    written_at: Instant
    read_at: Instant | None
    sent: list[SendingShown]


class ToldShown(BaseModel):
    code: str
    told: list[TellingShown]


@router.get("/items/{code}/told")
def told(session: Transaction, who: Looking, item: AskedItem) -> ToldShown:
    """ใครได้รับแจ้งบ้าง · Everybody told of the item, the earliest first; a school sees only itself."""
    shown = [
        TellingShown(
            code=each.code,
            rung=each.rung,
            duty=each.duty,
            due_on=each.due_on,
            person=each.username,
            name_th=each.name_th,
            because=each.because,
            written_at=each.written_at,
            read_at=each.read_at,
            sent=[
                SendingShown(
                    channel=sent.channel,
                    outcome=sent.outcome,
                    at=sent.at,
                    attempts=sent.attempts,
                    detail=sent.detail,
                )
                for sent in each.sent
            ],
        )
        for each in told_about(session, item.id, who)
    ]
    return ToldShown(code=item.code, told=shown)

"""Open items moved to the path in force: what it would do, doing it, and taking one back."""

import datetime
from typing import Annotated

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, Field
from sqlmodel import Session

from api.answers import OnlyOnce
from api.dependencies import Acting, Moment, OwnOffice, Transaction
from api.plain_text import PlainText
from api.problems import RESPONSES
from api.v1.shapes import Asked, Named, named
from workflow.changes import Hand, authority
from workflow.errors import BadInput
from workflow.items import find
from workflow.paths.moving import MOVERS, migrate, take_back
from workflow.paths.verdicts import Outlook, Verdict, outlook

router = APIRouter(
    tags=["definitions"], responses={key: RESPONSES[key] for key in (401, 403, 404, 409, 413, 422)}
)


class OwedChangeShown(BaseModel):
    what: str = Field(description="opened, settled, cancelled or redated")
    deadline: Named
    before: datetime.date | None
    after: datetime.date | None


class VerdictShown(BaseModel):
    item: str
    version: int
    state: Named
    target: str
    verdict: str = Field(description="moves, needs_mapping or cannot")
    reason: str
    names: list[str]
    changes: list[OwedChangeShown]


class OutlookShown(BaseModel):
    """Every open item that is on another path than the one in force."""

    kind: str
    hash: str
    ended: int = Field(description="Items that have ended: they stay as they are")
    items: list[VerdictShown]


class MoveWanted(Asked):
    mapping: dict[PlainText, PlainText] = Field(default_factory=dict, description="Old state to new state")
    reason: PlainText
    versions: dict[PlainText, int] | None = Field(
        default=None, description="The versions looked at, by item; what has moved since stays"
    )


class BackWanted(Asked):
    item: PlainText
    reason: PlainText


class TakenBack(BaseModel):
    item: str
    entry: int


@router.get("/definitions/{kind}/move")
def look(
    session: Transaction,
    office: OwnOffice,
    hand: Acting,
    at: Moment,
    kind: PlainText,
    state: Annotated[list[PlainText] | None, Query(max_length=60, description="old=new")] = None,
) -> OutlookShown:
    """ลองย้ายเรื่อง · What moving open items to the path in force would do; nothing is written."""
    authority(session, office, hand, MOVERS)
    return shown(outlook(session, office, kind, typed_mapping(state or ()), at, hand.day))


@router.post("/definitions/{kind}/move", response_model=OutlookShown)
def move(
    wish: MoveWanted, session: Transaction, office: OwnOffice, hand: Acting, kind: PlainText, once: OnlyOnce
) -> Response:
    """ย้ายเรื่อง · Moves every open item that can be moved, each with an entry of its own."""

    def act() -> OutlookShown:
        expect = None if wish.versions is None else _by_id(session, office, wish.versions)
        done = migrate(session, office, kind, wish.mapping, hand, reason=wish.reason, expect=expect)
        return shown(done)

    return once(wish, act)


@router.post("/definitions/{kind}/move/back", response_model=TakenBack)
def back(
    wish: BackWanted, session: Transaction, office: OwnOffice, hand: Acting, kind: PlainText, once: OnlyOnce
) -> Response:
    """ย้ายกลับ · Puts one item back on the path it had, until its next step."""

    def act() -> TakenBack:
        return taken_back(session, office, kind, wish.item, hand, wish.reason)

    return once(wish, act)


def taken_back(session: Session, office: int, kind: str, code: str, hand: Hand, reason: str) -> TakenBack:
    """The item must be of the kind that was named."""
    item = find(session, office, code)
    if item.kind != kind:
        raise BadInput("item", "unknown", code[:40])
    return TakenBack(item=code, entry=take_back(session, item, hand, reason=reason).seq)


def typed_mapping(written: list[str] | tuple[str, ...]) -> dict[str, str]:
    """`old=new` as a mapping; raises BadInput."""
    found = {}
    for each in written:
        old, sign, new = each.partition("=")
        if not (sign and old.strip() and new.strip()):
            raise BadInput("state", "unknown", each[:80])
        found[old.strip()] = new.strip()
    return found


def _by_id(session: Session, office: int, versions: dict[str, int]) -> dict[int, int]:
    return {find(session, office, code).id: version for code, version in versions.items()}


def shown(found: Outlook) -> OutlookShown:
    return OutlookShown(
        kind=found.kind,
        hash=found.to_hash,
        ended=found.ended,
        items=[_verdict(each) for each in found.verdicts],
    )


def _verdict(each: Verdict) -> VerdictShown:
    return VerdictShown(
        item=each.code,
        version=each.version,
        state=named(each.state, each.state_label),
        target=each.target,
        verdict=each.verdict,
        reason=each.reason,
        names=[name.th for name in each.names],
        changes=[
            OwedChangeShown(
                what=one.what, deadline=named(one.code, one.label), before=one.before, after=one.after
            )
            for one in each.changes
        ],
    )

"""The office's ladders: when what is owed is remembered, and who is told."""

from typing import Annotated

from fastapi import APIRouter, Path, Response
from pydantic import BaseModel, Field

from api.answers import OnlyOnce
from api.dependencies import Acting, Looking, OwnOffice, Transaction
from api.plain_text import PlainText
from api.problems import RESPONSES
from api.v1.schools import for_the_whole_office
from api.v1.shapes import Asked
from notifications.ladders import ladders_of
from notifications.office_ladders import LONGEST, MOST_RUNGS, set_ladder
from states.catalogue import Rung, catalogue

router = APIRouter(
    tags=["calendar"], responses={key: RESPONSES[key] for key in (401, 403, 404, 409, 413, 422)}
)


class RungAsked(Asked):
    days: int = Field(ge=-LONGEST, le=LONGEST, description="Before (negative) or after the due date")
    to: PlainText = Field(description="owner, or a role above: group_director, plan_director and so on")


class WantedLadder(Asked):
    rungs: list[RungAsked] = Field(max_length=MOST_RUNGS, description="Empty: the shipped ones again")


class RungShown(BaseModel):
    days: int
    to: str


class LadderShown(BaseModel):
    ladder: str
    th: str
    en: str
    own: bool = Field(description="Whether the office has set it up itself")
    rungs: list[RungShown]


@router.get("/ladders")
def ladders(session: Transaction, who: Looking, office: OwnOffice) -> list[LadderShown]:
    """จังหวะการเตือน · On which days the office is reminded, and who."""
    for_the_whole_office(who)
    found = ladders_of(session, office)
    return [_shown(name, found[name]) for name in catalogue().ladders]


@router.put("/ladders/{ladder}", response_model=LadderShown)
def change(
    ladder: Annotated[PlainText, Path(description="Its name, such as standard")],
    wish: WantedLadder,
    session: Transaction,
    hand: Acting,
    office: OwnOffice,
    once: OnlyOnce,
) -> Response:
    """ตั้งจังหวะการเตือน · Sets the office's own rungs of a ladder, from the next morning on."""

    def act() -> LadderShown:
        rungs = [Rung(days=each.days, to=each.to) for each in wish.rungs]
        return _shown(ladder, set_ladder(session, office, ladder, rungs, hand))

    return once(wish, act)


def _shown(name: str, rungs: tuple[Rung, ...]) -> LadderShown:
    shipped = catalogue().ladders[name]
    return LadderShown(
        ladder=name,
        th=shipped.th,
        en=shipped.en,
        own=rungs != shipped.rungs,
        rungs=[RungShown(days=each.days, to=each.to) for each in rungs],
    )

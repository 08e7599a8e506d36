"""Particulars that stay editable: owner and dates of an approved project, day and place of a meeting."""

from typing import Any

from fastapi import APIRouter, Response
from pydantic import Field

from api.answers import OnlyOnce
from api.dependencies import Acting, AskedItem, Transaction
from api.plain_text import PlainText
from api.problems import RESPONSES
from api.v1.shapes import Asked, BangkokDate
from api.v1.shown_items import ItemShown, show_item
from api.v1.shown_meetings import MeetingShown, show_meeting
from workflow.amendments.binding import change_item
from workflow.errors import UnknownPerson
from workflow.meetings.planning import change_meeting
from workflow.people import by_username

router = APIRouter(tags=["items"], responses={key: RESPONSES[key] for key in (401, 403, 404, 409, 413, 422)})


class ParticularsAsked(Asked):
    """What is left out stays as it is. Anything else of an approved project takes an amendment."""

    owner: PlainText = Field(default="", description="Account name of the person in charge")
    starts_on: BangkokDate | None = Field(default=None, description="Within the fiscal year")
    ends_on: BangkokDate | None = Field(default=None, description="Within the fiscal year")


class MeetingAsked(Asked):
    """What is left out stays as it is; once the meeting is held, only its hours may be changed."""

    held_on: BangkokDate | None = Field(default=None, description="Within the calendar year of its number")
    place: PlainText | None = None
    begins: PlainText | None = Field(default=None, description="Such as 09.30 น.")
    ends: PlainText | None = None
    urgent: PlainText | None = Field(default=None, description="Why less notice is given")


@router.put("/items/{code}/particulars", response_model=ItemShown)
def change_project(
    wish: ParticularsAsked, session: Transaction, hand: Acting, item: AskedItem, once: OnlyOnce
) -> Response:
    """แก้ผู้รับผิดชอบและกำหนดเวลา · Changes a project's owner and dates, which need no amendment."""

    def act() -> ItemShown:
        wanted: dict[str, Any] = wish.model_dump(exclude_none=True, exclude={"owner"})
        if wish.owner:
            owner = by_username(session, wish.owner)
            if owner.office_id != item.office_id:
                raise UnknownPerson(wish.owner)
            wanted["owner_id"] = owner.id
        change_item(session, item, wanted, hand)
        return show_item(session, item)

    return once(wish, act)


@router.put("/meetings/{code}", response_model=MeetingShown, tags=["meetings"])
def change(
    wish: MeetingAsked, session: Transaction, hand: Acting, item: AskedItem, once: OnlyOnce
) -> Response:
    """แก้กำหนดการประชุม · Changes a meeting's day, place, hours or urgency."""

    def act() -> MeetingShown:
        change_meeting(session, item.id, wish.model_dump(exclude_none=True), hand)
        return show_meeting(session, item)

    return once(wish, act)

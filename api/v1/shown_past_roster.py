"""How an office's people and parts as they were look as JSON; dates in the Common Era."""

import datetime
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from api.v1.shapes import Named, named_role
from api.v1.shown_past import PastShown, past_fields
from workflow.asof.roster import RosterThen


class Told(BaseModel):
    """Filled from the fields of the same names."""

    model_config = ConfigDict(from_attributes=True)


class HolderShown(Told):
    username: str
    name: str
    order_no: str
    valid_from: datetime.date
    valid_to: datetime.date | None


class StandInShown(HolderShown):
    capacity: str = Field(description="acting or on_behalf")
    subjects: list[str] = Field(description="Kinds or single steps; empty: all")
    ordered_on: datetime.date


class PostShown(Told):
    code: str
    title: str
    role: Annotated[Named, BeforeValidator(named_role)]
    group: str
    school: str
    cluster: str
    holders: list[HolderShown] = Field(description="Empty where the post was vacant")
    stand_ins: list[StandInShown]


class SeatShown(Told):
    name: str
    username: str
    role: str
    order_no: str
    valid_from: datetime.date
    valid_to: datetime.date | None
    until_known: bool = Field(description="False where it is not recorded until when she was to sit")


class BodyShown(Told):
    code: str
    name: str
    internal: bool
    seats: list[SeatShown]


class PlaceShown(Told):
    code: str
    name: str
    cluster: str
    students: int
    valid_from: datetime.date
    valid_to: datetime.date | None


class RosterShown(PastShown):
    """Everybody in a post on the day, everybody on a body, and the parts of the office."""

    posts: list[PostShown]
    bodies: list[BodyShown]
    groups: list[PlaceShown]
    schools: list[PlaceShown]


def roster_shown(told: RosterThen) -> RosterShown:
    """The roster as JSON."""
    return RosterShown.model_validate(
        {
            **past_fields(told.past),
            "posts": [PostShown.model_validate(each) for each in told.posts],
            "bodies": [BodyShown.model_validate(each) for each in told.bodies],
            "groups": [PlaceShown.model_validate(each) for each in told.groups],
            "schools": [PlaceShown.model_validate(each) for each in told.schools],
        }
    )

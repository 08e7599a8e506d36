"""What programs may ask of a meeting, and what they are answered."""

from decimal import Decimal
from typing import Annotated

from pydantic import BaseModel, Field

from api.plain_text import PlainText
from api.v1.shapes import LARGEST_NUMBER, Asked, BangkokDate, Evidence, Named
from api.v1.shown_meetings import ReadersShown

Number = Annotated[int, Field(ge=0, le=LARGEST_NUMBER)]
_MOST = 500


class WantedMeeting(Asked):
    """A meeting to plan."""

    body: PlainText = Field(description="Code of a committee of the office")
    held_on: BangkokDate
    number: Number | None = Field(default=None, description="In the calendar year; else the body's next")
    place: PlainText = ""
    begins: PlainText = Field(default="", description="Such as 09.30 น.")
    urgent: PlainText = Field(default="", description="Why less notice is given than the office sets")
    plan: PlainText | None = Field(default=None, description="Code of the plan it belongs to")


class WantedEntry(Asked):
    section: int = Field(ge=1, le=5, description="ระเบียบวาระที่ 1 to 5; 4 holds what is to be decided")
    title: PlainText = Field(default="", description="Else the title of its paper")
    item: PlainText | None = Field(default=None, description="Code of the paper")


class WantedAgenda(Asked):
    """Replaces every entry but the headings, in this order."""

    entries: list[WantedEntry] = Field(max_length=_MOST)


class MemberCame(Asked):
    member: Number
    present: bool
    substitute: PlainText = Field(default="", description="Who came instead of her")
    reason: PlainText = Field(default="", description="Why she did not come")


class WantedAttendance(Asked):
    members: list[MemberCame] = Field(max_length=_MOST)


class MemberSays(Asked):
    member: Number
    text: PlainText = Field(description="At most 10,000 characters")


class WantedRecusals(Asked):
    """Who takes no part in an entry, and why; whoever is not named takes part again."""

    entry: Number
    members: list[MemberSays] = Field(max_length=_MOST)


class VotesCast(Asked):
    """Votes for the resolution as it is worded."""

    in_favour: Number
    against: Number = 0
    abstained: Number = 0
    casting: bool = Field(default=False, description="The chair broke a tie in its favour")


class ApprovedLine(Asked):
    line: Number = Field(description="A line of the project")
    baht: Decimal = Field(ge=0, max_digits=15, decimal_places=2, description="Such as 90000.00")


class WantedResolution(Asked):
    """What was resolved on one entry."""

    entry: Number
    kind: PlainText = Field(description="endorse, approve, acknowledge, reject, defer, include, merge, …")
    text: PlainText
    trigger: PlainText = Field(default="", description="The step it gives rise to when the meeting is closed")
    reason: PlainText = ""
    evidence: Evidence = Field(default_factory=dict)
    approved: list[ApprovedLine] = Field(default=[], description="Of a project to include", max_length=_MOST)
    merge_into: PlainText | None = Field(default=None, description="Code of the project it is merged into")
    votes: VotesCast | None = None
    dissents: list[MemberSays] = Field(default=[], max_length=_MOST)


class WantedResolutions(Asked):
    """All of them are recorded, or none."""

    resolutions: list[WantedResolution] = Field(min_length=1, max_length=_MOST)


class WantedCirculation(Asked):
    evidence: Evidence = Field(default_factory=dict, description="What the step circulate_minutes asks for")


class WantedOutside(Asked):
    """What an outside board resolved on a paper, as its letter tells it."""

    body: PlainText = Field(description="Code of the board")
    number: Number = Field(description="Of its meeting in the calendar year")
    held_on: BangkokDate
    kind: PlainText
    letter_no: PlainText
    letter_on: BangkokDate
    text: PlainText
    reason: PlainText = ""
    trigger: PlainText = Field(default="", description="Where a resolution of this kind fits several steps")
    evidence: Evidence = Field(default_factory=dict)
    scan: str | None = Field(
        default=None,
        pattern=r"^[0-9a-f]{64}$",
        description="SHA-256 of the letter, attached first at /items/{code}/documents as resolution_letter",
    )
    # Excluded: what is kept of a request for its Idempotency-Key holds no trace of the password.
    password: PlainText = Field(
        default="",
        max_length=1000,
        exclude=True,
        description="Hers, typed again: for final approvals where the office says so; kept nowhere",
    )


class OutsideMade(BaseModel):
    code: str
    trigger: str
    to_state: str
    version: int
    entry_seq: int


class Circulated(BaseModel):
    newly_asked: int
    readers: ReadersShown


class CarriedShown(BaseModel):
    """A resolution of a closed meeting, and the step it gave rise to."""

    entry: int
    kind: Named
    number: int
    year: int = Field(description="Calendar year, Buddhist Era, in which the number counts")
    item: str = Field(description="Code of the paper; may be empty")
    trigger: str
    to_state: str
    entry_seq: int | None = Field(description="The history entry of the step")


class ClosedShown(BaseModel):
    code: str
    entry_seq: int = Field(description="The history entry of the closing")
    resolutions: list[CarriedShown]


class Acknowledged(BaseModel):
    code: str
    entry_seq: int | None = Field(description="The history entry; null where she had said so before")

"""The development plan of several years: what it says and what each step still lacks."""

from dataclasses import asdict

from fastapi import APIRouter, Response
from pydantic import BaseModel, Field
from sqlmodel import Session

from api.answers import OnlyOnce
from api.dependencies import Acting, AskedItem, Transaction
from api.plain_text import PlainText
from api.problems import RESPONSES
from api.v1.shapes import Asked
from workflow.development.content import KIND, STEPS, Content, gaps, read_content, save_content
from workflow.errors import BadInput
from workflow.models import Item

router = APIRouter(
    tags=["development plan"], responses={key: RESPONSES[key] for key in (401, 403, 404, 409, 413, 422)}
)


class ContentOfPlan(Asked):
    """Texts up to 10,000 characters each."""

    first_year: int = Field(description="First fiscal year covered, Buddhist Era")
    last_year: int = Field(description="Last fiscal year covered")
    past_results: PlainText = ""
    strengths: PlainText = ""
    weaknesses: PlainText = ""
    opportunities: PlainText = ""
    threats: PlainText = ""
    vision: PlainText = ""
    mission: PlainText = ""
    goals: PlainText = ""
    core_values: PlainText = ""
    strategies: PlainText = Field(
        default="", description="One a line, with its code: S1 …; publishing makes them goals of its years"
    )
    indicators: PlainText = ""
    framework: PlainText = ""


class LackShown(BaseModel):
    """Something a step of the plan still lacks."""

    step: str
    field: str
    th: str
    en: str


class DevelopmentShown(BaseModel):
    code: str
    content: ContentOfPlan | None = Field(description="Null where nothing is written yet")
    lacks: list[LackShown] = Field(description="By step, what it still needs")


class DevelopmentKept(DevelopmentShown):
    entry_seq: int | None = Field(description="The history entry; null where nothing was different")


@router.get("/items/{code}/development")
def one_plan(session: Transaction, item: AskedItem) -> DevelopmentShown:
    """แผนพัฒนาการศึกษา · What a development plan says, and what each step lacks."""
    return DevelopmentShown(**_told(session, item))


@router.put("/items/{code}/development", response_model=DevelopmentKept)
def save_plan(
    wish: ContentOfPlan,
    session: Transaction,
    hand: Acting,
    item: AskedItem,
    once: OnlyOnce,
) -> Response:
    """บันทึกแผนพัฒนา · Replaces what the plan says, until it is with the director."""

    def act() -> DevelopmentKept:
        sealed = save_content(session, item, Content(**wish.model_dump()), hand)
        return DevelopmentKept(**_told(session, item), entry_seq=sealed.seq if sealed else None)

    return once(wish, act)


def _told(session: Session, item: Item) -> dict[str, object]:
    if item.kind != KIND:
        raise BadInput("code", f"not_{KIND}", item.code)
    content = read_content(session, item.id)
    lacks = [
        LackShown(step=step, field=gap.field, th=gap.th, en=gap.en)
        for step in STEPS
        for gap in gaps(content or Content(0, 0), step)
    ]
    shown = ContentOfPlan(**asdict(content)) if content else None
    return {"code": item.code, "content": shown, "lacks": lacks}

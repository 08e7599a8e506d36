"""The proposal form of a project, and which proposals of a plan are alike."""

from typing import Annotated

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, Field
from sqlmodel import Session

from api.answers import OnlyOnce
from api.dependencies import Acting, AskedItem, Transaction
from api.plain_text import PlainText
from api.problems import RESPONSES
from api.v1.shapes import LARGEST_NUMBER, Asked
from workflow.errors import BadInput
from workflow.models import Item
from workflow.proposals import form as forms
from workflow.proposals.described import proposals_of
from workflow.proposals.form import Form, FormActivity, FormIndicator
from workflow.proposals.similar import THRESHOLD, Pair, similar_pairs

router = APIRouter(
    tags=["proposals"], responses={key: RESPONSES[key] for key in (401, 403, 404, 409, 413, 422)}
)
Month = Annotated[int, Field(ge=1, le=12)]


class ActivityOfForm(Asked):
    title: PlainText = Field(description="At most 500 characters")
    months: list[Month] = Field(
        default=[], description="Months of the fiscal year: 1 is October, 12 is September", max_length=12
    )


class IndicatorOfForm(Asked):
    name: PlainText = Field(description="What is measured; at most 500 characters, as each below")
    target: PlainText = ""
    method: PlainText = ""
    tool: PlainText = ""


class GoalOfForm(Asked):
    kind: PlainText = Field(description="strategy, standard, indicator, policy or objective")
    code: PlainText = Field(description="As the office keeps it for the fiscal year")


class ProposalForm(Asked):
    """The form's own fields; title, group, owner and dates are the item's. Texts up to 10,000 characters."""

    work_plan: PlainText = Field(default="", description="แผนงาน; at most 500 characters")
    nature: PlainText = Field(default="", description="new, continuing or empty")
    rationale: PlainText = Field(default="", description="หลักการและเหตุผล")
    objectives: PlainText = Field(default="", description="วัตถุประสงค์")
    target_group: PlainText = Field(default="", description="กลุ่มเป้าหมาย")
    quantity: PlainText = Field(default="", description="เป้าหมายเชิงปริมาณ")
    quality: PlainText = Field(default="", description="เป้าหมายเชิงคุณภาพ")
    risks: PlainText = Field(default="", description="ความเสี่ยงและการบริหารความเสี่ยง")
    evaluation: PlainText = Field(default="", description="การประเมินผล")
    expected: PlainText = Field(default="", description="ผลที่คาดว่าจะได้รับ")
    activities: list[ActivityOfForm] = Field(default=[], description="At most 60")
    indicators: list[IndicatorOfForm] = Field(default=[], description="At most 30")
    goals: list[GoalOfForm] = Field(default=[], description="What the project serves; at most 60")


class GapShown(BaseModel):
    """Something the proposal still lacks before it can be submitted."""

    field: str = Field(description="A field of the form, or goals, owner, dates or lines")
    th: str
    en: str


class ProposalAsked(ProposalForm):
    expect_entry: int | None = Field(
        default=None,
        ge=0,
        le=LARGEST_NUMBER,
        description="`saved_entry` as it was read (0 for null): refused where the form was saved since",
    )


class ProposalShown(BaseModel):
    code: str = Field(description="The project")
    saved_entry: int | None = Field(description="The entry with which it was last saved")
    form: ProposalForm
    gaps: list[GapShown] = Field(description="Everything still lacking; empty where it can be submitted")


class ProposalKept(ProposalShown):
    entry_seq: int | None = Field(description="The history entry; null where nothing was different")


class AlikeShown(BaseModel):
    """One of two proposals that may be one."""

    code: str
    title: str


class ReasonShown(BaseModel):
    about: str = Field(
        description="title, objectives, activities or target_group for shared words; group, fund, strategy"
    )
    th: str
    en: str


class PairShown(BaseModel):
    first: AlikeShown
    second: AlikeShown
    score: float = Field(description="0 to 1: the weighted geometric mean of the two below")
    nature: float = Field(description="How alike title, objectives and activities are")
    target_group: float = Field(description="How alike the target groups are")
    reasons: list[ReasonShown]


class PairsShown(BaseModel):
    """The pairs worth a committee's look, the likest first. An offer: nothing is joined by it."""

    code: str = Field(description="The plan")
    proposals: int = Field(description="How many were compared")
    threshold: float
    pairs: list[PairShown]


@router.get("/items/{code}/proposal")
def one_proposal(session: Transaction, item: AskedItem) -> ProposalShown:
    """แบบเสนอโครงการ · A project's proposal form, and what it still lacks."""
    _of_kind(item, "project")
    return ProposalShown(**_shown(session, item))


@router.put("/items/{code}/proposal", response_model=ProposalKept)
def save_proposal(
    wish: ProposalAsked,
    session: Transaction,
    hand: Acting,
    item: AskedItem,
    once: OnlyOnce,
) -> Response:
    """บันทึกแบบเสนอโครงการ · Replaces the whole form, while the project is a draft or returned."""

    def act() -> ProposalKept:
        sealed = forms.save_form(session, item, _wanted(wish), hand, expect=wish.expect_entry)
        return ProposalKept(**_shown(session, item), entry_seq=sealed.seq if sealed else None)

    return once(wish, act)


@router.get("/items/{code}/similar")
def similar_proposals(
    session: Transaction,
    item: AskedItem,
    threshold: Annotated[
        float, Query(ge=0.05, le=1, description="Offer pairs from this score on")
    ] = THRESHOLD,
) -> PairsShown:
    """โครงการที่ใกล้เคียงกัน · Proposals of a plan near in nature and for the same target group."""
    _of_kind(item, "annual_plan")
    compared = proposals_of(session, item.id)
    titles = {each.code: each.title for each in compared}
    pairs = [_pair(each, titles) for each in similar_pairs(compared, threshold)]
    return PairsShown(code=item.code, proposals=len(compared), threshold=threshold, pairs=pairs)


def _of_kind(item: Item, kind: str) -> None:
    if item.kind != kind:
        raise BadInput("code", "not_a_project" if kind == "project" else "unfit", item.code)


def _shown(session: Session, item: Item) -> dict[str, object]:
    return {
        "code": item.code,
        "saved_entry": forms.last_saved(session, item.id),
        "form": _form(session, item),
        "gaps": [GapShown(field=gap.field, th=gap.th, en=gap.en) for gap in forms.lacking(session, item)],
    }


def _form(session: Session, item: Item) -> ProposalForm:
    form = forms.read_form(session, item.id)
    texts = {name: getattr(form, name) for name in ProposalForm.model_fields if hasattr(form, name)}
    return ProposalForm.model_validate(
        {
            **texts,
            "activities": [{"title": each.title, "months": each.months} for each in form.activities],
            "indicators": [
                {"name": each.name, "target": each.target, "method": each.method, "tool": each.tool}
                for each in form.indicators
            ],
            "goals": [{"kind": kind, "code": code} for kind, code in form.goals],
        }
    )


def _wanted(wish: ProposalAsked) -> Form:
    told = wish.model_dump(exclude={"expect_entry"})
    return Form(
        **told
        | {
            "activities": tuple(FormActivity(each.title, tuple(each.months)) for each in wish.activities),
            "indicators": tuple(FormIndicator(**each.model_dump()) for each in wish.indicators),
            "goals": tuple((each.kind, each.code) for each in wish.goals),
        }
    )


def _pair(pair: Pair, titles: dict[str, str]) -> PairShown:
    return PairShown(
        first=AlikeShown(code=pair.first, title=titles[pair.first]),
        second=AlikeShown(code=pair.second, title=titles[pair.second]),
        score=round(pair.score, 3),
        nature=round(pair.nature, 3),
        target_group=round(pair.target_group, 3),
        reasons=[ReasonShown(about=each.about, th=each.th, en=each.en) for each in pair.reasons],
    )

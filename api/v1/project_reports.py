"""A project's report at its end: what it brought, what stood in the way, what next year should know."""

from dataclasses import asdict

from fastapi import APIRouter, Response
from pydantic import BaseModel, Field
from sqlmodel import Session

from api.answers import OnlyOnce
from api.dependencies import Acting, AskedItem, Transaction
from api.plain_text import PlainText
from api.problems import RESPONSES
from api.v1.proposals import GapShown
from api.v1.shapes import Asked
from workflow.errors import BadInput
from workflow.models import Item
from workflow.proposals.report import Report, read_report, report_gaps, save_report

router = APIRouter(
    tags=["reports"], responses={key: RESPONSES[key] for key in (401, 403, 404, 409, 413, 422)}
)


class ReportForm(Asked):
    """Texts up to 10,000 characters. "None" is a statement, an empty section is not."""

    results: PlainText = Field(default="", description="ผลการดำเนินงาน")
    success: PlainText = Field(default="", description="ผลความสำเร็จ")
    problems: PlainText = Field(default="", description="ปัญหา")
    obstacles: PlainText = Field(default="", description="อุปสรรค")
    suggestions: PlainText = Field(default="", description="ข้อเสนอแนะ")
    measured: list[PlainText] = Field(
        default=[], max_length=100, description="The result of each indicator of the proposal, in its order"
    )


class ReportOfProject(BaseModel):
    code: str
    form: ReportForm
    gaps: list[GapShown] = Field(description="Everything still lacking; empty where it can be submitted")


class ReportKept(ReportOfProject):
    entry_seq: int | None = Field(description="The history entry; null where nothing was different")


@router.get("/items/{code}/project-report")
def one_report(session: Transaction, item: AskedItem) -> ReportOfProject:
    """แบบรายงานโครงการ · A project's report form, and what it still lacks."""
    return ReportOfProject(**_shown(session, item))


@router.put("/items/{code}/project-report", response_model=ReportKept)
def put_report(
    wish: ReportForm, session: Transaction, hand: Acting, item: AskedItem, once: OnlyOnce
) -> Response:
    """บันทึกแบบรายงานโครงการ · Replaces the whole form, once the work is completed or the report returned."""

    def act() -> ReportKept:
        report = Report(**wish.model_dump(exclude={"measured"}), measured=tuple(wish.measured))
        sealed = save_report(session, item, report, hand)
        return ReportKept(**_shown(session, item), entry_seq=sealed.seq if sealed else None)

    return once(wish, act)


def _shown(session: Session, item: Item) -> dict[str, object]:
    if item.kind != "project":
        raise BadInput("code", "not_a_project", item.code)
    report = read_report(session, item.id)
    return {
        "code": item.code,
        "form": ReportForm.model_validate({**asdict(report), "measured": list(report.measured)}),
        "gaps": [GapShown(field=gap.field, th=gap.th, en=gap.en) for gap in report_gaps(report)],
    }

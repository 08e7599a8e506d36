"""Quarterly and annual reports: what groups send in, problems, projects below target and their replies."""

from typing import Annotated

from fastapi import APIRouter, Path, Response
from pydantic import Field

from api.answers import OnlyOnce
from api.dependencies import Acting, AskedItem, Looking, Moment, Transaction, item_seen
from api.plain_text import PlainText
from api.problems import RESPONSES
from api.v1.shapes import LARGEST_NUMBER, Asked
from api.v1.shown_reports import ReportShown, show_report
from workflow.errors import BadInput
from workflow.models import Item
from workflow.moments import bangkok_date
from workflow.reports import acceleration, problems, submissions
from workflow.reports.writing import GATHERED

router = APIRouter(
    tags=["reports"], responses={key: RESPONSES[key] for key in (401, 403, 404, 409, 413, 422)}
)


class WantedSubmission(Asked):
    """What a group sends in, or, with `waived`, why the plan group excuses it."""

    group: PlainText = Field(description="Code of a group of the office")
    text: PlainText = Field(description="At most 10,000 characters")
    waived: bool = False


class WantedProblem(Asked):
    kind: PlainText = Field(description="problem, obstacle, suggestion, or none: there was nothing to tell")
    text: PlainText = Field(default="", description="At most 10,000 characters; empty only for none")
    project: PlainText | None = Field(default=None, description="Code of the project it is about")


class WantedReply(Asked):
    project: PlainText = Field(description="Code of a listed project")
    text: PlainText = Field(description="At most 10,000 characters")


@router.get("/items/{code}/report")
def one_report(session: Transaction, item: AskedItem, at: Moment) -> ReportShown:
    """เนื้อหารายงาน · A quarterly or annual report as reckoned now, in baht."""
    if item.kind not in GATHERED:
        raise BadInput("code", "unfit", item.code)
    return show_report(session, item, bangkok_date(at))


@router.post("/items/{code}/submissions", response_model=ReportShown)
def submit(
    wish: WantedSubmission,
    session: Transaction,
    hand: Acting,
    item: AskedItem,
    once: OnlyOnce,
) -> Response:
    """กลุ่มส่งผล · Keeps what a group sends in, or excuses it."""

    def act() -> ReportShown:
        keep = submissions.waive if wish.waived else submissions.submit
        keep(session, item, wish.group, wish.text, hand)
        return show_report(session, item, hand.day)

    return once(wish, act)


@router.post("/items/{code}/problems", response_model=ReportShown)
def add_problem(
    wish: WantedProblem,
    session: Transaction,
    hand: Acting,
    who: Looking,
    item: AskedItem,
    once: OnlyOnce,
) -> Response:
    """บันทึกปัญหา อุปสรรค ข้อเสนอแนะ · Adds a problem, obstacle or suggestion, or that there were none."""

    def act() -> ReportShown:
        about: Item | None = item_seen(session, who, wish.project) if wish.project else None
        problems.add_problem(session, item, wish.kind, wish.text, hand, project=about)
        return show_report(session, item, hand.day)

    return once(wish, act)


@router.post("/items/{code}/problems/{number}/withdraw", response_model=ReportShown)
def withdraw_problem(
    session: Transaction,
    hand: Acting,
    item: AskedItem,
    number: Annotated[int, Path(ge=1, le=LARGEST_NUMBER, description="The entry's id")],
    once: OnlyOnce,
) -> Response:
    """ถอนรายการปัญหา · Takes an entry back while the report is being put together."""

    def act() -> ReportShown:
        problems.withdraw_problem(session, item, number, hand)
        return show_report(session, item, hand.day)

    return once("withdraw", act)


@router.post("/items/{code}/acceleration", response_model=ReportShown)
def list_below(session: Transaction, hand: Acting, item: AskedItem, once: OnlyOnce) -> Response:
    """จัดทำบัญชีเร่งรัด · Lists the projects below target at the quarter's end, in place of any earlier list."""

    def act() -> ReportShown:
        acceleration.list_below(session, item, hand)
        return show_report(session, item, hand.day)

    return once("list", act)


@router.post("/items/{code}/acceleration/replies", response_model=ReportShown)
def reply(
    wish: WantedReply,
    session: Transaction,
    hand: Acting,
    who: Looking,
    item: AskedItem,
    once: OnlyOnce,
) -> Response:
    """ตอบการเร่งรัด · Keeps what a listed project answers while the follow-up lasts."""

    def act() -> ReportShown:
        project = item_seen(session, who, wish.project)
        acceleration.reply(session, item, project, wish.text, hand)
        return show_report(session, item, hand.day)

    return once(wish, act)

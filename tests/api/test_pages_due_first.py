"""What is due first stands on the main button; a step whose time has not come waits, and says why."""

import datetime
import re

from plan_desk import PlanDesk, desk_of_the_plan  # noqa: F401  a fixture
from sqlalchemy import delete
from sqlmodel import col, select
from year_pages import TEXTS, plain_text

from workflow.models import Item, Obligation

MEETING, SUMMARY = "ประชุมปรับแผนกลางปี", "เข้าสู่การสรุปผลปลายปี"


def _in_execution(desk: PlanDesk, *days: datetime.date) -> None:
    """The plan is carried out; its meetings of the year are owed on these days."""
    with desk.database.write() as session:
        plan = session.exec(select(Item).where(Item.code == "AP2561")).one()
        plan.state = "in_execution"
        session.execute(delete(Obligation).where(col(Obligation.item_id) == plan.id))
        for turn, (code, day) in enumerate(zip(("D-AM-01", "D-AM-02"), days, strict=True), start=1):
            session.add(
                Obligation(
                    office_id=plan.office_id,
                    item_id=plan.id,
                    code=code,
                    turn=turn,
                    owed_by="plan_director",
                    due_on=day,
                    formula="x",
                    calendar_version="1",
                    opened_seq=1,
                    opened_at=plan.state_since,
                )
            )


def _today(desk: PlanDesk) -> datetime.date:
    with desk.database.read() as session:
        return session.exec(select(Item.state_since)).first().date()


def _main(page: str) -> str:
    (found,) = re.findall(r'<a class="button main"[^>]*href="[^"]*">.*?</a>', page, re.DOTALL)[:1]
    return plain_text(found) + " " + re.findall(r'href="([^"]*)"', found)[0]


def test_the_meeting_that_is_due_comes_before_the_years_end(desk: PlanDesk) -> None:
    soon = _today(desk) + datetime.timedelta(days=30)
    _in_execution(desk, soon, soon + datetime.timedelta(days=200))
    desk.sign_in("plan_director")
    shown = _main(desk.page("/plan/2561"))
    assert (MEETING in shown, "/amendments?year=2561" in shown, SUMMARY in shown) == (True, True, False)
    today = desk.page("/")
    row = next(each for each in re.findall(r"<tr>.*?</tr>", today, re.DOTALL) if "AP2561" in each)
    assert (MEETING in row, SUMMARY in row) == (True, False)
    item = desk.page("/items/AP2561")
    card = item[item.index('id="begin_year_end"') :].partition("</section>")[0]
    assert TEXTS["status_later"] in card
    assert "<details>" in card.partition("<summary>")[0]  # folded
    assert (MEETING in card, 'name="expect_version"' in card) == (
        True,
        True,
    )  # it can be prepared all the same


def test_near_its_date_the_step_itself_is_the_main_one(desk: PlanDesk) -> None:
    soon = _today(desk) + datetime.timedelta(days=10)
    _in_execution(desk, soon, soon + datetime.timedelta(days=20))
    desk.sign_in("plan_director")
    assert SUMMARY in _main(desk.page("/plan/2561"))
    assert SUMMARY in desk.page("/")

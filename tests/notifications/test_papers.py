"""The sweeps draft papers beside the notices: once, whatever fails, and in no rehearsal."""

import datetime
import threading

import pytest
from conftest import NOW, SmallOffice
from drafting_desk import opened_by, papers, said, stepped
from reminding_desk import morning_of
from sqlmodel import Session, col, func, select

from notifications import health
from notifications.forecast import WRITTEN, at_moment
from notifications.models import Notice, SweepRun
from notifications.morning import offices_waiting, write_morning
from notifications.papers import draft_this_morning, undrafted
from notifications.schedule import Schedule as Sweep
from notifications.schedule import Work, look, notices
from notifications.sweep import write_notices
from papers.worker import NoWorker, Pool
from workflow.database import Database
from workflow.ledger import calendar_of
from workflow.models import (
    AgendaItem,
    Body,
    Disbursement,
    Entry,
    Fund,
    Item,
    Meeting,
    Obligation,
    OutboxRow,
    ProjectLine,
    Target,
)
from workflow.rehearsal import rehearsal

SWEEP = Sweep("notices", 5, notices)
A_DAY = datetime.timedelta(days=1)


def a_plan_and_a_project(session: Session, office: SmallOffice, now: datetime.datetime) -> tuple[Item, Item]:
    """A plan that was published, and a project that was authorised and whose money has a category."""
    plan = office.open(session, "annual_plan", "AP2561", title="แผนปฏิบัติการประจำปีงบประมาณ พ.ศ. 2561")
    project = office.open(session, "project", "P1", title="โครงการอ่านออก")
    fund = Fund(office_id=office.id, code="F1", name_th="งบประมาณสำนักงาน")
    session.add(fund)
    session.flush()
    session.add(
        ProjectLine(
            item_id=project.id, fund_id=fund.id, category="operating", sub="materials", original=100000
        )
    )
    session.flush()
    stepped(session, office, project, "authorise", now)
    stepped(session, office, plan, "publish", now)
    return plan, project


def spoil(session: Session, category: str) -> None:
    """A category that no catalogue has, as a slip in an import might leave it; or the right one again."""
    session.exec(select(ProjectLine)).one().category = category
    session.flush()


def test_running_twice_drafts_once(database: Database, office: SmallOffice, now: datetime.datetime) -> None:
    with database.write() as session:
        a_plan_and_a_project(session, office, now)
    work = Work(database, lambda: now)
    assert look(work, SWEEP) == 2
    with database.write() as session:
        assert [each.code for each in papers(session)] == [
            "memo_project_authorised",
            "circular_plan_published",
        ]
        for row in session.exec(select(OutboxRow)):
            row.taken_at = None
    assert look(work, SWEEP) == 2
    with database.read() as session:
        assert len(papers(session)) == 2
        assert session.exec(select(SweepRun.name, SweepRun.trouble)).all() == [("notices", "")]


def test_workers_beside_each_other_draft_once(
    database: Database, office: SmallOffice, now: datetime.datetime
) -> None:
    with database.write() as session:
        plan, _ = a_plan_and_a_project(session, office, now)
        for _ in range(10):
            stepped(session, office, plan, "publish", now)
    raised: list[BaseException] = []

    def run() -> None:
        try:
            notices(Work(database, lambda: now))
        except BaseException as error:
            raised.append(error)

    workers = [threading.Thread(target=run) for _ in range(4)]
    for each in workers:
        each.start()
    for each in workers:
        each.join(60)
    assert raised == []
    with database.read() as session:
        found = papers(session)
        causes = [each.cause for each in found]
        assert len(causes) == len(set(causes)) == 12
        assert session.exec(select(func.count()).select_from(Entry).where(Entry.kind == "opened")).one() == 14


def test_a_fault_in_one_draft_leaves_the_notices_and_the_other_drafts(
    session: Session, office: SmallOffice, now: datetime.datetime, caplog: pytest.LogCaptureFixture
) -> None:
    _, project = a_plan_and_a_project(session, office, now)
    spoil(session, "")
    entries = session.exec(select(func.count()).select_from(Entry)).one()
    assert write_notices(session, now) == 2
    assert [each.code for each in papers(session)] == ["circular_plan_published"]
    told = set(session.exec(select(Notice.code)).all())
    assert told == {"memo_project_authorised", "circular_plan_published"}
    assert session.exec(select(func.count()).select_from(Item).where(Item.kind == "memo")).one() == 1
    assert session.exec(select(func.count()).select_from(Entry)).one() == entries + 1
    assert "the paper memo_project_authorised" in caplog.text
    assert [row.item_id for row, _ in undrafted(session, office.id, now - A_DAY)] == [project.id]
    run = session.exec(select(SweepRun)).one()
    assert (run.name, run.looked_at) == (f"papers {office.id}", now)
    assert run.trouble.startswith("memo_project_authorised (entry ")
    assert run.trouble.endswith("): KeyError")
    (fault,) = health.papers(session, office.id)
    assert (fault.name, fault.alarm, fault.trouble) == ("papers", "failed", run.trouble)


def test_what_failed_comes_with_a_later_morning(
    session: Session, office: SmallOffice, caplog: pytest.LogCaptureFixture
) -> None:
    monday = morning_of(datetime.date(2018, 1, 15))
    a_plan_and_a_project(session, office, NOW)
    spoil(session, "")
    write_notices(session, NOW)
    write_morning(session, office.id, monday)
    assert (len(papers(session)), session.exec(select(SweepRun)).one().looked_at) == (1, monday)
    spoil(session, "operating")
    write_morning(session, office.id, monday + A_DAY)
    assert [each.code for each in papers(session)] == ["circular_plan_published", "memo_project_authorised"]
    run = session.exec(select(SweepRun)).one()
    assert (run.trouble, run.done_at) == ("", monday + A_DAY)
    assert health.papers(session, office.id) == []
    assert undrafted(session, office.id, NOW - A_DAY) == []
    assert (
        session.exec(select(Notice.code).where(Notice.written_at > monday))
        .all()
        .count("memo_project_authorised")
        == 0
    )


def test_a_meeting_invites_by_itself_to_the_papers_on_its_agenda(
    session: Session, office: SmallOffice, now: datetime.datetime
) -> None:
    plan, meeting = office.open(session, "annual_plan", "AP2561"), office.open(session, "meeting", "MT1")
    body = Body(office_id=office.id, code="b", name_th="คณะกรรมการ", internal=True, valid_from=now.date())
    session.add(body)
    session.flush()
    session.add(
        Meeting(item_id=meeting.id, body_id=body.id, number=1, year=2561, held_on=now.date() + 3 * A_DAY)
    )
    session.flush()
    session.add(AgendaItem(meeting_id=meeting.id, section=4, position=1, title="แผน", item_id=plan.id))
    stepped(session, office, meeting, "invite", now)
    stepped(session, office, plan, "close_proposals", now)
    write_notices(session, now)
    assert [each.about_id for each in papers(session, "letter_invite_committee")] == [meeting.id]


def owing(session: Session, office: SmallOffice, item: Item, code: str, due: datetime.date) -> Obligation:
    row = Obligation(
        office_id=office.id,
        item_id=item.id,
        code=code,
        owed_by="plan_director",
        due_on=due,
        formula="",
        calendar_version="1",
        opened_seq=1,
        opened_at=NOW,
    )
    session.add(row)
    session.flush()
    return row


def every_morning(
    session: Session, office: SmallOffice, since: datetime.date, days: int
) -> dict[str, list[str]]:
    """Looks on each of so many days; what was drafted on which."""
    drafted: dict[str, list[str]] = {}
    known: set[int] = set()
    calendar = calendar_of(session, office.id, 1)
    for number in range(days):
        at = morning_of(since + number * A_DAY)
        for office_id in offices_waiting(session, at):
            write_morning(session, office_id, at)
        new = [each for each in papers(session) if each.item_id not in known]
        known.update(each.item_id for each in new)
        assert not new or calendar.is_workday(at.date())
        for each in new:
            drafted.setdefault(at.date().isoformat(), []).append(each.code)
    return drafted


def test_sixty_mornings_draft_each_paper_once_when_its_time_comes(
    session: Session, office: SmallOffice
) -> None:
    for code in ("QR1", "QR2"):
        office.open(session, "quarterly_report", code, quarter=int(code[-1]))
    slow = office.open(session, "quarterly_report", "QR2560", quarter=4, fiscal_year=2560)
    plan = office.open(session, "annual_plan", "AP2561")
    project = office.open(session, "project", "P1", title="โครงการอ่านออก")
    for row in session.exec(select(Obligation)):
        row.outcome = "cancelled"
    owing(session, office, plan, "D-AP-04", datetime.date(2018, 1, 31))
    owing(session, office, plan, "D-AM-01", datetime.date(2018, 2, 15))  # no memo tells of it
    owing(session, office, project, "D-PR-01", datetime.date(2018, 3, 5))
    drafted = every_morning(session, office, datetime.date(2018, 1, 15), 75)
    assert drafted == {
        "2018-01-15": ["memo_quarter_call"],  # of the quarter that ended in December
        "2018-01-17": ["memo_deadline"],
        "2018-02-19": ["memo_report_due"],
        "2018-03-21": ["memo_quarter_call"],
    }
    assert session.get_one(Item, slow.id).state == "scheduled"  # so late nobody calls for it any more
    first, deadline, report, second = papers(session)
    assert [said(each).subject for each in (first, second)] == [
        f"ขอให้รายงานผลการดำเนินงาน ไตรมาสที่ {quarter} ปีงบประมาณ พ.ศ. 2561" for quarter in (1, 2)
    ]
    assert (
        "มีกำหนดเผยแพร่แผนปฏิบัติการให้ทุกฝ่ายทราบ ภายในวันที่ 31 มกราคม 2561 เหลือเวลาอีก 14 วัน"
        in (said(deadline).reason[0])
    )
    assert "ภายในวันที่ 5 มีนาคม 2561" in said(report).wish[0]
    assert {opened_by(session, each).actor_id for each in papers(session)} == {office.people["system"]}


def test_projects_behind_are_accelerated_once_and_not_again_when_it_is_ordered(
    session: Session, office: SmallOffice
) -> None:
    project = office.open(session, "project", "P1", title="โครงการอ่านออก")
    project.state, project.effective_on = "in_progress", datetime.date(2017, 11, 1)
    session.add(Fund(office_id=office.id, code="F1", name_th="งบประมาณสำนักงาน"))
    session.flush()
    fund = session.exec(select(Fund.id)).one()
    line = ProjectLine(
        item_id=project.id, fund_id=fund, category="operating", sub="materials", original=1000000
    )
    session.add(line)
    session.add(
        Target(
            office_id=office.id, fiscal_year=2561, scope="all", quarter=1, hundredths=3000, authority="ครม."
        )
    )
    session.flush()
    session.add(Disbursement(line_id=line.id, fiscal_year=2561, quarter=1, amount=100000))
    report = office.open(session, "quarterly_report", "QR1", quarter=1)
    report.state = "acknowledged"
    session.flush()
    assert every_morning(session, office, datetime.date(2018, 1, 15), 10) == {
        "2018-01-15": ["memo_acceleration"]
    }
    (made,) = papers(session)
    fields = said(made)
    assert fields.table is not None
    assert fields.table.rows == (("1", "โครงการอ่านออก", "กลุ่ม PLN", "10,000.00", "1,000.00", "10.00", ""),)
    assert "จำนวน 1 โครงการ" in fields.reason[0]
    at = morning_of(datetime.date(2018, 2, 1))
    stepped(session, office, report, "order_acceleration", at)
    write_notices(session, at)
    assert len(papers(session, "memo_acceleration")) == 1


def test_a_rehearsal_drafts_nothing(database: Database, office: SmallOffice, now: datetime.datetime) -> None:
    with database.write() as session:
        a_plan_and_a_project(session, office, now)
        office.open(session, "quarterly_report", "QR1", quarter=1)
    monday = morning_of(datetime.date(2018, 1, 15))
    with rehearsal(database, WRITTEN) as session:
        assert at_moment(session, office.id, monday, now) != []
        assert papers(session) == []
    with database.read() as session:
        assert papers(session) == []
        assert session.exec(select(OutboxRow).where(col(OutboxRow.taken_at).is_not(None))).all() == []


def test_where_no_paper_can_be_made_the_rest_is_put_off_at_once(
    database: Database, office: SmallOffice, now: datetime.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each attempt may take a minute, in which nobody else can write."""
    with database.write() as session:
        plan, _ = a_plan_and_a_project(session, office, now)
        stepped(session, office, plan, "publish", now)
    tries: list[int] = []

    def none_free(self: Pool) -> None:
        tries.append(1)
        raise NoWorker("no process can be started")

    with monkeypatch.context() as broken:
        broken.setattr(Pool, "_taken", none_free)
        assert look(Work(database, lambda: now), SWEEP) == 3
    assert len(tries) == 1
    with database.write() as session:
        assert papers(session) == []
        assert [each.trouble != "" for each in health.papers(session, office.id)] == [True]
        assert len(undrafted(session, office.id, now - A_DAY)) == 3
        draft_this_morning(session, office.id, now + A_DAY)
        assert len(papers(session)) == 3
        assert health.papers(session, office.id) == []

"""What addresses name and the sample does not fix: found in its database, or opened in it for looking at."""

import datetime
from collections.abc import Mapping
from urllib.parse import quote

from serving import Office
from sqlmodel import Session, col, select

from workflow import engine, publication
from workflow.changes import Hand
from workflow.development.content import Content, save_content
from workflow.items import NewItem, open_item
from workflow.models import AgendaItem, Body, Entry, Item, Person
from workflow.models import Office as OfficeRow
from workflow.papers import drafts
from workflow.papers.fields import Fields
from workflow.retention.holds import hold
from workflow.retention.terms import FOR_EVER, set_term


def places(office: Office) -> Mapping[str, str]:
    """By the name that stands in an address of pages.py."""
    with office.database.write() as session:
        first, last = _money_recorded(session)
        _open_to_the_public(session, office)
        _before_the_director(session, office)
        _kept_for_long(session, office)
        return {
            "far": quote("30 ก.ย. 2561"),
            "paper": _paper(session),
            "money_first": str(first),
            "money_last": str(last),
            "body": str(session.exec(select(Body.id).where(Body.code == "plan_committee").limit(1)).one()),
            "entry": str(_entry(session, "M5")),
            "proposal": _opened(session, office, "project", "N01", "ค่ายวิทยาศาสตร์ภาคฤดูร้อน", "supown"),
            "development": _development(session, office),
            "survey": _asking(session, office),
            "amendment": _opened(session, office, "plan_amendment", "A9", "ปรับแผนไตรมาส 4", "plandir"),
        }


def _open_to_the_public(session: Session, office: Office) -> None:
    hand = Hand(_person(session, "plandir"), office.at)
    publication.set_pages(session, hand, is_open=True, introduction="ข้อมูลแผนของสำนักงาน")


def _kept_for_long(session: Session, office: Office) -> None:
    """Memos past their term, two papers that are held back, and a kind that is kept for ever."""
    director = Hand(_person(session, "director"), office.at)
    home = _item(session, "AP2561").office_id
    ended = select(Item).where(Item.office_id == home, Item.state == "acknowledged_all")
    for item in session.exec(ended):
        item.effective_on = datetime.date(2006, 3, 1)
    hold(session, home, ["AP2561", "P001"], "อยู่ระหว่างการตรวจสอบ (ข้อมูลสมมติ)", "15/2561", director)
    set_term(session, home, "annual_plan", FOR_EVER, "16/2561", director)


_SUBJECTS = (
    "ขออนุมัติจัดประชุมชี้แจงการเร่งรัดการเบิกจ่าย",
    "รายงานผลการติดตามโครงการของโรงเรียนขนาดเล็ก",
    "ขออนุมัติปรับปฏิทินการจัดทำแผนปฏิบัติการ",
)
_PASSED_BY = (("plan1", "propose"), ("plandir", "pass_group"), ("deputy1", "pass_deputy"))


def _before_the_director(session: Session, office: Office) -> None:
    """Memos that everybody before him has passed on: he opens his desk to sign them."""
    plan = _item(session, "AP2561")
    people = {name: _person(session, name) for name, _ in _PASSED_BY}
    for number, subject in enumerate(_SUBJECTS):
        fields = Fields(
            subject=subject,
            to="ผู้อำนวยการสำนักงานเขตพื้นที่การศึกษา",
            urgency="ด่วน" if number == 1 else "",
            reason=("ด้วยถึงกำหนดดำเนินการตามแผนปฏิบัติการประจำปี (ข้อมูลสมมติ)",),
            wish=("จึงขอเสนอเพื่อพิจารณา",),
            closing="จึงเรียนมาเพื่อโปรดพิจารณา",
        )
        item = drafts.open_paper(
            session,
            plan.office_id,
            "free_memo",
            fields,
            Hand(people["plan1"], office.at),
            group_id=_item(session, "P001").group_id,
        )
        for name, trigger in _PASSED_BY:
            told = {} if trigger == "propose" else {"opinion": "เห็นควรดำเนินการตามเสนอ (ข้อมูลสมมติ)"}
            engine.advance(session, item.id, trigger, by=people[name], at=office.at, evidence=told)


def _person(session: Session, username: str) -> int:
    return session.exec(select(Person.id).where(Person.username == username)).one()


def _item(session: Session, code: str) -> Item:
    return session.exec(select(Item).where(Item.code == code).order_by(col(Item.id)).limit(1)).one()


def _paper(session: Session) -> str:
    """A memo that is still being written."""
    query = select(Item.code).where(Item.kind == "memo", Item.state == "draft").order_by(col(Item.id))
    return session.exec(query.limit(1)).one()


def _money_recorded(session: Session) -> tuple[int, int]:
    """The last figures that the finance officer saved."""
    query = (
        select(Entry.seq)
        .join(Person, col(Person.id) == col(Entry.actor_id))
        .where(Person.username == "fin1", col(Entry.kind).not_in(("sign_in", "sign_out")))
        .order_by(col(Entry.seq).desc())
    )
    last = session.exec(query.limit(1)).first() or 1
    return last, last


def _entry(session: Session, meeting: str) -> int:
    """The first matter before a meeting that has a paper."""
    query = select(AgendaItem.id).where(
        AgendaItem.meeting_id == _item(session, meeting).id, col(AgendaItem.item_id).is_not(None)
    )
    return session.exec(query.order_by(col(AgendaItem.section).desc()).limit(1)).one()


def _asking(session: Session, office: Office) -> str:
    """A survey that takes answers of schools."""
    code = _opened(session, office, "expenditure_analysis", "EX9", "วิเคราะห์รายจ่าย", "plandir")
    _item(session, code).state = "surveying"
    return code


def _opened(session: Session, office: Office, kind: str, code: str, title: str, by: str) -> str:
    """Something that nobody has begun to fill in, for its owner."""
    plan = _item(session, "AP2561")
    owner = session.exec(select(Person).where(Person.username == by)).one()
    home = session.get_one(OfficeRow, plan.office_id)
    group = _item(session, "P001").group_id if kind != "project" else _group(session, owner.id)
    new = NewItem(kind, code, title, 2561, parent_id=plan.id, group_id=group, owner_id=owner.id)
    return open_item(session, home.id, new, by=owner.id, at=office.at).code


def _development(session: Session, office: Office) -> str:
    """A development plan of five years whose direction is being set."""
    code = _opened(session, office, "development_plan", "DP2560", "แผนพัฒนาการศึกษา พ.ศ. 2560-2564", "plandir")
    content = Content(
        2560,
        2564,
        past_results="ผลการประเมินคุณภาพผู้เรียนสูงขึ้นต่อเนื่องสามปี (ข้อมูลสมมติ)",
        strengths="โรงเรียนร่วมมือกันเป็นกลุ่มเครือข่าย",
        weaknesses="โรงเรียนขนาดเล็กขาดครูตรงสาขา",
        vision="ผู้เรียนมีคุณภาพตามมาตรฐาน บนพื้นฐานของความเป็นไทย",
        strategies="1. พัฒนาคุณภาพผู้เรียน\n2. เพิ่มโอกาสทางการศึกษา",
    )
    save_content(session, _item(session, code), content, Hand(_person(session, "plandir"), office.at))
    return code


def _group(session: Session, owner_id: int) -> int | None:
    """The group whose projects she looks after."""
    query = select(Item.group_id).where(Item.kind == "project", Item.owner_id == owner_id)
    return session.exec(query.order_by(col(Item.id)).limit(1)).one()

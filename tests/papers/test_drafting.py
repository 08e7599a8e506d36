"""A step that names a memo, letter or circular drafts it: filled, once, by the service account."""

import datetime
import json
from typing import Any

import pytest
from conftest import NOW, SmallOffice, make_office
from drafting_desk import opened_by, papers, said, stepped
from sqlmodel import Session, select

from notifications.recipients import told_by_its_meeting
from papers import drafting
from papers.context import context_of, drafted_context, paper_markup
from papers.desk import Desk
from papers.drafting import draft_for, papers_named
from papers.render import Templates, compose
from papers.scheduled import wanted
from papers.vocabulary import parse
from papers.writing import markup
from states.catalogue import catalogue
from states.filling import one_line
from states.source import shipped_kinds, shipped_profiles
from workflow import definitions
from workflow.changes import Hand
from workflow.models import (
    AgendaItem,
    Body,
    Fund,
    Item,
    Meeting,
    Member,
    Obligation,
    PaperRow,
    Person,
    ProjectLine,
)
from workflow.money.office import NewCeiling, set_ceiling
from workflow.papers.drafts import edit
from workflow.papers.templates import save

DAY = NOW.date()


def drafted(
    session: Session, office: SmallOffice, item: Item, trigger: str, code: str, **more: str
) -> PaperRow:
    """The paper that the step sets off."""
    row = stepped(session, office, item, trigger, NOW, **more)
    found = draft_for(session, row, code, NOW)
    assert found is not None
    return session.get_one(PaperRow, found.id)


@pytest.mark.parametrize("profile", shipped_profiles())
def test_every_step_that_names_a_paper_drafts_it(session: Session, profile: str) -> None:
    """Walks over every transition of every shipped definition, as each profile compiles it."""
    office = make_office(session, "W1", profile)
    steps = 0
    for kind in shipped_kinds():
        if kind == "memo":
            continue
        item = office.open(session, kind, f"X-{kind}", title=f"เรื่องทดลอง {kind} ปีงบประมาณ พ.ศ. 2561")
        definition = definitions.by_hash(session, item.definition_hash)
        for move in definition.transitions:
            for source in move.sources:
                for code in papers_named(",".join(move.notices)) if move.notices else ():
                    steps += 1
                    made = drafted(session, office, item, move.trigger, code, source=source)
                    _check(session, office, item, code, made)
    assert steps == len(papers(session)) > 40


def _check(session: Session, office: SmallOffice, about: Item, code: str, made: PaperRow) -> None:
    words, paper, fields = catalogue().notices[code], session.get_one(Item, made.item_id), said(made)
    assert (made.code, made.form, made.about_id) == (code, words.kind, about.id)
    assert (paper.kind, paper.state, paper.group_id, paper.owner_id) == ("memo", "draft", None, None)
    assert (paper.fiscal_year, paper.title) == (2561, fields.subject)
    assert paper.code.startswith("M2561-")
    entry = opened_by(session, made)
    assert (entry.kind, entry.actor_id) == ("opened", office.people["system"])
    assert fields.reason != () != fields.wish
    assert (fields.closing, fields.unit) == (words.closing, "กลุ่มนโยบายและแผน")
    assert fields.to != "" != fields.subject
    assert not set("{}[]|") & set(fields.subject + fields.to + "".join((*fields.reason, *fields.wish)))


def test_a_printed_paper_says_what_was_drafted_and_ends_with_its_closing_phrase(
    session: Session, office: SmallOffice
) -> None:
    item = office.open(session, "annual_plan", "AP2561", title="แผนปฏิบัติการประจำปีงบประมาณ พ.ศ. 2561")
    for trigger, code in (
        ("publish", "circular_plan_published"),
        ("open_proposals", "memo_call_for_proposals"),
    ):
        made = drafted(session, office, item, trigger, code)
        ready = paper_markup(session, made.item_id, on=DAY)
        fields = said(made)
        assert (ready.title, ready.form, ready.draft) == (fields.subject, made.form, True)
        assert markup(parse(ready.markup)) == ready.markup
        for text in (fields.subject, fields.to, *fields.reason, *fields.wish, fields.closing):
            assert text in ready.markup
        order = [ready.markup.index(text) for text in (*fields.reason, *fields.wish, fields.closing)]
        assert order == sorted(order)
        assert "(ผู้ดำรงตำแหน่ง area_director)" in ready.markup[order[-1] :]


def test_what_staff_make_of_a_draft_is_what_is_printed(session: Session, office: SmallOffice) -> None:
    item = office.open(session, "annual_plan", "AP2561")
    made = drafted(session, office, item, "publish", "circular_plan_published")
    fields = type(said(made))(subject="แจ้งเผยแพร่แผน (แก้ไข)", reason=("ด้วยเหตุใหม่ {{ 7*7 }} <p>",))
    edit(session, made.item_id, fields, Hand(office.people["plan_officer"], NOW), expect_revision=1)
    ready = paper_markup(session, made.item_id, on=DAY)
    assert ready.title == "แจ้งเผยแพร่แผน (แก้ไข)"
    assert "ด้วยเหตุใหม่ {{ 7*7 }} &lt;p&gt;" in ready.markup
    assert "บัดนี้" not in ready.markup


def test_the_same_step_drafts_once(session: Session, office: SmallOffice) -> None:
    item = office.open(session, "annual_plan", "AP2561")
    row = stepped(session, office, item, "publish", NOW)
    first = draft_for(session, row, "circular_plan_published", NOW)
    later = NOW + datetime.timedelta(days=3)
    assert draft_for(session, row, "circular_plan_published", later) == first
    again = stepped(session, office, item, "publish", later)
    assert draft_for(session, again, "circular_plan_published", later) != first
    assert [each.cause for each in papers(session)] == [
        f"circular_plan_published:AP2561:{each.entry_seq}" for each in (row, again)
    ]


def test_nothing_is_drafted_about_a_paper(session: Session, office: SmallOffice) -> None:
    memo = office.open(session, "memo", "M1")
    row = stepped(session, office, memo, "send_back", NOW)
    assert draft_for(session, row, "memo_returned", NOW) is None
    assert papers(session) == []


def test_the_ceilings_stand_in_the_call_for_proposals(session: Session, office: SmallOffice) -> None:
    session.add(Fund(office_id=office.id, code="F1", name_th="งบประมาณสำนักงาน"))
    session.flush()
    hand = Hand(office.people["plan_director"], NOW)
    for group, satang in (("", 120000000), ("PLN", 40000000), ("ADM", 80000050)):
        set_ceiling(session, office.id, 2561, NewCeiling("F1", satang, "มติ", group=group), hand)
    item = office.open(session, "annual_plan", "AP2561")
    fields = said(drafted(session, office, item, "open_proposals", "memo_call_for_proposals"))
    assert fields.table is not None
    assert fields.table.rows == (
        ("1", "งบประมาณสำนักงาน", "กลุ่ม ADM", "800,000.50"),
        ("2", "งบประมาณสำนักงาน", "กลุ่ม PLN", "400,000.00"),
    )
    assert fields.table.total == ("", "รวมทั้งสิ้น", "", "1,200,000.50")
    assert "รวมทั้งสิ้น 1,200,000.50 บาท (หนึ่งล้านสองแสนบาทห้าสิบสตางค์)" in fields.wish[0]
    assert fields.sent_to == ("all_groups",)


def test_the_columns_of_every_table_fill_its_width(session: Session, office: SmallOffice) -> None:
    session.add(Fund(office_id=office.id, code="F1", name_th="งบประมาณสำนักงาน"))
    session.flush()
    item = office.open(
        session, "project", "P1", title="โครงการอ่านออก", owner_id=office.people["project_owner"]
    )
    session.add(
        ProjectLine(item_id=item.id, fund_id=1, category="operating", sub="materials", original=1234500)
    )
    session.flush()
    made = drafted(session, office, item, "authorise", "memo_project_authorised")
    fields = said(made)
    assert fields.table is not None
    assert sum(each.width for each in fields.table.columns) == 100
    assert fields.table.rows == (("1", "งบประมาณสำนักงาน", "งบดำเนินงาน", "ค่าวัสดุ", "12,345.00"),)
    assert "ในวงเงิน 12,345.00 บาท (หนึ่งหมื่นสองพันสามร้อยสี่สิบห้าบาทถ้วน)" in fields.wish[0]
    assert fields.subject == "อนุมัติดำเนินโครงการอ่านออก"
    assert fields.sent_to == ("person:project_owner.t1", "finance_group")


def test_a_text_names_what_is_due_and_who_returned_it_and_why(session: Session, office: SmallOffice) -> None:
    item = office.open(session, "annual_plan", "AP2561", title="แผนปฏิบัติการประจำปีงบประมาณ พ.ศ. 2561")
    fields = said(drafted(session, office, item, "director_return", "memo_returned", reason="ให้ตรวจปฏิทิน"))
    assert fields.subject == "ส่งเรื่องกลับเพื่อปรับปรุงแก้ไข: แผนปฏิบัติการประจำปีงบประมาณ พ.ศ. 2561"
    assert fields.reason == ("ตามที่ได้เสนอแผนปฏิบัติการประจำปีงบประมาณ พ.ศ. 2561 เพื่อพิจารณา นั้น",)
    judged, why, wish = fields.wish
    assert judged.startswith("ตำแหน่ง area_director ได้พิจารณาแล้ว เมื่อวันที่ 12 มกราคม 2561 ให้ส่งเรื่องกลับ")
    assert why == "ให้ตรวจปฏิทิน"
    assert wish.endswith("โดยเร็ว")  # the plan was due on 29 December: no paper asks for what is over
    duty = session.exec(select(Obligation).where(Obligation.code == "D-AP-03")).one()
    duty.due_on = datetime.date(2018, 1, 31)
    session.flush()
    later = said(drafted(session, office, item, "director_return", "memo_returned"))
    assert later.wish[2].endswith("ทั้งนี้ แผนปฏิบัติการได้รับความเห็นชอบมีกำหนดภายในวันที่ 31 มกราคม 2561")
    assert fields.sent_to == ("group:PLN",)


def test_an_invitation_goes_to_those_who_sit_on_the_body(session: Session, office: SmallOffice) -> None:
    body = Body(
        office_id=office.id,
        code="plan_committee",
        name_th="คณะกรรมการจัดทำแผน",
        internal=True,
        valid_from=datetime.date(2017, 10, 1),
    )
    session.add(body)
    session.flush()
    seats: tuple[tuple[str | None, datetime.date | None], ...] = (
        *(("clerk", None), ("plan_officer", datetime.date(2018, 1, 1)), (None, None), ("system", None)),
        ("deputy_director", None),
    )
    for name, until in seats:
        person = office.people[name] if name else None
        session.add(
            Member(
                body_id=body.id,
                person_id=person,
                name_th="กรรมการ",
                role="member",
                valid_from=datetime.date(2017, 10, 1),
                valid_to=until,
            )
        )
    item = office.open(session, "meeting", "MT1")
    plan = office.open(session, "annual_plan", "AP2561", title="แผนปฏิบัติการ")
    session.add(
        Meeting(
            item_id=item.id,
            body_id=body.id,
            number=1,
            year=2561,
            held_on=datetime.date(2018, 1, 22),
            place="ห้องประชุม 1",
            begins="09.30 น.",
        )
    )
    session.flush()
    session.add(AgendaItem(meeting_id=item.id, section=4, position=1, title="แผน", item_id=plan.id))
    session.flush()
    fields = said(drafted(session, office, item, "invite", "letter_invite_committee"))
    assert fields.sent_to == ("person:clerk.t1", "person:deputy_director.t1")
    assert fields.subject == "ขอเชิญประชุมคณะกรรมการจัดทำแผน ครั้งที่ 1/2561"
    assert "ในวันจันทร์ที่ 22 มกราคม 2561 เวลา 09.30 น. ณ ห้องประชุม 1 รายละเอียด" in fields.wish[0]
    assert fields.attached == ("ระเบียบวาระการประชุม จำนวน 1 ชุด",)
    of_plan = said(drafted(session, office, plan, "close_proposals", "letter_invite_committee"))
    assert "ครั้งที่ 1/2561 เพื่อพิจารณาแผนปฏิบัติการ" in of_plan.reason[0]
    told = said(drafted(session, office, plan, "submit_to_director", "memo_submit_draft"))
    assert "โดยผ่านการพิจารณา" not in told.reason[0]  # the meeting is still to come
    assert told_by_its_meeting(session, "letter_invite_committee", plan, DAY)


def test_a_result_goes_to_its_school_alone(session: Session, office: SmallOffice) -> None:
    item = office.open(session, "school_plan", "SP1", title="แผนปฏิบัติการประจำปีของสถานศึกษา")
    back = said(drafted(session, office, item, "send_back", "letter_school_plan_result", reason="ขาดปฏิทิน"))
    passed = said(drafted(session, office, item, "accept", "letter_school_plan_result"))
    assert back.sent_to == passed.sent_to == ("school:S001",)
    assert back.to == "ผู้อำนวยการโรงเรียน S001"
    assert "ขาดปฏิทิน" in back.wish
    assert "ผ่านการตรวจ" in passed.wish[0]


def test_an_office_words_its_own_drafts_and_a_broken_text_gives_way_to_the_shipped_one(
    session: Session, office: SmallOffice
) -> None:
    item, name = office.open(session, "annual_plan", "AP2561"), "circular_plan_published.html"
    hand = Hand(office.people["plan_director"], NOW)
    reason = "{% block reason %}<p>ด้วย{{ about.title }}ของเรา</p>{% endblock %}"
    own = f"{reason}{{% block wish %}}<p>ในการนี้</p>{{% endblock %}}"
    save(session, office.id, name, own, "", hand)
    ours = said(drafted(session, office, item, "publish", "circular_plan_published"))
    assert (ours.reason, ours.wish) == (("ด้วยตัวอย่าง AP2561 ของเรา",), ("ในการนี้",))
    shipped = (*_shipped(session, office, item),)
    for broken in (
        "{% block reason %}{{ nothing }}{% endblock %}",
        "{% if %}",
        own.replace("<p>", "<script>"),
    ):
        save(session, office.id, name, broken, "", hand)
        assert said(drafted(session, office, item, "publish", "circular_plan_published")).wish == shipped


def test_a_broken_text_is_tried_once_in_a_sweep_not_for_every_draft(
    session: Session, office: SmallOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One that never ends takes its whole time at each attempt, while nobody else can write."""
    item, code = office.open(session, "annual_plan", "AP2561"), "circular_plan_published"
    hand = Hand(office.people["plan_director"], NOW)
    save(session, office.id, f"{code}.html", "{% block reason %}{{ nothing }}{% endblock %}", "", hand)
    tried: list[bool] = []

    def counted(name: str, context: Any, own: Templates, **more: Any) -> Any:
        tried.append(bool(own.overrides))
        return compose(name, context, own, **more)

    monkeypatch.setattr(drafting, "compose", counted)
    desk = Desk(session, DAY)
    for _ in range(3):
        assert draft_for(session, stepped(session, office, item, "publish", NOW), code, NOW, desk)
    assert tried == [True, False, False, False]


def _shipped(session: Session, office: SmallOffice, item: Item) -> tuple[str, ...]:
    save(
        session, office.id, "circular_plan_published.html", "", "", Hand(office.people["plan_director"], NOW)
    )
    return said(drafted(session, office, item, "publish", "circular_plan_published")).wish


def test_a_long_title_is_cut_and_a_strange_one_stays_as_typed(session: Session, office: SmallOffice) -> None:
    long = office.open(session, "annual_plan", "AP1", title="แผน" * 160)
    strange = office.open(session, "annual_plan", "AP2", title="{{ 7*7 }} <w:p/> & “ก” %s None")
    assert len(said(drafted(session, office, long, "director_return", "memo_returned")).subject) == 500
    fields = said(drafted(session, office, strange, "director_return", "memo_returned"))
    assert fields.subject == "ส่งเรื่องกลับเพื่อปรับปรุงแก้ไข: {{ 7*7 }} <w:p/> & “ก” %s None"
    assert one_line(strange.title) in fields.reason[0]


def test_the_context_of_a_paper_is_plain_json_and_tries_out_any_template(
    session: Session, office: SmallOffice
) -> None:
    item = office.open(session, "annual_plan", "AP2561")
    made = drafted(session, office, item, "director_return", "memo_returned", reason="ให้ตรวจ")
    plain = context_of(session, made.item_id, on=DAY)
    assert json.loads(json.dumps(plain)) == plain
    assert {name: plain[name] for name in ("opinions", "order", "readers")} == {
        "opinions": [],
        "order": "",
        "readers": ["กลุ่ม PLN"],
    }
    known = drafted_context(session, made.item_id, on=DAY)
    assert known["event"]["reason"] == "ให้ตรวจ"
    assert known["paper"] == plain["paper"]


def test_the_morning_finds_what_is_due_and_a_step_drafts_no_second_one(
    session: Session, office: SmallOffice
) -> None:
    item = office.open(session, "quarterly_report", "QR1", quarter=1)
    assert [(each.code, each.cause) for each in wanted(session, office.id, NOW)] == [
        ("memo_quarter_call", "duty:item QR1:memo_quarter_call")
    ]
    row = stepped(session, office, item, "open", NOW)
    drafted_by_step = draft_for(session, row, "memo_quarter_call", NOW)
    assert drafted_by_step is not None
    assert wanted(session, office.id, NOW) == []
    row = session.get_one(PaperRow, drafted_by_step.id)
    row.cause = "duty:item QR1:memo_quarter_call"
    again = stepped(session, office, item, "open", NOW)
    assert draft_for(session, again, "memo_quarter_call", NOW) is None
    session.get_one(Item, row.item_id).state = "void"
    session.flush()
    assert draft_for(session, again, "memo_quarter_call", NOW) is not None


def test_a_duty_is_told_with_its_day_and_how_it_came_about(session: Session, office: SmallOffice) -> None:
    item = office.open(session, "project", "P1", title="โครงการอ่านออก")
    duty = Obligation(
        office_id=office.id,
        item_id=item.id,
        code="D-PR-01",
        owed_by="project_owner",
        due_on=DAY + datetime.timedelta(days=14),
        formula="",
        calendar_version="1",
        opened_seq=1,
        opened_at=NOW,
    )
    session.add(duty)
    session.flush()
    assert [each.cause for each in wanted(session, office.id, NOW)] == [f"duty:{duty.id}:memo_report_due"]
    duty.due_on += datetime.timedelta(days=1)
    session.flush()
    assert wanted(session, office.id, NOW) == []
    assert wanted(session, office.id, NOW + datetime.timedelta(days=30)) == []


def test_everybody_who_may_draft_is_no_person(session: Session, office: SmallOffice) -> None:
    item = office.open(session, "annual_plan", "AP2561")
    made = drafted(session, office, item, "publish", "circular_plan_published")
    assert session.get_one(Person, made.changed_by).is_service

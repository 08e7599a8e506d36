"""A plan's whole way: proposed by phone, decided in a meeting, signed on, resolved by the boards, published.

All but the phone's part by the keyboard alone.
"""

import datetime

import pytest
from browsers import IN_A_BROWSER, browser_of_the_module  # noqa: F401  fixtures
from looking import PHONE
from meeting_desk import seat_committee
from people import Somebody, somebody
from playwright.sync_api import Browser
from serving import Office
from small_office import door_of_the_small_office  # noqa: F401  a fixture
from sqlmodel import Session, select

from tests.conftest import LONG_AGO, SmallOffice
from workflow.models import Body, Fund, Goal, Item, ProjectLine

pytestmark = list(IN_A_BROWSER)

TITLE = "ค่ายอ่านออกเขียนได้"
PLAN = "แผนปฏิบัติการประจำปี"
CHANNELS = "website, printed_book, circular_memo"
MEETING = "/meetings/MT2561-1-1"
_WIDER = "document.scrollingElement.scrollWidth - window.innerWidth"
SECTIONS = {
    "frame": {"starts_on": "1 ก.พ. 2561", "ends_on": "30 ก.ย. 2561", "work_plan": "พัฒนาคุณภาพผู้เรียน"},
    "reason": {"rationale": "นักเรียนอ่านไม่คล่อง", "objectives": "เพื่อให้อ่านคล่อง"},
    "targets": {"target_group": "นักเรียน ป.1", "quantity": "180 คน", "quality": "อ่านได้ดีขึ้น"},
    "alignment": {},
    "activities": {"activity-1": "จัดค่าย"},
    "budget": {"amount-1": "20000", "quarter-2": "20000"},
    "indicators": {
        "indicator-1": "ร้อยละที่อ่านคล่อง",
        "target-1": "80",
        "method-1": "ทดสอบ",
        "tool-1": "แบบทดสอบ",
    },
    "results": {"risks": "ฝนตก", "evaluation": "ทดสอบ", "expected": "อ่านคล่อง"},
}
TICKED = {
    "alignment": ['[name="goal"][value="strategy:S1"]', '[name="goal"][value="standard:M1"]'],
    "activities": ['[name="months-1"][value="6"]'],
}
CHOSEN = {"budget": {"line-1": "operating/services", "fund-1": "F1"}, "frame": {}}


@pytest.fixture(name="call")
def call_for_proposals(door: Office, office: SmallOffice) -> str:
    """A call for proposals that is open, with a fund, goals and a committee; the other group has answered."""
    with door.database.write() as session:
        seat_committee(session, office)
        for code, name in (("quality_subcommittee", "คณะอนุกรรมการ"), ("provincial_board", "กศจ.")):
            session.add(
                Body(office_id=office.id, code=code, name_th=name, internal=False, valid_from=LONG_AGO)
            )
        plan = office.open(session, "annual_plan", "PLAN", title=PLAN)
        plan.state = "proposals_open"
        session.add(Fund(office_id=office.id, code="F1", name_th="งบดำเนินงาน"))
        for kind, code in (("strategy", "S1"), ("standard", "M1")):
            session.add(
                Goal(office_id=office.id, fiscal_year=2561, kind=kind, code=code, name_th=f"ข้อ {code}")
            )
        session.flush()
        _endorsed(session, office, plan)
        return plan.code


def _endorsed(session: Session, office: SmallOffice, plan: Item) -> None:
    """What the other group proposed, as far as its director's endorsement."""
    other = office.open(
        session,
        "project",
        "P001",
        title="ปรับปรุงระบบไฟฟ้า",
        parent_id=plan.id,
        group_id=office.groups["ADM"],
        owner_id=office.people["project_owner@ADM"],
        starts_on=datetime.date(2018, 2, 1),
        ends_on=datetime.date(2018, 9, 30),
    )
    other.state = "group_endorsed"
    fund = session.exec(select(Fund.id)).one()
    money = {"category": "operating", "sub": "services", "original": 100_000, "requested": 100_000}
    session.add(ProjectLine(item_id=other.id, fund_id=fund, **money))
    session.flush()


def test_a_project_proposed_by_phone_becomes_part_of_a_published_plan(
    chromium: Browser, door: Office, office: SmallOffice, call: str
) -> None:
    code = _proposed_by_phone(chromium, door)
    with somebody(chromium, door, "group_director.t1") as group:
        group.fulfil(f"/items/{code}", "ผอ.กลุ่มเห็นชอบ")
        group.told()
    with somebody(chromium, door, "plan_director.t1") as planner:
        planner.fulfil(f"/items/{call}", "ปิดรับและส่งเข้ากลั่นกรอง")
        planner.told()
    with somebody(chromium, door, "committee_secretary.t1") as secretary:
        _met(secretary, door, code)
    _through_the_boards(chromium, door, call)
    with somebody(chromium, door, "plan_director.t1") as planner:
        planner.fulfil(f"/items/{call}", "เผยแพร่และแจ้งเวียน", {"ช่องทาง": CHANNELS})
        assert "เผยแพร่แล้ว" in planner.told()
        planner.open("/settings/public")
        planner.keys.to("เปิด", "checkbox")
        planner.keys.press("Space")
        planner.keys.go("บันทึก", "button")
        planner.told()
    with somebody(chromium, door, "") as public:
        public.open("/public")
        public.keys.go("สำนักงานเขตตัวอย่าง", "link")
        public.reads(PLAN)
        public.keys.go("PLAN", "link")
        public.reads(TITLE)
    with door.database.read() as session:
        states = dict(session.exec(select(Item.code, Item.state)).all())
        assert {states[each] for each in (code, "P001")} == {"in_plan"}
        assert states[call] == "published"
    with somebody(chromium, door, "internal_auditor.t1") as auditor:
        _found_in_the_record(auditor, call)


def _through_the_boards(chromium: Browser, door: Office, call: str) -> None:
    """The director's signature between the planners and the boards, and what the boards resolved."""
    plan = f"/items/{call}"
    with somebody(chromium, door, "plan_director.t1") as planner:
        planner.fulfil(plan, "เสนอร่างแผนต่อ ผอ.สพป.")
        planner.told()
    with somebody(chromium, door, "area_director.t1") as director:
        director.fulfil(plan, "เสนอคณะอนุกรรมการ")
        director.told()
    for body, day in (("quality_subcommittee", 15), ("provincial_board", 22)):
        door.later(days=7)
        with somebody(chromium, door, "board_recorder.t1") as recorder:
            _resolved_outside(recorder, body, day)


def _resolved_outside(recorder: Somebody, body: str, day: int) -> None:
    """What a board outside the office resolved, as its letter of two days later tells."""
    keys = recorder.keys
    recorder.open(f"/meetings/outside?body={body}")
    recorder.fill({"ครั้งที่": "1", "วันประชุม": f"{day} ม.ค. 2561"})
    recorder.fill({"เลขที่หนังสือ": f"ศธ 0001/{day}", "วันที่หนังสือ": f"{day + 2} ม.ค. 2561"})
    keys.to(PLAN, "checkbox")
    keys.press("Space")
    keys.pick("มติ", "เห็นชอบ")
    keys.write("ถ้อยคำของมติ", "เห็นชอบตามที่เสนอ")
    if body == "provincial_board":  # the last board is asked for one word more
        recorder.reads("อนุมัติหลักการปรับแผนระหว่างปี")
        keys.choose("ใช่")
    keys.go("บันทึกมติของเรื่องที่เลือก", "button")
    recorder.told()


def _found_in_the_record(auditor: Somebody, call: str) -> None:
    """Every step of the plan stands in the office's history with who took it, and the chain holds."""
    auditor.open("/history?check=true")
    auditor.keys.write("เลขที่เรื่อง", call, "searchbox")
    with auditor.page.expect_navigation(wait_until="load"):
        auditor.keys.press("Enter")
    for step in ("ปิดรับและส่งเข้ากลั่นกรอง", "เผยแพร่และแจ้งเวียน"):
        auditor.reads(step)


def _proposed_by_phone(chromium: Browser, door: Office) -> str:
    """From the call's title to the group director, with a thumb; the code of what was proposed."""
    phone = {"viewport": PHONE, "has_touch": True, "is_mobile": True, "device_scale_factor": 2}
    with somebody(chromium, door, "project_owner.t1", **phone) as owner:
        page = owner.page
        owner.open("/proposals/new")
        page.fill('[name="title"]', TITLE)
        page.tap("main form button.main")
        page.wait_for_url("**/frame*")
        code = page.url.split("/")[-2]
        for section, typed in SECTIONS.items():
            page.wait_for_url(f"**/{section}*")
            assert page.evaluate(_WIDER) <= 0
            for name, text in typed.items():
                page.fill(f'[name="{name}"]', text)
            for place in TICKED.get(section, ()):
                page.locator(place).tap()
            for name, value in CHOSEN.get(section, {}).items():
                page.select_option(f'[name="{name}"]', value)
            page.tap(".propose-form button.main")
        page.wait_for_url(f"**/proposals/{code}?saved=results")
        step = page.locator('[data-trigger="submit"]')
        step.locator('[name="paper:proposal_form"]').fill("แฟ้มข้อเสนอ 1/2561")
        with page.expect_navigation(wait_until="load"):
            step.locator("button.go").tap()
        owner.told()
    return code


def _met(secretary: Somebody, door: Office, code: str) -> None:
    """Plans the meeting, draws its agenda, has it held, records every resolution and closes it."""
    keys = secretary.keys
    secretary.open("/meetings/new?body=plan_committee")
    secretary.fill({"วันประชุม": "12 ม.ค. 2561", "เหตุเร่งด่วน": "ต้องทันรอบงบประมาณ"})
    keys.go("บันทึก", "button")
    assert secretary.page.url.split("?")[0].endswith(MEETING)
    keys.go("ดึงทั้งหมดเข้าวาระ", "button")
    secretary.fulfil(MEETING, "ออกหนังสือเชิญ")
    secretary.told()
    for choice in secretary.page.locator('input[value="present"]').all():
        choice.focus()
        keys.press("Space")
    keys.go("บันทึกการมาประชุม", "button")
    secretary.fulfil(MEETING, "บันทึกการประชุม")
    secretary.told()
    for title in (TITLE, "ปรับปรุงระบบไฟฟ้า"):
        _resolved(secretary, title, "บรรจุในแผน")
    _resolved(secretary, PLAN, "จัดทำและตรวจสอบร่างแผน")
    secretary.open(f"{MEETING}/close")
    keys.go("ยืนยันปิดการประชุม", "button")
    secretary.told()


def _resolved(secretary: Somebody, title: str, choice: str) -> None:
    secretary.open(MEETING)
    secretary.keys.go(title, "link")
    secretary.keys.pick("มติ", choice)
    secretary.keys.write("ถ้อยคำของมติ", "เห็นชอบตามเสนอ")
    for field in secretary.page.locator('main form [id*="-fact-"], main form [name^="fact:"]').all():
        field.focus()
        secretary.page.keyboard.insert_text("ไม่เกินกรอบ")
    secretary.keys.go("บันทึกวาระนี้", "button")
    secretary.told()

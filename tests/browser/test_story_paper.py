"""A memo by the keyboard alone: passed up with opinions, signed by the director, numbered, verified."""

import re

import pytest
from browsers import IN_A_BROWSER, browser_of_the_module  # noqa: F401  fixtures
from people import somebody
from playwright.sync_api import Browser
from serving import Office
from small_office import door_of_the_small_office  # noqa: F401  a fixture

from tests.conftest import NOW, SmallOffice
from workflow.changes import Hand
from workflow.demo import PASSWORD
from workflow.papers import drafts
from workflow.papers.fields import Fields

pytestmark = list(IN_A_BROWSER)

MEMO = Fields(
    subject="ขอเชิญประชุมติดตามผลการดำเนินงาน",
    to="ผู้อำนวยการกลุ่มทุกกลุ่ม",
    reason=("ด้วยถึงกำหนดติดตามผลการดำเนินงานไตรมาสที่ 1",),
    wish=("จึงขอเชิญประชุมในวันที่ 15 มกราคม 2561",),
    closing="จึงเรียนมาเพื่อโปรดทราบ",
    sent_to=("person:clerk.t1", "person:internal_auditor.t1"),
)


@pytest.mark.both_databases
def test_the_director_signs_what_was_passed_up_and_anybody_verifies_it(
    chromium: Browser, door: Office, office: SmallOffice
) -> None:
    with door.database.write() as session:
        hand = Hand(office.people["plan_officer"], NOW)
        made = drafts.open_paper(session, office.id, "free_memo", MEMO, hand, group_id=office.groups["PLN"])
        paper = f"/papers/{made.code}"
    with somebody(chromium, door, "plan_officer.t1") as writer:
        writer.take(paper, "เสนอ ผอ.กลุ่ม")
        assert "เสนอ ผอ.กลุ่ม" in writer.told()
    with somebody(chromium, door, "plan_director.t1") as group:
        group.take(paper, "ผอ.กลุ่มให้ความเห็นและเสนอต่อ", {"ความเห็น": "เห็นควรจัดประชุม"})
        group.told()
    with somebody(chromium, door, "deputy_director.t1") as deputy:
        deputy.take(paper, "รอง ผอ. ให้ความเห็น", {"ความเห็น": "เห็นชอบ"})
        deputy.told()
    with somebody(chromium, door, "area_director.t1") as director:
        director.open("/")
        director.keys.go("ขอเชิญประชุมติดตามผลการดำเนินงาน", "link")  # it waits for her on her first page
        director.reads("เห็นควรจัดประชุม")
        director.keys.to("ลงนาม/สั่งการ", "DisclosureTriangle")
        director.keys.write("คำสั่ง/ข้อสั่งการ", "อนุมัติ")
        director.keys.write("รหัสผ่านของท่าน", PASSWORD)
        director.keys.go("ลงนาม/สั่งการ", "button")
        assert "ลงนาม/สั่งการแล้ว" in director.told()
    with somebody(chromium, door, "clerk.t1") as clerk:
        clerk.take(paper, "ออกเลขหนังสือและแจ้ง")
        told = clerk.told()
        printed = re.search(r"(\w{4}-){3}\w{4}", told)
        assert printed is not None, told
    with somebody(chromium, door, "") as public:
        public.open("/verify")
        public.keys.write("รหัส", printed[0])
        with public.page.expect_navigation():
            public.keys.press("Enter")
        public.reads("๐๐๐๑/๒๕๖๑")

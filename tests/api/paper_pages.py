"""The small office at work on papers through the pages: who drafts, passes, signs, issues and reads."""

import re
from html import unescape
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlmodel import Session, select
from year_pages import PASSWORD, sign_in

from tests.conftest import NOW, SmallOffice
from workflow.changes import Hand
from workflow.database import Database
from workflow.models import Entry, Item, PaperRow
from workflow.papers import drafts
from workflow.papers.fields import Fields

WRITER, GROUP, DEPUTY, DIRECTOR, CLERK = (
    *("plan_officer", "plan_director", "deputy_director", "area_director", "clerk"),
)
CONTENT: dict[str, Any] = {
    "subject": "ขอเชิญประชุมติดตามผลการดำเนินงาน",
    "to": "ผู้อำนวยการกลุ่มทุกกลุ่ม",
    "reason": ("ด้วยถึงกำหนดติดตามผลการดำเนินงานไตรมาสที่ 1",),
    "wish": ("จึงขอเชิญประชุมในวันที่ 15 มกราคม 2561",),
    "closing": "จึงเรียนมาเพื่อโปรดทราบ",
    "sent_to": ("person:clerk.t1", "person:internal_auditor.t1"),
}


def drafted(database: Database, office: SmallOffice, code: str = "free_memo", **more: Any) -> str:
    """The code of a new draft by the planning officer."""
    with database.write() as session:
        hand = Hand(office.people[WRITER], NOW)
        fields = Fields(**CONTENT | more)
        item = drafts.open_paper(session, office.id, code, fields, hand, group_id=office.groups["PLN"])
        return item.code


class Papers:
    """A browser that signs in as whoever acts."""

    def __init__(self, client: TestClient) -> None:
        self.client = client

    def page(self, who: str, address: str, status: int = 200) -> str:
        sign_in(self.client, f"{who}.t1")
        answer = self.client.get(address)
        assert answer.status_code == status, answer.text
        return unescape(answer.text)

    def hidden(self, page: str, trigger: str) -> dict[str, str]:
        """What the form of a step carries along."""
        form = re.search(rf'<section class="step[^>]*data-trigger="{trigger}".*?</section>', page, re.DOTALL)
        assert form is not None, f"{trigger} is not offered"
        return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form[0]))

    def step(self, who: str, code: str, trigger: str, status: int = 200, **typed: str) -> str:
        """Takes a step as its form does; the page that follows."""
        return self.send(who, code, f"steps/{trigger}", trigger, status, **typed)

    def sign(self, code: str, status: int = 200, who: str = DIRECTOR, **typed: str) -> str:
        told = {"fact_order": "อนุมัติ", "fact_signature": "in_system", "password": PASSWORD} | typed
        return self.send(who, code, "sign/sign", "sign", status, **told)

    def issue(self, code: str, status: int = 200, **typed: str) -> str:
        return self.send(CLERK, code, "issue", "issue", status, **typed)

    def send(self, who: str, code: str, where: str, trigger: str, status: int, **typed: str) -> str:
        carried = self.hidden(self.page(who, f"/papers/{code}"), trigger)
        told = carried | {name.replace("fact_", "fact:"): value for name, value in typed.items()}
        answer = self.client.post(f"/papers/{code}/{where}", data=told)
        assert answer.status_code == status, answer.text
        return unescape(answer.text)

    def to_signer(self, code: str) -> None:
        """Up to the area director, with two opinions."""
        self.step(WRITER, code, "propose")
        self.step(GROUP, code, "pass_group", fact_opinion="เห็นควรจัดประชุม")
        self.step(DEPUTY, code, "pass_deputy", fact_opinion="เห็นชอบ")

    def issued(self, code: str) -> str:
        """From draft to issued; the page that tells the clerk the number."""
        self.to_signer(code)
        self.sign(code)
        return self.issue(code)


@pytest.fixture(name="papers")
def papers_of_the_small_office(desk: TestClient) -> Papers:
    """Everybody's browser before the small office, in Arabic digits."""
    desk.cookies.set("khanton_digits", "arabic")
    return Papers(desk)


@pytest.fixture(name="code")
def one_draft(database: Database, office: SmallOffice) -> str:
    """A memo drafted for two readers."""
    return drafted(database, office)


def triggers(session: Session, code: str) -> list[str]:
    """The steps taken on an item, in their order."""
    item = session.exec(select(Item).where(Item.code == code)).one()
    found = select(Entry.trigger).where(Entry.item_id == item.id, Entry.kind == "step").order_by(Entry.seq)
    return list(session.exec(found))


def content_of(session: Session, code: str) -> PaperRow:
    item = session.exec(select(Item).where(Item.code == code)).one()
    return session.get_one(PaperRow, item.id)

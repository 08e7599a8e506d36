"""A desk at which tests draft papers and take them up to their signer and out to their readers."""

import datetime
from dataclasses import dataclass
from typing import Any

import pytest
from conftest import NOW, SmallOffice
from sqlmodel import Session, select

from workflow import engine
from workflow.changes import Hand
from workflow.engine import Moved
from workflow.models import Delegation, Entry, Item, StoredFile
from workflow.papers import drafts, issuing, signing
from workflow.papers.fields import Fields
from workflow.papers.issuing import Issued
from workflow.statements import Attached

TODAY = datetime.date(2018, 1, 12)
MARKUP = "<h1 class='form'>บันทึกข้อความ</h1><p>ด้วยกลุ่มนโยบายและแผนจะติดตามโครงการ</p>"
ORDER = "อนุมัติ"
MEMO = Fields(
    subject="ขอให้รายงานผลการดำเนินงาน",
    to="ผู้อำนวยการกลุ่มทุกกลุ่ม",
    reason=("ด้วยสิ้นไตรมาสที่ 1 แล้ว",),
    wish=("จึงขอให้รายงานผลการดำเนินงาน",),
    closing="จึงเรียนมาเพื่อโปรดดำเนินการภายในกำหนด",
    sent_to=("all_groups",),
)


@dataclass
class PaperDesk:
    """The small office in a transaction that is rolled back, and short ways along a paper's path."""

    session: Session
    office: SmallOffice

    def hand(self, role: str = "plan_officer", at: datetime.datetime = NOW) -> Hand:
        return Hand(self.office.people[role], at)

    def draft(
        self, fields: Fields = MEMO, code: str = "free_memo", by: str = "plan_officer", **more: Any
    ) -> int:
        return drafts.open_paper(self.session, self.office.id, code, fields, self.hand(by), **more).id

    def go(self, item_id: int, trigger: str, by: str, *, reason: str = "", **evidence: str) -> Moved:
        return engine.advance(
            self.session,
            item_id,
            trigger,
            by=self.office.people[by],
            at=NOW,
            reason=reason,
            evidence=evidence,
        )

    def proposed(self, fields: Fields = MEMO, code: str = "free_memo", **more: Any) -> int:
        """A paper before the group's director."""
        item_id = self.draft(fields, code, **more)
        self.go(item_id, "propose", "plan_officer")
        return item_id

    def before_deputy(self, fields: Fields = MEMO, code: str = "free_memo", **more: Any) -> int:
        item_id = self.proposed(fields, code, **more)
        self.go(item_id, "pass_group", "plan_director", opinion="เห็นควรลงนาม")
        return item_id

    def before_director(self, fields: Fields = MEMO, code: str = "free_memo", **more: Any) -> int:
        item_id = self.before_deputy(fields, code, **more)
        self.go(item_id, "pass_deputy", "deputy_director", opinion="เห็นชอบ")
        return item_id

    def sign(self, item_id: int, by: str = "area_director", trigger: str = "sign", **more: Any) -> Moved:
        told: dict[str, Any] = {
            "order": ORDER,
            "markup": MARKUP,
            "title": "ขอให้รายงานผลการดำเนินงาน",
            "revision": 1,
            "signature": "in_system",
            **more,
        }
        return signing.sign(self.session, item_id, trigger, self.hand(by), **told)

    def signed(self, fields: Fields = MEMO, code: str = "free_memo", **more: Any) -> int:
        item_id = self.before_director(fields, code)
        self.sign(item_id, **more)
        return item_id

    def issue(self, item_id: int, by: str = "clerk", **more: Any) -> Issued:
        return issuing.issue(self.session, item_id, self.hand(by), **more)

    def issued(self, fields: Fields = MEMO, code: str = "free_memo") -> int:
        item_id = self.signed(fields, code)
        self.issue(item_id)
        return item_id

    def state(self, item_id: int) -> str:
        self.session.expire_all()
        return self.session.get_one(Item, item_id).state

    def entries(self, item_id: int, kind: str = "") -> list[Entry]:
        found = select(Entry).where(Entry.item_id == item_id).order_by(Entry.seq)  # type: ignore[arg-type]
        return [each for each in self.session.exec(found) if not kind or each.kind == kind]

    def step(self, item_id: int, trigger: str) -> Entry:
        """The newest entry by which the paper took this step."""
        return [each for each in self.entries(item_id, "step") if each.trigger == trigger][-1]

    def stands_in(self, person: str, position: str, *, capacity: str = "acting", subjects: str = "") -> None:
        """An order of this month by which somebody stands in for a post."""
        self.session.add(
            Delegation(
                office_id=self.office.id,
                position_id=self.office.positions[position],
                person_id=self.office.people[person],
                capacity=capacity,
                subjects=subjects,
                order_no="7/2561",
                ordered_on=datetime.date(2018, 1, 1),
                valid_from=datetime.date(2018, 1, 1),
                valid_to=datetime.date(2018, 1, 31),
            )
        )
        self.session.flush()

    def scan(self) -> Attached:
        name = "ab" * 32
        self.session.add(StoredFile(sha256=name, size=9, media_type="application/pdf", stored_at=NOW))
        self.session.flush()
        return Attached(name, "ลงนามแล้ว.pdf")


@pytest.fixture(name="papers")
def desk_of_papers(office: SmallOffice, session: Session) -> PaperDesk:
    """A desk in the small office, in a transaction that is rolled back."""
    return PaperDesk(session, office)

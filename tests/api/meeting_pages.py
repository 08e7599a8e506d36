"""A committee of the small office before its pages: who keeps it, and short ways to send its forms."""

import re
from html import unescape

import pytest
from fastapi.testclient import TestClient
from meeting_desk import Committee, plan_under_review, seat_committee
from sqlmodel import Session, select
from year_pages import sign_in

from tests.conftest import SmallOffice
from workflow.database import Database
from workflow.models import AgendaItem, Item, Member

SECRETARY, OFFICER, DIRECTOR = "committee_secretary", "plan_officer", "area_director"
MEETING = "/meetings/MT2561-1-1"
NEW = {
    "body": "plan_committee",
    "held_on": "12 ม.ค. 2561",
    "urgent": "ต้องทันรอบงบประมาณ",
    "place": "ห้องประชุม 1",
}
HOSTILE = "<script>alert(1)</script> \"'&"


class Room:
    """Browsers before a seated committee for which a plan with proposals waits."""

    def __init__(self, client: TestClient, database: Database, office: SmallOffice) -> None:
        self.client, self.database, self.office = client, database, office
        client.cookies.set("khanton_digits", "arabic")

    def page(self, address: str, who: str = SECRETARY, status: int = 200) -> str:
        sign_in(self.client, f"{who}.t1")
        answer = self.client.get(address)
        assert answer.status_code == status, answer.text
        return unescape(answer.text)

    def send(
        self, address: str, told: dict[str, object], who: str = SECRETARY, status: int = 200, **more: object
    ) -> str:
        sign_in(self.client, f"{who}.t1")
        answer = self.client.post(address, data=told, **more)  # type: ignore[arg-type]
        assert answer.status_code == status, unescape(answer.text)
        return unescape(answer.text)

    def planned(self) -> None:
        self.send("/meetings/new", NEW)

    def drawn(self) -> None:
        self.planned()
        self.send(f"{MEETING}/agenda/draw", {})

    def invited(self) -> None:
        self.drawn()
        self.send(f"{MEETING}/steps/invite", {"paper:meeting_agenda": "ระเบียบวาระ"})

    def held(self, present: int = 9) -> None:
        self.invited()
        self.attend(present)
        self.send(f"{MEETING}/steps/hold", {"paper:attendance_list": "ใบลงชื่อ"})

    def attend(self, present: int = 9, **more: str) -> str:
        told = {}
        for place, member in enumerate(self.members()):
            told |= {f"was:{member}": "", f"came:{member}": "present" if place < present else "absent"}
        return self.send(f"{MEETING}/attendance", told | more)

    def members(self) -> list[int]:
        with self.database.read() as session:
            return list(session.exec(select(Member.id).order_by(Member.id)))

    def entries(self) -> dict[str, int]:
        """Entries of the agenda by the code of their paper, or by their title."""
        with self.database.read() as session:
            found = session.exec(
                select(AgendaItem, Item.code)
                .outerjoin(Item, Item.id == AgendaItem.item_id)
                .where(AgendaItem.position > 0)
                .order_by(AgendaItem.section, AgendaItem.position)
            )
            return {code or row.title: row.id for row, code in found}

    def decide(
        self, code: str, choice: str, text: str = "เห็นชอบตามเสนอ", status: int = 200, **more: str
    ) -> str:
        """Sends the form of an entry with what it carries along."""
        address = f"{MEETING}/entries/{self.entries()[code]}"
        carried = self.hidden(self.page(address))
        told = {name.replace("_at_", ":"): value for name, value in more.items()}
        return self.send(address, carried | {"choice": choice, "text": text} | told, status=status)

    def decided(self) -> None:
        """Every entry resolved: one included, one merged, one left out, the plan endorsed."""
        self.held()
        self.decide("P001", "include:include")
        self.decide("P002", "merge:merge", reason="กลุ่มเป้าหมายเดียวกัน", merge_into="P001")
        self.decide("P003", "reject:reject", reason="ไม่สอดคล้องกับกลยุทธ์")
        ceiling = {"fact_at_total_within_ceiling": "ไม่เกินกรอบ"}
        self.decide("PLAN", "endorse:record_committee_resolution", **ceiling)

    @staticmethod
    def hidden(page: str) -> dict[str, str]:
        return dict(re.findall(r'<input type="hidden" name="(mark|following)" value="([^"]*)"', page))


@pytest.fixture(name="room")
def committee_before_its_pages(database: Database, office: SmallOffice, desk: TestClient) -> Room:
    with database.write() as session:
        seat_committee(session, office)
        plan_under_review(session, office, 3)
    return Room(desk, database, office)


def state_of(session: Session, code: str) -> str:
    return session.exec(select(Item.state).where(Item.code == code)).one()


__all__ = ["Committee", "Room"]

"""The small office at its proposals through the pages, no script: who fills in, keeps, saves, looks on."""

import datetime
import re
from html import unescape
from typing import Any

import pytest
from fastapi.testclient import TestClient
from json_desk import Desk, desk_at_the_json_door  # noqa: F401  a fixture
from sqlmodel import Session

from workflow.changes import Hand
from workflow.items import find
from workflow.models import Fund, Goal, Item

OWNER, OFFICER, CLERK, SCHOOL = "project_owner", "plan_officer", "clerk", "school_officer"
OTHER = "project_owner@ADM"
REASON = {"rationale": "นักเรียนอ่านไม่คล่อง", "objectives": "เพื่อให้อ่านคล่อง"}
ROOT = "/proposals/P001"


class Proposals:
    """A desk whose people look at pages and send their forms."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def client(self, who: str) -> TestClient:
        return self.desk.person(who)

    def page(self, who: str, address: str, status: int = 200) -> str:
        answer = self.client(who).get(address, follow_redirects=False)
        assert answer.status_code == status, answer.text
        return unescape(answer.text)

    def send(self, who: str, address: str, form: Any, status: int = 303) -> str:
        """Sends a form: where it leads, or the page that refuses it."""
        answer = self.client(who).post(address, data=form, follow_redirects=False)
        assert answer.status_code == status, answer.text
        return answer.headers["location"] if status == 303 else unescape(answer.text)

    def hidden(self, page: str, action: str) -> dict[str, str]:
        """The hidden fields of the form that is sent to `action`."""
        form = re.search(rf'<form[^>]*action="{re.escape(action)}".*?</form>', page, re.DOTALL)
        assert form is not None, f"no form to {action}"
        return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form[0]))

    def section(self, who: str, name: str, typed: Any, status: int = 303, code: str = "P001") -> str:
        """Fills in a section as its page stands, and saves it."""
        address = f"/proposals/{code}/{name}"
        return self.send(who, address, self.hidden(self.page(who, address), address) | typed, status)

    def keep(self, who: str, name: str, typed: Any, **header: str) -> Any:
        """Keeps a section as a draft, as its button does."""
        address = f"/proposals/P001/{name}"
        form = self.hidden(self.page(who, f"{address}?draft=use"), address) | typed
        return self.client(who).post("/form-drafts/keep", data=form, headers=header, follow_redirects=False)

    def read(self, code: str = "P001") -> Any:
        """The proposal as the JSON door tells it."""
        return self.client(OWNER).get(f"/api/v1/items/{code}/proposal").json()["form"]


@pytest.fixture(name="proposals")
def proposals_at_the_pages(desk: Desk) -> Proposals:
    """A draft of the plan group's project owner, under the year's plan, with a fund and two goals."""
    desk.open("annual_plan", "AP2561")
    with desk.database.write() as session:
        plan = find(session, desk.office.id, "AP2561")
        session.add(Fund(office_id=desk.office.id, code="OBEC", name_th="งบ สพฐ."))
        for kind, code in (("strategy", "S1"), ("standard", "M1")):
            told = {"kind": kind, "code": code, "name_th": f"ข้อ {code}"}
            session.add(Goal(office_id=desk.office.id, fiscal_year=2561, **told))
        parent = plan.id
    desk.open(
        "project",
        "P001",
        title="อบรมครูสอนอ่าน",
        parent_id=parent,
        owner_id=desk.office.people[OWNER],
        starts_on=datetime.date(2017, 12, 1),
    )
    return Proposals(desk)


def project(session: Session, desk: Desk, code: str = "P001") -> Item:
    return find(session, desk.office.id, code)


def hand(desk: Desk, who: str = OFFICER) -> Hand:
    return Hand(desk.office.people[who], desk.at)

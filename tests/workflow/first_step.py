"""A plan and its first step with everything it asks for, for tests that look at that step value by value."""

import datetime
from typing import Any

from conftest import SmallOffice
from sqlmodel import Session

from workflow import engine
from workflow.engine import Moved
from workflow.models import Item, StoredFile
from workflow.statements import Attached

FACTS = {"policy_analysed": "บันทึกวิเคราะห์นโยบาย", "appointment_order": "คำสั่งที่ 12/2560"}
PAPERS = {
    code: Attached(character * 64, f"{code}.pdf")
    for code, character in (("ceiling_notice", "a"), ("proposal_form", "b"), ("last_year_summary", "c"))
}
TOMORROW = datetime.timedelta(days=1, hours=3)


def first_plan(session: Session, office: SmallOffice, now: datetime.datetime) -> Item:
    for file in PAPERS.values():
        session.add(StoredFile(sha256=file.sha256, size=1, media_type="application/pdf", stored_at=now))
    return office.open(session, "annual_plan", "AP2561")


def opened(session: Session, office: SmallOffice, plan: Item, at: datetime.datetime, **more: Any) -> Moved:
    by = office.people[more.pop("role", "plan_director")]
    given = {"evidence": FACTS, "documents": PAPERS, **more}
    return engine.advance(session, plan.id, "open_proposals", by=by, at=at, **given)

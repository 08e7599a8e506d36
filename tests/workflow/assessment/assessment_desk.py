"""A year of the small office to be assessed: a quarterly report on its way, and what a round claims."""

import datetime

from conftest import NOW, SmallOffice
from sqlmodel import Session

from workflow import engine
from workflow.assessment.assess import Assessment, assess
from workflow.assessment.findings import JUDGES

DAY = datetime.date(2018, 1, 12)
A_DAY = datetime.timedelta(days=1)
EVERY = ",".join(f"{code} แฟ้มที่ 1" for code in sorted(JUDGES))


def judged(session: Session, office: SmallOffice, on: datetime.date = DAY) -> Assessment:
    return assess(session, office.id, 2561, on)


def statuses(told: Assessment, standard: str) -> list[str]:
    return [each.finding.status.value for each in told.standard(standard).criteria]


REPORT = {
    "consolidate": {
        "disbursement_statement": "งบ",
        "groups_submitted": "PLN,ADM",
        "finance_figures_received": "ครบ",
    },
    "submit": {"figures_reconciled": "ตรง", "problems_recorded": "ไม่มี", "quarterly_report_draft": "ร่าง"},
    "send_back": {},
    "resume": {},
    "acknowledge": {"quarterly_report_memo": "บันทึก"},
}


def walk(session: Session, office: SmallOffice, *steps: tuple[str, str]) -> list[int]:
    """A quarterly report through `steps` of (trigger, role); the entries."""
    report = office.open(session, "quarterly_report", "QR1").id
    moves = (("open", "plan_officer"), ("consolidate", "plan_officer"), ("submit", "plan_officer"), *steps)
    return [
        engine.advance(
            session,
            report,
            trigger,
            by=office.people[role],
            at=NOW + datetime.timedelta(minutes=number),
            reason="แก้ยอด",
            evidence=REPORT.get(trigger, {}),
        ).entry_seq
        for number, (trigger, role) in enumerate(moves)
    ]


def claims(m1: int, m2: int, m4: int, evidence: str) -> dict[str, str]:
    levels = {f"claimed_level_{code}": str(level) for code, level in (("m1", m1), ("m2", m2), ("m4", m4))}
    return {**levels, "criteria_evidence": evidence, "evidence_list": "แฟ้มที่ 1"}

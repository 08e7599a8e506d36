"""The sheets in which a group's proposals leave and come back: their names, headings and choices."""

from dataclasses import dataclass
from typing import Final

from sqlmodel import Session, col, select

from states.catalogue import catalogue
from workflow.models import Fund, Goal
from workflow.proposals.fields import FIELDS
from workflow.proposals.goals import KINDS, goals_of
from workflow.sheets.cells import code_key
from workflow.sheets.tables import Column

KIND: Final = "proposals"
PROJECTS, ACTIVITIES, BUDGET, INDICATORS = "โครงการ", "กิจกรรม", "งบประมาณ", "ตัวชี้วัด"
NUMBER, CODE, TITLE = "ลำดับ", "รหัสโครงการ", "ชื่อโครงการ"
OWNER, STARTS, ENDS = "ผู้รับผิดชอบ (ชื่อบัญชี)", "วันเริ่ม", "วันสิ้นสุด"
PROJECT_NUMBER: Final = "ลำดับโครงการ"
ACTIVITY, MONTHS = "กิจกรรม", "เดือนที่ทำ"
FUND, CATEGORY, SUB, AMOUNT = "แหล่งงบประมาณ", "งบรายจ่าย", "รายการ", "จำนวนเงิน (บาท)"
INDICATOR, TARGET, METHOD, TOOL = "ตัวชี้วัด", "ค่าเป้าหมาย", "วิธีวัด", "เครื่องมือ"
NATURE: Final = FIELDS["nature"].label.th
NATURES: Final = {"new": "โครงการใหม่", "continuing": "โครงการต่อเนื่อง"}
GOALS: Final = {kind: f"{label.th}ที่สนอง" for kind, label in KINDS.items()}
PLAN: Final = tuple(f"แผนใช้จ่ายไตรมาสที่ {number} (บาท)" for number in (1, 2, 3, 4))
# The texts of the form, in its order, under the names that the paper form gives them.
TEXTS: Final = {
    name: FIELDS[name].label.th
    for name in (
        *("work_plan", "rationale", "objectives", "target_group", "quantity", "quality"),
        *("risks", "evaluation", "expected"),
    )
}

COLUMNS: Final = {
    PROJECTS: (
        *(Column(NUMBER, "whole", 10), Column(CODE, width=14), Column(TITLE, width=45)),
        *(Column(NATURE, width=18), Column(OWNER, width=22)),
        *(Column(STARTS, "date", 14), Column(ENDS, "date", 14)),
        *(Column(heading, width=18) for heading in GOALS.values()),
        *(Column(heading, width=40) for heading in TEXTS.values()),
        *(Column(heading, "amount", 18) for heading in PLAN),
    ),
    ACTIVITIES: (Column(PROJECT_NUMBER, "whole", 14), Column(ACTIVITY, width=60), Column(MONTHS, width=36)),
    BUDGET: (
        *(Column(PROJECT_NUMBER, "whole", 14), Column(FUND, width=30), Column(CATEGORY, width=20)),
        *(Column(SUB, width=30), Column(AMOUNT, "amount", 18)),
    ),
    INDICATORS: (
        *(Column(PROJECT_NUMBER, "whole", 14), Column(INDICATOR, width=50), Column(TARGET, width=30)),
        *(Column(METHOD, width=30), Column(TOOL, width=30)),
    ),
}
NEEDED: Final = {
    PROJECTS: (NUMBER, TITLE),
    ACTIVITIES: (PROJECT_NUMBER, ACTIVITY),
    BUDGET: (PROJECT_NUMBER, FUND, SUB, AMOUNT),
    INDICATORS: (PROJECT_NUMBER, INDICATOR),
}


@dataclass(frozen=True, slots=True)
class Choices:
    """What may be chosen in a year, each under its code with its Thai name; goals of each kind apart."""

    funds: dict[str, str]
    subs: dict[tuple[str, str], str]
    categories: dict[str, str]
    goals: dict[str, dict[str, str]]

    @staticmethod
    def of(session: Session, office_id: int, fiscal_year: int) -> "Choices":
        """The choices of an office in a fiscal year (B.E.)."""
        funds = session.exec(
            select(Fund.code, Fund.name_th).where(Fund.office_id == office_id).order_by(col(Fund.code))
        )
        known = catalogue().categories
        return Choices(
            dict(funds.all()),
            {(code, sub): each.th for code, category in known.items() for sub, each in category.subs.items()},
            {code: category.th for code, category in known.items()},
            _by_kind(goals_of(session, office_id, fiscal_year)),
        )

    def fund(self, said: str) -> str | None:
        """The code of the fund of this name or code."""
        return _code(said, self.funds)

    def sub(self, category: str, said: str) -> tuple[str, str] | None:
        """Category and sub-item of these names or codes; the category may be left out."""
        wanted = _code(category, self.categories) if category else None
        if category and wanted is None:
            return None
        subs = {key: name for key, name in self.subs.items() if wanted in (None, key[0])}
        found = [key for key, name in subs.items() if code_key(said) in (code_key(name), code_key(key[1]))]
        return found[0] if len(found) == 1 else None


def _by_kind(goals: list[Goal]) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {kind: {} for kind in KINDS}
    for goal in goals:
        found[goal.kind][goal.code] = goal.name_th
    return found


def _code(said: str, names: dict[str, str]) -> str | None:
    found = [code for code, name in names.items() if code_key(said) in (code_key(code), code_key(name))]
    return found[0] if len(found) == 1 else None

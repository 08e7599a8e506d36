"""What a development plan of several years says, and what each step still lacks (P-D1 to P-D6)."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Final

from sqlmodel import Session, select

from states.model import Label
from workflow.analysis.writing import paper_in_hand
from workflow.changes import Hand, record
from workflow.development.strategies import strategies_in
from workflow.errors import BadInput
from workflow.history import Sealed
from workflow.models import DevelopmentPlan, Item
from workflow.proposals.editors import PLAN_GROUP
from workflow.proposals.fields import LONGEST_TEXT, tidy
from workflow.proposals.gaps import Gap

KIND: Final = "development_plan"
EDITABLE: Final = ("reviewing_mission", "analysing", "setting_direction", "drafting", "revising")
_AS_RESOLVED: Final = "revising"
MOST_YEARS: Final = 20
SECTIONS: Final = {
    "past_results": Label("รายงานและสารสนเทศผลที่ผ่านมา", "Past results and information"),
    "strengths": Label("จุดแข็ง", "Strengths"),
    "weaknesses": Label("จุดอ่อน", "Weaknesses"),
    "opportunities": Label("โอกาส", "Opportunities"),
    "threats": Label("อุปสรรค", "Threats"),
    "vision": Label("วิสัยทัศน์", "Vision"),
    "mission": Label("พันธกิจ", "Mission"),
    "goals": Label("เป้าประสงค์", "Goals"),
    "core_values": Label("ค่านิยมองค์กร", "Core values"),
    "strategies": Label("กลยุทธ์", "Strategies"),
    "indicators": Label("ผลผลิต ผลลัพธ์ ตัวชี้วัด และเป้าหมาย", "Outputs, outcomes, indicators and targets"),
    "framework": Label("กรอบแผนงาน/โครงการ", "Framework of plans and projects"),
}
# What each step concludes.
STEPS: Final = {
    "finish_review": ("past_results",),
    "finish_analysis": ("strengths", "weaknesses", "opportunities", "threats"),
    "set_direction": ("vision", "mission", "goals", "core_values", "strategies"),
    "submit_to_director": ("indicators", "framework"),
}


@dataclass(frozen=True, slots=True)
class Content:
    """The plan's own words; `first_year` and `last_year` are fiscal years B.E., both covered."""

    first_year: int
    last_year: int
    past_results: str = ""
    strengths: str = ""
    weaknesses: str = ""
    opportunities: str = ""
    threats: str = ""
    vision: str = ""
    mission: str = ""
    goals: str = ""
    core_values: str = ""
    strategies: str = ""
    indicators: str = ""
    framework: str = ""


def read_content(session: Session, item_id: int) -> Content | None:
    """What the plan says; None where nothing of it is written here."""
    row = session.exec(select(DevelopmentPlan).where(DevelopmentPlan.item_id == item_id)).first()
    return Content(**{name: getattr(row, name) for name in Content.__dataclass_fields__}) if row else None


def save_content(session: Session, item: Item, content: Content, hand: Hand) -> Sealed | None:
    """Keeps `content` as the plan's, with one `development` entry naming the sections that changed.

    Until the draft is with the director, and while it is revised as resolved, when no section may be emptied;
    by the plan group. None where nothing is different. Raises NotOpenHere, NotAllowed, TooLong, and BadInput
    for years that cannot be, for strategies of one code, and for a section emptied.
    """
    (by, *_), now = paper_in_hand(session, item, KIND, EDITABLE, "submit_to_director", PLAN_GROUP, hand)
    _check_years(content)
    strategies_in(content.strategies)  # which publishing makes goals of the years
    texts = {name: tidy(name, getattr(content, name), LONGEST_TEXT) for name in SECTIONS}
    wanted = asdict(content) | texts
    before = read_content(session, item.id)
    known = asdict(before) if before else {}
    changed = [name for name, value in wanted.items() if value != known.get(name, "")]
    if not changed:
        return None
    if now.state == _AS_RESOLVED:  # what it says is not asked for again
        _check_not_emptied(wanted, changed)
    row = session.get(DevelopmentPlan, item.id) or DevelopmentPlan(item_id=item.id, first_year=0, last_year=0)
    for name in changed:
        setattr(row, name, wanted[name])
    session.add(row)
    session.flush()
    told = {"changed": changed}
    return record(session, now.office_id, "development", [item.code], told, hand, by=by, item_id=item.id)


def gaps(content: Content, step: str) -> tuple[Gap, ...]:
    """What `step` asks the plan to say and it does not; `step` is one of STEPS."""
    return tuple(
        Gap(f"{SECTIONS[name].th}: ยังไม่ได้กรอก", f"{SECTIONS[name].en}: not filled in", name)
        for name in STEPS[step]
        if not getattr(content, name)
    )


def gaps_up_to(content: Content, step: str) -> tuple[Gap, ...]:
    """What `step` and every step before it ask the plan to say and it does not (any more)."""
    asked = tuple(STEPS)[: tuple(STEPS).index(step) + 1]
    return tuple(gap for each in asked for gap in gaps(content, each))


def _check_not_emptied(wanted: Mapping[str, object], changed: Sequence[str]) -> None:
    emptied = next((name for name in changed if not wanted[name]), None)
    if emptied is not None:
        raise BadInput(emptied, "empty")


def _check_years(content: Content) -> None:
    for name in ("first_year", "last_year"):
        if not 2400 < getattr(content, name) < 2700:
            raise BadInput(name, "wrong_era", str(getattr(content, name)))
    if not 0 <= content.last_year - content.first_year < MOST_YEARS:
        raise BadInput("last_year", "out_of_range", str(content.last_year))

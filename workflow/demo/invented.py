"""What the sample does not tell and a step's guards and papers still ask for: invented, and marked so."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from states.catalogue import catalogue
from states.model import Definition, Strength
from workflow.demo.sample import Meeting
from workflow.errors import Missing

MARK = "ข้อมูลสมมติ"
REASON = "ดำเนินการตามขั้นตอนของสำนักงาน (สมมติ)"
_GROUP_LISTS = ("groups_answered", "groups_submitted", "committee_groups")
_PLAIN = {
    "attendance": "12/15",
    "flexibility": "yes",
    "resubmission": "no",
    "midyear_meetings": "2",
    "year_end_meetings": "1",
    "new_money": f"{MARK}: โอนภายในวงเงินเดิม ผลรวมการโอนเป็นศูนย์",
    "outgoing_number": "ศธ 00000/1",  # a number that no office has
}
# A resolution is shown by its letter, also where the step does not list the letter among its papers.
_PAPERS = {"resolution_evidence": {"resolution_letter": "text"}}


@dataclass(frozen=True, slots=True)
class Scene:
    """Where a step takes place: the office's groups, the day, the last meeting of its body."""

    definition: Definition
    groups: tuple[str, ...]
    day: datetime.date
    meeting: Meeting | None


def supply(missing: Iterable[Missing], scene: Scene) -> tuple[dict[str, str], dict[str, str]]:
    """Facts and justifications for everything missing that a person's word may supply.

    A soft guard that says what its rows lack is justified. What a hard guard finds wrong in the rows, and
    the reason, stay missing: those nobody may invent.
    """
    facts: dict[str, str] = {}
    justifications: dict[str, str] = {}
    for each in missing:
        if each.strength is Strength.SOFT and (each.detail or not each.facts):
            justifications[each.code] = f"{MARK}: {(each.detail or each.label).th}"
            continue
        asked = {**each.facts, **_PAPERS.get(each.code, {})}
        facts |= {key: _value(key, kind, each, scene) for key, kind in asked.items()}
    return facts, justifications


def _value(key: str, kind: str, asked: Missing, scene: Scene) -> str:
    if key in _PLAIN:
        return _PLAIN[key]
    if key == "resolution_meeting":
        return f"ครั้งที่ {scene.meeting.number}" if scene.meeting else f"ครั้งที่ 1 ({MARK})"
    if key == "channels":
        return _channels(scene)
    if key in _GROUP_LISTS:
        return ",".join(scene.groups)
    if kind == "date":
        return (scene.meeting.day if scene.meeting else scene.day).isoformat()
    return {"yes_no": "yes", "number": "1", "list": MARK, "fraction": "1/1"}.get(kind, _text(key, asked))


def _channels(scene: Scene) -> str:
    """The office's own list of channels for this kind of paper, or its web site where it has none."""
    known = scene.definition.settings.get("publication_channels", [])
    assert isinstance(known, list)
    return ",".join(known) or "website"


def _text(key: str, asked: Missing) -> str:
    paper = catalogue().documents.get(key)
    return f"{MARK}: {paper.th} เก็บที่กลุ่มนโยบายและแผน" if paper else f"{MARK}: {asked.label.th}"

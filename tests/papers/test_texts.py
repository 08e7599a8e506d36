"""Every memo, letter and circular says what it must with all particulars and with hardly any."""

import datetime
import json
import re
from typing import Any

import pytest
from conftest import NOW, SmallOffice
from drafting_desk import stepped
from sqlmodel import Session

from papers.blocks import Paragraph
from papers.figures import UNKNOWN
from papers.outputs.text import words
from papers.particulars import Occasion, marks_of, particulars
from papers.render import Templates, compose
from papers.vocabulary import parse
from states.catalogue import catalogue
from states.filling import filled, marks
from workflow.models import Entry

TEXTS = sorted(code for code, said in catalogue().notices.items() if said.kind != "notice")
BY_HAND = {"free_memo", "free_letter", "free_circular", "free_order", "appointment_order"}
KNOWN: dict[str, Any] = {
    "office": {"name": "สำนักงานเขตพื้นที่การศึกษาประถมศึกษาตัวอย่าง เขต 2 ", "short": "สพป.ตัวอย่าง เขต 2 "},
    "unit": "กลุ่มนโยบายและแผน",
    "about": {
        "title": "แผนปฏิบัติการประจำปีงบประมาณ พ.ศ. 2561 ",
        "project": "พัฒนาการอ่านออกเขียนได้",
        "code": "AP2561",
        "kind": "annual_plan",
        "kind_name": "แผนปฏิบัติการ",
        "fy": "2561",
        "quarter": "1",
        "round": "2",
        "group": "กลุ่มอำนวยการ",
        "school": "โรงเรียนตัวอย่างที่ 1 ",
        "owner": "ผู้รับผิดชอบโครงการ (บัญชีสมมติ) ",
        "plan": "แผนปฏิบัติการประจำปีงบประมาณ พ.ศ. 2561 ",
    },
    "event": {
        "step": "ผอ.สพป. ส่งกลับแก้ไข",
        "trigger": "director_return",
        "state": "จัดทำร่าง",
        "actor": "บุคลากรคนที่ 1",
        "post": "ผอ.สพป. ",
        "day": "2018-01-11",
        "reason": "ตัวเลขไม่ตรงกับบัญชี",
        "sends_back": True,
        "to_be_known": False,
    },
    "due": {
        "code": "D-AP-03",
        "name": "แผนปฏิบัติการได้รับความเห็นชอบ",
        "on": "2018-01-15",
        "days": 4,
        "formula": "สิ้นไตรมาส 31 ธ.ค. 2560 + 15 วัน = 15 ม.ค. 2561, ไม่ใช่วันหยุด",
    },
    "meeting": {
        "name": "คณะกรรมการจัดทำแผนปฏิบัติการ",
        "no": "1/2561",
        "held_on": "2018-01-10",
        "weekday": "วันพุธ",
        "place": "ห้องประชุมสำนักงาน",
        "begins": "09.30",
    },
    "body": "คณะกรรมการศึกษาธิการจังหวัด (กศจ.) ",
    "documents": ["minutes"],
    "table": True,
    "figures": {
        **UNKNOWN,
        "total": 800000000,
        "paid": 381164450,
        "left": 418835550,
        "net": -150000,
        "share": "47.65",
        "projects": 40,
        "included": 37,
        "merged": 2,
        "rejected": 1,
        "waiting": 3,
        "target": "52.29",
        "starts": "2017-10-01",
        "ends": "2017-12-31",
    },
}
STAYS = {"title", "project", "code", "kind", "kind_name", "fy"}


def nothing_known() -> dict[str, Any]:
    """Only the office and what the item is called."""
    empty = {"": "", "days": 0, "sends_back": False, "to_be_known": False}
    return {
        **KNOWN,
        **{part: {name: empty.get(name, "") for name in KNOWN[part]} for part in ("event", "due", "meeting")},
        "about": {name: value if name in STAYS else "" for name, value in KNOWN["about"].items()},
        "body": "",
        "documents": [],
        "table": False,
        "figures": UNKNOWN,
    }


CASES = {
    "everything": KNOWN,
    "nothing": nothing_known(),
    "not_sent_back": {**KNOWN, "event": {**KNOWN["event"], "sends_back": False, "to_be_known": True}},
    "late": {**KNOWN, "due": {**KNOWN["due"], "days": -3}},
    "of_a_meeting": {**KNOWN, "about": {**KNOWN["about"], "kind": "meeting"}},
}


def drafted(code: str, known: dict[str, Any]) -> dict[str, tuple[str, ...]]:
    made = compose(catalogue().papers[code].template, known, Templates(), blocks=("reason", "wish"))
    return {
        name: tuple(words(each.content) for each in parse(markup) if isinstance(each, Paragraph))
        for name, markup in made.items()
    }


def test_every_paper_that_a_notice_names_has_words_and_a_template_of_its_own() -> None:
    walking = {code for code, paper in catalogue().papers.items() if paper.form != "none"}
    assert walking - BY_HAND == set(TEXTS)
    assert {code: catalogue().papers[code].form for code in TEXTS} == {
        code: catalogue().notices[code].kind for code in TEXTS
    }
    assert [code for code in TEXTS if catalogue().papers[code].template != f"{code}.html"] == []


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("code", TEXTS)
def test_a_text_reads_well(code: str, case: str) -> None:
    parts = drafted(code, CASES[case])
    text = "\n".join((*parts["reason"], *parts["wish"]))
    assert parts["reason"][0].startswith(("ด้วย", "ตามที่"))
    assert re.search(r"^(ในการนี้|บัดนี้|จึง|.*ได้พิจารณาแล้ว|.*ได้ตรวจสอบแล้ว)", parts["wish"][0])
    assert re.findall(r"None|True|False|[{}\[\]<>]|undefined", text) == []
    assert re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", text) == []  # neither a Gregorian year nor an ISO date
    assert re.findall(r"  |\(\)|“”|\( | \)|^ | $|วันที่(?! [\d.]|[ก-๙])|ร้อยละ(?! \d)", text, re.MULTILINE) == []
    # a figure or an abbreviation stands apart from the words after it
    assert re.findall(r"[0-9)][ก-ฮเ-ไ]|\.(?:ได้|ที่|เพื่อ|จึง|นั้น)", text) == []
    assert catalogue().notices[code].closing not in text


@pytest.mark.parametrize("code", TEXTS)
def test_a_subject_and_addressee_ask_for_nothing_that_nobody_gives(code: str) -> None:
    said, known = catalogue().notices[code], marks_of(KNOWN)
    assert marks(said.th) | marks(said.to_th) <= set(known)
    for given in (known, marks_of(nothing_known())):
        for text in (filled(said.th, given), filled(said.to_th, given)):
            assert text.strip() == text != ""
            assert re.findall(r"  |[{}\[\]|]|ครั้งที่($| [^\d])|ไตรมาสที่($| [^\d])", text) == []


def test_what_the_texts_are_tried_with_is_what_is_gathered(session: Session, office: SmallOffice) -> None:
    item = office.open(session, "annual_plan", "AP2561", title="แผนปฏิบัติการประจำปีงบประมาณ พ.ศ. 2561")
    row = stepped(session, office, item, "director_return", NOW)
    entry = session.get_one(Entry, (office.id, row.entry_seq))
    gathered = [
        particulars(session, "memo_returned", Occasion(item, datetime.date(2017, 12, 20), each))
        for each in (entry, None)
    ]
    for known in gathered:
        assert json.loads(json.dumps(known)) == known
        tried = {name: value for name, value in KNOWN.items() if name not in {"unit", "table", "figures"}}
        assert _shape(known) == _shape(tried)
    assert gathered[0]["event"]["reason"] == "ตัวเลขไม่ตรงกับบัญชี"
    assert gathered[0]["event"]["post"] == "ตำแหน่ง area_director "
    assert gathered[0]["due"]["code"] == "D-AP-03"
    assert set(gathered[1]["event"].values()) == {"", False}


def _shape(known: dict[str, Any]) -> dict[str, Any]:
    return {name: set(value) if isinstance(value, dict) else type(value) for name, value in known.items()}

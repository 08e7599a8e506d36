"""The forms of memos, letters, circulars and orders: heads, parts in order, slots to fill, words as typed."""

from typing import Any

import pytest
from content_desk import read
from msgspec import to_builtins

from papers.composing import compose, compose_blocks
from workflow.papers.fields import Appointed, Column, Fields, Table

SLOTS = {
    "number": "ศธ 04xxx/123",
    "dated": "15 มกราคม 2561",
    "signed": "ลงนามในระบบ",
    "capacity": "รักษาราชการแทน",
}
HOSTILE = "{{ 7*7 }} <w:p/> <script>alert(1)</script> & <b>"
FULL = Fields(
    subject="เร่งรัดการเบิกจ่าย",
    to="ผู้อำนวยการกลุ่มทุกกลุ่ม",
    unit="กลุ่มนโยบายและแผน",
    refers="หนังสือที่อ้างถึง",
    attached=("บัญชีโครงการ", "แบบชี้แจง"),
    reason=("ด้วยเหตุ",),
    wish=("ขอให้ดำเนินการ",),
    closing="จึงเรียนมาเพื่อทราบ",
    table=Table((Column("ที่", 20), Column("เงิน", 80, "num")), (("1", "1,000.00"),), ("รวม", "1,000.00")),
    members=(Appointed("คนแรก", "ผู้อำนวยการกลุ่ม", "ประธานกรรมการ"),),
    duties=("กลั่นกรองโครงการ",),
    effective="วันที่ 1 ตุลาคม 2560 เป็นต้นไป",
    urgency="ด่วนที่สุด",
)
FORMS = ("memo", "letter", "circular", "order", "appointment_order")


def _context(fields: Fields, form: str, **more: Any) -> dict[str, Any]:
    return {
        "office": {
            "name": "สำนักงานเขตตัวอย่าง",
            "short": "สพป.ตัวอย่าง",
            "address": "ถนนตัวอย่าง\nจังหวัดตัวอย่าง",
            "telephone": "0 5500 0000",
            "email": "plan@example.go.th",
            "prefix": "",
            "website": "",
        },
        "paper": to_builtins(fields) | {"form": form},
        "signer": {"name": "ผู้ลงนาม", "title": "ผู้อำนวยการ", "on_behalf": "ปฏิบัติราชการแทน"},
        "opinions": [],
        "order": "",
        "readers": [],
        **more,
    }


def _in_order(shown: str, *words: str) -> None:
    places = [shown.index(each) for each in words]
    assert places == sorted(places)


def test_a_memo_has_its_head_its_three_parts_and_its_signature_in_order() -> None:
    shown = read("memo.html", _context(FULL, "memo"), slots=SLOTS)
    _in_order(
        *(shown, "ด่วนที่สุด", "บันทึกข้อความ", "ส่วนราชการ", "กลุ่มนโยบายและแผน", "โทร.", "ศธ 04xxx/123"),
        *("15 มกราคม 2561", "เร่งรัดการเบิกจ่าย", "เรียน", "อ้างถึง", "สิ่งที่ส่งมาด้วย", "ด้วยเหตุ", "ขอให้ดำเนินการ"),
        *("1,000.00", "จึงเรียนมาเพื่อทราบ", "ลงนามในระบบ", "(ผู้ลงนาม)", "ปฏิบัติราชการแทน", "รักษาราชการแทน"),
    )
    assert "ขอแสดงความนับถือ" not in shown  # a memo has no salutation at its end


def test_superiors_opinions_stand_in_their_order_and_then_the_directors_order() -> None:
    opinions = [
        {"by": "คนที่หนึ่ง", "title": "ผอ.กลุ่ม", "text": "เห็นควรเสนอ", "on": "2018-01-15", "capacity": ""},
        {"by": "", "title": "รอง ผอ.สพป.", "text": "", "on": "", "capacity": ""},
    ]
    context = _context(FULL, "memo", opinions=opinions, order="ดำเนินการตามเสนอ")
    shown = read("memo.html", context)
    _in_order(shown, "เห็นควรเสนอ", "(คนที่หนึ่ง)", "15 มกราคม 2561", "ความเห็นของรอง ผอ.สพป.", "ดำเนินการตามเสนอ")
    markup = compose("memo.html", context, {}, 200_000)
    assert (
        markup.count('<p class="lead">') == 4 + 2
    )  # the head's four, and two lines for what is not said yet


def test_a_letter_ends_with_its_salutation_and_then_the_unit() -> None:
    shown = read("letter.html", _context(FULL, "letter"), slots=SLOTS)
    _in_order(
        *(
            shown,
            "ศธ 04xxx/123",
            "สำนักงานเขตตัวอย่าง",
            "จังหวัดตัวอย่าง",
            "15 มกราคม 2561",
            "เรื่อง",
            "เรียน",
            "อ้างถึง",
        ),
        *("ด้วยเหตุ", "จึงเรียนมาเพื่อทราบ", "ขอแสดงความนับถือ", "(ผู้ลงนาม)", "กลุ่มนโยบายและแผน", "โทร. 0 5500 0000"),
    )
    assert "บันทึกข้อความ" not in shown


def test_a_circular_names_its_readers() -> None:
    shown = read("circular.html", _context(FULL, "circular", readers=["กลุ่มอำนวยการ", "กลุ่มบุคคล"]))
    assert "แจ้งเวียน กลุ่มอำนวยการ, กลุ่มบุคคล" in shown


@pytest.mark.parametrize("template", ["order.html", "appointment_order.html"])
def test_an_order_names_members_duties_and_its_day(template: str) -> None:
    shown = read(template, _context(FULL, "order"), slots=SLOTS | {"number": "45/2561"})
    _in_order(
        *(
            shown,
            "คำสั่งสำนักงานเขตตัวอย่าง",
            "ที่ 45/2561",
            "เรื่อง เร่งรัดการเบิกจ่าย",
            "ด้วยเหตุ",
            "คนแรก",
            "ประธานกรรมการ",
        ),
        *("กลั่นกรองโครงการ", "ทั้งนี้ ตั้งแต่วันที่ 1 ตุลาคม 2560", "สั่ง ณ วันที่ 15 มกราคม 2561", "(ผู้ลงนาม)"),
    )


@pytest.mark.parametrize("form", FORMS)
def test_what_is_not_said_leaves_no_trace(form: str) -> None:
    context = _context(Fields(subject="เรื่อง"), form)
    context["office"] |= {"address": "", "telephone": "", "email": ""}
    context["signer"] = {"name": "", "title": "", "on_behalf": ""}
    shown = read(f"{form}.html", context)
    for words in ("โทร.", "อ้างถึง", "สิ่งที่ส่งมาด้วย", "ทั้งนี้ ตั้งแต่"):
        assert words not in shown


@pytest.mark.parametrize("form", FORMS)
def test_typed_words_stay_words(form: str) -> None:
    fields = Fields(subject=HOSTILE, to=HOSTILE, reason=(HOSTILE,), wish=(HOSTILE,), closing=HOSTILE)
    shown = read(f"{form}.html", _context(fields, form))
    assert shown.count(HOSTILE) >= 4


@pytest.mark.parametrize("form", FORMS)
def test_the_parts_that_a_draft_is_made_of_can_be_asked_for_alone(form: str) -> None:
    found = compose_blocks(f"{form}.html", _context(FULL, form), {}, ["reason", "wish"], 200_000)
    assert found == {"reason": "<p>ด้วยเหตุ</p>\n", "wish": "<p>ขอให้ดำเนินการ</p>\n"}

"""One entry of the history as a sentence for people."""

import json
from typing import Any

from api.commands.output import thai_day, thai_moment
from states.catalogue import catalogue
from states.model import Definition
from workflow.models import Entry
from workflow.moments import bangkok_date

_DID = {
    "opened": "เปิดเรื่อง",
    "imported": "รับเรื่องที่ดำเนินการมาแล้ว",
    "attested": "บันทึกหลักฐาน",
    "corrected": "แก้ไขรายการที่",
    "undone": "ถอยรายการที่",
    "migrated": "ย้ายมาใช้เส้นทางฉบับใหม่",
    "unmigrated": "ย้ายกลับไปเส้นทางฉบับเดิม ตามรายการที่",
    "channel": "ตั้งค่าช่องทางส่งข้อความ",
    "definition": "ประกาศใช้เส้นทางงาน",
    "office": "ตั้งค่าสำนักงาน",
    "group": "ตั้งค่ากลุ่ม",
    "school": "ตั้งค่าโรงเรียน",
    "body": "ตั้งค่าคณะกรรมการ",
    "person": "ตั้งค่าบัญชีบุคคล",
    "position": "ตั้งค่าตำแหน่ง",
    "occupancy": "บันทึกการดำรงตำแหน่ง",
    "delegation": "บันทึกคำสั่งมอบหมาย",
    "ladder": "ตั้งจังหวะการเตือน",
    "absence": "บันทึกวันที่ไม่อยู่ปฏิบัติราชการ",
    "calendar": "แก้ไขปฏิทินวันหยุด",
    "ceiling": "กำหนดกรอบวงเงิน",
    "tranche": "บันทึกเงินงวดที่ได้รับ",
    "target": "กำหนดเป้าหมายการเบิกจ่าย",
    "savings": "กำหนดมาตรการประหยัด",
    "lines": "แก้ไขรายการงบประมาณของโครงการ",
    "disbursement": "บันทึกผลการเบิกจ่าย",
    "line_changes": "บันทึกบัญชีปรับแผน",
    "content": "บันทึกเนื้อหาที่อนุมัติ",
    "particulars": "แก้ไขผู้รับผิดชอบหรือวันดำเนินการ",
    "carry_over": "บันทึกการกันเงินไว้เบิกเหลื่อมปี",
    "outcome": "บันทึกผลการทดสอบระดับชาติ",
    "base_data": "นำข้อมูลฐานจากปีก่อนมาตั้งต้นปีงบประมาณ",
    "import": "นำเข้าประวัติจากระบบอื่น",
    "amss": "นำเข้าข้อมูลแผนจาก AMSS++",
    "submission": "บันทึกการส่งผลของกลุ่ม",
    "problem": "บันทึกปัญหา อุปสรรค หรือข้อเสนอแนะ",
    "acceleration": "บันทึกการเร่งรัดโครงการต่ำกว่าเป้าหมาย",
    "survey": "บันทึกคำตอบแบบสำรวจรายรับรายจ่าย",
    "analysis": "แก้ไขรายการวิเคราะห์งบประมาณรายจ่าย",
    "development": "แก้ไขเนื้อหาแผนพัฒนาการศึกษา",
    "paper": "แก้ไขร่างหนังสือ",
    "register": "บันทึกทะเบียนหนังสือ",
    "letterhead": "ตั้งค่าหัวกระดาษของสำนักงาน",
    "template": "บันทึกแม่แบบหนังสือ",
    "reminded": "เตือนผู้ที่ยังไม่ส่งหรือยังไม่ตอบอีกครั้ง",
    "asked_again": "แจ้งผู้ที่ยังไม่ได้อ่านอีกครั้ง",
    "retention": "กำหนดอายุการเก็บเอกสาร",
    "held": "ระงับการทำลายเอกสาร",
    "released": "เลิกระงับการทำลายเอกสาร",
    "destroyed": "ทำลายเนื้อหาเอกสารตามคำสั่ง",
    "sign_in": "เข้าสู่ระบบ",
    "sign_out": "ออกจากระบบ",
    "account": "เปลี่ยนแปลงบัญชี",
    "sign_in_policy": "เปลี่ยนกฎการเข้าสู่ระบบ",
}
_CAPACITY = {
    "own": "ในตำแหน่งของตน",
    "acting": "รักษาราชการแทน",
    "on_behalf": "ปฏิบัติราชการแทน",
    "system": "โดยระบบ",
    "imported": "ตามบันทึกของระบบเดิม",
}


def sentence(entry: Entry, who: str, position: str, definition: Definition | None) -> str:
    """Date, who, capacity, what, from and to, reason, papers: in this order, Thai and Buddhist Era."""
    parts = [
        f"{entry.seq}.",
        thai_moment(entry.at),
        who,
        _capacity(entry, position),
        _did(entry, definition),
        _moved(entry, definition),
    ]
    if entry.kind == "step" and entry.effective_on != bangkok_date(entry.at):
        parts.append(f"มีผลวันที่ {thai_day(entry.effective_on)}")
    if entry.reason:
        parts.append(f"เหตุผล: {entry.reason}")
    parts.append(_papers(json.loads(entry.details)))
    return " ".join(part for part in parts if part)


def _capacity(entry: Entry, position: str) -> str:
    told = _CAPACITY.get(entry.capacity, entry.capacity)
    order = f" ตามคำสั่ง {entry.order_no}" if entry.order_no else ""
    return f"({position} {told}{order})" if position else f"({told}{order})"


def _did(entry: Entry, definition: Definition | None) -> str:
    about = entry.subject.removeprefix("item:")
    if entry.kind == "step" and definition is not None:
        move = definition.moves.get((entry.from_state, entry.trigger))
        return f"{move.label.th if move else entry.trigger} [{entry.trigger}] {about}"
    number = f" {entry.corrects}" if entry.corrects is not None else ""
    return f"{_DID.get(entry.kind, entry.kind)}{number} {about}"


def _moved(entry: Entry, definition: Definition | None) -> str:
    if definition is None or not entry.to_state:
        return ""
    labels = {state.name: state.label.th for state in definition.states}
    target = labels.get(entry.to_state, entry.to_state)
    if not entry.from_state:
        return f"ที่ “{target}”"
    return f"จาก “{labels.get(entry.from_state, entry.from_state)}” เป็น “{target}”"


def _papers(told: dict[str, Any]) -> str:
    known = catalogue().documents
    codes = [*told.get("documents", {}), *(key for key in told.get("facts", {}) if key in known)]
    names = ", ".join(known[code].th for code in codes if code in known)
    return f"เอกสาร: {names}" if names else ""

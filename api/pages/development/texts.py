"""The words of these pages, in Thai and English."""

from typing import Final

_BOTH: Final[dict[str, tuple[str, str]]] = {
    "development_title": ("แผนพัฒนาการศึกษา", "Development plan"),
    "development_help": (
        "แผนพัฒนาการศึกษาหลายปี: แผนว่าอย่างไร ยังขาดอะไรก่อนเสนอขั้นต่อไป และโครงการใดตอบกลยุทธ์ใด",
        "What the plan of several years says, what it lacks before it can go on, and what serves it.",
    ),
    "development_help_goals": (
        "เมื่อเผยแพร่ กลยุทธ์ของแผนจะเป็นเป้าหมายให้โครงการของทุกปีในช่วงแผนเลือก",
        "Once it is published, its strategies become goals that projects of each of its years may serve.",
    ),
    "development_none": ("ยังไม่มีแผนพัฒนาการศึกษาในระบบ", "No development plan is kept here yet"),
    "development_open": ("เปิดแผนพัฒนาฉบับใหม่", "Open a new development plan"),
    "development_open_help": (
        "เปิดเรื่องแผนพัฒนาฉบับใหม่ แล้วกรอกเนื้อหาทีละส่วนได้ตั้งแต่ขั้นทบทวนภารกิจ",
        "Opens a new plan; its sections can be written from the review of the mission on.",
    ),
    "development_code": ("รหัสเรื่อง", "Code"),
    "development_name": ("ชื่อแผน", "Title"),
    "development_year": ("ปีงบประมาณที่เริ่มจัดทำ (พ.ศ.)", "Fiscal year in which it is begun (B.E.)"),
    "development_period": ("ช่วงปีของแผน", "Years covered"),
    "development_period_hint": (
        "ต้องกรอกทั้งสองปีจึงจะบันทึกได้ ส่วนอื่นเว้นไว้ก่อนได้",
        "Both years are needed to save; the other fields may wait.",
    ),
    "development_years": ("ปีงบประมาณ {first}–{last}", "Fiscal years {first}–{last}"),
    "development_no_years": ("ยังไม่ได้กรอก", "Not written yet"),
    "development_state": ("สถานะ", "State"),
    "development_since": ("ตั้งแต่", "Since"),
    "development_due": ("ครบกำหนด", "Due"),
    "development_next": ("ขั้นต่อไป: {step} โดย {who}", "Next: {step}, by {who}"),
    "development_go": ("ไปที่: {step}", "Go to: {step}"),
    "development_item": ("เปิดหน้าเรื่องและเอกสาร", "Open the item and its papers"),
    "development_lacks": ("สิ่งที่ยังขาด", "What is still missing"),
    "development_lacks_none": ("เนื้อหาครบทุกส่วนแล้ว", "Every section is written."),
    "development_before": ("ก่อน{step}", "Before: {step}"),
    "development_complete": ("ครบ", "Complete"),
    "development_edit": ("แก้ไขเนื้อหา", "Edit the content"),
    "development_edit_title": ("แก้ไขเนื้อหาแผนพัฒนา", "Edit the development plan"),
    "development_edit_help": (
        "แก้ได้จนกว่าร่างจะถึง ผอ.สพป. และระหว่างปรับแก้ตามมติ ส่วนที่ยังว่างจะขึ้นในรายการที่ยังขาด",
        "It can be written until it is with the area director, and while it is revised as resolved.",
    ),
    "development_edit_strategies": (
        "กลยุทธ์ บรรทัดละหนึ่งข้อ ขึ้นต้นด้วยรหัส เช่น S1 พัฒนาคุณภาพผู้เรียน",
        "One strategy a line, beginning with its code: S1 Raise pupils’ quality",
    ),
    "development_first_year": ("ปีแรก (พ.ศ.)", "First year (B.E.)"),
    "development_last_year": ("ปีสุดท้าย (พ.ศ.)", "Last year (B.E.)"),
    "development_save": ("บันทึกเนื้อหา", "Save"),
    "development_changed": (
        "มีผู้บันทึกแผนนี้ระหว่างที่ท่านเขียน ข้อความที่บันทึกไว้แสดงใต้ช่องที่ต่างกัน",
        "Somebody saved this plan while you wrote. What is kept now stands above the fields that differ.",
    ),
    "development_saved": ("บันทึกเนื้อหาแล้ว", "Saved"),
    "development_same": ("ไม่มีอะไรเปลี่ยนแปลง", "Nothing was different"),
    "development_opened": ("เปิดแผนฉบับใหม่แล้ว เริ่มกรอกเนื้อหาได้", "Opened. You may begin to write it."),
    "development_nothing_yet": ("ยังไม่ได้กรอกเนื้อหาของแผน", "Nothing of the plan is written yet"),
    "development_begin": ("เริ่มกรอกเนื้อหา", "Begin to write"),
    "development_serving": ("โครงการที่ตอบกลยุทธ์ ปีงบประมาณ {year}", "Projects that serve it in {year}"),
    "development_serving_none": (
        "ยังไม่มีกลยุทธ์ของแผนนี้ในเป้าหมายของปี {year}",
        "None of its strategies is among the goals of {year} yet.",
    ),
    "development_strategy": ("กลยุทธ์", "Strategy"),
    "development_projects": ("โครงการ", "Projects"),
    "development_money": ("งบประมาณ", "Budget"),
    "development_nobody": ("ยังไม่มีโครงการ", "No project yet"),
    "development_others": ("แผนฉบับอื่น", "Other plans"),
    "development_basic": ("ข้อมูลพื้นฐาน", "Basic facts"),
}
TH: Final = {key: thai for key, (thai, _) in _BOTH.items()}
EN: Final = {key: english for key, (_, english) in _BOTH.items()}

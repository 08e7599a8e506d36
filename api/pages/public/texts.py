"""The words of these pages, in Thai and English."""

from typing import Final

_BOTH: Final[dict[str, tuple[str, str]]] = {
    "public_title": ("ข้อมูลเผยแพร่ต่อสาธารณะ", "Published information"),
    "public_offices": ("สำนักงานที่เปิดเผยข้อมูล", "Offices that publish here"),
    "public_offices_none": ("ยังไม่มีสำนักงานใดเปิดหน้าเผยแพร่", "No office has opened its public pages yet"),
    "public_published": ("แผนและรายงานที่เผยแพร่", "Published plans and reports"),
    "public_nothing": ("ยังไม่มีแผนหรือรายงานที่เผยแพร่", "Nothing has been published yet"),
    "public_on": ("เผยแพร่เมื่อ {on}", "Published {on}"),
    "public_kind_annual_plan": ("แผนปฏิบัติการประจำปี", "Annual plan"),
    "public_kind_annual_report": ("รายงานผลการดำเนินงานประจำปี", "Annual report"),
    "public_kind_development_plan": ("แผนพัฒนาการศึกษา", "Development plan"),
    "public_see_plan": ("ดูโครงการและงบประมาณ", "Projects and money"),
    "public_oit": ("ข้อมูลเปิดภาครัฐ (OIT) ปีงบประมาณ {year}", "Transparency items (OIT), fiscal year {year}"),
    "public_oit_lead": (
        "รายการข้อ O10 ถึง O12 ตามการประเมินคุณธรรมและความโปร่งใส เลขข้ออาจต่างไปในแต่ละปี",
        "Items O10 to O12 of the integrity and transparency assessment; numbers may differ by year.",
    ),
    "public_oit_item": ("ข้อ", "Item"),
    "public_oit_what": ("รายการ", "What"),
    "public_oit_answer": ("ข้อมูล", "Answer"),
    "public_oit_plan": ("แผนดำเนินงานประจำปี", "Annual plan of operations"),
    "public_oit_progress": ("รายงานการกำกับติดตามรอบ ๖ เดือน", "Six months’ progress"),
    "public_oit_report": ("รายงานผลการดำเนินงานประจำปี", "Annual report"),
    "public_oit_not_yet": ("ยังไม่เผยแพร่", "Not published yet"),
    "public_oit_progress_link": ("ความก้าวหน้าถึงไตรมาสที่ {through}", "Progress through quarter {through}"),
    "public_book": ("ดาวน์โหลดเล่ม", "Download the book"),
    "public_col_code": ("รหัส", "Code"),
    "public_col_project": ("โครงการ", "Project"),
    "public_col_group": ("กลุ่มที่รับผิดชอบ", "Group responsible"),
    "public_col_from": ("เริ่ม", "From"),
    "public_col_to": ("สิ้นสุด", "To"),
    "public_col_time": ("ระยะเวลา", "Time"),
    "public_col_money": ("งบประมาณ (บาท)", "Budget (baht)"),
    "public_col_paid": ("เบิกจ่าย (บาท)", "Paid (baht)"),
    "public_col_state": ("สถานะ", "State"),
    "public_total": ("รวม {count} โครงการ", "{count} projects"),
    "public_through": (
        "ยอดเบิกจ่ายถึงสิ้นไตรมาสที่ {through} ซึ่งปิดรายงานแล้ว",
        "Payments up to the end of quarter {through}, whose report is closed.",
    ),
    "public_through_none": ("ยังไม่มีรายงานไตรมาสที่ปิดแล้ว", "No quarter’s report is closed yet."),
    "public_xlsx": ("ดาวน์โหลด Excel", "Download as Excel"),
    "public_feed": ("ติดตามการเผยแพร่ (Atom)", "Follow (Atom)"),
    "public_settings_lead": (
        "เมื่อเปิด ทุกคนบนอินเทอร์เน็ตที่เข้าถึงระบบนี้ได้จะเห็นแผนและรายงานที่เผยแพร่แล้ว โดยไม่มีชื่อบุคคล",
        "When open, everybody who can reach this system sees published plans and reports, without names.",
    ),
    "public_is_open": ("เปิดหน้าเผยแพร่", "Open the public pages"),
    "public_introduction": ("ข้อความแนะนำ", "Introduction"),
    "public_introduction_hint": ("แสดงเหนือรายการ ไม่ต้องกรอกก็ได้", "Stands above the list; may be left out"),
    "public_save": ("บันทึก", "Save"),
    "public_saved": ("บันทึกแล้ว", "Saved"),
    "public_address": ("ที่อยู่ของหน้าเผยแพร่", "Address of the public pages"),
    "public_would_show": ("สิ่งที่แสดง", "What is shown"),
    "entry_public_pages": ("เปลี่ยนการตั้งค่าหน้าเผยแพร่", "Changed the public pages"),
    "help_public": (
        "หน้านี้สร้างจากข้อมูลเดียวกับที่สำนักงานใช้ทำงาน แสดงเฉพาะแผนและรายงานที่เผยแพร่แล้ว ไม่มีข้อมูลส่วนบุคคล",
        "Made from the same data the office works with: published plans and reports only, no personal data.",
    ),
    "help_public_settings": (
        "เปิดหรือปิดได้ทุกเมื่อ การเปลี่ยนแปลงบันทึกในประวัติ หน้าเผยแพร่ปิดไว้จนกว่าจะเปิด",
        "Open or close it at any time; the change is recorded. Pages stay closed until you open them.",
    ),
}
TH: Final = {key: thai for key, (thai, _) in _BOTH.items()}
EN: Final = {key: english for key, (_, english) in _BOTH.items()}

"""The words of a proposal's own page, of similar projects and of the project's report."""

from typing import Final

_BOTH: Final[dict[str, tuple[str, str]]] = {
    "propose_help_page": (
        ("ส่วนบนบอกว่ายังขาดอะไร กดที่รายการเพื่อไปกรอก เมื่อครบแล้วกดขั้นตอนถัดไป ด้านล่างคือข้อเสนอทั้งฉบับ พิมพ์ได้"),
        (
            "What is missing stands on top: choose it to fill it in, then take the next step. The "
            "whole proposal follows, for reading and printing."
        ),
    ),
    "propose_unsaved": (
        "ร่างของท่านที่ยังไม่บันทึก",
        "Your drafts that are not saved",
    ),
    "propose_unsaved_text": (
        "ดูข้อความที่พิมพ์ไว้ (บันทึกไม่ได้ในขั้นตอนนี้)",
        "What you had typed (it cannot be saved at this step)",
    ),
    "propose_read_only": (
        ("ท่านดูได้ แต่แก้ไม่ได้ ผู้รับผิดชอบโครงการ คนในกลุ่มเดียวกัน และกลุ่มนโยบายและแผนแก้ได้"),
        "You may read it. Its owner, the people of its group and the plan group may change it.",
    ),
    "propose_next": (
        "ขั้นตอนถัดไป",
        "The next step",
    ),
    "propose_not_yet": (
        "“{step}” ทำได้เมื่อกรอกครบ ยังขาด {count} อย่าง",
        "“{step}” comes once everything is filled in: {count} things are missing.",
    ),
    "propose_not_yet_see": ("ดูรายการที่ยังขาด", "See what is missing"),
    "propose_whole": (
        "ข้อเสนอทั้งฉบับ",
        "The whole proposal",
    ),
    "propose_fill_in": (
        "กรอกข้อเสนอ",
        "Fill in the proposal",
    ),
    "propose_similar_title": (
        "โครงการคล้ายกัน",
        "Similar projects",
    ),
    "propose_similar_look": (
        "ดูโครงการคล้ายกันในแผนของปี",
        "Look for similar projects of the year’s plan",
    ),
    "propose_similar_more": (
        "เหตุผล และการรวมโครงการ",
        "Why, and joining projects",
    ),
    "propose_help_similar": (
        (
            "เทียบชื่อ วัตถุประสงค์ กิจกรรม "
            "และกลุ่มเป้าหมายกับทุกโครงการในแผนเดียวกัน "
            "เป็นเพียงข้อสังเกต คณะกรรมการเป็นผู้ตัดสินว่ารวมหรือไม่"
        ),
        (
            "Title, objectives, activities and target group are compared with every project of the "
            "plan. It is a hint: the committee decides what is joined."
        ),
    ),
    "propose_papers": (
        "เอกสารและเรื่อง",
        "Papers and record",
    ),
    "propose_paper": (
        "แบบเสนอโครงการ (ฉบับพิมพ์)",
        "The proposal form for printing",
    ),
    "propose_story": (
        "เรื่องนี้: ขั้นตอนและประวัติ",
        "Its steps and history",
    ),
    "propose_copy": (
        "ใช้เป็นต้นแบบโครงการใหม่",
        "Begin a new project from it",
    ),
    "propose_print": (
        "พิมพ์หน้านี้",
        "Print this page",
    ),
    "propose_merge": (
        "รวมกับโครงการอื่น",
        "Join it into another project",
    ),
    "propose_merge_lead": (
        ("บันทึกตามมติคณะกรรมการ งบประมาณไม่ย้ายเอง จากนั้นทำขั้นตอน “บูรณาการรวมโครงการ”"),
        "Recorded as the committee resolved. No amount moves by it; take the step of merging afterwards.",
    ),
    "propose_merge_into": (
        "รวมกับโครงการนี้",
        "Join into this project",
    ),
    "propose_merge_code": (
        "เลขที่โครงการปลายทาง",
        "Code of the project it is joined into",
    ),
    "propose_merge_reason": (
        "เหตุผลหรือมติ",
        "Reason or resolution",
    ),
    "propose_merge_this": (
        "รวมกับโครงการที่เลือก",
        "Join into the chosen project",
    ),
    "propose_merged": (
        "บันทึกการรวมโครงการแล้ว",
        "The merger is recorded",
    ),
    "propose_merged_into": (
        "รวมเข้ากับ",
        "Joined into",
    ),
    "propose_to_merge_into": (
        "มีมติให้รวมเข้ากับ (ยังไม่ได้รวม)",
        "Resolved to be joined, not joined yet, into",
    ),
    "propose_not_merged_yet": ("ยังไม่ได้รวม", "not joined yet"),
    "propose_merged_in": (
        "โครงการที่รวมเข้ามา",
        "Projects joined into it",
    ),
    "propose_back": (
        "กลับไปข้อเสนอ",
        "Back to the proposal",
    ),
    "import_help": (
        "ดาวน์โหลดแบบก่อน กรอกใน Excel แล้วเลือกไฟล์ กด “ตรวจไฟล์” เพื่อดูว่าจะเกิดอะไรขึ้น ยังไม่มีการบันทึก",
        "Download the form, fill it in, choose the file and have it checked: nothing is saved yet.",
    ),
    "import_help_preview": (
        "ตรวจทุกแถวก่อนบันทึก ถ้ามีข้อผิดพลาด แก้ในไฟล์แล้วเลือกใหม่ บันทึกทั้งหมดหรือไม่บันทึกเลย",
        "Look at every row before saving. Mend mistakes in the file: all of it is saved, or nothing.",
    ),
    "import_help_saved": (
        "เปิดชื่อโครงการเพื่อดูหรือกรอกต่อ ทุกการเปลี่ยนแปลงอยู่ในประวัติ",
        "Open a title to read it or go on. Every change is in the record.",
    ),
    "import_to_proposals": ("ไปที่ข้อเสนอโครงการ", "To the proposals"),
    "report_title": (
        "รายงานผลโครงการ",
        "Project report",
    ),
    "report_help": (
        (
            "กรอกผลการดำเนินงาน ปัญหา และอุปสรรค ถ้าไม่มีให้พิมพ์ว่า "
            "“ไม่มี” ยอดเงินมาจากข้อมูลการเบิกจ่าย ไม่ต้องกรอก "
            "ระหว่างพิมพ์ระบบเก็บร่างให้"
        ),
        (
            "Say what came of it, what the problems and obstacles were; write “none” where there were "
            "none. Amounts come from the payments. A draft is kept while you type."
        ),
    ),
    "report_lacks": (
        "รายงานยังขาด {count} อย่างก่อนส่งได้",
        "{count} things are missing before the report can be submitted",
    ),
    "report_saved": (
        "บันทึกรายงานแล้ว",
        "The report is saved",
    ),
    "report_save": (
        "บันทึกรายงาน",
        "Save the report",
    ),
    "report_measures": (
        "ผลตามตัวชี้วัด",
        "Results of the indicators",
    ),
    "report_measured": (
        "ผลของตัวชี้วัดที่ {number}",
        "Result of indicator {number}",
    ),
    "report_result": (
        "ผล",
        "result",
    ),
    "report_not_open": (
        ("โครงการอยู่ที่ “{state}” กรอกรายงานได้เมื่อแจ้งแล้วเสร็จ หรือเมื่อรายงานถูกส่งกลับ"),
        (
            "The project stands at “{state}”. Its report is written once the work is completed, or "
            "when the report was sent back."
        ),
    ),
    "report_read_only": (
        ("ท่านดูได้ แต่แก้ไม่ได้ ผู้รับผิดชอบโครงการ คนในกลุ่มเดียวกัน และกลุ่มนโยบายและแผนแก้ได้"),
        "You may read it. The project’s owner, the people of its group and the plan group may change it.",
    ),
    "report_money": (
        "การใช้จ่ายจริง",
        "What was spent",
    ),
    "report_money_lead": (
        "จากข้อมูลการเบิกจ่ายที่นำเข้าแล้ว",
        "From the payments imported so far",
    ),
    "report_left": (
        "คงเหลือ",
        "Left",
    ),
    "report_paper": (
        "แบบรายงานโครงการ (ฉบับพิมพ์)",
        "The report form for printing",
    ),
}
TH: Final = {key: thai for key, (thai, _) in _BOTH.items()}
EN: Final = {key: english for key, (_, english) in _BOTH.items()}

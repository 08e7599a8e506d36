"""The words of the list of proposals, of beginning one and of its sections, in Thai and English."""

from typing import Final

_BOTH: Final[dict[str, tuple[str, str]]] = {
    "propose_title": (
        "ข้อเสนอโครงการ",
        "Project proposals",
    ),
    "propose_help_list": (
        (
            "รายการข้อเสนอของกลุ่มท่าน เลือก “ทุกกลุ่ม” "
            "เพื่อดูทั้งสำนักงาน ช่อง “ยังขาด” "
            "บอกว่าต้องกรอกอีกกี่อย่างก่อนเสนอได้ "
            "เปิดชื่อโครงการเพื่อกรอกต่อ"
        ),
        (
            "Your group’s proposals; choose all groups to see the office’s. “Still lacking” says how "
            "many things must be filled in before one can be submitted. Open a title to go on."
        ),
    ),
    "propose_new": (
        "เสนอโครงการใหม่",
        "Propose a new project",
    ),
    "propose_import": (
        "นำเข้าจาก Excel",
        "Import from Excel",
    ),
    "propose_import_lead": (
        ("มีหลายโครงการ? กรอกในแบบ Excel แล้วนำเข้าพร้อมกัน ดูตัวอย่างก่อนบันทึกได้"),
        (
            "Several projects? Fill in the Excel form and import them together, with a preview before "
            "anything is saved."
        ),
    ),
    "propose_drafts": (
        "มีร่างของท่านที่ยังไม่บันทึก",
        "You have drafts that are not saved",
    ),
    "propose_whose": (
        "ของใคร",
        "Whose",
    ),
    "propose_whose_mine": (
        "ของกลุ่มฉัน",
        "My group’s",
    ),
    "propose_whose_all": (
        "ทุกกลุ่ม",
        "All groups",
    ),
    "propose_in_hand": (
        "อยู่ระหว่างเสนอ",
        "Being proposed",
    ),
    "propose_all_years": (
        "ทุกปีงบประมาณ",
        "All fiscal years",
    ),
    "propose_found": (
        "พบ {count} โครงการ",
        "{count} projects",
    ),
    "propose_col_project": (
        "โครงการ",
        "Project",
    ),
    "propose_col_lacks": (
        "ยังขาด",
        "Still lacking",
    ),
    "propose_lacks_short": (
        "ยังขาด {count} อย่าง",
        "lacks {count}",
    ),
    "propose_complete": (
        "ครบ",
        "complete",
    ),
    "propose_none": (
        "ยังไม่มีข้อเสนอโครงการ",
        "No proposals here",
    ),
    "propose_none_lead": (
        "กด “เสนอโครงการใหม่” เพื่อเริ่ม หรือเลือกสถานะและกลุ่มอื่น",
        "Propose a new project, or choose another state or group.",
    ),
    "propose_help_new": (
        (
            "พิมพ์ชื่อโครงการ "
            "ระบบจะบอกว่ามีโครงการคล้ายกันในแผนปีนี้หรือไม่ "
            "จะเริ่มจากโครงการปีก่อนก็ได้ "
            "เนื้อหาและงบประมาณจะถูกคัดลอกมาให้แก้"
        ),
        (
            "Type the title: what is alike in this year’s plan is shown beneath. You may begin from "
            "an earlier project, whose text and budget are copied for you to change."
        ),
    ),
    "propose_name": (
        "ชื่อโครงการ",
        "Title of the project",
    ),
    "propose_name_hint": (
        "ชื่อเต็มตามที่จะปรากฏในแผน ไม่เกิน 500 ตัวอักษร",
        "In full, as it shall stand in the plan; at most 500 characters",
    ),
    "propose_alike": (
        "มีโครงการคล้ายกัน {count} โครงการ",
        "{count} projects are alike",
    ),
    "propose_alike_lead": (
        ("ตรวจก่อนว่าซ้ำกันหรือรวมกันได้หรือไม่ ทั้งนี้ยังเสนอโครงการของท่านได้ตามปกติ"),
        "Look whether they are the same or could be one. You may propose yours all the same.",
    ),
    "propose_alike_score": (
        "คล้ายกัน {per_cent}%",
        "{per_cent}% alike",
    ),
    "propose_alike_none": (
        "ไม่พบโครงการที่คล้ายกันในแผนของปีนี้",
        "No project of this year’s plan is alike.",
    ),
    "propose_group": (
        "กลุ่มเจ้าของโครงการ",
        "Group",
    ),
    "propose_from": (
        "เริ่มจากโครงการปีก่อน",
        "Begin from an earlier project",
    ),
    "propose_from_hint": (
        ("คัดลอกเนื้อหา กิจกรรม ตัวชี้วัด และงบประมาณมาให้แก้ ผลการดำเนินงานไม่ถูกคัดลอก"),
        "Copies its text, activities, indicators and budget for you to change, not its results",
    ),
    "propose_from_none": (
        "เริ่มจากแบบว่าง",
        "Begin with an empty form",
    ),
    "propose_begin": (
        "เริ่มกรอกข้อเสนอ",
        "Begin the proposal",
    ),
    "propose_look_alike": (
        "ดูโครงการคล้ายกัน",
        "Look for similar projects",
    ),
    "propose_not_saved": (
        "ยังบันทึกไม่ได้",
        "This was not saved",
    ),
    "propose_both": (
        ("เทียบทั้งสองฉบับ แล้วแก้ในแบบด้านล่าง กดบันทึกอีกครั้งเมื่อต้องการใช้ของท่าน"),
        "Compare both, change the form below, and save again if yours shall stand.",
    ),
    "draft_mine_typed": (
        "ที่ท่านพิมพ์",
        "As you typed it",
    ),
    "propose_help_section": (
        (
            "กรอกทีละส่วน แต่ละส่วนบันทึกแยกกัน "
            "ระหว่างพิมพ์ระบบเก็บร่างให้ทุกสองวินาที "
            "หากเครื่องดับหรือเปลี่ยนเครื่อง เปิดหน้านี้แล้วเลือก "
            "“ใช้ร่างนี้ต่อ”"
        ),
        (
            "Fill in one section at a time; each is saved by itself. A draft is kept every two "
            "seconds while you type: after a crash or on another device open this page and go on with "
            "it."
        ),
    ),
    "propose_number": (
        "ส่วนที่ {number} จาก {count}",
        "Section {number} of {count}",
    ),
    "propose_lacks": (
        "ส่วนนี้ยังขาด {count} อย่างก่อนเสนอได้",
        "{count} things are missing here before it can be submitted",
    ),
    "propose_lacks_all": (
        "ยังขาด {count} อย่างก่อนเสนอได้ กดที่รายการเพื่อไปกรอก",
        "{count} things are missing before it can be submitted. Choose one to fill it in.",
    ),
    "propose_lacks_nothing": (
        "กรอกครบทุกส่วนแล้ว",
        "Every section is complete.",
    ),
    "propose_save_next": (
        "บันทึกและไปส่วนถัดไป",
        "Save and go to the next section",
    ),
    "propose_save_last": (
        "บันทึกและตรวจทั้งฉบับ",
        "Save and review",
    ),
    "propose_save_stay": (
        "บันทึก",
        "Save",
    ),
    "propose_more_rows": (
        "เพิ่มแถว",
        "More rows",
    ),
    "propose_before": (
        "ส่วนก่อนหน้า",
        "The section before",
    ),
    "propose_parts": (
        "ส่วนของข้อเสนอ",
        "Sections of the proposal",
    ),
    "propose_review": (
        "ตรวจทั้งฉบับและเสนอ",
        "Review and submit",
    ),
    "propose_saved_section": (
        "บันทึก “{name}” แล้ว",
        "“{name}” is saved",
    ),
}
TH: Final = {key: thai for key, (thai, _) in _BOTH.items()}
EN: Final = {key: english for key, (_, english) in _BOTH.items()}

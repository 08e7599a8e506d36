"""The words of the calendar's pages, in both languages."""

from typing import Final

_BOTH: Final[dict[str, tuple[str, str]]] = {
    "nav_calendar": ("ปฏิทิน", "Calendar"),
    "calendar_title": ("ปฏิทินกำหนดส่งปีงบประมาณ {year}", "Deadlines of fiscal year {year}"),
    "calendar_lead": ("ปฏิทินวันหยุดรุ่นที่ {version}", "Version {version} of the office's calendar"),
    "calendar_missing": (
        "ยังไม่มีวันหยุดของปี {year} กำหนดที่ตกในปีนั้นอาจเลื่อนได้",
        "No holiday of {year} is known yet: what falls due in that year may still move.",
    ),
    "calendar_deadlines": ("กำหนดส่ง", "Deadlines"),
    "calendar_due": ("ครบกำหนด", "Due"),
    "calendar_what": ("เรื่อง", "What"),
    "calendar_who": ("ผู้รับผิดชอบ", "Owed by"),
    "calendar_quarters": ("ไตรมาส", "Quarters"),
    "calendar_first": ("วันแรก", "First day"),
    "calendar_last": ("วันสุดท้าย", "Last day"),
    "calendar_last_workday": ("วันทำการสุดท้าย", "Last working day"),
    "calendar_holidays": ("วันหยุด ({count} วัน)", "Holidays ({count})"),
    "calendar_no_holidays": ("ยังไม่มีวันหยุดในช่วงนี้", "No holidays are known yet."),
    "calendar_day": ("วันที่", "Day"),
    "calendar_name": ("ชื่อวันหยุด", "Name of the holiday"),
    "calendar_source": ("ที่มา", "By order of"),
    "calendar_public": ("วันหยุดราชการประจำปี", "public holiday"),
    "calendar_own": ("สำนักงานเพิ่มเอง", "added by the office"),
    "calendar_source_hint": (
        "เช่น มติคณะรัฐมนตรี วันที่ … ไม่ระบุก็ได้",
        "Such as a resolution of the cabinet; may be empty",
    ),
    "calendar_add_title": ("เพิ่มวันหยุด", "Add a holiday"),
    "calendar_add_lead": (
        "ระบบแสดงก่อนว่ากำหนดใดจะเลื่อน ยังไม่บันทึกจนกว่าท่านจะยืนยัน",
        "You are first shown which dates would move. Nothing is saved until you confirm.",
    ),
    "calendar_look": ("ดูว่ากำหนดใดจะเลื่อน", "Show what would move"),
    "calendar_remove": ("ยกเลิก", "Take away"),
    "calendar_remove_of": ("ยกเลิกวันหยุด {day}", "Take away the holiday of {day}"),
    "calendar_adding": ("เพิ่มวันหยุด {day} {name}", "Add the holiday of {day}: {name}"),
    "calendar_removing": ("ยกเลิกวันหยุด {day} {name}", "Take away the holiday of {day}: {name}"),
    "calendar_moves": ("กำหนดที่จะเลื่อน {count} รายการ", "Dates that will move: {count}"),
    "calendar_moves_none": ("ไม่มีกำหนดใดเลื่อน", "No date will move."),
    "calendar_before": ("เดิม", "Before"),
    "calendar_after": ("ใหม่", "After"),
    "calendar_confirm": ("ยืนยัน", "Confirm"),
    "calendar_to": ("กลับไปปฏิทิน", "Back to the calendar"),
    "calendar_past": ("กำหนดที่ผ่านมาแล้ว {count} รายการ", "{count} dates that have passed"),
    "calendar_undated": (
        "กำหนดที่นับจากวันของแต่ละเรื่อง {count} รายการ",
        "{count} counted from each matter's own day",
    ),
    "calendar_none_coming": ("กำหนดของปีนี้ผ่านไปหมดแล้ว", "All dates of this year have passed."),
    "calendar_back": ("กลับไปปฏิทินโดยไม่บันทึก", "Back to the calendar, saving nothing"),
    "calendar_saved": (
        "บันทึกแล้ว เลื่อนกำหนด {count} รายการ ดูได้ในประวัติ",
        "Saved. Dates moved: {count}. See the history.",
    ),
    "help_calendar": (
        (
            "กำหนดส่งทั้งปีของสำนักงาน เรียงตามวัน กดที่รายการเพื่อดูวิธีนับวัน วันหยุดอยู่ด้านล่าง ผู้มีหน้าที่เพิ่มวันหยุดได้ "
            "และเห็นก่อนบันทึกว่ากำหนดใดจะเลื่อน"
        ),
        (
            "Every deadline of the office’s year by its day, with how each was reckoned; days off "
            "stand below. Whoever keeps the calendar sees what a new day off would move before saving "
            "it."
        ),
    ),
    "help_calendar_change": (
        "ตารางนี้บอกว่ากำหนดใดจะเลื่อน ยังไม่มีการบันทึก กดยืนยันเมื่อตรวจแล้ว",
        "What would move is shown here and nothing is saved yet. Confirm once you have checked it.",
    ),
}
TH: Final = {key: thai for key, (thai, _) in _BOTH.items()}
EN: Final = {key: english for key, (_, english) in _BOTH.items()}

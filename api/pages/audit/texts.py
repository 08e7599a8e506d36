"""The words of these pages, in Thai and English."""

from typing import Final

_BOTH: Final[dict[str, tuple[str, str]]] = {
    "nav_audit": ("ถามประวัติ", "Ask the record"),
    "help_audit": (
        (
            "เลือกคำถามที่ต้องการ ทุกคำตอบมาจากประวัติที่แก้ไขไม่ได้ กรองได้ตามช่วงเวลา บุคคล กลุ่ม "
            "ประเภทเรื่อง และวงเงิน แล้วดาวน์โหลดหรือบันทึกคำถามไว้ใช้อีกได้"
        ),
        (
            "Choose a question. Every answer comes from the record, which nobody can change. Narrow it by "
            "period, person, group, kind and amount; download it, or save the question to ask it again."
        ),
    ),
    "help_audit_question": (
        (
            "กรอกเฉพาะช่องที่ต้องการ แล้วกด “ดูคำตอบ” หากไม่ระบุช่วงเวลา จะดูปีงบประมาณปัจจุบัน "
            "วันที่กรอกเป็น พ.ศ. เช่น 1/10/2560 วงเงินกรอกเป็นบาท"
        ),
        (
            "Fill in only what you need and press “Show the answer”. Without a period it is the present "
            "fiscal year. Dates are in the Buddhist Era, such as 1/10/2560; amounts are baht."
        ),
    ),
    "audit_title": ("ถามประวัติ", "Ask the record"),
    "audit_lead": (
        "คำถามมาตรฐานสิบข้อที่ผู้ตรวจสอบถามถึงงานของสำนักงาน",
        "Ten standard questions that auditors ask of an office's work",
    ),
    "audit_record": ("ดูประวัติทั้งหมดตามลำดับ", "See the whole record in order"),
    "audit_saved": ("คำถามที่บันทึกไว้", "Saved questions"),
    "audit_save": ("บันทึกคำถามนี้", "Save this question"),
    "audit_go": ("ดูคำตอบ", "Show the answer"),
    "audit_csv": ("ดาวน์โหลด CSV", "Download CSV"),
    "audit_any": ("ทั้งหมด", "All"),
    "audit_found": ("พบ {count} รายการ", "{count} found"),
    "audit_more": ("พบมากกว่า {count} รายการ", "More than {count} found"),
    "audit_period": ("ช่วง {since} ถึง {until}", "from {since} to {until}"),
    "audit_none": ("ไม่พบรายการ", "Nothing found"),
    "audit_none_lead": ("ลองเปลี่ยนช่วงเวลาหรือตัวกรอง", "Try another period or other filters"),
    "audit_needs_person": ("เลือกบุคคลก่อน", "Choose a person first"),
    "audit_needs_person_lead": (
        "กรอกชื่อบัญชีของผู้ที่ต้องการดู และวันที่หากไม่ใช่วันนี้",
        "Fill in the account, and the day unless it is today",
    ),
    "audit_filter_since": ("ตั้งแต่วันที่", "From"),
    "audit_filter_until": ("ถึงวันที่", "To"),
    "audit_filter_effective_since": ("มีผลตั้งแต่", "In effect from"),
    "audit_filter_effective_until": ("มีผลถึง", "In effect to"),
    "audit_filter_on": ("ณ วันที่", "On the day"),
    "audit_filter_person": ("บัญชีผู้ใช้", "Account"),
    "audit_filter_group": ("กลุ่ม", "Group"),
    "audit_filter_kind": ("ประเภทเรื่อง", "Kind of paper"),
    "audit_filter_item": ("รหัสเรื่อง", "Code of the item"),
    "audit_filter_trigger": ("รหัสขั้นตอน", "Code of the step"),
    "audit_filter_entry": ("ชนิดรายการ", "Kind of entry"),
    "audit_filter_duty": ("กำหนดเวลา", "Deadline"),
    "audit_filter_least": ("วงเงินตั้งแต่ (บาท)", "Amount from (baht)"),
    "audit_filter_most": ("วงเงินไม่เกิน (บาท)", "Amount up to (baht)"),
    "audit_filter_by": ("แยกตาม", "Grouped by"),
    "audit_filter_every_pair": (
        "ดูทุกสองขั้นที่คนเดียวกันทำ ไม่เฉพาะขั้นที่ต้องแยกคน",
        "Any two steps of one person, not only those to be kept apart",
    ),
    "audit_by_trigger": ("ขั้นตอน", "Step"),
    "audit_by_kind": ("ประเภทเรื่อง", "Kind of paper"),
    "audit_by_group": ("กลุ่ม", "Group"),
    "audit_by_month": ("เดือน", "Month"),
    "audit_by_person": ("บุคคล", "Person"),
    "audit_by_duty": ("กำหนดเวลา", "Deadline"),
    "audit_entry_step": ("ขั้นตอน", "Step"),
    "audit_entry_account": ("บัญชีผู้ใช้", "Account"),
    "audit_col_at": ("บันทึกเมื่อ", "Recorded"),
    "audit_col_effective_on": ("มีผลวันที่", "In effect"),
    "audit_col_item": ("รหัส", "Code"),
    "audit_col_title": ("เรื่อง", "Title"),
    "audit_col_did": ("ทำอะไร", "What was done"),
    "audit_col_who": ("ผู้ทำ", "By"),
    "audit_col_authority": ("ในฐานะ", "In the capacity of"),
    "audit_col_from": ("จากสถานะ", "From"),
    "audit_col_to": ("สถานะใหม่", "To"),
    "audit_col_reason": ("เหตุผล", "Reason"),
    "audit_col_amount": ("วงเงินขณะนั้น (บาท)", "Amount then (baht)"),
    "audit_col_kind": ("ประเภทเรื่อง", "Kind"),
    "audit_col_state": ("สถานะ", "State"),
    "audit_col_times": ("กี่ครั้ง", "Times"),
    "audit_col_days": ("รวมกี่วัน", "Days"),
    "audit_col_longest": ("นานที่สุด (วัน)", "Longest (days)"),
    "audit_col_returns": ("ส่งกลับ", "Sent back"),
    "audit_col_rounds": ("ส่งกลับรวมทั้งเรื่อง", "Rounds altogether"),
    "audit_col_duty": ("กำหนดเวลา", "Deadline"),
    "audit_col_owed_by": ("ผู้ต้องทำ", "Owed by"),
    "audit_col_group": ("กลุ่ม", "Group"),
    "audit_col_due_on": ("ครบกำหนด", "Due"),
    "audit_col_settled_on": ("เสร็จวันที่", "Done"),
    "audit_col_days_late": ("ล่าช้า (วัน)", "Days late"),
    "audit_col_settled_by": ("ผู้ทำให้เสร็จ", "Done by"),
    "audit_col_named": ("รายการ", "Name"),
    "audit_col_late": ("ล่าช้ากี่งาน", "Late"),
    "audit_col_still_open": ("ยังไม่เสร็จ", "Still open"),
    "audit_col_longest_late": ("ช้าที่สุด (วัน)", "Longest (days)"),
    "audit_col_mean_late": ("เฉลี่ย (วัน)", "Mean (days)"),
    "audit_col_same_person": ("บุคคลเดียวกัน", "The same person"),
    "audit_col_first_did": ("ขั้นแรก", "First step"),
    "audit_col_first_at": ("ขั้นแรกวันที่", "First on"),
    "audit_col_first_by": ("ผู้ทำขั้นแรก", "First by"),
    "audit_col_second_did": ("ขั้นหลัง", "Second step"),
    "audit_col_second_at": ("ขั้นหลังวันที่", "Second on"),
    "audit_col_second_by": ("ผู้ทำขั้นหลัง", "Second by"),
    "audit_col_kept_apart": ("ต้องแยกคน (1 = ใช่)", "To be kept apart (1 = yes)"),
    "audit_col_role": ("บทบาท", "Role"),
    "audit_col_bounded_to": ("ขอบเขต", "Bounded to"),
    "audit_col_step": ("ทำขั้นตอน", "May take the step"),
    "audit_col_told_at": ("แจ้งเมื่อ", "Told"),
    "audit_col_told_who": ("ผู้ได้รับแจ้ง", "Told to"),
    "audit_col_rung": ("กี่วันจากกำหนด", "Days from the deadline"),
    "audit_col_sent_by": ("ส่งทาง", "Sent by"),
    "audit_col_read_at": ("เปิดอ่านเมื่อ", "Read"),
    "audit_col_steps": ("ขั้นตอนที่ทำ", "Steps"),
    "audit_col_share": ("ร้อยละที่ส่งกลับ", "Per cent sent back"),
    "audit_col_month": ("เดือน", "Month"),
}

TH: Final = {key: thai for key, (thai, _) in _BOTH.items()}
EN: Final = {key: english for key, (_, english) in _BOTH.items()}

"""The words of the page that checks an issued paper against the office's history, in both languages."""

from typing import Final

_BOTH: Final[dict[str, tuple[str, str]]] = {
    "verify_title": ("ตรวจสอบหนังสือ", "Check a paper"),
    "verify_lead": (
        "พิมพ์รหัสที่ท้ายกระดาษ เพื่อดูว่าประวัติของสำนักงานยังมีสิ่งที่หนังสือฉบับนั้นรับรองไว้ ไม่ต้องเข้าสู่ระบบ",
        (
            "Type the code at the foot of the paper to see whether the office’s history still holds "
            "what the paper attests. No sign-in is needed."
        ),
    ),
    "verify_code": ("รหัสท้ายกระดาษ", "Code at the foot of the paper"),
    "verify_code_hint": (
        "สิบหกตัว เช่น 7QK3-9M2D-0XVB-41TA จะมีขีดหรือไม่ก็ได้ ตัวพิมพ์เล็กหรือใหญ่ก็ได้",
        "Sixteen signs such as 7QK3-9M2D-0XVB-41TA, with or without dashes, in small or capital letters",
    ),
    "verify_go": ("ตรวจสอบ", "Check"),
    "verify_holds": (
        "ประวัติของสำนักงานยังตรงกับหนังสือฉบับนี้",
        "The office’s history still holds what this paper attests",
    ),
    "verify_holds_text": (
        "เทียบเลขที่และวันที่บนกระดาษกับที่แสดงข้างล่าง หากตรงกัน หนังสือฉบับนี้คือฉบับที่สำนักงานออกไว้",
        (
            "Compare number and date on the paper with those below. Where they agree, it is the paper "
            "that the office issued."
        ),
    ),
    "verify_void": (
        "หนังสือฉบับนี้ถูกยกเลิกแล้ว เลขที่ยังเก็บไว้ ไม่นำไปใช้ซ้ำ",
        "This paper has been made void. Its number is kept and not used again.",
    ),
    "verify_undone": (
        "การออกหนังสือฉบับนี้ถูกถอนคืนแล้ว อาจมีฉบับที่ออกใหม่ ซึ่งมีรหัสอื่น",
        "The issue of this paper was taken back. There may be a later one, with another code.",
    ),
    "verify_differs": (
        "ประวัติของสำนักงานไม่ตรงกับหนังสือฉบับนี้",
        "The office’s history no longer holds what this paper attests",
    ),
    "verify_differs_text": (
        "ข้อมูลในฐานข้อมูลถูกเปลี่ยนหลังออกหนังสือ เก็บกระดาษฉบับนี้ไว้เป็นหลักฐาน แล้วแจ้งหน่วยตรวจสอบภายในของสำนักงาน",
        (
            "What is stored was changed after the paper was issued. Keep the paper as evidence and tell"
            " the office’s internal auditor."
        ),
    ),
    "verify_unknown": ("ไม่พบหนังสือที่มีรหัสนี้", "No paper has this code"),
    "verify_unknown_text": (
        (
            "ไม่มีหนังสือที่ออกจากระบบนี้ใช้รหัส {code} ตรวจตัวอักษรทีละตัวกับกระดาษอีกครั้ง "
            "หากตรงทุกตัวแล้ว โปรดสอบถามสำนักงานที่ออกหนังสือ"
        ),
        (
            "No paper issued here has the code {code}. Compare it with the paper, sign by sign. If "
            "every sign is right, ask the office that issued the paper."
        ),
    ),
    "verify_not_a_code": ("ยังไม่ใช่รหัสที่ครบถ้วน", "This is not a whole code"),
    "verify_not_a_code_text": (
        "รหัสมีสิบหกตัว เป็นตัวเลขและอักษรอังกฤษ ที่พิมพ์มาอ่านได้ {count} ตัว",
        "A code has sixteen signs, digits and Latin letters. What was typed has {count}.",
    ),
    "verify_told": ("สิ่งที่สำนักงานบันทึกไว้", "What the office recorded"),
    "verify_office": ("สำนักงาน", "Office"),
    "verify_kind": ("ชนิดของหนังสือ", "Kind of paper"),
    "verify_number": ("เลขที่", "Number"),
    "verify_register": ("ในทะเบียน{kind}", "In the register “{kind}”"),
    "verify_dated": ("ลงวันที่", "Dated"),
    "verify_subject": ("เรื่อง", "Subject"),
    "verify_signed": ("ลงนามเมื่อ", "Signed"),
    "verify_in_system": ("ลงนามในระบบด้วยรหัสผ่าน", "signed in the system with a password"),
    "verify_on_paper": ("ลงนามบนกระดาษแล้วสแกนเก็บไว้", "signed on paper, and its scan kept"),
    "verify_issued": ("ออกเลขเมื่อ", "Issued"),
    "verify_entry": ("รายการในประวัติ", "Entry of the history"),
    "verify_sha256": ("SHA-256 ของข้อความที่ลงนาม", "SHA-256 of the signed text"),
    "verify_checks": ("ผลการตรวจทีละข้อ", "Each check"),
    "check_entry": (
        "ประวัติยังมีรายการที่หนังสือนี้รับรอง และเนื้อหาไม่เปลี่ยน",
        "The history still has the entry that the paper attests, unchanged",
    ),
    "check_chain": (
        "รายการทั้งหมดก่อนหน้านั้นต่อกันครบ ไม่ขาดหาย ไม่ถูกแก้ไข",
        "All entries before it follow one another, none missing, none changed",
    ),
    "check_text": ("ข้อความที่ลงนามยังเป็นข้อความเดิมทุกตัวอักษร", "The signed text is the same to the letter"),
    "check_code": (
        "คำนวณรหัสจากสิ่งที่เก็บไว้ แล้วได้รหัสเดียวกับบนกระดาษ",
        "Reckoned again from what is kept, the code is that on the paper",
    ),
    "check_result_holds": ("ผ่าน", "holds"),
    "check_result_fails": ("ไม่ผ่าน", "does not hold"),
    "check_result_destroyed": ("ถูกทำลายตามคำสั่ง", "destroyed by order"),
    "verify_destroyed": (
        "เนื้อหาของหนังสือฉบับนี้ถูกทำลายตามคำสั่งที่ {order} เมื่อ {day} ค่า SHA-256 ของเนื้อหายังอยู่ในประวัติและในรหัสนี้",
        (
            "The text of this paper was destroyed by order {order} on {day}. "
            "Its SHA-256 still stands in the history and in this code."
        ),
    ),
    "check_result_not_reached": ("ไม่ได้ตรวจต่อ", "not reached"),
    "help_verify": (
        "ใครก็ตรวจได้โดยไม่ต้องเข้าสู่ระบบ พิมพ์รหัสที่ท้ายกระดาษหรือสแกนคิวอาร์ แล้วเทียบเลขที่ วันที่ และเรื่องกับกระดาษในมือ",
        (
            "Anybody may check a paper. Type the code at its foot or scan the QR, then compare "
            "number, date and subject with the paper in your hand."
        ),
    ),
}
TH: Final = {key: thai for key, (thai, _) in _BOTH.items()}
EN: Final = {key: english for key, (_, english) in _BOTH.items()}

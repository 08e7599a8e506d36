"""The words of the page for keeping and destroying papers, in Thai and English."""

from typing import Final

_BOTH: Final[dict[str, tuple[str, str]]] = {
    "retention_help": (
        (
            "กำหนดว่าเอกสารแต่ละประเภทเก็บกี่ปี ดูเรื่องที่ครบอายุการเก็บ และระงับเรื่องที่ยังทำลายไม่ได้"
            " ระบบไม่ทำลายสิ่งใดเอง ดาวน์โหลดบัญชีเสนอให้อนุมัติก่อน แล้วผู้ดูแลเครื่องแม่ข่ายจึงทำลายตามคำสั่ง"
        ),
        (
            "Set for how long each kind is kept, see what is past its term, hold back what may not go yet."
            " Nothing is destroyed by itself: the list is approved, then the order carried out on the server."
        ),
    ),
    "retention_done_term": ("กำหนดอายุการเก็บแล้ว", "The term is set."),
    "retention_done_same": (
        "ประเภทนี้กำหนดไว้เช่นนี้อยู่แล้ว ไม่มีสิ่งใดเปลี่ยน",
        "This kind has that term already; nothing was changed.",
    ),
    "retention_done_held": (
        "ระงับการทำลายแล้ว เรื่องเหล่านี้จะไม่อยู่ในบัญชีจนกว่าจะเลิกระงับ",
        "Held back: they are not on the list until they are released.",
    ),
    "retention_done_released": ("เลิกระงับการทำลายแล้ว", "Released."),
    "retention_past": ("ครบอายุการเก็บ ณ {day}", "Past their term on {day}"),
    "retention_past_count": (
        "{count} เรื่องครบอายุการเก็บ ไม่นับเรื่องที่ระงับไว้และที่ทำลายไปแล้ว",
        "{count} past their term, without those held back or destroyed before",
    ),
    "retention_past_none": (
        "ยังไม่มีเรื่องใดครบอายุการเก็บ ไม่มีสิ่งใดต้องเสนอทำลาย",
        "Nothing is past its term; there is nothing to propose.",
    ),
    "retention_unseen": (
        "อีก {count} เรื่องเป็นหนังสือลับที่บัญชีนี้ไม่มีสิทธิเห็น จึงไม่อยู่ในตาราง ผู้อำนวยการเขตเห็นครบ",
        "{count} more are secret papers that this account may not see. The area director sees all.",
    ),
    "retention_kind": ("ประเภท", "Kind"),
    "retention_year": ("ปีงบประมาณ", "Fiscal year"),
    "retention_items": ("เรื่อง", "Papers"),
    "retention_files": ("ไฟล์", "Files"),
    "retention_size": ("ขนาด", "Size"),
    "retention_texts": ("ข้อความที่ลงนาม", "Signed texts"),
    "retention_sum": ("รวม", "All"),
    "retention_list": ("บัญชีหนังสือขอทำลาย", "List proposed for destruction"),
    "retention_download": ("ดาวน์โหลดบัญชีหนังสือขอทำลาย (Excel)", "Download the list (Excel)"),
    "retention_download_one": ("Excel", "Excel"),
    "retention_download_of": ("บัญชีของ{kind} ปีงบประมาณ {year}", "list of {kind}, fiscal year {year}"),
    "retention_download_most": (
        "ไฟล์หนึ่งมีได้ {count} เรื่อง ดาวน์โหลดแยกตามประเภทและปีในตาราง",
        "One file holds {count} papers: download by kind and year from the table.",
    ),
    "retention_cut": (
        "แสดง {count} เรื่องแรก ยังมีอีก ดาวน์โหลดแยกตามประเภทและปีงบประมาณ",
        "The first {count}; there are more: download by kind and fiscal year",
    ),
    "retention_destroy": ("ทำลายตามคำสั่ง", "Destroying by order"),
    "retention_destroy_why": (
        "การทำลายเรียกคืนไม่ได้ จึงไม่มีปุ่มในหน้านี้ เมื่อบัญชีได้รับอนุมัติแล้ว ผู้ดูแลสั่งที่เครื่องแม่ข่ายพร้อมเลขที่คำสั่ง ณ วันที่ของบัญชี",
        "It cannot be taken back, so no button does it. The approved list is carried out on the server:",
    ),
    "retention_destroy_order": ("เลขที่คำสั่ง", "the order"),
    "retention_destroy_confirm": (
        "คำสั่งนี้แสดงสิ่งที่จะทำลายให้ตรวจก่อน การทำลายจริงต้องเติม",
        "This shows what would go. To destroy it, add",
    ),
    "retention_destroy_goes": (
        "ที่หายไป: ไฟล์ที่เรื่องอื่นไม่ใช้ ร่าง ข้อความของหนังสือที่ลงนาม ความเห็น และเรื่องแจ้ง",
        "What goes: files that nothing else needs, drafts, the text of signed papers, comments and notices.",
    ),
    "retention_destroy_stays": (
        "ที่คงอยู่: ชื่อและเลขของเรื่อง เงิน มติ สิ่งที่ต้องส่ง และประวัติทั้งหมดพร้อมค่า SHA-256 ของสิ่งที่ทำลาย ซึ่งยังตรวจสอบได้ครบ",
        "What stays: names, numbers, money, resolutions, the whole history, the SHA-256 of what went.",
    ),
    "retention_held": ("ระงับการทำลายไว้", "Held back from destruction"),
    "retention_held_count": ("{count} เรื่อง", "{count} papers"),
    "retention_held_none": ("ไม่มีเรื่องที่ระงับไว้", "Nothing is held back."),
    "retention_held_none_here": ("หน้านี้ไม่มีเรื่องแล้ว", "There is nothing on this page."),
    "retention_held_first": ("กลับไปหน้าแรกของรายการ", "To the first page of the list"),
    "retention_code": ("รหัสเรื่อง", "Code"),
    "retention_title": ("เรื่อง", "Paper"),
    "retention_reason": ("เหตุผล", "Reason"),
    "retention_since": ("ตั้งแต่", "Since"),
    "retention_hold": ("ระงับการทำลาย", "Hold back"),
    "retention_hold_codes": ("รหัสเรื่องที่ระงับ", "Codes of the papers"),
    "retention_hold_codes_hint": (
        "หนึ่งรหัสต่อบรรทัด หรือคั่นด้วยจุลภาค ระงับได้แม้ยังไม่ครบอายุการเก็บ",
        "One in each line, or with commas between; also of papers whose term is not over",
    ),
    "retention_hold_reason_hint": (
        "เช่น อยู่ระหว่างการตรวจสอบของ สตง. เหตุผลบันทึกในประวัติ",
        "Such as: under audit. It is told in the history",
    ),
    "retention_release": ("เลิกระงับเรื่องที่เลือก", "Release what is chosen"),
    "retention_release_hint": (
        "เลือกเรื่องในตาราง แล้วกรอกเหตุผลและเลขที่คำสั่ง",
        "Choose papers in the table; then give the reason and the order",
    ),
    "retention_release_reason_hint": ("เช่น ตรวจสอบเสร็จแล้ว", "Such as: the audit is done"),
    "retention_terms": ("อายุการเก็บแต่ละประเภท", "The term of each kind"),
    "retention_terms_lead": (
        "นับจากวันที่เรื่องสิ้นสุด ค่าเริ่มต้นคือ 10 ปี ตามระเบียบสำนักนายกรัฐมนตรีว่าด้วยงานสารบรรณ ข้อ 57",
        "Counted from the day on which an item ended; ten years unless set, by the rules on office papers",
    ),
    "retention_years": ("เก็บ", "Kept"),
    "retention_years_many": ("{count} ปี", "{count} years"),
    "retention_for_ever": ("ตลอดไป", "for ever"),
    "retention_by": ("กำหนดโดย", "Set by"),
    "retention_by_office": ("สำนักงาน", "the office"),
    "retention_by_default": ("ค่าเริ่มต้น", "usual"),
    "retention_set": ("กำหนดอายุการเก็บ", "Set a term"),
    "retention_set_years": ("เก็บกี่ปี", "Years"),
    "retention_set_years_hint": ("1 ถึง {longest} หรือพิมพ์ ตลอดไป", "1 to {longest}, or “forever”"),
}
TH: Final = {key: thai for key, (thai, _) in _BOTH.items()}
EN: Final = {key: english for key, (_, english) in _BOTH.items()}

"""What is said about papers that cannot be changed, signed or numbered, and about their emblem."""

from collections.abc import Mapping

# (title, sentence, what to do next)
PAPERS_TH: Mapping[str, tuple[str, str, str]] = {
    "paper_fixed": (
        "แก้ไขหนังสือไม่ได้ในขั้นนี้",
        "หนังสือ {code} อยู่ที่ขั้น “{state}” จึงแก้ไขข้อความหรือลงนามไม่ได้",
        "หากต้องแก้ ให้ผู้มีอำนาจส่งกลับแก้ไขก่อน หากจะลงนาม ให้รอจนหนังสือถึงผู้ลงนาม",
    ),
    "asked_already": (
        "วันนี้แจ้งผู้ที่ยังไม่รับทราบไปแล้ว",
        "{by} แจ้งผู้ที่ยังไม่รับทราบหนังสือ {code} อีกครั้งแล้วเมื่อ {at}",
        "แจ้งได้วันละหนึ่งครั้ง หากยังไม่ครบ แจ้งอีกครั้งได้ในวันถัดไป",
    ),
    "register_not_upward": (
        "เลขเริ่มต้นนี้ใช้ไม่ได้",
        "ทะเบียนใช้เลขไปแล้วถึง {number} จึงเริ่มจากเลขที่น้อยกว่าหรือเท่าเดิมไม่ได้",
        "ตรวจเลขสุดท้ายในทะเบียนกระดาษ แล้วกรอกเลขที่มากกว่านี้",
    ),
    "register_void_already": (
        "เลขนี้ยกเลิกไปแล้ว",
        "เลขที่ {number} ถูกยกเลิกไว้แล้วและยังคงอยู่ในทะเบียน",
        "ดูเหตุผลที่ยกเลิกในทะเบียน",
    ),
    "register_of_paper": (
        "เลขนี้เป็นของหนังสือในระบบ",
        "เลขที่ {number} ยกเลิกได้พร้อมกับหนังสือเท่านั้น",
        "เปิดหนังสือฉบับนั้น แล้วยกเลิกหนังสือพร้อมเหตุผล",
    ),
    "register_other_year": (
        "หนังสือมีเลขของปีอื่นแล้ว",
        "หนังสือนี้ใช้เลขที่ {number} ซึ่งเป็นของปีปฏิทินอื่น และเลขไม่ใช้ซ้ำ",
        "ลงวันที่ในปีเดียวกับเลข หรือยกเลิกหนังสือแล้วร่างใหม่",
    ),
    "unknown_number": ("ไม่พบเลขนี้", "ทะเบียนของสำนักงานไม่มีรายการ {number}", "เปิดทะเบียนแล้วเลือกเลขที่ต้องการ"),
    "evidence_unreadable_image": (
        "เปิดภาพไม่ได้",
        "ไฟล์ภาพ {key} เสียหรือไม่ครบ",
        "เปิดภาพในโปรแกรมอื่น บันทึกใหม่เป็น PNG หรือ JPEG แล้วส่งอีกครั้ง",
    ),
    "input_not_fields": (
        "อ่านข้อความของหนังสือไม่ได้",
        "{name}: {detail}",
        "ส่งช่องข้อความตามแบบของหนังสือ",
    ),
    "input_too_many": ("มากเกินไป", "{name}: รับได้ไม่เกิน {detail} รายการ", "ลดจำนวน หรือแนบเป็นเอกสาร"),
    "input_uneven": (
        "จำนวนช่องในตารางไม่เท่ากัน",
        "{name}: แถว “{detail}” มีจำนวนช่องไม่ตรงกับหัวตาราง",
        "แก้แถวนั้นให้ครบทุกช่อง แล้วส่งใหม่",
    ),
}
PAPERS_EN: Mapping[str, tuple[str, str, str]] = {
    "paper_fixed": (
        "The paper cannot be changed at this step",
        "Paper {code} stands at “{state}”, where its text is neither changed nor signed.",
        "To change it, have it sent back first; to sign it, wait until it is before its signer.",
    ),
    "asked_already": (
        "The unread were asked again today already",
        "{by} asked those who have not acknowledged {code} again, {at}.",
        "They can be asked once a day; ask again tomorrow if somebody is still missing.",
    ),
    "register_not_upward": (
        "The register cannot begin there",
        "Numbers up to {number} are taken; it cannot begin at one that is lower or the same.",
        "Look up the last number of the paper register, and give a higher one.",
    ),
    "register_void_already": (
        "This number is void already",
        "Number {number} was made void; it stays in the register.",
        "The register tells why.",
    ),
    "register_of_paper": (
        "The number belongs to a paper kept here",
        "Number {number} becomes void together with its paper only.",
        "Open the paper and void it, with the reason.",
    ),
    "register_other_year": (
        "The paper has a number of another year",
        "This paper has number {number}, of another calendar year, and no number is used again.",
        "Date it in the year of its number, or void it and draft it anew.",
    ),
    "unknown_number": (
        "There is no such number",
        "The office’s registers have no entry {number}.",
        "Open the register and choose the number.",
    ),
    "evidence_unreadable_image": (
        "The picture cannot be opened",
        "The picture {key} is broken or incomplete.",
        "Open it in another program, save it as PNG or JPEG and send it again.",
    ),
    "input_not_fields": (
        "The text of the paper cannot be read",
        "{name}: {detail}",
        "Send the fields of a paper.",
    ),
    "input_too_many": (
        "Too many",
        "{name}: at most {detail} are taken.",
        "Leave some out, or attach a document.",
    ),
    "input_uneven": (
        "A row of the table does not fit",
        "{name}: the row “{detail}” has another number of cells than the heading.",
        "Complete the row and send it again.",
    ),
}

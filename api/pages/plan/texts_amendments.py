"""The words of the pages about amendments, in both languages."""

from typing import Final

_BOTH: Final[dict[str, tuple[str, str]]] = {
    "amendments_title": ("การปรับแผนปีงบประมาณ {year}", "Amendments of {year}"),
    "amendments_help": (
        "ทุกครั้งที่ปรับแผนระหว่างปี ดูได้ว่าอยู่ขั้นใดและโยกเงินเท่าใด กดชื่อเพื่อดูบัญชีก่อนและหลัง",
        "Every change of the plan: where it stands and what it moves. Press a title for before and after.",
    ),
    "amendments_help_way": (
        "ทำบัญชีปรับแผนให้ยอดลดเท่ากับยอดเพิ่ม แล้วส่งต่อตามขั้นตอนในหน้าเรื่อง",
        "Write the list so that it balances, then take its steps on its own page.",
    ),
    "amendments_none": ("ปีนี้ยังไม่มีการปรับแผน", "No amendments this year"),
    "amendments_none_lead": (
        "วงเงินที่อนุมัติแล้วเปลี่ยนได้ด้วยการปรับแผนเท่านั้น",
        "Approved amounts change only by an amendment.",
    ),
    "amendment_since": ("ตั้งแต่", "Since"),
    "amendment_given": ("ยอดลด (บาท)", "Given up (baht)"),
    "amendment_gained": ("ยอดเพิ่ม (บาท)", "Gained (baht)"),
    "amendment_net": ("สุทธิ (บาท)", "Net (baht)"),
    "amendment_new": ("เสนอปรับแผนใหม่", "New amendment"),
    "amendment_new_help": (
        "ตั้งชื่อและเลือกกลุ่มที่ขอ แล้วระบบจะเปิดตารางให้กรอกจำนวนใหม่ของแต่ละรายการ",
        "Name it and choose the group that asks. Next you fill in the new amount of each line.",
    ),
    "amendment_name": ("ชื่อเรื่อง", "Title"),
    "amendment_name_hint": ("เช่น ปรับแผนกลางปี ครั้งที่ 2", "Such as: Mid-year amendment, second"),
    "amendment_group": ("กลุ่มที่ขอ", "Asked for by"),
    "amendment_whole": ("ทั้งแผน (กลุ่มนโยบายและแผน)", "The whole plan (planning group)"),
    "amendment_open": ("เปิดเรื่องและกรอกบัญชี", "Open and fill in"),
    "amendment_help": (
        "ตารางนี้คือบัญชีก่อนและหลังที่แนบเสนอที่ประชุม พิมพ์หรือดาวน์โหลดได้ ขั้นตอนต่อไปอยู่ที่หน้าเรื่อง",
        "Before and after, as put to the meeting; print or download it. The next step is on the item’s page.",
    ),
    "amendment_saved": ("บันทึกบัญชีปรับแผนแล้ว", "The list has been saved."),
    "amendment_adopted": ("มีผลตั้งแต่ {day}", "in force from {day}"),
    "amendment_edit": ("แก้บัญชีปรับแผน", "Edit the list"),
    "amendment_steps": ("ไปยังขั้นตอนของเรื่อง", "To the item’s steps"),
    "amendment_before_after": ("บัญชีปรับแผน ก่อนและหลัง", "Before and after"),
    "amendment_col_project": ("เลขที่", "Number"),
    "amendment_before": ("ก่อนปรับ (บาท)", "Before (baht)"),
    "amendment_change": ("เปลี่ยนแปลง (บาท)", "Change (baht)"),
    "amendment_after": ("หลังปรับ (บาท)", "After (baht)"),
    "amendment_empty": ("ยังไม่มีรายการในบัญชี", "Nothing is listed yet"),
    "amendment_empty_lead": ("กด “แก้บัญชีปรับแผน” เพื่อเริ่มกรอก", "Press “Edit the list” to begin."),
    "amendment_adds_up": ("ยอดลดเท่ากับยอดเพิ่ม และไม่เกินกรอบวงเงิน", "It balances and stays within its limits."),
    "amendment_weight": ("ยอดลดกับยอดเพิ่ม", "What it moves"),
    "amendment_nothing_yet": ("ยังไม่ได้เปลี่ยนจำนวนใด", "No amount has been changed yet."),
    "amendment_theirs": ("บัญชีที่มีผู้บันทึกไว้ระหว่างที่ท่านพิมพ์", "What somebody saved meanwhile"),
    "amendment_their_after": ("หลังปรับ ที่บันทึกไว้ (บาท)", "After, as saved (baht)"),
    "amendment_your_after": ("หลังปรับ ที่ท่านพิมพ์ (บาท)", "After, as you typed (baht)"),
    "amendment_theirs_lead": (
        "ช่องด้านล่างเป็นจำนวนที่ท่านพิมพ์ แก้ให้ตรงกับที่ตกลงกัน แล้วกดบันทึกบัญชีอีกครั้ง",
        "Below is what you typed. Bring it to what you both agree on and save again.",
    ),
    "amendment_theirs_same": ("จำนวนตรงกับที่ท่านพิมพ์ทุกรายการ", "It is the same as what you typed."),
    "amendment_unsaved": ("ยังไม่ได้บันทึก กดบันทึกเพื่อเก็บบัญชีนี้", "Not saved yet."),
    "amendment_save": ("บันทึกบัญชี", "Save the list"),
    "amendment_weigh": ("คำนวณยอด (ยังไม่บันทึก)", "Reckon without saving"),
    "amendment_changed": ("โครงการที่ปรับ ({count})", "Projects changed ({count})"),
    "amendment_pick": (
        "เปิดรายชื่อกลุ่มด้านล่าง แล้วพิมพ์จำนวนใหม่ในช่อง “หลังปรับ”",
        "Open a group below and type new amounts under “After”.",
    ),
    "amendment_others": ("เพิ่มโครงการเข้าบัญชี", "Add a project to the list"),
    "amendment_entering": ("ข้อเสนอที่รอบรรจุในแผน", "Proposals that wait to be included"),
    "amendment_stop": ("หยุดโครงการ", "Stop the project"),
    "amendment_spoken_for": ("เบิกหรือกันแล้ว", "Paid or kept"),
    "amendment_left": ("โอนออกได้", "Can be given up"),
    "amendment_new_money": ("เงินใหม่ที่นำมาใช้", "New money"),
    "amendment_tranche": ("งวดที่นำมาใช้", "Tranche"),
    "amendment_no_new_money": ("ไม่ใช้เงินใหม่ (โอนภายในแผน)", "None: money moves within the plan"),
    "amendment_planned_on": ("ให้มีผลวันที่", "To hold from"),
    "amendment_fixed": (
        (
            "ท่านอ่านบัญชีนี้ได้ แต่แก้ไม่ได้ เพราะเรื่องเลยขั้นที่แก้บัญชีได้ หรือท่านไม่ใช่ผู้มีหน้าที่แก้ "
            "หากต้องแก้ ให้ผู้มีอำนาจส่งเรื่องกลับแก้ไขก่อน"
        ),
        (
            "You can read this list but not change it: its stage is past, or it is not yours to change. "
            "To change it, have it sent back first."
        ),
    ),
    "amendment_edit_help": (
        "พิมพ์จำนวนใหม่ในช่อง “หลังปรับ” เฉพาะรายการที่เปลี่ยน ช่องว่างคือไม่เปลี่ยน",
        "Type new amounts under “After” where something changes. Empty means unchanged.",
    ),
    "amendment_edit_stop": (
        "“หยุดโครงการ” ลดทุกรายการเหลือเท่าที่เบิกหรือกันไว้แล้ว",
        "“Stop the project” leaves each line what is paid or kept.",
    ),
    "amendment_edit_in": (
        "บรรจุข้อเสนอใหม่โดยกรอกจำนวนที่ให้ในหัวข้อ “ข้อเสนอที่รอบรรจุในแผน”",
        "Bring in a proposal by giving it amounts under “Proposals that wait to be included”.",
    ),
    "amendment_edit_weigh": (
        "กด “คำนวณยอด” เพื่อดูว่ายอดลดเท่ากับยอดเพิ่มหรือไม่ก่อนบันทึก",
        "“Reckon” shows whether it balances before you save.",
    ),
}
TH: Final = {key: thai for key, (thai, _) in _BOTH.items()}
EN: Final = {key: english for key, (_, english) in _BOTH.items()}

"""The words of these pages, in Thai and English."""

from typing import Final

_BOTH: Final[dict[str, tuple[str, str]]] = {
    "help_item": (
        (
            "หน้านี้บอกว่าเรื่องอยู่ขั้นใด ใครทำอะไรต่อ และยังขาดอะไร กดชื่อขั้นตอนเพื่อเปิดแบบกรอก "
            "กรอกหรือแนบสิ่งที่ขาด แล้วกดปุ่มท้ายแบบ หากยังไม่พร้อมให้กด “บันทึกข้อมูลไว้ก่อน” "
            "ฝากข้อความถึงผู้เกี่ยวข้องได้โดยพิมพ์ @ ตามด้วยชื่อ"
        ),
        (
            "This page tells where the matter stands, who does what next and what is missing. Open a step, "
            "attach what it asks for and press the button below it, or record it for later. "
            "Call somebody with @ and a name."
        ),
    ),
    "help_checkpoints": (
        (
            "ทุกวันระบบลงนามดิจิทัลว่าประวัติของสำนักงานถึงรายการใด เก็บจุดตรวจสอบไว้นอกระบบ "
            "แล้วตรวจภายหลังได้ว่าไม่มีผู้ใดแก้ไข ลบ หรือเขียนประวัติใหม่ แม้เป็นผู้ดูแลฐานข้อมูล"
        ),
        (
            "Each day where the office’s history ends is signed. Keep the checkpoints elsewhere, and anybody "
            "can check later that nobody changed or rewrote it, not even with the database in hand."
        ),
    ),
    "item_pack": ("ชุดหลักฐานทั้งหมด (ZIP)", "Evidence pack (ZIP)"),
    "item_pack_hint": (
        "ประวัติ เอกสาร หนังสือ และตัวตรวจที่ใช้ได้โดยไม่ต้องมีระบบนี้",
        "history, documents and papers, with what checks them without this program",
    ),
    "checkpoints_title": ("จุดตรวจสอบประวัติ", "Checkpoints of the history"),
    "checkpoints_lead": (
        "ลายเซ็นรับรองว่าประวัติถึงรายการนั้นเป็นอย่างไร ด้วยกุญแจที่ไม่ได้อยู่ในฐานข้อมูล",
        "Signatures of what the history was up to an entry, by a key that is not in the database.",
    ),
    "checkpoints_signed": ("ที่ลงนามแล้ว", "Signed"),
    "checkpoints_upto": ("ถึงรายการที่ {seq}", "up to entry {seq}"),
    "checkpoints_note": ("ข้อความที่ลงนาม", "The signed note"),
    "checkpoints_none": ("ยังไม่มีจุดตรวจสอบ ระบบลงนามวันละครั้ง", "None yet; one is signed each day."),
    "checkpoints_keys": ("กุญแจสาธารณะ", "Public keys"),
    "checkpoints_keys_lead": (
        "จดหรือเผยแพร่กุญแจนี้ไว้นอกระบบ เพื่อใช้ตรวจลายเซ็น",
        "Keep or publish these elsewhere: signatures are checked with them.",
    ),
    "checkpoints_since": ("ใช้ตั้งแต่ {at}", "since {at}"),
    "entry_proof": ("หลักฐานว่ารายการนี้อยู่ในประวัติ", "Proof that it is in the history"),
    "talk_title": ("ข้อความถึงกัน", "Conversation"),
    "talk_none": ("ยังไม่มีข้อความ", "Nothing has been said yet"),
    "talk_write": ("เขียนข้อความ", "Write a message"),
    "talk_hint": (
        "ทุกคนที่เห็นเรื่องนี้อ่านได้ พิมพ์ @ ตามด้วยชื่อเพื่อแจ้งคนใดคนหนึ่ง ข้อความไม่ใช่คำสั่งหรือความเห็นตามขั้นตอน",
        "Everybody who sees this item can read it. Type @ and a name to tell somebody. It decides nothing.",
    ),
    "talk_choose": ("เลือกผู้ที่จะแจ้ง", "Choose whom to tell"),
    "talk_tell": ("แจ้งผู้เกี่ยวข้อง", "Tell people concerned"),
    "talk_called": ("แจ้งถึง", "Told"),
    "talk_send": ("ส่งข้อความ", "Send"),
    "talk_withdraw": ("ถอนข้อความ", "Take back"),
    "talk_withdrawn": ("ถอนข้อความแล้วเมื่อ {at}", "Taken back {at}"),
    "files_title": ("ไฟล์แนบ", "Files"),
    "files_none": ("ยังไม่มีไฟล์แนบ", "No file has been attached"),
    "files_add": ("แนบไฟล์", "Attach a file"),
    "files_as": ("เป็นเอกสารใด", "What it is"),
    "files_file": ("ไฟล์", "File"),
    "files_send": ("แนบไฟล์นี้", "Attach it"),
    "files_hash": ("ลายนิ้วมือของไฟล์", "Fingerprint of the file"),
    "files_unknown": ("ไม่ทราบชนิด", "Unknown kind"),
    "duties_done": ("เสร็จแล้ว {count} รายการ", "{count} done"),
    "today_acknowledge": ("เปิดอ่านและรับทราบ", "Read and acknowledge"),
    "today_passed_rest": ("ดูอีก {count} เรื่อง", "{count} more"),
    "way_proposal": ("ข้อเสนอโครงการ", "The proposal"),
    "way_report": ("แบบรายงานโครงการ", "The project report"),
    "way_row": ("เงินและแผนของโครงการนี้", "Its money in the plan"),
    "way_quarter": ("เปิดหน้ารายไตรมาส", "Open the quarter"),
    "way_annual_plan": ("เปิดแผนปฏิบัติการ", "Open the annual plan"),
    "way_annual_report": ("เปิดรายงานประจำปี", "Open the annual report"),
    "way_expenditure_analysis": ("เปิดแบบสำรวจรายรับ-รายจ่าย", "Open the survey of income and expense"),
    "way_meeting": ("เปิดหน้าการประชุม", "Open the meeting"),
    "way_plan_amendment": ("เปิดรายการปรับแผน", "Open the amendment"),
    "related_title": ("เรื่องที่เกี่ยวข้อง", "Related"),
    "related_parent": ("อยู่ภายใต้", "Part of"),
    "related_children": ("เรื่องภายใต้", "Holds"),
    "related_changed_by": ("ปรับแผนที่เปลี่ยนเรื่องนี้", "Amendments that change it"),
    "related_changes": ("โครงการที่เปลี่ยน", "Projects it changes"),
    "related_merged_into": ("รวมเข้ากับ", "Merged into"),
    "related_merged_from": ("รวมมาจาก", "Merged from"),
    "related_agenda": ("เรื่องในวาระ", "On its agenda"),
    "related_meetings": ("การประชุมที่พิจารณา", "Meetings that took it up"),
    "related_more": ("ดูทั้งหมด", "See all"),
    "help_items": (
        (
            "พิมพ์บางส่วนของชื่อหรือเลขที่ เลือกประเภทและขั้นตอน รายการแสดงเฉพาะเรื่องที่ท่านมีสิทธิเห็น "
            "กรองแล้วบันทึกเป็นมุมมองของท่าน ครั้งหน้าเปิดได้ในครั้งเดียว"
        ),
        (
            "Type part of a title or code, choose kind and state. You see what is yours to see. Keep "
            "a filtered list as a view of your own and open it with one click next time."
        ),
    ),
    "help_history": (
        (
            "ทุกอย่างที่ทำในสำนักงาน รายการใหม่อยู่บนสุด แก้ไขหรือลบไม่ได้ กด “ตรวจสายประวัติเดี๋ยวนี้” "
            "เพื่อให้ระบบคำนวณทุกรายการใหม่และบอกว่ามีรายการใดถูกแก้ไขหรือไม่"
        ),
        (
            "All that was done in the office, the newest first; nothing can be changed or removed. "
            "The check reckons every entry anew and says whether any was altered."
        ),
    ),
}
TH: Final = {key: thai for key, (thai, _) in _BOTH.items()}
EN: Final = {key: english for key, (_, english) in _BOTH.items()}

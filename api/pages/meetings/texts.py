"""The words of the list of meetings, of a meeting's page and of a new one, in Thai and English."""

from typing import Final

_BOTH: Final[dict[str, tuple[str, str]]] = {
    "meetings_title": ("การประชุม", "Meetings"),
    "meetings_body": ("คณะกรรมการ", "Committee or board"),
    "meetings_all_bodies": ("ทุกคณะ", "All bodies"),
    "meetings_year": ("ปีปฏิทิน", "Calendar year"),
    "meetings_all_years": ("ทุกปี", "All years"),
    "meetings_new": ("ประชุมใหม่", "New meeting"),
    "meetings_outside": ("บันทึกมติคณะกรรมการภายนอก", "Record an outside board's resolution"),
    "meetings_waits": ("เรื่องที่รอเข้าประชุม", "Waiting for a meeting"),
    "meetings_waits_count": ("{count} เรื่อง", "{count} papers"),
    "meetings_more": ("และอีก {count} รายการ", "and {count} more"),
    "meetings_call": ("นัดประชุมคณะนี้", "Call a meeting"),
    "meetings_record_outside": ("บันทึกมติของคณะนี้", "Record its resolution"),
    "meetings_coming": ("การประชุมที่จะถึง", "Meetings to come"),
    "meetings_none_coming": ("ยังไม่มีการประชุมที่นัดไว้", "No meeting is planned."),
    "meetings_past": ("การประชุมที่ผ่านมา", "Past meetings"),
    "meetings_none_past": ("ยังไม่มีการประชุมในช่วงนี้", "No meetings here yet."),
    "meetings_bodies": ("คณะกรรมการของสำนักงาน", "Bodies of the office"),
    "meetings_internal": ("คณะกรรมการภายในสำนักงาน", "The office's own committee"),
    "meetings_external": ("คณะกรรมการภายนอก (บันทึกมติ)", "Outside board (resolutions are recorded)"),
    "meetings_col_meeting": ("การประชุม", "Meeting"),
    "meetings_col_day": ("วันประชุม", "Day"),
    "meetings_col_place": ("สถานที่", "Place"),
    "meetings_help_list": (
        (
            "หน้านี้รวมการประชุมทุกคณะ เลือกคณะหรือปีเพื่อดูเฉพาะที่ต้องการ"
            " เรื่องที่รอเข้าประชุมอยู่ด้านบน กดชื่อการประชุมเพื่อจัดวาระหรือบันทึกมติ"
        ),
        (
            "Meetings of every body. Choose a body or a year to see fewer. What waits for a meeting"
            " stands on top; open a meeting to build its agenda or to record resolutions."
        ),
    ),
    "meetings_help_new": (
        "เลือกคณะก่อน ระบบจะบอกประธาน เลขานุการ และครั้งที่ถัดไปของปีปฏิทิน แล้วกรอกวัน เวลา และสถานที่",
        (
            "Choose the body first: its chair, secretary and next number are shown. Then give day,"
            " time and place."
        ),
    ),
    "meetings_help_preparing": (
        (
            "จัดระเบียบวาระ: กด “เพิ่ม” ทีละเรื่องหรือดึงทั้งหมด ลากหรือใช้ปุ่มลูกศรเพื่อเรียงลำดับ"
            " แล้วออกหนังสือเชิญในหัวข้อ “การดำเนินการ” ถึงวันประชุม บันทึกผู้มาประชุม แล้วกด “บันทึกการประชุม”"
        ),
        (
            "Build the agenda: add papers one by one or all at once, order them by dragging or with"
            " the arrows, then send the invitations under “What can be done”. On the day, record who"
            " came and then the meeting."
        ),
    ),
    "meetings_help_running": (
        (
            "บันทึกผู้มาประชุมก่อน แล้วบันทึกมติทีละวาระ แต่ละวาระบันทึกแยกกัน"
            " เลขานุการสองคนช่วยกันบันทึกได้ รายการด้านบนบอกสิ่งที่ยังขาดก่อนปิดการประชุม"
        ),
        (
            "Record who came, then the resolution of each entry. Every entry is saved by itself, so"
            " that two secretaries can share the work. The list on top says what is missing before"
            " closing."
        ),
    ),
    "meetings_help_closed": (
        "มติมีผลกับทุกเรื่องแล้ว ขั้นต่อไปคือจัดทำรายงานการประชุม ลงนาม และแจ้งเวียน",
        "The resolutions have taken effect. Next come the minutes: draft, sign and circulate them.",
    ),
    "meetings_help_over": (
        "รายงานการประชุมอยู่ด้านข้าง ผู้ที่ได้รับแจ้งเวียนกด “อ่านแล้ว รับทราบ” การประชุมครั้งถัดไปรับรองรายงาน",
        (
            "The minutes are at the side. Whoever was asked to read them says so; the next meeting"
            " adopts them."
        ),
    ),
    "meetings_new_not_hers": (
        "การนัดประชุมเป็นหน้าที่ของเลขานุการคณะกรรมการ เจ้าหน้าที่แผน หรือ ผอ.กลุ่มนโยบายและแผน",
        ("Meetings are called by the committee's secretary, the planning officer or the planning director."),
    ),
    "meetings_choose_body": ("เลือกคณะนี้", "Choose"),
    "meetings_no_seats": ("ยังไม่มีรายชื่อกรรมการในระบบ", "No members are recorded here."),
    "meetings_see_members": ("ดูรายชื่อกรรมการ", "See the members"),
    "meetings_required": ("(ต้องกรอก)", "(required)"),
    "meetings_held_on": ("วันประชุม", "Day of the meeting"),
    "meetings_number": ("ครั้งที่", "Number"),
    "meetings_number_hint": (
        "เว้นว่างไว้ ระบบจะให้เลขถัดไป (ปี {year} คือครั้งที่ {number})",
        "Leave empty for the next one ({number} in {year})",
    ),
    "meetings_begins": ("เริ่มเวลา", "Begins"),
    "meetings_begins_hint": ("เช่น 09.30 น.", "Such as 09.30"),
    "meetings_ends": ("เลิกเวลา", "Ends"),
    "meetings_place": ("สถานที่", "Place"),
    "meetings_plan": ("เป็นการประชุมของแผน", "Belongs to the plan"),
    "meetings_plan_none": ("ไม่ระบุ", "None"),
    "meetings_urgent": ("เหตุเร่งด่วน", "Why it is urgent"),
    "meetings_urgent_hint": (
        "กรอกเมื่อแจ้งล่วงหน้าน้อยกว่าที่สำนักงานกำหนด",
        "Only where less notice is given than the office asks for",
    ),
    "meetings_new_save": ("บันทึกการประชุม แล้วจัดวาระ", "Save and build the agenda"),
    "meetings_item_number": ("ระเบียบวาระที่ {number}", "Item {number}"),
    "meetings_agenda": ("ระเบียบวาระ", "Agenda"),
    "meetings_section_1": ("เรื่องที่ประธานแจ้งให้ที่ประชุมทราบ", "For information"),
    "meetings_section_2": ("รับรองรายงานการประชุม", "Adoption of minutes"),
    "meetings_section_3": ("เรื่องสืบเนื่อง", "Matters arising"),
    "meetings_section_4": ("เรื่องเสนอเพื่อพิจารณา", "For decision"),
    "meetings_section_5": ("เรื่องอื่น ๆ", "Other matters"),
    "meetings_section_empty": ("ยังไม่มีเรื่อง", "Nothing here yet."),
    "meetings_drag_hint": (
        "ลากเรื่องด้วยเมาส์หรือนิ้วเพื่อเปลี่ยนลำดับหรือย้ายวาระ หรือใช้ปุ่ม ↑ ↓",
        "Drag entries by mouse or finger, or use the buttons ↑ ↓.",
    ),
    "meetings_moved_to": ("ย้ายแล้ว กำลังบันทึก", "Moved, saving"),
    "meetings_change": ("แก้ไข", "Change"),
    "meetings_save": ("บันทึก", "Save"),
    "meetings_title_of_entry": ("ชื่อเรื่อง", "Title"),
    "meetings_move_to": ("ย้ายไปวาระ", "Move to"),
    "meetings_move": ("ย้าย", "Move"),
    "meetings_remove": ("นำออกจากวาระ", "Take off the agenda"),
    "meetings_up": ("เลื่อนขึ้น {number}", "Move up {number}"),
    "meetings_down": ("เลื่อนลง {number}", "Move down {number}"),
    "meetings_waits_here": ("เรื่องที่รอคณะนี้", "Waiting for this body"),
    "meetings_waits_none": ("ไม่มีเรื่องรอเข้าวาระ", "Nothing waits for the agenda."),
    "meetings_draw": ("ดึงทั้งหมดเข้าวาระ ({count} เรื่อง)", "Put all {count} on the agenda"),
    "meetings_add": ("เพิ่ม", "Add"),
    "meetings_add_words": ("เพิ่มเรื่องด้วยข้อความหรือรหัส", "Add a matter in words or by code"),
    "meetings_add_other": ("เพิ่มเรื่องอื่น ๆ ระหว่างประชุม", "Add another matter during the meeting"),
    "meetings_under": ("อยู่ในวาระ", "Under"),
    "meetings_item_code": ("รหัสเรื่อง (ถ้ามี)", "Code of the paper, if any"),
    "meetings_item_code_hint": (
        "ถ้าใส่รหัสแล้วไม่ใส่ชื่อ ระบบใช้ชื่อของเรื่องนั้น",
        "With a code and no title, the paper's own title is used",
    ),
    "meetings_mine": ("ส่วนของท่าน", "Your part"),
    "meetings_mine_recused": ("ท่านไม่ร่วมพิจารณา {number}", "You take no part in {number}"),
    "meetings_mine_none": ("ท่านร่วมพิจารณาทุกวาระ", "You take part in every entry."),
    "meetings_papers": ("เอกสารการประชุม", "Papers of the meeting"),
    "meetings_write_invitation": ("ร่างหนังสือเชิญประชุม", "Draft the invitation"),
    "meetings_write_circular": ("ร่างหนังสือแจ้งเวียน", "Draft a circular"),
    "meetings_particulars": ("วัน เวลา สถานที่", "Day, time and place"),
    "meetings_as_item": ("ประวัติและรายละเอียดทั้งหมดของการประชุม", "Full history of this meeting"),
    "meetings_closed_state": ("ปิดการประชุมแล้ว รอรายงานการประชุม", "Closed; the minutes are due"),
    "meetings_back": ("กลับไปหน้าการประชุม", "Back to the meeting"),
    "meetings_done_planned": (
        "นัดประชุมแล้ว ต่อไปจัดระเบียบวาระ",
        "The meeting is planned. Next, build its agenda.",
    ),
    "meetings_done_changed": ("บันทึกวัน เวลา สถานที่แล้ว", "Day, time and place are saved."),
    "meetings_done_drawn": ("ดึงเรื่องที่รอเข้าวาระแล้ว", "Everything that waited is on the agenda."),
    "meetings_done_added": ("เพิ่มเข้าวาระแล้ว", "Added to the agenda."),
    "meetings_done_moved": ("เรียงลำดับวาระแล้ว", "The agenda is in its new order."),
    "meetings_done_worded": ("แก้ชื่อเรื่องแล้ว", "The title is changed."),
    "meetings_done_removed": ("นำออกจากวาระแล้ว เรื่องยังรอเข้าประชุมครั้งอื่น", "Taken off; the paper waits on."),
    "meetings_done_attendance": ("บันทึกการมาประชุมแล้ว", "Attendance is saved."),
    "meetings_done_circulated": ("แจ้งผู้ที่เพิ่งเข้ามาแล้ว", "Those who joined since have been asked."),
    "meetings_done_read": ("บันทึกแล้วว่าท่านอ่านรายงานการประชุม", "Noted that you have read the minutes."),
    "meetings_done_step": ("ดำเนินการแล้ว", "Done."),
    "meetings_done_resolved": ("บันทึกวาระนี้แล้ว", "This entry is saved."),
    "meetings_done_next": ("บันทึกวาระก่อนหน้าแล้ว", "The entry before is saved."),
    "meetings_done_many": ("บันทึกมติของวาระที่เลือกแล้ว", "The chosen entries are saved."),
    "meetings_done_closed": (
        "ปิดการประชุมแล้ว ทุกมติมีผล",
        "The meeting is closed; every resolution is carried out.",
    ),
}
TH: Final = {key: thai for key, (thai, _) in _BOTH.items()}
EN: Final = {key: english for key, (_, english) in _BOTH.items()}

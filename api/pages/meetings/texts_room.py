"""The words of the room, of closing, of minutes, of outside boards and of bodies, in Thai and English."""

from typing import Final

_BOTH: Final[dict[str, tuple[str, str]]] = {
    "meetings_quorum_ok": (
        "ครบองค์ประชุม มา {present} จาก {members} คน",
        "Quorum: {present} of {members} are here",
    ),
    "meetings_quorum_short": (
        "ไม่ครบองค์ประชุม มา {present} จาก {members} คน",
        "No quorum: {present} of {members} are here",
    ),
    "meetings_quorum_unasked": (
        "ยังไม่ได้บันทึกว่าใครมาประชุม (กรรมการ {members} คน)",
        "Nobody is recorded as present yet ({members} members)",
    ),
    "meetings_share": ("ต้องไม่น้อยกว่า {share} ของกรรมการ", "at least {share} of the members are needed"),
    "meetings_attendance": ("ผู้มาประชุม", "Attendance"),
    "meetings_member": ("กรรมการ", "Member"),
    "meetings_came": ("การมาประชุม", "Came"),
    "meetings_came_present": ("มา", "Present"),
    "meetings_came_substitute": ("มีผู้มาแทน", "Substitute"),
    "meetings_came_absent": ("ไม่มา", "Absent"),
    "meetings_came_unsaid": ("ยังไม่บันทึก", "not recorded"),
    "meetings_substitute": ("ผู้มาแทน", "Who came instead"),
    "meetings_why_not": ("เหตุที่ไม่มา", "Why she did not come"),
    "meetings_no_vote": ("ไม่มีสิทธิออกเสียง", "no vote"),
    "meetings_save_attendance": ("บันทึกการมาประชุม", "Save attendance"),
    "meetings_role": ("ตำแหน่งในคณะ", "Seat"),
    "meetings_role_chair": ("ประธาน", "Chair"),
    "meetings_role_vice_chair": ("รองประธาน", "Vice chair"),
    "meetings_role_member": ("กรรมการ", "Member"),
    "meetings_role_secretary": ("เลขานุการ", "Secretary"),
    "meetings_role_assistant_secretary": ("ผู้ช่วยเลขานุการ", "Assistant secretary"),
    "meetings_resolutions": ("มติแต่ละวาระ", "Resolutions, entry by entry"),
    "meetings_each_saved": (
        "แต่ละวาระบันทึกแยกกัน เรื่องจะเคลื่อนเมื่อปิดการประชุมเท่านั้น",
        "Every entry is saved by itself; papers move only when the meeting is closed.",
    ),
    "meetings_many": ("มติเดียวกันหลายวาระ", "One resolution for several entries"),
    "meetings_many_which": ("วาระที่ยังไม่มีมติ", "Entries without a resolution"),
    "meetings_many_all": ("เลือกทั้งหมด", "Choose all"),
    "meetings_many_save": ("บันทึกมติของวาระที่เลือก", "Record for the chosen entries"),
    "meetings_many_none": ("ไม่มีวาระที่รอมติ", "No entry waits for a resolution."),
    "meetings_help_many": (
        ("เลือกวาระที่มีมติเหมือนกัน เช่น บรรจุโครงการตามที่เสนอ แล้วบันทึกครั้งเดียว วาระที่มีรายละเอียดต่างออกไปให้เปิดบันทึกเอง"),
        "Choose entries that were resolved alike and record them at once. Open by itself what differs.",
    ),
    "meetings_not_yet": (
        "ยังบันทึกมติไม่ได้ กลับไปหน้าการประชุม บันทึกผู้มาประชุม แล้วกด “บันทึกการประชุม” ก่อน",
        "No resolution can be recorded yet: go back, record who came, then press “Record the meeting”.",
    ),
    "meetings_undecided": ("ยังไม่มีมติ", "Not resolved yet"),
    "meetings_recused_count": ("ไม่ร่วมพิจารณา {count} คน", "{count} take no part"),
    "meetings_record_entry": ("บันทึกมติ", "Record the resolution"),
    "meetings_show": ("ฉายให้ที่ประชุมดู", "Show to the room"),
    "meetings_entries": ("วาระอื่น", "Other entries"),
    "meetings_entry": ("วาระ", "Entry"),
    "meetings_resolution": ("มติที่ประชุม", "Resolution"),
    "meetings_resolution_no": ("มติที่ {number}/{year}", "resolution {number}/{year}"),
    "meetings_no": ("มติที่ {number}", "No. {number}"),
    "meetings_choice": ("มติ", "What was resolved"),
    "meetings_group_moving": ("มติที่ทำให้เรื่องเคลื่อน", "Moves the paper"),
    "meetings_group_resting": ("บันทึกมติ เรื่องอยู่ที่เดิม", "Recorded; the paper stays"),
    "meetings_text": ("ถ้อยคำของมติ", "Words of the resolution"),
    "meetings_text_hint": ("ข้อความนี้จะอยู่ในรายงานการประชุม", "These words go into the minutes"),
    "meetings_reason": ("เหตุผลหรือเงื่อนไข", "Reason or conditions"),
    "meetings_reason_hint": (
        "ต้องกรอกเมื่อส่งกลับ ไม่เห็นชอบ หรือรวมโครงการ",
        "Required when a paper is sent back, refused or merged",
    ),
    "meetings_amounts": ("วงเงินที่อนุมัติ (บาท)", "Amounts approved (baht)"),
    "meetings_amounts_hint": ("เว้นว่างไว้หากให้ตามที่เสนอ", "Leave empty where what was asked for is approved"),
    "meetings_requested": ("ที่เสนอ", "Asked for"),
    "meetings_merge_into": ("รวมกับโครงการ (เฉพาะมติบูรณาการ)", "Merged into (for a merger only)"),
    "meetings_step_asks": ("ข้อมูลที่ขั้นตอนนี้ต้องใช้", "What the step asks for"),
    "meetings_votes": ("คะแนนเสียง", "Votes"),
    "meetings_votes_hint": (
        "เว้นว่างหากไม่ได้ลงคะแนน ผู้มีสิทธิในวาระนี้ {count} คน",
        "Leave empty where nobody voted; {count} may vote here",
    ),
    "meetings_votes_for": ("เห็นด้วย", "For"),
    "meetings_votes_against": ("ไม่เห็นด้วย", "Against"),
    "meetings_votes_abstained": ("งดออกเสียง", "Abstained"),
    "meetings_votes_told": (
        "เห็นด้วย {yes} ไม่เห็นด้วย {no} งดออกเสียง {none}",
        "{yes} for, {no} against, {none} abstained",
    ),
    "meetings_casting": ("คะแนนเท่ากัน ประธานชี้ขาด", "Votes were equal; the chair decided"),
    "meetings_recusals_and_dissent": (
        "ผู้ไม่ร่วมพิจารณาและความเห็นแย้ง",
        "Who takes no part, and dissenting opinions",
    ),
    "meetings_recusals_hint": (
        "ผู้ไม่ร่วมพิจารณาไม่นับเป็นองค์ประชุมของวาระนี้ ความเห็นแย้งเก็บไว้ในรายงานการประชุม",
        "Whoever takes no part is not counted for this entry. Dissent is kept in the minutes.",
    ),
    "meetings_recused": ("ไม่ร่วมพิจารณา", "Takes no part"),
    "meetings_recuses": ("ไม่ร่วม", "Takes no part"),
    "meetings_recused_why": ("เหตุที่ไม่ร่วมพิจารณา", "Why she takes no part"),
    "meetings_dissent": ("ความเห็นแย้ง", "Dissent"),
    "meetings_save_entry": ("บันทึกวาระนี้", "Save this entry"),
    "meetings_save_next": ("บันทึก แล้วไปวาระถัดไป", "Save and go to the next"),
    "meetings_help_entry": (
        (
            "เลือกมติ แล้วพิมพ์ถ้อยคำที่จะลงในรายงาน มติกลุ่มแรกทำให้เรื่องไปขั้นต่อไปเมื่อปิดการประชุม"
            " มติกลุ่มหลังไม่เปลี่ยนขั้นของเรื่อง ถ้ามีคนบันทึกวาระนี้ก่อน ระบบจะแสดงของเขาและเก็บสิ่งที่ท่านพิมพ์ไว้"
        ),
        (
            "Choose the resolution and type its words. The first group moves the paper once the"
            " meeting is closed. If somebody saved before you, hers is shown and what you typed is"
            " kept."
        ),
    ),
    "meetings_now_recorded": ("ที่มีผู้บันทึกไว้แล้ว", "What is recorded now"),
    "meetings_nothing_recorded": (
        "ยังไม่มีมติ แต่รายชื่อผู้ไม่ร่วมพิจารณาเปลี่ยนไป",
        "No resolution, but who takes no part changed.",
    ),
    "meetings_changed_lead": (
        "สิ่งที่ท่านพิมพ์อยู่ในแบบด้านล่าง ตรวจแล้วกดบันทึกอีกครั้งถ้าต้องการใช้ของท่าน",
        "What you typed is in the form below. Save again if yours is to stand.",
    ),
    "meetings_lacking": ("ก่อนปิดการประชุมยังขาด {count} อย่าง", "Missing before closing: {count}"),
    "meetings_close": ("ปิดการประชุม", "Close the meeting"),
    "meetings_check_close": ("ดูผลของมติและปิดการประชุม", "See what resolutions do, and close"),
    "meetings_help_close": (
        ("หน้านี้ลองปิดการประชุมให้ดูก่อน ยังไม่มีอะไรเปลี่ยน เมื่อกดยืนยัน ทุกมติมีผลพร้อมกัน หรือไม่มีผลเลย"),
        (
            "Closing is tried out first and nothing is changed. Once you confirm, every resolution"
            " takes effect, or none does."
        ),
    ),
    "meetings_cannot_close": ("ยังปิดการประชุมไม่ได้", "The meeting cannot be closed yet"),
    "meetings_cannot_close_lead": (
        "แก้ตามรายการนี้ก่อน กดแต่ละข้อเพื่อไปยังช่องที่ต้องกรอก",
        "Put these right first; each leads to its fields.",
    ),
    "meetings_closed_result": ("ผลของการปิดการประชุม", "What closing brought about"),
    "meetings_outcomes": ("ผลของแต่ละมติ", "What each resolution does"),
    "meetings_will": (
        "เมื่อปิด: เดินหน้า {moving} เรื่อง ส่งกลับ {back} เรื่อง อยู่ที่เดิม {staying} เรื่อง",
        "On closing: {moving} move on, {back} are sent back, {staying} stay",
    ),
    "meetings_did": (
        "เดินหน้า {moving} เรื่อง ส่งกลับ {back} เรื่อง อยู่ที่เดิม {staying} เรื่อง",
        "{moving} moved on, {back} were sent back, {staying} stayed",
    ),
    "meetings_then": ("ผลต่อเรื่อง", "What follows"),
    "meetings_moves_on": ("เป็น", "Becomes"),
    "meetings_sent_back": ("ส่งกลับ", "Sent back"),
    "meetings_stays": ("อยู่ที่เดิม", "stays where it is"),
    "meetings_close_too_early": (
        "ยังปิดไม่ได้: การประชุมยังไม่ได้บันทึก กลับไปหน้าการประชุม บันทึกผู้มาประชุม แล้วกด “บันทึกการประชุม”",
        "It cannot be closed yet: go back, record who came, then press “Record the meeting”.",
    ),
    "meetings_no_outcomes": ("ไม่มีมติที่ต้องดำเนินการ", "There are no resolutions to carry out."),
    "meetings_close_warning": (
        "ปิดแล้วแก้มติไม่ได้ สิ่งที่บันทึกผิดต้องเข้าวาระครั้งถัดไป",
        "After closing, resolutions cannot be changed; mistakes go on the next agenda.",
    ),
    "meetings_close_now": ("ยืนยันปิดการประชุม", "Close the meeting now"),
    "meetings_readers": ("ผู้อ่านรายงานการประชุม", "Readers of the minutes"),
    "meetings_please_read": (
        "โปรดอ่านรายงานการประชุม แล้วกด “อ่านแล้ว รับทราบ”",
        "Please read the minutes and say so.",
    ),
    "meetings_open_minutes": ("เปิดรายงานการประชุม", "Open the minutes"),
    "meetings_i_read": ("อ่านแล้ว รับทราบ", "I have read them"),
    "meetings_you_read": ("ท่านอ่านแล้ว", "You have read them"),
    "meetings_read_of": ("อ่านแล้ว {read} จาก {asked} คน", "{read} of {asked} have read them"),
    "meetings_unread": ("ยังไม่อ่าน {count} คน", "{count} have not"),
    "meetings_office_posts": ("ผู้บริหารสำนักงาน", "Posts of the office"),
    "meetings_ask_new": ("แจ้งผู้ที่เพิ่งเข้ามาด้วย", "Ask those who have joined since"),
    "meetings_previous": ("วาระก่อน", "Previous"),
    "meetings_next": ("วาระถัดไป", "Next"),
    "meetings_open_paper": ("เปิดเรื่อง", "Open the paper"),
    "meetings_help_show": (
        "ตัวใหญ่สำหรับจอในห้องประชุม ใช้ปุ่มถัดไปเพื่อเดินวาระ",
        "Large letters for the screen in the room; go on with the next button.",
    ),
    "meetings_help_outside": (
        (
            "กรอกเลขที่และวันที่ของหนังสือแจ้งมติครั้งเดียว แล้วเลือกเรื่องที่อยู่ในหนังสือนั้น"
            " แต่ละเรื่องบันทึกแยกกัน เรื่องใดไม่ผ่าน เรื่องอื่นยังบันทึกได้"
            " หากสำนักงานกำหนดไว้ มติที่เป็นการอนุมัติขั้นสุดท้ายต้องพิมพ์รหัสผ่านยืนยัน"
        ),
        (
            "Give the letter once and choose the papers it tells of. Each is recorded for itself:"
            " what is refused of one does not hold up the others. Where the office says so, a resolution"
            " that approves finally is confirmed with the password."
        ),
    ),
    "meetings_outside_lead": (
        "คณะกรรมการภายนอกประชุมเอง สำนักงานบันทึกมติตามหนังสือแจ้ง",
        "Outside boards meet by themselves; the office records what their letter says.",
    ),
    "meetings_outside_not_hers": (
        "การบันทึกมติเป็นหน้าที่ของผู้บันทึกมติคณะกรรมการภายนอก",
        "Resolutions are recorded by the recorder of outside boards.",
    ),
    "meetings_outside_none": ("ไม่มีเรื่องรอมติของคณะนี้", "Nothing waits for this board."),
    "meetings_outside_papers": ("เรื่องที่อยู่ในหนังสือ", "Papers in the letter"),
    "meetings_outside_save": ("บันทึกมติของเรื่องที่เลือก", "Record the chosen papers"),
    "meetings_outside_password": ("พิมพ์รหัสผ่านของท่านเพื่อยืนยันมติ", "Type your password to confirm"),
    "meetings_outside_password_hint": (
        "สำนักงานกำหนดให้ยืนยันด้วยรหัสผ่านเมื่อมติของเรื่องที่เลือกเป็นการอนุมัติขั้นสุดท้าย ครั้งเดียวสำหรับทุกเรื่อง",
        "Your office has it typed where a chosen resolution is a final approval; once for all papers.",
    ),
    "meetings_outside_done": ("บันทึกแล้ว {count} เรื่อง", "Recorded: {count}"),
    "meetings_outside_refused": ("ยังบันทึกไม่ได้ {count} เรื่อง", "Not recorded: {count}"),
    "meetings_board": ("คณะกรรมการภายนอก", "Board"),
    "meetings_letter_no": ("เลขที่หนังสือแจ้งมติ", "Number of the letter"),
    "meetings_letter_on": ("วันที่หนังสือ", "Date of the letter"),
    "meetings_scan": ("ไฟล์สแกนหนังสือ", "Scan of the letter"),
    "meetings_help_body": (
        "รายชื่อกรรมการตามคำสั่งแต่งตั้ง ช่วงวาระ การประชุมในปี และการมาประชุมของแต่ละคน",
        "Members by their order of appointment, their terms, the year's meetings and who came to them.",
    ),
    "meetings_since": ("ตั้งแต่ {on}", "since {on}"),
    "meetings_until": ("ถึง {on}", "until {on}"),
    "meetings_order": ("ร่างคำสั่งแต่งตั้ง", "Draft the order of appointment"),
    "meetings_members": ("กรรมการ", "Members"),
    "meetings_term": ("วาระ", "Term"),
    "meetings_left": ("พ้นแล้ว", "ended"),
    "meetings_open_end": ("ยังไม่กำหนด", "open"),
    "meetings_came_in": ("การมาประชุมปี {year}", "Attendance in {year}"),
    "meetings_came_of": ("มา {came} จาก {recorded} ครั้ง", "{came} of {recorded}"),
    "meetings_came_sent": ("ส่งผู้แทน {count} ครั้ง", "substitute {count} times"),
    "meetings_of_year": ("การประชุมปี {year}", "Meetings of {year}"),
}
TH: Final = {key: thai for key, (thai, _) in _BOTH.items()}
EN: Final = {key: english for key, (_, english) in _BOTH.items()}

"""The words of these pages, in Thai and English."""

from typing import Final

_BOTH: Final[dict[str, tuple[str, str]]] = {
    "help_today": (
        (
            "เริ่มจากบนลงล่าง เรื่องที่ใกล้ครบกำหนดอยู่บนสุด ปุ่มขวามือคือขั้นต่อไปของท่าน ปุ่มสีน้ำเงินพร้อมทำได้ทันที "
            "ปุ่มขาวยังขาดบางอย่าง เปิดดูแล้วระบบจะบอกว่าขาดอะไรและใครให้ได้"
        ),
        (
            "Work from the top: what falls due first comes first. The button on the right is your next "
            "step; a blue one is ready, a white one still lacks something, and its page says what."
        ),
    ),
    "today_desk": ("โต๊ะลงนาม: หนังสือรอท่าน {count} ฉบับ", "Your desk: {count} papers before you"),
    "today_unread": ("หนังสือเวียนและรายงานที่ยังไม่ได้รับทราบ", "Circulars and minutes to read"),
    "today_passed": ("เรื่องที่ท่านรอผู้อื่น", "What you are waiting for"),
    "today_passed_by": ("รอ {roles} ตั้งแต่ {since}", "Waits for {roles} since {since}"),
    "views_title": ("มุมมองที่บันทึกไว้", "Saved views"),
    "views_save": ("บันทึกมุมมองนี้", "Save this view"),
    "views_name": ("ชื่อมุมมอง", "Name of the view"),
    "views_forget": ("ลบมุมมอง", "Forget"),
    "nav_desk": ("โต๊ะลงนาม", "Desk"),
    "nav_search": ("ค้นหา", "Search"),
    "search_title": ("ค้นหาทุกอย่าง", "Search everything"),
    "search_everything": (
        "ค้นหาเรื่อง เลขหนังสือ ไฟล์ โรงเรียน หรือบุคคล",
        "Item, paper number, file, school or person",
    ),
    "search_begin": ("พิมพ์ส่วนใดของชื่อก็ได้ เลขไทยหรืออารบิกก็พบ", "Type any part of a name; any digits will do"),
    "search_items": ("เรื่อง", "Matters"),
    "search_nothing": ("ไม่พบ", "Nothing found"),
    "search_nothing_lead": ("ลองใช้คำสั้นลง หรือพิมพ์รหัสเรื่อง", "Try a shorter word, or the code"),
    "search_all_items": ("ดูเรื่องที่พบทั้งหมด", "All items found"),
    "search_numbers": ("หนังสือตามเลขที่", "Papers by number"),
    "search_people": ("บุคคล", "People"),
    "help_search": (
        "ค้นได้จากส่วนใดของคำ ระบบถือว่า ำ กับ ํา และเลขไทยกับเลขอารบิกเป็นตัวเดียวกัน พบเฉพาะสิ่งที่ท่านมีสิทธิเห็น",
        "Finds any part of a word in any spelling of the same letters and digits, of what you may see.",
    ),
    "desk_title": ("โต๊ะลงนาม", "Desk"),
    "desk_lead": (
        "หนังสือรอท่าน {papers} ฉบับ รอรับทราบ {circulars} เรื่อง",
        "{papers} papers before you, {circulars} to acknowledge",
    ),
    "desk_papers": ("หนังสือรอความเห็นหรือลงนาม", "For your opinion or signature"),
    "desk_begin": ("เริ่มจากฉบับแรก", "Begin with the first"),
    "desk_order": ("ลำดับ", "No."),
    "desk_urgency": ("ชั้นความเร็ว", "Urgency"),
    "desk_since": ("ตั้งแต่ {since}", "since {since}"),
    "desk_none": ("ไม่มีหนังสือรอท่าน", "No paper waits for you"),
    "desk_none_lead": ("เมื่อมีผู้เสนอหนังสือถึงท่าน หนังสือจะมาอยู่ที่นี่", "Papers put before you appear here"),
    "desk_to_read": ("รอท่านรับทราบ", "For you to acknowledge"),
    "desk_all": ("เลือกทั้งหมด", "Select all"),
    "desk_open": ("เปิดอ่าน", "Read"),
    "desk_acknowledge": ("รับทราบที่เลือก", "Acknowledge the selected"),
    "desk_read_all": ("รับทราบครบแล้ว", "You have acknowledged everything"),
    "desk_result": ("ผลการรับทราบ", "What became of each"),
    "desk_result_count": ("รับทราบแล้ว {read} จาก {all} เรื่อง", "{read} of {all} acknowledged"),
    "desk_done": ("รับทราบแล้ว", "Acknowledged"),
    "desk_refused": ("ไม่สำเร็จ", "Refused"),
    "desk_back": ("กลับไปโต๊ะลงนาม", "Back to the desk"),
    "desk_next": ("ฉบับถัดไป", "Next paper"),
    "desk_left": ("เหลือบนโต๊ะอีก {count} ฉบับ", "{count} more on the desk"),
    "desk_last": ("หมดโต๊ะแล้ว ไม่มีฉบับอื่นรอท่าน", "That was the last paper on your desk"),
    "help_desk": (
        (
            "หนังสือเรียงตามชั้นความเร็ว แล้วตามกำหนด เปิดอ่านทีละฉบับ ลงนามหรือให้ความเห็นข้างตัวหนังสือ "
            "แล้วกดฉบับถัดไป การลงนามทำทีละฉบับเสมอ ส่วนหนังสือเวียนรับทราบพร้อมกันหลายเรื่องได้"
        ),
        (
            "Papers come by urgency, then by due date. Read each, sign or write your opinion beside it and "
            "go on to the next. Signing is always one by one; circulars may be acknowledged together."
        ),
    ),
    "help_desk_result": (
        "แต่ละเรื่องสำเร็จหรือไม่สำเร็จแยกกัน เรื่องที่ไม่สำเร็จบอกเหตุและวิธีแก้ไว้",
        "Each stands for itself; what was refused says why and what to do.",
    ),
}
TH: Final = {key: thai for key, (thai, _) in _BOTH.items()}
EN: Final = {key: english for key, (_, english) in _BOTH.items()}

"""The words of the inbox, of how a person wants to be told, and of who was told, in both languages."""

from typing import Final

_BOTH: Final[dict[str, tuple[str, str]]] = {
    "nav_notices": ("เรื่องแจ้ง", "Notices"),
    "inbox_title": ("เรื่องแจ้งถึงท่าน", "Notices to you"),
    "inbox_unread": ("ยังไม่อ่าน {count} เรื่อง", "{count} unread"),
    "inbox_all": ("ทั้งหมด", "All"),
    "inbox_only_unread": ("ยังไม่อ่าน", "Unread"),
    "inbox_only_late": ("เกินกำหนด", "Overdue"),
    "inbox_filter": ("แสดงเฉพาะ", "Show only"),
    "inbox_none": ("ไม่มีเรื่องแจ้ง", "No notices"),
    "inbox_none_lead": (
        "เมื่อมีเรื่องที่ท่านควรทราบหรือใกล้ครบกำหนด ระบบจะแจ้งที่นี่เสมอ",
        "Whatever you should know, and whatever falls due, is always told here.",
    ),
    "inbox_see_all": ("ดูเรื่องแจ้งทั้งหมด", "All notices"),
    "inbox_new": ("ใหม่", "New"),
    "inbox_followed": ("มีแจ้งใหม่กว่านี้แล้ว", "Told anew since"),
    "inbox_settled": ("เสร็จแล้ว", "Settled"),
    "inbox_urgent": ("ด่วน", "Urgent"),
    "inbox_read_one": ("อ่านแล้ว", "Mark as read"),
    "inbox_read_of": ("อ่านแล้ว: {subject}", "Mark as read: {subject}"),
    "inbox_line": ("คัดลอกข้อความ LINE", "Copy as LINE text"),
    "inbox_line_text": ("ข้อความสำหรับ LINE", "Text for LINE"),
    "inbox_copied": ("คัดลอกแล้ว", "Copied"),
    "inbox_digest": ("ข้อความ LINE ของเรื่องที่ยังไม่อ่านวันนี้", "Today's unread, as one text for LINE"),
    "help_notices": (
        "ทุกเรื่องที่แจ้งถึงท่านอยู่ที่นี่ เรื่องใหม่อยู่บนสุด คัดลอกข้อความสั้นพร้อมลิงก์ไปวางในกลุ่ม LINE ได้ทีละเรื่องหรือรวมทั้งวัน",
        "All that was told to you, newest first. Copy a short text with its link into a LINE group.",
    ),
    "inbox_line_hint": (
        "แตะค้างหรือกด Ctrl+A แล้วคัดลอกไปวางในกลุ่ม LINE",
        "Select all (Ctrl+A or long press), copy, and paste into the LINE group.",
    ),
    "inbox_older": ("เรื่องก่อนหน้า", "Older"),
    "inbox_newest": ("เรื่องล่าสุด", "Newest"),
    "ways_title": ("การรับแจ้ง", "How you are told"),
    "ways_lead": (
        "ทุกเรื่องอยู่ในหน้าเรื่องแจ้งเสมอและปิดไม่ได้ ที่นี่เลือกช่องทางเพิ่มเติม",
        "Everything is always in your notices and cannot be turned off there. Choose further ways here.",
    ),
    "ways_saved": ("บันทึกการรับแจ้งแล้ว", "Saved"),
    "ways_save": ("บันทึก", "Save"),
    "ways_channels": ("ช่องทางเพิ่มเติม", "Further channels"),
    "ways_no_channels": (
        "สำนักงานยังไม่ได้ตั้งช่องทางอื่น ท่านจะได้รับแจ้งในหน้าเรื่องแจ้ง",
        "The office has set up no other channel yet. You are told in your notices.",
    ),
    "ways_password_hint": (
        "พิมพ์เฉพาะเมื่อเพิ่ม เปลี่ยน หรือลบอีเมล เพราะลิงก์ตั้งรหัสผ่านใหม่จะส่งไปที่นั่น",
        "Only to add, change or remove the e-mail address: links for a new password go there.",
    ),
    "ways_enabled": ("ส่งทางช่องทางนี้", "Send by this channel"),
    "ways_gone": ("สำนักงานปิดช่องทางนี้อยู่", "The office has this channel turned off"),
    "ways_since": ("ส่งเรื่องที่แจ้งตั้งแต่ {since}", "Sends what was told since {since}"),
    "ways_trouble": ("ส่งไม่ถึง: {trouble}", "Could not be reached: {trouble}"),
    "ways_quiet": ("ช่วงงดแจ้งเตือน", "Quiet hours"),
    "ways_quiet_hint": (
        "เช่น 21:30 ถึง 06:00 ข้ามเที่ยงคืนได้ เว้นว่างหากไม่ต้องการ เรื่องด่วนจะส่งเมื่อพ้นช่วงนี้",
        (
            "Such as 21:30 to 06:00, across midnight; leave empty for none. Urgent notices wait until "
            "they end."
        ),
    ),
    "ways_from": ("ตั้งแต่เวลา", "From"),
    "ways_to": ("ถึงเวลา", "To"),
    "ways_language": ("ภาษาของข้อความที่ส่ง", "Language of what is sent"),
    "ways_th": ("ไทย", "Thai"),
    "ways_en": ("อังกฤษ", "English"),
    "channel_email": ("อีเมล", "E-mail"),
    "channel_line": ("LINE", "LINE"),
    "channel_webhook": ("ระบบอื่นของสำนักงาน (webhook)", "Another system of the office (webhook)"),
    "channel_folder": ("โฟลเดอร์ไฟล์", "A folder of files"),
    "hint_email": (
        "เช่น somsri@example.go.th เว้นว่างเพื่อลบ",
        "Such as somsri@example.go.th; leave empty to remove",
    ),
    "hint_line": (
        "รหัสผู้ใช้ LINE ขึ้นต้นด้วย U ตามด้วยอักขระ 32 ตัว เว้นว่างเพื่อลบ",
        "LINE user id: U and 32 characters; leave empty to remove",
    ),
    "feed_title": ("ปฏิทินกำหนดส่งและการประชุม", "Calendar of deadlines and meetings"),
    "feed_lead": (
        "เพิ่มลิงก์ลับนี้ใน Google ปฏิทิน ปฏิทินของ iPhone หรือ Thunderbird เพื่อเห็นกำหนดส่งและการประชุมของท่าน",
        "Add this secret link to Google, Apple or Thunderbird Calendar to see your deadlines and meetings.",
    ),
    "feed_none": ("ยังไม่มีลิงก์", "There is no link yet."),
    "feed_made": ("มีลิงก์แล้ว สร้างเมื่อ {at}", "There is a link, made {at}."),
    "feed_once": (
        "คัดลอกลิงก์นี้เดี๋ยวนี้ ระบบจะไม่แสดงอีก",
        "Copy this link now: it is not shown again.",
    ),
    "feed_link": ("ลิงก์ลับของท่าน", "Your secret link"),
    "feed_make": ("สร้างลิงก์", "Make a link"),
    "feed_again": ("สร้างลิงก์ใหม่แทนลิงก์เดิม", "Make a new link in place of it"),
    "feed_revoke": ("ยกเลิกลิงก์", "Take the link back"),
    "told_title": ("ใครได้รับแจ้งบ้าง", "Who was told"),
    "told_count": ("แจ้งแล้ว {count} ครั้ง", "{count} notices"),
    "told_none": ("ยังไม่มีการแจ้ง", "Nobody has been told yet"),
    "told_at": ("แจ้งเมื่อ", "Told"),
    "told_what": ("เรื่องที่แจ้ง", "What"),
    "told_who": ("ผู้รับ", "Whom"),
    "told_read": ("เปิดอ่าน", "Read"),
    "told_unread": ("ยังไม่อ่าน", "not yet"),
    "told_before": ("ก่อนกำหนด {days} วัน", "{days} days before"),
    "told_on": ("ในวันครบกำหนด", "on the day"),
    "told_after": ("หลังกำหนด {days} วัน", "{days} days after"),
    "told_reminder": ("เตือน: {duty}", "Reminder: {duty}"),
    "because_acting": ("ในฐานะผู้รักษาราชการแทน", "as acting"),
    "because_vacant": ("เพราะตำแหน่งว่าง", "as the post is vacant"),
    "because_absent": ("เพราะผู้รับผิดชอบไม่อยู่", "as the owner is away"),
    "because_escalated": ("ในฐานะผู้บังคับบัญชา", "as superior"),
    "outcome_": ("รอส่ง", "waiting"),
    "outcome_sent": ("ส่งถึงแล้ว", "sent"),
    "outcome_failed": ("ส่งไม่ได้", "failed"),
    "outcome_cancelled": ("ไม่ต้องส่งแล้ว", "no longer needed"),
    "told_attempts": ("พยายาม {count} ครั้ง", "{count} tries"),
    "export_told": ("การแจ้ง", "Notices of"),
    "export_col_told_at": ("แจ้งเมื่อ", "Told"),
    "export_col_notice": ("เรื่องที่แจ้ง", "What"),
    "export_col_rung": ("วันจากกำหนด", "Days from due date"),
    "export_col_told_who": ("ผู้รับ", "Whom"),
    "export_col_account": ("บัญชี", "Account"),
    "export_col_because": ("เหตุที่แจ้งผู้นี้", "Why her"),
    "export_col_read_at": ("เปิดอ่านเมื่อ", "Read"),
    "export_col_sent": ("การส่ง", "Sending"),
    "help_ways": (
        (
            "เรื่องแจ้งอยู่ในระบบเสมอ หน้านี้เลือกว่าจะให้ส่งทางอีเมลหรือ LINE ด้วยหรือไม่ และช่วงเวลาที่ไม่ให้ส่ง "
            "ลิงก์ปฏิทินเป็นของท่านคนเดียว อย่าส่งต่อ"
        ),
        (
            "Notices always stay here. Choose whether they also come by e-mail or LINE, and when not "
            "to. Your calendar’s link is yours alone: do not pass it on."
        ),
    ),
}
TH: Final = {key: thai for key, (thai, _) in _BOTH.items()}
EN: Final = {key: english for key, (_, english) in _BOTH.items()}

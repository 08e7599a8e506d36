"""The words around every page: the menu, help, the colours; in Thai and English."""

from typing import Final

_BOTH: Final[dict[str, tuple[str, str]]] = {
    "nav_surveys": ("แบบสำรวจ", "Surveys"),
    "unfold_all": ("แสดงครบ {count} รายการ", "Show all {count}"),
    "unfold_table": ("แสดงตาราง", "Show the table"),
    "nav_plan": ("แผนปฏิบัติการ", "Annual plan"),
    "nav_meetings": ("ประชุม", "Meetings"),
    "nav_quarter": ("รายไตรมาส", "Quarter"),
    "nav_schools": ("โรงเรียน", "Schools"),
    "nav_propose": ("เสนอโครงการ", "Proposals"),
    "nav_figures": ("ภาพรวมตัวเลข", "Dashboards"),
    "nav_amendments": ("ปรับแผน", "Plan amendments"),
    "nav_development": ("แผนพัฒนาการศึกษา", "Development plan"),
    "nav_standards": ("มาตรฐานสำนักงาน", "Work standards"),
    "nav_goals": ("นโยบายและเป้าประสงค์", "Goals of the year"),
    "nav_account": ("บัญชีของฉัน", "My account"),
    "nav_settings": ("ตั้งค่า", "Settings"),
    "problem_front": ("ไปหน้าแรก", "To the front page"),
    "file_pick": ("เลือกไฟล์", "Choose a file"),
    "file_none": ("ยังไม่ได้เลือกไฟล์", "No file chosen yet"),
    "settings_menu": ("หน้าตั้งค่า", "Pages of settings"),
    "settings_people": ("บุคลากรและบัญชี", "People and accounts"),
    "settings_posts": ("ตำแหน่ง", "Positions"),
    "settings_orders": ("คำสั่งรักษาราชการแทนและการลา", "Delegation orders and leave"),
    "settings_bodies": ("คณะกรรมการ", "Committees"),
    "settings_structure": ("กลุ่ม กลุ่มโรงเรียน และโรงเรียน", "Groups, clusters and schools"),
    "settings_definitions": ("เส้นทางการเสนอ", "Approval paths"),
    "settings_ladders": ("จังหวะการเตือน", "When reminders go out"),
    "settings_channels": ("ช่องทางส่งข้อความ", "Channels"),
    "settings_retention": ("อายุการเก็บและการทำลายเอกสาร", "Keeping and destroying papers"),
    "settings_sign-in": ("การเข้าสู่ระบบ", "Sign-in policy"),
    "settings_public": ("หน้าเผยแพร่", "Public pages"),
    "help_settings": (
        "เลือกเรื่องที่จะตั้งค่า ทุกการเปลี่ยนแปลงบันทึกในประวัติของสำนักงานพร้อมชื่อผู้เปลี่ยน",
        "Choose what to set up. Every change goes into the office’s record with who made it.",
    ),
    "about_people": ("เพิ่มคน เปิดบัญชี ออกรหัสครั้งเดียว ปิดบัญชี", "Add people, open and close accounts"),
    "about_posts": (
        "อำนาจอยู่ที่ตำแหน่ง แต่งตั้งคนตามช่วงวัน",
        "Authority belongs to a position; people hold it from day to day",
    ),
    "about_orders": (
        "ใครรักษาราชการแทนหรือปฏิบัติราชการแทนใคร ตามคำสั่งใด",
        "Who stands in for whom, by which order",
    ),
    "about_bodies": ("คณะกรรมการ กรรมการ และวาระ", "Committees, their members and terms"),
    "about_structure": ("กลุ่มของสำนักงาน กลุ่มโรงเรียน และโรงเรียน", "Groups, clusters and schools of the office"),
    "about_definitions": (
        "ดูเส้นทาง ตรวจ ประกาศใช้ ย้ายเรื่องที่ค้าง",
        "Read, check and publish paths; move open items",
    ),
    "about_ladders": ("เตือนก่อนกำหนดกี่วัน และแจ้งใครเมื่อเกิน", "How many days before, and whom when late"),
    "about_channels": (
        "อีเมล LINE เว็บฮุก โฟลเดอร์ และปุ่มทดสอบ",
        "E-mail, LINE, webhook, folder, and a test button",
    ),
    "about_letterhead": ("ที่อยู่ เลขที่หนังสือ ตราครุฑ", "Address, document number, emblem"),
    "about_templates": ("แก้ถ้อยคำของหนังสือแต่ละแบบ", "Change the words of each kind of paper"),
    "about_retention": (
        "เก็บกี่ปี เรื่องใดครบอายุการเก็บ ระงับเรื่องใดไว้",
        "How long papers are kept, what is past its term, what is held back",
    ),
    "about_sign-in": (
        "อายุการเข้าใช้ การยืนยันขั้นที่สอง ผู้ให้บริการยืนยันตัวตน",
        "Session length, second factor, identity provider",
    ),
    "about_public": ("เปิดหรือปิดหน้าเผยแพร่ต่อประชาชน", "Whether the public sees plans and reports"),
    "help_title": ("วิธีใช้หน้านี้", "How to use this page"),
    "theme_light": ("พื้นสว่าง", "Light"),
    "theme_dark": ("พื้นมืด", "Dark"),
    "theme_auto": ("สีตามเครื่อง", "Colours of the device"),
    "notices_unread": ("ยังไม่อ่าน {count} เรื่อง", "{count} unread"),
    "loading": ("กำลังทำงาน", "Working"),
}
TH: Final = {key: thai for key, (thai, _) in _BOTH.items()}
EN: Final = {key: english for key, (_, english) in _BOTH.items()}

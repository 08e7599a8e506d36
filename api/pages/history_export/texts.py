"""The words of these pages, in Thai and English."""

from typing import Final

_BOTH: Final[dict[str, tuple[str, str]]] = {
    "help_hexport": (
        (
            "หน้านี้นำประวัติของสำนักงานออกเป็นไฟล์ หนึ่งรายการต่อหนึ่งเหตุการณ์ เปิดต่อในโปรแกรมอื่นได้ "
            "เลือกรูปแบบ จะเลือกเฉพาะประเภทเรื่อง เรื่องเดียว ปีงบประมาณ หรือช่วงวันที่ก็ได้ แล้วกด “นำออก” "
            "ไฟล์มีเฉพาะเรื่องที่ท่านมีสิทธิเห็น"
        ),
        (
            "Here the office's history leaves as a file that other programs open, an event for each entry "
            "about an item. Choose a form; narrow it to a kind, one item, a fiscal year or some days if you "
            "like. The file holds what you may see and nothing else."
        ),
    ),
    "hexport_title": ("บันทึกเหตุการณ์", "Event log"),
    "hexport_heading": ("นำประวัติออกเป็นไฟล์", "Take the history away"),
    "hexport_lead": ("ประวัติของเรื่องที่ท่านเห็นมี {count} รายการ", "You see {count} entries about items."),
    "hexport_link": ("นำประวัติออกเป็นไฟล์", "Take the history away"),
    "hexport_form": ("รูปแบบของไฟล์", "Form of the file"),
    "hexport_as_xlsx": ("Excel (.xlsx) สำหรับเปิดอ่าน", "Excel (.xlsx), to read"),
    "hexport_as_csv": ("CSV สำหรับโปรแกรมตารางและฐานข้อมูล", "CSV, for spreadsheets and databases"),
    "hexport_as_jsonl": ("JSON Lines สำหรับโปรแกรม", "JSON Lines, for programs"),
    "hexport_as_xes": (
        "XES (IEEE 1849) สำหรับวิเคราะห์กระบวนงาน",
        "XES (IEEE 1849), for process mining",
    ),
    "hexport_as_ocel-json": (
        "OCEL 2.0 (JSON) สำหรับวิเคราะห์กระบวนงานหลายเรื่องพร้อมกัน",
        "OCEL 2.0 (JSON), for object-centric process mining",
    ),
    "hexport_as_ocel-sqlite": (
        "OCEL 2.0 (SQLite) เช่นเดียวกัน เป็นฐานข้อมูล",
        "OCEL 2.0 (SQLite), the same as a database",
    ),
    "hexport_kind": ("ประเภทเรื่อง", "Kind of item"),
    "hexport_any": ("ทั้งหมด", "All"),
    "hexport_item": ("รหัสเรื่อง (เว้นว่างคือทุกเรื่อง)", "Code of one item (empty: all)"),
    "hexport_year": ("ปีงบประมาณ", "Fiscal year"),
    "hexport_from": ("มีผลตั้งแต่วันที่", "In effect from"),
    "hexport_to": ("ถึงวันที่", "until"),
    "hexport_day_hint": ("เช่น 12/1/2561", "for example 12/1/2561"),
    "hexport_go": ("นำออก", "Take it away"),
    "hexport_note": (
        "เมื่อกดแล้ว ระบบสร้างไฟล์ให้ครบก่อนจึงเริ่มส่ง ประวัติยาวมากอาจใช้เวลาหลายนาที",
        "The file is made whole before it is sent; a very long history may take some minutes.",
    ),
}
TH: Final = {key: thai for key, (thai, _) in _BOTH.items()}
EN: Final = {key: english for key, (_, english) in _BOTH.items()}

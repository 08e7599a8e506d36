"""The words of the dashboards and of the year's goals, in both languages."""

from typing import Final

_BOTH: Final[dict[str, tuple[str, str]]] = {
    "figures_title": ("ภาพรวมตัวเลข ปีงบประมาณ {year}", "Fiscal year {year} in figures"),
    "figures_help": (
        "ทุกภาพมีตารางตัวเลขเดียวกันอยู่ข้าง ๆ เลือกกลุ่มเพื่อดูเฉพาะกลุ่ม",
        "Beside each picture stands the table it is drawn from. Choose a group to see only its figures.",
    ),
    "figures_help_dwell": (
        "ค่ากลางหมายความว่า เรื่องครึ่งหนึ่งใช้เวลาไม่เกินจำนวนวันนี้ “ทันกำหนด” ดูจากวันที่ลงนามหรือมีมติ เทียบกับวันครบกำหนด",
        "Half of the items took no longer than the median. In time: the step took effect by the due date.",
    ),
    "figures_office": ("ทั้งสำนักงาน", "The whole office"),
    "figures_kind": ("ประเภทเรื่องของเวลาในแต่ละขั้น", "Kind of item for days in each state"),
    "figures_dwell_of": ("เวลาในแต่ละขั้นของ{kind}", "Days in each state: {kind}"),
    "figures_this_year": ("ปี {year}", "{year}"),
    "figures_target": ("เป้าหมาย", "Target"),
    "figures_year_before": ("ปี {year} (ปีก่อน)", "{year}, the year before"),
    "figures_course": ("ร้อยละการเบิกจ่ายสะสมรายไตรมาส", "Share paid by each quarter’s end"),
    "figures_groups": ("เบิกจ่ายและคงเหลือของแต่ละกลุ่ม", "Paid and left by group"),
    "figures_states": ("โครงการตามขั้นตอน", "Projects by state"),
    "figures_dwell": ("เวลาที่เรื่องอยู่ในแต่ละขั้น (วัน)", "Days in each state"),
    "figures_kept": ("ตรงเวลาตามกำหนด", "Deadlines kept"),
    "figures_note_states": ("จำนวนโครงการ", "Number of projects"),
    "figures_note_dwell": (
        "แท่ง = ค่ากลาง · เส้นตั้ง = นานที่สุด (วัน)",
        "Bar = median · upright line = longest (days)",
    ),
    "figures_note_kept": ("ร้อยละที่เสร็จภายในกำหนด", "Per cent done in time"),
    "figures_none": ("ยังไม่มีข้อมูลของปีนี้", "Nothing to show for this year yet."),
    "figures_times": ("จำนวนครั้ง", "Times"),
    "figures_middle": ("ค่ากลาง (วัน)", "Median (days)"),
    "figures_longest": ("นานที่สุด (วัน)", "Longest (days)"),
    "figures_deadline": ("กำหนด", "Deadline"),
    "figures_in_time": ("ทันกำหนด", "In time"),
    "figures_late": ("ช้า", "Late"),
    "figures_overdue": ("ค้างเกินกำหนด", "Overdue"),
    "figures_rate": ("ร้อยละทันกำหนด", "Per cent in time"),
    "goals_title": ("นโยบายและเป้าประสงค์ ปีงบประมาณ {year}", "Goals of fiscal year {year}"),
    "goals_help": (
        "โครงการเลือกสนองกลยุทธ์ มาตรฐาน ตัวบ่งชี้ หรือนโยบายจากรายการนี้ แต่ละรายการบอกว่าโครงการใดสนองอยู่",
        "Projects say which strategies, standards, indicators or policies they serve. Each tells which do.",
    ),
    "goals_help_import": (
        "คัดลอกจาก Excel มาวางได้ สามคอลัมน์: ประเภท รหัส ชื่อ",
        "Paste three columns from Excel: kind, code, name.",
    ),
    "goals_none": ("ปีนี้ยังไม่มีรายการ", "Nothing for this year yet."),
    "goals_code": ("รหัส", "Code"),
    "goals_name": ("ชื่อ", "Name"),
    "goals_kind": ("ประเภท", "Kind"),
    "goals_served_by": ("โครงการที่สนอง", "Projects that serve it"),
    "goals_money": ("วงเงินของโครงการที่สนอง (บาท)", "Money of those projects (baht)"),
    "goals_nobody": ("ยังไม่มีโครงการสนอง", "no project yet"),
    "goals_unserved": ("ไม่มีโครงการสนอง {count} รายการ", "{count} served by no project"),
    "goals_without": ("โครงการในแผนที่ไม่ได้ระบุว่าสนองรายการใด", "Projects of the plan that name no goal"),
    "goals_add": ("เพิ่มหนึ่งรายการ", "Add one"),
    "goals_save": ("เพิ่ม", "Add"),
    "goals_import": ("วางหลายรายการจาก Excel", "Paste many from Excel"),
    "goals_rows": (
        "รายการ บรรทัดละหนึ่ง: ประเภท, รหัส, ชื่อ คั่นด้วยแท็บหรือ |",
        "One a line: kind, code, name, with tabs or |",
    ),
    "goals_import_save": ("เพิ่มทั้งหมด", "Add all"),
    "goals_copy": ("ใช้รายการของปี {year}", "Take over the goals of {year}"),
    "goals_saved": ("เพิ่มแล้ว {count} รายการ", "Added: {count}"),
}
TH: Final = {key: thai for key, (thai, _) in _BOTH.items()}
EN: Final = {key: english for key, (_, english) in _BOTH.items()}

"""The words of these pages, in Thai and English."""

from typing import Final

_BOTH: Final[dict[str, tuple[str, str]]] = {
    "standards_title": ("มาตรฐานการปฏิบัติงาน ปีงบประมาณ {year}", "Work standards, fiscal year {year}"),
    "standards_help": (
        "ระบบตัดสินแต่ละเกณฑ์จากประวัติที่บันทึกไว้ และบอกว่ารายการหรือเอกสารใดเป็นหลักฐาน",
        "Each criterion is judged by what is recorded, with the entries and papers that prove it.",
    ),
    "standards_help_levels": (
        "มาตรฐานแบบระดับต้องได้ทุกระดับก่อนหน้า ระดับที่ยังขาดอยู่แสดงเป็นกรอบประ",
        "A standard of levels needs every level below. The next one to reach has a dashed frame.",
    ),
    "standards_help_evidence": (
        "เกณฑ์ที่ต้องมีผู้ระบุหลักฐาน ให้บันทึกที่หน้ารอบประเมินของปี",
        "Where evidence is asked for, record it on the year’s round of self-assessment.",
    ),
    "standards_on": ("ตามที่บันทึกถึงวันที่ {day}", "As recorded up to {day}"),
    "standards_level": ("ได้ระดับ {level}", "Level {level}"),
    "standards_of": ("จาก {count} ระดับ", "of {count}"),
    "standards_held": ("ผ่าน {held} จาก {count} เกณฑ์", "{held} of {count} criteria met"),
    "standards_level_held": ("ได้แล้ว", "reached"),
    "standards_level_next": ("ระดับถัดไป", "next"),
    "standards_level_ahead": ("ยังไม่ถึง", "ahead"),
    "standards_missing": ("ระดับ {level} ยังขาด", "Missing for level {level}"),
    "standards_top": ("ได้ครบทุกระดับ", "Every level is reached."),
    "standards_code": ("รหัส", "Code"),
    "standards_criterion": ("เกณฑ์", "Criterion"),
    "standards_status": ("ผล", "Finding"),
    "standards_why": ("เหตุผล", "Why"),
    "standards_proof": ("หลักฐาน", "Evidence"),
    "standards_entries": ("รายการในประวัติ", "History entries"),
    "standards_papers": ("เอกสาร", "Papers"),
    "standards_entry": ("รายการที่ {seq}", "entry {seq}"),
    "standards_more": ("อีก {count} รายการ", "{count} more"),
    "standards_met": ("ผ่าน", "Met"),
    "standards_not_met": ("ไม่ผ่าน", "Not met"),
    "standards_not_yet": ("ยังไม่ถึงกำหนด", "Not yet due"),
    "standards_unknown": ("ต้องระบุหลักฐาน", "Evidence needed"),
    "standards_attested": ("มีผู้ระบุหลักฐาน", "Evidence recorded"),
    "standards_all": ("ทุกเกณฑ์", "Every criterion"),
    "standards_narrow": ("แสดงเฉพาะ", "Show"),
    "standards_rounds": ("รอบประเมินตนเองของปี", "Rounds of self-assessment"),
    "standards_rounds_lead": (
        "อ้างระดับและระบุหลักฐานของเกณฑ์ที่ระบบไม่รู้ ที่หน้ารอบประเมิน",
        "Levels are claimed, and evidence recorded, on the round’s own page.",
    ),
    "standards_rounds_none": (
        "ยังไม่มีรอบประเมินตนเองของปีนี้ในระบบ",
        "No round of this year is kept here yet.",
    ),
    "standards_open_round": ("เปิดรอบประเมินตนเองของปีนี้", "Open a round of this year"),
    "standards_round_title": (
        "การประเมินตนเองตามมาตรฐานการปฏิบัติงาน ปีงบประมาณ พ.ศ. {year}",
        "Self-assessment by the work standards, fiscal year {year}",
    ),
    "standards_summary": ("สรุประดับ", "Levels in short"),
}
TH: Final = {key: thai for key, (thai, _) in _BOTH.items()}
EN: Final = {key: english for key, (_, english) in _BOTH.items()}

"""The words of the fields of a proposal's form, in Thai and English."""

from typing import Final

_BOTH: Final[dict[str, tuple[str, str]]] = {
    "propose_hint_day": (
        "เช่น 15 ต.ค. 2561 หรือ 15/10/2561",
        "For example 15 Oct 2018",
    ),
    "propose_starts_on": (
        "วันเริ่มโครงการ",
        "First day",
    ),
    "propose_ends_on": (
        "วันสิ้นสุดโครงการ",
        "Last day",
    ),
    "propose_from_day": ("ตั้งแต่ {day}", "From {day}"),
    "propose_to_day": ("ถึง {day}", "Until {day}"),
    "propose_nature_new": (
        "โครงการใหม่",
        "New",
    ),
    "propose_nature_continuing": (
        "โครงการต่อเนื่อง",
        "Continuing",
    ),
    "propose_choose": (
        "เลือก",
        "Choose",
    ),
    "propose_hint_rationale": (
        "ทำไมต้องทำ ปัญหาหรือนโยบายที่มา",
        "Why it is needed: the problem or policy behind it",
    ),
    "propose_hint_objectives": (
        "บรรทัดละข้อ",
        "One a line",
    ),
    "propose_hint_target_group": (
        "ใครได้รับประโยชน์ เช่น ครูผู้สอนชั้น ป.1",
        "Whom it is for, such as teachers of grade 1",
    ),
    "propose_hint_quantity": (
        "จำนวนที่นับได้ เช่น ครู 180 คน",
        "What can be counted, such as 180 teachers",
    ),
    "propose_hint_quality": (
        "ดีขึ้นอย่างไร",
        "What becomes better",
    ),
    "propose_goals_lead": (
        "เลือกกลยุทธ์และมาตรฐานที่โครงการนี้สนอง อย่างน้อยอย่างละหนึ่งข้อ",
        "Choose the strategies and standards that the project serves, at least one of each.",
    ),
    "propose_goals_none": (
        "ปีนี้ยังไม่ได้บันทึกกลยุทธ์และมาตรฐาน แจ้งกลุ่มนโยบายและแผน",
        "No strategies or standards are recorded for this year yet: tell the plan group.",
    ),
    "propose_activities_lead": (
        ("พิมพ์กิจกรรมทีละข้อ แล้วเลือกเดือนที่ทำ ปีงบประมาณเริ่มเดือนตุลาคม แถวว่างไม่ถูกบันทึก"),
        "One activity a row, then the months in which it is done. Empty rows are not saved.",
    ),
    "propose_row_activity": (
        "กิจกรรมที่ {number}",
        "Activity {number}",
    ),
    "propose_row_months": (
        "เดือนของกิจกรรมที่ {number}",
        "Months of activity {number}",
    ),
    "propose_indicators_lead": (
        "ตัวชี้วัดอย่างน้อยหนึ่งตัวพร้อมค่าเป้าหมาย แถวว่างไม่ถูกบันทึก",
        "At least one indicator with its target. Empty rows are not saved.",
    ),
    "propose_row_indicator": (
        "ตัวชี้วัดที่ {number}",
        "Indicator {number}",
    ),
    "propose_row_target": (
        "ค่าเป้าหมายของตัวชี้วัดที่ {number}",
        "Target of indicator {number}",
    ),
    "propose_row_method": (
        "วิธีวัดของตัวชี้วัดที่ {number}",
        "Method of indicator {number}",
    ),
    "propose_row_tool": (
        "เครื่องมือของตัวชี้วัดที่ {number}",
        "Tool of indicator {number}",
    ),
    "propose_indicator": (
        "ตัวชี้วัด",
        "Indicator",
    ),
    "propose_target": (
        "ค่าเป้าหมาย",
        "Target",
    ),
    "propose_method": (
        "วิธีวัดและประเมิน",
        "Method",
    ),
    "propose_tool": (
        "เครื่องมือที่ใช้",
        "Tool",
    ),
    "propose_budget_lead": (
        ("หนึ่งรายการต่อหนึ่งแหล่งงบประมาณ จำนวนเงินเป็นบาท ใส่เลขไทยหรือลูกน้ำได้ แถวว่างไม่ถูกบันทึก"),
        "One item of one fund a row, in baht. Empty rows are not saved.",
    ),
    "propose_row_line": (
        "รายการที่ {number}",
        "Line {number}",
    ),
    "propose_row_fund": (
        "แหล่งงบประมาณของรายการที่ {number}",
        "Fund of line {number}",
    ),
    "propose_row_amount": (
        "จำนวนเงินของรายการที่ {number}",
        "Amount of line {number}",
    ),
    "propose_row_quarter": (
        "ไตรมาสที่ {number}",
        "Quarter {number}",
    ),
    "propose_line": (
        "รายการค่าใช้จ่าย",
        "Spending item",
    ),
    "propose_fund": (
        "แหล่งงบประมาณ",
        "Fund",
    ),
    "propose_amount": (
        "จำนวนเงิน (บาท)",
        "Amount (baht)",
    ),
    "propose_total": (
        "รวมทั้งสิ้น",
        "Total",
    ),
    "propose_quarters": (
        "แผนการใช้จ่ายรายไตรมาส",
        "Spending by quarter",
    ),
    "propose_quarters_lead": (
        ("เว้นว่างทั้งสี่ช่องหากยังไม่วางแผน ถ้ากรอก ผลรวมต้องเท่ากับยอดรวมของรายการ"),
        "Leave all four empty if not planned yet; otherwise they must add up to the total.",
    ),
    "propose_quarter_1": (
        "ไตรมาส 1 (ต.ค.–ธ.ค.)",
        "Quarter 1 (Oct–Dec)",
    ),
    "propose_quarter_2": (
        "ไตรมาส 2 (ม.ค.–มี.ค.)",
        "Quarter 2 (Jan–Mar)",
    ),
    "propose_quarter_3": (
        "ไตรมาส 3 (เม.ย.–มิ.ย.)",
        "Quarter 3 (Apr–Jun)",
    ),
    "propose_quarter_4": (
        "ไตรมาส 4 (ก.ค.–ก.ย.)",
        "Quarter 4 (Jul–Sep)",
    ),
    "propose_quarters_sum": (
        "รวมสี่ไตรมาส",
        "All four quarters",
    ),
    "propose_quarters_rest": (
        "ยังไม่ได้วางแผน",
        "Not planned yet",
    ),
}
TH: Final = {key: thai for key, (thai, _) in _BOTH.items()}
EN: Final = {key: english for key, (_, english) in _BOTH.items()}

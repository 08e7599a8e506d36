"""The words of the page that takes in a year's money, in both languages."""

from typing import Final

_BOTH: Final[dict[str, tuple[str, str]]] = {
    "money_title": (
        "กรอบวงเงิน เงินงวด และเป้าหมาย ปีงบประมาณ {year}",
        "Ceilings, tranches and targets of {year}",
    ),
    "money_crumb": ("กรอบวงเงิน เงินงวด เป้าหมาย", "Ceilings, tranches, targets"),
    "money_help": (
        "พิมพ์ลงในตารางได้เหมือน Excel แล้วกดบันทึกใต้ตารางนั้น ช่องที่ไม่ได้แก้จะไม่เปลี่ยน",
        "Type into the tables as in Excel, then save beneath each. Cells you leave alone stay as they are.",
    ),
    "money_help_cells": (
        "พิมพ์ 1,234.50 หรือ ๑,๒๓๔.๕๐ ก็ได้ ทศนิยมไม่เกินสองตำแหน่ง",
        "Write 1,234.50 or ๑,๒๓๔.๕๐, with at most two decimals.",
    ),
    "money_help_record": (
        "ทุกการบันทึกเก็บในประวัติพร้อมเลขหนังสือ กรอบวงเงินเดิมยังใช้กับวันก่อนหน้า",
        "Every change is recorded with its letter. The ceiling before stays for the days before.",
    ),
    "money_saved": ("บันทึกแล้ว:", "Saved:"),
    "money_ceilings": ("กรอบวงเงิน (บาท)", "Ceilings (baht)"),
    "money_tranches": ("เงินที่ได้รับจัดสรร (เงินงวด)", "Tranches received"),
    "money_targets": ("เป้าหมายการเบิกจ่ายสะสม (ร้อยละ)", "Targets for payment (per cent)"),
    "money_copied_targets": ("เป้าหมายจากปีก่อน", "Targets of the year before"),
    "money_copied_targets_do": ("ใช้เป้าหมายของปี {year} กับช่องที่ยังว่าง", "Take over the targets of {year}"),
    "money_savings": ("มาตรการประหยัด", "Measures to save"),
    "money_carry_over": ("กันเงินไว้เบิกเหลื่อมปี", "Money kept for the next year"),
    "money_today_hint": ("เว้นว่าง = วันนี้ เช่น 12 ม.ค. 2561", "Empty: today. For example 12 Jan 2561"),
    "money_provisional": ("ชั่วคราว (งบประมาณไปพลางก่อน)", "Provisional, while the budget act is late"),
    "money_basis": ("ที่มาของแต่ละกรอบ และที่วางแผนไว้", "The paper behind each ceiling, and what is planned"),
    "money_letter_on": ("ลงวันที่", "Dated"),
    "money_tranche_hint": (
        "เงินที่ถูกดึงกลับให้ใส่เครื่องหมายลบ เช่น -20,000 แถวที่เว้นว่างไม่บันทึก",
        "Money taken back has a minus, such as -20,000. Empty rows are not kept.",
    ),
    "money_save_ceilings": ("บันทึกกรอบวงเงิน", "Save ceilings"),
    "money_save_tranches": ("บันทึกเงินงวด", "Save tranches"),
    "money_save_targets": ("บันทึกเป้าหมาย", "Save targets"),
    "money_save_savings": ("เพิ่มมาตรการ", "Add measures"),
    "money_save_carry_over": ("บันทึกการกันเงิน", "Keep the money"),
    "money_target_authority": ("ผู้กำหนดเป้าหมาย", "Who set them"),
    "money_target_source": ("เลขที่หนังสือที่กำหนด", "The paper that says so"),
    "money_no_savings": ("ยังไม่มีมาตรการประหยัดของปีนี้", "No measures for this year yet."),
    "money_measures": ("มาตรการใหม่", "New measures"),
    "money_measures_hint": ("บรรทัดละหนึ่งมาตรการ", "One a line"),
    "money_carried_now": ("กันไว้แล้ว {sum} บาท", "{sum} baht are kept."),
    "money_carry_line": ("รายการที่จะกันเงิน (ยอดที่ยังไม่เบิก)", "The line (what is left of it)"),
    "money_approval": ("หนังสืออนุมัติให้กันเงิน", "The paper that allows it"),
}
TH: Final = {key: thai for key, (thai, _) in _BOTH.items()}
EN: Final = {key: english for key, (_, english) in _BOTH.items()}

"""What is wrong with a workbook or a cell of it, and what to do about it, in Thai and English."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from api.words_amss import AMSS_CELLS_EN, AMSS_CELLS_TH
from api.words_people_cells import PEOPLE_CELLS_EN, PEOPLE_CELLS_TH
from workflow.sheets.rows import CellError

Sentences = tuple[str, str, str]

# Refusals of the file as a whole, under the code of BadInput("file", problem): title, sentence, next step.
WORKBOOK_TH: Mapping[str, Sentences] = {
    "input_workbook_too_large": (
        "ไฟล์ใหญ่เกินไป",
        "ไฟล์มีขนาด {detail} รับได้ไม่เกิน 20 MB",
        "ลบรูปภาพและแผ่นงานที่ไม่เกี่ยวข้อง แล้วบันทึกใหม่",
    ),
    "input_workbook_nothing": ("ไฟล์ว่างเปล่า", "ไฟล์ไม่มีข้อมูลเลย", "ส่งไฟล์ใหม่ อาจส่งมาไม่ครบ"),
    "input_workbook_old": (
        "ไฟล์ Excel รุ่นเก่า",
        "ไฟล์นี้เป็น Excel รุ่นเก่า (.xls)",
        "เปิดใน Excel แล้วเลือก บันทึกเป็น > Excel Workbook (.xlsx)",
    ),
    "input_workbook_protected": (
        "ไฟล์ใส่รหัสผ่านไว้",
        "ไฟล์นี้ใส่รหัสผ่านไว้ จึงอ่านไม่ได้",
        "เปิดใน Excel เอารหัสผ่านออก (ไฟล์ > ข้อมูล > ป้องกันเวิร์กบุ๊ก) แล้วบันทึกใหม่",
    ),
    "input_workbook_text": (
        "ไม่ใช่ไฟล์ Excel",
        "ไฟล์นี้เป็นข้อความ (CSV หรือหน้าเว็บ) แม้นามสกุลจะเป็น Excel",
        "เปิดใน Excel แล้วเลือก บันทึกเป็น > Excel Workbook (.xlsx)",
    ),
    "input_workbook_not_xlsx": (
        "ไม่ใช่ไฟล์ Excel",
        "ไฟล์นี้ไม่ใช่ Excel (.xlsx)",
        "ใช้แบบที่ส่งออกจากระบบ หรือบันทึกเป็น Excel Workbook (.xlsx)",
    ),
    "input_workbook_unpacks": (
        "ไฟล์ขยายแล้วใหญ่เกินไป",
        "ไฟล์นี้ขยายออกเป็น {detail} หรือมีส่วนย่อยมากเกินไป จึงไม่เปิด",
        "คัดลอกเฉพาะตารางไปวางเป็นค่าในแบบที่ส่งออกจากระบบ",
    ),
    "input_workbook_damaged": (
        "ไฟล์เสียหาย",
        "อ่านไฟล์ Excel นี้ไม่ได้ ไฟล์อาจเสียหายหรือส่งมาไม่ครบ",
        "เปิดใน Excel แล้วบันทึกใหม่ หรือส่งไฟล์อีกครั้ง",
    ),
    "input_workbook_too_many": (
        "แถวหรือคอลัมน์มากเกินไป",
        "แผ่นงาน “{detail}” มีข้อมูลเกิน 20,000 แถวหรือ 256 คอลัมน์",
        "ลบแถวและแผ่นงานที่ไม่เกี่ยวข้อง แล้วส่งใหม่",
    ),
    "input_workbook_empty": ("ไม่มีข้อมูลในไฟล์", "ไม่มีช่องใดในไฟล์ที่กรอกไว้", "กรอกข้อมูลในแบบที่ส่งออกจากระบบ"),
    "input_workbook_sheet": (
        "ไม่พบแผ่นงาน",
        "ไม่พบแผ่นงาน {detail}",
        "ใช้แบบที่ส่งออกจากระบบ และอย่าเปลี่ยนชื่อแผ่นงาน",
    ),
    "input_workbook_headings": (
        "ไม่พบหัวตาราง",
        "แผ่นงานขาดหัวตาราง {detail}",
        "ใช้แบบที่ส่งออกจากระบบ และอย่าเปลี่ยนข้อความหัวตาราง",
    ),
    "input_workbook_other": (
        "ไฟล์ของเรื่องอื่น",
        "ไฟล์นี้ทำไว้สำหรับเรื่องอื่น: {detail}",
        "ตรวจสำนักงาน กลุ่ม ปีงบประมาณ และไตรมาส แล้วส่งออกแบบที่ถูกต้องจากระบบ",
    ),
    "input_workbook_unmarked": (
        "ไม่รู้ว่าเป็นของไตรมาสใด",
        "ไฟล์ไม่ได้บอกปีงบประมาณและไตรมาส",
        "ใส่บรรทัดเหนือตาราง เช่น “ไตรมาสที่ 1 ปีงบประมาณ พ.ศ. 2561” หรือใช้แบบที่ส่งออกจากระบบ",
    ),
    "input_workbook_unowned": (
        "ไม่รู้ว่าเป็นของกลุ่มใด",
        "ไฟล์ไม่ได้บอกปีงบประมาณหรือกลุ่ม",
        "ใช้แบบที่ส่งออกจากระบบ หรือระบุปีงบประมาณและกลุ่มเมื่อนำเข้า",
    ),
    "input_workbook_rows": (
        "ยังบันทึกไม่ได้",
        "มีข้อผิดพลาดในไฟล์ {detail} แห่ง จึงยังไม่บันทึกแถวใดเลย",
        "แก้ตามรายการแล้วนำเข้าใหม่",
    ),
    "input_workbook_no_lines": (
        "ยังไม่มีรายการในแผน",
        "ปีงบประมาณ {detail} ยังไม่มีรายการงบประมาณในแผน",
        "ตรวจปีงบประมาณ หรือรอให้แผนประกาศก่อน",
    ),
}
WORKBOOK_EN: Mapping[str, Sentences] = {
    "input_workbook_too_large": (
        "The file is too large",
        "The file has {detail}; up to 20 MB are taken.",
        "Remove pictures and sheets that do not belong here, and save it again.",
    ),
    "input_workbook_nothing": (
        "The file is empty",
        "There is nothing in the file.",
        "Send it again; it may not have arrived whole.",
    ),
    "input_workbook_old": (
        "An old Excel file",
        "This is a file of an older Excel (.xls).",
        "Open it in Excel and save it as Excel Workbook (.xlsx).",
    ),
    "input_workbook_protected": (
        "Protected by a password",
        "The file is protected by a password and cannot be read.",
        "Open it in Excel, take the password off and save it again.",
    ),
    "input_workbook_text": (
        "Not an Excel file",
        "This is text (CSV or a web page), whatever its name ends in.",
        "Open it in Excel and save it as Excel Workbook (.xlsx).",
    ),
    "input_workbook_not_xlsx": (
        "Not an Excel file",
        "This is not an Excel file (.xlsx).",
        "Use the template exported here, or save as Excel Workbook (.xlsx).",
    ),
    "input_workbook_unpacks": (
        "Too large once unpacked",
        "The file unpacks to {detail} or has too many parts, so it is not opened.",
        "Copy just the table, as values, into the template exported here.",
    ),
    "input_workbook_damaged": (
        "A damaged file",
        "This Excel file cannot be read; it may be damaged or incomplete.",
        "Open it in Excel and save it again, or send it again.",
    ),
    "input_workbook_too_many": (
        "Too many rows or columns",
        "Sheet “{detail}” has more than 20,000 rows or 256 columns.",
        "Remove rows and sheets that do not belong here, and send it again.",
    ),
    "input_workbook_empty": (
        "Nothing is filled in",
        "No cell of the file is filled in.",
        "Fill in the template exported here.",
    ),
    "input_workbook_sheet": (
        "The sheet is not there",
        "There is no sheet {detail}.",
        "Use the template exported here and leave the sheets' names as they are.",
    ),
    "input_workbook_headings": (
        "Headings are missing",
        "The sheet lacks the headings {detail}.",
        "Use the template exported here and leave its headings as they are.",
    ),
    "input_workbook_other": (
        "A file for something else",
        "The file was made for something else: {detail}.",
        "Check office, group, fiscal year and quarter, and export the right template.",
    ),
    "input_workbook_unmarked": (
        "Of which quarter?",
        "The file does not say its fiscal year and quarter.",
        "Put a line such as “ไตรมาสที่ 1 ปีงบประมาณ พ.ศ. 2561” above the table, or use the template.",
    ),
    "input_workbook_unowned": (
        "Whose proposals?",
        "The file does not say its fiscal year or group.",
        "Use the template exported here, or name fiscal year and group with the file.",
    ),
    "input_workbook_rows": (
        "Nothing was saved",
        "The file has {detail} mistakes, so no row of it was saved.",
        "Put right what is listed and import it again.",
    ),
    "input_workbook_no_lines": (
        "No lines in the plan",
        "Fiscal year {detail} has no budget lines in the plan yet.",
        "Check the fiscal year, or wait until the plan has been published.",
    ),
}

# Complaints about one cell, under the code of CellError: what is wrong and what to do.
CELLS_TH: Mapping[str, str] = {
    "empty": "ยังไม่ได้กรอก โปรดกรอก",
    "formula": "สูตรในช่อง ({shown}) ให้วางเป็นค่า (Paste values)",
    "fault": "ช่องนี้เป็นค่าผิดพลาดของ Excel ({shown}) ให้กรอกค่าที่ถูกต้อง",
    "not_amount": "“{shown}” ไม่ใช่จำนวนเงิน ให้กรอกตัวเลข เช่น 1,200.50",
    "too_precise": "“{shown}” มีเศษเกินสตางค์ ให้กรอกทศนิยมไม่เกิน 2 ตำแหน่ง",
    "negative": "“{shown}” เป็นจำนวนติดลบ ให้กรอกจำนวนตั้งแต่ 0 ขึ้นไป",
    "too_large": "“{shown}” มากเกินไป โปรดตรวจจำนวนหลัก",
    "not_date": "“{shown}” ไม่ใช่วันที่ ให้กรอก เช่น 12/1/2561 หรือ 12 ม.ค. 2561",
    "wrong_era": "“{shown}” ปีผิดศักราช ให้กรอกปีเป็น พ.ศ.",
    "not_whole": "“{shown}” ไม่ใช่จำนวนเต็ม ให้กรอกตัวเลข เช่น 12",
    "not_code": "“{shown}” ไม่ใช่รหัสหรือชื่อ โปรดตรวจช่องนี้",
    "too_long": "ข้อความยาวเกินไป ({shown} ตัวอักษร) โปรดย่อ",
    "unknown_project": "ไม่มีโครงการ “{shown}” ในปีงบประมาณนี้ โปรดตรวจรหัส",
    "unknown_line": "ไม่มีรายการ “{shown}” ในแผน โปรดตรวจ หรือส่งออกแบบใหม่",
    "ambiguous_line": "มีรายการ “{shown}” มากกว่าหนึ่งรายการ ให้กรอกเลขรายการ",
    "differs_from_line": "“{shown}” ไม่ตรงกับเลขรายการของแถวนี้ อาจวางข้อมูลเลื่อนแถว",
    "twice": "ซ้ำกับแถว {shown} ให้เหลือแถวเดียว",
    "out_of_date": "ไม่ตรงกับข้อมูลปัจจุบัน ({shown}) ให้ส่งออกแบบใหม่แล้วกรอกอีกครั้ง",
    "over_in_force": "เบิกจ่ายรวมเกินวงเงิน ({shown}) โปรดตรวจจำนวน",
    "total_differs": "ยอดรวมในไฟล์ไม่เท่ากับผลบวกของแถว ({shown}) โปรดตรวจ",
    "line_missing": "ขาดแถวของ {shown} ให้เพิ่มแถว ถ้าไม่มีการเบิกจ่ายให้กรอก 0",
    "unknown_number": "ไม่มีโครงการลำดับ “{shown}” ในแผ่นงานโครงการ โปรดตรวจลำดับ",
    "unknown_choice": "ไม่มี “{shown}” ในรายการให้เลือก โปรดเลือกจากรายการ",
    "unknown_person": "ไม่มีบัญชี “{shown}” ในสำนักงาน ให้กรอกชื่อบัญชีผู้ใช้",
    "unknown_months": "อ่านเดือน “{shown}” ไม่ได้ ให้กรอก เช่น ต.ค.-ธ.ค., มี.ค. หรือ ตลอดปี",
    "outside_year": "{shown} อยู่นอกปีงบประมาณนี้ โปรดตรวจปี พ.ศ.",
    "ends_before_start": "วันสิ้นสุด {shown} อยู่ก่อนวันเริ่ม",
    "other_group": "โครงการ {shown} เป็นของกลุ่มอื่น",
    "title_taken": "มีโครงการชื่อนี้แล้ว ({shown}) ให้กรอกรหัสโครงการนั้น หรือเปลี่ยนชื่อ",
    "change_elsewhere": "แก้ข้อมูลนี้ด้วยไฟล์ไม่ได้ (ในระบบเป็น “{shown}”) ให้คืนค่าเดิม",
    "not_editable": "โครงการ {shown} ส่งไปแล้ว แก้ด้วยไฟล์ไม่ได้",
    "too_many": "มีแถวมากเกินไป ({shown}) โปรดรวมรายการ",
    "not_above_zero": "“{shown}” ต้องมากกว่า 0 ถ้าไม่ใช้ให้ลบแถว",
    "lines_gone": "โครงการนี้มีงบประมาณในระบบแล้ว ({shown}) แต่ไฟล์ไม่มีแถวในแผ่นงานงบประมาณ",
    "plan_differs": "แผนใช้จ่ายสี่ไตรมาสรวมไม่เท่ากับงบประมาณ ({shown})",
    "plan_incomplete": "กรอกแผนใช้จ่ายให้ครบทั้งสี่ไตรมาส หรือเว้นว่างทั้งหมด",
}
CELLS_EN: Mapping[str, str] = {
    "empty": "not filled in; fill it in",
    "formula": "a formula ({shown}); paste it as a value (Paste values)",
    "fault": "an error value of Excel's ({shown}); enter the right value",
    "not_amount": "“{shown}” is no amount; enter a figure such as 1,200.50",
    "too_precise": "“{shown}” has a fraction of a satang; enter two decimals at most",
    "negative": "“{shown}” is negative; enter 0 or more",
    "too_large": "“{shown}” is too large; check the digits",
    "not_date": "“{shown}” is no date; enter one such as 12/1/2561",
    "wrong_era": "“{shown}” has a year of the wrong era; enter the year in B.E.",
    "not_whole": "“{shown}” is no whole number; enter one such as 12",
    "not_code": "“{shown}” is neither code nor name; check this cell",
    "too_long": "the text is too long ({shown} characters); shorten it",
    "unknown_project": "there is no project “{shown}” in this fiscal year; check the code",
    "unknown_line": "there is no line “{shown}” in the plan; check it, or export the template anew",
    "ambiguous_line": "there is more than one line “{shown}”; enter the line's number",
    "differs_from_line": "“{shown}” is not what this row's line number means; the rows may have slipped",
    "twice": "the same as row {shown}; keep one",
    "out_of_date": "not what stands now ({shown}); export the template anew and fill it in again",
    "over_in_force": "more is paid than is in force ({shown}); check the amount",
    "total_differs": "the file's total is not the sum of its rows ({shown}); check it",
    "line_missing": "the row of {shown} is missing; add it, with 0 where nothing was paid",
    "unknown_number": "the sheet of projects has no number “{shown}”; check the number",
    "unknown_choice": "“{shown}” is not among the choices; choose one from the list",
    "unknown_person": "the office has no account “{shown}”; enter the user name",
    "unknown_months": "the months “{shown}” cannot be read; enter such as ต.ค.-ธ.ค., or ตลอดปี",
    "outside_year": "{shown} lies outside this fiscal year; check the year (B.E.)",
    "ends_before_start": "the end, {shown}, is before the start",
    "other_group": "project {shown} belongs to another group",
    "title_taken": "there is a project of this name ({shown}); enter its code, or choose another name",
    "change_elsewhere": "this cannot be changed by a file (it is “{shown}”); put it back",
    "not_editable": "project {shown} has been handed in and cannot be changed by a file",
    "too_many": "too many rows ({shown}); put some together",
    "not_above_zero": "“{shown}” must be more than 0; remove the row if it is not needed",
    "lines_gone": "the project has a budget ({shown}), but the file has no row of it",
    "plan_differs": "the four quarters planned do not add up to the budget ({shown})",
    "plan_incomplete": "fill in all four quarters of planned spending, or none",
}


@dataclass(frozen=True, slots=True)
class CellWords:
    """A complaint about a cell as people read it; `place_th` is sheet, row and column."""

    sheet: str
    row: int
    column: str
    code: str
    shown: str
    place_th: str
    th: str
    en: str


def explain_cell(error: CellError) -> CellWords:
    """`error` in words."""
    facts: dict[str, Any] = {"shown": error.shown}
    row = f" แถว {error.row}" if error.row else ""
    column = f" คอลัมน์ {error.column}" if error.column else ""
    heading = f" ({error.heading})" if error.heading else ""
    return CellWords(
        error.sheet,
        error.row,
        error.column,
        error.code,
        error.shown,
        f"แผ่นงาน {error.sheet}{row}{column}{heading}",
        {**CELLS_TH, **AMSS_CELLS_TH, **PEOPLE_CELLS_TH}[error.code].format(**facts),
        {**CELLS_EN, **AMSS_CELLS_EN, **PEOPLE_CELLS_EN}[error.code].format(**facts),
    )

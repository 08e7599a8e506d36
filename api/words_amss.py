"""What is wrong with an export of AMSS++ or a cell of it, and what to do about it, in Thai and English."""

from collections.abc import Mapping

Sentences = tuple[str, str, str]

# Refusals of a file as a whole, under the code of BadInput("file", problem): title, sentence, next step.
AMSS_TH: Mapping[str, Sentences] = {
    "input_csv_missing": (
        "ไม่พบไฟล์ส่งออกของ AMSS++",
        "ไม่มีไฟล์ {detail} ในโฟลเดอร์",
        "ส่งออกตาราง plan_proj จาก AMSS++ (phpMyAdmin) เป็น CSV ไว้ในโฟลเดอร์เดียวกัน แล้วนำเข้าใหม่",
    ),
    "input_csv_too_large": (
        "ไฟล์ใหญ่เกินไป",
        "ไฟล์ของตาราง {detail} ใหญ่เกิน 20 MB",
        "ส่งออกเฉพาะปีงบประมาณที่ต้องการ แล้วนำเข้าใหม่",
    ),
    "input_csv_nothing": ("ไฟล์ว่างเปล่า", "ไฟล์ของตาราง {detail} ไม่มีข้อมูลเลย", "ส่งออกใหม่ อาจส่งออกมาไม่ครบ"),
    "input_csv_encoding": (
        "อ่านตัวอักษรไม่ได้",
        "ไฟล์ของตาราง {detail} ไม่ใช่ทั้ง UTF-8 และ TIS-620 (windows-874)",
        "ส่งออกใหม่โดยเลือกชุดอักขระ utf-8",
    ),
    "input_csv_unreadable": (
        "อ่านไฟล์ CSV ไม่ได้",
        "ตารางและบรรทัด {detail}: เครื่องหมายคำพูดเปิดปิดไม่ตรงกัน",
        'แก้เครื่องหมายคำพูดในบรรทัดนั้น หรือส่งออกใหม่โดยครอบข้อความด้วยเครื่องหมาย "',
    ),
    "input_csv_too_many": (
        "แถวหรือคอลัมน์มากเกินไป",
        "ไฟล์ของตาราง {detail} มีเกิน 20,000 แถวหรือ 256 คอลัมน์",
        "ส่งออกเฉพาะปีงบประมาณที่ต้องการ แล้วนำเข้าใหม่",
    ),
    "input_csv_headings": (
        "ไม่พบชื่อคอลัมน์",
        "บรรทัดแรกของไฟล์ขาดชื่อคอลัมน์ {detail}",
        "ส่งออกใหม่โดยให้บรรทัดแรกเป็นชื่อคอลัมน์ (Put columns names in the first row)",
    ),
    "input_csv_mistakes": (
        "ยังนำเข้าไม่ได้",
        "มีข้อผิดพลาดในไฟล์ {detail} แห่ง จึงยังไม่บันทึกแถวใดเลย",
        "แก้ตามรายการแล้วนำเข้าใหม่",
    ),
    "input_csv_other_year": (
        "ไม่มีข้อมูลของปีนี้",
        "ไฟล์ไม่มีแถวใดของปีงบประมาณ {detail}",
        "ตรวจปีงบประมาณที่ระบุ หรือส่งออกปีนั้นจาก AMSS++",
    ),
}
AMSS_EN: Mapping[str, Sentences] = {
    "input_csv_missing": (
        "No export of AMSS++",
        "There is no file {detail} in the folder.",
        "Export the table plan_proj from AMSS++ (phpMyAdmin) as CSV into the folder and import again.",
    ),
    "input_csv_too_large": (
        "The file is too large",
        "The file of table {detail} is over 20 MB.",
        "Export just the fiscal year that is wanted and import again.",
    ),
    "input_csv_nothing": (
        "The file is empty",
        "There is nothing in the file of table {detail}.",
        "Export it again; it may not be whole.",
    ),
    "input_csv_encoding": (
        "Its letters cannot be read",
        "The file of table {detail} is neither UTF-8 nor TIS-620 (windows-874).",
        "Export it again in utf-8.",
    ),
    "input_csv_unreadable": (
        "The CSV file cannot be read",
        "Table and line {detail}: a quotation mark does not close where it should.",
        'Put the quotation marks of that line right, or export again with text enclosed in ".',
    ),
    "input_csv_too_many": (
        "Too many rows or columns",
        "The file of table {detail} has more than 20,000 rows or 256 columns.",
        "Export just the fiscal year that is wanted and import again.",
    ),
    "input_csv_headings": (
        "Names of columns are missing",
        "The first line of the file lacks the columns {detail}.",
        "Export again with the columns' names in the first row.",
    ),
    "input_csv_mistakes": (
        "Nothing was saved",
        "The files have {detail} mistakes, so no row of them was saved.",
        "Put right what is listed and import again.",
    ),
    "input_csv_other_year": (
        "Nothing of this year",
        "The files have no row of fiscal year {detail}.",
        "Check the fiscal year, or export that year from AMSS++.",
    ),
}

# Complaints about one cell, beside those of workbooks, under the code of CellError.
AMSS_CELLS_TH: Mapping[str, str] = {
    "wrong_width": 'จำนวนช่องไม่เท่ากับหัวตาราง ({shown}) ข้อความอาจมีตัวคั่นปนอยู่ ให้ครอบข้อความด้วย "',
    "unknown_group": "ไม่มีกลุ่มรหัส “{shown}” ในสำนักงาน ให้ระบุว่าเป็นกลุ่มใด เช่น --group 3=PLN",
    "unknown_strategy": "ไม่มีกลยุทธ์ที่ “{shown}” ของปีนี้ ให้ส่งออกตาราง plan_stregic มาด้วย หรือแก้รหัส",
    "goal_differs": "ปีนี้มีกลยุทธ์รหัสนี้แล้วในชื่ออื่น ({shown}) ให้แก้ชื่อหรือรหัสให้ตรงกัน",
    "already_taken_in": "นำเข้าโครงการนี้แล้วเป็น {shown} ให้ตัดแถวนี้ออก",
    "no_such_project": "ไม่มีโครงการรหัส “{shown}” ของปีและกลุ่มนี้ในตาราง plan_proj",
}
AMSS_CELLS_EN: Mapping[str, str] = {
    "wrong_width": "not as many cells as headings ({shown}); text may hold a separator:"
    ' export again with text enclosed in "',
    "unknown_group": "the office has no group “{shown}”; say which it is, such as --group 3=PLN",
    "unknown_strategy": "the year has no strategy “{shown}”; export plan_stregic too, or put the code right",
    "goal_differs": "the year has this strategy under another name ({shown}); make names or codes agree",
    "already_taken_in": "this project was taken in as {shown}; leave this row out",
    "no_such_project": "plan_proj has no project “{shown}” of this year and group",
}

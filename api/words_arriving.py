"""What is wrong with an event log or a list of offices, and what to do about it, in both languages."""

from collections.abc import Mapping

Sentences = tuple[str, str, str]

_AGAIN_TH = "ส่งออกจากระบบเดิมใหม่ แล้วนำเข้าอีกครั้ง ยังไม่มีสิ่งใดถูกบันทึก"
_AGAIN_EN = "Export it from the other system again and import that; nothing has been saved."

ARRIVING_TH: Mapping[str, Sentences] = {
    "input_log_missing": ("ไม่พบไฟล์", "ไม่พบหรืออ่านไฟล์ {detail} ไม่ได้", "ตรวจชื่อไฟล์และโฟลเดอร์"),
    "input_log_ending": (
        "ไม่รู้จักชนิดไฟล์",
        "ไฟล์ {detail} ไม่ใช่ .xes .xes.gz .csv หรือ .csv.gz",
        "บันทึกเป็นชนิดใดชนิดหนึ่งนี้ แล้วนำเข้าใหม่",
    ),
    "input_log_too_large": (
        "ไฟล์ใหญ่เกินไป",
        "ไฟล์ {detail} หรือเนื้อหาหลังคลายบีบอัดใหญ่เกินขีดจำกัด (ไฟล์ 512 MB, XES 1 GB, CSV 256 MB)",
        "แบ่งเป็นหลายไฟล์โดยไม่แยกเรื่องเดียวกันออกจากกัน",
    ),
    "input_log_name_several": (
        "ชื่อนี้มีในประวัตินำเข้ามากกว่าหนึ่งชุด",
        "ชื่อนี้ตรงกับ {detail}",
        "สั่งอีกครั้งทีละบัญชีตามที่แจ้ง",
    ),
    "input_log_broken": ("ไฟล์บีบอัดเสีย", "คลายไฟล์ {detail} ไม่ได้", _AGAIN_TH),
    "input_log_nothing": (
        "ไม่มีเหตุการณ์",
        "ไม่พบเหตุการณ์ที่ใช้ได้ใน {detail}",
        "ตรวจว่าเป็นไฟล์ที่ต้องการ และชื่อคอลัมน์ในตารางเทียบถูกต้อง",
    ),
    "input_log_not_xes": ("ไม่ใช่ไฟล์ XES", "อ่านเป็น XES ไม่ได้ ที่ {detail}", _AGAIN_TH),
    "input_log_document_type": (
        "ไม่รับไฟล์ XML แบบนี้",
        "บรรทัด {detail} ประกาศชนิดเอกสาร (DOCTYPE) ซึ่ง XES ไม่ใช้และอาจเป็นอันตราย",
        "ลบการประกาศนั้น หรือส่งออกใหม่",
    ),
    "input_log_too_deep": ("ซ้อนลึกเกินไป", "บรรทัด {detail} ซ้อนกันเกิน 24 ชั้น", _AGAIN_TH),
    "input_log_too_long": ("ข้อความยาวเกินไป", "บรรทัด {detail} มีข้อความยาวเกิน 10,000 ตัวอักษร", _AGAIN_TH),
    "input_log_too_many": (
        "มากเกินไป",
        "บรรทัด {detail} เกินขีดจำกัด (1,000,000 เรื่อง 5,000,000 เหตุการณ์ เรื่องละ 20,000 เหตุการณ์ อย่างละ 300 ค่า)",
        "แบ่งเป็นหลายไฟล์โดยไม่แยกเรื่องเดียวกันออกจากกัน",
    ),
    "input_log_too_many_activities": (
        "กิจกรรมมากเกินไป",
        "มีชื่อกิจกรรมต่างกัน {detail} ชื่อ (เกิน 2,000) คอลัมน์กิจกรรมอาจไม่ถูกต้อง",
        "ระบุคอลัมน์กิจกรรมในตารางเทียบ (columns: activity)",
    ),
    "input_log_encoding": (
        "อ่านตัวอักษรไม่ได้",
        "ไฟล์ {detail} ไม่ใช่ทั้ง UTF-8, UTF-16 และ TIS-620 (windows-874)",
        _AGAIN_TH,
    ),
    "input_log_headings": (
        "ไม่พบชื่อคอลัมน์",
        "บรรทัดแรกของไฟล์ไม่มีคอลัมน์ {detail}",
        "ระบุชื่อคอลัมน์จริงในตารางเทียบ (columns: case, activity, time, resource)",
    ),
    "input_log_unreadable": ("อ่านไฟล์ CSV ไม่ได้", "เครื่องหมายคำพูดเปิดปิดไม่ตรงกัน ที่บรรทัด {detail}", _AGAIN_TH),
    "input_log_ragged": ("จำนวนช่องไม่เท่ากัน", "บรรทัด {detail} มีจำนวนช่องไม่เท่ากับหัวตาราง", _AGAIN_TH),
    "input_log_kind_taken": (
        "ชื่อชนิดเรื่องซ้ำ",
        "“{detail}” เป็นชนิดเรื่องที่สำนักงานใช้งานอยู่ ประวัติที่นำเข้าต้องมีชื่อชนิดของตนเอง",
        "ตั้งชื่ออื่นด้วย --kind เช่น old_{detail}",
    ),
    "input_log_mapping_changed": (
        "ตารางเทียบเปลี่ยนระหว่างทาง",
        "ไฟล์ {detail} นำเข้าค้างอยู่ด้วยเส้นทางอื่น จึงนำเข้าต่อด้วยตารางเทียบนี้ไม่ได้",
        "ใช้ตารางเทียบเดิมนำเข้าต่อให้จบ แล้วลองส่วนที่กันไว้ด้วย khanton import retry",
    ),
    "input_list_office": (
        "ไม่มีสำนักงานนี้ในรายการ",
        "บรรทัด {detail} ของรายชื่อโรงเรียนอ้างถึงสำนักงานที่ไม่มี",
        "เพิ่มสำนักงานนั้นในรายการ หรือแก้รหัส ยังไม่มีสิ่งใดถูกบันทึก",
    ),
    "input_list_code": ("รหัสใช้ไม่ได้", "รหัสที่บรรทัด {detail} ว่าง ซ้ำ หรือยาวเกินไป", "แก้รหัส ยังไม่มีสิ่งใดถูกบันทึก"),
    "input_list_name": ("ไม่มีชื่อ", "บรรทัด {detail} ไม่มีชื่อ หรือชื่อยาวเกิน 300 ตัวอักษร", "แก้ชื่อ ยังไม่มีสิ่งใดถูกบันทึก"),
}
ARRIVING_EN: Mapping[str, Sentences] = {
    "input_log_missing": (
        "No such file",
        "The file {detail} is not there or cannot be read.",
        "Check its name and folder.",
    ),
    "input_log_ending": (
        "Unknown sort of file",
        "The file {detail} is none of .xes, .xes.gz, .csv and .csv.gz.",
        "Save it as one of these and import it again.",
    ),
    "input_log_too_large": (
        "The file is too large",
        "The file {detail}, or what it unpacks to, is over a limit (file 512 MB, XES 1 GB, CSV 256 MB).",
        "Divide it into several files, each case whole in one of them.",
    ),
    "input_log_name_several": (
        "More than one imported log has this name",
        "The name is that of {detail}",
        "Ask again for each of these accounts.",
    ),
    "input_log_broken": ("The packed file is damaged", "The file {detail} cannot be unpacked.", _AGAIN_EN),
    "input_log_nothing": (
        "No events",
        "No usable event was found in {detail}.",
        "See that it is the right file and that the mapping names the right columns.",
    ),
    "input_log_not_xes": ("This is no XES", "It cannot be read as XES, at {detail}.", _AGAIN_EN),
    "input_log_document_type": (
        "Such XML is not taken",
        "Line {detail} declares a document type, which XES never does and which may do harm.",
        "Delete the declaration, or export the file again.",
    ),
    "input_log_too_deep": ("Too deeply nested", "Line {detail} is over 24 levels deep.", _AGAIN_EN),
    "input_log_too_long": (
        "A text is too long",
        "Line {detail} has a text over 10,000 characters.",
        _AGAIN_EN,
    ),
    "input_log_too_many": (
        "Too many",
        "Line {detail} is over a limit: 1,000,000 cases, 5,000,000 events, 20,000 a case, 300 values each.",
        "Divide it into several files, each case whole in one of them.",
    ),
    "input_log_too_many_activities": (
        "Too many activities",
        "There are {detail} different activities (over 2,000); perhaps the column of activities is another.",
        "Name the column of activities in the mapping (columns: activity).",
    ),
    "input_log_encoding": (
        "The letters cannot be read",
        "The file {detail} is neither UTF-8, UTF-16 nor TIS-620 (windows-874).",
        _AGAIN_EN,
    ),
    "input_log_headings": (
        "A column is missing",
        "The first line of the file has no column {detail}.",
        "Say in the mapping what it is called (columns: case, activity, time, resource).",
    ),
    "input_log_unreadable": (
        "The CSV cannot be read",
        "A quotation mark does not close, at line {detail}.",
        _AGAIN_EN,
    ),
    "input_log_ragged": (
        "Cells are missing",
        "Line {detail} has not as many cells as there are headings.",
        _AGAIN_EN,
    ),
    "input_log_kind_taken": (
        "The kind is taken",
        "“{detail}” is a kind of living papers. A history brought in needs a kind of its own.",
        "Give it another name with --kind, such as old_{detail}.",
    ),
    "input_log_mapping_changed": (
        "The mapping changed on the way",
        "The file {detail} is half imported on another path, so this mapping cannot go on with it.",
        "Finish it by the mapping it began with, then try what was kept apart with khanton import retry.",
    ),
    "input_list_office": (
        "No such office in the list",
        "Line {detail} of the list of schools names an office that there is not.",
        "Add that office to the list, or correct the code. Nothing has been saved.",
    ),
    "input_list_code": (
        "The code cannot be used",
        "The code at line {detail} is empty, stands twice or is too long.",
        "Correct it. Nothing has been saved.",
    ),
    "input_list_name": (
        "No name",
        "Line {detail} has no name, or one over 300 characters.",
        "Correct it. Nothing has been saved.",
    ),
}

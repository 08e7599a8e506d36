"""The words of the pages that set up how an office's papers look, in both languages."""

from typing import Final

_BOTH: Final[dict[str, tuple[str, str]]] = {
    "settings_letterhead": ("หัวหนังสือ", "Letterhead"),
    "settings_templates": ("แบบของหนังสือ", "Templates"),
    "entry_cluster": ("แก้ไขกลุ่มโรงเรียน{step}", "Cluster of schools changed{step}"),
    "entry_letterhead": ("แก้ไขหัวหนังสือ{step}", "Letterhead changed{step}"),
    "entry_template": ("บันทึกแบบหนังสือ{step}", "Template saved{step}"),
    "head_title": ("หัวหนังสือ", "Letterhead"),
    "head_lead": (
        "ที่อยู่ เลขที่หนังสือ และตราครุฑที่พิมพ์บนหนังสือของสำนักงาน หนังสือที่ลงนามแล้วไม่เปลี่ยนตาม",
        (
            "Address, document number and emblem as printed on the office’s papers. Papers signed "
            "before do not change."
        ),
    ),
    "head_address": ("ที่อยู่", "Address"),
    "head_address_hint": ("พิมพ์ที่มุมขวาบนของหนังสือภายนอก", "Stands at the upper right of letters"),
    "head_telephone": ("โทรศัพท์", "Telephone"),
    "head_telephone_hint": ("พิมพ์ท้ายหนังสือและหลังชื่อส่วนราชการ", "Stands at the foot of letters"),
    "head_email": ("ไปรษณีย์อิเล็กทรอนิกส์", "E-mail"),
    "head_email_hint": ("เช่น saraban@example.go.th", "Such as saraban@example.go.th"),
    "head_document_prefix": ("เลขประจำของเจ้าของเรื่อง", "Document prefix"),
    "head_document_prefix_hint": (
        "เช่น ศธ 04xxx ตามที่กระทรวงกำหนดให้สำนักงาน ระบบไม่เดาให้ เว้นว่างได้จนกว่าจะทราบแน่ชัด",
        (
            "Such as ศธ 04xxx, as issued to the office by the ministry. It is never guessed; leave it "
            "empty until you know it."
        ),
    ),
    "head_prefix_by": ("ผู้เปลี่ยนได้: {roles}", "Changed by: {roles}"),
    "head_thai_digits": ("พิมพ์หนังสือด้วยเลขไทย", "Print papers in Thai digits"),
    "head_thai_digits_hint": (
        "ใช้กับหนังสือที่ร่างหลังจากนี้ อีเมลและรหัสคงเป็นเลขอารบิก",
        "Holds for papers drafted from now on. E-mail addresses and codes keep 0-9.",
    ),
    "head_save": ("บันทึก", "Save"),
    "head_saved_fields": ("บันทึกหัวหนังสือแล้ว", "Letterhead saved"),
    "head_saved_emblem": ("บันทึกตราแล้ว", "Emblem saved"),
    "head_saved_removed": ("เอาตราออกแล้ว", "Emblem removed"),
    "head_emblem": ("ตราครุฑ", "Emblem"),
    "head_emblem_alt": ("ตราครุฑที่ใช้อยู่", "The emblem in use"),
    "head_emblem_none": (
        "ยังไม่มีตรา หนังสือจะเว้นที่ว่างขนาดเท่าตราไว้ให้",
        "There is none yet. Papers keep room of its size.",
    ),
    "head_emblem_file": ("เลือกไฟล์ภาพ", "Choose a picture"),
    "head_emblem_hint": (
        "PNG หรือ JPEG ไม่เกิน 4 เมกะไบต์ และไม่เกิน 4,000 จุดต่อด้าน ระบบจะบันทึกเป็น PNG ใหม่โดยไม่เก็บข้อมูลที่ฝังมากับไฟล์",
        (
            "PNG or JPEG, at most 4 MB and 4,000 pixels a side. It is written anew as PNG without what "
            "was hidden in the file."
        ),
    ),
    "head_emblem_send": ("ใช้ภาพนี้", "Use this picture"),
    "head_emblem_remove": ("เอาตราออก", "Remove the emblem"),
    "templates_title": ("แบบของหนังสือ", "Templates"),
    "templates_lead": (
        "หนังสือแต่ละชนิดมีแบบหนึ่งไฟล์ สำนักงานแก้ให้เป็นของตนได้ ทุกรุ่นเก็บไว้ และกลับไปใช้แบบเดิมได้เสมอ",
        (
            "Each paper has one template. An office may make it its own; every version is kept, and the"
            " shipped one is never lost."
        ),
    ),
    "template_name": ("แบบ", "Template"),
    "template_papers": ("ใช้กับ", "Used for"),
    "template_version": ("รุ่น", "Version"),
    "template_shipped": ("แบบที่มากับระบบ", "as shipped"),
    "template_own": ("รุ่นที่ {version} ของสำนักงาน", "the office’s version {version}"),
    "template_saved_by": ("บันทึกโดย", "Saved by"),
    "template_saved_at": ("เมื่อ", "When"),
    "template_source": ("ข้อความของแบบ", "Source"),
    "template_source_hint": (
        "ภาษา Jinja2 ใช้ได้เฉพาะป้ายของหนังสือ ไม่มี style และ script",
        "Jinja2, with the marks of papers only: no style, no script",
    ),
    "template_sample": ("ลองกับเรื่อง", "Try it on"),
    "template_no_sample": (
        "สำนักงานยังไม่มีเรื่องที่ใช้แบบนี้ให้ลอง จึงยังบันทึกแบบใหม่ไม่ได้",
        "The office has nothing yet on which this template could be tried, so no new version can be saved.",
    ),
    "template_preview": ("ดูตัวอย่าง", "Preview"),
    "template_previewed": ("ตัวอย่างจากเรื่อง {code}", "Preview on {code}"),
    "template_note": ("เหตุผลที่แก้", "Why it is changed"),
    "template_note_hint": ("เก็บไว้กับรุ่นนี้และในประวัติ", "Kept with the version and in the history"),
    "template_save": ("บันทึกเป็นรุ่นใหม่", "Save as a new version"),
    "template_saved": ("บันทึกรุ่นที่ {version} แล้ว", "Version {version} saved"),
    "template_back": ("กลับไปใช้แบบที่มากับระบบ", "Back to the shipped template"),
    "template_versions": ("รุ่นที่บันทึกไว้", "Versions kept"),
    "template_versions_none": ("ยังใช้แบบที่มากับระบบ", "The shipped template is in use."),
    "template_use": ("กลับไปใช้ฉบับนี้", "Use this version again"),
    "template_used_note": ("กลับไปใช้รุ่นที่ {version}", "Back to version {version}"),
    "template_back_note": ("กลับไปใช้แบบที่มากับระบบ", "Back to the shipped template"),
    "template_in_use": ("ใช้อยู่", "in use"),
    "template_difference": ("ต่างจากแบบที่มากับระบบ", "Difference to the shipped template"),
    "template_same": ("ไม่ต่างจากแบบที่มากับระบบ", "No difference to the shipped template"),
    "template_complaint": ("แบบนี้ใช้ไม่ได้", "This template cannot be used"),
    "template_fault_undefined": ("ไม่มีข้อมูลชื่อนี้", "There is nothing of this name"),
    "template_fault_syntax": (
        "คำสั่งของแบบเขียนไม่ครบหรือผิดรูป",
        "A mark of the template language is incomplete or misspelt",
    ),
    "template_fault_security": ("แบบใช้สิ่งที่ไม่อนุญาต", "The template reaches for what is not allowed"),
    "template_fault_not_found": ("ไม่มีแบบชื่อนี้", "There is no template of this name"),
    "template_fault_missing": (
        "แบบไม่มีส่วนที่หนังสือทุกฉบับต้องมี (เลขที่ วันที่ หรือที่ลงนาม)",
        "The template lacks what every paper must show (number, date or signature)",
    ),
    "template_fault_other": ("คำนวณตามแบบไม่ได้", "The template cannot be worked out"),
    "template_complaint_line": ("บรรทัดที่ {line}", "Line {line}"),
}
TH: Final = {key: thai for key, (thai, _) in _BOTH.items()}
EN: Final = {key: english for key, (_, english) in _BOTH.items()}

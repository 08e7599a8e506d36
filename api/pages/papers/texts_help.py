"""How to use each page of official papers, in both languages."""

from typing import Final

_BOTH: Final[dict[str, tuple[str, str]]] = {
    "help_papers": (
        "หนังสือที่รอท่านอยู่บนสุด หลายฉบับระบบร่างไว้ให้แล้ว เปิดอ่าน แก้ถ้อยคำ แล้วเสนอ ค้นหาได้ด้วยชื่อเรื่อง รหัส หรือเลขที่หนังสือ",
        (
            "Papers that wait for you come first; many are drafted for you. Read one, mend its words "
            "and pass it up. Search by subject, code or number."
        ),
    ),
    "help_paper": (
        (
            "ตัวหนังสืออยู่ทางหนึ่ง ขั้นตอนอยู่อีกทางหนึ่ง อ่านให้ครบก่อนกด เมื่อลงนามแล้วข้อความแก้ไขไม่ได้ ดาวน์โหลดเป็น PDF "
            "หรือ Word ได้เสมอ"
        ),
        (
            "The paper stands beside its steps. Read all of it before you press: once signed, its "
            "text stays. It can always be downloaded as PDF or Word."
        ),
    ),
    "help_paper_new": (
        "เลือกแบบของหนังสือก่อน กรอกเท่าที่ทราบ แล้วบันทึกเป็นร่าง เลขที่และวันที่ยังไม่ต้องกรอก ธุรการออกเลขหลังลงนาม",
        (
            "Choose the kind of paper, fill in what you know and save a draft. Leave out number and "
            "date: the clerk gives them after the signature."
        ),
    ),
    "help_content_paper": (
        "เอกสารนี้สร้างจากข้อมูลที่บันทึกไว้ ถ้าตัวเลขหรือถ้อยคำผิด ให้แก้ที่ต้นทาง แล้วเปิดใหม่ พิมพ์หรือดาวน์โหลดได้",
        (
            "Made from what is recorded. Where a figure or word is wrong, put it right at its source "
            "and open this again. It can be printed or downloaded."
        ),
    ),
    "help_registers": (
        "ทะเบียนละชุดเลขต่อปี เลขออกพร้อมหนังสือจึงไม่ขาดและไม่ซ้ำ กดชื่อทะเบียนเพื่อดูเลขทั้งหมด",
        (
            "One series of numbers for each register and year. A number is given with its paper, so "
            "none is missing or given twice. Open a register to see all of them."
        ),
    ),
    "help_register": (
        "หนังสือที่ทำนอกระบบก็ขอเลขที่นี่ได้ เลขที่ยกเลิกยังอยู่ในทะเบียนพร้อมเหตุผลและไม่นำกลับมาใช้",
        (
            "Papers written elsewhere get their number here as well. A void number stays in the "
            "register with its reason and is not used again."
        ),
    ),
    "help_letterhead": (
        "ใช้กับหนังสือที่ร่างหลังจากบันทึก หนังสือที่ลงนามแล้วไม่เปลี่ยน เลขที่หนังสือของสำนักงานเว้นว่างได้จนกว่าจะทราบแน่ชัด",
        (
            "It holds for papers drafted from now on; signed ones stay as they are. The office’s "
            "document number may stay empty until it is known."
        ),
    ),
    "help_templates": (
        "เลือกแบบที่จะแก้ถ้อยคำ สำนักงานใช้แบบที่มากับระบบจนกว่าจะบันทึกแบบของตนเอง และกลับไปใช้แบบเดิมได้",
        (
            "Choose the template whose words you want to change. The shipped one is used until you "
            "save your own, and you can go back to it."
        ),
    ),
    "help_template": (
        "แก้ถ้อยคำแล้วดูตัวอย่างจากข้อมูลจริงก่อนบันทึก ถ้าแบบผิด ระบบบอกบรรทัดและไม่บันทึก หนังสือที่ลงนามแล้วไม่เปลี่ยน",
        (
            "Change the words and look at a preview on real data before saving. A faulty template is "
            "not saved and you are told the line. Signed papers do not change."
        ),
    ),
}
TH: Final = {key: thai for key, (thai, _) in _BOTH.items()}
EN: Final = {key: english for key, (_, english) in _BOTH.items()}
